"""What one file says, in the record: pages with their blocks, chunks and facts, kept under (workspace, SHA-256).

In: a `Document` as read, its chunks and facts. Out: the same `Document`, to the last offset. A content is *stored* when its
rows and full text are in, *indexed* when its vectors are too, *retired* when no current document refers to it: it can be
read, not found.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, insert, select, update

from rag.extract.fact import Fact, FactState
from rag.index.fulltext import add_texts, delete_texts
from rag.ingest.chunk import Chunk
from rag.ingest.document import Block, BlockKind, Document, Page, Quarantine, Scan
from rag.ingest.element import Element, ElementKind
from rag.store.schema import chunks, contents, documents, facts, pages

STORED, INDEXED, RETIRED = "stored", "indexed", "retired"
FINDABLE = (STORED, INDEXED)
_ROWS = 500  # rows per statement: memory is bounded by this, not by the document


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file gave, ready to be kept in one transaction."""

    document: Document
    chunks: tuple[Chunk, ...]
    facts: tuple[Fact, ...]
    chunker: str  # version of what cut it
    extractor: str  # version of what read its facts


def digest(*parts: str) -> str:
    """A short id from its parts: 24 hexadecimal digits."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def content_key(workspace_id: str, sha256: str) -> str:
    """Id of a content."""
    return digest("content", workspace_id, sha256)


def fact_key(kind: str, subject: str, statement: str) -> str:
    """What a decision about a fact is kept under: the same statement in another version has the same key."""
    plain = " ".join(statement.split()).casefold()
    return hashlib.sha256("\x1f".join((kind, subject.casefold(), plain)).encode()).hexdigest()[:32]


def put_content(connection: Connection, workspace_id: str, reading: Reading) -> str:
    """Keep a content as *retired*; its id. `refresh` makes it findable once a document refers to it."""
    document = reading.document
    content_id = content_key(workspace_id, document.sha256)
    row = {
        "id": content_id,
        "workspace_id": workspace_id,
        "sha256": document.sha256,
        "size": document.size,
        **_content_row(document),
        "chunks": 0,
        "facts": 0,
        "chunker": "",
        "extractor": "",
        "status": RETIRED,
    }
    connection.execute(insert(contents), row)
    _put_parts(connection, workspace_id, content_id, reading)
    return content_id


def replace_content(connection: Connection, workspace_id: str, reading: Reading) -> list[str]:
    """Keep a content that was read anew in the place of what the same bytes gave before; chunk ids whose vectors have to go.

    It is *stored* then, as a new one is, when it was findable before.
    """
    content_id = content_key(workspace_id, reading.document.sha256)
    status = connection.execute(select(contents.c.status).where(contents.c.id == content_id)).scalar_one()
    before = unindex_texts(connection, content_id) if status in FINDABLE else chunk_ids_of(connection, (content_id,))
    connection.execute(delete(pages).where(pages.c.content_id == content_id))
    _set(connection, content_id, **_content_row(reading.document))
    _put_parts(connection, workspace_id, content_id, reading)
    if status in FINDABLE:
        index_texts(connection, content_id)
        _set(connection, content_id, status=STORED)
    return sorted(set(before) - set(chunk_ids_of(connection, (content_id,))))


def _content_row(document: Document) -> dict[str, Any]:
    """What reading says of the whole content."""
    return {
        "media_type": document.media_type,
        "title": document.title,
        "doc_type": document.doc_type,
        "dated": document.dated,
        "warnings": list(document.warnings),
        "pages": len(document.pages),
        "has_page_numbers": any(page.number is not None for page in document.pages),
        "pages_without_text": list(document.pages_without_text),
    }


def _put_parts(connection: Connection, workspace_id: str, content_id: str, reading: Reading) -> None:
    """Keep the pages, chunks and facts of a content."""
    rows = [{"content_id": content_id, **_page_row(index, page)} for index, page in enumerate(reading.document.pages)]
    for part in _parts(rows):
        connection.execute(insert(pages), part)
    put_chunks(connection, workspace_id, content_id, reading.chunks, reading.chunker)
    put_facts(connection, content_id, reading.facts, reading.extractor)


def has_content(connection: Connection, content_id: str) -> bool:
    """Whether the record has this content."""
    return connection.execute(select(contents.c.id).where(contents.c.id == content_id)).first() is not None


def put_chunks(connection: Connection, workspace_id: str, content_id: str, given: Sequence[Chunk], chunker: str) -> None:
    """Replace the chunks of a content that is not in the full text."""
    connection.execute(delete(chunks).where(chunks.c.content_id == content_id))
    unique = {chunk.id: chunk for chunk in given}.values()
    rows = [{"content_id": content_id, "workspace_id": workspace_id, **_chunk_row(i, chunk)} for i, chunk in enumerate(unique)]
    for part in _parts(rows):
        connection.execute(insert(chunks), part)
    _set(connection, content_id, chunks=len(rows), chunker=chunker)


def put_facts(connection: Connection, content_id: str, given: Sequence[Fact], extractor: str) -> None:
    """Replace the facts of a content."""
    connection.execute(delete(facts).where(facts.c.content_id == content_id))
    unique = {fact.id: fact for fact in given}.values()
    rows = [{"content_id": content_id, **_fact_row(i, fact)} for i, fact in enumerate(unique)]
    for part in _parts(rows):
        connection.execute(insert(facts), part)
    stated = sum(fact.state is not FactState.HEARD for fact in unique)
    _set(connection, content_id, facts=stated, extractor=extractor)


def refresh(connection: Connection, content_id: str) -> list[str]:
    """Bring a content into or out of the full text, as its documents say; chunk ids whose vectors have to go.

    A content without any document is deleted; the caller then purges the full text.
    """
    content = connection.execute(select(contents).where(contents.c.id == content_id)).one_or_none()
    if content is None:
        return []
    refers = documents.c.content_id == content_id
    is_used = connection.execute(select(exists().where(refers, documents.c.is_current, ~documents.c.is_excluded))).scalar_one()
    ids: list[str] = []
    if is_used and content.status == RETIRED:
        index_texts(connection, content_id)
        _set(connection, content_id, status=STORED)
    elif not is_used and content.status in FINDABLE:
        ids = unindex_texts(connection, content_id)
        _set(connection, content_id, status=RETIRED)
    if not connection.execute(select(exists().where(refers))).scalar_one():
        connection.execute(delete(contents).where(contents.c.id == content_id))
    return ids


def index_texts(connection: Connection, content_id: str) -> None:
    """Put all chunks of a content into the full text."""
    content = connection.execute(select(contents).where(contents.c.id == content_id)).one()
    title = content.title
    rows = connection.execute(
        select(chunks.c.chunk_id, chunks.c.context, chunks.c.text)
        .where(chunks.c.content_id == content_id)
        .order_by(chunks.c.ordinal)
    ).all()
    for part in _parts([(row.chunk_id, title, row.context, row.text) for row in rows]):
        add_texts(connection, content.workspace_id, part)


def unindex_texts(connection: Connection, content_id: str) -> list[str]:
    """Take all chunks of a content out of the full text; their ids."""
    workspace_id = connection.execute(select(contents.c.workspace_id).where(contents.c.id == content_id)).scalar_one()
    ids = chunk_ids_of(connection, (content_id,))
    delete_texts(connection, workspace_id, ids)
    return ids


def chunk_ids_of(connection: Connection, content_ids: Collection[str]) -> list[str]:
    """Ids of the chunks of contents, in order."""
    query = select(chunks.c.chunk_id).where(chunks.c.content_id.in_(list(content_ids)))
    return list(connection.execute(query.order_by(chunks.c.content_id, chunks.c.ordinal)).scalars())


def mark_indexed(connection: Connection, content_ids: Collection[str]) -> None:
    """Their vectors are in; a content that was retired meanwhile stays so."""
    chosen = contents.c.id.in_(list(content_ids))
    connection.execute(update(contents).where(chosen, contents.c.status == STORED).values(status=INDEXED))


def load_document(connection: Connection, content: Row[Any], name: str, content_id: str) -> Document:
    """The document as it was read, under `name`."""
    rows = connection.execute(select(pages).where(pages.c.content_id == content_id).order_by(pages.c.page_index))
    return Document(
        name=name,
        sha256=content.sha256,
        media_type=content.media_type,
        pages=tuple(_page(row) for row in rows),
        title=content.title,
        size=content.size,
        dated=content.dated,
        doc_type=content.doc_type,
        warnings=tuple(content.warnings),
    )


def load_page_text(connection: Connection, workspace_id: str, sha256: str, page_index: int) -> str | None:
    """Verbatim text of one page; None when the workspace has no such page."""
    found = (pages.c.content_id == content_key(workspace_id, sha256), pages.c.page_index == page_index)
    return connection.execute(select(pages.c.text).where(*found)).scalar()


def load_page_scan(connection: Connection, workspace_id: str, sha256: str, page_index: int) -> Scan | None:
    """How OCR read one page; None where it did not, or the workspace has no such page."""
    found = (pages.c.content_id == content_key(workspace_id, sha256), pages.c.page_index == page_index)
    row = connection.execute(select(pages).where(*found)).one_or_none()
    return None if row is None else _page(row).scan


def load_page_texts(connection: Connection, workspace_id: str, sha256: str) -> list[str]:
    """Verbatim texts of all pages, in order."""
    query = select(pages.c.text).where(pages.c.content_id == content_key(workspace_id, sha256))
    return list(connection.execute(query.order_by(pages.c.page_index)).scalars())


def set_status(connection: Connection, content_id: str, status: str) -> None:
    """Say how far a content is."""
    _set(connection, content_id, status=status)


def _set(connection: Connection, content_id: str, **values: Any) -> None:
    connection.execute(update(contents).where(contents.c.id == content_id).values(**values))


def _parts(rows: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(rows), _ROWS):
        yield rows[first : first + _ROWS]


def encode_block(block: Block) -> list[Any]:
    """A block as JSON values."""
    return [
        block.kind.value,
        block.start,
        block.end,
        block.locator,
        list(block.heading_path),
        list(block.header),
        [list(cell) for cell in block.cells],
        block.level,
        None if block.quarantine is None else block.quarantine.value,
    ]


def decode_block(values: Sequence[Any]) -> Block:
    """The block that `encode_block` wrote."""
    kind, start, end, locator, heading_path, header, cells, level, quarantine = values
    return Block(
        kind=BlockKind(kind),
        start=start,
        end=end,
        locator=locator,
        heading_path=tuple(heading_path),
        header=tuple(header),
        cells=tuple((first, last) for first, last in cells),
        level=level,
        quarantine=None if quarantine is None else Quarantine(quarantine),
    )


def encode_element(element: Element) -> list[Any]:
    """An element as JSON values."""
    details = [list(pair) for pair in element.details]
    places = (element.start, element.end)
    said = (element.name, element.type, element.technology, element.version, element.target)
    return [element.kind.value, *places, *said, details]


def decode_element(values: Sequence[Any]) -> Element:
    """The element that `encode_element` wrote."""
    kind, start, end, name, type_, technology, version, target, details = values
    pairs = tuple((key, value) for key, value in details)
    return Element(ElementKind(kind), name, start, end, type_, technology, version, target, pairs)


def _page_row(index: int, page: Page) -> dict[str, Any]:
    return {
        "page_index": index,
        "number": page.number,
        "label": page.label,
        "text": page.text,
        "blocks": _encode_structure(page),
        "needs_ocr": page.needs_ocr,
        "problem": page.problem,
        "elements": [encode_element(element) for element in page.elements] or None,
    }


def _encode_structure(page: Page) -> Any:
    """What a page has beside its text, as JSON values: its blocks, and how OCR read it where it did."""
    blocks = [encode_block(block) for block in page.blocks]
    if page.scan is None:
        return blocks
    return {"blocks": blocks, "confidence": page.scan.confidence, "words": [list(word) for word in page.scan.words]}


def _page(row: Row[Any]) -> Page:
    scan, kept = None, row.blocks
    if isinstance(kept, dict):
        words = tuple((start, left, top, right, bottom) for start, left, top, right, bottom in kept["words"])
        scan, kept = Scan(kept["confidence"], words), kept["blocks"]
    blocks = tuple(decode_block(values) for values in kept)
    elements = tuple(decode_element(values) for values in row.elements or ())
    return Page(row.text, blocks, row.number, row.label, row.needs_ocr, row.problem, elements, scan)


def _chunk_row(ordinal: int, chunk: Chunk) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "chunk_id": chunk.id,
        "page_index": chunk.page_index,
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "context": chunk.context,
        "locator": chunk.locator,
        "heading_path": list(chunk.heading_path),
    }


def _fact_row(ordinal: int, fact: Fact) -> dict[str, Any]:
    return {
        "ordinal": ordinal,
        "fact_id": fact.id,
        "kind": fact.kind,
        "subject": fact.subject,
        "key": fact_key(fact.kind, fact.subject, fact.statement),
        "payload": fact.model_dump(mode="json"),
    }
