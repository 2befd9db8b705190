"""The text of one OpenDocument paragraph: what is seen of it, what is concealed, and what is anchored in it."""

import re
from dataclasses import dataclass, field
from typing import Any

from rag.ingest.opendocument import MAX_DEPTH, qn
from rag.ingest.opendocument_styles import Look, Styles

MAX_SPACES = 100  # that one element may stand for
PARAGRAPHS = (qn("text:p"), qn("text:h"))
NOTES = (qn("text:note"), qn("office:annotation"))
DRAWN = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"  # frames, boxes, shapes, groups, pictures
MARKS = (qn("text:change-start"), qn("text:change-end"))  # of a change that is kept in its place
_SPAN_STYLE = qn("text:style-name")
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SKIPPED = {
    qn(name)
    for name in ("text:ruby-text", "text:script", "text:tracked-changes", "text:note-citation", "office:annotation-end")
}
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")


class Deletions:
    """Deleted text that the file keeps in its place, from a start mark to an end mark, across paragraphs."""

    def __init__(self, content: Any) -> None:
        regions = (change.getparent() for change in content.iter(qn("text:deletion"))) if content is not None else ()
        self._ids = {region.get(qn("text:id")) or region.get(_XML_ID, "") for region in regions}
        self._open: set[str] = set()

    def pass_mark(self, mark: Any) -> None:
        """Go past one of `MARKS`."""
        changed = mark.get(qn("text:change-id"), "")
        if mark.tag == MARKS[0] and changed in self._ids:
            self._open.add(changed)
        else:
            self._open.discard(changed)

    @property
    def is_deleted(self) -> bool:
        """Whether the current place is deleted."""
        return bool(self._open)


@dataclass(slots=True)
class Paragraph:
    """One paragraph."""

    seen: str = ""
    concealed: str = ""  # what its styles, a hidden field or a hidden part around it keep from the reader
    notes: list[Any] = field(default_factory=list)  # footnote, endnote and comment elements
    drawn: list[Any] = field(default_factory=list)  # frames and shapes
    lists: int = 0  # lists around it


def read_paragraph(element: Any, styles: Styles, around: Look, deletions: Deletions) -> Paragraph:
    """The paragraph in `element`, without what is deleted; `around` is the look of what it stands in."""
    look = styles.look("paragraph", element.get(_SPAN_STYLE)).inside(around)
    inline = _Inline(styles, deletions)
    inline.walk(element, look, 0)
    paragraph = inline.paragraph
    seen, concealed = "".join(inline.parts[0]), "".join(inline.parts[1])
    paragraph.seen, paragraph.concealed = ("", concealed + seen) if inline.is_hidden else (seen, concealed)
    return paragraph


class _Inline:
    """One pass over a paragraph."""

    def __init__(self, styles: Styles, deletions: Deletions) -> None:
        self.paragraph = Paragraph()
        self.parts: tuple[list[str], list[str]] = ([], [])  # seen, concealed
        self.is_hidden = False  # a field hides the whole paragraph
        self._styles = styles
        self._deletions = deletions
        self._after_space = True  # white space in the file counts as one space, and as none at the start

    def walk(self, parent: Any, look: Look, depth: int) -> None:
        self._text(parent.text, look)
        for element in parent.iterchildren():
            if isinstance(element.tag, str) and depth < MAX_DEPTH:  # else an entity or a processing instruction
                self._element(element, look, depth)
            self._text(element.tail, look)

    def _element(self, element: Any, look: Look, depth: int) -> None:
        tag = element.tag
        if tag in MARKS:
            self._deletions.pass_mark(element)
        elif self._deletions.is_deleted:
            self.walk(element, look, depth + 1)  # only for its marks
        elif tag in NOTES:
            self.paragraph.notes.append(element)
        elif tag.startswith(DRAWN):
            self.paragraph.drawn.append(element)
        elif tag == qn("text:s"):
            count = element.get(qn("text:c"), "1")
            self._exact(" " * min(int(count) if count.isdecimal() and len(count) < 9 else 1, MAX_SPACES), look)
        elif tag == qn("text:tab"):
            self._exact("\t", look)
        elif tag == qn("text:line-break"):
            self._exact("\n", look)
        elif tag == qn("text:hidden-text") and element.get(qn("text:is-hidden")) == "true":
            self.parts[True].append(element.get(qn("text:string-value"), ""))
        elif tag not in _SKIPPED:
            self.is_hidden = self.is_hidden or (
                tag == qn("text:hidden-paragraph") and element.get(qn("text:is-hidden")) == "true"
            )
            name = element.get(_SPAN_STYLE)
            self.walk(element, self._styles.look("text", name).inside(look) if name else look, depth + 1)

    def _text(self, text: str | None, look: Look) -> None:
        """Add character data of the file."""
        if self._deletions.is_deleted:
            return
        text = _WHITE_SPACE.sub(" ", text or "")
        if self._after_space:
            text = text.removeprefix(" ")
        if text:
            self._after_space = text.endswith(" ")
            self.parts[look.conceals].append(text)

    def _exact(self, text: str, look: Look) -> None:
        """Add white space that is meant."""
        self._after_space = False
        self.parts[look.conceals].append(text)
