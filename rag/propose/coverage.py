"""The coverage matrix: what became of each constraint, computed from ids; nothing is called met without a link."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rag.brief.brief import Brief, Constraint
from rag.propose.draft import Cell, Draft, table
from rag.propose.links import State, find_link, response_text, response_to
from rag.propose.objective import hard_numbers
from rag.propose.proposal import BlockType, BulletList, Claim, CoverageRow, Paragraph, block_claims
from rag.propose.wording import counted, join_names, lower_first, readable, sentence, shorten, shorten_at_clause

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
SOFT_WORDS, HARD_WORDS = 110, 80  # characters of a constraint; hard ones stand in full in their own section
MET_WORDS, UNMET_WORDS = 130, 220  # characters of how it is met, which its section says in full, and of what stands against it
PLAIN_POINTS = 5.5  # of a constraint that words for a must make one, beside those that many small signs do
BINDING = ("must", "must_not")  # modalities of what a source asks for in so many words
GIST = re.compile(r"[;:]\s|,\s(?=(?:with|so that|and|by|in|for|which|who)\b)")  # behind which a commitment says how it is kept
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


def answers(draft: Draft, coverage: Sequence[CoverageRow]) -> dict[str, BulletList]:
    """Section id → what the design commits to there because hard constraints ask for it."""
    known, found = hard_numbers(draft), dict[str, dict[str, list[Constraint]]]()
    for row in (one for one in coverage if one.hard):  # soft ones stand with their answer in the matrix alone
        constraint = draft.constraint(row.constraint_id)
        response = response_to(draft, constraint) if constraint is not None else None
        if constraint is not None and response is not None and row.how == response_text(response):
            found.setdefault(row.section, {}).setdefault(response.id, []).append(constraint)
    return {section: _commitments(draft, section, by_response, known) for section, by_response in found.items()}


def _commitments(
    draft: Draft, section: str, by_response: Mapping[str, Sequence[Constraint]], known: Mapping[str, str]
) -> BulletList:
    draft.ledger.section = section
    rows = {row.id: row for row in draft.knowledge.responses.responses}
    items = []
    for id_, constraints in by_response.items():
        names = join_names(dict.fromkeys(known[one.id] for one in constraints if one.id in known))
        text = draft.say("coverage.commits", names=names, what=lower_first(rows[id_].text))
        ids = tuple(one.id for one in constraints)
        about = [source for one in constraints for source in one.provenance]
        items.append((draft.ledger.known(sentence(text), rows[id_].entry, "table/responses", constraint_ids=ids, about=about),))
    return BulletList(items=tuple(items))


def compose_coverage(draft: Draft) -> list[BlockType]:
    """Counts by state, then the rows that need somebody first."""
    rows = draft.coverage
    if not rows:
        return []
    blocks: list[BlockType] = [Paragraph(claims=tuple(_counts(draft, rows)))]
    shown = in_text(draft.inputs.brief, rows)
    known = hard_numbers(draft)
    unanswered = [row for row in shown if row.status == "open" and not row.hard]
    cells = [_cells(draft, row, known) for row in shown if row not in unanswered]
    caption = draft.say(
        "coverage.table" if len(shown) == len(rows) else "coverage.table_part", shown=len(cells), total=len(rows)
    )
    header = ("No.", "Constraint", "State", "Met by", "Where", "Proof")
    if cells:
        blocks.append(table(caption, header, cells, (0.4, 3.5, 0.9, 3.3, 0.6, 1.4)))
    if unanswered:
        label = draft.ledger.judged(draft.say("coverage.unanswered"), "coverage: soft constraints that are open")
        blocks.append(Paragraph(claims=(label,)))
        blocks.append(BulletList(items=tuple((_as_said(draft, row),) for row in unanswered)))
    return blocks


def in_text(brief: Brief, rows: Sequence[CoverageRow]) -> list[CoverageRow]:
    """The rows that the text shows: every hard constraint, then soft ones that ask for a decision or are put as a must.

    Of soft ones as many as there is room for; what users must be able to do stands in the plan.
    """
    points = {one.id: float(one.slots.get("points") or PLAIN_POINTS) for one in brief.constraints}
    ordered = sorted(rows, key=lambda row: (STATE_ORDER.index(row.status), -points.get(row.constraint_id, PLAIN_POINTS)))
    binding = {one.id for one in brief.constraints if one.modality in BINDING and not one.slots.get("feature")}
    soft = [row for row in ordered if not row.hard and row.status not in SETTLED]
    soft += [row for row in ordered if not row.hard and row.status in SETTLED and row.constraint_id in binding]
    return [row for row in ordered if row.hard] + soft[:MOST_SOFT]


def _cells(draft: Draft, row: CoverageRow, known: Mapping[str, str]) -> tuple[Cell, ...]:
    met = _met_by(draft, row)
    how = met if row.hard else GIST.split(met, maxsplit=1)[0]  # the section says the rest
    how = shorten_at_clause(how, "", MET_WORDS if row.status in SETTLED else UNMET_WORDS)
    where = draft.knowledge.sections.titles.get(row.section, "–") if row.status != "open" else "–"
    return (
        known.get(row.constraint_id, "–"),
        (_as_said(draft, row),),
        f"{row.status}{'' if row.hard else ', soft'}",
        how or "–",
        where,
        row.verification or "–",
    )


def _as_said(draft: Draft, row: CoverageRow) -> Claim:
    """A constraint in the words of its source."""
    length = HARD_WORDS if row.hard else SOFT_WORDS
    text, constraint = sentence(shorten(readable(row.text), length)), draft.constraint(row.constraint_id)
    if constraint is not None and row.evidence:
        return draft.ledger.cited(text, constraint.provenance, constraint_ids=(row.constraint_id,))
    return draft.ledger.judged(text, f"coverage: constraint {row.constraint_id} of the brief")


def _met_by(draft: Draft, row: CoverageRow) -> str:
    """How a constraint is met and what stands against it, without the codes of our tables; “partly” says the rest."""
    reason = "" if row.reason == draft.say("coverage.to_prove") else row.reason
    return "; ".join(part.rstrip(".") for part in (CODE.sub("", row.how), lower_first(reason)) if part)


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
