"""The backlog: work items, checks, duties and hard constraints → items with acceptance criteria, order and dependencies.

Everything comes from what the proposal says already: the work breakdown, the checklists, the regimes and the coverage matrix.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from rag.advise.workplan import WorkItem
from rag.propose.checks import relevant
from rag.propose.compliance import is_only_mentioned, regime_name
from rag.propose.draft import Draft
from rag.propose.handover import BacklogItem, Priority
from rag.propose.proposal import CoverageRow
from rag.propose.slo import EVERY, latency_rows
from rag.propose.wording import readable, sentence, shorten, show_quantity, upper_first

TITLE = 110  # characters of a title: trackers cut longer ones
CONSTRAINT = 400  # characters of a constraint in a criterion
SLOTS = {"slo": "rel.slo", "rto": "rel.rto", "rpo": "rel.rpo", "level": "accessibility.level"}
PRIORITIES: Mapping[str, Priority] = {"must": "must", "should": "should"}
IN_SCOPE = ("in_scope", "likely")


@dataclass(frozen=True, slots=True)
class Piece:
    """What an item is made of before it has a place in the order."""

    id: str
    kind: str
    title: str
    acceptance: tuple[str, ...]
    basis: str
    priority: Priority = "must"
    milestone: str = ""
    estimate: str = ""
    weeks: tuple[float, float, float] | None = None
    constraint_ids: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    owner: str = ""


def list_backlog(draft: Draft) -> tuple[BacklogItem, ...]:
    """Every item; by milestone, then the most urgent and least costly first."""
    pieces = [*_work(draft), *_duties(draft), *_checks(draft, "security", "check"), *_checks(draft, "readiness", "readiness")]
    pieces += _constraints(draft)
    first = {piece.estimate: piece.id for piece in reversed(pieces) if piece.estimate}
    items = [_item(draft, piece, first) for piece in pieces]
    return tuple(sorted(items, key=lambda item: (item.milestone, -item.score, len(item.id), item.id)))


def _item(draft: Draft, piece: Piece, first: Mapping[str, str]) -> BacklogItem:
    kind = draft.knowledge.backlog.kinds[piece.kind]
    low, likely, high = piece.weeks or (None, None, None)
    milestone = piece.milestone or kind.milestone
    depends = [first[name] for name in kind.depends if name in first and first[name] != piece.id]
    return BacklogItem(
        id=piece.id,
        epic=kind.epic,
        kind=piece.kind,
        title=shorten(piece.title, TITLE).rstrip("."),
        story=sentence(kind.story.format(title=piece.title.rstrip("."), product=draft.product)),
        acceptance=piece.acceptance,
        priority=piece.priority,
        score=_score(draft, piece, milestone),
        milestone=milestone,
        optimistic=low,
        likely=likely,
        pessimistic=high,
        depends_on=tuple(depends),
        constraint_ids=piece.constraint_ids,
        refs=piece.refs,
        owner=piece.owner,
        basis=piece.basis,
    )


def _score(draft: Draft, piece: Piece, milestone: str) -> float:
    points, kind = draft.knowledge.backlog.score, draft.knowledge.backlog.kinds[piece.kind]
    hard = sum(1 for id_ in piece.constraint_ids if (found := draft.constraint(id_)) is not None and found.hard)
    risk = min(points.risk_most, points.risk_base + points.risk_each * hard)
    urgency = points.urgency.get(milestone, 0.0) + kind.urgency
    size = piece.weeks[1] if piece.weeks is not None else points.check_size
    return round((points.value[piece.priority] + urgency + risk) / max(size, points.check_size), 1)


def _work(draft: Draft) -> Iterator[Piece]:
    """The items of the work breakdown, under the same numbers."""
    sizing = draft.inputs.sizing
    for item in sizing.plan.items if sizing is not None else ():
        factor = f" × {item.factor:g}" if item.factor != 1 else ""
        yield Piece(
            id=item.id,
            kind=item.kind,
            title=upper_first(item.title),
            acceptance=_accepted(draft, item),
            basis=f"estimate {item.estimate}{factor}"
            + (", a usual share of work that nobody named" if item.is_assumed else ""),
            priority=PRIORITIES.get(item.priority, "may"),
            milestone=item.milestone,
            estimate=item.estimate,
            weeks=(item.optimistic, item.likely, item.pessimistic),
            constraint_ids=_carried(draft, item),
        )


def _accepted(draft: Draft, item: WorkItem) -> tuple[str, ...]:
    slots = {"name": item.title.split(": ", 1)[-1].rstrip("."), "product": draft.product}
    slots |= {slot: draft.shown(path) for slot, path in SLOTS.items() if draft.has(path)}
    for name, ms, share in latency_rows(draft)[:1]:
        measure = "each answer" if share == EVERY else f"p{share:g}"
        slots["latency"] = f"{name or measure} at most {show_quantity(ms, 'ms')}"
    rows = draft.knowledge.backlog.accept
    texts = [row.text for row in rows if item.estimate in row.items or item.kind in row.kinds]
    return tuple(text.format(**slots) for text in texts if _slots(text) <= set(slots))


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _carried(draft: Draft, item: WorkItem) -> tuple[str, ...]:
    """Constraints that say what this item is called: the feature, or the system that it connects or replaces."""
    name = item.title.split(": ", 1)[-1].rstrip(".…").casefold()
    title = item.title.casefold()
    systems = [system.name.casefold() for system in draft.inputs.brief.systems if system.name.casefold() in title]
    found = []
    for constraint in draft.inputs.brief.constraints:
        if constraint.state in ("rejected", "waived"):
            continue
        text = f"{constraint.subject} {constraint.text}".casefold()
        is_about = item.kind in ("integration", "migration") and any(system in text for system in systems)
        if is_about or (item.kind == "feature" and not item.is_assumed and len(name) > 8 and name in text):
            found.append(constraint.id)
    return tuple(found)


def _duties(draft: Draft) -> Iterator[Piece]:
    """What each regime that applies asks of the design."""
    for duty in draft.inputs.decision.obligations:
        if duty.result in IN_SCOPE and duty.duties:
            texts = tuple(
                draft.knowledge.backlog.duty.format(regime=duty.regime, duty=text.rstrip(".")) for text in duty.duties
            )
            name = regime_name(duty.regime)
            title = f"Meet {name}" if duty.result == "in_scope" else f"Meet {name}, which probably applies"
            title = f"Check whether {name} applies" if is_only_mentioned(duty) else title
            basis = f"rule {duty.rule}: {duty.result.replace('_', ' ')}"
            priority: Priority = "must" if duty.result == "in_scope" else "should"
            yield Piece(f"R-{duty.regime}", "compliance", title, texts, basis, priority, constraint_ids=duty.constraint_ids)


def _checks(draft: Draft, name: str, kind: str) -> Iterator[Piece]:
    """The items of a checklist that apply."""
    for row in relevant(draft, name):
        text = (draft.knowledge.backlog.check.format(text=sentence(row.text)),)
        yield Piece(row.id, kind, row.text, text, f"table checklists: {row.id}", refs=row.refs, owner=draft.owner(row.owner))


def _constraints(draft: Draft) -> list[Piece]:
    """A proof for each hard constraint that the design meets or commits to; a decision for each that it does not."""
    return [_constraint(draft, row) for row in draft.coverage if row.hard and row.status != "waived"]


def _constraint(draft: Draft, row: CoverageRow) -> Piece:
    table, text = draft.knowledge.backlog, sentence(shorten(readable(row.text), CONSTRAINT))
    is_open = row.status in ("open", "violated")
    section = draft.knowledge.sections.titles.get(row.section, row.section)
    accept = (table.decide if is_open else table.proof).format(section=section, proof=row.verification, text=text)
    kind = "decision" if is_open else "proof"
    basis = f"coverage: {row.status}"
    return Piece(f"P-{row.constraint_id}", kind, text, (accept,), basis, constraint_ids=(row.constraint_id,))
