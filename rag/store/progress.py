"""How far taking in has come, and how long it will still take."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far taking in has come."""

    done: int  # files that are in the report
    total: int
    name: str  # the file at work; "" at the end
    step: str  # unpacking, checking, reading, indexing, done
    pages: int  # pages taken in so far; they are found by their words already
    eta_s: float  # 0 while unknown


class Pace:
    """What has been read and embedded, and what that makes of what is left. Threads may share it.

    Reading goes by bytes. Embedding goes by passages; how many an unread file will give is guessed from the files of its
    kind: a scan of megabytes holds few, a small text many.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start counting."""
        self._clock = clock
        self._lock = threading.Lock()
        self._started = clock()
        self._embedding_since = 0.0  # when the first passages were there to embed
        self._left: Counter[str] = Counter()  # bytes to read, by kind of file
        self._read: Counter[str] = Counter()  # bytes read
        self._chunks: Counter[str] = Counter()  # passages that they gave
        self._waiting = 0  # passages to embed
        self._embedded = 0

    def expect(self, kind: str, size: int) -> None:
        """A file is to be read."""
        with self._lock:
            self._left[kind] += size

    def drop(self, kind: str, size: int) -> None:
        """A file that was expected has nothing to be done: it failed, or is there already."""
        with self._lock:
            self._left[kind] -= size

    def stored(self, kind: str, size: int, chunks: int) -> None:
        """A file that was expected is read, and has these passages."""
        with self._lock:
            self._left[kind] -= size
            self._read[kind] += size
            self._chunks[kind] += chunks

    def wait(self, chunks: int) -> None:
        """Passages are to be embedded."""
        with self._lock:
            self._embedding_since = self._embedding_since or self._clock()
            self._waiting += chunks

    def embedded(self, chunks: int) -> None:
        """Passages have their vectors."""
        with self._lock:
            self._waiting -= chunks
            self._embedded += chunks

    def left_s(self) -> float:
        """Seconds until all is read and embedded; 0 while unknown."""
        with self._lock:
            now, read = self._clock(), self._read.total()
            if not read or not self._embedded:
                return 0.0
            reading = (now - self._started) / read * self._left.total()
            to_come = sum(left * self._density(kind) for kind, left in self._left.items())
            embedding = (now - self._embedding_since) / self._embedded * (self._waiting + to_come)
        return max(reading, embedding, 0.0)  # they go on side by side

    def _density(self, kind: str) -> float:
        """Passages per byte, of files of this kind where there were any."""
        read = self._read[kind]
        return self._chunks[kind] / read if read else self._chunks.total() / self._read.total()


class Stopwatch:
    """Seconds by stage of the work. Each stage is timed by one thread at a time."""

    def __init__(self) -> None:
        """Nothing has been timed."""
        self._seconds: dict[str, float] = {}

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """Add what happens meanwhile to a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[stage] = self._seconds.get(stage, 0.0) + time.perf_counter() - started

    def seconds(self) -> dict[str, float]:
        """Seconds by stage, to the millisecond."""
        return {stage: round(seconds, 3) for stage, seconds in self._seconds.items()}
