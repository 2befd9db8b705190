"""What an RTF file says, freed from how it says it: paragraphs and tables of its body, its notes and its margins."""

from dataclasses import dataclass, field
from enum import Enum

from rag.ingest.flow import ParagraphStyle

MAX_CELLS = 1_000  # of a row


class Part(Enum):
    """Where a run of paragraphs stands."""

    BODY = ""
    HEADER = "page header"
    FOOTER = "page footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    BOX = "box"  # a text box, which belongs to the paragraph that it is anchored in


@dataclass(frozen=True, slots=True)
class RtfParagraph:
    """One paragraph, without deleted text."""

    seen: str
    concealed: str
    style: ParagraphStyle


@dataclass(frozen=True, slots=True)
class RtfRow:
    """One row of a table."""

    cells: list[list[RtfParagraph]]
    edges: tuple[int, ...]  # right edge of each cell, in twips from the margin
    is_header: bool


@dataclass(frozen=True, slots=True)
class RtfTable:
    """Rows that follow each other."""

    rows: list[RtfRow]


class Story:
    """A run of paragraphs and tables, as it grows."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.items: list[RtfParagraph | RtfTable] = []
        self.cells: list[list[RtfParagraph]] = []  # finished cells of the current row
        self._cell: list[RtfParagraph] = []
        self._rows: list[RtfRow] = []
        self._parts: tuple[list[str], list[str]] = ([], [])  # of the current paragraph: seen, concealed
        self._boxes: list[RtfParagraph | RtfTable] = []

    def add(self, text: str, *, concealed: bool) -> None:
        """Add text to the current paragraph."""
        self._parts[concealed].append(text)

    def add_box(self, box: "Story") -> None:
        """Anchor a text box in the current paragraph."""
        self._boxes += box.items

    def end_paragraph(self, style: ParagraphStyle, *, in_table: bool) -> None:
        """End the current paragraph, in a cell of a table or outside."""
        paragraph = self._taken(style)
        if in_table:
            self._cell.append(paragraph)
            return
        self._end_table()
        self.items += [paragraph, *self._boxes]
        self._boxes = []

    def end_cell(self, style: ParagraphStyle) -> None:
        """End the current cell."""
        self._cell.append(self._taken(style))
        if len(self.cells) < MAX_CELLS:
            self.cells.append(self._cell)
        self._cell = []

    def end_row(self, edges: tuple[int, ...], *, is_header: bool) -> None:
        """End the current row."""
        if self.cells:
            self._rows.append(RtfRow(self.cells, edges, is_header))
        self.cells = []

    def finish(self, style: ParagraphStyle) -> None:
        """End everything: files may stop without an end of paragraph, cell or row."""
        if self._cell or self.cells:
            self.end_cell(style)
            self.end_row((), is_header=False)
        self.end_paragraph(style, in_table=False)

    def _end_table(self) -> None:
        if self._rows:
            self.items.append(RtfTable(self._rows))
        self._rows = []

    def _taken(self, style: ParagraphStyle) -> RtfParagraph:
        seen, concealed = (_joined(parts) for parts in self._parts)
        self._parts = ([], [])
        return RtfParagraph(seen, concealed, style)


@dataclass(slots=True)
class RtfDocument:
    """All of a file."""

    stories: dict[Part, list[Story]] = field(default_factory=dict)
    title: str = ""
    dated: str = ""  # ISO date of the last change
    objects: int = 0  # embedded objects
    has_pictures: bool = False
    is_too_deep: bool = False


def _joined(parts: list[str]) -> str:
    """The text; a character outside of the first plane is written as its two halves."""
    text = "".join(parts)
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
