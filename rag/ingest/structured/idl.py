"""GraphQL schemas and Protocol Buffers → operations, messages, entities and their fields."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import blanked, given, line_span, listed

_GRAPHQL_ASIDE = re.compile(r'"""[\s\S]*?(?:"""|\Z)|"(?:[^"\\\n]|\\.)*+"|#[^\n]*|@\w+(?:[ \t]*\([^)]{0,1000}\))?')
_GRAPHQL_TYPE = re.compile(
    r"(?<!\w)(?:extend\s+)?(?P<word>type|interface|input|enum|union|schema)(?:\s+(?P<name>\w+))?[^{}\n=]{0,400}\n?\s{0,40}\{"
    r"(?P<body>[^{}]*+)"
)
_GRAPHQL_FIELD = re.compile(
    r"(?<!\w)(?P<name>\w++)\s{0,40}(?:\((?P<args>[^)]{0,1000})\))?\s{0,40}:\s{0,40}(?P<type>[\w\[\]!]+)"
)
_ROOTS = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}

_PROTO_ASIDE = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)|//[^\n]*|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'")
_PROTO = re.compile(
    r"(?<![\w.])(?:"
    r"(?P<open>service|message|enum|oneof|extend|package)\s+(?P<name>[\w.]++)"
    r"|rpc\s+(?P<rpc>\w++)\s*\(\s*(?P<in>(?:stream\s+)?[\w.]++)\s*\)\s*returns\s*\(\s*(?P<out>(?:stream\s+)?[\w.]++)\s*\)"
    r"|(?:(?P<label>repeated|optional|required)\s+)?(?P<type>map\s*<[^<>]{0,200}>|[\w.]++)\s+(?P<field>\w++)\s*=\s*\d"
    r")|[{};]"
)


def read_graphql(name: str, text: str) -> Iterator[Element]:
    """Types of a GraphQL schema; the fields of the root types are its operations."""
    plain = blanked(text, _GRAPHQL_ASIDE)
    types = list(_GRAPHQL_TYPE.finditer(plain))
    roots = dict(_ROOTS)
    for found in types:
        if found["word"] == "schema":
            roots |= {field["type"].strip("[]!"): field["name"] for field in _GRAPHQL_FIELD.finditer(found["body"])}
    for found in types:
        fields = list(_GRAPHQL_FIELD.finditer(plain, found.start("body"), found.end("body")))
        if found["name"] in roots:
            yield from (_graphql_operation(text, roots[found["name"]], field) for field in fields)
        elif found["name"]:
            values = [field["name"] for field in fields] or found["body"].split()
            span = line_span(text, found.start(), found.start("body"))
            details = given(("fields", listed(values)))
            yield Element(ElementKind.DATA, found["name"], *span, type=f"graphql {found['word']}", details=details)
            for field in fields:
                about = given(("in", found["name"]), ("type", field["type"]))
                yield Element(ElementKind.DATA, field["name"], *line_span(text, *field.span()), type="field", details=about)


def _graphql_operation(text: str, word: str, field: re.Match[str]) -> Element:
    details = given(("arguments", field["args"] or ""), ("returns", field["type"]))
    span = line_span(text, *field.span(), otherwise=(field.start(), field.end("name")))
    return Element(ElementKind.INTERFACE, field["name"], *span, type=word, technology="GraphQL", details=details)


def read_proto(name: str, text: str) -> Iterator[Element]:
    """Services, their calls and the messages of a .proto file."""
    plain = blanked(text, _PROTO_ASIDE)
    package, opened = "", ""
    around: list[str] = []  # blocks that are open, outermost first
    for found in _PROTO.finditer(plain):
        if found["open"] == "package":
            package = package or found["name"]
        elif found["open"]:
            opened = f"{found['open']} {found['name']}"
            if found["open"] in ("service", "message", "enum"):
                yield _proto_type(text, package, found)
        elif found["rpc"]:
            yield _call(text, _inner(around, "service"), found)
        elif found["field"] and around and around[-1].startswith(("message", "oneof")):
            type_ = " ".join(f"{found['label'] or ''} {found['type']}".split())
            about = given(("in", _inner(around, "message")), ("type", type_))
            yield Element(ElementKind.DATA, found["field"], *line_span(text, *found.span()), type="field", details=about)
        elif found.group() == "{":
            around.append(opened or "option")
            opened = ""
        elif found.group() == "}" and around:
            around.pop()


def _inner(around: list[str], word: str) -> str:
    """The name of the nearest block of a sort: a few levels up at most."""
    return next((block.partition(" ")[2] for block in around[:-6:-1] if block.startswith(f"{word} ")), "")


def _proto_type(text: str, package: str, found: re.Match[str]) -> Element:
    is_service = found["open"] == "service"
    kind = ElementKind.SYSTEM if is_service else ElementKind.DATA
    technology = "gRPC" if is_service else ""
    span = line_span(text, *found.span())
    type_ = "grpc service" if is_service else found["open"]
    return Element(kind, found["name"], *span, type=type_, technology=technology, details=given(("package", package)))


def _call(text: str, service: str, found: re.Match[str]) -> Element:
    details = given(("in", service), ("request", found["in"]), ("response", found["out"]))
    return Element(ElementKind.INTERFACE, found["rpc"], *line_span(text, *found.span()), type="rpc", details=details)
