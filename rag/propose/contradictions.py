"""Contradictions between sources: both quotations, what is used until it is settled, and the question that settles it."""

from rag.brief.brief import Conflict, Provenance
from rag.extract.fact import Fact
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import BlockType, Claim
from rag.propose.wording import readable, shorten, show_date

MOST_CONFLICTS = 12
MOST_SOURCES = 4
KIND_ORDER = ("unresolved", "cross_field", "scope", "superseded")


def compose_contradictions(draft: Draft) -> list[BlockType]:
    """One group of rows per contradiction, the open ones first: each source with its words."""
    facts = {fact.id: fact for fact in draft.inputs.facts}
    conflicts = sorted(draft.inputs.brief.conflicts, key=lambda c: (KIND_ORDER.index(c.kind), c.field, c.subject, c.id))
    told = {frozenset(fact.citation.quote for fact in _members(conflict, facts)): conflict for conflict in reversed(conflicts)}
    shown = [conflict for conflict in conflicts if conflict in told.values()]  # the same words contradict each other once
    rows = [row for conflict in shown[:MOST_CONFLICTS] for row in _rows(draft, conflict, facts)]
    if not rows:
        return []
    header = ("About", "Source", "Its words", "Used until settled", "To settle it")
    return [table(draft.say("contradictions.table"), header, rows, (1.4, 1.6, 3.6, 1, 1.6))]


def _members(conflict: Conflict, facts: dict[str, Fact]) -> list[Fact]:
    return [facts[id_] for id_ in conflict.fact_ids if id_ in facts and facts[id_].citation.state.passes]


def _rows(draft: Draft, conflict: Conflict, facts: dict[str, Fact]) -> list[tuple[Cell, ...]]:
    members = _members(conflict, facts)
    first = {fact.citation.quote: fact for fact in reversed(members)}
    rows: list[tuple[Cell, ...]] = []
    for fact in list(reversed(first.values()))[:MOST_SOURCES]:
        opening = ("", "", "")
        if not rows:
            about = draft.label(conflict.field) + (f" of {conflict.subject}" if conflict.subject else "")
            used = draft.show(conflict.field, conflict.used) if conflict.used not in (None, "", []) else "–"
            opening = (about, shorten(used, 90), _settled_by(draft, conflict))
        dated = f" ({show_date(fact.dated)})" if fact.dated else ""
        source = f"{fact.citation.document.rsplit('/', 1)[-1]}{dated}"
        rows.append((opening[0], source, (_quote(draft, fact, conflict),), opening[1], opening[2]))
    return rows


def _settled_by(draft: Draft, conflict: Conflict) -> str:
    """The question that settles it; for a source that replaced another, that it did."""
    if conflict.kind == "superseded":
        return draft.say("contradictions.superseded")
    said = conflict.question or conflict.reason
    for name, shown in draft.names.items():
        said = said.replace(name, shown)
    return shorten(said, 200) or "–"


def _quote(draft: Draft, fact: Fact, conflict: Conflict) -> Claim:
    text = f"“{shorten(readable(fact.citation.quote), 140)}”"
    return draft.ledger.cited(
        text, [Provenance(kind="document", citation=fact.citation, fact_id=fact.id)], fields=(conflict.field,)
    )
