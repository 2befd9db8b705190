"""Runs one outside program and ends it, with all that it started, when its time is up or its caller is gone.

A program of its own, from the standard library alone: `python guard.py TIMEOUT_S MEMORY_MB FOLDER COMMAND…`. Its standard
input stays open for as long as the caller lives. When the caller has died, `FOLDER` is deleted as well: nobody else would.
Ends with the program's own status; 124 when time was up.
"""

import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

TIMED_OUT = 124
MB = 1 << 20
MAX_FILE_MB = 500  # of a file that the program writes
_RESOURCE: Any = (
    importlib.import_module("resource") if importlib.util.find_spec("resource") else None
)  # Windows has no such limits


def main(arguments: list[str]) -> int:
    """Run the command in `arguments`; its status."""
    timeout_s, memory_mb, folder, *command = arguments
    _limit(int(float(timeout_s)), int(memory_mb))
    process = subprocess.Popen(  # noqa: S603 - a list of arguments from our own code
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # programs print pieces of documents there
        start_new_session=True,
    )
    threading.Thread(target=_outlive_nobody, args=(process, Path(folder)), daemon=True).start()
    try:
        return process.wait(float(timeout_s))
    except subprocess.TimeoutExpired:
        return TIMED_OUT
    finally:
        _end(process)


def _outlive_nobody(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Wait for the caller's end, then end everything."""
    while os.read(0, 1):  # not `sys.stdin`, whose lock would be held at the end
        continue
    _end(process)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(TIMED_OUT)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and what it started; what has ended already is left alone."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):  # nothing of its group is left
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def _limit(timeout_s: int, memory_mb: int) -> None:
    """Limits that the program inherits, for each of its processes."""
    if _RESOURCE is None:
        return
    for name, wanted in (
        ("RLIMIT_AS", memory_mb * MB),
        ("RLIMIT_FSIZE", MAX_FILE_MB * MB),
        ("RLIMIT_CPU", 4 * timeout_s + 5),  # counts all threads; the clock on the wall is watched above
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(_RESOURCE, name)
        _, hard = _RESOURCE.getrlimit(kind)
        try:
            _RESOURCE.setrlimit(kind, (wanted if hard == _RESOURCE.RLIM_INFINITY else min(wanted, hard), hard))
        except (ValueError, OSError):  # macOS refuses some
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
