"""Keeps the vector index in step with the record: embeds what is stored, in bounded batches, and forgets what is gone.

In: contents of the record. Out: vectors under their chunks' ids, and contents marked as indexed once all of theirs are in.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Protocol

from sqlalchemy import select

from rag.index.embedder import Embedder, Vectors
from rag.store.content import STORED, mark_indexed
from rag.store.record import Record
from rag.store.schema import chunks, contents

BATCH = 128  # chunks embedded at a time: some 100 KB of text, less than a second of work
ShouldStop = Callable[[], bool]


class VectorStore(Protocol):
    """The writing side of a vector index."""

    def add(self, collection: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Add the rows of `vectors` under `ids`; an id that is already there is left as it is."""

    def ids(self, collection: str) -> set[str]:
        """Ids of all chunks that have a vector."""

    def delete(self, collection: str, ids: Collection[str]) -> None:
        """Take chunks out; unknown ids are ignored."""

    def compact(self, collection: str) -> bool:
        """Leave nothing of deleted vectors in any file; False when the collection is too large for that."""

    def drop(self, collection: str) -> None:
        """Forget a collection."""

    def drop_other_fingerprints(self) -> None:
        """Forget what other models built."""


class Indexer:
    """The record, an embedder and the vectors that belong together."""

    def __init__(self, record: Record, embedder: Embedder, vectors: VectorStore, batch: int = BATCH) -> None:
        self._record = record
        self._embedder = embedder
        self.vectors = vectors
        self.batch = batch

    def unfinished(self, workspace_id: str) -> list[str]:
        """Contents whose vectors are still to come, sorted."""
        query = select(contents.c.id).where(contents.c.workspace_id == workspace_id, contents.c.status == STORED)
        with self._record.reading() as connection:
            return list(connection.execute(query.order_by(contents.c.id)).scalars())

    def embed(
        self,
        workspace_id: str,
        content_ids: Sequence[str],
        *,
        known: Collection[str] = (),
        should_stop: ShouldStop = lambda: False,
        report: Callable[[int], None] = lambda _count: None,
    ) -> bool:
        """Embed the chunks of contents and mark these as indexed; False when it was stopped before.

        Args:
            workspace_id: the collection.
            content_ids: contents of that workspace.
            known: chunk ids that have a vector already.
            should_stop: asked between batches.
            report: told the number of chunks of each batch.
        """
        if not content_ids:
            return True
        for ids, texts in self._batches(content_ids, frozenset(known)):
            if should_stop():
                return False
            self.vectors.add(workspace_id, ids, self._embedder.encode(texts))
            report(len(ids))
        with self._record.writing() as connection:
            mark_indexed(connection, content_ids)
        return True

    def _batches(self, content_ids: Sequence[str], known: frozenset[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Chunk ids and texts to embed, contents in the order given, a batch at a time."""
        ids: list[str] = []
        texts: list[str] = []
        for content_id in content_ids:
            last = -1
            while rows := self._rows(content_id, last):
                last = rows[-1][0]
                for _, chunk_id, text in rows:
                    if chunk_id not in known:
                        ids.append(chunk_id)
                        texts.append(text)
                    if len(ids) == self.batch:
                        yield ids, texts
                        ids, texts = [], []
        if ids:
            yield ids, texts

    def _rows(self, content_id: str, after: int) -> list[tuple[int, str, str]]:
        """The next chunks of a content: (ordinal, id, text to embed)."""
        query = (
            select(chunks.c.ordinal, chunks.c.chunk_id, chunks.c.context, chunks.c.text)
            .where(chunks.c.content_id == content_id, chunks.c.ordinal > after)
            .order_by(chunks.c.ordinal)
            .limit(self.batch)
        )
        with self._record.reading() as connection:
            rows = connection.execute(query).all()
        return [(row.ordinal, row.chunk_id, f"{row.context}\n{row.text}" if row.context else row.text) for row in rows]
