"""The coverage matrix: what became of each constraint, computed from ids; nothing is called met without a link."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rag.brief.brief import Brief, Constraint
from rag.propose.draft import Cell, Draft, table
from rag.propose.links import State, find_link
from rag.propose.objective import hard_numbers
from rag.propose.proposal import BlockType, Claim, CoverageRow, Paragraph, block_claims
from rag.propose.wording import counted, join_names, readable, sentence, shorten

DESIGNING = ("plan", "slo", "capacity", "data", "compliance", "release", "people", "observability", "security")  # best first
RESTATING = {
    "quality",
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
STATE_ORDER: tuple[State, ...] = ("violated", "open", "partly", "satisfied", "waived")
SETTLED = ("satisfied", "waived", "partly")  # of a soft constraint: it needs nobody's decision
MOST_SOFT = 12  # soft constraints in the text; all others stand in the appendix
BINDING = ("must", "must_not")  # modalities of what a source asks for in so many words
CODE = re.compile(r" \(rule [A-Z0-9-]+\)| \([A-Z]{2,}-[A-Z0-9-]+\)")  # where the tables say so: for the index, not for readers


Blocks = Mapping[str, Sequence[BlockType]]


def cover(draft: Draft, blocks: Blocks) -> tuple[CoverageRow, ...]:
    """One row per constraint that was not rejected, in the order of the ledger.

    Args:
        draft: the proposal in the making.
        blocks: the composed sections by id; only sections that design something count as an answer.
    """
    named, fields = _named_in(blocks)
    return tuple(
        _row(draft, constraint, named, fields)
        for constraint in draft.inputs.brief.constraints
        if constraint.state != "rejected"
    )


def _named_in(blocks: Blocks) -> tuple[dict[str, str], dict[str, str]]:
    """Constraint id, and field path → the first designing section whose claims name it."""
    constraints: dict[str, str] = {}
    fields: dict[str, str] = {}
    for section, content in blocks.items():
        if section in RESTATING:
            continue
        for claim in (claim for block in content for claim in block_claims(block)):
            for id_ in claim.constraint_ids:
                constraints.setdefault(id_, section)
            for path in claim.fields:
                if _rank(section) < _rank(fields.get(path, "")):
                    fields[path] = section
    return constraints, fields


def _rank(section: str) -> int:
    """Where a section stands among those that say most about how a field is designed for; "" stands last."""
    return DESIGNING.index(section) if section in DESIGNING else len(DESIGNING) + (not section)


def _row(draft: Draft, constraint: Constraint, named: Mapping[str, str], fields: Mapping[str, str]) -> CoverageRow:
    link = find_link(draft, constraint, named, fields)
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


def answers(draft: Draft, coverage: Iterable[CoverageRow]) -> dict[str, Paragraph]:
    """Section id → which hard constraints are met there, by number; how and with which proof stands in the matrix."""
    by_section: dict[str, list[str]] = {}
    for row in coverage:
        if row.hard and row.status in ("partly", "satisfied") and row.section not in RESTATING:
            by_section.setdefault(row.section, []).append(row.constraint_id)
    known, found = hard_numbers(draft), {}
    for section, ids in by_section.items():
        draft.ledger.section = section
        named = list(dict.fromkeys(known[id_] for id_ in ids))
        text = draft.say("coverage.answers" if len(named) > 1 else "coverage.answers_one", names=join_names(named))
        trace = "coverage: hard constraints whose proof belongs to this section"
        found[section] = Paragraph(claims=(draft.ledger.judged(text, trace, constraint_ids=tuple(ids)),))
    return found


def compose_coverage(draft: Draft) -> list[BlockType]:
    """Counts by state, then the rows that need somebody first."""
    rows = draft.coverage
    if not rows:
        return []
    blocks: list[BlockType] = [Paragraph(claims=tuple(_counts(draft, rows)))]
    shown = in_text(draft.inputs.brief, rows)
    known = hard_numbers(draft)
    cells = [_cells(draft, row, known) for row in shown]
    caption = draft.say(
        "coverage.table" if len(shown) == len(rows) else "coverage.table_part", shown=len(shown), total=len(rows)
    )
    header = ("No.", "Constraint", "State", "Met by", "Where", "Proof")
    blocks.append(table(caption, header, cells, (0.4, 3.5, 0.9, 3.3, 0.6, 1.4)))
    return blocks


def in_text(brief: Brief, rows: Sequence[CoverageRow]) -> list[CoverageRow]:
    """The rows that the text shows: every hard constraint, then soft ones that ask for a decision or are put as a must.

    Of soft ones as many as there is room for; what users must be able to do stands in the plan.
    """
    ordered = sorted(rows, key=lambda row: STATE_ORDER.index(row.status))
    binding = {one.id for one in brief.constraints if one.modality in BINDING and not one.slots.get("feature")}
    soft = [row for row in ordered if not row.hard and row.status not in SETTLED]
    soft += [row for row in ordered if not row.hard and row.status in SETTLED and row.constraint_id in binding]
    return [row for row in ordered if row.hard] + soft[:MOST_SOFT]


def _cells(draft: Draft, row: CoverageRow, known: Mapping[str, str]) -> tuple[Cell, ...]:
    constraint = draft.constraint(row.constraint_id)
    text = sentence(shorten(readable(row.text), 110))
    first: Cell = text
    if constraint is not None and row.evidence:
        first = (draft.ledger.cited(text, constraint.provenance, constraint_ids=(row.constraint_id,)),)
    how = shorten(_met_by(draft, row), 220)
    where = draft.knowledge.sections.titles.get(row.section, "–") if row.status != "open" else "–"
    return (
        known.get(row.constraint_id, "–"),
        first,
        f"{row.status}{'' if row.hard else ', soft'}",
        how or "–",
        where,
        row.verification or "–",
    )


def _met_by(draft: Draft, row: CoverageRow) -> str:
    """How a constraint is met and what stands against it, without the codes of our tables; “partly” says the rest."""
    reason = "" if row.reason == draft.say("coverage.to_prove") else row.reason
    return "; ".join(part.rstrip(".") for part in (CODE.sub("", row.how), reason) if part)


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
            text = draft.say("coverage.counts", total=counted(counts["total"], f"{kind} constraint"), states=states)
            claims.append(draft.ledger.figured(text, "COVERAGE", {"kind": kind, **counts, "result": counts["total"]}))
    if any(row.status == "partly" for row in rows):
        claims.append(draft.ledger.judged(draft.say("coverage.partly"), "coverage: what its states mean"))
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
