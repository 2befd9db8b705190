"""A folder looked at again and again, in a thread of its own, until it is told to stop."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from rag.errors import RagError
from rag.shelf.sync import SETTLED_S, FolderSync, SyncReport

INTERVAL_S = 15.0
REMEMBERED = 50  # lines of what happened


@dataclass(frozen=True, slots=True)
class WatchState:
    """How keeping a folder in step stands."""

    path: str
    sets_aside: bool
    is_looking: bool  # or reading what it found
    looked: str  # UTC, like 14:05:12; "" before the first look has ended
    lines: tuple[str, ...]  # what happened lately, newest last
    error: str  # of the last look


class FolderWatch:
    """One folder and its thread."""

    def __init__(self, sync: FolderSync, interval_s: float = INTERVAL_S) -> None:
        """Start looking at once."""
        self._sync = sync
        self._interval_s = interval_s
        self._stop = threading.Event()
        self._is_looking = True
        self._looked = ""
        self._lines: tuple[str, ...] = ()
        self._error = ""
        self._thread = threading.Thread(target=self._run, name=f"in step with {sync.folder}", daemon=True)
        self._thread.start()

    @property
    def state(self) -> WatchState:
        """How it stands now."""
        path, sets_aside = str(self._sync.folder), self._sync.sets_aside
        return WatchState(path, sets_aside, self._is_looking, self._looked, self._lines, self._error)

    def stop(self) -> None:
        """End at the next safe point, and wait for that."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._is_looking = True
            try:
                self._keep(self._sync.once(should_stop=self._stop.is_set))
                self._error = ""
            except RagError as error:  # a drive that is gone may come back: the next look tells
                self._error = str(error)
            self._looked = datetime.now(UTC).strftime("%H:%M:%S")
            self._is_looking = False
            self._stop.wait(min(SETTLED_S, self._interval_s) if self._sync.leaves_some else self._interval_s)

    def _keep(self, report: SyncReport) -> None:
        self._lines = (*self._lines, *report.lines)[-REMEMBERED:]
