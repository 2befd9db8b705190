"""XML as trees whose elements know where they stand in the text.

Built from expat's events, which give the byte of every tag. A document type is passed over, so that no entity is known and
nothing outside the file is asked for; what is broken, too deep or too large ends the tree there. Names are without prefixes.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_CHARS = 6_000_000  # of a file; a longer one is machine output that nobody wrote
MAX_DEPTH = 200
MAX_NODES = 300_000
_DOCUMENT_TYPE = re.compile(r"""<!DOCTYPE\b(?:[^\["'>]|"[^"]*"|'[^']*')*+(?:\[(?:[^\]"']|"[^"]*"|'[^']*')*+\]\s*)?>""")
_ELEMENT = re.compile(r"<[A-Za-z_]")
_TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'">])*+>""")


@dataclass(frozen=True, slots=True, eq=False)
class XmlNode:
    """An element of the file. Looking for a child that is not there gives an empty node."""

    name: str = ""  # without its prefix
    start: int = 0  # offset of its start tag
    end: int = 0  # after its start tag
    close: int = 0  # after its end tag
    prefix: str = ""
    text: str = ""  # its own, without that of its children
    attributes: Mapping[str, str] = field(default_factory=dict)  # by names without prefixes
    children: "tuple[XmlNode, ...]" = ()

    def __bool__(self) -> bool:
        return bool(self.name)

    @property
    def said(self) -> str:
        """Its own text without the space around it."""
        return self.text.strip()

    def get(self, name: str) -> str:
        """The value of an attribute, on one line; "" where there is none."""
        return " ".join(self.attributes.get(name, "").split())

    def all(self, *names: str) -> "Iterator[XmlNode]":
        """Its children of these names, in order; all children, if none is given."""
        return (child for child in self.children if not names or child.name in names)

    def first(self, *path: str) -> "XmlNode":
        """The first descendant along a path of names."""
        found = self
        for name in path:
            found = next(found.all(name), _NOTHING)
        return found

    def walk(self, *names: str) -> "Iterator[XmlNode]":
        """All elements of these names in and below this one, in the order of the file; all, if none is given."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.name and (not names or node.name in names):
                yield node
            waiting.extend(reversed(node.children))


_NOTHING = XmlNode()


def parse_xml(text: str) -> XmlNode:
    """The root of an XML text; after a break, with what stands before it. An empty node where there is none."""
    builder = _Builder(text)
    if len(text) <= MAX_CHARS:
        with suppress(expat.ExpatError, ValueError):  # what has been read so far is kept
            builder.parser.Parse(builder.content, True)
    return builder.finished()


def local_name(value: str) -> str:
    """A qualified name without its prefix: "tns:Person" → "Person"."""
    return value.rpartition(":")[2]


def _without_document_type(text: str) -> str:
    """The text with spaces in the place of its document type."""
    root = _ELEMENT.search(text)
    found = _DOCUMENT_TYPE.search(text, 0, root.start() if root else len(text))
    return text if found is None else f"{text[: found.start()]}{' ' * len(found.group())}{text[found.end() :]}"


@dataclass(slots=True)
class _Open:
    """An element whose end tag has not come yet."""

    name: str
    attributes: dict[str, str]
    start: int
    end: int
    prefix: str
    texts: list[str] = field(default_factory=list)
    children: list[XmlNode] = field(default_factory=list)

    def closed(self, close: int) -> XmlNode:
        return XmlNode(
            self.name, self.start, self.end, close, self.prefix, "".join(self.texts), self.attributes, tuple(self.children)
        )


class _Builder:
    """Nodes out of events."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._base = len(text) - len(text.lstrip("\ufeff \t\r\n"))
        self._ascii = text.isascii()
        self._byte, self._char = 0, self._base  # the last place that was asked for, which never goes back
        self._open: list[_Open] = []
        self._root = _NOTHING
        self._count = 0
        self.content = _without_document_type(text)[self._base :].encode("utf-8", "replace")
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity

    def finished(self) -> XmlNode:
        """The root, its open elements closed where the reading ended."""
        self.parser.StartElementHandler = self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
        while self._open:
            last = self._open.pop()
            self._add(last.closed(max([last.end, *(child.close for child in last.children[-1:])])))
        return self._root

    def _place(self) -> int:
        """Offset in the text of the tag being read."""
        byte = self.parser.CurrentByteIndex
        if self._ascii:
            return self._base + byte
        self._char += len(self.content[self._byte : byte].decode("utf-8", "replace"))
        self._byte = max(self._byte, byte)
        return self._char

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH or self._count > MAX_NODES:
            raise ValueError("too deep or too large")
        start = self._place()
        tag = _TAG.match(self._text, start)
        by_name = {local_name(key): value for key, value in attributes.items() if ":" in key and not key.startswith("xmlns:")}
        by_name |= {key: value for key, value in attributes.items() if ":" not in key and key != "xmlns"}
        prefix = name.partition(":")[0] if ":" in name else ""
        self._open.append(_Open(local_name(name), by_name, start, tag.end() if tag else start + 1, prefix))

    def _end(self, name: str) -> None:
        place = self._place()
        last = self._open.pop()
        close = self._text.find(">", place) + 1 if self._text.startswith("</", place) else last.end
        self._add(last.closed(max(close, last.end)))

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].texts.append(text)

    def _add(self, node: XmlNode) -> None:
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node

    def _doctype(self, name: str, system: str | None, public: str | None, has_content: int) -> None:
        if has_content:
            raise ValueError("a document type that is broken or stands elsewhere is not read")

    def _entity(self, *declaration: object) -> None:
        raise ValueError("entities are not read")
