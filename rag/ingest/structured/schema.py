"""JSON Schema and Avro → entities and their fields."""

from collections.abc import Iterator
from pathlib import PurePath

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span, listed
from rag.ingest.structured.nodes import Node, parse

_PARTS = ("allOf", "anyOf", "oneOf")


def read_json_schema(name: str, text: str) -> Iterator[Element]:
    """Entities of a JSON Schema; one without a title is called as its file."""
    for root in parse(text):
        title = root.get("title").text or PurePath(name.replace("\\", "/")).stem
        place = next((root.get(key) for key in ("title", "$id", "type", "properties") if root.get(key)), root)
        yield from entity(text, title, root, place)
        for key in ("definitions", "$defs"):
            for called, node in root.get(key).items():
                yield from entity(text, called, node, node)


def read_avro(name: str, text: str) -> Iterator[Element]:
    """Records and enumerations of an Avro schema, nested ones included."""
    waiting = parse(text)
    while waiting:
        node = waiting.pop()
        called = node.get("name")
        if node.get("type").text in ("record", "enum", "error") and called:
            fields = [field.get("name").text for field in node.get("fields").values()] or node.get("symbols").texts()
            details = given(
                ("namespace", node.get("namespace").text), ("fields", listed(fields)), ("doc", node.get("doc").text)
            )
            span = line_span(text, called.start, called.end)
            yield Element(ElementKind.DATA, called.text, *span, type=f"avro {node.get('type').text}", details=details)
        for field in node.get("fields").values():
            yield _avro_field(text, called.text, field)
        waiting += [child for child in (*node.children, *(value for _, value in node.pairs)) if child.kind != "scalar"]


def entity(text: str, name: str, node: Node, place: Node) -> Iterator[Element]:
    """One entity with its fields, and each field; those of its nested objects go with it."""
    fields = list(_fields(node))
    details = given(
        ("type", node.get("type").text),
        ("fields", listed(called for called, _ in fields)),
        ("values", listed(node.get("enum").texts())),
        ("required", listed(node.get("required").texts())),
        ("description", node.get("description").text),
    )
    yield Element(ElementKind.DATA, name, *line_span(text, place.start, place.end), type="schema", details=details)
    for called, field in fields:
        yield _field(text, name, called, field)


def named_type(node: Node) -> str:
    """The type of a value as a schema gives it: "string date", "Customer", "array of OrderLine"."""
    reference = node.get("$ref").text.rpartition("/")[2]
    if reference:
        return reference
    type_ = " ".join([*node.get("type").texts(), *node.get("format").texts()])
    items = node.get("items")
    return f"{type_} of {named_type(items)}" if items and type_ == "array" else type_


def _field(text: str, entity_name: str, name: str, node: Node) -> Element:
    type_ = node.get("type") or node.get("$ref")
    values = listed(node.get("enum").texts())
    details = given(
        ("in", entity_name), ("type", named_type(node)), ("values", values), ("description", node.get("description").text)
    )
    span = line_span(text, node.start, type_.end if type_.kind == "scalar" else node.end, otherwise=(node.start, node.end))
    return Element(ElementKind.DATA, name, *span, type="field", details=details)


def _fields(node: Node) -> Iterator[tuple[str, Node]]:
    """Names and schemas of the fields of an entity, of the schemas that it is put together from, and of objects in it."""
    waiting = [node]
    while waiting:
        found = waiting.pop(0)
        for name, field in found.get("properties").items():
            yield name, field
            waiting += [inner for inner in (field, field.get("items")) if inner.get("properties")]
        waiting += [part for key in _PARTS for part in found.get(key).values()]


def _avro_field(text: str, record: str, field: Node) -> Element:
    name, type_ = field.get("name"), field.get("type")
    inner = type_.get("logicalType").text or type_.get("name").text or type_.get("type").text
    details = given(("in", record), ("type", inner or " ".join(type_.texts())), ("doc", field.get("doc").text))
    end = max(name.end, type_.end) if type_.kind == "scalar" else name.end
    span = line_span(text, min(name.start, field.start or name.start), end, otherwise=(name.start, name.end))
    return Element(ElementKind.DATA, name.text, *span, type="field", details=details)
