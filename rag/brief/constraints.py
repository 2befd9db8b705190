"""Facts → the ledger of constraints: one row per statement and kind, with an id that survives new versions of a document."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from rag.brief.brief import AnswerRecord, Conflict, Constraint
from rag.brief.evidence import candidate, fills, sources
from rag.extract.fact import Fact, FactState, Modality
from rag.extract.normalise import squeeze
from rag.knowledge.brief_fields import BriefKnowledge

_STRENGTH = {
    Modality.MUST: 0,
    Modality.MUST_NOT: 0,
    Modality.SHOULD: 1,
    Modality.SHOULD_NOT: 1,
    Modality.IS: 2,
    Modality.MAY: 3,
}
_STATES = {
    FactState.CONFIRMED: "confirmed",
    FactState.EDITED: "edited",
    FactState.WAIVED: "waived",
    FactState.REJECTED: "rejected",
    FactState.DISPUTED: "disputed",
}
_MOST = 0.6  # of an item: then what its sentence says is what it says
_ANSWERED = ("confirmed", "edited", "waived", "rejected", "disputed", "extracted")


def build_constraints(
    facts: Sequence[Fact], answers: Sequence[AnswerRecord], knowledge: BriefKnowledge, as_of: str
) -> tuple[Constraint, ...]:
    """All rows, hard ones first, then by where they stand."""
    ledger_kinds = set(knowledge.fields.ledger_kinds)
    by_statement: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda item: item.id):
        belongs = fact.kind == "constraint" or (
            fact.kind in ledger_kinds and fact.slots.get("role") not in ("actual", "supplier")
        )
        if belongs and (fills(fact) or fact.state in (FactState.REJECTED,)) and fact.state is not FactState.SUPERSEDED:
            by_statement.setdefault(normal(fact.statement), []).append(fact)
    others = [fact for members in by_statement.values() for fact in members if fact.kind != "constraint"]
    rows: dict[str, list[Fact]] = {}
    for statement, members in by_statement.items():
        specific = [fact for fact in members if fact.kind != "constraint"]
        general = [fact for fact in members if fact.kind == "constraint"]
        for fact in specific:
            rows.setdefault(constraint_id(fact.kind, fact.subject, statement), []).append(fact)
        told = specific or [fact for fact in others if general and _tells_most(fact, general[0])]
        if general and (not told or (any(fact.hard for fact in general) and not any(fact.hard for fact in told))):
            rows.setdefault(constraint_id("constraint", general[0].subject, statement), []).extend(general)
    found = [_row(id_, members, answers, knowledge, as_of) for id_, members in rows.items()]
    found.sort(key=lambda row: (not row.hard, _place(row), row.kind, row.id))
    return tuple(found)


def _tells_most(specific: Fact, general: Fact) -> bool:
    """Whether the sentence of one fact is most of the item that another one quotes."""
    part, whole = specific.citation, general.citation
    if (part.sha256, part.page_index) != (whole.sha256, whole.page_index):
        return False
    is_within = whole.start <= part.start and part.end <= whole.end
    return is_within and part.end - part.start >= _MOST * (whole.end - whole.start)


def withdraw(
    constraints: Iterable[Constraint], conflicts: Iterable[Conflict], overruled: Mapping[str, str]
) -> tuple[Constraint, ...]:
    """The rows, with those rejected that only superseded or overruled statements carry.

    Args:
        constraints: the rows.
        conflicts: those that are superseded name the statements that no longer hold.
        overruled: fact id → why a person's answer speaks against it.
    """
    old = {id_: one.reason for one in conflicts if one.kind == "superseded" for id_ in one.replaced} | dict(overruled)
    return tuple(
        row.model_copy(update={"state": "rejected", "reason": old[row.fact_ids[0]]})
        if row.state == "extracted" and row.fact_ids and all(id_ in old for id_ in row.fact_ids)
        else row
        for row in constraints
    )


def constraint_id(kind: str, subject: str, statement: str) -> str:
    """Hash of kind, subject and wording."""
    return "c" + hashlib.sha256("\x1f".join([kind, subject.casefold(), normal(statement)]).encode()).hexdigest()[:12]


def normal(statement: str) -> str:
    """A wording without what changes between versions: case, blanks, punctuation."""
    return re.sub(r"[^\w%€$£.,:-]+", " ", squeeze(statement).casefold()).strip(" .,;:")


def _row(
    id_: str, members: Iterable[Fact], answers: Sequence[AnswerRecord], knowledge: BriefKnowledge, as_of: str
) -> Constraint:
    table = knowledge.fields
    ranked = sorted((candidate(fact, table, as_of) for fact in members), key=lambda item: item.order, reverse=True)
    first = ranked[0].fact
    modality = min((one.fact.modality for one in ranked), key=lambda item: (_STRENGTH[item], item.value))
    state, reason = _state([one.fact for one in ranked]), ""
    for record in answers:
        if record.accepts == id_:
            said = record.values.get("state")
            state, reason = (said if said in _ANSWERED else "confirmed"), record.text
            reason = f"{reason} ({record.by})" if record.by and reason else reason
    return Constraint(
        id=id_,
        text=_text(first),
        category=_category(first, knowledge),
        hard=any(one.fact.hard for one in ranked),
        modality=modality.value,
        kind=first.kind,
        subject=first.subject,
        slots=dict(first.slots),
        value=first.value,
        unit=first.unit,
        state=state,
        reason=reason,
        provenance=sources(ranked),
        fact_ids=tuple(sorted(one.fact.id for one in ranked)),
    )


def _is_feature(fact: Fact) -> bool:
    """Whether it is a row of a table of functions."""
    return fact.slots.get("binding") == "feature"


def _text(fact: Fact) -> str:
    """The statement; a row of a table of functions as who, what, and how important."""
    if not _is_feature(fact):
        return fact.statement
    segment = str(fact.slots.get("segment", ""))
    return f"{segment[:1].upper()}{segment[1:]}: {fact.slots.get('feature', '')} ({fact.modality.value})"


def _state(facts: Sequence[Fact]) -> str:
    states = {fact.state for fact in facts}
    if states == {FactState.REJECTED}:
        return "rejected"
    for state in (FactState.WAIVED, FactState.EDITED, FactState.CONFIRMED, FactState.DISPUTED):
        if state in states:
            return _STATES[state]
    return "extracted"


def _category(fact: Fact, knowledge: BriefKnowledge) -> str:
    categories = knowledge.fields.categories
    if fact.kind in categories.by_kind:
        return categories.by_kind[fact.kind]
    if _is_feature(fact):
        return categories.features
    found = next((row.category for row in categories.by_words if re.search(row.pattern, fact.statement, re.IGNORECASE)), None)
    return found or categories.otherwise


def _place(row: Constraint) -> tuple[str, int, int]:
    citation = row.provenance[0].citation if row.provenance else None
    return (citation.document, citation.page_index, citation.start) if citation else ("", 0, 0)
