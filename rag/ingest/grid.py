"""Tables with joined cells → rows that stand by themselves, as a person reads them.

What a cell says for several rows is in each of them, and a header of several rows names each column once: "Recovery RTO (h)".
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rag.ingest.delimited import is_name
from rag.ingest.writer import squeeze

MAX_COLUMN_SPAN = 60  # that one cell is followed over
MAX_HEADER_ROWS = 3


class Join(Enum):
    """What a place of the grid belongs to."""

    OWN = auto()
    LEFT = auto()  # the cell beside it
    ABOVE = auto()  # the cell over it


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row, a text for each column; the text of a joined place is empty."""

    cells: Sequence[str]
    joins: Sequence[Join] = ()  # of each column; none when no cells are joined
    is_header: bool = False  # marked as one

    def join(self, column: int) -> Join:
        """What a column's place belongs to."""
        return self.joins[column] if column < len(self.joins) else Join.OWN

    @property
    def has_groups(self) -> bool:
        """Whether one of its texts stands over several columns."""
        return any(join is Join.LEFT for join in self.joins)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, row by row, and what names its columns."""

    rows: tuple[tuple[str, ...], ...]  # filled down
    titles: int = 0  # rows before the header: a title over the whole width
    names: int = 0  # rows that the header takes up
    header: tuple[str, ...] = ()

    def header_of(self, number: int) -> tuple[str, ...]:
        """The header of row `number`, from 0; none above and within it."""
        return self.header if number >= self.titles + self.names else ()


def spread(rows: Iterable[tuple[Sequence[tuple[str, int, int]], bool]]) -> Iterator[GridRow]:
    """Rows of cells that say how many columns and rows each takes up, as in HTML, and whether the row is marked as a header."""
    covered: dict[int, tuple[int, Join]] = {}  # column → rows that a cell above still takes up there
    for cells, is_header in rows:
        texts: list[str] = []
        joins: list[Join] = []
        below: dict[int, tuple[int, Join]] = {}
        waiting = deque(cells)
        while waiting or any(column >= len(texts) for column in covered):
            column = len(texts)
            high, join = covered.pop(column, (0, Join.OWN))
            placed = [("", join)]
            if not high and waiting:
                text, wide, high = waiting.popleft()
                placed = [(text, Join.OWN), *[("", Join.LEFT)] * (min(wide, MAX_COLUMN_SPAN) - 1)]
            for offset, (text, own) in enumerate(placed):
                texts.append(text)
                joins.append(own)
                if high > 1:
                    below[column + offset] = (high - 1, Join.ABOVE if own is Join.OWN else own)
        covered = below
        yield GridRow(texts, joins, is_header)


def lay_out(rows: Sequence[GridRow]) -> Grid:
    """A table whose first row with more than one text, and the rows of names that belong to it, name the columns."""
    filled = tuple(_filled_down(rows))
    titles = next((number for number, row in enumerate(rows) if _texts(row) > 1), len(rows))
    if titles == len(rows):
        return Grid(filled)
    names = header_rows(rows[titles : titles + MAX_HEADER_ROWS])
    return Grid(filled, titles, names, header_names(rows[titles : titles + names]))


def header_rows(rows: Sequence[GridRow]) -> int:
    """How many of the `rows` from a header's first on name the columns."""
    names = 1
    while names < min(MAX_HEADER_ROWS, len(rows)) and _goes_on(rows, names):
        names += 1
    return names


def header_names(rows: Sequence[GridRow]) -> tuple[str, ...]:
    """The columns' names in header `rows`, from the outermost to the innermost: "Recovery RTO (h)"."""
    width = max(len(row.cells) for row in rows)
    names = [""] * width
    for row in rows:
        group = ""
        for column in range(width):
            join = row.join(column)
            text = squeeze(row.cells[column]) if column < len(row.cells) else ""
            group = group if join is Join.LEFT else text
            if join is not Join.ABOVE and group.lower() not in names[column].lower():
                names[column] = group if names[column].lower() in group.lower() else f"{names[column]} {group}"
    return tuple(names)


def _goes_on(rows: Sequence[GridRow], number: int) -> bool:
    """Whether row `number` still names columns: it is marked, as the one above is, or it names what a group above holds."""
    row, above = rows[number], rows[number - 1]
    if row.is_header and above.is_header:
        return True
    own = [squeeze(text) for column, text in enumerate(row.cells) if row.join(column) is Join.OWN and text.strip()]
    return above.has_groups and len(own) > 1 and all(map(is_name, own)) and _is_under_groups(row, above)


def _is_under_groups(row: GridRow, above: GridRow) -> bool:
    """Whether each column of a group has a name of its own below, and no other column without a join has one."""
    for column in range(len(above.cells)):
        follows = column + 1 < len(above.cells) and above.join(column + 1) is Join.LEFT
        in_group = above.join(column) is Join.LEFT or (above.join(column) is Join.OWN and follows)
        is_named = column < len(row.cells) and bool(row.cells[column].strip())
        if in_group and above.cells[column].strip() and not (is_named or row.join(column) is Join.LEFT):
            return False
        if not in_group and row.join(column) is Join.OWN and is_named and above.cells[column].strip():
            return False
    return True


def _texts(row: GridRow) -> int:
    return sum(bool(text.strip()) for text in row.cells)


def _filled_down(rows: Sequence[GridRow]) -> Iterator[tuple[str, ...]]:
    above: tuple[str, ...] = ()
    for row in rows:
        above = tuple(
            above[column] if row.join(column) is Join.ABOVE and column < len(above) else text
            for column, text in enumerate(row.cells)
        )
        yield above
