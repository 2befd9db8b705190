"""Objects of Kubernetes manifests: kind, name and the lines that say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from rag.ingest.structured.lines import line_span
from rag.ingest.structured.nodes import Node, parse

MAX_LISTED = 12  # ports, hosts, keys of one object
_LIST_DEPTH = 3  # lists in lists


@dataclass(frozen=True, slots=True)
class Manifest:
    """One object of a manifest file."""

    text: str  # of the file
    node: Node
    kind: str
    name: str
    namespace: str

    @property
    def span(self) -> tuple[int, int]:
        """The lines that say what it is and how it is called."""
        return self.span_to(self.node.get("metadata", "name"))

    def span_to(self, last: Node) -> tuple[int, int]:
        """The lines from its kind to `last`, or fewer when they are too long to quote."""
        kind, name = self.node.get("kind"), self.node.get("metadata", "name")
        places = [(node.start, node.end) for node in (kind, name, last) if node]
        start, end = min(place[0] for place in places), max(place[1] for place in places)
        return line_span(self.text, start, end, otherwise=places[-1])

    def line(self, node: Node) -> tuple[int, int]:
        """The line of one of its values."""
        return line_span(self.text, node.start, node.end)


def manifests(text: str) -> Iterator[Manifest]:
    """The objects of a file: its documents, lists opened."""
    waiting = [(root, 0) for root in reversed(parse(text))]
    while waiting:
        node, depth = waiting.pop()
        kind = node.get("kind").text
        if kind.endswith("List") and node.get("items").is_list and depth < _LIST_DEPTH:
            waiting += [(item, depth + 1) for item in reversed(list(node.get("items").values()))]
        elif kind and node.get("apiVersion"):
            metadata = node.get("metadata")
            yield Manifest(text, node, kind, said(metadata.get("name")), said(metadata.get("namespace")))


def said(node: Node) -> str:
    """A value as text; "" where a template fills it in."""
    return "" if "~~" in node.text else node.text


def stated(node: Node, *paths: tuple[str, ...]) -> list[tuple[str, str]]:
    """The values under `paths` that are given, each by the last name of its path."""
    found = [(path[-1], said(node.get(*path))) for path in paths]
    return [(name, value) for name, value in found if value]


def kept(details: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The values that are given."""
    return tuple((name, value) for name, value in details if value)
