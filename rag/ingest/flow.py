"""A document without pages, written in its order: headings, paragraphs, lists and tables, whatever format they come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.ingest.document import BlockKind, Quarantine
from rag.ingest.grid import GridRow, Join, lay_out
from rag.ingest.writer import HeadingTrail, PageWriter, squeeze

HEADING_LEVELS = 6


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style says about its paragraphs."""

    level: int = 0  # 1…6 of a heading; 0 of other text
    is_list: bool = False
    is_title: bool = False
    is_contents: bool = False  # an entry of a table of contents


PLAIN = ParagraphStyle()


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One row of a table; `cells` and `hidden` in column order."""

    cells: Sequence[str]  # what is seen
    hidden: Sequence[str] = ()  # what the formatting conceals
    is_header: bool = False  # marked to be repeated on every page
    joins: Sequence[Join] = ()  # of each column; none when no cells are joined


def named_style(name: str, level: int = 0, is_list: bool = False) -> ParagraphStyle:
    """The style called `name`, by the names that word processors give to their own; `level` and `is_list` as it says itself."""
    name = name.lower()
    if name.startswith("heading ") and name[8:].isdecimal():
        level = int(name[8:])
    is_contents = name.startswith(("toc ", "table of "))
    return ParagraphStyle(min(level, HEADING_LEVELS), is_list or name.startswith("list"), name == "title", is_contents)


class Flow:
    """The page of such a document, and the places in it."""

    def __init__(self) -> None:
        self.writer = PageWriter()
        self.title = ""  # the first paragraph styled as the document's title
        self._trail = HeadingTrail()

    def paragraph(self, seen: str, concealed: str, style: ParagraphStyle, number: str = "") -> str:
        """Write a paragraph: what is `seen` of it, then what its formatting has `concealed`, set aside; its place.

        Its automatic `number` is part of the place, not of the text: a quotation has only what was written.
        """
        place = ""
        text, level = seen.strip(), style.level
        if text and style.is_title and not self.title:
            self.title = squeeze(text)
            level = 0
        if text and level:
            path = self._trail.path_above(level)
            self._trail.enter(level, f"{number} {text}".strip())
            place = self._trail.section
            self.writer.add(BlockKind.HEADING, text, place, path, level=level)
        elif text and style.is_contents:
            self.writer.write(f"\n{text}")  # kept in the text, no block: it would answer every search
        elif text:
            kind = BlockKind.LIST_ITEM if style.is_list else BlockKind.PARAGRAPH
            place = self._trail.paragraph() + (f", no. {number.rstrip('.')}" if number else "")
            self.writer.add(kind, text, place, self._trail.path)
        if concealed.strip():
            aside = self._trail.paragraph()
            self.writer.add(BlockKind.PARAGRAPH, concealed, aside, self._trail.path, quarantine=Quarantine.HIDDEN)
        return place

    def table(self, rows: Iterable[FlowRow]) -> None:
        """Write a table; its first row, or the rows that do so together, name its columns."""
        place = self._trail.table()
        listed = list(rows)
        grid = lay_out([GridRow(row.cells, row.joins, row.is_header) for row in listed])
        for number, (row, cells) in enumerate(zip(listed, grid.rows, strict=True)):
            where = f"{place} row {number + 1}"
            self.writer.add_row(cells, where, self._trail.path, grid.header_of(number))
            self.writer.add_row(row.hidden, where, self._trail.path, quarantine=Quarantine.HIDDEN)

    def frame(self) -> None:
        """Count a table that only frames text, whose cells are written as paragraphs: a person counts it, too."""
        self._trail.table()

    def note(self, text: str, place: str, *, hidden: bool = False) -> None:
        """Write a note, a comment or a page header at `place`."""
        self.writer.add(BlockKind.NOTE, text, place, quarantine=Quarantine.HIDDEN if hidden else None)
