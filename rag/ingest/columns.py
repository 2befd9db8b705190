"""Lines of a page → tables: runs of lines whose gaps repeat at the same places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.ingest.delimited import looks_like_header
from rag.ingest.lines import is_list_item
from rag.ingest.printed import Cell, Line
from rag.ingest.writer import squeeze


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; its text may go on in lines below."""

    cells: tuple[Cell, ...]
    end: int  # of its last line, in the page's text


@dataclass(frozen=True, slots=True)
class Table:
    """Lines `first` to `after` (exclusive) of a page, as rows."""

    first: int
    after: int
    rows: tuple[Row, ...]
    header: tuple[str, ...]  # names of the columns, when the first row holds them; else empty


def find_tables(lines: Sequence[Line], text: str, gap: float) -> list[Table]:
    """The tables among the `lines` of a page's `text`, where lines of a paragraph are `gap` points apart."""
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at, text, gap)
        if table is not None:
            tables.append(table)
        at = table.after if table is not None else at + 1
    return tables


def _table_at(lines: Sequence[Line], at: int, text: str, gap: float) -> Table | None:
    """The table that starts at line `at`, if one does."""
    first = lines[at]
    columns = [cell.left for cell in (lines[at + 1].cells if at + 1 < len(lines) else ())]
    start = first.split(columns if len(columns) > 1 else ())
    if len(start) < 2 or is_list_item(first.text):
        return None
    rows = [Row(start, first.end)]
    columns = [cell.left for cell in start]
    after = at + 1
    for line in lines[at + 1 :]:
        step = lines[after - 1].baseline - line.baseline
        if step < -0.5 * line.size or step > 4 * max(gap, line.size):
            break
        cells = line.split(columns)
        aligned = sum(line.is_at(cell, columns) for cell in cells)
        if len(cells) >= 2 and aligned * 2 >= len(cells) and not is_list_item(line.text):
            rows.append(Row(cells, line.end))
            columns += [cell.left for cell in cells if not line.is_at(cell, columns)]
        elif len(cells) == 1 and step < 1.5 * line.size and _goes_on(line, columns, text, rows[-1]):
            rows[-1] = _joined(rows[-1], line)
        else:
            break
        after += 1
    if len(rows) < 2:
        return None
    return Table(at, after, tuple(rows), _header(rows, lines[at:after], text))


def _goes_on(line: Line, columns: Sequence[float], text: str, row: Row) -> bool:
    """Whether a line of one cell is the rest of a cell of the row above."""
    return line.is_at(line.pieces[0], columns[1:]) and not is_list_item(line.text) and not text[row.end : line.start].strip()


def _joined(row: Row, line: Line) -> Row:
    """`row` with a line more; its last cell takes the line in when it stands below it."""
    last = row.cells[-1]
    cells = (*row.cells[:-1], replace(last, end=line.end)) if abs(line.left - last.left) < line.size else row.cells
    return Row(cells, line.end)


def _header(rows: Sequence[Row], lines: Sequence[Line], text: str) -> tuple[str, ...]:
    """Names of the columns: the first row, when it looks like one or values stand below its names."""
    names = tuple(squeeze(text[cell.start : cell.end]) for cell in rows[0].cells)
    if not looks_like_header(names):
        return ()
    if lines[0].bold:
        return () if all(line.bold for line in lines[1:]) else names
    values = [text[cell.start : cell.end] for row in rows[1:] for cell in row.cells[1:]]
    return names if len(names) > 2 and any(char.isdigit() for value in values for char in value) else ()
