"""Helm charts → what a chart is and needs, and the images, replicas and hosts that its values choose."""

from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.images import product_of
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.manifest import kept, said, stated
from rag.ingest.structured.nodes import Node, parse

_SETTINGS = {  # of a chart's values, in any section
    *("replicaCount", "replicas", "minReplicas", "maxReplicas", "className", "ingressClassName", "storageClass", "size"),
    *("schedule", "host", "hostname", "retention", "retentionPeriod"),
}


def read_chart(name: str, text: str) -> Iterator[Element]:
    """Elements of a Chart.yaml, or of the requirements.yaml of older charts."""
    for root in parse(text):
        label = root.get("name")
        if label:
            details = stated(root, ("version",), ("appVersion",), ("kubeVersion",), ("description",))
            span = line_span(text, label.start, label.end)
            yield Element(ElementKind.SYSTEM, said(label), *span, type="Helm chart", details=tuple(details))
        for needed in root.get("dependencies").values():
            yield from _dependency(text, needed)


def read_values(name: str, text: str) -> Iterator[Element]:
    """Images and settings of a chart's values, wherever they stand."""
    for root in parse(text):
        waiting: list[tuple[str, Node]] = [("", root)]
        while waiting:
            path, node = waiting.pop()
            yield from _images(text, path, node)
            for key, value in node.items():
                if key in _SETTINGS and value.kind == "scalar" and said(value):
                    place = line_span(text, value.start, value.end)
                    yield Element(ElementKind.SETTING, key, *place, type=path, details=(("value", said(value)),))
                waiting.append((f"{path}.{key}" if path else key, value))
            waiting += [(path, value) for value in node.values()]


def _dependency(text: str, needed: Node) -> Iterator[Element]:
    """A chart that a chart needs; its version is the chart's, not that of the product in it."""
    label = needed.get("name")
    if said(label):
        last = needed.get("version") or label
        details = [("chart version", said(needed.get("version"))), *stated(needed, ("repository",), ("alias",), ("condition",))]
        details = [(key, value) for key, value in details if "@" not in value]
        span = line_span(text, min(label.start, last.start), max(label.end, last.end), otherwise=(label.start, label.end))
        yield Element(ElementKind.PACKAGE, said(label), *span, type="chart", technology=said(label), details=kept(details))


def _images(text: str, path: str, node: Node) -> Iterator[Element]:
    """The image that a section names in one line, or by repository and tag."""
    place, tag = node.get("image"), node.get("tag")
    reference = said(place)
    if node.get("repository"):
        place = node.get("repository")
        path = path.removesuffix("image").removesuffix(".")
        reference = f"{said(place)}:{said(tag)}" if said(tag) else said(place)
    technology, version = product_of(reference)
    if technology:
        last = tag or place
        span = line_span(text, min(place.start, last.start), max(place.end, last.end), otherwise=(place.start, place.end))
        yield Element(
            ElementKind.PACKAGE,
            reference,
            *span,
            type="image",
            technology=technology,
            version=version,
            details=kept([("of", path)]),
        )
