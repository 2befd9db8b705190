"""A printed page as lines that know how they look and where they stand; what a PDF reader sees before anybody interprets it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.ingest.document import MOSTLY_PICTURE, Scan

PIECE_GAP = 0.5  # a gap of more than this many font sizes is wider than a space
CELL_GAP = 1.1  # a gap of more than this many parts two cells even without a column to confirm it
COLUMN_SHIFT = 0.8  # cells of a column start within this many font sizes


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a line that a wide gap parts from the rest."""

    start: int  # in PageLines.text
    end: int
    left: float  # points
    right: float
    gap: float = 0.0  # before it, in font sizes


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, with how it looks and where it stands."""

    start: int  # in PageLines.text
    end: int
    text: str
    size: float  # of its letters, in points
    bold: bool
    baseline: float  # points above the page's lower edge
    pieces: tuple[Cell, ...]  # its words, parted at every gap wider than a space

    @property
    def left(self) -> float:
        """Of its first letter, in points."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Of its last letter, in points."""
        return self.pieces[-1].right

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its words, parted where a gap is too wide for justified text."""
        return self.split(())

    def split(self, columns: Sequence[Cell]) -> tuple[Cell, ...]:
        """Its words, parted at wide gaps and, where a piece stands in line with one of `columns`, at narrower ones."""
        cells = [self.pieces[0]]
        for piece in self.pieces[1:]:
            if piece.gap > CELL_GAP or self.is_at(piece, columns):
                cells.append(piece)
            else:
                cells[-1] = replace(cells[-1], end=piece.end, right=piece.right)
        return tuple(cells)

    def is_at(self, cell: Cell, columns: Sequence[Cell]) -> bool:
        """Whether `cell` stands in line with one of `columns`: at its left, at its right or in its middle."""
        reach = COLUMN_SHIFT * self.size
        return any(
            abs(cell.left - column.left) < reach
            or abs(cell.right - column.right) < reach
            or abs(cell.left + cell.right - column.left - column.right) < reach
            for column in columns
        )


@dataclass(frozen=True, slots=True)
class PageLines:
    """A page as its lines."""

    text: str
    lines: tuple[Line, ...]
    hidden: tuple[tuple[int, int], ...] = ()  # spans of `text` that a reader does not see
    has_marks: bool = False  # the page shows something: text, a picture, a drawing
    height: float = 0.0  # points
    problem: str = ""
    scan: Scan | None = None  # the lines, or the last of them, were read by OCR
    notes: tuple[tuple[str, str], ...] = ()  # ("form field", "Region: Frankfurt") and comments: what lies over the page

    @property
    def needs_ocr(self) -> bool:
        """Whether the page shows something, but has no text."""
        return self.has_marks and self.scan is None and not any(char.isalnum() for char in self.text)

    @property
    def lacks_text(self) -> bool:
        """Whether OCR may find more on it."""
        return self.needs_ocr or (self.problem == MOSTLY_PICTURE and self.scan is None)
