"""A folder and a workspace in step: new and changed files come in, those that are gone are named or set aside.

In: a folder, looked at once or again and again. Out: a report of each look. A document is never deleted because a file is.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rag.errors import UsageError
from rag.ingest.workers import Source, find_sources
from rag.store.batch import DocumentOutcome, IngestReport
from rag.store.documents import FOLDER, DocumentSummary
from rag.store.progress import IngestProgress

BATCH = 200  # files taken in at a time
SETTLED_S = 2.0  # a file that changed this recently may still be being written

Tell = Callable[[IngestProgress], None]
ShouldStop = Callable[[], bool]
TakeIn = Callable[[Sequence[Source], Tell, ShouldStop], IngestReport]
Stamp = tuple[int, int]  # time of the last change in ns, size in bytes


@dataclass(frozen=True, slots=True)
class Shelving:
    """What keeping in step needs of a workspace."""

    take_in: TakeIn
    documents: Callable[[], Sequence[DocumentSummary]]  # current ones
    set_aside: Callable[[Sequence[str]], None]  # by id
    use_again: Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one look at a folder came to."""

    taken: IngestReport = field(default_factory=IngestReport)
    gone: tuple[str, ...] = ()  # names of documents whose file is not there (any more)
    set_aside: tuple[str, ...] = ()  # those of them that were set aside now
    back: tuple[str, ...] = ()  # names of documents whose file is there again: they count again
    note: str = ""  # why something was not done

    @property
    def changed(self) -> tuple[DocumentOutcome, ...]:
        """Documents that are new or have a new version."""
        return tuple(outcome for outcome in self.taken.documents if outcome.status != "unchanged")

    @property
    def lines(self) -> tuple[str, ...]:
        """What happened, a line each."""
        said = [f"{outcome.status:<12} {outcome.name}" for outcome in self.changed]
        said += [f"failed       {failure.name}  ({failure.message})" for failure in self.taken.failed]
        said += [f"set aside    {name}  (its file is gone)" for name in self.set_aside]
        said += [f"gone         {name}" for name in self.gone if name not in self.set_aside]
        said += [f"used again   {name}  (its file is back)" for name in self.back]
        return tuple([*said, self.note] if self.note else said)


class FolderSync:
    """One folder, kept in step as often as `once` is called."""

    def __init__(self, folder: Path, shelving: Shelving, *, sets_aside: bool, waits: bool) -> None:
        """Look at nothing yet.

        Args:
            folder: its path as given; the documents' names begin with it.
            shelving: the workspace.
            sets_aside: set documents aside whose file is gone; else they are only named.
            waits: leave a file that may still be being written to the next look.
        """
        self.folder = folder if folder != Path() else folder.absolute()  # names without a folder are those of dropped files
        self.sets_aside = sets_aside
        self._shelving = shelving
        self._waits = waits
        self._seen: dict[str, Stamp] = {}  # files as they were when they were last taken in
        self._before: dict[str, Stamp] = {}  # files at the last look
        self._known_gone: frozenset[str] = frozenset()
        self.leaves_some = False  # whether the last look left a file that may still be being written

    def once(self, tell: Tell = lambda _progress: None, should_stop: ShouldStop = lambda: False) -> SyncReport:
        """Look, and bring the workspace in step; only what changed since the last look is read.

        Raises:
            UsageError: the folder is not there; nothing was changed.
        """
        if not self.folder.is_dir():
            raise UsageError(f"{self.folder} is not there, or is no folder; nothing was changed. Is its drive connected?")
        sources, _ = find_sources([self.folder])
        stamps = {source.name: stamp for source in sources if (stamp := _stamp(source.path)) is not None}
        self._seen = {name: stamp for name, stamp in self._seen.items() if name in stamps}
        due = [source for source in sources if self._is_due(source.name, stamps)]
        self._before = stamps
        self.leaves_some = len(due) < sum(self._seen.get(name) != stamp for name, stamp in stamps.items())
        taken = self._take_in(due, stamps, tell, should_stop)
        gone, back = self._compare(set(stamps))
        note = ""
        aside = [document for document in gone if self.sets_aside and not document.is_excluded]
        if aside and not stamps:
            note, aside = f"{self.folder} is empty: nothing was set aside. Is its drive connected?", []
        self._shelving.set_aside([document.id for document in aside])
        self._shelving.use_again([document.id for document in back])
        fresh = tuple(name for name in _names(gone) if name not in self._known_gone)
        self._known_gone = frozenset(_names(gone))
        return SyncReport(taken, fresh, _names(aside), _names(back), note)

    def _is_due(self, name: str, stamps: dict[str, Stamp]) -> bool:
        """Whether a file is new or changed, and no longer being written."""
        stamp = stamps.get(name)
        if stamp is None or self._seen.get(name) == stamp:
            return False
        is_settled = time.time() - stamp[0] / 1e9 > SETTLED_S or self._before.get(name) == stamp
        return is_settled or not self._waits

    def _take_in(self, due: Sequence[Source], stamps: dict[str, Stamp], tell: Tell, should_stop: ShouldStop) -> IngestReport:
        """Take files in, a bounded number at a time; what failed is tried again when it has changed."""
        whole = IngestReport()
        for first in range(0, len(due), BATCH):
            part = due[first : first + BATCH]

            def shifted(progress: IngestProgress, first: int = first) -> None:
                if progress.step != "done":
                    tell(replace(progress, done=first + progress.done, total=len(due)))

            report = self._shelving.take_in(part, shifted, should_stop)
            whole = _joined(whole, report)
            self._seen.update({one.name: stamps[one.name] for one in part if one.name not in report.left})
            if report.stopped:
                break
        if due:
            done = len(whole.documents) + len(whole.failed)
            tell(IngestProgress(done, len(due), "", "done", sum(one.pages for one in whole.documents), 0.0))
        left = tuple(source.name for source in due if self._seen.get(source.name) != stamps[source.name])
        return replace(whole, left=left, stopped=bool(left))

    def _compare(self, present: set[str]) -> tuple[list[DocumentSummary], list[DocumentSummary]]:
        """Documents of the folder whose file is gone, and those set aside for that whose file is there again."""
        inside = f"{self.folder}/" if "\\" not in str(self.folder) else f"{self.folder}\\"
        gone, back = [], []
        for document in self._shelving.documents():
            if not document.name.startswith(inside):
                continue
            if document.name in present or not present.isdisjoint(_above(document.name)):
                back += [document] if document.is_excluded and document.excluded_by == FOLDER else []
            elif _is_gone(Path(document.name)):
                gone.append(document)
        return gone, back


def _names(documents: Iterable[DocumentSummary]) -> tuple[str, ...]:
    return tuple(document.name for document in documents)


def _above(name: str) -> Iterable[str]:
    """The paths that hold a name: a document from inside an archive is there as long as its archive is."""
    return [name[:place] for place, sign in enumerate(name) if sign in "/\\"]


def _is_gone(path: Path) -> bool:
    """Whether there is no such file; one that only cannot be seen now (access, network) is not gone."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _joined(one: IngestReport, other: IngestReport) -> IngestReport:
    return IngestReport(
        (*one.documents, *other.documents), (*one.failed, *other.failed), round(one.seconds + other.seconds, 3), other.stopped
    )
