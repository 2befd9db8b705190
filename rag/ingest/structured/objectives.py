"""Service levels and alerts: OpenSLO, Sloth, Prometheus rules, Alertmanager, Grafana → what is promised and watched."""

import re
from collections.abc import Iterator

from rag.ingest.element import Element, ElementKind
from rag.ingest.structured.lines import line_span
from rag.ingest.structured.manifest import kept, said
from rag.ingest.structured.nodes import Node, parse

MAX_PANELS = 60
MAX_EXPRESSION = 120  # characters of an expression that are named
_AVAILABLE = re.compile(r"avail|success|error|uptime|verfügbar|requests?[-_ ]?(?:ok|good)|5xx|5\.\.|probe", re.IGNORECASE)
_SLOW = re.compile(r"latenc|duration|fast|slow|durability|fresh|throughput|saturat|_bucket\b", re.IGNORECASE)
_RATIO = re.compile(r"\d+(?:\.\d+)?")
_PAGERS = (
    "pagerduty",
    "opsgenie",
    "victorops",
    "slack",
    "email",
    "msteams",
    "telegram",
    "pushover",
    "webhook",
    "sns",
    "discord",
)


def read_objectives(name: str, text: str) -> Iterator[Element]:
    """Objectives of a Sloth file."""
    for root in parse(text):
        yield from objectives_of(text, root)


def objectives_of(text: str, root: Node) -> Iterator[Element]:
    """Objectives of one document of OpenSLO or Sloth."""
    spec = root.get("spec")
    if spec.get("objectives"):
        yield from _openslo(text, root)
    else:
        yield from _sloth(text, spec if spec.get("slos") else root)


def _openslo(text: str, root: Node) -> Iterator[Element]:
    spec = root.get("spec")
    label = said(root.get("metadata", "name"))
    window = spec.get("timeWindow")
    first = next(window.values(), window)
    period = said(first.get("duration")) or " ".join(filter(None, (said(first.get("count")), said(first.get("unit")))))
    indicator = spec.get("indicator")
    words = f"{label} {said(root.get('metadata', 'displayName'))} {said(spec.get('indicatorRef'))} {_expressions(indicator)}"
    for objective in spec.get("objectives").values():
        target = objective.get("target") or objective.get("targetPercent")
        if _RATIO.fullmatch(said(target)):
            percent = f"{said(target)}%" if objective.get("targetPercent") else said(target)
            yield _objective(text, label, said(spec.get("service")), words, target, percent, period)


def _sloth(text: str, spec: Node) -> Iterator[Element]:
    """Sloth counts in percent, over thirty days unless it is told otherwise."""
    for one in spec.get("slos").values():
        target = one.get("objective")
        if _RATIO.fullmatch(said(target)):
            label = said(one.get("name"))
            words = f"{label} {said(one.get('description'))} {_expressions(one.get('sli'))}"
            yield _objective(text, label, said(spec.get("service")), words, target, f"{said(target)}%", "30d")


def _objective(text: str, label: str, service: str, words: str, target: Node, percent: str, window: str) -> Element:
    """One level; its type says whether it is one of availability."""
    available = _AVAILABLE.search(words) is not None and _SLOW.search(words) is None
    details = kept([("target", percent), ("window", window)])
    span = line_span(text, target.start, target.end)
    type_ = "availability objective" if available else "objective"
    return Element(ElementKind.OBJECTIVE, label or service, *span, type=type_, target=service, details=details)


def _expressions(node: Node) -> str:
    """The first words of all values in a node."""
    found, waiting = "", [node]
    while waiting and len(found) < 10 * MAX_EXPRESSION:
        one = waiting.pop()
        found += f" {one.text[: 4 * MAX_EXPRESSION]}"
        waiting += [*one.values(), *(value for _, value in one.items())]
    return found


def read_alerts(name: str, text: str) -> Iterator[Element]:
    """Alerts of a file of Prometheus rules."""
    for root in parse(text):
        yield from alerts_of(text, root)


def alerts_of(text: str, root: Node) -> Iterator[Element]:
    """Alerts of one document: a file of rules, or an object of Kubernetes that holds them."""
    groups = root.get("groups") or root.get("spec", "groups")
    for group in groups.values():
        for rule in group.get("rules").values():
            alert, expression = rule.get("alert"), rule.get("expr")
            if not said(alert):
                continue
            details = [
                ("severity", said(rule.get("labels", "severity"))),
                ("for", said(rule.get("for"))),
                ("expr", " ".join(expression.text.split())[:MAX_EXPRESSION]),
                ("summary", " ".join(said(rule.get("annotations", "summary")).split())[:MAX_EXPRESSION]),
            ]
            ends = [node.end for node in (alert, expression, rule.get("for")) if node]
            span = line_span(text, alert.start, max(ends), otherwise=(alert.start, alert.end))
            yield Element(ElementKind.OBJECTIVE, alert.text, *span, type="alert", details=kept(details))


def read_alertmanager(name: str, text: str) -> Iterator[Element]:
    """Who is told: the receivers of an Alertmanager configuration, by the service that tells them, without address or key."""
    for root in parse(text):
        for receiver in root.get("receivers").values():
            label = receiver.get("name")
            for pager in _PAGERS:
                if receiver.get(f"{pager}_configs"):
                    span = line_span(text, label.start, label.end) if label else line_span(text, receiver.start, receiver.end)
                    yield Element(ElementKind.INTERFACE, said(label), *span, type="alert receiver", technology=pager)


def read_dashboard(name: str, text: str) -> Iterator[Element]:
    """Title and panels of a Grafana dashboard."""
    for root in parse(text):
        board = root.get("dashboard") if root.get("dashboard") else root
        title = board.get("title")
        if not title.text or not (board.get("panels") or board.get("rows")):
            continue
        yield Element(ElementKind.SYSTEM, title.text, *line_span(text, title.start, title.end), type="Grafana dashboard")
        waiting, count = [*board.get("rows").values(), *board.get("panels").values()][::-1], 0
        while waiting and count < MAX_PANELS:
            panel = waiting.pop()
            waiting += reversed(list(panel.get("panels").values()))
            label, count = panel.get("title"), count + 1
            if label.text and panel.get("type").text != "row":
                units = said(panel.get("fieldConfig", "defaults", "unit"))
                span = line_span(text, label.start, label.end)
                details = kept([("unit", units), ("of", title.text)])
                yield Element(ElementKind.OBJECTIVE, label.text, *span, type="panel", details=details)
