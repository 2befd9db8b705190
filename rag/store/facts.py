"""Facts of the current documents, with what people decided about them.

A decision is kept under the fact's kind, subject and statement, not under its place: it holds for the document's next version
too. Every decision is kept; the last one counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select

from rag.errors import StorageError, UsageError
from rag.extract.fact import Fact, FactState
from rag.store.content import FINDABLE
from rag.store.documents import witnesses
from rag.store.labels import Label, labels_of
from rag.store.schema import contents, fact_decisions, facts

EDITABLE = frozenset(
    ("subject", "slots", "value", "low", "high", "unit", "horizon", "modality", "polarity", "time", "hard", "confidence")
)
DECISIONS = (FactState.CONFIRMED, FactState.EDITED, FactState.WAIVED, FactState.REJECTED, FactState.EXTRACTED)


@dataclass(frozen=True, slots=True)
class FactDecision:
    """What somebody decided about a statement."""

    state: FactState  # EXTRACTED takes an earlier decision back
    edits: Mapping[str, Any]  # EDITED: field of Fact → value
    reason: str
    by: str
    at: str  # ISO time


def list_facts(connection: Connection, workspace_id: str) -> tuple[Fact, ...]:
    """Facts of the documents that count, in order of arrival and place, labels and decisions applied."""
    query = (
        select(facts.c.content_id, facts.c.ordinal, facts.c.key, facts.c.payload)
        .join(contents, contents.c.id == facts.c.content_id)
        .where(contents.c.workspace_id == workspace_id, contents.c.status.in_(FINDABLE))
    )
    rows = connection.execute(query).all()
    source = witnesses(connection, {row.content_id for row in rows})
    decided = _last_decisions(connection, workspace_id)
    placed = [row for row in rows if row.content_id in source]
    placed.sort(key=lambda row: (source[row.content_id].ordinal, row.ordinal))
    labels = labels_of(connection, workspace_id)

    def told(row: Any) -> Fact:
        document = source[row.content_id]
        return labels.get(document.name, Label()).apply(_at(row.payload, document))

    return tuple(_apply(told(row), decided.get(row.key)) for row in placed)


def decide(connection: Connection, workspace_id: str, fact_id: str, decision: FactDecision) -> Fact:
    """Keep a decision about a fact; the fact as it stands now.

    Raises:
        StorageError: the workspace has no such fact.
        UsageError: the state is none that a person may give, or an edited field does not exist or cannot take the value.
    """
    if decision.state not in DECISIONS:
        raise UsageError(f"A fact can be {', '.join(state.value for state in DECISIONS)}, not {decision.state.value}.")
    unknown = sorted(set(decision.edits) - EDITABLE)
    if unknown:
        raise UsageError(f"{', '.join(unknown)} of a fact cannot be edited; {', '.join(sorted(EDITABLE))} can.")
    row = _find(connection, workspace_id, fact_id)
    fact = _apply(_at(row.payload, None), decision)
    connection.execute(
        insert(fact_decisions).values(
            workspace_id=workspace_id,
            key=row.key,
            kind=row.kind,
            subject=row.subject,
            state=decision.state.value,
            edits=dict(decision.edits),
            reason=decision.reason,
            by=decision.by,
            at=decision.at,
        )
    )
    return fact


def decisions_about(connection: Connection, workspace_id: str, fact_id: str) -> tuple[FactDecision, ...]:
    """All decisions about a fact's statement, first to last."""
    row = _find(connection, workspace_id, fact_id)
    chosen = (fact_decisions.c.workspace_id == workspace_id, fact_decisions.c.key == row.key)
    query = select(fact_decisions).where(*chosen).order_by(fact_decisions.c.ordinal)
    return tuple(_decision(found) for found in connection.execute(query))


def _find(connection: Connection, workspace_id: str, fact_id: str) -> Any:
    query = (
        select(facts)
        .join(contents, contents.c.id == facts.c.content_id)
        .where(contents.c.workspace_id == workspace_id, facts.c.fact_id == fact_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise StorageError(f"There is no fact {fact_id}. Its document may have been replaced or deleted; list the facts again.")
    return row


def _last_decisions(connection: Connection, workspace_id: str) -> dict[str, FactDecision]:
    query = select(fact_decisions).where(fact_decisions.c.workspace_id == workspace_id).order_by(fact_decisions.c.ordinal)
    return {row.key: _decision(row) for row in connection.execute(query)}


def _decision(row: Any) -> FactDecision:
    return FactDecision(FactState(row.state), row.edits, row.reason, row.by, row.at)


def _at(payload: dict[str, Any], document: Any) -> Fact:
    """The fact, cited from the document that counts now: the first one with this content may be gone."""
    fact = Fact.model_validate(payload)
    if document is None:
        return fact
    place = fact.citation.model_copy(update={"document_id": document.id, "document": document.name})
    return fact.model_copy(update={"citation": place})


def _apply(fact: Fact, decision: FactDecision | None) -> Fact:
    if decision is None or decision.state is FactState.EXTRACTED:
        return fact
    changes = {**decision.edits} if decision.state is FactState.EDITED else {}
    try:
        return Fact.model_validate({**fact.model_dump(), **changes, "state": decision.state})
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(map(str, first['loc']))} of the fact: {first['msg']}.") from error
