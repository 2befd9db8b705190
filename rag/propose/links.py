"""How a design may meet a constraint: by a number, a pick, an exclusion, a system, a technology, an obligation, a response.

Every way asks for an id, a place or a name that both sides share; without one a constraint stays open.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from rag.brief.brief import Constraint
from rag.ground.citation import Citation
from rag.knowledge.delivery_plan import ResponseRow
from rag.propose.architecture import INTEGRATION
from rag.propose.diagrams.migration import plan_waves
from rag.propose.draft import Draft
from rag.propose.schedule import is_date
from rag.propose.slo import recovery_tier, resolves, target_slo
from rag.propose.wishes import taken_instead
from rag.propose.wording import show_date, show_seconds, show_value

State = Literal["satisfied", "partly", "violated", "waived", "open"]
STATED = {"rto", "rpo", "availability", "latency", "residency", "retention", "hosting", "window", "throughput", "freshness"}
_MOST = 0.6  # of a sentence that its number states
TARGETS = {"rto", "rpo", "availability", "budget", "cost", "deadline", "freshness", "latency"}  # kinds that ask for a number


@dataclass(frozen=True, slots=True)
class Link:
    """What meets a constraint, and how far."""

    how: str
    section: str
    verification: str
    status: State
    reason: str = ""


def find_link(draft: Draft, constraint: Constraint, named: Mapping[str, str], fields: Mapping[str, str]) -> Link:
    """What meets a constraint; the most exact way that applies.

    Args:
        draft: the proposal in the making.
        constraint: of the ledger.
        named: constraint id → the section whose claims name it.
        fields: field path → the section that designs with it.
    """
    if constraint.state == "waived":
        return Link(
            draft.say("coverage.waived"), "coverage", "–", "waived", constraint.reason or draft.say("coverage.no_reason")
        )
    link = next((found for step in _steps() if (found := step(draft, constraint)) is not None), None)
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
        link = _by_own_number(draft, constraint, named, fields)
    if link is None:
        link = _by_response(draft, constraint) or _by_field(draft, constraint, fields)
    if link is None:
        return Link("", "coverage", "", "open", draft.say("coverage.open"))
    return _disputed(draft, constraint, link)


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


def _steps() -> tuple[Callable[[Draft, Constraint], Link | None], ...]:
    """The ways in which a design may meet a constraint, the most exact first."""
    return _by_finding, _by_number, _by_pick, _by_veto, _by_system, _by_technology, _by_obligation


def _by_finding(draft: Draft, constraint: Constraint) -> Link | None:
    """A computed collision with the number that the constraint asks for."""
    if draft.inputs.sizing is None:
        return None
    facts = set(constraint.fact_ids)
    for finding in draft.inputs.sizing.findings:
        behind = {source.fact_id for source in draft.sources(finding.fields) if source.fact_id}
        is_asked = constraint.kind in TARGETS and (constraint.id in finding.constraint_ids or facts & behind)
        is_said = bool(finding.touches) and re.search(finding.touches, constraint.text, re.IGNORECASE)
        if (is_asked or is_said) and not resolves(draft, finding.rule):
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
    section = "data" if all(pick.component.startswith(INTEGRATION) for pick in picks) else "technologies"
    return Link(how, section, "design review", "satisfied")


def _by_veto(draft: Draft, constraint: Constraint) -> Link | None:
    scores = [s for s in draft.inputs.decision.vetoed if any(constraint.id in veto.constraint_ids for veto in s.vetoes)]
    if not scores or not draft.inputs.decision.options:
        return None
    rules = sorted({veto.rule for s in scores for veto in s.vetoes if constraint.id in veto.constraint_ids})
    how = draft.say("coverage.veto", styles=", ".join(s.name for s in scores[:4]), rules=", ".join(rules))
    return Link(how, "options", "design review", "satisfied")


def _by_system(draft: Draft, constraint: Constraint) -> Link | None:
    """A system that the constraint keeps or sends away, and that the design treats so."""
    if constraint.kind not in ("disposition", "legacy_system"):
        return None
    technology, facts = constraint.slots.get("technology_id"), set(constraint.fact_ids)
    for system in draft.inputs.brief.systems:
        same = facts & {source.fact_id for source in system.provenance if source.fact_id}
        same_technology = technology and technology == system.technology_id
        if not (same or same_technology or constraint.subject == system.name):
            continue
        if system.disposition == "keep" and constraint.value in ("keep", None, ""):
            return Link(
                draft.say(draft.either("coverage.system", "coverage.system_bought"), system=system.name),
                "data",
                "contract test",
                "satisfied",
            )
        if system.disposition in ("replace", "retire") and constraint.value in ("replace", "retire"):
            how = draft.say("coverage.leaves", system=system.name)
            return _in_time(draft, constraint, system.name, how)
    return None


def _in_time(draft: Draft, constraint: Constraint, system: str, how: str) -> Link:
    """A system that leaves, against the day by which it has to: missed, unless the constraint names something else to do."""
    by, proof = str(constraint.slots.get("date") or ""), "reconciliation per wave"
    moved = next((wave.moved.isoformat() for wave in plan_waves(draft)[0] if wave.system.name == system), "")
    if not (is_date(by) and moved > by):
        return Link(how, "plan", proof, "partly", draft.say("coverage.to_prove"))
    reason = draft.say("coverage.late", moved=show_date(moved), by=show_date(by))
    allows = re.search(draft.knowledge.responses.otherwise, constraint.text, re.IGNORECASE)
    return Link(how, "plan", proof, "partly" if allows else "violated", reason)


def _by_technology(draft: Draft, constraint: Constraint) -> Link | None:
    """A technology that is wished for and chosen, or ruled out and nowhere chosen."""
    name = str(constraint.slots.get("technology") or "") or _banned(draft, constraint)
    picks = draft.inputs.decision.picks
    if not name or not picks or constraint.kind not in ("preference", "exclusion", "technology", "constraint", "standard"):
        return None
    using = [pick for pick in picks if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", pick.name, re.IGNORECASE)]
    unwanted = constraint.modality in ("must_not", "should_not") or constraint.value in ("avoided", "forbidden")
    if unwanted:
        if not using:
            return Link(draft.say("coverage.unused", technology=name), "technologies", "design review", "satisfied")
        how = "; ".join(f"{pick.component}: {pick.name} (rule {pick.rule})" for pick in using[:2])
        return Link(how, "technologies", "design review", "violated", draft.say("coverage.used", technology=name))
    instead = taken_instead(draft, constraint)
    if instead is not None:
        how, reason = draft.say("coverage.unused", technology=name), draft.say("coverage.instead", pick=instead.name)
        return Link(how, "technologies", "design review", "violated", reason)
    if using and constraint.value in ("preferred", "mandated", None, ""):
        how = "; ".join(f"{pick.component}: {pick.name} (rule {pick.rule})" for pick in using[:2])
        return Link(how, "technologies", "design review", "satisfied")
    return None


def _banned(draft: Draft, constraint: Constraint) -> str:
    """The technology that a rule bans by its name, “RabbitMQ … is not permitted”; "" where it bans none."""
    name = constraint.subject
    is_technology = any(fact.kind == "technology" and fact.value == name for fact in draft.inputs.facts)
    return name if is_technology and re.search(draft.knowledge.responses.banned, constraint.text, re.IGNORECASE) else ""


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
        "sign": constraint.slots.get("sign", ""),
    }
    quotes = [source.citation.quote for source in constraint.provenance if source.citation is not None]
    text = " ".join([constraint.text, *quotes]).lower()
    for row in draft.knowledge.responses.responses:
        if row.when.holds(values) is True and _is_worded(row, text):
            return row
    return None


def _is_worded(row: ResponseRow, text: str) -> bool:
    """Whether a row that asks for words finds them."""
    if not row.words and not row.says:
        return True
    spoken = bool(row.says) and re.search(row.says, text) is not None
    return spoken or any(re.search(rf"(?<!\w){re.escape(word)}", text) for word in row.words)


def response_text(row: ResponseRow) -> str:
    """What the matrix says of a response."""
    return f"{row.text} ({row.id})"


def _by_response(draft: Draft, constraint: Constraint) -> Link | None:
    row = response_to(draft, constraint)
    if row is None:
        return None
    return Link(response_text(row), row.section, row.verification, "partly", draft.say("coverage.to_prove"))


def _by_field(draft: Draft, constraint: Constraint, fields: Mapping[str, str]) -> Link | None:
    """A field of the Brief that was read from the same place, where a section designs with it."""
    facts = set(constraint.fact_ids)
    places = [source.citation for source in constraint.provenance if source.citation is not None]
    for path, section in fields.items():
        field = draft.inputs.brief.fields.get(path)
        if field is None or not field.provenance:
            continue
        said = [source.citation for source in field.provenance if source.citation is not None]
        if facts & {s.fact_id for s in field.provenance if s.fact_id} or any(_within(a, b) for a in said for b in places):
            how = draft.say("coverage.field", label=draft.label(path), section=draft.knowledge.sections.titles[section])
            return Link(how, section, "acceptance test", "partly", draft.say("coverage.to_prove"))
    return None


def _by_own_number(draft: Draft, constraint: Constraint, named: Mapping[str, str], fields: Mapping[str, str]) -> Link | None:
    """What meets the number, place or date that its own sentence states and that stands in the ledger by itself."""
    if constraint.kind != "constraint":
        return None
    places = [source.citation for source in constraint.provenance if source.citation is not None]
    for other in draft.inputs.brief.constraints:
        cited = [source.citation for source in other.provenance if source.citation is not None]
        is_same = any(_within(a, b) and a.end - a.start >= _MOST * (b.end - b.start) for a in cited for b in places)
        if other.kind in STATED and other.state != "rejected" and is_same:
            return find_link(draft, other, named, fields)
    return None


def _within(one: Citation, other: Citation) -> bool:
    """Whether a quotation stands in another one."""
    if (one.sha256, one.page_index) != (other.sha256, other.page_index):
        return False
    return other.start <= one.start and one.end <= other.end
