"""ODT → one page in the order of the document's body, as the Word reader gives it."""

from collections import Counter
from dataclasses import replace
from typing import Any

from rag.ingest.flow import HEADING_LEVELS, Flow
from rag.ingest.opendocument import OpenDocument, open_document, parsed, parsed_or_none, properties, qn
from rag.ingest.opendocument_content import TABLE, ContentReader, Place
from rag.ingest.opendocument_paragraph import PARAGRAPHS, Deletions
from rag.ingest.opendocument_styles import Styles, style_groups
from rag.ingest.writer import Reading


def read_opendocument_text(content: bytes) -> Reading:
    """An ODT file.

    Raises:
        EncryptedDocument: it needs a password.
        UnreadableDocument: the package or its main part is damaged.
        DocumentTooLarge: it unpacks to more than the limit.
    """
    document = open_document(content)
    walk = _Walk(document)
    walk.run()
    title, dated = properties(document)
    page = walk.flow.writer.page(needs_ocr=not walk.flow.writer.blocks and walk.has_pictures)
    return Reading((page,), title=title or walk.flow.title, dated=dated, warnings=tuple(walk.reader.warnings()))


class _Walk:
    """One pass over the body."""

    def __init__(self, document: OpenDocument) -> None:
        self.flow = Flow()
        self._content = parsed(document.content)
        self._master = parsed_or_none(document.styles)
        shared = style_groups(self._master, "office:styles")
        self._styles = Styles([*shared, *style_groups(self._content, "office:styles", "office:automatic-styles")])
        self._margin_styles = Styles([*shared, *style_groups(self._master, "office:automatic-styles")])
        self.reader = ContentReader(self._styles, Deletions(self._content))
        self.has_pictures = next(self._content.iter(qn("draw:image")), None) is not None

    def run(self) -> None:
        """Write the whole document."""
        self._margins("header")
        for body in self._content.iter(qn("office:text")):
            self._blocks(body, Place())
        self._notes()
        self._margins("footer")

    def _blocks(self, parent: Any, place: Place) -> None:
        for element, inner in self.reader.inside(parent, place):
            if element.tag in PARAGRAPHS:
                self._paragraph(element, inner)
            elif element.tag == TABLE:
                self._table(element, inner)
            else:
                self._blocks(element, inner)

    def _paragraph(self, element: Any, place: Place) -> None:
        paragraph = self.reader.read(element, place)
        style = self._styles.paragraph(element.get(qn("text:style-name")))
        level = element.get(qn("text:outline-level"), "1") if element.tag == qn("text:h") else ""
        style = replace(
            style,
            level=min(int(level), HEADING_LEVELS) if level.isdecimal() and len(level) < 3 else style.level,
            is_list=style.is_list or place.lists > 0,
            is_contents=style.is_contents or place.in_contents,
        )
        self.flow.paragraph(paragraph.seen, paragraph.concealed, style)
        for drawn in paragraph.drawn:
            self._blocks(drawn, replace(self.reader.within(drawn, place), lists=0))

    def _table(self, table: Any, place: Place) -> None:
        rows = list(self.reader.rows(table, place))
        if rows and max(len(cells) for cells, _ in rows) == 1:  # a frame around text, not a table
            self.flow.frame()
            for cells, _ in rows:
                self._blocks(*cells[0])
            return
        self.flow.table(self.reader.flow_rows(rows))

    def _margins(self, which: str) -> None:
        """Headers or footers of all kinds of pages, each text once."""
        reader = ContentReader(self._margin_styles, Deletions(self._master))
        names = [qn(f"{prefix}:{which}{kind}") for kind in ("", "-first", "-left") for prefix in ("style", "loext")]
        found: set[str] = set()
        for master in self._master.iter(qn("style:master-page")) if self._master is not None else ():
            for margin in master.iterchildren(*names):
                if margin.get(qn("style:display")) == "false":
                    continue
                for paragraph in reader.paragraphs(margin, Place()):
                    for text, hidden in ((paragraph.seen.strip(), False), (paragraph.concealed.strip(), True)):
                        if text and text not in found:
                            found.add(text)
                            self.flow.note(text, f"page {which}", hidden=hidden)

    def _notes(self) -> None:
        """Footnotes and endnotes under their marks, comments in their order; also those that stand in a note."""
        counts: Counter[str] = Counter()
        for note in self.reader.notes:  # grows while notes are read
            kind = note.get(qn("text:note-class"), "footnote") if note.tag == qn("text:note") else "comment"
            counts[kind] += 1
            mark = (note.findtext(qn("text:note-citation")) or "").strip() or str(counts[kind])
            paragraphs = list(self.reader.paragraphs(note, Place()))
            self.flow.note("\n".join(p.seen.strip() for p in paragraphs if p.seen.strip()), f"{kind} {mark}")
            self.flow.note("\n".join(p.concealed for p in paragraphs if p.concealed.strip()), f"{kind} {mark}", hidden=True)
