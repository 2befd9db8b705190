"""The coverage matrix: what became of each constraint, computed from ids; nothing is called met without a link."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rag.brief.brief import Constraint
from rag.propose.draft import Cell, Draft, table
from rag.propose.links import State, find_link, response_to
from rag.propose.proposal import BlockType, BulletList, Claim, CoverageRow, Paragraph, block_claims
from rag.propose.wording import readable, sentence, shorten

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
SAYS_ONLY = {"is", "may"}  # modalities that state rather than ask
STATE_ORDER: tuple[State, ...] = ("violated", "open", "partly", "satisfied", "waived")
MOST_ANSWERS = 3  # constraints named in the section that answers them
ROWS = 24  # of the matrix in the text, unless more constraints are hard; the rest stand in the appendix
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
    shown = in_text(rows)
    cells = [_cells(draft, row) for row in shown]
    caption = draft.say(
        "coverage.table" if len(shown) == len(rows) else "coverage.table_part", shown=len(shown), total=len(rows)
    )
    header = ("Constraint", "State", "Met by", "Where", "Proof")
    blocks.append(table(caption, header, cells, (3.2, 0.8, 2.8, 1.4, 1.2)))
    return blocks


def in_text(rows: Sequence[CoverageRow]) -> list[CoverageRow]:
    """The rows that the text shows: every hard constraint, then what asks somebody to decide, as far as there is room."""
    ordered = sorted(rows, key=lambda row: (not row.hard, STATE_ORDER.index(row.status)))
    return ordered[: max(ROWS, sum(row.hard for row in rows))]


def _cells(draft: Draft, row: CoverageRow) -> tuple[Cell, ...]:
    constraint = draft.constraint(row.constraint_id)
    text = sentence(shorten(readable(row.text), 130))
    first: Cell = text
    if constraint is not None and row.evidence:
        first = (draft.ledger.cited(text, constraint.provenance, constraint_ids=(row.constraint_id,)),)
    how = shorten(_met_by(draft, row), 170)
    where = draft.knowledge.sections.titles.get(row.section, "–") if row.status != "open" else "–"
    return first, f"{row.status}{'' if row.hard else ', soft'}", how or "–", where, row.verification or "–"


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
