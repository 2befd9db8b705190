"""BPMN 2.0 → participants, lanes, tasks, events, stores of data, and the flows between them."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span
from rag.ingest.structured.xml import XmlNode, parse_xml

_STEP = re.compile(r"(?:[tT]ask|Event|Gateway|Activity|[sS]ubProcess|transaction)$")
_KINDS = {
    **dict.fromkeys(("participant", "lane"), ElementKind.SYSTEM),
    **dict.fromkeys(("dataStoreReference", "dataStore", "dataObjectReference"), ElementKind.DATA),
    "process": ElementKind.STEP,
    "message": ElementKind.INTERFACE,
}
_FLOWS = ("sequenceFlow", "messageFlow", "association", "dataInputAssociation", "dataOutputAssociation")
_TIMERS = ("timeCycle", "timeDate", "timeDuration")


def read_bpmn(name: str, text: str) -> Iterator[Element]:
    """Elements of a model; a flow from or to something without a name is called by what it is."""
    root = parse_xml(text)
    yield from _platform(text, root)
    nodes = list(root.walk())
    names = {node.get("id"): node.get("name") or _words(node.name) for node in nodes if node.get("id")}
    lanes = {
        reference.text.strip(): lane.get("name")
        for lane in nodes
        if lane.name == "lane"
        for reference in lane.all("flowNodeRef")
    }
    for node in nodes:
        kind = _KINDS.get(node.name) or (ElementKind.STEP if _STEP.search(node.name) else None)
        if kind is not None and node.get("name"):
            yield _part(text, kind, node, lanes)
        elif node.name in _FLOWS:
            source, target = names.get(node.get("sourceRef"), ""), names.get(node.get("targetRef"), "")
            if source and target:
                span = line_span(text, node.start, node.end)
                details = given(("label", node.get("name")))
                yield Element(ElementKind.RELATION, source, *span, type=_words(node.name), target=target, details=details)


def _platform(text: str, root: XmlNode) -> Iterator[Element]:
    """The engine that the model is made for, where it says so."""
    platform, version = root.get("executionPlatform"), root.get("executionPlatformVersion")
    if platform:
        place = text.find("executionPlatform", root.start, root.end)
        last = text.find("executionPlatformVersion", root.start, root.end)
        span = line_span(text, max(place, root.start), max(last, place, root.start) + len("executionPlatformVersion"))
        technology = platform.split()[0]
        yield Element(ElementKind.SETTING, platform, *span, type="platform", technology=technology, version=version)


def _part(text: str, kind: ElementKind, node: XmlNode, lanes: dict[str, str]) -> Element:
    timer = next((child.text for child in node.first("timerEventDefinition").all(*_TIMERS)), "")
    details = given(
        ("lane", lanes.get(node.get("id"), "")),
        ("timer", timer),
        ("calls", node.get("calledElement")),
        ("topic", node.get("topic")),
        ("implementation", node.get("implementation").removeprefix("##")),
    )
    span = line_span(text, node.start, node.end)
    return Element(kind, node.get("name"), *span, type=_words(node.name), details=details)


def _words(name: str) -> str:
    """The words of a tag: "user task" for userTask."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
