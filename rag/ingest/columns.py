"""Lines of a page → tables: runs of lines whose gaps repeat at the same places.

A row comes in one of two orders: line by line, its cells side by side; or cell by cell, where the text goes down one cell and
jumps up to the top of the next. Both may wrap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.ingest.delimited import looks_like_header
from rag.ingest.lines import is_list_item
from rag.ingest.printed import Cell, Line
from rag.ingest.writer import squeeze

WRAP = 1.6  # font sizes between the lines of one cell, at most
NEXT_ROW = 4.0  # font sizes between two rows, at most
SAME_LINE = 0.5  # font sizes between baselines of cells that start on the same line, at most
MAX_CELL_LINES = 14  # lines looked at for the cell beside; a longer "cell" is a column of text


@dataclass(slots=True)
class _Column:
    """A cell that may grow downwards."""

    cell: Cell
    bottom: float


@dataclass(slots=True)
class Row:
    """A row of a table while it is read; its text may go on in lines below."""

    top: float
    first: int  # line
    after: int  # the line after it
    end: int  # in the page's text
    columns: list[_Column] = field(default_factory=list)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its cells from left to right."""
        return tuple(column.cell for column in self.columns)

    @property
    def bottom(self) -> float:
        """Baseline of its lowest line."""
        return min(column.bottom for column in self.columns)


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
        table = _table_at(lines, at, text, gap, tables[-1].after if tables else 0)
        if table is not None:
            tables.append(table)
        at = table.after if table is not None else at + 1
    return tables


def _table_at(lines: Sequence[Line], at: int, text: str, gap: float, free: int) -> Table | None:
    """The table that starts at line `at`, if one does; lines from `free` on belong to no table yet."""
    rows: list[Row] = []
    known: list[Cell] = []
    after = at
    while after < len(lines):
        row = _row_at(lines, after, known, rows[-1] if rows else None, text, gap)
        if row is None:
            break
        rows.append(row)
        known += [cell for cell in row.cells if not lines[after].is_at(cell, known)]
        after = row.after
    header = _header_above(lines, at, free, rows, text) if rows else None
    if header is not None:
        return Table(at - 1, after, (header, *rows), _names(header, text))
    if len(rows) < 2:
        return None
    return Table(at, after, tuple(rows), _header(rows, lines, text))


def _row_at(lines: Sequence[Line], at: int, known: Sequence[Cell], above: Row | None, text: str, gap: float) -> Row | None:
    """The row that starts at line `at`, below `above` in columns like `known`, if one does."""
    line = lines[at]
    if is_list_item(line.text):
        return None
    if above is not None:
        step = above.bottom - line.baseline
        if step < -SAME_LINE * line.size or step > NEXT_ROW * max(gap, line.size) or text[above.end : line.start].strip():
            return None
    expected = known or (lines[at + 1].cells if at + 1 < len(lines) and len(lines[at + 1].cells) > 1 else ())
    cells = line.split(expected)
    if known and 2 * sum(line.is_at(cell, known) for cell in cells) < len(cells):
        return None
    if len(cells) == 1 and not (_has_neighbour(lines, at) and (not known or line.is_at(cells[0], known[:1]))):
        return None
    row = Row(line.baseline, at, at + 1, line.end, [_Column(cell, line.baseline) for cell in cells])
    while row.after < len(lines) and _extend(row, lines, known, text):
        row.after += 1
    return row if len(row.columns) > 1 else None


def _has_neighbour(lines: Sequence[Line], at: int) -> bool:
    """Whether the text, after going down from line `at`, jumps up to a cell beside it."""
    first = lines[at]
    last = first
    for line in lines[at + 1 : at + MAX_CELL_LINES]:
        if abs(line.baseline - first.baseline) < SAME_LINE * first.size and line.left > first.left + 2 * first.size:
            return True
        step = last.baseline - line.baseline
        if not 0 < step < WRAP * first.size or abs(line.left - first.left) > first.size:
            return False
        last = line
    return False


def _extend(row: Row, lines: Sequence[Line], known: Sequence[Cell], text: str) -> bool:
    """Take line `row.after` into `row`, if it belongs there."""
    line = lines[row.after]
    if text[row.end : line.start].strip() or is_list_item(line.text):
        return False
    cells = line.split([*known, *row.cells])
    last = row.columns[-1]
    if cells[0].left > last.cell.left + line.size and abs(line.baseline - row.top) < SAME_LINE * line.size:
        row.columns += [_Column(cell, line.baseline) for cell in cells]
    elif len(cells) > 1:
        return False
    else:
        column = next((c for c in reversed(row.columns) if abs(c.cell.left - cells[0].left) < line.size), None)
        if column is None or not 0 < column.bottom - line.baseline < WRAP * line.size:
            return False
        if column is row.columns[0] and (len(row.columns) > 1 or _has_new_row(row, lines)):
            return False
        if column is last:
            column.cell = replace(column.cell, end=cells[0].end)
        column.bottom = line.baseline
    row.end = line.end
    return True


def _has_new_row(row: Row, lines: Sequence[Line]) -> bool:
    """Whether the line below a row's only cell so far starts a row of its own."""
    line = lines[row.after]
    beside = lines[row.after + 1] if row.after + 1 < len(lines) else None
    return beside is not None and abs(beside.baseline - line.baseline) < SAME_LINE * line.size and beside.left > line.left


def _header_above(lines: Sequence[Line], at: int, free: int, rows: Sequence[Row], text: str) -> Row | None:
    """The line above a table as its header row: as many names as columns, each above its column, however it is set."""
    if at - 1 < free:
        return None
    line = lines[at - 1]
    widest = max(rows, key=lambda row: len(row.columns)).cells
    names = line.cells
    step = line.baseline - rows[0].top
    if len(names) != len(widest) or not 0 < step < NEXT_ROW * line.size or text[line.end : widest[0].start].strip():
        fits = False
    else:
        ends = [cell.left for cell in widest[1:]] + [float("inf")]
        fits = all(
            cell.left - line.size <= name.left < end for name, cell, end in zip(names, widest, ends, strict=True)
        ) and looks_like_header(tuple(squeeze(text[name.start : name.end]) for name in names))
    return Row(line.baseline, at - 1, at, line.end, [_Column(name, line.baseline) for name in names]) if fits else None


def _names(row: Row, text: str) -> tuple[str, ...]:
    return tuple(squeeze(text[cell.start : cell.end]) for cell in row.cells)


def _header(rows: Sequence[Row], lines: Sequence[Line], text: str) -> tuple[str, ...]:
    """Names of the columns: the first row, when it looks like one or values stand below its names."""
    names = _names(rows[0], text)
    if not looks_like_header(names):
        return ()
    if lines[rows[0].first].bold:
        return () if all(lines[row.first].bold for row in rows[1:]) else names
    values = [text[cell.start : cell.end] for row in rows[1:] for cell in row.cells[1:]]
    return names if len(names) > 2 and any(char.isdigit() for value in values for char in value) else ()
