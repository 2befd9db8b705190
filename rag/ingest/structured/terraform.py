"""Terraform and OpenTofu → providers with regions, resources, modules, settings, and what refers to what."""

import re
from collections.abc import Iterator, Mapping

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.hcl import Attribute, Block, parse_hcl
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.resources import MAX_VALUE, Value, lowest_number, resource

_VARIABLE = re.compile(r"(?:\$\{)?\s*(?:\"\$\{)?var\.([\w-]+)\s*\}?\"?")
_REFERENCE = re.compile(r"(?<![\w.\"-])(?P<data>data\.)?(?P<address>(?:[a-z][a-z0-9]*_[a-z0-9_]+|module)\.[A-Za-z_][\w-]*)")
_REQUIRED = re.compile(r"([\w-]+)\s*=\s*\{[^{}]*?\bsource\s*=\s*\"([^\"\n]+)\"(?:[^{}]*?\bversion\s*=\s*\"([^\"\n]+)\")?")
_SECRET = re.compile(r"pass|secret|token|credential|private|key", re.IGNORECASE)
_LISTED = re.compile(r'\[\s*"([^"\n$]*)"')


def read_terraform(name: str, text: str) -> Iterator[Element]:
    """Elements of a .tf or .tfvars file."""
    root = parse_hcl(text)
    defaults = _defaults(root)
    for one in root.attributes:  # a file of variables
        if one.literal and not _SECRET.search(one.name) and "@" not in one.literal and len(one.literal) <= MAX_VALUE:
            yield _setting(text, one.name, "variable", one)
    for block in root.blocks:
        match block.type, block.labels:
            case "resource" | "data", (type_, label, *_):
                yield resource(text, type_, label, (block.start, block.end), _values(block, defaults))
                yield from _relations(text, f"{type_}.{label}", label, block)
            case "module", (label, *_):
                yield _module(text, label, block, defaults)
                yield from _relations(text, f"module.{label}", label, block)
            case "provider", (label, *_):
                yield _provider(text, label, block, defaults)
            case "variable", (label, *_):
                default = block.get("default")
                if default is not None and default.literal and not _SECRET.search(label) and "@" not in default.literal:
                    yield _setting(text, label, "variable", default)
            case "terraform", _:
                yield from _requirements(text, block)
            case _:
                pass


def _defaults(root: Block) -> Mapping[str, str]:
    """Literal defaults of the variables of the file."""
    return {
        block.labels[0]: default.literal
        for block in root.blocks
        if block.type == "variable" and block.labels and (default := block.get("default")) is not None and default.literal
    }


def _values(block: Block, defaults: Mapping[str, str]) -> Iterator[Value]:
    for inside, one in block.all():
        if value := _value(one, defaults):
            name = one.name if inside in (block.type, "") else f"{inside} {one.name}"
            yield Value(one.name if len(name) > MAX_VALUE else _short(name, one.name), value, one.start, one.end)


def _short(name: str, own: str) -> str:
    """`enabled` and the like mean nothing without the block that they stand in."""
    return name.replace(" ", "_") if own in ("enabled", "mode", "status", "type") else own


def _value(one: Attribute, defaults: Mapping[str, str]) -> str:
    """A literal value, the first of a list, the default of a variable, or a short expression as it is written."""
    if one.literal:
        return one.literal
    if found := _VARIABLE.fullmatch(one.source):
        return defaults.get(found.group(1), one.source)
    if found := _LISTED.match(one.source):
        return found.group(1)
    return one.source if len(one.source) <= MAX_VALUE and "{" not in one.source else ""


def _setting(text: str, name: str, type_: str, one: Attribute) -> Element:
    span = line_span(text, one.start, one.end)
    return Element(ElementKind.SETTING, name, *span, type=type_, details=(("value", one.literal),))


def _provider(text: str, label: str, block: Block, defaults: Mapping[str, str]) -> Element:
    wanted = ("region", "location", "project", "zone", "alias", "version")
    found = [(name, one, _value(one, defaults)) for name in wanted if (one := block.get(name)) is not None]
    last = max((one.end for _, one, value in found if value), default=block.end)
    details = tuple((name, value) for name, _, value in found if value)
    span = line_span(text, block.start, last, otherwise=(block.start, block.end))
    return Element(ElementKind.SETTING, label, *span, type="provider", technology=label.lower(), details=details)


def _module(text: str, label: str, block: Block, defaults: Mapping[str, str]) -> Element:
    source, version = block.get("source"), block.get("version")
    details = [(one.name, one.literal) for one in (source, version) if one is not None and one.literal]
    details = [(name, value) for name, value in details if "@" not in value]
    made = resource(text, "module", label, (block.start, block.end), _values(block, defaults))
    details += [pair for pair in made.details if pair not in details]
    last = max((one.end for one in (source, version) if one is not None), default=block.end)
    span = line_span(text, block.start, last, otherwise=(block.start, block.end))
    return Element(
        ElementKind.SYSTEM,
        label,
        *span,
        type="module",
        technology=made.technology,
        version=made.version if made.technology else "",
        details=tuple(details),
    )


def _requirements(text: str, block: Block) -> Iterator[Element]:
    """The versions of Terraform and of the providers, and where the state is kept."""
    required = block.get("required_version")
    if required is not None:
        span = line_span(text, required.start, required.end)
        version = lowest_number(required.literal.lstrip("=<>~ "))
        yield Element(ElementKind.PACKAGE, "terraform", *span, type="tool", technology="terraform", version=version)
    for inner in block.blocks:
        if inner.type == "backend" and inner.labels:
            region = inner.get("region")
            details = (("region", region.literal),) if region is not None and region.literal else ()
            span = line_span(text, inner.start, inner.end)
            yield Element(ElementKind.SETTING, inner.labels[0], *span, type="state backend", details=details)
        for one in inner.attributes if inner.type == "required_providers" else ():
            if found := _REQUIRED.match(f"{one.name} = {one.source}"):
                span = line_span(text, one.start, one.end)
                details = (("range", found.group(3)),) if found.group(3) else ()
                yield Element(ElementKind.PACKAGE, found.group(2), *span, type="provider plugin", details=details)


def _relations(text: str, own: str, label: str, block: Block) -> Iterator[Element]:
    """What a block refers to, once each, quoted from the line that does."""
    seen = {own}
    for _, one in block.all():
        for found in _REFERENCE.finditer(one.source):
            address = found["address"]
            if address not in seen:
                seen.add(address)
                at = one.end - len(one.source) + found.start()
                kind = "depends on" if one.name == "depends_on" else f"refers to ({one.name})"
                yield Element(ElementKind.RELATION, label, *line_span(text, at, at + 1), type=kind, target=address)
