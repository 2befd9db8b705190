"""The model that diagrams and tables of parts are drawn from: actors, systems, containers, flows, milestones."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from rag.advise.decision import Pick
from rag.advise.technology import is_made_with
from rag.brief.brief import Brief, Integration, System
from rag.knowledge.containers import PartRow
from rag.propose.draft import Draft
from rag.propose.objective import technology_of
from rag.propose.situation import kept_systems, names_of, replaced_systems, user_groups, weighty
from rag.propose.wording import shorten

COUNTED = re.compile(r"\d[\d,.]* \w+.*s\b")  # “46 key accounts”: many partners, not a system
SMS = "sms"  # among the clients: some are reached by text message
GATEWAY = re.compile(r"sms|ussd|twilio|text message", re.IGNORECASE)
MOST_ACTORS = 4
MOST_NEIGHBOURS = 12
MOST_NAME = 60  # characters of a group of users
MOST_LABEL = 40  # characters of a line in a box
CLAUSES = (" with ", " by ", " through ", " into ", " for ", " that ", " which ", " and ", " in ", " on ")


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
    made: str = ""  # with what, where nothing was picked for it
    names: tuple[str, ...] = ()  # of a connected system: what interfaces call it, in small letters


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

    @property
    def entry(self) -> str:
        """The part that talks to other systems."""
        return "adapters" if any(node.id == "adapters" for node in self.parts) else "app"

    def part(self, id_: str) -> Node | None:
        """The part with this id, where the design has it."""
        return next((node for node in self.parts if node.id == id_), None)


def build_model(draft: Draft) -> Model:
    """The design as boxes and arrows."""
    parts = _parts(draft)
    neighbours, left_out = _neighbours(draft)
    ids = {node.id for node in parts}
    rows = {row.id: row for row in draft.knowledge.containers.parts}
    on_one = draft.values.get("alone") is True
    flows = [
        Flow(node.id, flow.part, flow.within if on_one and flow.within is not None else flow.label, flow.later)
        for node in parts
        for flow in rows[node.id].to
        if flow.part in ids and ids.isdisjoint(flow.unless) and _is_of(draft, flow.styles)
    ]
    product = Node("product", draft.product, "system", draft.say("diagram.product"))
    return Model(
        tuple(_actors(draft)), product, tuple(parts), neighbours, tuple(flows), _neighbour_flows(draft, neighbours), left_out
    )


def _actors(draft: Draft) -> list[Node]:
    words = draft.knowledge.phrases.phrases["values"]
    found = []
    for number, item in enumerate(user_groups(draft.inputs.brief)):
        name = str(item.get("name") or item.get("kind") or "") if isinstance(item, Mapping) else str(item)
        kind = str(item.get("kind") or "") if isinstance(item, Mapping) else ""
        if name and number < MOST_ACTORS:
            found.append(
                Node(
                    f"u{number}",
                    shorten(name.replace("_", " "), MOST_NAME),
                    "person",
                    draft.say("diagram.actor"),
                    words.get(kind, kind) if kind != name else "",
                )
            )
    return found or [Node("u0", draft.say("diagram.users"), "person", draft.say("diagram.actor"))]


def _parts(draft: Draft) -> list[Node]:
    picks = {
        pick.component.lower(): pick
        for pick in draft.inputs.decision.picks
        if pick.name.lower() not in draft.knowledge.containers.never
    }
    found: list[Node] = []
    for row in draft.knowledge.containers.parts:
        if not _is_of(draft, row.styles) or (row.unless is not None and row.unless.holds(draft.values) is True):
            continue
        pick = next((picks[name] for name in row.components if name in picks), None)
        wanted = row.when is not None and row.when.holds(draft.values) is True
        if pick is not None or row.always or wanted:
            named = any(node.pick is pick for node in found)
            found.append(_part(draft, row, pick, is_named=named))
    return found


def _part(draft: Draft, row: PartRow, pick: Pick | None, *, is_named: bool) -> Node:
    """A part; its technology stands in the first box only that shares it."""
    style = str(draft.values.get("style", ""))
    name, does = row.sense(style)
    name = name.format(product=draft.application)
    return Node(
        row.id,
        name,
        row.kind,
        does,
        label_of_pick(pick) if pick and not is_named else "",
        pick=pick,
        made=row.made_under(style),
    )


def _is_of(draft: Draft, styles: Collection[str]) -> bool:
    """Whether something is drawn under the recommended base style."""
    return not styles or draft.values.get("style") in styles


def label_of_pick(pick: Pick) -> str:
    """The name of a technology as it fits into a box: its first clause, cut where a further one begins."""
    name = pick.name.split(", ")[0]
    while len(name) > MOST_LABEL and (cut := max(name.rfind(word) for word in CLAUSES)) > 0:
        name = name[:cut]
    return shorten(re.split(r" (?:that|which) ", name)[0], MOST_LABEL)


def _neighbours(draft: Draft) -> tuple[tuple[Node, ...], int]:
    """Systems that stay or are undecided, then connected ones that nobody described; each once, whatever it is called."""
    brief = draft.inputs.brief
    interfaces = {integration.system.lower() for integration in brief.integrations}
    kept = [s for s in kept_systems(brief) if s.disposition == "keep" or s.is_legacy or interfaces & set(s.names)]
    gone = {system.name.lower() for system in replaced_systems(brief)}
    kept = [s for s in kept if s.disposition == "keep" or not _is_one_of(s, gone)]
    kept = sorted(weighty(kept, brief), key=lambda s: s.disposition != "keep")
    kept = [s for s in kept if not is_made_with(s, draft.inputs.decision.picks)]
    kept = _each_once([s for s in kept if s.disposition == "keep" or not _names_others(s, brief)])
    nodes = [_neighbour(draft, system) for system in kept]
    known = {name for node in nodes for name in node.names}
    for integration in brief.integrations:
        name = integration.system.lower()
        if name not in known and not is_made_with(System(name=integration.system), draft.inputs.decision.picks):
            known.add(name)
            is_group = COUNTED.match(integration.system) is not None
            kind, phrase = ("person", "diagram.partners") if is_group else ("external", "diagram.outside")
            detail = "" if is_group else integration.protocol  # which stands on the arrow
            nodes.append(Node("", integration.system, kind, draft.say(phrase), detail, names=(name,)))
    if SMS in names_of(brief.value("cap.client")) and not any(GATEWAY.search(node.name) for node in nodes):
        nodes.append(Node("", draft.say("diagram.sms"), "external", draft.say("diagram.outside")))
    numbered = tuple(
        replace(node, id=f"s{number}", name=shorten(node.name, MOST_LABEL), detail=shorten(node.detail, MOST_LABEL))
        for number, node in enumerate(nodes[:MOST_NEIGHBOURS])
    )
    return numbered, len(nodes) - len(numbered)


def _neighbour(draft: Draft, system: System) -> Node:
    does = (
        draft.say(draft.either("diagram.stays", "diagram.stays_bought"))
        if system.disposition == "keep"
        else draft.say("diagram.undecided")
    )
    kind = "legacy" if system.is_legacy or system.disposition == "keep" else "external"
    detail = technology_of(system) if system.technology else ""
    return Node("", system.name, kind, does, detail, system=system, names=system.names)


def _is_one_of(system: System, gone: set[str]) -> bool:
    """Whether a system is one of those that leave, by its name or by the end of it: the portal, of “Orders portal”."""
    return not gone.isdisjoint(system.names) or any(name.endswith(f" {system.name.lower()}") for name in gone)


def _each_once(systems: list[System]) -> list[System]:
    """Without those that are only the product's name of another one, which takes over what is known of them."""
    found: dict[str, System] = {}
    for system in systems:
        fuller = next((s for s in systems if s is not system and _is_product_of(system, s)), None)
        if fuller is None:
            found.setdefault(system.name, system)
        else:
            sources = (*system.provenance, *fuller.provenance)
            hard = system.disposition_hard or fuller.disposition_hard
            merged = fuller.model_copy(update={"provenance": sources, "disposition_hard": hard})
            found[fuller.name] = merged
    return list(found.values())


def _is_product_of(system: System, other: System) -> bool:
    own = system.name.lower()
    return own != other.name.lower() and own in other.names and system.technology.lower() in ("", own)


def interfaces_of(draft: Draft, node: Node) -> list[Integration]:
    """The interfaces of a connected system, without those that run through something that is to go."""
    found = [one for one in draft.inputs.brief.integrations if one.system.lower() in node.names]
    gone = {(s.technology or s.name).lower().split()[0] for s in replaced_systems(draft.inputs.brief) if s.technology or s.name}
    lasting = [one for one in found if gone.isdisjoint(re.findall(r"\w+", one.protocol.lower()))]
    return lasting or found


def _names_others(system: System, brief: Brief) -> bool:
    """Whether its name is a list of other systems, as a sentence about several of them leaves behind."""
    own = system.name.lower()
    return "," in own and any(other.name.lower() in own for other in brief.systems if other.name != system.name)


def _neighbour_flows(draft: Draft, neighbours: tuple[Node, ...]) -> tuple[Flow, ...]:
    flows = []
    for node in neighbours:
        integration = next(iter(interfaces_of(draft, node)), None)
        protocol = integration.protocol if integration else ""
        frequency = integration.frequency if integration else ""
        parts = [protocol] if frequency.lower() in protocol.lower() else [protocol, frequency]
        label = ", ".join(part for part in parts if part)  # none: the interface is not known
        later = any(word in label.lower() for word in ("nightly", "batch", "daily", "file", "cdc", "queue", "mq", "event"))
        inbound = integration is not None and integration.direction.lower() in ("in", "inbound", "read", "from")
        flows.append(Flow(node.id, "", shorten(label, 32), later) if inbound else Flow("", node.id, shorten(label, 32), later))
    return tuple(flows)
