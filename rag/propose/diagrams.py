"""Mermaid diagrams generated from the model: context, container, plan. Validated and drawn by mmdr; labels are escaped."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import mmdr

from rag.propose.draft import Draft
from rag.propose.parts import Flow, Model, Node, build_model
from rag.propose.proposal import BlockType, Claim, Diagram
from rag.propose.wording import counted, join_names, shorten, show_date

MOST_NODES = 20
MOST_IN_ROW = 5
MOST_BAR_NAME = 23  # characters; longer names wrap into the next bar
STYLES = """  classDef person fill:#fbf3e6,stroke:#9a6b1f,color:#221c12
  classDef system fill:#1f3a4d,stroke:#1f3a4d,color:#ffffff
  classDef app fill:#e3edf3,stroke:#1f3a4d,color:#14242f
  classDef edge fill:#e3edf3,stroke:#1f3a4d,color:#14242f
  classDef store fill:#eef3e8,stroke:#55713a,color:#1d2a12
  classDef queue fill:#f3ecf5,stroke:#6e4a7e,color:#2a1831
  classDef external fill:#ffffff,stroke:#6b6b6b,color:#222222
  classDef legacy fill:#e6e6e4,stroke:#77776f,color:#222222"""
THEME = (
    "%%{init: {'theme': 'base', 'flowchart': {'nodeSpacing': 22, 'rankSpacing': 30, 'padding': 7}, 'themeVariables': {"
    "'fontFamily': 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif', "
    "'fontSize': '16px', 'lineColor': '#5d6970', 'primaryTextColor': '#1c2428', "
    "'edgeLabelBackground': '#ffffff', 'clusterBkg': '#f7f8f8', 'clusterBorder': '#b9c2c7'}}}%%"
)
SHAPES = {"store": ('[("', '")]'), "queue": ('[["', '"]]'), "person": ('(["', '"])'), "external": ('["', '"]')}
KINDS = {
    "person": "people",
    "system": "the new system",
    "app": "part of the new system",
    "edge": "part of the new system",
    "store": "data store",
    "queue": "queue",
    "external": "outside system",
    "legacy": "existing system",
}


class InvalidDiagram(ValueError):
    """A generated diagram does not parse; the composer is at fault."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the plan, with ISO dates; a milestone has the same start and end."""

    section: str
    name: str
    start: str
    end: str
    kind: str = ""  # "", crit, milestone


def compose_diagrams(draft: Draft) -> list[BlockType]:
    """Context and container diagram."""
    if not draft.inputs.decision.options:
        return []
    model = build_model(draft)
    return [_context(draft, model), _container(draft, model)]


def _context(draft: Draft, model: Model) -> Diagram:
    people = model.actors
    flows = [Flow(actor.id, "product", "") for actor in people]
    flows += [
        Flow(flow.source or "product", flow.target or "product", flow.label, flow.is_async) for flow in model.neighbour_flows
    ]
    lines = [THEME, "flowchart TB", STYLES, *(_node(node) for node in (*people, model.product, *model.neighbours))]
    lines += _stacked([node.id for node in model.neighbours])
    source = "\n".join([*lines, *(_flow(flow) for flow in flows)])
    alt = draft.say(
        "diagram.context_alt",
        people=join_names(node.name for node in people),
        systems=join_names(node.name for node in model.neighbours) or draft.say("diagram.no_systems"),
    )
    return _diagram(
        draft, "context", draft.say("diagram.context"), source, alt, (*people, model.product, *model.neighbours), model.left_out
    )


def _container(draft: Draft, model: Model) -> Diagram:
    inside = [node for node in model.parts if node.kind != "external"]
    outside = [node for node in model.parts if node.kind == "external"]
    shown = model.neighbours[: max(0, MOST_NODES - len(model.parts) - 1)]
    ids = {node.id for node in shown}
    entry = "adapters" if any(node.id == "adapters" for node in inside) else "app"
    flows = list(model.part_flows)
    flows += [
        Flow(flow.source or entry, flow.target or entry, flow.label, flow.is_async)
        for flow in model.neighbour_flows
        if (flow.source or flow.target) in ids
    ]
    lines = [
        THEME,
        "flowchart TB",
        STYLES,
        f'  subgraph inside["{escape(draft.product)}"]',
        *(f"  {_node(node)}" for node in inside),
        "  end",
    ]
    lines += [_node(node) for node in (*outside, *shown)]
    lines += _stacked([node.id for node in (*outside, *shown)])
    source = "\n".join([*lines, *(_flow(flow) for flow in flows)])
    alt = draft.say("diagram.container_alt", parts=join_names(node.name for node in inside))
    nodes = (*inside, *outside, *shown)
    return _diagram(
        draft,
        "container",
        draft.say("diagram.container"),
        source,
        alt,
        nodes,
        model.left_out + len(model.neighbours) - len(shown),
    )


def _stacked(ids: list[str]) -> list[str]:
    """Invisible links that put boxes into rows of a readable width."""
    return [f"  {first} ~~~ {below}" for first, below in zip(ids, ids[MOST_IN_ROW:], strict=False)]


def _diagram(draft: Draft, id_: str, caption: str, source: str, alt: str, nodes: Sequence[Node], left_out: int) -> Diagram:
    claims: list[Claim] = []
    if left_out > 0:
        text = draft.say("diagram.left_out", count=counted(left_out, "further system"))
        claims.append(draft.ledger.figured(text, "COUNT", {"of": "systems not drawn", "result": left_out}))
    kept = [node for node in nodes if node.system is not None and node.system.disposition == "keep"]
    claims += [
        draft.ledger.cited(draft.say("diagram.kept", system=node.name), node.system.provenance)
        for node in kept
        if node.system is not None and draft.ledger.evidence_of(node.system.provenance)
    ]
    rows = tuple((f"{node.name} ({node.detail})" if node.detail else node.name, KINDS[node.kind], node.does) for node in nodes)
    return Diagram(id=id_, caption=caption, source=source, alt=alt, nodes=rows, svg=draw(source), claims=tuple(claims))


def plan_chart(draft: Draft, bars: Iterable[Bar]) -> Diagram:
    """The plan as a Gantt chart."""
    bars = list(bars)
    lines = ["gantt", "  dateFormat YYYY-MM-DD", "  axisFormat %b %Y"]
    section = ""
    for number, bar in enumerate(bars):
        if bar.section != section:
            section = bar.section
            lines.append(f"  section {plain(section)}")
        tag = f"{bar.kind}, " if bar.kind else ""
        days = 0 if bar.kind == "milestone" else (date.fromisoformat(bar.end) - date.fromisoformat(bar.start)).days
        lines.append(f"  {shorten(plain(bar.name), MOST_BAR_NAME)} :{tag}b{number}, {bar.start}, {days}d")
    source = "\n".join(lines)
    rows = tuple(
        (
            bar.name,
            bar.section,
            show_date(bar.start) if bar.start == bar.end else f"{show_date(bar.start)} to {show_date(bar.end)}",
        )
        for bar in bars
    )
    alt = draft.say(
        "diagram.plan_alt",
        first=show_date(bars[0].start),
        last=show_date(max(bar.end for bar in bars)),
        bars=join_names(bar.name for bar in bars),
    )
    return Diagram(id="plan", caption=draft.say("diagram.plan"), source=source, alt=alt, nodes=rows, svg=draw(source))


def draw(source: str) -> str:
    """The diagram as SVG.

    Raises:
        InvalidDiagram: the source does not parse.
    """
    backend = "mermaid-rs-renderer" if source.startswith("gantt") else "merman"
    try:
        svg = str(mmdr.render(source, backend=backend).svg())
    except ValueError as error:
        raise InvalidDiagram(f"{error}\n{source}") from error
    return svg.replace("opacity:0.5;background-color:#ffffff;fill:#ffffff;", "background-color:#ffffff;fill:#ffffff;")


def escape(text: str) -> str:
    """Text that Mermaid shows as it is inside a quoted label."""
    for character, code in (("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;"), ("%%", "% %")):
        text = text.replace(character, code)
    return " ".join(text.split())


def plain(text: str) -> str:
    """Text for the places of a Gantt chart that know no quotes."""
    return re.sub(r"\s+", " ", re.sub(r"[:;#,%{}<>\"`]", " ", text)).strip() or "–"


def _node(node: Node) -> str:
    opening, closing = SHAPES.get(node.kind, ('["', '"]'))
    label = escape(node.name) + (f"<br/>{escape(node.detail)}" if node.detail else "")
    return f"  {node.id}{opening}{label}{closing}:::{node.kind}"


def _flow(flow: Flow) -> str:
    arrow = "-.->" if flow.is_async else "-->"
    label = f'|"{escape(flow.label)}"|' if flow.label else ""
    return f"  {flow.source} {arrow}{label} {flow.target}"
