"""Contents that are stored and wait for their vectors: embedded in a thread of their own while further files are read.

They are found by their words meanwhile. The thread only reads the record and adds vectors; marking a content as indexed is left
to the thread that writes the record, which asks for what is finished.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

from rag.store.indexing import WINDOW_BATCHES, Indexer, ShouldStop

SHORT = 2  # batches; so much is finished even after a stop, as a moment's work


class Backlog:
    """The contents of one workspace that wait, first come first served."""

    def __init__(
        self, indexer: Indexer, workspace_id: str, should_stop: ShouldStop, report: Callable[[str, int], None]
    ) -> None:
        """Start the thread.

        Args:
            indexer: what embeds.
            workspace_id: where the contents are.
            should_stop: asked between batches, in that thread.
            report: told of each batch, in that thread: the last content at work, and the batch's number of chunks.
        """
        self._indexer = indexer
        self._workspace_id = workspace_id
        self._should_stop = should_stop
        self._report = report
        self._changed = threading.Condition()
        self._waiting: deque[tuple[str, int]] = deque()
        self._left = 0  # chunks to embed
        self._is_complete = self._is_abandoned = False
        self._finished: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="embed", daemon=True)
        self._thread.start()

    def put(self, content_id: str, chunks: int) -> None:
        """A content is stored."""
        with self._changed:
            self._waiting.append((content_id, chunks))
            self._left += chunks
            self._changed.notify()

    def finished(self) -> Iterator[list[str]]:
        """Contents whose vectors are all in, without waiting for more.

        Raises:
            RagError: embedding, or the vector index, failed.
        """
        while not self._finished.empty():
            yield from self._next()

    def finish(self) -> Iterator[list[str]]:
        """No more will come: contents whose vectors are all in, until there are no others or the work is stopped.

        Raises:
            RagError: embedding, or the vector index, failed.
        """
        with self._changed:
            self._is_complete = True
            self._changed.notify()
        while self._thread.is_alive() or not self._finished.empty():
            yield from self._next()

    def close(self) -> None:
        """End the thread after the batch at work."""
        with self._changed:
            self._is_abandoned = True
            self._changed.notify()
        self._thread.join()

    def _next(self) -> Iterator[list[str]]:
        found = self._finished.get()
        if found is not None:
            yield found
            return
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            while chosen := self._take():
                report = partial(self._tell, chosen[-1])
                texts = self._indexer.texts_of(chosen)
                if not self._indexer.make_vectors(self._workspace_id, texts, should_stop=self._is_stopped, report=report):
                    return
                self._finished.put(chosen)
        except BaseException as error:  # noqa: BLE001 - it is raised where the batch is worked on
            self._error = error
        finally:
            self._finished.put(None)

    def _take(self) -> list[str]:
        """The next contents: enough to sort their chunks by length, or all there are; none at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_complete or self._is_abandoned)
            chosen: list[str] = []
            chunks = 0
            while self._waiting and chunks < WINDOW_BATCHES * self._indexer.batch and not self._is_abandoned:
                content_id, count = self._waiting.popleft()
                chosen.append(content_id)
                chunks += count
        return chosen

    def _is_stopped(self) -> bool:
        return self._is_abandoned or (self._left > SHORT * self._indexer.batch and self._should_stop())

    def _tell(self, content_id: str, count: int) -> None:
        with self._changed:
            self._left -= count
        self._report(content_id, count)
