"""Looks at a process and all that descend from it while they work: memory together, and which of them compute at the same time.

Linux only; elsewhere it sees nothing. What processes share is counted once.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 0.05  # between two looks


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one run."""

    peak_mb: float  # the highest sum of a process and its descendants
    busy_s: Mapping[str, float]  # by role: seconds in which at least one such process computed
    together_s: float  # of these, seconds in which processes of every role computed


class Watch:
    """Watches from its making until it is told to end."""

    def __init__(self, pid: int, roles: Mapping[str, str] | None = None) -> None:
        """Start.

        Args:
            pid: the process.
            roles: role → a part of the command line of the processes that have it.
        """
        self._pid = pid
        self._roles = dict(roles or {})
        self._peak_kb = 0
        self._busy = dict.fromkeys(self._roles, 0.0)
        self._together = 0.0
        self._ticks: dict[int, int] = {}
        self._commands: dict[int, str] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> Seen:
        """What was seen."""
        self._ended.set()
        self._thread.join()
        return Seen(self._peak_kb / 1024, self._busy, self._together)

    def _look(self) -> None:
        last = time.perf_counter()
        while not self._ended.wait(EVERY_S):
            family = _family(self._pid)
            self._peak_kb = max(self._peak_kb, sum(_proportional_kb(pid) for pid in family))
            now = time.perf_counter()
            self._note(family, now - last)
            last = now

    def _note(self, family: list[int], seconds: float) -> None:
        computing = {pid for pid in family if self._has_computed(pid)}
        busy = [role for role, part in self._roles.items() if any(part in self._command(pid) for pid in computing)]
        for role in busy:
            self._busy[role] += seconds
        if self._roles and len(busy) == len(self._roles):
            self._together += seconds

    def _has_computed(self, pid: int) -> bool:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return False
        ticks, before = int(fields[11]) + int(fields[12]), self._ticks.get(pid)
        self._ticks[pid] = ticks
        return before is not None and ticks > before

    def _command(self, pid: int) -> str:
        if pid not in self._commands:
            try:
                self._commands[pid] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            except OSError:
                return ""
        return self._commands[pid]


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for one in found:
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:  # it has ended, or this system shows no such folder
            continue
    return found


def _proportional_kb(pid: int) -> int:
    """Memory of one process, with its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
