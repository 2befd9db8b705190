"""WSDL 1.1 and 2.0 and XML schemas → services, endpoints, operations, messages, types and their fields."""

from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span, listed
from rag.ingest.structured.xml import XmlNode, local_name, parse_xml

_POLICIES = frozenset(
    {
        *("BasicAuthentication", "DigestAuthentication", "NtlmAuthentication", "NegotiateAuthentication"),
        *("HttpsToken", "UsernameToken", "X509Token", "SamlToken", "IssuedToken", "KerberosToken", "RequireClientCertificate"),
    }
)


def read_wsdl(name: str, text: str) -> Iterator[Element]:
    """Elements of a WSDL file, its schemas included."""
    root = parse_xml(text)
    for node in root.all("service"):
        yield Element(ElementKind.SYSTEM, node.get("name"), *line_span(text, node.start, node.end), type="web service")
        for port in node.all("port", "endpoint"):
            yield _endpoint(text, node, port)
    for node in root.all("binding"):
        yield _binding(text, node)
    for interface in root.all("portType", "interface"):
        for operation in interface.all("operation"):
            yield _operation(text, interface, operation)
    for message in root.all("message"):
        parts = listed(local_name(part.get("element") or part.get("type")) for part in message.all("part"))
        yield _of_node(text, "message", message, ("parts", parts))
    for policy in root.walk(*_POLICIES):
        span = line_span(text, policy.start, policy.end)
        yield Element(
            ElementKind.SETTING, policy.name, *span, type="security policy", details=given(*policy.attributes.items())
        )
    for schema in root.first("types").all("schema"):
        yield from _schema(text, schema)


def read_xsd(name: str, text: str) -> Iterator[Element]:
    """Elements of an XML schema."""
    yield from _schema(text, parse_xml(text))


def _endpoint(text: str, service: XmlNode, port: XmlNode) -> Element:
    address = port.first("address").get("location") or port.get("address")
    binding = local_name(port.get("binding"))
    return _of_node(text, "endpoint", port, ("address", address), ("service", service.get("name")), ("binding", binding))


def _binding(text: str, node: XmlNode) -> Element:
    way = node.first("binding")
    is_soap = "soap" in way.prefix.lower() or node.get("type").endswith("/wsdl/soap")
    interface = local_name(node.get("interface") or node.get("type"))
    details = given(("interface", interface), ("transport", way.get("transport")), ("style", way.get("style")))
    start, end = line_span(text, node.start, max(node.end, way.close), otherwise=(node.start, node.end))
    technology = "SOAP" if is_soap else ""
    return Element(ElementKind.INTERFACE, node.get("name"), start, end, type="binding", technology=technology, details=details)


def _operation(text: str, interface: XmlNode, operation: XmlNode) -> Element:
    sides = [
        (side.name, local_name(side.get("message") or side.get("element") or side.get("ref")))
        for side in operation.all("input", "output", "fault", "outfault", "infault")
    ]
    said = operation.first("documentation").text
    return _of_node(text, "operation", operation, ("in", interface.get("name")), *sides, ("documentation", said))


def _of_node(text: str, type_: str, node: XmlNode, *details: tuple[str, str]) -> Element:
    """An interface quoted from all its lines, or from its start tag where they are many."""
    start, end = line_span(text, node.start, node.close, otherwise=(node.start, node.end))
    return Element(ElementKind.INTERFACE, node.get("name"), start, end, type=type_, details=given(*details))


def _schema(text: str, schema: XmlNode) -> Iterator[Element]:
    """Types with the names of their fields, and each field; a field belongs to the nearest type with a name."""
    found: list[tuple[XmlNode, XmlNode, bool]] = []  # node, the type around it, whether it is a type itself
    fields: dict[int, list[str]] = {}
    waiting = [(child, XmlNode()) for child in reversed(schema.children)]
    while waiting:
        node, around = waiting.pop()
        if node.name == "enumeration":
            fields.setdefault(around.start, []).append(node.get("value"))
        elif node.get("name") and node.name in ("complexType", "simpleType", "element", "attribute"):
            is_type = node.name in ("complexType", "simpleType") or bool(node.first("complexType"))
            found.append((node, around, is_type))
            fields.setdefault(around.start, []).append(node.get("name"))
            around = node
        elif node.name == "element":
            fields.setdefault(around.start, []).append(local_name(node.get("ref")))
        waiting += [(child, around) for child in reversed(node.children)]
    for node, around, is_type in found:
        yield (
            _type(text, node, fields.get(node.start, [])) if is_type else _field(text, node, around, fields.get(node.start, []))
        )


def _type(text: str, node: XmlNode, fields: list[str]) -> Element:
    words = {"complexType": "complex type", "simpleType": "simple type"}
    details = given(("values" if node.name == "simpleType" else "fields", listed(fields)))
    span = line_span(text, node.start, node.end)
    return Element(ElementKind.DATA, node.get("name"), *span, type=words.get(node.name, "element type"), details=details)


def _field(text: str, node: XmlNode, around: XmlNode, values: list[str]) -> Element:
    base = local_name(node.get("type")) or local_name(node.first("simpleType", "restriction").get("base"))
    many = "" if node.get("maxOccurs") == "1" else node.get("maxOccurs")
    details = given(("in", around.get("name")), ("type", base), ("max", many), ("values", listed(values)))
    return Element(ElementKind.DATA, node.get("name"), *line_span(text, node.start, node.end), type="field", details=details)
