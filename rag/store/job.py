"""Long work in a thread of its own: its progress can be looked at, it can be asked to stop, and its end is kept."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rag.errors import RagError

Progress = TypeVar("Progress")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class JobState(Generic[Progress, Result]):
    """A look at a job."""

    title: str
    progress: Progress | None  # the latest report; None before the first
    is_running: bool
    is_stopping: bool = False
    result: Result | None = None
    error: str = ""  # message of the RagError that ended it


class Job(Generic[Progress, Result]):
    """One piece of work. `work` gets a function to report to and one that says whether to stop."""

    def __init__(self, title: str, work: Callable[[Callable[[Progress], None], Callable[[], bool]], Result]) -> None:
        """Start the work at once."""
        self._title = title
        self._work = work
        self._progress: Progress | None = None
        self._result: Result | None = None
        self._error = ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"job {title}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work(self._report, self._stop.is_set)
        except RagError as error:
            self._error = str(error)

    def _report(self, progress: Progress) -> None:
        self._progress = progress

    def stop(self) -> None:
        """Ask it to end at the next safe point."""
        self._stop.set()

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait for its end."""
        self._thread.join(timeout_s)

    @property
    def state(self) -> JobState[Progress, Result]:
        """How it stands now."""
        running = self._thread.is_alive()
        return JobState(self._title, self._progress, running, self._stop.is_set() and running, self._result, self._error)
