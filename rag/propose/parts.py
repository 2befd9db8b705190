"""The model that diagrams and tables of parts are drawn from: actors, systems, containers, flows, milestones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rag.advise.decision import Pick
from rag.brief.brief import Brief, System
from rag.knowledge.containers import PartRow
from rag.propose.draft import Draft
from rag.propose.objective import technology_of
from rag.propose.situation import kept_systems, weighty
from rag.propose.wording import shorten

MOST_ACTORS = 4
MOST_NEIGHBOURS = 9


@dataclass(frozen=True, slots=True)
class Node:
    """A box."""

    id: str
    name: str
    kind: str  # person, system, app, store, queue, edge, external, legacy
    does: str
    detail: str = ""  # second line of the label
    system: System | None = None
    pick: Pick | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow."""

    source: str
    target: str
    label: str
    is_async: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """What is drawn."""

    actors: tuple[Node, ...]
    product: Node
    parts: tuple[Node, ...]
    neighbours: tuple[Node, ...]  # systems that stay, and outside ones
    part_flows: tuple[Flow, ...]
    neighbour_flows: tuple[Flow, ...] = field(default=())
    left_out: int = 0  # neighbours that are not drawn


def build_model(draft: Draft) -> Model:
    """The design as boxes and arrows."""
    parts = _parts(draft)
    neighbours, left_out = _neighbours(draft)
    ids = {node.id for node in parts}
    rows = {row.id: row for row in draft.knowledge.containers.parts}
    flows = [
        Flow(node.id, flow.part, flow.label, flow.later)
        for node in parts
        for flow in rows[node.id].to
        if flow.part in ids and flow.unless not in ids
    ]
    product = Node("product", draft.product, "system", draft.say("diagram.product"))
    return Model(
        tuple(_actors(draft)), product, tuple(parts), neighbours, tuple(flows), _neighbour_flows(draft, neighbours), left_out
    )


def _actors(draft: Draft) -> list[Node]:
    segments = draft.inputs.brief.value("users.segments") or []
    found = []
    for number, item in enumerate(segments if isinstance(segments, list | tuple) else [segments]):
        name = str(item.get("name") or item.get("kind") or "") if isinstance(item, Mapping) else str(item)
        kind = str(item.get("kind") or "") if isinstance(item, Mapping) else ""
        if name and number < MOST_ACTORS:
            found.append(
                Node(
                    f"u{number}",
                    shorten(name.replace("_", " "), 40),
                    "person",
                    draft.say("diagram.actor"),
                    kind if kind != name else "",
                )
            )
    return found or [Node("u0", draft.say("diagram.users"), "person", draft.say("diagram.actor"))]


def _parts(draft: Draft) -> list[Node]:
    picks = {
        pick.component.lower(): pick
        for pick in draft.inputs.decision.picks
        if pick.name.lower() not in draft.knowledge.containers.never
    }
    found = []
    for row in draft.knowledge.containers.parts:
        pick = next((picks[name] for name in row.components if name in picks), None)
        wanted = row.when is not None and row.when.holds(draft.values) is True
        if pick is not None or row.always or wanted:
            found.append(_part(draft, row, pick))
    return found


def _part(draft: Draft, row: PartRow, pick: Pick | None) -> Node:
    name = row.name.format(product=draft.product)
    return Node(row.id, name, row.kind, row.does, shorten(pick.name, 40) if pick else "", pick=pick)


def _neighbours(draft: Draft) -> tuple[tuple[Node, ...], int]:
    brief = draft.inputs.brief
    protocols: dict[str, Any] = {integration.system.lower(): integration for integration in brief.integrations}
    nodes: dict[str, Node] = {}
    kept = [s for s in kept_systems(brief) if s.disposition == "keep" or s.is_legacy or s.name.lower() in protocols]
    kept = sorted(weighty(kept, brief), key=lambda s: s.disposition != "keep")
    kept = [s for s in kept if s.disposition == "keep" or not _names_others(s, brief)]
    for system in kept:
        does = draft.say("diagram.stays") if system.disposition == "keep" else draft.say("diagram.undecided")
        kind = "legacy" if system.is_legacy or system.disposition == "keep" else "external"
        nodes.setdefault(
            system.name.lower(),
            Node("", system.name, kind, does, technology_of(system) if system.technology else "", system=system),
        )
    for integration in brief.integrations:
        nodes.setdefault(
            integration.system.lower(),
            Node("", integration.system, "external", draft.say("diagram.outside"), integration.protocol),
        )
    chosen = list(nodes.values())[:MOST_NEIGHBOURS]
    numbered = tuple(
        Node(f"s{number}", shorten(node.name, 40), node.kind, node.does, shorten(node.detail, 40), node.system)
        for number, node in enumerate(chosen)
    )
    return numbered, len(nodes) - len(numbered)


def _names_others(system: System, brief: Brief) -> bool:
    """Whether its name is a list of other systems, as a sentence about several of them leaves behind."""
    own = system.name.lower()
    return "," in own and any(other.name.lower() in own for other in brief.systems if other.name != system.name)


def _neighbour_flows(draft: Draft, neighbours: tuple[Node, ...]) -> tuple[Flow, ...]:
    integrations = {integration.system.lower(): integration for integration in draft.inputs.brief.integrations}
    flows = []
    for node in neighbours:
        integration = integrations.get((node.system.name if node.system else node.name).lower())
        protocol = integration.protocol if integration else ""
        frequency = integration.frequency if integration else ""
        parts = [protocol] if frequency.lower() in protocol.lower() else [protocol, frequency]
        label = ", ".join(part for part in parts if part) or draft.say("diagram.adapter")
        later = any(word in label.lower() for word in ("nightly", "batch", "daily", "file", "cdc", "queue", "mq", "event"))
        inbound = integration is not None and integration.direction.lower() in ("in", "inbound", "read", "from")
        flows.append(Flow(node.id, "", shorten(label, 32), later) if inbound else Flow("", node.id, shorten(label, 32), later))
    return tuple(flows)
