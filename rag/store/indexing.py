"""Keeps the vector index in step with the record: embeds what is stored, in bounded batches, and forgets what is gone.

In: contents of the record. Out: vectors under their chunks' ids, and contents marked as indexed once all of theirs are in.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Protocol

from sqlalchemy import select

from rag.index.embedder import Embedder, Vectors
from rag.store.content import RETIRED, STORED, chunk_ids_of, mark_indexed
from rag.store.progress import Stopwatch
from rag.store.record import Record
from rag.store.schema import chunks, contents

BATCH = 64  # chunks embedded at a time: some 50 KB of text, half a second to three seconds of work
WINDOW_BATCHES = 8  # batches whose chunks are sorted by length together: texts of like length waste little on padding
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
        self.stopwatch = Stopwatch()

    def unfinished(self, workspace_id: str) -> dict[str, int]:
        """Contents whose vectors are still to come, sorted, and their number of chunks."""
        query = select(contents.c.id, contents.c.chunks).where(
            contents.c.workspace_id == workspace_id, contents.c.status == STORED
        )
        with self._record.reading() as connection:
            return {row.id: row.chunks for row in connection.execute(query.order_by(contents.c.id))}

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
        texts = self.texts_of(content_ids)
        is_complete = self.make_vectors(workspace_id, texts, known=known, should_stop=should_stop, report=report)
        if is_complete:
            self.mark(workspace_id, content_ids)
        return is_complete

    def make_vectors(
        self,
        workspace_id: str,
        texts: Iterable[tuple[str, str]],
        *,
        known: Collection[str] = (),
        should_stop: ShouldStop = lambda: False,
        report: Callable[[int], None] = lambda _count: None,
    ) -> bool:
        """Embed chunks, given as (id, text to embed), as `embed` does, but leave it to the caller to `mark` their contents.

        A batch is embedded while the one before is added.
        """
        encoding: tuple[list[str], Future[Vectors]] | None = None
        with self.stopwatch.time("embedding"), ThreadPoolExecutor(1, thread_name_prefix="encode") as encoder:
            for ids, part in self._batches(texts, frozenset(known)):
                if should_stop():
                    break
                before, encoding = encoding, (ids, encoder.submit(self._encode, part))
                self._add(workspace_id, before, report)
            else:
                self._add(workspace_id, encoding, report)
                return True
            self._add(workspace_id, encoding, report)
        return False

    def mark(self, workspace_id: str, content_ids: Sequence[str]) -> None:
        """All vectors of these contents are in. Those of a content that was retired meanwhile go again."""
        with self._record.writing() as connection:
            mark_indexed(connection, content_ids)
            chosen = (contents.c.id.in_(list(content_ids)), contents.c.status == RETIRED)
            retired = chunk_ids_of(connection, connection.execute(select(contents.c.id).where(*chosen)).scalars().all())
        if retired:
            self.vectors.delete(workspace_id, retired)

    def _encode(self, texts: list[str]) -> Vectors:
        with self.stopwatch.time("encoding"):
            return self._embedder.encode(texts)

    def _add(
        self, workspace_id: str, encoded: "tuple[list[str], Future[Vectors]] | None", report: Callable[[int], None]
    ) -> None:
        """Add a batch once it is embedded."""
        if encoded is None:
            return
        ids, vectors = encoded[0], encoded[1].result()
        with self.stopwatch.time("vectors"):
            self.vectors.add(workspace_id, ids, vectors)
        report(len(ids))

    def texts_of(self, content_ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The chunks of contents, in the order given: (id, text to embed)."""
        for content_id in content_ids:
            last = -1
            while rows := self._rows(content_id, last, WINDOW_BATCHES * self.batch):
                last = rows[-1][0]
                yield from ((chunk_id, text) for _, chunk_id, text in rows)

    def _batches(self, texts: Iterable[tuple[str, str]], known: frozenset[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Chunk ids and texts to embed, a batch at a time, sorted by length within each window."""
        new = (one for one in texts if one[0] not in known)
        while window := list(islice(new, WINDOW_BATCHES * self.batch)):
            yield from self._sorted(window)

    def _sorted(self, window: list[tuple[str, str]]) -> Iterator[tuple[list[str], list[str]]]:
        window.sort(key=lambda chunk: len(chunk[1]))
        for first in range(0, len(window), self.batch):
            part = window[first : first + self.batch]
            yield [chunk_id for chunk_id, _ in part], [text for _, text in part]

    def _rows(self, content_id: str, after: int, limit: int) -> list[tuple[int, str, str]]:
        """The next chunks of a content: (ordinal, id, text to embed)."""
        query = (
            select(chunks.c.ordinal, chunks.c.chunk_id, chunks.c.context, chunks.c.text)
            .where(chunks.c.content_id == content_id, chunks.c.ordinal > after)
            .order_by(chunks.c.ordinal)
            .limit(limit)
        )
        with self._record.reading() as connection:
            rows = connection.execute(query).all()
        return [(row.ordinal, row.chunk_id, text_to_embed(row.context, row.text)) for row in rows]


def text_to_embed(context: str, text: str) -> str:
    """What of a chunk the embedding model reads."""
    return f"{context}\n{text}" if context else text
