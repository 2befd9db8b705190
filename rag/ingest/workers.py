"""Files and folders → documents, read in processes of their own; pages as images, drawn the same way."""

import os
import queue
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from rag.errors import IngestError, UnreadableDocument
from rag.ingest.child import Child
from rag.ingest.document import Document, FailedDocument
from rag.ingest.highlight import PageImage
from rag.ingest.leftovers import is_left_behind
from rag.ingest.ocr import Ocr
from rag.ingest.programs import NO_PROGRAMS, Programs
from rag.ingest.scan import longest_s
from rag.knowledge.reading import load_reading_knowledge

READ = "rag.ingest.reader:read_file"
READ_CONTENT = "rag.ingest.reader:read_document"
DRAW = "rag.ingest.picture:draw_file"
LOOK_AHEAD = 2  # documents per worker that may be read before their turn
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


def read_sources(
    sources: Iterable[Source],
    *,
    workers: int,
    timeout_s: float,
    memory_mb: int,
    programs: Programs = NO_PROGRAMS,
) -> Iterator[Document | FailedDocument]:
    """Each source's document or failure, in the order given, as soon as its turn has come.

    At most `workers` files are read at the same time, each with `timeout_s` and `memory_mb`; a file that crashes its process
    fails alone. Closing the iterator stops the work. A file with pages that OCR may read is read a second time for that, with
    more time by the page; when that fails, the first reading stands.
    """
    children: queue.SimpleQueue[Child] = queue.SimpleQueue()
    knowledge = load_reading_knowledge()
    owned = [Child(READ, memory_mb=memory_mb, knowledge=knowledge) for _ in range(workers)]
    for child in owned:
        children.put(child)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="read")
    waiting: deque[Future[Document | FailedDocument]] = deque()
    try:
        for source in sources:
            waiting.append(pool.submit(_read_one, children, source, timeout_s, programs))
            if len(waiting) > workers * LOOK_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
        for child in owned:
            child.close()
        pool.shutdown(wait=True, cancel_futures=True)
        for child in owned:  # one may have been started by a task that was on its way
            child.close()


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


def _read_one(
    children: "queue.SimpleQueue[Child]", source: Source, timeout_s: float, programs: Programs
) -> Document | FailedDocument:
    child = children.get()
    given = (source.name, str(source.path), source.password)
    ocr = programs.ocr
    try:
        quick = replace(programs, ocr=Ocr(advice="")) if ocr.is_available else programs
        document: Document = child.run(timeout_s, *given, quick)
        pages = sum(page.lacks_text for page in document.pages)
        if ocr.is_available and pages:
            document = _read_by_ocr(child, given, document, timeout_s + longest_s(pages), programs)
    except IngestError as error:
        return FailedDocument(source.name, error.code, str(error))
    finally:
        children.put(child)
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
