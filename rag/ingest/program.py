"""Outside programs that readers call: found on this machine, run on untrusted files in a folder of their own.

In: a list of arguments, never a shell's line. Out: what the program left in its folder. `guard.py` ends it in time, and also
when this process is killed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.errors import DocumentTooLarge, UnreadableDocument
from rag.ingest import guard
from rag.ingest.limits import MB
from rag.settings import program_environment

MAX_RESULT_BYTES = 250 * MB  # of a file that a program leaves
GRACE_S = 10  # for the guard to start and to tidy up
LISTING_S = 20  # a program that says what it can does so at once


def find_program(*names: str) -> str:
    """Path of the first of `names` that is installed; "" when none is."""
    return next((path for name in names if (path := shutil.which(name))), "")


def ask_program(*command: str) -> str:
    """What a program says about itself; "" when it says nothing in time."""
    with suppress(OSError, subprocess.SubprocessError):
        answer = subprocess.run(  # noqa: S603 - a list of arguments from our own code
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LISTING_S,
            check=False,
            env=program_environment(),
        )
        return answer.stdout.decode("utf-8", "replace")
    return ""


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder for one run, deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="groundplan-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def run_program(command: Sequence[str], folder: Path, *, timeout_s: float, memory_mb: int) -> int:
    """Run a program in `folder`, with that as its home and place for temporary files; its status.

    Raises:
        DocumentTooLarge: it took longer than `timeout_s`; it and all that it started were ended.
    """
    home = {
        name: str(folder) for name in ("HOME", "TMPDIR", "TMP", "TEMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    }
    process = subprocess.Popen(  # noqa: S603 - this interpreter with our own code
        [sys.executable, "-I", "-S", str(Path(guard.__file__)), f"{timeout_s:g}", str(memory_mb), str(folder), *command],
        stdin=subprocess.PIPE,  # closes when this process ends, whatever ended it
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**program_environment(), **home, "OMP_THREAD_LIMIT": "1"},  # documents are read side by side already
    )
    try:
        status = process.wait(timeout_s + GRACE_S)
    except subprocess.TimeoutExpired:
        status = guard.TIMED_OUT
    finally:
        if process.stdin is not None:
            process.stdin.close()  # the guard ends what still runs
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_S)
    if status == guard.TIMED_OUT:
        name = os.path.basename(command[0])  # noqa: PTH119 - a name for a message
        raise DocumentTooLarge(f"{name} took longer than {timeout_s:g} s and was stopped. Split the file into smaller ones.")
    return status


def result_of(path: Path) -> bytes:
    """What a program left at `path`; b"" when it left nothing, or something else than a file.

    Raises:
        DocumentTooLarge: it is too large to be read.
        UnreadableDocument: it cannot be opened.
    """
    if path.is_symlink() or not path.is_file():
        return b""
    if (size := path.stat().st_size) > MAX_RESULT_BYTES:
        raise DocumentTooLarge(
            f"What was made of the file has {size / MB:,.0f} MB; the limit is {MAX_RESULT_BYTES / MB:,.0f} MB."
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"What was made of the file cannot be opened ({error.strerror}).") from error
