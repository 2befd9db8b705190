"""Facts that people added from a page, because reading had missed them.

One belongs to the name of its document: when the document is replaced, its words are looked for in the version that counts.
Where they stand no longer, the fact is kept as *superseded*: shown, and no evidence.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, select

from rag.extract.fact import Fact, FactState
from rag.ground.quote import find_span
from rag.store.content import content_key, load_document
from rag.store.documents import current_version, witnesses
from rag.store.schema import added_facts, contents, documents


def put_added(connection: Connection, workspace_id: str, fact: Fact) -> None:
    """Keep a fact; the same one again changes nothing."""
    if find_added(connection, workspace_id, fact.id) is None:
        place = {"workspace_id": workspace_id, "fact_id": fact.id, "document": fact.citation.document}
        connection.execute(insert(added_facts).values(**place, payload=fact.model_dump(mode="json")))


def find_added(connection: Connection, workspace_id: str, fact_id: str) -> Fact | None:
    """A fact as it was added."""
    chosen = (added_facts.c.workspace_id == workspace_id, added_facts.c.fact_id == fact_id)
    payload = connection.execute(select(added_facts.c.payload).where(*chosen)).scalar()
    return None if payload is None else Fact.model_validate(payload)


def list_added(connection: Connection, workspace_id: str) -> Iterator[Fact]:
    """What was added, in that order, each cited from the document that counts now; nothing of those set aside or deleted."""
    query = select(added_facts.c.payload).where(added_facts.c.workspace_id == workspace_id).order_by(added_facts.c.ordinal)
    given = [Fact.model_validate(payload) for payload in connection.execute(query).scalars()]
    source = witnesses(connection, {content_key(workspace_id, fact.citation.sha256) for fact in given})
    for fact in given:
        placed = _placed(connection, workspace_id, fact, source)
        if placed is not None:
            yield placed


def drop_added_without_document(connection: Connection, workspace_id: str) -> None:
    """Forget what was added from documents that are deleted, unless a copy with the same content is left."""
    same = (documents.c.workspace_id == added_facts.c.workspace_id, documents.c.name == added_facts.c.document)
    query = select(added_facts).where(added_facts.c.workspace_id == workspace_id, ~exists(select(documents.c.id).where(*same)))
    for row in connection.execute(query).all():
        content_id = content_key(workspace_id, row.payload["citation"]["sha256"])
        if not connection.execute(select(exists().where(contents.c.id == content_id))).scalar_one():
            connection.execute(delete(added_facts).where(added_facts.c.ordinal == row.ordinal))


def _placed(connection: Connection, workspace_id: str, fact: Fact, source: Mapping[str, Row[Any]]) -> Fact | None:
    witness = source.get(content_key(workspace_id, fact.citation.sha256))
    if witness is not None:
        return _cited(fact, document_id=witness.id, document=witness.name)
    now = current_version(connection, workspace_id, fact.citation.document)
    if now is None or now.is_excluded:
        return None
    document = load_document(connection, now, now.name, now.content_id)
    pages = list(enumerate(document.pages))
    pages.sort(key=lambda pair: pair[0] != fact.citation.page_index)  # most likely where they were
    for index, page in pages:
        span = find_span(fact.citation.quote, page.text)
        if span is not None:
            start, end = span
            return _cited(
                fact.model_copy(update={"doc_type": now.doc_type, "dated": now.dated}),
                document_id=now.id,
                sha256=now.sha256,
                page=page.number,
                page_index=index,
                locator=page.locator_at(start) or fact.citation.locator,
                quote=page.text[start:end],
                start=start,
                end=end,
            )
    return fact.model_copy(update={"state": FactState.SUPERSEDED, "superseded_by": now.id})


def _cited(fact: Fact, **place: Any) -> Fact:
    return fact.model_copy(update={"citation": fact.citation.model_copy(update=place)})
