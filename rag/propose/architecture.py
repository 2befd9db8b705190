"""Recommended architecture, technologies, data and integration."""

import re
from collections.abc import Sequence
from functools import partial
from operator import eq
from typing import Any

from rag.advise.decision import Pick
from rag.advise.wording import join_words
from rag.brief.brief import Integration, Provenance, System
from rag.propose.draft import Cell, Draft, only, table
from rag.propose.options import style_of, trace_of
from rag.propose.parts import build_model
from rag.propose.proposal import BlockType, BulletList, Claim, Paragraph
from rag.propose.situation import NOT_NEEDED, kept_systems, names_of, replaced_systems, weighty
from rag.propose.spoken import passages, told
from rag.propose.tried import tried_technology
from rag.propose.wishes import compose_wishes
from rag.propose.wording import counted, readable, sentence, shorten, show_date, upper_first

MOST_CONNECTIONS = 16
MOST_NAMES = 8
MOST_LIMITS = 6
APART, MOST_APART = "apart", 2  # topic: one part is down and the others go on; passages of it
FILES = ("file", "batch", "ftp", "csv")  # in the name of a protocol that delivers at intervals
WISHES = ("stack.mandated", "stack.preferred", "stack.today", "team.skills")  # fields: technologies by name
INTEGRATION = "integration: "  # how the component of a pick for one system starts
EXIT_COST = {"S": "small", "M": "medium", "L": "large", "": "–"}


def compose_architecture(draft: Draft) -> list[BlockType]:
    """The style and its patterns, the building blocks, what stays, and what happens when a dependency fails."""
    decision = draft.inputs.decision
    if not decision.options:
        return []
    option = decision.options[0]
    text = draft.say("architecture.style", style=style_of(draft, option))
    opening = draft.ledger.judged(text, trace_of(draft, option), entries=(option.entry,))
    blocks: list[BlockType] = [Paragraph(claims=(opening,))]
    patterns = _overlay_claims(draft, option.overlays)
    if patterns:
        blocks.append(Paragraph(claims=tuple(patterns)))
    apart = _apart(draft)
    if apart:
        blocks.append(Paragraph(claims=(told(draft, draft.either("architecture.apart", "architecture.apart_bought"), apart),)))
    blocks.append(only(_building_blocks(draft), is_long=True))
    blocks += [only(block, is_long=True) for block in _failures(draft)]
    return blocks


def _apart(draft: Draft) -> list[Provenance]:
    """Where sources ask that one part of the business may be down and the others go on."""
    return passages(draft, APART)[:MOST_APART]


def _overlay_claims(draft: Draft, codes: Sequence[str]) -> list[Claim]:
    """The patterns over the style with what each is for; figures behind several of them are told once."""
    overlays = {overlay.code: overlay for overlay in draft.inputs.decision.overlays}
    claims: list[Claim] = []
    told: set[str] = set()
    for overlay in (overlays[code] for code in codes if code in overlays):
        reason, bracket, figures = overlay.reason.rstrip(".").partition(" (")
        shown = overlay.reason.rstrip(".") if figures not in told else reason
        told.update({figures} if bracket else ())
        text = draft.say("architecture.overlay", name=upper_first(overlay.name), reason=shown)
        claims.append(draft.ledger.judged(text, f"overlay {overlay.code}: {overlay.reason}", entries=(overlay.entry,)))
    return claims


def _building_blocks(draft: Draft) -> BlockType:
    rows: list[tuple[Cell, ...]] = []
    for node in build_model(draft).parts:
        does = draft.ledger.known(upper_first(node.does), "table/containers", node.pick.entry if node.pick else "")
        rows.append((upper_first(node.name), (does,)))
    return table(draft.say("architecture.blocks"), ("Building block", "Responsibility"), rows, (1.6, 5.6))


def _failures(draft: Draft) -> list[BlockType]:
    """What users notice when a connected system is away, systems of the same kind of seam together."""
    seams: dict[str, list[str]] = {}
    for system, integrations in neighbours_of(draft):
        protocols = [one.protocol.lower() for one in integrations]
        is_batch = bool(protocols) and all(any(word in text for word in FILES) for text in protocols)
        seams.setdefault("batch" if is_batch else "call", []).append(_name(system, integrations))
    rows: list[tuple[Cell, ...]] = []
    for seam, names in seams.items():
        text = draft.say(f"architecture.fail_{seam}")
        claim = draft.ledger.known(text, "pattern/circuit-breaker-retry", "pattern/anti-corruption-layer", "table/containers")
        rows.append(
            (
                some_names(draft, names),
                draft.say(draft.either(f"architecture.seam_{seam}", f"architecture.seam_{seam}_bought")),
                (claim,),
            )
        )
    if not rows:
        return []
    return [table(draft.say("architecture.failures"), ("If one of these is away", "Seam", "Users notice"), rows, (2.6, 2, 3.4))]


def some_names(draft: Draft, names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown.append(draft.say("architecture.others", count=counted(len(names) - MOST_NAMES, "further system")))
    return join_words(shown)


def neighbours_of(draft: Draft) -> list[tuple[System | None, tuple[Integration, ...]]]:
    """Systems that stay with their interfaces, whatever these call them, then interfaces to systems nobody described."""
    brief = draft.inputs.brief
    left = {integration.system.lower(): integration.system for integration in brief.integrations}
    kept = [s for s in kept_systems(brief) if s.disposition == "keep" or not left.keys().isdisjoint(s.names)]
    found: list[tuple[System | None, tuple[Integration, ...]]] = []
    for system in weighty(kept, brief):
        called = {name for name in system.names if left.pop(name, "")}
        mine = tuple(one for one in brief.integrations if one.system.lower() in called)
        if mine or system.disposition == "keep":
            found.append((system, mine))
    return found + [(None, tuple(one for one in brief.integrations if one.system.lower() == name)) for name in left]


def compose_technologies(draft: Draft) -> list[BlockType]:
    """What to use for each component, why, what else was close, and what leaving costs."""
    picks = [p for p in draft.inputs.decision.picks if not p.component.startswith(INTEGRATION) and p.name != NOT_NEEDED]
    if not picks:
        return []
    dated = any(pick.support_end for pick in picks)
    rows = [_pick_row(draft, pick, dated=dated) for pick in picks]
    header = ("Component", "Pick", "Why", "Runner-up", "Exit", *(("Support until",) if dated else ()))
    widths = (1.4, 2.1, 3.3, 1.5, 0.8, *((1.1,) if dated else ()))
    return [table(draft.say("technologies.table"), header, rows, widths), *compose_wishes(draft)]


def _pick_row(draft: Draft, pick: Pick, *, dated: bool) -> tuple[Cell, ...]:
    why, tried = pick_claim(draft, pick), tried_technology(draft, pick.name)
    until = (show_date(pick.support_end) if pick.support_end else "–",) if dated else ()
    return (
        component_name(draft, pick),
        upper_first(pick.name),
        (why, *tried),
        pick.runner_up or "–",
        EXIT_COST[pick.exit_cost],
        *until,
    )


def pick_claim(draft: Draft, pick: Pick) -> Claim:
    """Why a pick was made, resting on the constraints and fields behind it; its rule where there are none."""
    named = [one for one in draft.inputs.brief.systems if _is_named(one, pick)]
    return draft.based(
        sentence(pick.why),
        f"rule {pick.rule}",
        fields=pick.fields,
        constraint_ids=pick.constraint_ids,
        entry=pick.entry,
        of=partial(_speaks_of, pick) if any(_speaks_of(pick, item) for item in _wished(draft, pick)) else None,
        systems=named,
    )


def _wished(draft: Draft, pick: Pick) -> list[Any]:
    """What is preferred or mandated, where a pick rests on just that."""
    values = (draft.inputs.brief.value(path) for path in pick.fields if path in WISHES)
    return [item for value in values if isinstance(value, list | tuple) for item in value]


def _speaks_of(pick: Pick, item: Any) -> bool:
    """Whether an item of a list names what was picked."""
    return any(name and name.lower() in pick.name.lower() for name in names_of([item], "tech"))


def _is_named(system: System, pick: Pick) -> bool:
    """Whether the pick goes by the name of a system of today or of its technology."""
    names = [name for name in (system.name, system.technology) if name]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", pick.name) for name in names)


def component_name(draft: Draft, pick: Pick) -> str:
    """What a person calls the component of a pick."""
    names = {component.id: component.name for component in draft.knowledge.technology.components}
    return names.get(pick.component) or upper_first(pick.component)


def compose_data(draft: Draft) -> list[BlockType]:
    """Who owns which data, how each kept system is connected, consistency, retention, the way in and back."""
    blocks: list[BlockType] = []
    claims: list[Claim] = []
    for path, phrase in (
        ("data.consistency_kind", "data.consistency"),
        ("data.sources_of_truth", "data.truth"),
        ("data.volume_now", "data.volume"),
        ("data.residency", "data.residency"),
        ("data.retention", "data.retention"),
        ("rpt.freshness", "data.freshness"),
    ):
        if draft.has(path) and draft.inputs.brief.is_known(path):
            claims.append(draft.ledger.said(path, draft.say(phrase, value=shorten(draft.shown(path), 200))))
    if claims:
        blocks.append(Paragraph(claims=tuple(claims)))
    blocks += _connections(draft)
    blocks += _limits(draft)
    gone = replaced_systems(draft.inputs.brief)
    if gone:
        names = join_words([system.name for system in gone[:6]])
        text = draft.say("data.strangler", systems=names)
        blocks.append(Paragraph(claims=(draft.ledger.known(text, "migration/strangler-fig", "table/release"),)))
    return blocks


def _limits(draft: Draft) -> list[BlockType]:
    """Quotas and commitments at interfaces, in the words of their sources."""
    limits = draft.inputs.brief.value("int.limits")
    said = [text for text in (limits if isinstance(limits, list | tuple) else []) if isinstance(text, str)][:MOST_LIMITS]
    if not said:
        return []
    lead = draft.ledger.judged(draft.say("data.limits"), "brief: int.limits", fields=("int.limits",))
    claims = [
        draft.based(sentence(shorten(readable(text), 160)), "brief: int.limits", fields=("int.limits",), of=partial(eq, text))
        for text in said
    ]
    return [only(Paragraph(claims=(lead,)), is_long=True), only(BulletList(items=tuple((c,) for c in claims)), is_long=True)]


def _connections(draft: Draft) -> list[BlockType]:
    """Every system to connect with what is known of its interface, and how the design connects it; alike ones share a row."""
    picks = {
        p.component.removeprefix(INTEGRATION): p for p in draft.inputs.decision.picks if p.component.startswith(INTEGRATION)
    }
    groups: dict[tuple[str, str], list[tuple[System | None, tuple[Integration, ...]]]] = {}
    for system, integrations in neighbours_of(draft):
        pick = picks.get(_name(system, integrations))
        groups.setdefault((_stays(draft, system), pick.name if pick else ""), []).append((system, integrations))
    rows: list[tuple[Cell, ...]] = []
    for (stays, _), members in list(groups.items())[:MOST_CONNECTIONS]:
        pick = picks.get(_name(*members[0]))
        text = (
            f"{sentence(pick.name)} {sentence(pick.why)}" if pick else draft.say(draft.either("data.rule", "data.rule_bought"))
        )
        entries = (pick.entry if pick else "", "pattern/anti-corruption-layer", "table/containers")
        claim = draft.ledger.known(text, *entries, trace=f"rule {pick.rule}" if pick else "")
        rows.append((tuple(_named(draft, *member) for member in members), stays, (claim,)))
    if not rows:
        return []
    return [
        table(draft.say("data.table"), ("System and its interface today", "Stays how", "Connected by"), rows, (3.2, 1.3, 3.6))
    ]


def _name(system: System | None, integrations: Sequence[Integration]) -> str:
    return system.name if system is not None else integrations[0].system


def _named(draft: Draft, system: System | None, integrations: Sequence[Integration]) -> Claim:
    """A system with its interfaces, resting on where either is described."""
    name, interface = _name(system, integrations), _interfaces(draft, integrations)
    text = draft.say("data.interface", system=name, interface=interface)
    sources = [source for one in integrations for source in one.provenance]
    sources += system.provenance if system is not None else ()
    if draft.ledger.evidence_of(sources):
        return draft.ledger.cited(text, sources, fields=("int.systems",), trace="brief: interfaces")
    return draft.ledger.judged(text, f"brief: interface to {name}")


def _stays(draft: Draft, system: System | None) -> str:
    if system is None or system.disposition != "keep":
        return draft.say("data.stays_unknown")
    return draft.say("data.stays_hard" if system.disposition_hard else "data.stays")


def _interfaces(draft: Draft, integrations: Sequence[Integration]) -> str:
    words = draft.knowledge.phrases.phrases["directions"]
    found = []
    for one in integrations:
        parts = [words.get(part.lower(), part) for part in (one.protocol, one.direction, one.frequency)]
        found.append(", ".join(part for part in parts if part))
    return "; ".join(dict.fromkeys(text for text in found if text)) or draft.say("data.interface_unknown")
