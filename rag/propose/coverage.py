"""The coverage matrix: what became of each constraint, computed from ids; nothing is called met without a link."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.brief.brief import Constraint
from rag.knowledge.delivery_plan import ResponseRow
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import BlockType, BulletList, Claim, CoverageRow, Paragraph, block_claims
from rag.propose.slo import recovery_tier, target_slo
from rag.propose.wording import readable, sentence, shorten, show_seconds, show_value

State = Literal["satisfied", "partly", "violated", "waived", "open"]
RESTATING = {
    "summary",
    "objective",
    "landscape",
    "constraints",
    "questions",
    "challenges",
    "feasibility",
    "contradictions",
    "coverage",
    "assumptions",
    "method",
}
SAYS_ONLY = {"is", "may"}  # modalities that state rather than ask
TARGETS = {"rto", "rpo", "availability", "budget", "cost", "deadline", "freshness", "latency"}  # kinds that ask for a number
STATE_ORDER: tuple[State, ...] = ("violated", "open", "partly", "satisfied", "waived")
MOST_ANSWERS = 5  # constraints named in the section that answers them
MOST_ROWS = 24  # rows of the matrix in the text; the rest stand in the appendix


@dataclass(frozen=True, slots=True)
class Link:
    """What meets a constraint, and how far."""

    how: str
    section: str
    verification: str
    status: State
    reason: str = ""


Blocks = Mapping[str, Sequence[BlockType]]


def cover(draft: Draft, blocks: Blocks) -> tuple[CoverageRow, ...]:
    """One row per constraint that was not rejected, in the order of the ledger.

    Args:
        draft: the proposal in the making.
        blocks: the composed sections by id; only sections that design something count as an answer.
    """
    named = _named_in(blocks)
    return tuple(
        _row(draft, constraint, named) for constraint in draft.inputs.brief.constraints if constraint.state != "rejected"
    )


def _named_in(blocks: Blocks) -> dict[str, str]:
    """Constraint id → the first designing section whose claims name it."""
    found: dict[str, str] = {}
    for section, content in blocks.items():
        if section not in RESTATING:
            for claim in (claim for block in content for claim in block_claims(block)):
                for id_ in claim.constraint_ids:
                    found.setdefault(id_, section)
    return found


def _row(draft: Draft, constraint: Constraint, named: Mapping[str, str]) -> CoverageRow:
    link = _link(draft, constraint, named)
    return CoverageRow(
        constraint_id=constraint.id,
        text=constraint.text,
        category=constraint.category,
        hard=constraint.hard,
        evidence=draft.ledger.evidence_of(constraint.provenance),
        how=link.how,
        section=link.section,
        verification=link.verification,
        status=link.status,
        reason=link.reason,
        accepted_by=_accepted_by(constraint) if link.status == "waived" else "",
    )


def _accepted_by(constraint: Constraint) -> str:
    return next((source.by for source in constraint.provenance if source.kind == "answer" and source.by), constraint.reason)


def _link(draft: Draft, constraint: Constraint, named: Mapping[str, str]) -> Link:
    if constraint.state == "waived":
        return Link(
            draft.say("coverage.waived"), "coverage", "–", "waived", constraint.reason or draft.say("coverage.no_reason")
        )
    steps: tuple[Callable[[Draft, Constraint], Link | None], ...] = (
        _by_finding,
        _by_number,
        _by_pick,
        _by_veto,
        _by_system,
        _by_obligation,
    )
    link = next((found for step in steps if (found := step(draft, constraint)) is not None), None)
    if link is None and constraint.id in named:
        section = named[constraint.id]
        link = Link(
            draft.say("coverage.named", section=draft.knowledge.sections.titles[section]),
            section,
            "design review",
            "partly",
            draft.say("coverage.to_prove"),
        )
    if link is None:
        link = _by_response(draft, constraint)
    if link is None:
        return Link("", "coverage", "", "open", draft.say("coverage.open"))
    return _disputed(draft, constraint, link)


def _steps() -> tuple[Callable[[Draft, Constraint], Link | None], ...]:
    """The ways in which a design may meet a constraint, the most exact first."""
    return _by_finding, _by_number, _by_pick, _by_veto, _by_system, _by_obligation


def _disputed(draft: Draft, constraint: Constraint, link: Link) -> Link:
    ids = set(constraint.fact_ids)
    conflict = next((c for c in draft.inputs.brief.conflicts if c.kind == "unresolved" and ids & set(c.fact_ids)), None)
    if link.status != "satisfied" or (conflict is None and constraint.state != "disputed"):
        return link
    reason = (
        draft.say("coverage.disputed", used=show_value(conflict.used))
        if conflict and conflict.used is not None
        else draft.say("coverage.disputed_open")
    )
    return Link(link.how, link.section, link.verification, "partly", reason)


def _by_finding(draft: Draft, constraint: Constraint) -> Link | None:
    """A computed collision with the number that the constraint asks for."""
    if draft.inputs.sizing is None or constraint.kind not in TARGETS:
        return None
    facts = set(constraint.fact_ids)
    for finding in draft.inputs.sizing.findings:
        behind = {source.fact_id for source in draft.sources(finding.fields) if source.fact_id}
        if constraint.id in finding.constraint_ids or facts & behind:
            how = draft.say("coverage.finding", rule=finding.rule, remedy=finding.remedy.rstrip("."))
            return Link(how, "feasibility", "decision on the remedy", "violated", finding.text)
    return None


def _by_number(draft: Draft, constraint: Constraint) -> Link | None:
    value = constraint.value
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if constraint.kind in ("rto", "rpo"):
        tier = recovery_tier(draft)
        if tier is None:
            return None
        offered = tier.rto_s if constraint.kind == "rto" else tier.rpo_s
        how = draft.say("coverage.tier", tier=tier.id, time=show_seconds(offered))
        return _compare(draft, how, "slo", "restore drill", offered <= value)
    slo = target_slo(draft)
    if constraint.kind == "availability" and slo is not None and 50 <= value <= 100:
        return _compare(
            draft,
            draft.say("coverage.slo", slo=draft.shown("rel.slo")),
            "slo",
            "service-level report over 30 days",
            slo >= value,
        )
    return None


def _compare(draft: Draft, how: str, section: str, verification: str, meets: bool) -> Link:
    return Link(how, section, verification, "satisfied" if meets else "violated", "" if meets else draft.say("coverage.misses"))


def _by_pick(draft: Draft, constraint: Constraint) -> Link | None:
    picks = [pick for pick in draft.inputs.decision.picks if constraint.id in pick.constraint_ids]
    if not picks:
        return None
    how = "; ".join(f"{pick.component}: {pick.name} (rule {pick.rule})" for pick in picks[:2])
    return Link(how, "technologies", "design review", "satisfied")


def _by_veto(draft: Draft, constraint: Constraint) -> Link | None:
    scores = [s for s in draft.inputs.decision.vetoed if any(constraint.id in veto.constraint_ids for veto in s.vetoes)]
    if not scores or not draft.inputs.decision.options:
        return None
    rules = sorted({veto.rule for s in scores for veto in s.vetoes if constraint.id in veto.constraint_ids})
    how = draft.say("coverage.veto", styles=", ".join(s.name for s in scores[:4]), rules=", ".join(rules))
    return Link(how, "options", "design review", "satisfied")


def _by_system(draft: Draft, constraint: Constraint) -> Link | None:
    ids = set(constraint.fact_ids)
    for system in draft.inputs.brief.systems:
        linked = ids & {source.fact_id for source in system.provenance if source.fact_id}
        if system.disposition == "keep" and linked and constraint.kind in ("disposition", "legacy_system"):
            return Link(draft.say("coverage.system", system=system.name), "data", "contract test", "satisfied")
    return None


def _by_obligation(draft: Draft, constraint: Constraint) -> Link | None:
    regimes = [
        o.regime
        for o in draft.inputs.decision.obligations
        if constraint.id in o.constraint_ids and o.result in ("in_scope", "likely")
    ]
    if not regimes:
        return None
    how = draft.say("coverage.obligation", regimes=", ".join(regimes[:3]))
    return Link(how, "compliance", "compliance review", "partly", draft.say("coverage.to_prove"))


def response_to(draft: Draft, constraint: Constraint) -> ResponseRow | None:
    """What the design does about a constraint of this kind."""
    values = {
        "kind": constraint.kind,
        "category": constraint.category,
        "modality": constraint.modality,
        "unit": constraint.unit,
        "hard": constraint.hard,
        "subject": constraint.subject,
    }
    quotes = [source.citation.quote for source in constraint.provenance if source.citation is not None]
    text = " ".join([constraint.text, *quotes]).lower()
    for row in draft.knowledge.responses.responses:
        if row.when.holds(values) is True and (
            not row.words or any(re.search(rf"(?<!\w){re.escape(word)}", text) for word in row.words)
        ):
            return row
    return None


def _by_response(draft: Draft, constraint: Constraint) -> Link | None:
    row = response_to(draft, constraint)
    if row is None:
        return None
    return Link(f"{row.text} ({row.id})", row.section, row.verification, "partly", draft.say("coverage.to_prove"))


def answers(draft: Draft, coverage: Iterable[CoverageRow]) -> dict[str, BulletList]:
    """Section id → the constraints that this section answers, in the constraints' own words, hard ones first."""
    by_section: dict[str, list[tuple[Claim, ...]]] = {}
    rows = sorted(coverage, key=lambda row: not row.hard)
    seen: set[str] = set()
    for row in rows:
        constraint = draft.constraint(row.constraint_id)
        if constraint is None or row.status != "partly" or row.section in RESTATING or not row.evidence:
            continue
        if constraint.modality in SAYS_ONLY or constraint.text in seen:
            continue
        seen.add(constraint.text)
        items = by_section.setdefault(row.section, [])
        if len(items) < MOST_ANSWERS:
            draft.ledger.section = row.section
            items.append(_answer(draft, constraint, row))
    return {section: BulletList(items=tuple(items)) for section, items in by_section.items()}


def _answer(draft: Draft, constraint: Constraint, row: CoverageRow) -> tuple[Claim, ...]:
    response = response_to(draft, constraint)
    said = draft.ledger.cited(
        sentence(shorten(readable(constraint.text), 200)), constraint.provenance, constraint_ids=(constraint.id,)
    )
    text = draft.say("coverage.answer", text=response.text if response else row.how.rstrip("."), proof=row.verification)
    then = draft.ledger.known(text, response.entry if response else "", "table/responses", constraint_ids=(constraint.id,))
    return said, then


def compose_coverage(draft: Draft) -> list[BlockType]:
    """Counts by state, then the rows that need somebody first."""
    rows = draft.coverage
    if not rows:
        return []
    blocks: list[BlockType] = [Paragraph(claims=tuple(_counts(draft, rows)))]
    ordered = sorted(rows, key=lambda row: (not row.hard, STATE_ORDER.index(row.status)))
    shown = ordered[:MOST_ROWS]
    cells = [_cells(draft, row) for row in shown]
    caption = draft.say(
        "coverage.table" if len(shown) == len(rows) else "coverage.table_part", shown=len(shown), total=len(rows)
    )
    header = ("Constraint", "Hard", "State", "Met by", "Where", "Proof")
    blocks.append(table(caption, header, cells, (3.2, 0.6, 0.9, 3, 1.2, 1.1)))
    return blocks


def _cells(draft: Draft, row: CoverageRow) -> tuple[Cell, ...]:
    constraint = draft.constraint(row.constraint_id)
    text = sentence(shorten(readable(row.text), 170))
    first: Cell = text
    if constraint is not None and row.evidence:
        first = (draft.ledger.cited(text, constraint.provenance, constraint_ids=(row.constraint_id,)),)
    how = shorten("; ".join(part.rstrip(".") for part in (row.how, row.reason) if part), 190)
    where = draft.knowledge.sections.titles.get(row.section, "–") if row.status != "open" else "–"
    return first, "yes" if row.hard else "no", row.status, how or "–", where, row.verification or "–"


def count_states(rows: Iterable[CoverageRow]) -> dict[str, dict[str, int]]:
    """Hard and soft → total and number per state."""
    found = {
        kind: {"total": 0, "satisfied": 0, "partly": 0, "violated": 0, "waived": 0, "open": 0} for kind in ("hard", "soft")
    }
    for row in rows:
        counts = found["hard" if row.hard else "soft"]
        counts["total"] += 1
        counts[row.status] += 1
    return found


def _counts(draft: Draft, rows: Sequence[CoverageRow]) -> list[Claim]:
    claims = []
    for kind, counts in count_states(rows).items():
        if counts["total"]:
            states = ", ".join(
                f"{counts[state]} {state}" for state in ("satisfied", "partly", "violated", "waived", "open") if counts[state]
            )
            text = draft.say("coverage.counts", kind=kind, total=counts["total"], states=states)
            claims.append(draft.ledger.figured(text, "COVERAGE", {"kind": kind, **counts, "result": counts["total"]}))
    if draft.inputs.recall is not None:
        text = draft.say("coverage.recall", recall=f"{100 * draft.inputs.recall:.0f}", note=draft.inputs.recall_note)
        claims.append(
            draft.ledger.figured(text, "RECALL", {"recall": draft.inputs.recall, "result": round(100 * draft.inputs.recall)})
        )
    else:
        claims.append(
            draft.ledger.judged(
                draft.say("coverage.no_recall"), "evaluation: extraction recall was not measured on these documents"
            )
        )
    return claims
