"""Rows of a sheet → blocks of its page: titles, tables under their header, places like "Inventory!B7"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from openpyxl.utils import get_column_letter

from rag.ingest.delimited import looks_like_header
from rag.ingest.document import BlockKind
from rag.ingest.grid import MAX_COLUMN_SPAN, MAX_HEADER_ROWS, GridRow, Join, header_names, header_rows
from rag.ingest.writer import PageWriter

MAX_COLUMNS = 500
MAX_COVERED = 200_000  # places that merged cells cover; a sheet with more is a form, and its rows stay as they are
SPACER = 2  # columns between the last of a table and the first of the one beside it, at least: one parts groups of a table
CURRENCY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")

Row = tuple[int, list[tuple[int, str]]]  # number from 1, filled cells (at least one) as (column from 1, text)
Merge = tuple[int, int, int, int]  # first row and column, last row and column, from 1


def write_rows(writer: PageWriter, name: str, path: tuple[str, ...], rows: Sequence[Row], merges: Sequence[Merge] = ()) -> None:
    """Write the `rows` of the sheet `name`, in their order; a header names the columns until a row is empty.

    Tables that stand side by side are written one after the other.
    """
    joins = _joins(rows, merges)
    filled = list(_filled_down(rows, joins))
    first = 0
    for after in range(1, len(rows) + 1):
        if after == len(rows) or rows[after][0] - rows[after - 1][0] > 1:  # an empty row ends a table
            for part in _side_by_side(filled[first:after]):
                _write_table(writer, name, path, part, joins)
            first = after


def _write_table(
    writer: PageWriter, name: str, path: tuple[str, ...], rows: Sequence[Row], joins: dict[tuple[int, int], Join]
) -> None:
    header: dict[int, str] = {}
    free = 0  # the first row below the header
    for index, (row, cells) in enumerate(rows):
        first, last = cells[0][0], cells[-1][0]
        place = cell_place(name, first, row)
        if len(cells) == 1 and not header:
            writer.add(BlockKind.PARAGRAPH, cells[0][1], place, path)
            continue
        if not header and index + 1 < len(rows) and len(rows[index + 1][1]) > 1:
            own = tuple(text for column, text in cells if joins.get((row, column)) is None)
            if looks_like_header(own):
                header, free = _header(rows[index : index + MAX_HEADER_ROWS], joins)
                free += index
        values = dict(cells)
        named = header if index >= free else {}
        columns = range(min(first, *named), max(last, *named) + 1) if named else range(first, last + 1)
        locator = place if first == last else f"{place}:{get_column_letter(last)}{row}"
        writer.add_row([values.get(c, "") for c in columns], locator, path, tuple(named.get(c, "") for c in columns if named))


def _header(rows: Sequence[Row], joins: dict[tuple[int, int], Join]) -> tuple[dict[int, str], int]:
    """The names of the columns from a header's first row on, and how many rows it takes up."""
    width = max(cells[-1][0] for _, cells in rows)
    grid = []
    for number, cells in rows:
        values = dict(cells)
        own = [joins.get((number, column), Join.OWN) for column in range(1, width + 1)]
        grid.append(GridRow([values.get(c, "") if j is Join.OWN else "" for c, j in enumerate(own, start=1)], own))
    count = header_rows(grid)
    return {column: name for column, name in enumerate(header_names(grid[:count]), start=1) if name}, count


def _joins(rows: Sequence[Row], merges: Sequence[Merge]) -> dict[tuple[int, int], Join]:
    """What the covered places (row, column) of merged cells belong to; none beyond what a sheet that people made has."""
    numbers = [number for number, _ in rows]
    tops = {(top, left) for top, left, _, _ in merges}
    filled = {(row, column) for row, cells in rows for column, _ in cells if (row, column) in tops}
    joins: dict[tuple[int, int], Join] = {}
    for top, left, bottom, right in merges:
        if (top, left) not in filled:
            continue
        for row in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            for column in range(left, min(right, left + MAX_COLUMN_SPAN) + 1):
                if (row, column) != (top, left):
                    joins[row, column] = Join.ABOVE if column == left else Join.LEFT
        if len(joins) > MAX_COVERED:
            break
    return joins


def _filled_down(rows: Sequence[Row], joins: dict[tuple[int, int], Join]) -> Iterator[Row]:
    """The rows, with what a merged cell says in each of those that it spans."""
    above: dict[int, str] = {}
    covered: dict[int, list[int]] = {}
    for (row, column), join in joins.items():
        if join is Join.ABOVE:
            covered.setdefault(row, []).append(column)
    for row, cells in rows:
        values = {column: text for column, text in cells if joins.get((row, column)) is None}
        values |= {column: above[column] for column in covered.get(row, ()) if column in above}
        above = values
        yield row, sorted(values.items()) or cells


def _side_by_side(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The tables of a block of rows, from left to right: two empty columns part them when both have a header."""
    used = sorted({column for _, cells in rows for column, _ in cells})
    starts = [column for before, column in pairwise(used) if column - before > SPACER]
    for start in starts:
        parts = [
            [(row, found) for row, cells in rows if (found := [one for one in cells if (one[0] < start) == is_left])]
            for is_left in (True, False)
        ]
        if all(_starts_with_header(part) for part in parts):
            yield parts[0]
            yield from _side_by_side(parts[1])
            return
    yield rows


def _starts_with_header(rows: Sequence[Row]) -> bool:
    """Whether the first row with more than a title names columns, and one below has as much."""
    wide = [cells for _, cells in rows if len(cells) > 1]
    return len(wide) > 1 and looks_like_header(tuple(text for _, text in wide[0]))


def cell_place(name: str, column: int, row: int) -> str:
    """The place of a cell of the sheet `name`: "Inventory!B7"."""
    return f"{name}!{get_column_letter(column)}{row}"


def shown_amount(value: float, sign: str, sign_first: bool) -> str:
    """An amount of money with its `sign`: "€450,000" or "450,000.50 €"."""
    amount = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    return f"{sign}{amount}" if sign_first else f"{amount} {sign}"


def shown_percentage(value: float) -> str:
    """A share of 1 as a percentage: "99.95%"."""
    return f"{value * 100:.10g}%"
