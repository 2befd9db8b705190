"""Facts of the current documents, with what people decided about them.

A decision is kept under the fact's kind, subject and statement, not under its place: it holds for the document's next version
too. Every decision is kept. The last one gives the state; what was edited stays edited until the decisions are taken back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, insert, select

from rag.errors import StorageError, UsageError
from rag.extract.fact import Fact, FactState
from rag.store.added import find_added, list_added
from rag.store.content import FINDABLE, fact_key
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

    state: FactState  # EXTRACTED takes the earlier decisions back
    edits: Mapping[str, Any]  # EDITED: field of Fact → value
    reason: str
    by: str
    at: str  # ISO time


def list_facts(connection: Connection, workspace_id: str) -> tuple[Fact, ...]:
    """Facts of the documents that count, in order of arrival and place, then those added; labels and decisions applied."""
    query = (
        select(facts.c.content_id, facts.c.ordinal, facts.c.key, facts.c.payload)
        .join(contents, contents.c.id == facts.c.content_id)
        .where(contents.c.workspace_id == workspace_id, contents.c.status.in_(FINDABLE))
    )
    rows = connection.execute(query).all()
    source = witnesses(connection, {row.content_id for row in rows})
    decided = _standing_decisions(connection, workspace_id)
    placed = [row for row in rows if row.content_id in source]
    placed.sort(key=lambda row: (source[row.content_id].ordinal, row.ordinal))
    labels = labels_of(connection, workspace_id)

    def told(fact: Fact) -> Fact:
        return labels.get(fact.citation.document, Label()).apply(fact)

    read = [_apply(told(_at(row.payload, source[row.content_id])), decided.get(row.key)) for row in placed]
    added = [_apply(told(fact), decided.get(_key(fact))) for fact in list_added(connection, workspace_id)]
    return (*read, *added)


def decide(connection: Connection, workspace_id: str, fact_ids: Sequence[str], decision: FactDecision) -> tuple[Fact, ...]:
    """Keep a decision about facts; the facts as they stand now.

    Raises:
        StorageError: the workspace has no such fact.
        UsageError: the state is none that a person may give, or an edited field does not exist or cannot take the value.
    """
    if decision.state not in DECISIONS:
        raise UsageError(f"A fact can be {', '.join(state.value for state in DECISIONS)}, not {decision.state.value}.")
    unknown = sorted(set(decision.edits) - EDITABLE)
    if unknown:
        raise UsageError(f"{', '.join(unknown)} of a fact cannot be edited; {', '.join(sorted(EDITABLE))} can.")
    found = {fact_id: _find(connection, workspace_id, fact_id) for fact_id in dict.fromkeys(fact_ids)}
    keys = {_key(fact): fact for fact in found.values()}  # the same statement in two documents is decided once
    for key, fact in keys.items():
        connection.execute(
            insert(fact_decisions).values(
                workspace_id=workspace_id,
                key=key,
                kind=fact.kind,
                subject=fact.subject,
                state=decision.state.value,
                edits=dict(decision.edits),
                reason=decision.reason,
                by=decision.by,
                at=decision.at,
            )
        )
    return tuple(_apply(fact, _standing(_decisions(connection, workspace_id, _key(fact)))) for fact in found.values())


def decisions_about(connection: Connection, workspace_id: str, fact_id: str) -> tuple[FactDecision, ...]:
    """All decisions about a fact's statement, first to last."""
    return _decisions(connection, workspace_id, _key(_find(connection, workspace_id, fact_id)))


def _decisions(connection: Connection, workspace_id: str, key: str) -> tuple[FactDecision, ...]:
    chosen = (fact_decisions.c.workspace_id == workspace_id, fact_decisions.c.key == key)
    query = select(fact_decisions).where(*chosen).order_by(fact_decisions.c.ordinal)
    return tuple(_decision(found) for found in connection.execute(query))


def _find(connection: Connection, workspace_id: str, fact_id: str) -> Fact:
    """A fact as it was read or added."""
    query = (
        select(facts.c.payload)
        .join(contents, contents.c.id == facts.c.content_id)
        .where(contents.c.workspace_id == workspace_id, facts.c.fact_id == fact_id)
    )
    payload = connection.execute(query).scalar()
    fact = find_added(connection, workspace_id, fact_id) if payload is None else Fact.model_validate(payload)
    if fact is None:
        raise StorageError(f"There is no fact {fact_id}. Its document may have been replaced or deleted; list the facts again.")
    return fact


def _key(fact: Fact) -> str:
    return fact_key(fact.kind, fact.subject, fact.statement)


def _standing_decisions(connection: Connection, workspace_id: str) -> dict[str, FactDecision]:
    """Key of a statement → what holds of all that was decided about it."""
    query = select(fact_decisions).where(fact_decisions.c.workspace_id == workspace_id).order_by(fact_decisions.c.ordinal)
    by_key: dict[str, list[FactDecision]] = {}
    for row in connection.execute(query):
        by_key.setdefault(row.key, []).append(_decision(row))
    return {key: found for key, given in by_key.items() if (found := _standing(given)) is not None}


def _standing(decisions: Iterable[FactDecision]) -> FactDecision | None:
    """The last decision, with all edits since the decisions were last taken back; None when they were."""
    standing: FactDecision | None = None
    for one in decisions:
        edits = {**(standing.edits if standing else {}), **one.edits}
        standing = None if one.state is FactState.EXTRACTED else replace(one, edits=edits)
    return standing


def _decision(row: Any) -> FactDecision:
    return FactDecision(FactState(row.state), row.edits, row.reason, row.by, row.at)


def _at(payload: dict[str, Any], document: Any) -> Fact:
    """The fact, cited from the document that counts now: the first one with this content may be gone."""
    fact = Fact.model_validate(payload)
    place = fact.citation.model_copy(update={"document_id": document.id, "document": document.name})
    return fact.model_copy(update={"citation": place})


def _apply(fact: Fact, decision: FactDecision | None) -> Fact:
    if decision is None or fact.state is FactState.SUPERSEDED:
        return fact
    try:
        return Fact.model_validate({**fact.model_dump(), **decision.edits, "state": decision.state})
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(map(str, first['loc']))} of the fact: {first['msg']}.") from error
