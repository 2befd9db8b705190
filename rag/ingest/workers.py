"""Files and folders → documents, read in processes of their own; pages as images, drawn the same way."""

import os
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from rag.errors import IngestError, UnreadableDocument
from rag.ingest.child import MB, Child
from rag.ingest.document import Document, FailedDocument
from rag.ingest.highlight import PageImage
from rag.ingest.leftovers import is_left_behind
from rag.ingest.ocr import Ocr
from rag.ingest.programs import NO_PROGRAMS, Programs
from rag.ingest.scan import longest_s

READ = "rag.ingest.reader:read_file"
READ_CONTENT = "rag.ingest.reader:read_document"
DRAW = "rag.ingest.picture:draw_file"
LOOK_AHEAD = 2  # documents per worker that may be read before their turn
S_PER_MB = 20.0  # a page takes some 20 ms and a few KB, a busy machine four times as long
IDLE_S = 300.0  # a reading process takes some 100 MB
RENDER_MEMORY_MB = 2048


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read."""

    name: str  # the path as given
    path: Path
    password: str = field(default="", repr=False)  # of an encrypted file; in no message and no log


def find_sources(paths: Iterable[Path]) -> tuple[list[Source], list[FailedDocument]]:
    """The files in `paths`, folders opened, each once, in order of their names within what was given.

    Hidden files, but for those of `WANTED_NAMES`, and what systems leave behind (.git, Thumbs.db, ~$ locks) are passed over;
    every other file is listed, also one that no reader takes: reading it says so. A path that does not exist is a failure.
    """
    sources: list[Source] = []
    failed: list[FailedDocument] = []
    seen: set[Path] = set()
    for given in paths:
        if given.is_dir():
            found = sorted(_files_in(given), key=lambda path: path.parts)
        elif given.exists():
            found = [given]
        else:
            failed.append(
                FailedDocument(_name(given), UnreadableDocument.code, "There is no such file or folder. Check the path.")
            )
            continue
        for path in found:
            place = path.resolve()
            if place not in seen:
                seen.add(place)
                sources.append(Source(_name(path), path))
    return sources, failed


class Readers:
    """Processes that read files, kept for the next ones: starting one takes longer than reading most files.

    Threads may share it. Processes that nothing was read in for `IDLE_S` end, and start again when they are needed.
    """

    def __init__(self, workers: int, memory_mb: int) -> None:
        """Start nothing yet.

        Args:
            workers: files that are read at the same time, over all calls of `read`.
            memory_mb: what each may use.
        """
        self._children = [Child(READ, memory_mb=memory_mb) for _ in range(workers)]
        self._free: queue.LifoQueue[Child] = queue.LifoQueue()  # whoever read last comes first: it runs already
        for child in self._children:
            self._free.put(child)
        self._lock = threading.Lock()
        self._batches = 0
        self._idle: threading.Timer | None = None

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start one process, so that the first file does not wait for it; more start when as many files are read at a time."""
        self._begin()
        try:
            with suppress(queue.Empty):
                child = self._free.get_nowait()
                child.start()
                self._free.put(child)
        finally:
            self._end()

    def close(self) -> None:
        """End the processes. What is being read fails."""
        with self._lock:
            if self._idle is not None:
                self._idle.cancel()
        for child in self._children:
            child.close()

    def read(
        self, sources: Iterable[Source], *, timeout_s: float, programs: Programs = NO_PROGRAMS
    ) -> Iterator[Document | FailedDocument]:
        """Each source's document or failure, in the order given, as soon as its turn has come.

        Each file has `timeout_s`, and more by its size; one that crashes its process fails alone. Closing the iterator stops
        the work. A file with pages that OCR may read is read a second time for that, with more time by the page; when that
        fails, the first reading stands.
        """
        pool = ThreadPoolExecutor(len(self._children), thread_name_prefix="read")
        waiting: deque[Future[Document | FailedDocument]] = deque()
        turn = _Turn(self._free)
        self._begin()
        try:
            for source in sources:
                waiting.append(pool.submit(turn.read, source, timeout_s, programs))
                if len(waiting) > len(self._children) * LOOK_AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            turn.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            self._end()

    def _begin(self) -> None:
        with self._lock:
            self._batches += 1
            if self._idle is not None:
                self._idle.cancel()

    def _end(self) -> None:
        with self._lock:
            self._batches -= 1
            if not self._batches:
                self._idle = threading.Timer(IDLE_S, self._rest)
                self._idle.daemon = True
                self._idle.start()

    def _rest(self) -> None:
        with self._lock:
            if not self._batches:
                for child in self._children:
                    child.close()


class _Turn:
    """What one call of `Readers.read` has at work, so that stopping it ends nothing of another's."""

    def __init__(self, free: "queue.LifoQueue[Child]") -> None:
        self._free = free
        self._lock = threading.Lock()
        self._busy: set[Child] = set()
        self._is_stopped = False

    def read(self, source: Source, timeout_s: float, programs: Programs) -> Document | FailedDocument:
        """The file's document or failure."""
        child = self._free.get()
        with self._lock:
            self._busy.add(child)
        try:
            if self._is_stopped:
                return FailedDocument(source.name, UnreadableDocument.code, "Reading was stopped. Take it in again.")
            return _read_one(child, source, timeout_s, programs)
        finally:
            with self._lock:
                self._busy.discard(child)
            self._free.put(child)

    def stop(self) -> None:
        """End what is being read, and begin nothing more."""
        with self._lock:
            self._is_stopped = True
            for child in self._busy:
                child.close()


def read_sources(
    sources: Iterable[Source],
    *,
    workers: int,
    timeout_s: float,
    memory_mb: int,
    programs: Programs = NO_PROGRAMS,
) -> Iterator[Document | FailedDocument]:
    """As `Readers.read`, in processes that end with it."""
    with Readers(workers, memory_mb) as readers:
        yield from readers.read(sources, timeout_s=timeout_s, programs=programs)


def render_page(path: Path, page: int, quotes: Sequence[str], *, dpi: int = 110, timeout_s: float = 20) -> PageImage:
    """Page `page` (from 1) of a PDF as PNG, with the places of `quotes` on it; drawn in a process of its own.

    Raises:
        UnsupportedFormat: the file is not a PDF: other formats have no page images.
        UnreadableDocument: it cannot be opened or has no such page.
        DocumentTooLarge: drawing took too long or too much memory.
    """
    with Child(DRAW, memory_mb=RENDER_MEMORY_MB) as child:
        image: PageImage = child.run(timeout_s, str(path), page, list(quotes), dpi)
        return image


def _read_one(child: Child, source: Source, timeout_s: float, programs: Programs) -> Document | FailedDocument:
    given = (source.name, str(source.path), source.password)
    ocr = programs.ocr
    try:
        size = source.path.stat().st_size if source.path.exists() else 0  # the reader says what is wrong
        timeout_s += S_PER_MB * size / MB
        quick = replace(programs, ocr=Ocr(advice="")) if ocr.is_available else programs
        document: Document = child.run(timeout_s, *given, quick)
        pages = sum(page.lacks_text for page in document.pages)
        if ocr.is_available and pages:
            document = _read_by_ocr(child, given, document, timeout_s + longest_s(pages), programs)
    except IngestError as error:
        return FailedDocument(source.name, error.code, str(error))
    return document


def _read_by_ocr(
    child: Child, given: tuple[str, str, str], document: Document, timeout_s: float, programs: Programs
) -> Document:
    """The document with its pages without text read by OCR; as it was when that fails."""
    try:
        read: Document = child.run(timeout_s, *given, programs)
    except IngestError as error:
        return replace(document, warnings=(*document.warnings, f"its pages without text were not read by OCR: {error}"))
    return read


def _files_in(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not is_left_behind(name)]
        yield from (Path(parent, name) for name in files if not is_left_behind(name))


def _name(path: Path) -> str:
    """The path as text that every store can hold, also where the system's name for it is not valid text."""
    return str(path).encode("utf-8", "replace").decode("utf-8")
