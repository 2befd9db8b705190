"""YAML and JSON as trees whose values know where they stand in the text.

Built from a YAML parser's events, which also reads JSON: nothing is constructed, tags do nothing, an alias is the same node
again, and the size counts aliases as often as they are named, so that a small file cannot grow. What a template language would
fill in between double braces is masked beforehand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

MAX_CHARS = 3_000_000  # of a file; a longer one is machine output that nobody wrote
MAX_DEPTH = 60
MAX_NODES = 500_000  # of a file, aliases counted as often as they are named
_TEMPLATE_LINE = re.compile(r"(?m)^[ \t]*(?:-[ \t]*)?\{\{-?(?:[^\n]*?)-?\}\}[ \t]*$")
_TEMPLATE = re.compile(r"\{\{-?[^\n{}]*(?:\{[^\n{}]*\}[^\n{}]*)*-?\}\}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file: a mapping, a list or a text. Looking for what is not there gives an empty node."""

    text: str = ""  # of a single value, without quotes
    start: int = 0  # offset of the key that it stands under; in a list, of the value
    end: int = 0  # after a single value; of a mapping or list, after its key: its content has places of its own
    pairs: "tuple[tuple[str, Node], ...]" = ()  # of a mapping
    children: "tuple[Node, ...]" = ()  # of a list
    kind: str = ""  # scalar, mapping, list; "" for what is not there
    size: int = 1  # nodes, this one and all below

    def __bool__(self) -> bool:
        return bool(self.kind)

    @property
    def is_mapping(self) -> bool:
        """Whether it has named values."""
        return self.kind == "mapping"

    @property
    def is_list(self) -> bool:
        """Whether it has values in a row."""
        return self.kind == "list"

    def get(self, *names: str) -> "Node":
        """The value under a path of names; an empty node where the path ends early."""
        found = self
        for name in names:
            found = next((value for key, value in found.pairs if key == name), _NOTHING)
        return found

    def items(self) -> "Iterator[tuple[str, Node]]":
        """Names and values of a mapping, in order."""
        return iter(self.pairs)

    def values(self) -> "Iterator[Node]":
        """The values of a list, in order."""
        return iter(self.children)

    def texts(self) -> list[str]:
        """A list's single values, a mapping's names, or the one value there is."""
        if self.is_mapping:
            return [name for name, _ in self.pairs]
        if self.is_list:
            return [value.text for value in self.children if value.text]
        return [self.text] if self.text else []


_NOTHING = Node()


def parse(text: str) -> list[Node]:
    """The documents of a YAML or JSON text; what is broken, too deep or too large, and all after it, is left out."""
    if len(text) > MAX_CHARS:
        return []
    documents: list[Node] = []
    try:
        builder = _Builder(documents)
        for event in yaml.parse(_masked(text), Loader=_LOADER):
            builder.take(event)
    except (yaml.YAMLError, ValueError):
        return documents
    return documents


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    kind: str
    start: int
    end: int
    anchor: str | None
    parts: list[Node] = field(default_factory=list)


class _Builder:
    """Nodes out of events."""

    def __init__(self, documents: list[Node]) -> None:
        self._documents = documents
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}  # of finished nodes only: none can hold itself

    def take(self, event: yaml.Event) -> None:
        """One event more.

        Raises:
            ValueError: the file is too deep or too large.
        """
        start, end = _index(event.start_mark), _index(event.end_mark)
        if isinstance(event, yaml.ScalarEvent):
            self._add(Node(str(event.value).strip(), start, end, kind="scalar"), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._add(replace(self._anchors.get(event.anchor or "", _NOTHING), start=start, end=end), None)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(self._open) >= MAX_DEPTH:
                raise ValueError("too deep")
            kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
            self._open.append(_Open(kind, start, start, event.anchor))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = self._open.pop()
            self._add(_closed(closed), closed.anchor)

    def _add(self, node: Node, anchor: str | None) -> None:
        if node.size > MAX_NODES:
            raise ValueError("too large")
        if anchor:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1].parts.append(node)
        elif node:
            self._documents.append(node)


def _index(mark: object) -> int:
    """Offset of a parser's mark in the text."""
    return int(getattr(mark, "index", 0))


def _closed(found: _Open) -> Node:
    """The mapping or list that has ended."""
    size = 1 + sum(part.size for part in found.parts)
    if found.kind == "list":
        return Node("", found.start, found.end, children=tuple(found.parts), kind="list", size=size)
    pairs = tuple(
        (key.text, replace(value, start=key.start, end=value.end if value.kind == "scalar" else key.end))
        for key, value in zip(found.parts[::2], found.parts[1::2], strict=False)
        if key.kind == "scalar"
    )
    return Node("", found.start, found.end, pairs=pairs, kind="mapping", size=size)


def _masked(text: str) -> str:
    """`text` with the places that a template fills in (`{{ .Values.x }}`) made harmless, each character at its place."""
    if "{{" in text:
        text = _TEMPLATE_LINE.sub(lambda found: "#" + " " * (len(found.group()) - 1), text)
        text = _TEMPLATE.sub(lambda found: "~" * len(found.group()), text)
    return text.replace("\t", " ")
