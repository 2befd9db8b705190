"""Docker Compose and Dockerfiles → services, images, volumes and what depends on what."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.images import product_of
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.nodes import Node, parse

_FROM = re.compile(r"(?im)^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(?P<image>\S+)(?:[ \t]+AS[ \t]+(?P<stage>\S+))?")
_ARG = re.compile(r"(?im)^[ \t]*ARG[ \t]+(?P<name>\w+)=(?P<value>\S+)")
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)\}|(?P<plain>\w+))")
_EXPOSE = re.compile(r"(?im)^[ \t]*EXPOSE[ \t]+(?P<port>[\d/ \w]+)")


def read_compose(name: str, text: str) -> Iterator[Element]:
    """Elements of a Compose file."""
    for root in parse(text):
        for service_name, service in root.get("services").items():
            yield _service(text, service_name, service)
            yield from _relations(text, service_name, service)
        for volume, node in root.get("volumes").items():
            yield Element(ElementKind.DATA, volume, *line_span(text, node.start, node.end), type="volume")


def read_dockerfile(name: str, text: str) -> Iterator[Element]:
    """Base images and ports of a Dockerfile; a stage that builds on another stage names no image."""
    stages: set[str] = set()
    given = {found["name"]: found["value"].strip("\"'") for found in _ARG.finditer(text)}
    for found in _FROM.finditer(text):
        image = _VARIABLE.sub(lambda named: given.get(named["braced"] or named["plain"], named.group()), found["image"])
        technology, version = product_of(image)
        if found["image"].lower() not in stages and technology not in ("", "scratch"):
            span = line_span(text, found.start(), found.end())
            yield Element(ElementKind.PACKAGE, found["image"], *span, type="base image", technology=technology, version=version)
        stages.add((found["stage"] or "").lower())
    for found in _EXPOSE.finditer(text):
        span = line_span(text, found.start(), found.end())
        yield Element(ElementKind.SETTING, found["port"].strip(), *span, type="port")


def _service(text: str, name: str, service: Node) -> Element:
    image = service.get("image")
    technology, version = product_of(image.text)
    details = [("image", image.text)] if image.text and not technology else []
    details += [("port", port.split(":")[-1]) for port in service.get("ports").texts()[:8]]
    for path in (("restart",), ("deploy", "replicas"), ("mem_limit",), ("deploy", "resources", "limits", "memory")):
        details += [(path[-1], value) for value in service.get(*path).texts()[:1]]
    line = (image.start, image.end) if image else (service.start, service.end)
    start, end = line_span(text, service.start, line[1], otherwise=line)
    return Element(
        ElementKind.SYSTEM, name, start, end, type="service", technology=technology, version=version, details=tuple(details)
    )


def _relations(text: str, name: str, service: Node) -> Iterator[Element]:
    for key in ("depends_on", "links"):
        needed = service.get(key)
        places = dict(needed.items()) if needed.is_mapping else {node.text: node for node in needed.values()}
        for target, node in places.items():
            if target:
                span = line_span(text, node.start, node.end)
                yield Element(ElementKind.RELATION, name, *span, type=key.replace("_", " "), target=target.partition(":")[0])
