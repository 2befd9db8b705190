"""Which kinds of data cross which boundary of trust, and what stands at it: the picture that threats are looked for in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.brief.brief import Provenance
from rag.knowledge.diagrams import ALL
from rag.propose.diagrams.mermaid import arrow, box, draw, flowchart, framed, stacked
from rag.propose.diagrams.picture import GATHERED, gathered
from rag.propose.draft import Draft
from rag.propose.parts import Flow, Model, Node, label_of_pick
from rag.propose.proposal import Claim, Diagram
from rag.propose.situation import names_of
from rag.propose.wording import shorten, upper_first

ZONE = "fill:#fffdf8,stroke:#a0522d,stroke-dasharray:6 4"
KEPT_ZONE = "fill:#f3f3f1,stroke:#a0522d,stroke-dasharray:6 4"
MOST_NEIGHBOURS = 4
UNNAMED = "?"  # on an arrow whose data no source names
MOST_LABEL = 40  # characters of the kinds of data on an arrow


@dataclass(frozen=True, slots=True)
class Crossing:
    """Data that cross a boundary."""

    source: str
    target: str
    data: str
    control: str
    label: str  # what of it stands on the arrow


def data_flow(draft: Draft, model: Model) -> Diagram | None:
    """The crossings of this design; None where nobody has said which kinds of data there are."""
    if not draft.inputs.brief.is_known("data.classes"):
        return None
    nodes = _nodes(draft, model)
    named = {node.id: [name for name, _ in _sources_with(draft, node)] for node in model.neighbours}
    neighbours = gathered(draft, sorted(model.neighbours, key=lambda node: not named[node.id]), MOST_NEIGHBOURS)
    alone = {node.id for node in neighbours}
    named[GATHERED] = [name for id_, names in named.items() if id_ not in alone for name in names]
    crossings = list(_crossings(draft, nodes, neighbours, named))
    used = {end for crossing in crossings for end in (crossing.source, crossing.target)}
    lines: list[str] = []
    for zone in draft.knowledge.diagrams.zones:
        held = [nodes[part] for part in zone.parts if part in used]
        lines += framed(zone.id, zone.title.format(product=draft.product), list(map(box, held)), ZONE)
        lines += stacked([node.id for node in held if zone.is_stacked], 1)
    lines += framed("systems", draft.say("diagram.zone_systems"), list(map(box, neighbours)), KEPT_ZONE)
    lines += stacked([node.id for node in neighbours], 1)
    flows = [
        Flow(crossing.source, crossing.target, f"{number} {shorten(crossing.label, MOST_LABEL)}")
        for number, crossing in enumerate(crossings, start=1)
    ]
    source = flowchart([*lines, *map(arrow, flows)])
    known = {**nodes, **{node.id: node for node in neighbours}}
    rows = tuple(
        (f"{number} {known[c.source].name} → {known[c.target].name}", upper_first(c.data), upper_first(c.control))
        for number, c in enumerate(crossings, start=1)
    )
    return Diagram(
        id="data-flow",
        caption=draft.say("picture.data-flow"),
        source=source,
        alt=draft.say("diagram.data_flow_alt", count=len(crossings)),
        nodes=rows,
        header=("Crossing", "Data", "Protection"),
        svg=draw(source),
        claims=tuple(_claims(draft, model)),
    )


def _classes(draft: Draft) -> list[str]:
    return [name.replace("_", " ") for name in names_of(draft.inputs.brief.value("data.classes"), "class")]


def _nodes(draft: Draft, model: Model) -> dict[str, Node]:
    """The ends that a crossing may have, by id."""
    names = shorten(", ".join(node.name for node in model.actors), MOST_LABEL)
    objects = next((pick for pick in draft.inputs.decision.picks if pick.component == "objects"), None)
    backups = Node("backups", draft.say("diagram.backups"), "store", "", label_of_pick(objects) if objects else "")
    own = {node.id: node for node in model.parts}
    return {**own, "people": Node("people", names, "person", ""), "backups": backups}


def _crossings(
    draft: Draft, nodes: Mapping[str, Node], neighbours: Sequence[Node], named: Mapping[str, Sequence[str]]
) -> Iterator[Crossing]:
    """Every crossing of the table whose ends the design has; `named`: system → kinds of data that a source names with it."""
    everything = ", ".join(_classes(draft))
    for row in draft.knowledge.diagrams.crossings:
        if row.by == "neighbours":
            for node in neighbours:
                data = ", ".join(dict.fromkeys(named[node.id]))
                yield Crossing("app", node.id, data or draft.say("diagram.unnamed_data"), row.control, data or UNNAMED)
        elif row.by in nodes and row.to in nodes and row.unless not in nodes:
            data = everything if row.carries == ALL else row.carries
            yield Crossing(row.by, row.to, data, row.control, data)


def _sources_with(draft: Draft, node: Node) -> Iterator[tuple[str, Provenance]]:
    """Kind of data, and the quotation that names it together with the system."""
    field = draft.inputs.brief.fields["data.classes"]
    for name, sources in zip(_classes(draft), field.item_provenance, strict=False):
        for source in sources:
            quote = source.citation.quote.lower() if source.citation is not None else ""
            if any(known in quote for known in node.names):
                yield name, source
                break


def _claims(draft: Draft, model: Model) -> list[Claim]:
    """Which kinds of data are named with a system, and that the rest has to be asked."""
    claims: list[Claim] = []
    unnamed = []
    for node in model.neighbours:
        found = list(_sources_with(draft, node))
        for name, source in found:
            claims.append(
                draft.ledger.cited(draft.say("diagram.named_with", data=upper_first(name), system=node.name), [source])
            )
        if not found:
            unnamed.append(node)
    if unnamed:
        trace = f"brief: data.classes and the quotations behind it, {len(unnamed)} systems"
        claims.append(draft.ledger.judged(draft.say("diagram.ask_data"), trace, fields=("data.classes",)))
    return claims
