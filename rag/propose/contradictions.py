"""Contradictions between sources: both quotations, what is used until it is settled, and the question that settles it."""

from rag.brief.brief import Conflict, Provenance
from rag.extract.fact import Fact
from rag.propose.draft import Cell, Draft, table
from rag.propose.proposal import BlockType, Claim
from rag.propose.wording import sentence, shorten, show_date, show_value

MOST_CONFLICTS = 12
KIND_ORDER = ("unresolved", "cross_field", "scope", "superseded")


def compose_contradictions(draft: Draft) -> list[BlockType]:
    """One row per contradiction, the open ones first."""
    facts = {fact.id: fact for fact in draft.inputs.facts}
    conflicts = sorted(draft.inputs.brief.conflicts, key=lambda c: (KIND_ORDER.index(c.kind), c.field, c.subject, c.id))
    rows = [row for row in (_row(draft, conflict, facts) for conflict in conflicts) if row is not None]
    if not rows:
        return []
    header = ("About", "What the sources say", "Used until settled", "To settle it")
    return [table(draft.say("contradictions.table"), header, rows[:MOST_CONFLICTS], (1.3, 4, 1.6, 2.4))]


def _row(draft: Draft, conflict: Conflict, facts: dict[str, Fact]) -> tuple[Cell, ...] | None:
    members = [facts[id_] for id_ in conflict.fact_ids if id_ in facts and facts[id_].citation.state.passes]
    quotes = tuple(_quote(draft, fact, conflict) for fact in members[:4])
    if not quotes:
        return None
    about = draft.label(conflict.field) + (f" of {conflict.subject}" if conflict.subject else "")
    unit = next((fact.unit for fact in members if fact.unit), "")
    used = show_value(conflict.used, unit) if conflict.used not in (None, "", []) else "–"
    return about, quotes, shorten(used, 90), shorten(conflict.question or conflict.reason, 200) or "–"


def _quote(draft: Draft, fact: Fact, conflict: Conflict) -> Claim:
    dated = f" ({show_date(fact.dated)})" if fact.dated else ""
    name = fact.citation.document.rsplit("/", 1)[-1]
    text = sentence(draft.say("contradictions.quote", document=name, dated=dated, quote=shorten(fact.citation.quote, 160)))
    return draft.ledger.cited(
        text, [Provenance(kind="document", citation=fact.citation, fact_id=fact.id)], fields=(conflict.field,)
    )
