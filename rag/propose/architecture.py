"""Recommended architecture, technologies, data and integration."""

from rag.advise.decision import Pick
from rag.advise.wording import join_words
from rag.brief.brief import Integration, System
from rag.propose.draft import Cell, Draft, table
from rag.propose.objective import system_claim
from rag.propose.options import name_of, score_of, trace_of
from rag.propose.parts import build_model
from rag.propose.proposal import BlockType, Claim, Paragraph
from rag.propose.situation import kept_systems, replaced_systems
from rag.propose.wording import sentence, shorten, show_date, upper_first

MOST_NEIGHBOURS = 12
EXIT_COST = {"S": "small", "M": "medium", "L": "large", "": "–"}


def compose_architecture(draft: Draft) -> list[BlockType]:
    """The style and its patterns, the building blocks, what stays, and what happens when a dependency fails."""
    decision = draft.inputs.decision
    if not decision.options:
        return []
    option = decision.options[0]
    trace = trace_of(draft, option)
    opening = [
        draft.ledger.judged(
            draft.say("architecture.style", style=upper_first(name_of(draft, option))), trace, entries=(option.entry,)
        )
    ]
    opening += [draft.ledger.known(sentence(text), option.entry, "table/styles", trace=trace) for text in option.pros[:2]]
    blocks: list[BlockType] = [Paragraph(claims=tuple(opening))]
    patterns = [_overlay_claim(draft, code) for code in option.overlays]
    kept = [claim for claim in patterns if claim is not None]
    if kept:
        blocks.append(Paragraph(claims=tuple(kept)))
    blocks.append(_building_blocks(draft))
    blocks += _failures(draft)
    score = score_of(draft, option)
    if score is not None:
        blocks.append(
            Paragraph(
                claims=(
                    draft.ledger.judged(
                        draft.say(
                            "architecture.price", score=score.name, cons=join_words([c.rstrip(".") for c in option.cons[:2]])
                        ),
                        trace,
                        entries=(option.entry,),
                    ),
                )
            )
        )
    return blocks


def _overlay_claim(draft: Draft, code: str) -> Claim | None:
    overlay = next((overlay for overlay in draft.inputs.decision.overlays if overlay.code == code), None)
    if overlay is None:
        return None
    text = draft.say("architecture.overlay", name=upper_first(overlay.name), reason=overlay.reason.rstrip("."))
    return draft.ledger.judged(text, f"overlay {code}: {overlay.reason}", entries=(overlay.entry,))


def _building_blocks(draft: Draft) -> BlockType:
    rows: list[tuple[Cell, ...]] = []
    for node in build_model(draft).parts:
        does = draft.ledger.known(upper_first(node.does), "table/containers", node.pick.entry if node.pick else "")
        rows.append((node.name, (does,), node.detail or "–"))
    return table(draft.say("architecture.blocks"), ("Building block", "Responsibility", "Made with"), rows, (1.6, 4, 2))


def _failures(draft: Draft) -> list[BlockType]:
    """What users notice when a connected system is away."""
    rows: list[tuple[Cell, ...]] = []
    for system, integration in neighbours_of(draft)[:MOST_NEIGHBOURS]:
        protocol = (integration.protocol if integration else "").lower()
        batch = any(word in protocol for word in ("file", "batch", "ftp", "csv"))
        phrase = "architecture.fail_batch" if batch else "architecture.fail_call"
        name = system.name if system else integration.system if integration else ""
        text = draft.say(phrase, system=name)
        claim = draft.ledger.known(text, "pattern/circuit-breaker-retry", "pattern/anti-corruption-layer", "table/containers")
        rows.append((name, draft.say("architecture.seam_batch" if batch else "architecture.seam_call"), (claim,)))
    if not rows:
        return []
    return [table(draft.say("architecture.failures"), ("If this is away", "Seam", "Users notice"), rows, (1.8, 2.4, 4))]


def neighbours_of(draft: Draft) -> list[tuple[System | None, Integration | None]]:
    """Systems that stay with their interface, then interfaces to systems nobody described."""
    brief = draft.inputs.brief
    interfaces = {integration.system.lower(): integration for integration in reversed(brief.integrations)}
    kept = [s for s in kept_systems(brief) if s.disposition == "keep" or s.name.lower() in interfaces]
    kept.sort(key=lambda s: (s.disposition != "keep", not s.is_legacy, s.name.lower()))
    found: list[tuple[System | None, Integration | None]] = [(s, interfaces.pop(s.name.lower(), None)) for s in kept]
    return found + [
        (None, integration) for integration in brief.integrations if interfaces.pop(integration.system.lower(), None)
    ]


def compose_technologies(draft: Draft) -> list[BlockType]:
    """What to use for each component, why, what else was close, and what leaving costs."""
    picks = draft.inputs.decision.picks
    if not picks:
        return []
    rows = [_pick_row(draft, pick) for pick in picks]
    header = ("Component", "Pick", "Why", "Runner-up", "Exit", "Support until")
    return [table(draft.say("technologies.table"), header, rows, (1.3, 1.8, 3.2, 1.5, 0.7, 1.1))]


def _pick_row(draft: Draft, pick: Pick) -> tuple[Cell, ...]:
    why = draft.based(
        sentence(pick.why), f"rule {pick.rule}", fields=pick.fields, constraint_ids=pick.constraint_ids, entry=pick.entry
    )
    until = show_date(pick.support_end) if pick.support_end else "–"
    return upper_first(pick.component), pick.name, (why,), pick.runner_up or "–", EXIT_COST[pick.exit_cost], until


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
    rows = [_connection(draft, system, integration) for system, integration in neighbours_of(draft)[:MOST_NEIGHBOURS]]
    if rows:
        blocks.append(table(draft.say("data.table"), ("System", "Stays how", "Connected by", "Rule"), rows, (1.7, 1.6, 2, 3.2)))
    gone = replaced_systems(draft.inputs.brief)
    if gone:
        names = join_words([system.name for system in gone[:6]])
        text = draft.say("data.strangler", systems=names)
        blocks.append(Paragraph(claims=(draft.ledger.known(text, "migration/strangler-fig", "table/release"),)))
    return blocks


def _connection(draft: Draft, system: System | None, integration: Integration | None) -> tuple[Cell, ...]:
    name = system.name if system else integration.system if integration else ""
    if system is not None:
        first: Cell = (system_claim(draft, system, name),)
    elif integration is not None and draft.ledger.evidence_of(integration.provenance):
        first = (draft.ledger.cited(name, integration.provenance, fields=("int.systems",)),)
    else:
        first = name
    stays = (
        draft.say("data.stays_hard")
        if system and system.disposition_hard
        else draft.say("data.stays")
        if system and system.disposition == "keep"
        else draft.say("data.stays_unknown")
    )
    parts = [p for p in (integration.protocol, integration.direction, integration.frequency) if p] if integration else []
    rule = draft.ledger.known(
        draft.say("data.rule" if parts else "data.rule_unknown"), "pattern/anti-corruption-layer", "table/containers"
    )
    return first, stays, ", ".join(parts) or draft.say("data.interface_unknown"), (rule,)
