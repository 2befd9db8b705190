"""Mermaid diagrams → nodes, participants, entities and what leads from one to the other, C4 macros included."""

import re
from collections.abc import Callable, Iterator, Sequence

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.c4 import read_c4
from rag.ingest.structured.flowchart import read_flowchart
from rag.ingest.structured.lines import blanked, given, line_span, numbered_lines

MAX_LINE = 2000  # characters of a line that are looked at
_ASIDE = re.compile(r"%%[^\n]*|\A\s*---\n[\s\S]*?\n---[ \t]*\n")
_KIND = re.compile(
    r"^[ \t]*(?P<word>flowchart|graph|sequenceDiagram|erDiagram|classDiagram|stateDiagram|C4\w+)(?:-v2|-elk)?\b", re.MULTILINE
)
_PARTICIPANT = re.compile(
    r"^(?:create[ \t]+)?(?P<word>participant|actor)[ \t]+(?P<id>[^\s:]+)(?:[ \t]+as[ \t]+(?P<label>.+))?$"
)
_MESSAGE = re.compile(
    r"^(?P<source>[^\s:<>-][^:<>-]{0,80}?)[ \t]*(?:<<)?-?-(?:>>|>|x|\))[+-]?[ \t]*"
    r"(?P<target>[^:<>-]{1,80}?)[ \t]*:[ \t]*(?P<label>.*)$"
)
_ER_RELATION = re.compile(
    r"^(?P<source>[\w-]+|\"[^\"]+\")[ \t]+[|}o{]{1,2}(?:--|\.\.)[|}o{]{1,2}[ \t]+"
    r"(?P<target>[\w-]+|\"[^\"]+\")[ \t]*:[ \t]*(?P<label>.*)$"
)
_ER_ENTITY = re.compile(r"^(?P<name>[\w-]+|\"[^\"]+\")(?:\[\"?(?P<label>[^\]\"]+)\"?\])?[ \t]*\{$")
_ER_FIELD = re.compile(
    r"^(?P<type>[\w()\[\],]+)[ \t]+(?P<name>\*?[\w-]+)(?:[ \t]+(?P<key>(?:PK|FK|UK)[\w, ]*))?(?:[ \t]+\"(?P<said>[^\"]*)\")?$"
)
_CLASS = re.compile(
    r"^(?:class|state)[ \t]+(?:\"(?P<label>[^\"]+)\"[ \t]+as[ \t]+)?(?P<name>[\w~]+)(?:\[\"(?P<title>[^\"]+)\"\])?"
)
_ARROW = re.compile(
    r"^(?P<source>\[\*\]|[\w~]+)[ \t]*(?:\"[^\"]*\"[ \t]*)?(?P<arrow>(?:<\||[<*o])?(?:--|\.\.)(?:\|>|[>*o])?)"
    r"[ \t]*(?:\"[^\"]*\"[ \t]*)?"
    r"(?P<target>\[\*\]|[\w~]+)[ \t]*(?::[ \t]*(?P<label>.*))?$"
)


def read_mermaid(name: str, text: str) -> Iterator[Element]:
    """Elements of one diagram, by the word that it starts with; a kind of diagram that shows no structure gives none."""
    plain = blanked(text, _ASIDE)
    kind = _KIND.search(plain)
    if kind is None or plain[: kind.start()].strip():
        return
    if kind["word"].startswith("C4"):
        yield from read_c4(plain)
        return
    lines = [(start, line.rstrip(";")) for start, line in numbered_lines(plain) if len(line) <= MAX_LINE]
    read = _READERS.get(kind["word"], read_flowchart)
    yield from read(text, lines[1:])


def _sequence(text: str, lines: Sequence[tuple[int, str]]) -> Iterator[Element]:
    labels: dict[str, str] = {}
    for start, line in lines:
        if found := _PARTICIPANT.match(line):
            label = (found["label"] or found["id"]).strip()
            labels[found["id"]] = label
            yield Element(ElementKind.SYSTEM, label, *line_span(text, start, start + len(line)), type=found["word"])
        elif found := _MESSAGE.match(line):
            source, target = (labels.get(found[end].strip(), found[end].strip()) for end in ("source", "target"))
            yield _relation(text, start, line, (source, target), "message", found["label"])


def _entities(text: str, lines: Sequence[tuple[int, str]]) -> Iterator[Element]:
    entity = ""
    for start, line in lines:
        span = line_span(text, start, start + len(line))
        if found := _ER_RELATION.match(line):
            ends = (found["source"].strip('"'), found["target"].strip('"'))
            yield _relation(text, start, line, ends, "relationship", found["label"].strip('"'))
        elif found := _ER_ENTITY.match(line):
            entity = found["label"] or found["name"].strip('"')
            yield Element(ElementKind.DATA, entity, *span, type="entity")
        elif line == "}":
            entity = ""
        elif entity and (found := _ER_FIELD.match(line)):
            details = given(
                ("in", entity), ("type", found["type"]), ("key", found["key"] or ""), ("comment", found["said"] or "")
            )
            yield Element(ElementKind.DATA, found["name"].lstrip("*"), *span, type="field", details=details)


def _classes(text: str, lines: Sequence[tuple[int, str]]) -> Iterator[Element]:
    """Classes or states, and what leads from one to the other."""
    labels: dict[str, str] = {}
    for start, line in lines:
        if found := _ARROW.match(line):
            source, target = (labels.get(found[end], found[end]) for end in ("source", "target"))
            if found["arrow"].startswith("<"):
                source, target = target, source
            yield _relation(text, start, line, (source, target), "arrow", found["label"] or "")
        elif found := _CLASS.match(line):
            label = found["title"] or found["label"] or found["name"]
            labels[found["name"]] = label
            kind = ElementKind.DATA if line.startswith("class") else ElementKind.STEP
            span = line_span(text, start, start + len(line))
            yield Element(kind, label, *span, type=line.split(None, 1)[0])


def _relation(text: str, start: int, line: str, ends: tuple[str, str], type_: str, label: str) -> Element:
    span = line_span(text, start, start + len(line))
    details = given(("label", label))
    return Element(ElementKind.RELATION, ends[0], *span, type=type_, target=ends[1], details=details)


_READERS: dict[str, Callable[[str, Sequence[tuple[int, str]]], Iterator[Element]]] = {
    "sequenceDiagram": _sequence,
    "erDiagram": _entities,
    "classDiagram": _classes,
    "stateDiagram": _classes,
}
