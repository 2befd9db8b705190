"""Taking documents in, and letting them go: the only way in which the record, its files and the indexes change together.

In: named files. Out: a report in which every one of them is a document or a failure. For each new file: its bytes are kept,
then pages, chunks, full text and facts in one transaction, then its vectors; only then is it reported. A kill in between
leaves nothing, or a stored document, which no search finds and which `repair` finishes.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rag.index.embedder import Embedder
from rag.index.fulltext import purge_texts
from rag.ingest.document import Document
from rag.ingest.workers import Source
from rag.store.batch import Batch, IngestProgress, IngestReport
from rag.store.documents import DocumentSummary, delete_documents, exclude_document, find_document, kept_hashes, list_documents
from rag.store.indexing import BATCH, Indexer, ShouldStop, VectorStore
from rag.store.library import LibraryEntry, LibraryReport, index_library
from rag.store.record import Record
from rag.store.repair import CollectionCheck, RepairReport, check, repair
from rag.store.steps import Steps


class Intake:
    """One data directory's way in. One call at a time works; others wait."""

    def __init__(self, record: Record, vectors: VectorStore, embedder: Embedder, steps: Steps, batch: int = BATCH) -> None:
        """Bring the parts together.

        Args:
            record: opened by the holder of the data directory's lock.
            vectors: the vector index of that directory, for this embedder.
            embedder: what makes the vectors.
            steps: reading, splitting, finding facts.
            batch: chunks embedded at a time.
        """
        self._record = record
        self._indexer = Indexer(record, embedder, vectors, batch)
        self._steps = steps
        self._one_at_a_time = threading.Lock()
        self._urgent = 0  # calls that work or wait, the library's not counted
        self._counting = threading.Lock()

    def ingest(
        self,
        workspace_id: str,
        sources: Sequence[Source],
        progress: Callable[[IngestProgress], None] = lambda _progress: None,
        should_stop: ShouldStop = lambda: False,
    ) -> IngestReport:
        """Take files in.

        Args:
            workspace_id: where to.
            sources: names and paths; the order is kept.
            progress: told before each file, and after each batch of passages.
            should_stop: asked between files and between batches.

        Raises:
            RagError: the record or an index cannot be written; what was reported before is kept.
        """
        with self._first():
            self._indexer.embed(workspace_id, self._indexer.unfinished(workspace_id), should_stop=should_stop)
            return Batch(self._record, self._indexer, self._steps, workspace_id, sources, progress, should_stop).run()

    def remove(self, document_id: str) -> DocumentSummary:
        """Delete a document: text, facts, both indexes, original file. A current one takes its earlier versions along.

        Returns:
            What it was.

        Raises:
            StorageError: there is no such document.
        """
        with self._first():
            with self._record.writing() as connection:
                workspace_id = find_document(connection, document_id).workspace_id
                summary = next(found for found in list_documents(connection, workspace_id) if found.id == document_id)
                gone = delete_documents(connection, (document_id,))
                purge_texts(connection, workspace_id)
                kept = kept_hashes(connection)
            self._indexer.vectors.delete(workspace_id, gone)
            self._record.files.keep_only(kept)
            self._record.sweep()
        return summary

    def exclude(self, document_id: str, excluded: bool = True) -> None:
        """Set a document aside: it stays readable, but is neither found nor evidence. False takes it back.

        Raises:
            StorageError: there is no such document.
        """
        with self._first():
            with self._record.writing() as connection:
                workspace_id, gone = exclude_document(connection, document_id, excluded)
            self._indexer.vectors.delete(workspace_id, gone)
            self._indexer.embed(workspace_id, self._indexer.unfinished(workspace_id))

    def remove_workspace(self, workspace_id: str) -> None:
        """Delete a workspace with everything in it."""
        with self._first():
            self._indexer.vectors.drop(workspace_id)
            self._record.delete_workspace(workspace_id)

    def index_library(
        self,
        entries: Iterable[LibraryEntry],
        read: Callable[[str, bytes], Document],
        should_stop: ShouldStop = lambda: False,
    ) -> LibraryReport:
        """Bring the reference architectures into the collection "library"; only what changed is done again.

        It makes way for a call of another kind, and is `stopped` then; calling it again goes on from there.

        Args:
            entries: all of them; what is no longer among them leaves.
            read: file name and bytes → document.
            should_stop: asked between entries and between batches.
        """
        with self._one_at_a_time:
            return index_library(
                self._record, self._indexer, self._steps, entries, read, lambda: self._urgent > 0 or should_stop()
            )

    @contextmanager
    def _first(self) -> Iterator[None]:
        """Work alone, before the library."""
        with self._counting:
            self._urgent += 1
        try:
            with self._one_at_a_time:
                yield
        finally:
            with self._counting:
                self._urgent -= 1

    def check(self) -> tuple[CollectionCheck, ...]:
        """Compare the record with both indexes, changing nothing."""
        return check(self._record, self._indexer)

    def repair(
        self,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        should_stop: ShouldStop = lambda: False,
    ) -> RepairReport:
        """Bring files and indexes in step with the record; to be called once after opening.

        Args:
            progress: told (passages embedded, passages to embed).
            should_stop: asked between batches.
        """
        with self._one_at_a_time:
            return repair(self._record, self._indexer, self._steps, progress, should_stop)
