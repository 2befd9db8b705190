"""A function in a process of its own: with a time limit, a memory limit, and crashes that take nothing else along.

Not `multiprocessing`: its spawned children run the parent's main script again, which under Streamlit is the page itself.
Here the child is a plain interpreter that imports one function and answers requests over its pipes until they close. The
function is named, not given: the dozen libraries that read files are loaded in the child only, never by the server.
"""

import importlib
import importlib.util
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, BinaryIO, NoReturn

from rag.errors import DocumentTooLarge, IngestError, RagError, UnreadableDocument

_RESOURCE: Any = (
    importlib.import_module("resource") if importlib.util.find_spec("resource") else None
)  # Windows has no such limits
_LENGTH = struct.Struct(">Q")
_BOOT = "import sys; sys.path[:] = {path!r}; from rag.ingest.child import serve; serve()"
MB = 1 << 20
GRACE_S = 5  # after its time limit a child whose parent is gone ends itself
MAX_TASKS = 300  # a child is replaced after so many, so that what libraries leak stays bounded


class Child:
    """A process that runs one function on request; started when first needed, and again after a crash."""

    def __init__(self, function: str, *, memory_mb: int) -> None:
        """Prepare the process.

        Args:
            function: where it stands: "module:name".
            memory_mb: what it may use beside what its imports take.
        """
        self._function = function
        self._memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._tasks = 0

    def run(self, timeout_s: float, *args: Any, **options: Any) -> Any:
        """`function(*args, **options)`, computed in the child.

        Raises:
            RagError: what the function raised.
            DocumentTooLarge: it ran out of time or memory.
            UnreadableDocument: it crashed, or raised what it should not.
        """
        if self._tasks >= MAX_TASKS or (self._process is not None and self._process.poll() is not None):
            self.close()
        process = self.start()
        self._tasks += 1
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(timeout_s, stop)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - both are pipes
            _send(process.stdin, (timeout_s, args, options))
            kind, value = _receive(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            raise _death(expired.is_set(), timeout_s) from error
        finally:
            timer.cancel()
        if kind == "value":
            return value
        if kind == "refused":
            raise value
        self.close()  # after running out of memory or a bug, a fresh process
        if kind == "memory":
            raise DocumentTooLarge(
                f"Reading the file needs more than {self._memory_mb:,} MB of memory. Split it into smaller files."
            )
        raise UnreadableDocument(f"The file could not be read ({value}). Save it again from its program, or as PDF.")

    def start(self) -> subprocess.Popen[bytes]:
        """Start the process unless it runs; it loads what it needs while this one goes on."""
        return self._process or self._start()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process, self._tasks = self._process, None, 0
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written has no reader any more
                    continue
        process.wait()

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - this interpreter with our own code
            [sys.executable, "-c", _BOOT.format(path=list(sys.path))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries print pieces of documents there
        )
        self._process = process
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        _send(process.stdin, (self._function, self._memory_mb))
        return process


def _death(expired: bool, timeout_s: float) -> IngestError:
    if expired:
        return DocumentTooLarge(
            f"Reading the file took longer than {timeout_s:g} s and was stopped. Split it, or raise GROUNDPLAN_READ_TIMEOUT_S."
        )
    return UnreadableDocument(
        "The file made the reader crash or run out of memory; nothing else is affected. "
        "Save it again from its program, or as PDF."
    )


def serve() -> NoReturn:
    """The child's life: one function, then requests until the parent closes the pipe."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not end up among the replies
    name, memory_mb = _receive(requests)
    module, _, attribute = name.partition(":")
    function = getattr(importlib.import_module(module), attribute)
    _limit_memory(memory_mb)
    while True:
        try:
            timeout_s, args, options = _receive(requests)
        except EOFError:
            os._exit(0)
        if hasattr(signal, "alarm"):
            signal.alarm(int(timeout_s) + GRACE_S)
        _send(replies, _answer(function, args, options))
        if hasattr(signal, "alarm"):
            signal.alarm(0)


def _answer(
    function: Callable[..., Any], args: tuple[Any, ...], options: Mapping[str, Any] = MappingProxyType({})
) -> tuple[str, Any]:
    try:
        return "value", function(*args, **options)
    except RagError as error:
        return "refused", error
    except MemoryError:
        return "memory", None
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes must fail that file only
        return "failed", type(error).__name__


def _limit_memory(memory_mb: int) -> None:
    if _RESOURCE is None:
        return
    _, hard = _RESOURCE.getrlimit(_RESOURCE.RLIMIT_AS)
    statistics = Path("/proc/self/statm")  # Linux; libraries reserve address space at import that they never use
    reserved = int(statistics.read_text().split()[0]) * _RESOURCE.getpagesize() if statistics.exists() else 0
    wanted = reserved + memory_mb * MB
    wanted = wanted if hard == _RESOURCE.RLIM_INFINITY else min(wanted, hard)
    try:
        _RESOURCE.setrlimit(_RESOURCE.RLIMIT_AS, (wanted, hard))
    except (ValueError, OSError):  # macOS refuses it
        return


def _send(pipe: Any, value: Any) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: Any) -> Any:
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return pickle.loads(_exactly(pipe, length))  # noqa: S301 - written by our own process at the other end


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data
