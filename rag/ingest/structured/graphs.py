"""Graphviz and D2 → nodes with labels, and what leads from one to the other."""

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import blanked, given, line_span, numbered_lines

MAX_LINE = 2000  # characters of a line that are looked at
_DOT_ASIDE = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)|^[ \t]*(?://|#)[^\n]*", re.MULTILINE)
_ID = r"(?:\"(?:[^\"\\]|\\.)*+\"|[\w.]+)"
_DOT_EDGES = re.compile(rf"^(?P<ends>{_ID}(?::\w+)?(?:[ \t]*-[->][ \t]*{_ID}(?::\w+)?)+)")
_DOT_NODE = re.compile(rf"^(?P<id>{_ID})[ \t]*\[")
_DOT_LABEL = re.compile(r"\blabel[ \t]*=[ \t]*(?:\"(?P<quoted>(?:[^\"\\]|\\.)*+)\"|(?P<bare>[\w.]+))")
_DOT_WORDS = ("graph", "node", "edge", "digraph", "subgraph", "strict")
_D2_EDGE = re.compile(r"^(?P<ends>[^{}|#\n:]+?(?:<->|->|<-|--)[^{}|#\n:]+?)(?:[ \t]*:[ \t]*(?P<label>[^{]*))?(?:\{.*)?$")
_D2_NODE = re.compile(r"^(?P<id>[\w][\w. -]*?)[ \t]*:[ \t]*(?P<label>[^{}|]*?)[ \t]*(?:\{.*)?$")
_D2_ARROW = re.compile(r"<->|->|<-|--")
_D2_KEYS = frozenset(
    ("shape", "label", "icon", "near", "style", "width", "height", "tooltip", "link", "class", "vars", "direction")
)


def read_dot(name: str, text: str) -> Iterator[Element]:
    """Nodes and edges of a Graphviz file, a statement a line."""
    lines = [(start, line) for start, line in numbered_lines(blanked(text, _DOT_ASIDE)) if len(line) <= MAX_LINE]
    labels: dict[str, str] = {}
    for start, line in lines:
        node = _DOT_NODE.match(line)
        if node and node["id"] not in _DOT_WORDS:
            labels[_bare(node["id"])] = label = _label(line) or _bare(node["id"])
            yield Element(ElementKind.SYSTEM, label, *line_span(text, start, start + len(line)), type="node")
    for start, line in lines:
        found = _DOT_EDGES.match(line)
        if found:
            ends = [_bare(end) for end in re.findall(_ID, found["ends"])]
            yield from _edges(text, start, line, [labels.get(end, end) for end in ends if end], _label(line[found.end() :]))


def read_d2(name: str, text: str) -> Iterator[Element]:
    """Shapes and connections of a D2 file."""
    labels: dict[str, str] = {}
    lines = [(start, line) for start, line in numbered_lines(text) if len(line) <= MAX_LINE and not line.startswith("#")]
    for start, line in lines:
        node = _D2_NODE.match(line)
        if node and node["id"] not in _D2_KEYS and "style." not in node["id"] and not _D2_ARROW.search(node["id"]):
            labels[node["id"]] = label = node["label"].strip("\" '") or node["id"]
            yield Element(ElementKind.SYSTEM, label, *line_span(text, start, start + len(line)), type="shape")
    for start, line in lines:
        found = _D2_EDGE.match(line)
        if found:
            arrows = _D2_ARROW.findall(found["ends"])
            ends = [labels.get(end.strip(), end.strip()) for end in _D2_ARROW.split(found["ends"])]
            if arrows[0] == "<-":
                ends.reverse()
            yield from _edges(text, start, line, [end for end in ends if end], (found["label"] or "").strip("\" '"))


def _edges(text: str, start: int, line: str, ends: list[str], label: str) -> Iterator[Element]:
    for source, target in pairwise(ends):
        span = line_span(text, start, start + len(line))
        details = given(("label", label))
        yield Element(ElementKind.RELATION, source, *span, type="edge", target=target, details=details)


def _label(said: str) -> str:
    found = _DOT_LABEL.search(said)
    return " ".join((found["quoted"] or found["bare"] or "").replace("\\n", " ").split()) if found else ""


def _bare(name: str) -> str:
    return name.strip('"')
