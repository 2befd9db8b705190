"""What stands in an OpenDocument text or slide: paragraphs and tables, each with the look and the lists around it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from rag.ingest.flow import FlowRow
from rag.ingest.grid import spread
from rag.ingest.opendocument import MAX_DEPTH, qn
from rag.ingest.opendocument_paragraph import DRAWN, MARKS, PARAGRAPHS, Deletions, Paragraph, read_paragraph
from rag.ingest.opendocument_styles import VISIBLE, Look, Styles

MAX_SPAN = 60  # columns that one cell may stand for
TABLE = qn("table:table")
_SECTION, _ROW, _CELL, _COVERED = (
    qn(name) for name in ("text:section", "table:table-row", "table:table-cell", "table:covered-table-cell")
)
_LISTS = {qn("text:list"), qn("text:numbered-paragraph")}
_CONTENTS = {  # made from the document's own text, which it would repeat
    qn("text:table-of-content"),
    *(qn(f"text:{name}-index") for name in ("illustration", "table", "object", "user", "alphabetical")),
}
_SKIPPED = {qn("text:tracked-changes"), qn("office:annotation"), qn("text:note"), qn("office:forms")}
_EMBEDDED = {qn("draw:object"), qn("draw:object-ole"), qn("draw:plugin"), qn("draw:applet")}
_STYLED = {  # element → family and attribute of its style
    _SECTION: ("section", qn("text:style-name")),
    TABLE: ("table", qn("table:style-name")),
    _ROW: ("table-row", qn("table:style-name")),
    _CELL: ("table-cell", qn("table:style-name")),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What an element stands in."""

    look: Look = VISIBLE
    depth: int = 0
    lists: int = 0  # lists around it
    in_contents: bool = False  # in a table of contents or an index


Cell = tuple[Any, Place]


class ContentReader:
    """Reads one tree with its styles; what it meets on the way, and what it leaves out, is counted."""

    def __init__(self, styles: Styles, deletions: Deletions) -> None:
        self.notes: list[Any] = []  # footnotes, endnotes and comments, in the order of their marks
        self._styles = styles
        self._deletions = deletions
        self._embedded = 0
        self._is_too_deep = False

    def warnings(self) -> list[str]:
        """What was left out."""
        found = [f"{self._embedded} embedded objects (charts, sheets, formulas) were not read"] if self._embedded else []
        return [*found, f"text nested more than {MAX_DEPTH} levels deep was not read"] if self._is_too_deep else found

    def inside(self, parent: Any, place: Place) -> Iterator[tuple[Any, Place]]:
        """The elements in `parent` that may hold text, each with its place."""
        if place.depth > MAX_DEPTH:
            self._is_too_deep = True
            return
        for element in parent.iterchildren():
            tag = element.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag in MARKS:
                self._deletions.pass_mark(element)
            elif tag in _EMBEDDED:
                self._embedded += 1
            else:
                yield element, self.within(element, place)

    def within(self, element: Any, place: Place) -> Place:
        """The place of what stands in `element`, which stands at `place`."""
        tag = element.tag
        return Place(
            self._look(element).inside(place.look),
            place.depth + 1,
            place.lists + (tag in _LISTS),
            place.in_contents or tag in _CONTENTS,
        )

    def read(self, element: Any, place: Place) -> Paragraph:
        """The paragraph in `element`."""
        paragraph = read_paragraph(element, self._styles, place.look, self._deletions)
        paragraph.lists = place.lists
        self.notes += paragraph.notes
        return paragraph

    def paragraphs(self, parent: Any, place: Place) -> Iterator[Paragraph]:
        """All paragraphs in `parent`, those of inner tables and boxes, too."""
        for element, inner in self.inside(parent, place):
            if element.tag in PARAGRAPHS:
                paragraph = self.read(element, inner)
                yield paragraph
                for drawn in paragraph.drawn:
                    yield from self.paragraphs(drawn, self.within(drawn, inner))
            elif element.tag != _COVERED:
                yield from self.paragraphs(element, inner)

    def rows(self, table: Any, place: Place, *, is_header: bool = False) -> Iterator[tuple[list[Cell], bool]]:
        """The cells of each row, covered ones too, and whether the row repeats as a header."""
        for element, inner in self.inside(table, place):
            if element.tag == _ROW:
                cells = [pair for pair in self.inside(element, inner) if pair[0].tag in (_CELL, _COVERED)]
                if cells:
                    yield cells, is_header
            elif element.tag not in PARAGRAPHS:
                yield from self.rows(element, inner, is_header=is_header or element.tag == qn("table:table-header-rows"))

    def flow_rows(self, rows: Iterable[tuple[list[Cell], bool]]) -> list[FlowRow]:
        """The texts of a table's rows."""
        spans: list[tuple[list[tuple[str, int, int]], bool]] = []
        hidden: list[list[str]] = []
        for cells, is_header in rows:
            read = [self._cell(*cell) for cell in cells if cell[0].tag == _CELL]
            spans.append(([one for seen, _, times in read for one in [seen] * times], is_header))
            hidden.append([concealed for _, concealed, _ in read])
        return [
            FlowRow(row.cells, concealed, row.is_header, row.joins)
            for row, concealed in zip(spread(spans), hidden, strict=True)
        ]

    def _cell(self, element: Any, place: Place) -> tuple[tuple[str, int, int], str, int]:
        """What is seen of a cell, with the columns and rows it takes up; what is concealed; how often it stands there."""
        paragraphs = list(self.paragraphs(element, place))
        wide, high = (_number(element, f"table:number-{way}-spanned") for way in ("columns", "rows"))
        seen = " ".join(p.seen for p in paragraphs if p.seen)
        concealed = " ".join(p.concealed for p in paragraphs if p.concealed)
        return (seen, wide, high), concealed, min(_number(element, "table:number-columns-repeated"), MAX_SPAN)

    def _look(self, element: Any) -> Look:
        tag = element.tag
        if tag.startswith(DRAWN):
            return self._styles.look("graphic", element.get(qn("draw:style-name")))
        if tag not in _STYLED:
            return VISIBLE
        if tag == _SECTION and (element.get(qn("text:display")) == "none" or element.get(qn("text:is-hidden")) == "true"):
            return Look(in_hidden_part=True)
        family, attribute = _STYLED[tag]
        look = self._styles.look(family, element.get(attribute))
        return replace(look, shaded=True) if element.get(qn("table:template-name")) else look


def _number(element: Any, name: str) -> int:
    """A number of columns or rows."""
    value = element.get(qn(name), "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1
