"""Taking documents in, and letting them go: the only way in which the record, its files and the indexes change together.

In: named files. Out: a report in which every one of them is a document or a failure. For each new file: its bytes are kept,
then pages, chunks, full text and facts in one transaction, then its vectors; only then is it reported. A kill in between
leaves nothing, or a stored document, which is found by its words alone and which `repair` finishes.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rag.index.embedder import Embedder
from rag.ingest.document import Document
from rag.ingest.workers import Source
from rag.store.ahead import make_ahead
from rag.store.batch import Batch, IngestReport
from rag.store.documents import USER, DocumentSummary, exclude_document
from rag.store.indexing import BATCH, Indexer, ShouldStop, VectorStore
from rag.store.library import LibraryEntry, LibraryReport, index_library
from rag.store.progress import IngestProgress, Stopwatch
from rag.store.record import Record
from rag.store.removal import Removal, remove_documents
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
            progress: told before each file, and after each batch of passages; by two threads, never at once.
            should_stop: asked between files and, in another thread, between batches.

        Raises:
            RagError: the record or an index cannot be written; what was reported before is kept.
        """
        with self._first():
            self._indexer.stopwatch = Stopwatch()
            return Batch(self._record, self._indexer, self._steps, workspace_id, sources, progress, should_stop).run()

    def remove(self, document_id: str) -> DocumentSummary:
        """Delete a document: text, facts, both indexes, original file. A current one takes its earlier versions along.

        Returns:
            What it was.

        Raises:
            StorageError: there is no such document.
        """
        return next(document for document in self.remove_all((document_id,)).documents if document.id == document_id)

    def remove_all(self, document_ids: Sequence[str]) -> Removal:
        """Delete documents of one workspace, as `remove` does, in one go.

        Raises:
            StorageError: one of them is not there, or something is still found afterwards.
        """
        with self._first():
            return remove_documents(self._record, self._indexer, document_ids)

    def exclude(self, document_id: str, excluded: bool = True) -> None:
        """Set a document aside: it stays readable, but is neither found nor evidence. False takes it back.

        Raises:
            StorageError: there is no such document.
        """
        self.exclude_all((document_id,), excluded)

    def exclude_all(self, document_ids: Sequence[str], excluded: bool = True, by: str = USER) -> None:
        """Set documents aside, or take them back, all or none; `by` says who did (`USER`, `FOLDER`).

        Raises:
            StorageError: one of them is not there.
        """
        with self._first():
            gone: dict[str, list[str]] = {}
            with self._record.writing() as connection:
                for document_id in document_ids:
                    workspace_id, chunks = exclude_document(connection, document_id, excluded, by)
                    gone.setdefault(workspace_id, []).extend(chunks)
            for workspace_id, chunks in gone.items():
                self._indexer.vectors.delete(workspace_id, chunks)
                self._indexer.embed(workspace_id, list(self._indexer.unfinished(workspace_id)))

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

    def make_ahead(self, progress: Callable[[int, int], None], should_stop: ShouldStop) -> bool:
        """Make the vectors that `repair` will want, while those of another model still answer; False when stopped before.

        It makes way for a call of another kind, as `index_library` does.

        Args:
            progress: told (passages done, passages in all).
            should_stop: asked between batches.
        """
        with self._one_at_a_time:
            return make_ahead(self._record, self._indexer, self._steps, progress, lambda: self._urgent > 0 or should_stop())

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
