"""Structurizr DSL → people, systems, containers, nodes of a deployment, and the relationships between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span, numbered_lines
from rag.ingest.structured.products import built_with

MAX_LINE = 4000  # characters of a line that are looked at
_STRING_OR_ASIDE = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|/\*[\s\S]*?(?:\*/|\Z)|^[ \t]*(?://|#)[^\n]*", re.MULTILINE)
_WORD = re.compile(r"\"(?P<quoted>(?:[^\"\\]|\\.)*+)\"|(?P<mark>->|[={}])|(?P<bare>[^\s\"={}]+)")
_SHAPES = {  # keyword → its words, and the place of the technology after the name
    "person": ("person", 0),
    "softwaresystem": ("software system", 0),
    "container": ("container", 2),
    "component": ("component", 2),
    "deploymentnode": ("deployment node", 2),
    "infrastructurenode": ("infrastructure node", 2),
}
_INSTANCES = ("containerinstance", "softwaresysteminstance", "instanceof")
_SKIPPED = ("views", "configuration", "properties", "styles")  # blocks that say nothing of the kind

Words = list[tuple[str, str]]  # text, and quoted, mark or bare


@dataclass(slots=True)
class _Part:
    """Something that is declared, and what the lines in its block add."""

    name: str
    type: str
    start: int
    end: int
    path: tuple[str, ...]  # identifiers of what it stands in, and its own
    inside: "_Part | None"
    technology: str = ""
    description: str = ""
    has_parts: bool = False

    @property
    def system(self) -> "_Part":
        """The outermost part that it belongs to."""
        part = self
        while part.inside is not None:
            part = part.inside
        return part


@dataclass(frozen=True, slots=True)
class _Relation:
    """A line that says what uses what."""

    start: int
    end: int
    words: tuple[str, ...]  # from the arrow on: target, description, technology
    source: str
    around: _Part | None


@dataclass(slots=True)
class _Model:
    """What has been read so far."""

    parts: list[_Part] = field(default_factory=list)
    relations: list[_Relation] = field(default_factory=list)
    by_path: dict[str, _Part] = field(default_factory=dict)
    blocks: list[_Part | None] = field(default_factory=list)  # that are open, with the part around; innermost last

    @property
    def around(self) -> _Part | None:
        """The nearest part whose block is open."""
        return self.blocks[-1] if self.blocks else None

    def find(self, name: str, around: _Part | None) -> _Part | None:
        """What an identifier means: inside the nearest part first, then further out."""
        if name.lower() == "this":
            return around
        path = around.path if around is not None else ()
        for depth in range(len(path), -1, -1):
            found = self.by_path.get(".".join((*path[:depth], name)).lower())
            if found is not None:
                return found
        return None


def read_structurizr(name: str, text: str) -> Iterator[Element]:
    """Elements of a workspace. A relationship with something that another file declares keeps its identifier."""
    model = _Model()
    skipped = 0  # depth of blocks inside one that is passed over
    for start, line in numbered_lines(_without_asides(text)):
        words: Words = [(found[found.lastgroup or "bare"], found.lastgroup or "") for found in _WORD.finditer(line[:MAX_LINE])]
        step = sum({"{": 1, "}": -1}.get(word, 0) for word, kind in words if kind == "mark")
        if skipped or (words and words[0][0].lower() in _SKIPPED):
            skipped = max(0, skipped + step)
            continue
        part = _line(model, start, line, words)
        for _ in range(max(0, step)):
            model.blocks.append(part or model.around)
        del model.blocks[max(0, len(model.blocks) + min(0, step)) :]
    for part in model.parts:
        yield from _element(text, part)
    for relation in model.relations:
        yield from _relationship(text, model, relation)


def _without_asides(text: str) -> str:
    """`text` with spaces for comments; strings stay."""

    def plain(found: re.Match[str]) -> str:
        return found.group() if found.group().startswith('"') else re.sub(r"[^\n]", " ", found.group())

    return _STRING_OR_ASIDE.sub(plain, text)


def _line(model: _Model, start: int, line: str, words: Words) -> _Part | None:
    """Take one line into the model; the part that it declares."""
    end = start + len(line)
    said = [word for word, kind in words if kind == "quoted" or word not in ("{", "}")]
    identifier = said[0] if len(said) > 2 and said[1] == "=" else ""
    said = said[2:] if identifier else said
    around = model.around
    if "->" in said[:2]:
        at = said.index("->")
        source = said[0] if at else "this"
        model.relations.append(_Relation(start, end, tuple(said[at + 1 : at + 4]), source, around))
    elif len(said) > 1 and said[0].lower() in _INSTANCES:
        if around is not None:
            model.relations.append(_Relation(start, end, (said[1], "runs", ""), "this", around))
    elif len(said) > 1 and said[0].lower() in _SHAPES:
        return _declare(model, _Part(said[1], said[0].lower(), start, end, (), around), identifier, said[2:])
    elif len(said) > 1 and around is not None and said[0].lower() in ("technology", "description"):
        if said[0].lower() == "technology":
            around.technology, around.end = said[1], end
        else:
            around.description = said[1]
    return None


def _declare(model: _Model, part: _Part, identifier: str, said: Sequence[str]) -> _Part:
    """Add a part with its description and technology; it is found by its identifier, alone and inside the parts around."""
    part.type, place = _SHAPES[part.type]
    part.description = said[0] if said else ""
    part.technology = said[place - 1] if place and len(said) >= place else ""
    outer = part.inside
    part.path = (*(outer.path if outer is not None else ()), *([identifier] if identifier else []))
    if outer is not None:
        outer.has_parts = True
    if identifier:
        model.by_path[".".join(part.path).lower()] = part
        model.by_path.setdefault(identifier.lower(), part)
    model.parts.append(part)
    return part


def _element(text: str, part: _Part) -> Iterator[Element]:
    details = given(("in", part.inside.name if part.inside is not None else ""), ("description", part.description))
    span = line_span(text, part.start, part.end, otherwise=(part.start, part.start + 1))
    yield from built_with(Element(ElementKind.SYSTEM, part.name, *span, type=part.type, details=details), part.technology)


def _relationship(text: str, model: _Model, relation: _Relation) -> Iterator[Element]:
    target_name, label, protocol = (*relation.words, "", "", "")[:3]
    source = model.find(relation.source, relation.around)
    target = model.find(target_name, relation.around)
    names = (source.name if source is not None else relation.source, target.name if target is not None else target_name)
    if all(names):
        details = given(("label", label), ("protocol", protocol), ("outside", _outside(source, target)))
        span = line_span(text, relation.start, relation.end)
        type_ = "runs" if label == "runs" and not protocol else "relationship"
        yield Element(ElementKind.RELATION, names[0], *span, type=type_, target=names[1], details=details)


def _outside(source: _Part | None, target: _Part | None) -> str:
    """The system at the other end, where one end is taken apart in the model and the other is a system from outside."""
    if source is None or target is None:
        return ""
    for inner, outer in ((source, target), (target, source)):
        is_other = outer.type == "software system" and not outer.has_parts
        if is_other and inner.system.type == "software system" and inner.system.has_parts:
            return outer.name
    return ""
