"""One process at a time writes to a data directory: the lock, and the error that says who holds it.

The operating system holds the lock and drops it when its process ends, however it ends; the note beside it serves the message.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import DataDirectoryLocked, StorageError

LOCK = "groundplan.lock"
HOLDER = "groundplan.holder.json"


@contextmanager
def lock_data_directory(data_dir: Path, timeout_s: float = 0.0) -> Iterator[None]:
    """Hold the data directory for this process.

    Args:
        data_dir: made if it does not exist.
        timeout_s: how long to wait for another holder to finish.

    Raises:
        DataDirectoryLocked: another process holds it; the message names that process.
        StorageError: the folder cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(data_dir / LOCK, timeout=timeout_s, thread_local=False)
        lock.acquire()
    except Timeout as error:
        raise DataDirectoryLocked(_message(data_dir)) from error
    except OSError as error:
        raise StorageError(
            f"The data directory {data_dir} cannot be written ({error.strerror}). Choose another with --data-dir."
        ) from error
    note = data_dir / HOLDER
    try:
        note.write_text(json.dumps(_this_process()), encoding="utf-8")
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _this_process() -> dict[str, str | int]:
    return {
        "pid": os.getpid(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _message(data_dir: Path) -> str:
    """Who holds it, and what to do."""
    try:
        holder = json.loads((data_dir / HOLDER).read_text(encoding="utf-8"))
        who = f'process {holder["pid"]} ("{holder["command"]}", since {holder["since"]})'
    except (OSError, ValueError, KeyError):
        who = "another process"
    return (
        f"The data directory {data_dir} is in use by {who}. Close that one (in the app: stop it with Ctrl+C), "
        "or work in another folder with --data-dir."
    )
