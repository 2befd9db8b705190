"""What runs where: the edge, the first place with its parts and sizes, the second place, backups, and the systems of today."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rag.advise.wording import approximate, show_number
from rag.knowledge.diagrams import PlaceRow, SecondPlaceRow
from rag.propose.capacity import figure_claim
from rag.propose.diagrams.mermaid import arrow, box, flowchart, framed
from rag.propose.diagrams.picture import GATHERED, MOST_NODES, diagram_of, full_name, gathered
from rag.propose.draft import Draft
from rag.propose.parts import MOST_LABEL, Flow, Model, Node, label_of_pick
from rag.propose.proposal import Claim, Diagram
from rag.propose.slo import recovery_tier
from rag.propose.wording import RULES, join_names, lower_first, shorten, upper_first

SIZE = "instances_m24"  # the figure that says how many instances run at peak
KEPT_FRAME = "fill:#f3f3f1,stroke:#77776f"
BOUNDARY = "fill:#fffdf8,stroke:#9a6b1f,stroke-dasharray:6 4"
MOST_TODAY = 4  # boxes for systems of today


def deployment(draft: Draft, model: Model) -> Diagram | None:
    """The places that the design runs in; None where neither place nor size is known."""
    hosting = next((pick for pick in draft.inputs.decision.picks if pick.component == "hosting"), None)
    if hosting is None and draft.inputs.sizing is None:
        return None
    place, frames = _place(draft), {row.id: row.frame for row in draft.knowledge.containers.parts}
    title = upper_first(label_of_pick(hosting)) if hosting else draft.say("diagram.some_place")
    parts, second, backups = list(_sized(draft, model)), _second(draft, model), _backups(draft)
    title = f"{title}, {place.main}" if second else title
    boxes, home = _boxes(draft, parts)
    shared = [node for frame in boxes.values() for node in frame]
    today = gathered(draft, model.neighbours, max(1, min(MOST_TODAY, MOST_NODES - len(shared) - len(second) - 2)))
    people = _people(draft, model)
    held = framed("main", title, list(map(box, (*boxes["runtime"], *boxes["data"]))))
    held += framed("second", place.second, list(map(box, second)))
    held += list(map(box, (*boxes["services"], backups)))
    residency = _residency(draft)
    lines = list(map(box, (people, *boxes["edge"], *boxes["sites"])))
    lines += framed("boundary", residency, held, BOUNDARY) if residency else held
    lines += framed("today", place.today, list(map(box, today)), KEPT_FRAME)
    flows = _merged(_flows(draft, model, {node.id for node in (*parts, *second, *today)}), home)
    alt = draft.say(
        "diagram.deployment_alt",
        place=title,
        parts=join_names(node.name for frame in ("runtime", "data") for node in parts if frames[node.id] == frame),
        second=draft.say(
            "diagram.stands_ready", parts=join_names(node.name for node in second), place=lower_first(place.second)
        )
        if second
        else draft.say("diagram.nothing_ready"),
    )
    nodes = (people, *parts, *second, backups, *today)
    drawn = diagram_of(draft, "deployment", flowchart([*lines, *map(arrow, flows)]), alt, nodes, _claims(draft))
    return drawn.model_copy(update={"is_told": True})  # its sentence says what is where, the building blocks what each does


def _boxes(draft: Draft, parts: Iterable[Node]) -> tuple[dict[str, list[Node]], dict[str, str]]:
    """Frame → its boxes, and part → the box it is in: the smaller parts of a frame share one."""
    frames = {row.id: row.frame for row in draft.knowledge.containers.parts}
    single = draft.knowledge.diagrams.single
    boxes: dict[str, list[Node]] = {frame: [] for frame in ("edge", "sites", "runtime", "data", "services")}
    for node in parts:
        if node.id in single:
            boxes[frames[node.id]].append(node)
    home = {}
    for frame, held in boxes.items():
        rest = [node for node in parts if frames[node.id] == frame and node.id not in single]
        if rest:
            id_ = rest[0].id if len(rest) == 1 else f"{frame}_rest"
            detail = rest[0].detail if len(rest) == 1 else ""
            held.append(
                replace(rest[0], id=id_, name=", ".join(map(full_name, rest)) if len(rest) > 1 else rest[0].name, detail=detail)
            )
            home.update({node.id: id_ for node in rest})
    return boxes, home


def _merged(flows: Iterable[Flow], home: Mapping[str, str]) -> list[Flow]:
    """Flows between boxes; of several between the same two, one with all labels."""
    found: dict[tuple[str, str], Flow] = {}
    for flow in flows:
        ends = (home.get(flow.source, flow.source), home.get(flow.target, flow.target))
        if ends[0] == ends[1]:
            continue
        before = found.get(ends)
        labels = dict.fromkeys([*(before.label.split(", ") if before else ()), flow.label])
        label = ", ".join(label for label in labels if label)
        found[ends] = Flow(*ends, label, flow.is_async and (before is None or before.is_async))
    return list(found.values())


def _place(draft: Draft) -> PlaceRow:
    hosting = draft.values.get("hosting")
    return next(row for row in draft.knowledge.diagrams.places if hosting in row.hosting or not row.hosting)


def _people(draft: Draft, model: Model) -> Node:
    names = shorten(", ".join(node.name for node in model.actors), 2 * MOST_LABEL)
    return Node("people", names, "person", draft.say("diagram.actor"), draft.say("diagram.devices"))


def _sized(draft: Draft, model: Model) -> Iterable[Node]:
    """The parts with how many of them run, as far as that was computed; what runs on people's devices is not hosted."""
    sizing, frames = draft.inputs.sizing, {row.id: row.frame for row in draft.knowledge.containers.parts}
    size = sizing.figure(SIZE) if sizing is not None and _is_sized(draft) else None
    for node in model.parts:
        if frames[node.id] == "people":
            continue
        detail = node.detail
        if node.id == "app" and size is not None:
            runtime = next((pick for pick in draft.inputs.decision.picks if pick.component == "runtime"), None)
            where = label_of_pick(runtime) if runtime else draft.say("diagram.runtime")
            detail = draft.say("diagram.size", count=show_number(approximate(size.value)), where=where)
        elif (
            node.id == "database"
            and sizing is not None
            and _is_sized(draft)
            and sizing.horizons[-1].reference.deployment.has_standby
        ):
            detail = draft.say("diagram.standby", name=node.detail)
        yield Node(node.id, node.name, node.kind, node.does, detail, pick=node.pick)


def _is_own(draft: Draft) -> bool:
    """Whether the company runs the application; a bought product is run by its vendor."""
    return not any(pick.component == "product" for pick in draft.inputs.decision.picks)


def _is_sized(draft: Draft) -> bool:
    """Whether the company runs so many of it: one that is installed with others is there once on each machine."""
    return _is_own(draft) and draft.values.get("alone") is not True


def _second(draft: Draft, model: Model) -> list[Node]:
    """What stands ready elsewhere under the recovery tier."""
    row = _second_row(draft)
    if row is None:
        return []
    app = model.part("app")
    nodes = [Node("app2", app.name, "app", draft.say("diagram.second_app"), row.app)] if row.app and app is not None else []
    database = model.part("database")
    if database is not None:
        nodes.append(Node("database2", database.name, "store", draft.say("diagram.second_store"), row.store))
    return nodes


def _second_row(draft: Draft) -> SecondPlaceRow | None:
    tier = recovery_tier(draft)
    if tier is None or not _is_own(draft):
        return None
    return next((row for row in draft.knowledge.diagrams.second_places if row.tier == tier.id), None)


def _backups(draft: Draft) -> Node:
    tier, objects = recovery_tier(draft), next((p for p in draft.inputs.decision.picks if p.component == "objects"), None)
    name = draft.say("diagram.backups" if _is_own(draft) else "diagram.export")
    does = draft.say("diagram.backups_do", proof=tier.proof) if tier else draft.say("diagram.backups_kept")
    return Node("backups", name, "store", does, label_of_pick(objects) if objects else "")


def _residency(draft: Draft) -> str:
    """The outer boundary in words; "" where data may be anywhere, or nobody has said."""
    value = draft.inputs.brief.value("data.residency")
    rule = str(value.get("rule", "")) if isinstance(value, dict) else str(value or "")
    if rule in ("", "none") or rule not in RULES:
        return ""
    return draft.say("diagram.residency", value=draft.shown("data.residency"))


def _flows(draft: Draft, model: Model, drawn: set[str]) -> list[Flow]:
    flows = [Flow("people", "edge" if "edge" in drawn else "app", "HTTPS" if _is_sized(draft) or not _is_own(draft) else "")]
    flows += [
        flow if flow.source in ("edge", "site") else replace(flow, label="")
        for flow in model.part_flows
        if flow.source in drawn and flow.target in drawn
    ]
    row = _second_row(draft)
    if row is not None and "database2" in drawn:
        flows.append(Flow("database", "database2", row.copied, is_async=True))
    if row is not None and "app2" in drawn:
        flows.append(Flow("edge" if "edge" in drawn else "people", "app2", row.reached, is_async=True))
    flows.append(Flow("database" if "database" in drawn else "app", "backups", draft.say("diagram.backed_up"), is_async=True))
    flows += [
        replace(flow, source=flow.source or model.entry, target=flow.target or model.entry)
        for flow in model.neighbour_flows
        if (flow.source or flow.target) in drawn
    ]
    return [*flows, Flow(model.entry, GATHERED, "")] if GATHERED in drawn else flows


def _claims(draft: Draft) -> list[Claim]:
    """What the sizes rest on; the second place stands with the service levels, the reasons for both with the technologies."""
    sizing = draft.inputs.sizing
    size = sizing.figure(SIZE) if sizing is not None and _is_own(draft) and _is_sized(draft) else None
    return [figure_claim(draft, size, draft.say("diagram.sized", number="{number}"))] if size is not None else []
