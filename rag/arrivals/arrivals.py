"""Documents of one workspace on their way in: unpacked, read and taken in, at once or in the background.

In: files, folders, dropped bytes. Out: a report in which every file is a document or a failure. What comes afterwards is the
shelf's.
"""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.errors import UsageError
from rag.ingest.document import FailedDocument
from rag.ingest.expand import expand
from rag.ingest.ocr import Ocr, find_ocr
from rag.ingest.workers import Source, find_sources
from rag.settings import Settings
from rag.shelf.shelf import Shelf
from rag.shelf.sync import ShouldStop, Tell
from rag.store.batch import IngestReport
from rag.store.documents import DocumentSummary
from rag.store.intake import Intake
from rag.store.job import Job, JobState
from rag.store.progress import IngestProgress
from rag.store.record import Record, Workspace

UNPACKED = "unpacked"  # folder of the data directory in which parts of archives and mails lie while they are read
DROPPED = "dropped"  # and that in which dropped files wait for their reading
READING = "Reading documents"


@dataclass(frozen=True, slots=True)
class Door:
    """What arrivals see of the consultation."""

    intake: Callable[[], Intake]  # waits for the indexes; StorageError when the record is open for reading only
    documents: Callable[[], Sequence[DocumentSummary]]  # current ones
    shelf: Callable[[], Shelf]
    changed: Callable[[], None]  # told when what follows from the documents has to be worked out anew


class Arrivals:
    """See the module. Threads may share it."""

    def __init__(self, workspace: Workspace, record: Record, settings: Settings, door: Door) -> None:
        self._workspace = workspace
        self._record = record
        self._settings = settings
        self._door = door
        self._job: Job[IngestProgress, IngestReport] | None = None

    def ingest(self, paths: Sequence[Path], tell: Tell, should_stop: ShouldStop) -> IngestReport:
        """Take in files and folders, archives and mails with what is in them."""
        sources, failed = find_sources(paths)
        return self.take_in(sources, tell, should_stop, tuple(failed))

    def take_in(
        self, sources: Sequence[Source], tell: Tell, should_stop: ShouldStop, failed: tuple[FailedDocument, ...] = ()
    ) -> IngestReport:
        """Take in files under names of their own.

        Args:
            sources: names and paths.
            tell: told how far it is.
            should_stop: asked between files and between batches.
            failed: what failed before, to be reported with the rest.
        """
        unpacked = expand(
            sources,
            self._settings.data_dir / UNPACKED,
            timeout_s=self._settings.read_timeout_s,
            memory_mb=self._settings.read_memory_mb,
            report=lambda name: tell(IngestProgress(0, len(sources), name, "unpacking", 0, 0.0)),
            should_stop=should_stop,
        )
        shelf = self._door.shelf()
        try:
            with unpacked as expanded:
                failed += expanded.failed
                intake = self._door.intake()
                report = intake.ingest(self._workspace.id, expanded.sources, progress=tell, should_stop=should_stop)
                shelf.keep_locked(report.failed, expanded.sources)
        finally:
            self._door.changed()
        shelf.forget_locked([outcome.name for outcome in report.documents])
        counts = {"documents": len(report.documents), "failed": len(report.failed) + len(failed)}
        self._record.add_audit(self._workspace.slug, "user", "documents taken in", counts)
        return replace(report, failed=(*failed, *report.failed))

    # In the background

    def start_sources(self, sources: Sequence[Source]) -> None:
        """Take in files under names of their own; see `job`."""
        self._start(READING, lambda tell, stop: self.take_in(sources, tell, stop))

    def start_paths(self, paths: Sequence[str]) -> None:
        """Take in files and folders of this machine; see `job`."""
        self._start(READING, lambda tell, stop: self.ingest([Path(path).expanduser() for path in paths], tell, stop))

    def start_files(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Take in dropped files (name, bytes); see `job`."""
        self._refuse_second()
        folder = self._settings.data_dir / DROPPED
        sources = [_keep_dropped(folder, number, name, content) for number, (name, content) in enumerate(files)]

        def work(tell: Tell, stop: ShouldStop) -> IngestReport:
            try:
                return self.take_in(sources, tell, stop)
            finally:
                for source in sources:
                    source.path.unlink(missing_ok=True)

        self._start(READING, work)

    def start_unlock(self, file_id: str, password: str) -> None:
        """Take in a file that waits for its password; see `job`."""
        self._refuse_second()
        self.start_sources([self._door.shelf().locked_source(file_id, password)])

    def start_reading_again(self) -> None:
        """Read those documents again, from their originals, that have pages without text; see `job`."""
        lacking = [document for document in self._door.documents() if document.lacks_text]
        originals = [(document.name, self._record.original(document.sha256)) for document in lacking]
        sources = [Source(name, path) for name, path in originals if path is not None]
        self._start("Reading pages without text", lambda tell, stop: self.take_in(sources, tell, stop))

    def ocr(self) -> Ocr:
        """Whether pages without text can be read, or what to do about it; a look at this machine each time."""
        return find_ocr(self._settings.ocr, self._settings.ocr_languages)

    def job(self) -> JobState[IngestProgress, IngestReport] | None:
        """The running or last piece of background work."""
        return None if self._job is None else self._job.state

    def stop_job(self) -> None:
        """Ask the background work to end at the next safe point."""
        if self._job is not None:
            self._job.stop()

    def dismiss_job(self) -> None:
        """Forget the outcome of the last background work."""
        if self._job is not None and not self._job.state.is_running:
            self._job = None

    def _start(self, title: str, work: Callable[[Tell, ShouldStop], IngestReport]) -> None:
        self._refuse_second()
        self._job = Job(title, work)

    def _refuse_second(self) -> None:
        if self._job is not None and self._job.state.is_running:
            raise UsageError("Documents are being read already. Wait for their end, or stop them first.")


def _keep_dropped(folder: Path, number: int, name: str, content: bytes) -> Source:
    """Put a dropped file where the reading processes find it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    suffix = re.sub(r"[^.a-z0-9]", "", Path(name).suffix.lower())[:12]
    path = folder / f"{number:04d}-{uuid.uuid4().hex}{suffix}"
    path.write_bytes(content)
    return Source(name, path)
