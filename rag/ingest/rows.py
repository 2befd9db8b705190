"""Rows of a sheet → blocks of its page: titles, tables under their header, places like "Inventory!B7"."""

import re
from collections.abc import Sequence

from openpyxl.utils import get_column_letter

from rag.ingest.delimited import looks_like_header
from rag.ingest.document import BlockKind
from rag.ingest.writer import PageWriter

MAX_COLUMNS = 500
CURRENCY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")

Row = tuple[int, list[tuple[int, str]]]  # number from 1, filled cells (at least one) as (column from 1, text)


def write_rows(writer: PageWriter, name: str, path: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Write the `rows` of the sheet `name`, in their order; a header row names the columns until a row is empty."""
    header: dict[int, str] = {}
    for index, (row, cells) in enumerate(rows):
        above = rows[index - 1][0] if index else 0
        if row - above > 1:
            header = {}  # an empty row ends a table
        first, last = cells[0][0], cells[-1][0]
        place = cell_place(name, first, row)
        follows = index + 1 < len(rows) and rows[index + 1][0] == row + 1 and len(rows[index + 1][1]) > 1
        if len(cells) == 1 and not header:
            writer.add(BlockKind.PARAGRAPH, cells[0][1], place, path)
            continue
        values = dict(cells)
        columns = range(min(first, *header) if header else first, max(last, *header) + 1 if header else last + 1)
        locator = place if first == last else f"{place}:{get_column_letter(last)}{row}"
        writer.add_row(
            [values.get(c, "") for c in columns], locator, path, tuple(header.get(c, "") for c in columns) if header else ()
        )
        if not header and follows and looks_like_header(tuple(values.values())):
            header = values


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
