"""Who answers for what: CODEOWNERS, MAINTAINERS, and the catalogue entries of Backstage."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span, numbered_lines
from rag.ingest.structured.manifest import Manifest, kept, manifests, said, stated

MAX_OWNERS = 20  # of one line
_SECTION = re.compile(r"\^?\[(?P<name>[^\]\n]+)\](?:\[\d+\])?[ \t]*(?P<owners>.*)")
_OWNER = re.compile(r"(?:@[\w.-]+(?:/[\w.-]+)*|[\w.+-]+@[\w.-]+\.\w+)$")
_PERSON = re.compile(r"^[ \t]*(?:[-*][ \t]+|[A-Z]:[ \t]*)?(?P<name>[^\W\d_][^<>()@,|#\n]{1,60}?)[ \t]*[<(|,][^\n]*@")
_RELATIONS = {
    "dependsOn": "depends on",
    "consumesApis": "consumes interface",
    "providesApis": "provides interface",
    "subcomponentOf": "is part of",
    "system": "is part of",
    "domain": "is part of",
}


def read_codeowners(name: str, text: str) -> Iterator[Element]:
    """Paths and who owns them. Owners of a section (GitLab) own the paths in it that name none of their own."""
    section: list[str] = []
    for start, line in numbered_lines(text):
        span = line_span(text, start, start + len(line))
        if line.startswith("#"):
            continue
        if found := _SECTION.fullmatch(line):
            section = _owners(found["owners"])
            for owner in section:
                yield Element(ElementKind.OWNER, owner, *span, type="section owner", target=found["name"])
            continue
        path, *words = line.partition(" #")[0].replace("\\ ", "\0").split()
        for owner in _owners(" ".join(words)) or section:
            yield Element(ElementKind.OWNER, owner, *span, type="code owner", target=path.replace("\0", " "))


def _owners(words: str) -> list[str]:
    return [word for word in words.split()[:MAX_OWNERS] if _OWNER.match(word)]


def read_maintainers(name: str, text: str) -> Iterator[Element]:
    """People of a MAINTAINERS file: a name before an address or an account. The address is left out."""
    for start, line in numbered_lines(text):
        if found := _PERSON.match(line):
            span = line_span(text, start, start + len(line))
            yield Element(ElementKind.OWNER, found["name"].strip(), *span, type="maintainer")


def read_catalogue(name: str, text: str) -> Iterator[Element]:
    """Components, systems and interfaces of a Backstage catalogue, who owns them and what they depend on."""
    for one in manifests(text):
        spec = one.node.get("spec")
        if not one.name or one.kind == "Location":
            continue
        owner = spec.get("owner")
        details = stated(spec, ("type",), ("lifecycle",), ("system",), ("owner",))
        description = " ".join(said(one.node.get("metadata", "description")).split())[:120]
        kind = ElementKind.INTERFACE if one.kind == "API" else ElementKind.SYSTEM
        yield Element(kind, one.name, *one.span, type=one.kind, details=kept([*details, ("description", description)]))
        if said(owner):
            yield Element(
                ElementKind.OWNER, _plain(said(owner)), *one.line(owner), type=f"owner of {one.kind.lower()}", target=one.name
            )
        yield from _relations(one)


def _relations(one: Manifest) -> Iterator[Element]:
    for key, what in _RELATIONS.items():
        node = one.node.get("spec", key)
        for value in node.values() if node.is_list else [node]:
            if said(value):
                span = one.line(value)
                yield Element(ElementKind.RELATION, one.name, *span, type=what, target=_plain(said(value)))


def _plain(reference: str) -> str:
    """A reference without its kind and namespace: "orders-db" of "component:default/orders-db"."""
    return reference.rpartition(":")[2].rpartition("/")[2]
