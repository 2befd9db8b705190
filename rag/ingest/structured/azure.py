"""ARM templates and Bicep files → resources with places, sizes and versions, and what refers to what."""

import re
from collections.abc import Iterator, Mapping

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.nodes import Node, parse
from rag.ingest.structured.resources import MAX_VALUE, Value, resource

_SECRET = re.compile(r"pass|secret|token|credential|key", re.IGNORECASE)
_PARAMETER = re.compile(r"\[\s*(?:parameters|variables)\(\s*'([^']+)'\s*\)\s*\]")
_HEADER = re.compile(
    r"^[ \t]*(?P<what>resource|module)[ \t]+(?P<name>\w+)[ \t]+"
    r"'(?P<type>[^'@\n]+)(?:@[^'\n]*)?'(?P<old>[ \t]+existing)?[ \t]*=",
    re.MULTILINE,
)
_LINE = re.compile(r"^[ \t]*(?P<name>\w+)[ \t]*:[ \t]*(?P<value>[^\s{\[][^\n]*?)[ \t]*(?://[^\n]*)?\r?$", re.MULTILINE)
_PARAM = re.compile(r"^[ \t]*param[ \t]+(?P<name>\w+)[ \t]+\w+[ \t]*=[ \t]*'?(?P<value>[^'\n{\[(]+?)'?[ \t]*\r?$", re.MULTILINE)
_WORD = re.compile(r"(?<![\w.'])([A-Za-z_]\w*)\b(?=\.(?:id|name|properties|outputs)|[ \t]*$)", re.MULTILINE)


def read_arm(name: str, text: str) -> Iterator[Element]:
    """Elements of an ARM template (JSON)."""
    for root in parse(text):
        defaults = {key: node.get("defaultValue").text for key, node in root.get("parameters").items()}
        defaults |= {key: node.text for key, node in root.get("variables").items() if node.kind == "scalar"}
        waiting = [*reversed(list(root.get("resources").values())), *(node for _, node in root.get("resources").items())]
        while waiting:
            node = waiting.pop()
            type_, label = node.get("type"), node.get("name")
            if type_.text and label:
                header = (min(type_.start, label.start), max(type_.end, label.end))
                name_ = _resolved(label.text, defaults) or label.text[:MAX_VALUE]
                yield resource(text, type_.text, name_, header, _values(node, defaults))
                yield from _needs(text, name_, node)
            waiting += reversed(list(node.get("resources").values()))


def _resolved(value: str, defaults: Mapping[str, str]) -> str:
    """A plain value, or the default of the parameter that it names; "" for what has to be computed."""
    found = _PARAMETER.fullmatch(value)
    value = defaults.get(found.group(1), "") if found else value
    return "" if value.startswith("[") else value


def _values(node: Node, defaults: Mapping[str, str]) -> Iterator[Value]:
    waiting = [(key, value) for key, value in reversed(list(node.items())) if key not in ("resources", "type", "apiVersion")]
    while waiting:
        name, value = waiting.pop()
        if value.kind == "scalar" and (text := _resolved(value.text, defaults)):
            yield Value(name, text, value.start, value.end)
        waiting += reversed([(f"sku {key}" if (name, key) == ("sku", "name") else key, part) for key, part in value.items()])


def _needs(text: str, name: str, node: Node) -> Iterator[Element]:
    for needed in node.get("dependsOn").values():
        parts = re.findall(r"'([^']+)'", needed.text) or [needed.text]
        if parts[-1]:
            span = line_span(text, needed.start, needed.end)
            target = " ".join(parts)[:MAX_VALUE]
            yield Element(ElementKind.RELATION, name, *span, type="depends on", target=target)


def read_bicep(name: str, text: str) -> Iterator[Element]:
    """Elements of a Bicep file: what stands between one header and the next belongs to the first."""
    defaults: dict[str, str] = {}
    for found in _PARAM.finditer(text):
        if not _SECRET.search(found["name"]) and "@" not in found["value"]:
            defaults[found["name"]] = found["value"]
            span = line_span(text, found.start("name"), found.end())
            details = (("value", found["value"][:MAX_VALUE]),)
            yield Element(ElementKind.SETTING, found["name"], *span, type="parameter", details=details)
    headers = list(_HEADER.finditer(text))
    symbols = {found["name"] for found in headers}
    for index, found in enumerate(headers):
        end = headers[index + 1].start() if index + 1 < len(headers) else len(text)
        lines = list(_LINE.finditer(text, found.end(), end))
        values = [Value(one["name"], _plain(one["value"], defaults), one.start("name"), one.end()) for one in lines]
        if not found["old"]:
            type_ = "module" if found["what"] == "module" else found["type"]
            source = [Value("source", found["type"], found.start(), found.end())] if type_ == "module" else []
            yield resource(text, type_, found["name"], (found.start("what"), found.end()), [*source, *values])
        seen = {found["name"]}
        for one in lines:
            for target in _WORD.findall(one["value"]):
                if target in symbols and target not in seen:
                    seen.add(target)
                    span = line_span(text, one.start("name"), one.end())
                    yield Element(ElementKind.RELATION, found["name"], *span, type=f"refers to ({one['name']})", target=target)


def _plain(value: str, defaults: Mapping[str, str]) -> str:
    if value.startswith("'") and value.endswith("'") and len(value) > 1:
        return value[1:-1]
    return defaults.get(value, value if len(value) <= MAX_VALUE else "")
