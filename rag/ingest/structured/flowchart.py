"""Mermaid flowcharts → nodes with their labels and groups, and the links between them."""

import re
from collections.abc import Iterator, Sequence

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import given, line_span

_NODE = re.compile(
    r"[ \t]*(?P<id>\w+(?:[.-]\w+)*+)"
    r"(?:@\{(?P<data>[^{}]*)\}|(?P<open>[\[({>][\[({/\\|]{0,2})(?:\"(?P<quoted>[^\"]*)\"|(?P<said>[^\[\](){}\"|]*))[\])}/\\|]{1,3})?(?::::?\w+)?"
)
_WORDED_LINK = re.compile(
    r"[ \t]*[<xo]?(?:--|==|-\.)[ \t]+(?P<label>\S.{0,200}?)[ \t]+(?:-{2,}|={2,}|\.{1,9}-)[>xo]?(?=[\s\w])"
)
_LINK = re.compile(r"[ \t]*[<xo]?(?:-{2,}|={2,}|-\.{1,9}-?|~{3,})[>xo]?[ \t]*(?:\|[ \t]*\"?(?P<label>[^|\"]*)\"?\|)?")
_AND = re.compile(r"[ \t]*&")
_GROUP = re.compile(r"^subgraph[ \t]+(?:(?P<id>[\w.-]+)[ \t]*\[\"?(?P<title>[^\]\"]+)\"?\]|\"?(?P<bare>[^\"\[\]]+?)\"?)[ \t]*$")
_OTHER = re.compile(r"^(?:classDef|class|style|linkStyle|click|direction|accTitle|accDescr)\b")
_LABEL = re.compile(r"label:[ \t]*\"?([^\",]+)")

Link = tuple[list[str], list[str], str]  # ids it comes from, ids it leads to, label


def read_flowchart(text: str, lines: Sequence[tuple[int, str]]) -> Iterator[Element]:
    """Elements of the lines of a flowchart, which come with the offsets where they start."""
    labels: dict[str, str] = {}
    links: list[tuple[int, str, Link]] = []
    groups: list[str] = []
    for start, line in lines:
        group = _GROUP.match(line)
        if group:
            groups.append((group["title"] or group["bare"] or group["id"] or "").strip())
            span = line_span(text, start, start + len(line))
            yield Element(ElementKind.SYSTEM, groups[-1], *span, type="subgraph", details=given(("in", "".join(groups[-2:-1]))))
        elif line == "end" and groups:
            groups.pop()
        elif not _OTHER.match(line):
            nodes, found = _statement(line)
            links += [(start, line, link) for link in found]
            for node in nodes:
                if _said(node) and node["id"] not in labels:
                    labels[node["id"]] = _said(node)
                    yield _node(text, start, line, node, groups)
    for start, line, (sources, targets, label) in links:
        for source in sources:
            for target in targets:
                span = line_span(text, start, start + len(line))
                ends = labels.get(source, source), labels.get(target, target)
                details = given(("label", label))
                yield Element(ElementKind.RELATION, ends[0], *span, type="link", target=ends[1], details=details)


def _statement(line: str) -> tuple[list[re.Match[str]], list[Link]]:
    """The nodes of a line, and its links: "a & b --> c -- yes --> d" has four and three."""
    nodes, last, links, label, at = list[re.Match[str]](), list[str](), list[Link](), "", 0
    while True:
        ends: list[str] = []
        while (node := _NODE.match(line, at)) is not None:
            nodes.append(node)
            ends.append(node["id"])
            joined = _AND.match(line, node.end())
            at = joined.end() if joined else node.end()
            if not joined:
                break
        if last and ends:
            links.append((last[:20], ends[:20], label))
        link = (_WORDED_LINK.match(line, at) or _LINK.match(line, at)) if ends else None
        if link is None:
            return nodes, links
        last, label, at = ends, _plain(link["label"] or ""), link.end()


def _said(node: re.Match[str]) -> str:
    data = _LABEL.search(node["data"] or "")
    return _plain(data.group(1) if data else node["quoted"] or node["said"] or "")


def _node(text: str, start: int, line: str, node: re.Match[str], groups: Sequence[str]) -> Element:
    is_store = (node["open"] or "").startswith("[(")
    kind = ElementKind.DATA if is_store else ElementKind.SYSTEM
    span = line_span(text, start, start + len(line))
    return Element(kind, _said(node), *span, type="store" if is_store else "node", details=given(("in", "".join(groups[-1:]))))


def _plain(label: str) -> str:
    """A label on one line, without markup."""
    return " ".join(re.sub(r"<[^<>]{0,200}>|\\n|[`*]", " ", label).split())
