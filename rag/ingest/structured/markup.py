"""XML as tags with their places in the text, read by eye: no entity is resolved, no schema or other file is fetched."""

import html
import re
from dataclasses import dataclass, field

MAX_DEPTH = 60
MAX_TAGS = 200_000
_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
_ATTRIBUTE = re.compile(r"(?<![\w.:-])([A-Za-z_][\w.:-]*)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')")


@dataclass(slots=True)
class Tag:
    """A tag with what stands in it."""

    name: str  # without its namespace
    start: int  # of its opening
    end: int = 0  # after its close; after its opening when it is never closed
    content: int = 0  # where the text in it begins
    text: str = ""  # of a tag without tags in it
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Tag]" = field(default_factory=list)

    def get(self, *names: str) -> "Tag | None":
        """The first tag under a path of names."""
        found: Tag | None = self
        for name in names:
            found = next((tag for tag in found.children if tag.name == name), None) if found is not None else None
        return found

    def said(self, *names: str) -> str:
        """The text of the tag under a path of names, or ""."""
        found = self.get(*names)
        return found.text if found is not None else ""

    def all(self, name: str) -> "list[Tag]":
        """The tags called `name` right below."""
        return [tag for tag in self.children if tag.name == name]


def parse_markup(text: str) -> Tag:
    """The tags of a text under a root without a name; a close that fits nothing is passed over."""
    root = Tag("", 0, len(text))
    opened = [root]
    at, count = text.find("<"), 0
    while at >= 0 and count < MAX_TAGS:
        after = _passed_over(text, at)
        if after is None:
            close = text.find(">", at)
            if close < 0:
                break
            after = close + 1
            count += 1
            _take(text, at, close, opened)
        at = text.find("<", after)
    return root


def _passed_over(text: str, at: int) -> int | None:
    """The place after a comment, an instruction or a declaration at `at`; None for a tag."""
    for begin, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")):
        if text.startswith(begin, at):
            found = text.find(end, at + len(begin))
            return len(text) if found < 0 else found + len(end)
    return None


def _take(text: str, at: int, close: int, opened: list[Tag]) -> None:
    """One opening or closing tag."""
    if text.startswith("</", at):
        found = _NAME.match(text, at + 2)
        name = found.group().rpartition(":")[2] if found else ""
        if len(opened) > 1 and opened[-1].name == name:
            tag = opened.pop()
            tag.end = close + 1
            if not tag.children:
                tag.text = html.unescape(text[tag.content : at]).strip()
        return
    found = _NAME.match(text, at + 1)
    if found is None:
        return
    tag = Tag(found.group().rpartition(":")[2], at, close + 1, close + 1)
    for one in _ATTRIBUTE.finditer(text, found.end(), close):
        tag.attributes[one[1].rpartition(":")[2]] = html.unescape(one[2] if one[2] is not None else one[3])
    opened[-1].children.append(tag)
    if text[close - 1] != "/" and len(opened) < MAX_DEPTH:
        opened.append(tag)
