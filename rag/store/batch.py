"""One batch of files on its way into the record.

Each file ends as exactly one of: a document, a failure, or (after a stop) a name that is left. A document is found by its words
as soon as it is stored, and reported only when its vectors are in: they are made beside the reading (`backlog.py`).
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection, Row, select

from rag.errors import RagError
from rag.ingest.document import NO_TEXT, Document, FailedDocument
from rag.ingest.workers import Source
from rag.store.backlog import Backlog
from rag.store.content import STORED, Reading, content_key, has_content, put_content, replace_content
from rag.store.documents import count_gaps, current_version, document_key, find_document, link_document, witnesses
from rag.store.files import hash_file
from rag.store.indexing import Indexer, ShouldStop
from rag.store.progress import IngestProgress, Pace
from rag.store.record import Record
from rag.store.schema import contents
from rag.store.steps import Steps


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """A file that is now a document, or was one before."""

    id: str
    name: str
    sha256: str
    pages: int
    chunks: int
    status: str  # indexed, unchanged, copy, new_version
    pages_without_text: tuple[int, ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of a batch."""

    documents: tuple[DocumentOutcome, ...] = ()
    failed: tuple[FailedDocument, ...] = ()
    seconds: float = 0.0
    stopped: bool = False
    left: tuple[str, ...] = ()  # stopped: names that are not done; taking them in again goes on from here
    stages: Mapping[str, float] = field(default_factory=dict)  # seconds: reading (waited for), storing, embedding, and of this
    # encoding and vectors (added to the index); storing and embedding go on side by side


class Batch:
    """One call of `Intake.ingest`."""

    def __init__(
        self,
        record: Record,
        indexer: Indexer,
        steps: Steps,
        workspace_id: str,
        sources: Sequence[Source],
        progress: Callable[[IngestProgress], None],
        should_stop: ShouldStop,
    ) -> None:
        self._record = record
        self._indexer = indexer
        self._steps = steps
        self._workspace_id = workspace_id
        self._sources = sources
        self._progress = progress
        self._should_stop = should_stop
        self._started = time.monotonic()
        self._pace = Pace()
        self._hashes: dict[int, str] = {}  # by position, as everything below
        self._sizes: dict[int, int] = {}
        self._outcomes: dict[int, DocumentOutcome | FailedDocument] = {}
        self._pending: dict[int, tuple[str, DocumentOutcome]] = {}  # stored, not yet indexed: content and what to report
        self._names: dict[str, str] = {}  # of the files whose contents are in the backlog, by content; "" for earlier ones
        self._pages = 0
        self._telling = threading.Lock()  # the backlog's thread tells, too
        self._backlog: Backlog | None = None

    def run(self) -> IngestReport:
        """Take the files in."""
        self._check()
        unread = dict.fromkeys(self._unread())
        documents = self._steps.read([self._sources[position] for position in unread])
        self._backlog = Backlog(self._indexer, self._workspace_id, self._should_stop, self._embedded)
        time_ = self._indexer.stopwatch.time
        try:
            for content_id, chunks in self._indexer.unfinished(self._workspace_id).items():
                self._wait_for(content_id, "", chunks)
            for position in self._hashes:
                if self._should_stop():
                    break
                self._tell("reading", self._sources[position].name)
                with time_("reading"):
                    read = next(documents, None) if position in unread else None
                with time_("storing"):
                    self._take(position, read)
                    self._report_indexed(self._backlog.finished())
            self._report_indexed(self._backlog.finish())
        finally:
            self._backlog.close()
            close = getattr(documents, "close", None)  # a generator's: ends the reading processes
            if close is not None:
                close()
        self._tell("done", "")
        return self._report()

    def _check(self) -> None:
        """Hash the files; those that cannot be opened have failed already."""
        for position, source in enumerate(self._sources):
            if self._should_stop():
                return
            self._tell("checking", source.name)
            try:
                size = source.path.stat().st_size
                self._hashes[position] = hash_file(source.path)
                self._sizes[position] = size
                self._pace.expect(_kind(source), size)
            except OSError as error:
                message = f"It cannot be opened ({error.strerror}). See that it is there and may be read, then try again."
                self._settle(position, FailedDocument(source.name, "unreadable", message))

    def _unread(self) -> list[int]:
        """Positions of the files to read, of equal ones the first: those not in the record, and those that OCR may help now."""
        columns = (contents.c.sha256, contents.c.pages_without_text, contents.c.warnings)
        has_ocr = self._steps.has_ocr()
        with self._record.reading() as connection:
            rows = connection.execute(select(*columns).where(contents.c.workspace_id == self._workspace_id)).all()
        seen = {row.sha256 for row in rows if not (has_ocr and count_gaps(row.pages_without_text, row.warnings))}
        unread: list[int] = []
        for position, sha256 in self._hashes.items():
            if sha256 not in seen:
                seen.add(sha256)
                unread.append(position)
        return unread

    def _take(self, position: int, read: Document | FailedDocument | None) -> None:
        """Store one file, whose content was just read (`read`) or is in the record."""
        source = self._sources[position]
        try:
            if isinstance(read, FailedDocument) and not self._is_known(self._hashes[position]):
                self._settle(position, replace(read, name=source.name))
            elif isinstance(read, FailedDocument):  # what was read before without OCR stands
                self._keep(position, self._hashes[position], None)
            elif read is not None:
                self._record.files.put(source.path, read.sha256)
                document = replace(read, name=source.name)
                key = document_key(self._workspace_id, document.name, document.sha256)
                self._keep(position, document.sha256, self._steps.reading(document, key))
            elif self._is_known(self._hashes[position]):
                self._keep(position, self._hashes[position], None)
            else:
                self._settle(position, self._same_failure(position))
        except RagError as error:
            self._settle(position, FailedDocument(source.name, error.code, str(error)))

    def _keep(self, position: int, sha256: str, reading: Reading | None) -> None:
        """Put a content under a name, in one transaction; what is to be reported of it."""
        name = self._sources[position].name
        content_id = content_key(self._workspace_id, sha256)
        with self._record.writing() as connection:
            before = current_version(connection, self._workspace_id, name)
            witness = witnesses(connection, (content_id,)).get(content_id)
            gone: list[str] = []
            filled = self._fill(connection, content_id, reading)
            if filled:
                gone += replace_content(connection, self._workspace_id, filled)
            if before is None or before.sha256 != sha256:
                if reading is not None and not has_content(connection, content_id):
                    put_content(connection, self._workspace_id, reading)
                gone += link_document(connection, self._workspace_id, name, (content_id, sha256), self._record.now())
            after = find_document(connection, document_key(self._workspace_id, name, sha256))
        self._indexer.vectors.delete(self._workspace_id, gone)
        outcome = _outcome(before, after, witness, is_filled=filled is not None)
        self._pages += outcome.pages
        if after.status != STORED:
            self._settle(position, outcome)
            return
        self._pending[position] = (content_id, outcome)
        self._pace.stored(_kind(self._sources[position]), self._sizes[position], outcome.chunks)
        self._wait_for(content_id, name, outcome.chunks)

    def _wait_for(self, content_id: str, name: str, chunks: int) -> None:
        """A content's vectors are to be made, once."""
        is_new = content_id not in self._names
        self._names[content_id] = name
        if is_new and self._backlog is not None:
            self._pace.wait(chunks)
            self._backlog.put(content_id, chunks)

    def _fill(self, connection: Connection, content_id: str, reading: Reading | None) -> Reading | None:
        """`reading`, when OCR has given a content of the record text on pages that had none."""
        if reading is None:
            return None
        query = select(contents.c.pages_without_text, contents.c.warnings).where(contents.c.id == content_id)
        known = connection.execute(query).one_or_none()
        had = 0 if known is None else count_gaps(known.pages_without_text, known.warnings)
        return reading if count_gaps(reading.document.pages_without_text, reading.document.warnings) < had else None

    def _settle(self, position: int, outcome: DocumentOutcome | FailedDocument) -> None:
        """A file is in the report, and nothing had to be embedded for it."""
        self._outcomes[position] = outcome
        self._pace.drop(_kind(self._sources[position]), self._sizes.get(position, 0))

    def _is_known(self, sha256: str) -> bool:
        with self._record.reading() as connection:
            return has_content(connection, content_key(self._workspace_id, sha256))

    def _same_failure(self, position: int) -> FailedDocument:
        """The failure of an equal file, under this one's name."""
        name = self._sources[position].name
        for other, outcome in self._outcomes.items():
            if isinstance(outcome, FailedDocument) and self._hashes.get(other) == self._hashes[position]:
                return replace(outcome, name=name)
        return FailedDocument(name, "ingest", "It was not read. Take it in again.")

    def _report_indexed(self, finished: Iterator[list[str]]) -> None:
        """The documents of contents whose vectors are in are reported."""
        for content_ids in finished:
            self._indexer.mark(self._workspace_id, content_ids)
            for position, (content_id, outcome) in list(self._pending.items()):
                if content_id in content_ids:
                    self._outcomes[position] = outcome
                    del self._pending[position]
            self._tell("indexing", self._names[content_ids[-1]])

    def _embedded(self, content_id: str, chunks: int) -> None:
        """Passages of the backlog have their vectors; told in its thread."""
        self._pace.embedded(chunks)
        self._tell("indexing", self._names[content_id])

    def _tell(self, step: str, name: str) -> None:
        with self._telling:
            done, total = len(self._outcomes), len(self._sources)
            self._progress(IngestProgress(done, total, name, step, self._pages, self._pace.left_s()))

    def _report(self) -> IngestReport:
        ordered = [self._outcomes[position] for position in sorted(self._outcomes)]
        left = tuple(source.name for position, source in enumerate(self._sources) if position not in self._outcomes)
        return IngestReport(
            documents=tuple(outcome for outcome in ordered if isinstance(outcome, DocumentOutcome)),
            failed=tuple(outcome for outcome in ordered if isinstance(outcome, FailedDocument)),
            seconds=round(time.monotonic() - self._started, 3),
            stopped=bool(left),
            left=left,
            stages=self._indexer.stopwatch.seconds(),
        )


def _kind(source: Source) -> str:
    """What a file's pace is kept under."""
    return PurePath(source.name).suffix.lower()


def _outcome(before: Row[Any] | None, after: Row[Any], witness: Row[Any] | None, *, is_filled: bool = False) -> DocumentOutcome:
    """What is reported of a file.

    Args:
        before: the current document of its name until now.
        after: the current document of its name, which it now is.
        witness: the document that had this content before.
        is_filled: OCR has given that content text on pages that had none.
    """
    said: list[str] = []
    status = "indexed"
    if before is not None and before.id == after.id and is_filled:
        said.append("Read again: pages that had no text have some now.")
    elif before is not None and before.id == after.id:
        status = "unchanged"
    elif witness is not None and witness.name != after.name:
        status = "copy"
        said.append(f'Same content as "{witness.name}"; counted once.')
    if before is not None and before.id != after.id:
        status = "new_version"
        said.append(f"Version {after.version}; replaces version {before.version}.")
    said += ["It is set aside."] if after.is_excluded else []
    gaps = tuple(after.pages_without_text)
    if gaps:
        said.append(f"Page{'s' if len(gaps) > 1 else ''} {', '.join(map(str, gaps))}: {NO_TEXT}.")
    said += [_sentence(warning) for warning in after.warnings if not warning.endswith(NO_TEXT)]  # those are said together
    return DocumentOutcome(after.id, after.name, after.sha256, after.pages, after.chunks, status, gaps, " ".join(said))


def _sentence(warning: str) -> str:
    """A reader's remark with a capital and a full stop."""
    return warning[:1].upper() + warning[1:] + ("" if warning.endswith((".", "!", "?")) else ".")
