"""OpenAPI 2 and 3 and AsyncAPI 2 and 3 → the interface, its servers, operations, channels, security and entities."""

from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span, listed
from rag.ingest.structured.nodes import Node, parse
from rag.ingest.structured.schema import entity, named_type

_METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")
_SIGN_IN = {"oauth2": "OAuth 2.0", "openIdConnect": "OpenID Connect"}  # security schemes that are a standard of their own


def read_openapi(name: str, text: str) -> Iterator[Element]:
    """Elements of an OpenAPI (or Swagger) description."""
    for root in parse(text)[:1]:
        yield from _title(text, root, "API", root.get("openapi") or root.get("swagger"))
        for server in root.get("servers").values():
            yield _server(text, server.get("url"), server.get("description").text)
        if root.get("host"):
            base = given(("base path", root.get("basePath").text), ("schemes", listed(root.get("schemes").texts())))
            span = line_span(text, root.get("host").start, root.get("host").end)
            yield Element(ElementKind.SETTING, root.get("host").text, *span, type="server", details=base)
        for key in ("paths", "webhooks"):
            for path, item in root.get(key).items():
                yield from _operations(text, path, item, root.get("security"))
        yield from _security(text, root.get("securityDefinitions") or root.get("components", "securitySchemes"))
        yield from _entities(text, root.get("definitions") or root.get("components", "schemas"))


def read_asyncapi(name: str, text: str) -> Iterator[Element]:
    """Elements of an AsyncAPI description."""
    for root in parse(text)[:1]:
        yield from _title(text, root, "event API", root.get("asyncapi"))
        for called, server in root.get("servers").items():
            yield _broker(text, called, server)
        for called, channel in root.get("channels").items():
            yield from _channel(text, called, channel)
        for called, operation in root.get("operations").items():
            yield _action(text, called, operation)
        for called, message in root.get("components", "messages").items():
            yield _message(text, called, message)
        yield from _security(text, root.get("components", "securitySchemes"))
        yield from _entities(text, root.get("components", "schemas"))


def _title(text: str, root: Node, type_: str, format_: Node) -> Iterator[Element]:
    info = root.get("info")
    title, version = info.get("title"), info.get("version")
    if title:
        details = given(("version", version.text), ("format", format_.text), ("description", info.get("description").text))
        start, end = min(title.start, version.start or title.start), max(title.end, version.end)
        span = line_span(text, start, end, otherwise=(title.start, title.end))
        yield Element(ElementKind.SYSTEM, title.text, *span, type=type_, details=details)


def _server(text: str, url: Node, description: str) -> Element:
    span = line_span(text, url.start, url.end)
    return Element(ElementKind.SETTING, url.text, *span, type="server", details=given(("description", description)))


def _operations(text: str, path: str, item: Node, everywhere: Node) -> Iterator[Element]:
    """An operation for each method; the first is quoted with the line of the path, which stands right above it."""
    first = True
    for method, operation in item.items():
        if method not in _METHODS:
            continue
        summary = operation.get("summary") or operation.get("operationId")
        end = summary.end or operation.end
        span = line_span(text, operation.start, end, otherwise=(operation.start, operation.end))
        if first and item.start < operation.start:
            span = line_span(text, item.start, end, otherwise=span)
        first = False
        security = operation.get("security") or everywhere
        details = given(
            ("summary", operation.get("summary").text),
            ("id", operation.get("operationId").text),
            ("tags", listed(operation.get("tags").texts())),
            ("security", listed(scheme for one in security.values() for scheme in one.texts())),
            ("deprecated", operation.get("deprecated").text.replace("false", "")),
        )
        yield Element(ElementKind.INTERFACE, f"{method.upper()} {path}", *span, type="operation", details=details)


def _security(text: str, schemes: Node) -> Iterator[Element]:
    for name, scheme in schemes.items():
        type_ = scheme.get("type")
        flows = scheme.get("flow") or scheme.get("flows")
        details = given(
            ("kind", type_.text),
            ("scheme", scheme.get("scheme").text),
            ("in", scheme.get("in").text),
            ("header", scheme.get("name").text),
            ("format", scheme.get("bearerFormat").text),
            ("flows", listed(flows.texts())),
            ("issuer", scheme.get("openIdConnectUrl").text),
        )
        span = line_span(text, scheme.start, type_.end or scheme.end, otherwise=(scheme.start, scheme.end))
        technology = _SIGN_IN.get(type_.text, "")
        yield Element(ElementKind.SETTING, name, *span, type="security scheme", technology=technology, details=details)


def _entities(text: str, schemas: Node) -> Iterator[Element]:
    for name, node in schemas.items():
        yield from entity(text, name, node, node)


def _broker(text: str, name: str, server: Node) -> Element:
    protocol = server.get("protocol")
    url = server.get("url") or server.get("host")
    details = given(("url", url.text), ("protocol", protocol.text), ("version", server.get("protocolVersion").text))
    span = line_span(text, server.start, max(protocol.end, url.end, server.end), otherwise=(server.start, server.end))
    technology = protocol.text.removesuffix("-secure")
    return Element(ElementKind.SYSTEM, name, *span, type="server", technology=technology, details=details)


def _channel(text: str, name: str, channel: Node) -> Iterator[Element]:
    address = channel.get("address").text
    description = channel.get("description").text
    details = given(("address", address), ("messages", listed(channel.get("messages").texts())), ("description", description))
    span = line_span(text, channel.start, channel.end)
    yield Element(ElementKind.INTERFACE, name, *span, type="channel", details=details)
    for action in ("publish", "subscribe"):
        operation = channel.get(action)
        if operation:
            message = operation.get("message")
            sent = message.get("name").text or named_type(message)
            about = given(
                ("id", operation.get("operationId").text), ("message", sent), ("summary", operation.get("summary").text)
            )
            span = line_span(text, operation.start, operation.end)
            yield Element(ElementKind.INTERFACE, f"{action} {name}", *span, type="operation", details=about)


def _action(text: str, name: str, operation: Node) -> Element:
    """An operation of AsyncAPI 3, which names its channel."""
    action, channel = operation.get("action"), operation.get("channel", "$ref").text.rpartition("/")[2]
    details = given(("action", action.text), ("channel", channel), ("summary", operation.get("summary").text))
    span = line_span(text, operation.start, action.end, otherwise=(operation.start, operation.end))
    return Element(ElementKind.INTERFACE, name, *span, type="operation", details=details)


def _message(text: str, name: str, message: Node) -> Element:
    payload = message.get("payload")
    fields = payload.get("properties").texts()
    details = given(
        ("title", message.get("title").text),
        ("payload", named_type(payload)),
        ("fields", listed(fields)),
        ("format", message.get("contentType").text),
        ("summary", message.get("summary").text),
    )
    return Element(ElementKind.INTERFACE, name, *line_span(text, message.start, message.end), type="message", details=details)
