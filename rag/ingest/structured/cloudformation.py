"""CloudFormation and SAM templates → resources with engines and sizes, parameters, and what refers to what."""

import re
from collections.abc import Iterator, Mapping

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.nodes import Node, parse
from rag.ingest.structured.resources import MAX_VALUE, Value, resource

_SECRET = re.compile(r"pass|secret|token|credential|key", re.IGNORECASE)
_TAG = re.compile(r"!(?:Ref|GetAtt|Sub)\b")
_PLACEHOLDER = re.compile(r"\$\{([A-Za-z][A-Za-z0-9]*)[.}]")
_POINTERS = ("Ref", "Fn::GetAtt", "DependsOn", "Fn::Sub")
_OWN_NAMES = ("Variables", "Tags", "Metadata")  # mappings whose names are the company's own
_MAX_REFERENCES = 40  # of one resource


def read_cloudformation(name: str, text: str) -> Iterator[Element]:
    """Elements of a template, in YAML or JSON."""
    for root in parse(text):
        defaults = {key: node.get("Default").text for key, node in root.get("Parameters").items()}
        names = set(root.get("Resources").texts())
        for key, node in root.get("Parameters").items():
            default = node.get("Default")
            if default.text and not _SECRET.search(key) and "@" not in default.text and not node.get("NoEcho"):
                span = line_span(text, node.start, default.end, otherwise=(default.start, default.end))
                details = (("value", default.text[:MAX_VALUE]),)
                yield Element(ElementKind.SETTING, key, *span, type="parameter", details=details)
        for key, node in root.get("Resources").items():
            type_ = node.get("Type")
            if type_.text:
                header = (node.start, max(node.end, type_.end) if type_.start >= node.start else node.end)
                yield resource(text, type_.text, key, header, _values(node.get("Properties"), defaults))
                yield from _relations(text, key, node, names)


def _values(properties: Node, defaults: Mapping[str, str]) -> Iterator[Value]:
    """Plain values of a resource, at any depth; a parameter counts by its default."""
    waiting = list(reversed(list(properties.items())))
    while waiting:
        name, node = waiting.pop()
        if node.kind == "scalar":
            yield Value(name, defaults.get(node.text, node.text), node.start, node.end)
        elif node.get("Ref"):
            yield Value(name, defaults.get(node.get("Ref").text, ""), node.start, node.get("Ref").end)
        elif node.is_mapping and name not in _OWN_NAMES and not any(key.startswith("Fn::") for key in node.texts()):
            waiting += reversed(list(node.items()))


def _relations(text: str, own: str, node: Node, names: set[str]) -> Iterator[Element]:
    """Other resources of the template that this one points to, once each."""
    seen = {own}
    waiting = [("", node)]
    while waiting and len(seen) <= _MAX_REFERENCES:
        key, value = waiting.pop()
        waiting += reversed(list(value.items()))
        waiting += ((key, child) for child in reversed(list(value.values())))
        if value.kind != "scalar":
            continue
        points = key in _POINTERS or _TAG.search(text, value.start, min(value.end, value.start + MAX_VALUE)) is not None
        for target in [value.text.partition(".")[0], *_PLACEHOLDER.findall(value.text)] if points else []:
            if target in names and target not in seen:
                seen.add(target)
                kind = "depends on" if key == "DependsOn" else "refers to"
                yield Element(ElementKind.RELATION, own, *line_span(text, value.start, value.end), type=kind, target=target)
