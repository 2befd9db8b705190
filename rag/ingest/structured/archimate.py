"""ArchiMate models, in the Open Group's exchange format and in Archi's own → elements by layer, and their relationships."""

from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span
from rag.ingest.structured.products import built_with
from rag.ingest.structured.xml import XmlNode, local_name, parse_xml

_DATA = frozenset({"BusinessObject", "Contract", "Representation", "DataObject", "Product", "Artifact", "Material"})
_OBJECTIVE = frozenset(
    {
        *(
            "Stakeholder",
            "Driver",
            "Assessment",
            "Goal",
            "Outcome",
            "Principle",
            "Requirement",
            "Constraint",
            "Meaning",
            "Value",
        ),
        *("Capability", "Resource", "CourseOfAction", "ValueStream"),
    }
)
_STEP = frozenset({"WorkPackage", "Deliverable", "ImplementationEvent", "Plateau", "Gap"})
_TECHNOLOGY = frozenset({"Node", "Device", "SystemSoftware", "Path", "CommunicationNetwork", "Artifact"})
_PHYSICAL = frozenset({"Equipment", "Facility", "DistributionNetwork", "Material"})


def read_archimate(name: str, text: str) -> Iterator[Element]:
    """Elements of a model. An element is quoted by its tag, and by the line of its name where that is a tag of its own."""
    nodes = list(parse_xml(text).walk("element", "relationship"))
    names = {_id(node): _name(node) for node in nodes}
    for node in nodes:
        type_ = local_name(node.get("type"))
        source, target = names.get(node.get("source"), ""), names.get(node.get("target"), "")
        if node.get("source") and node.get("target"):
            if source and target:
                type_ = type_.removesuffix("Relationship").lower()
                details = given(("label", _name(node)), ("access", node.get("accessType")))
                span = _span(text, node)
                yield Element(ElementKind.RELATION, source, *span, type=type_, target=target, details=details)
        elif _name(node) and type_:
            said = (node.first("documentation") or node.first("content")).text
            details = given(("layer", _layer(type_)), ("documentation", said))
            element = Element(_kind(type_), _name(node), *_span(text, node), type=_spaced(type_), details=details)
            if type_ == "SystemSoftware":
                yield from built_with(element, element.name)
            else:
                yield element


def _id(node: XmlNode) -> str:
    return node.get("identifier") or node.get("id")


def _name(node: XmlNode) -> str:
    """The name in the attribute (Archi) or in the first language given (exchange format)."""
    return node.get("name") or " ".join((node.first("name") or node.first("label")).text.split())


def _span(text: str, node: XmlNode) -> tuple[int, int]:
    named = node.first("name") or node.first("label")
    return line_span(text, node.start, max(node.end, named.close), otherwise=(node.start, node.end))


def _kind(type_: str) -> ElementKind:
    if type_ in _DATA:
        return ElementKind.DATA
    if type_ in _OBJECTIVE:
        return ElementKind.OBJECTIVE
    if type_ in _STEP or type_.endswith(("Process", "Function", "Event", "Interaction")):
        return ElementKind.STEP
    return ElementKind.INTERFACE if type_.endswith(("Interface", "Service")) else ElementKind.SYSTEM


def _layer(type_: str) -> str:
    for layer in ("Business", "Application", "Technology", "Implementation"):
        if type_.startswith(layer):
            return layer.lower()
    if type_ in _TECHNOLOGY:
        return "technology"
    if type_ in _PHYSICAL:
        return "physical"
    if type_ in _STEP:
        return "implementation"
    if type_ in ("Capability", "Resource", "CourseOfAction", "ValueStream"):
        return "strategy"
    words = {"DataObject": "application", "Product": "business", "Contract": "business", "Representation": "business"}
    return words.get(type_, "motivation" if type_ in _OBJECTIVE else "")


def _spaced(type_: str) -> str:
    """The words of a type: "application component" for ApplicationComponent."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in type_).strip()
