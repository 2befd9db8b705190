"""A model in a child process that stays warm: the page never waits for torch, and a crash there is not one here.

In: requests of a kind and a JSON value. Out: the child's reply as bytes, over its standard streams. The child ends when its
input closes, so it never outlives this process. What a child answers is decided by whoever starts it: see `process.py` and
`reranker.py`.
"""

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError, RagError, SettingsError

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Wording:
    """What is said of a child in messages."""

    model: str  # "The embedding model"
    ended: str  # what a child that ended twice needs, and what works without it


class ModelProcess:
    """A child that answers requests, one at a time. Threads may share it; one that died is started again once per request."""

    def __init__(self, module: str, arguments: tuple[str, ...], wording: Wording) -> None:
        """Start the child, `python -m module arguments`; it loads while this process goes on."""
        self._command = [sys.executable, "-m", module, *arguments]
        self._wording = wording
        self._lock = threading.Lock()
        self._closed = False
        self._greeted = self._interrupted = False
        self._greeting: dict[str, Any] = {}
        self._child = self._start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def has_greeted(self) -> bool:
        """Whether a call has found the model loaded."""
        return bool(self._greeting)

    def greeting(self) -> Mapping[str, Any]:
        """What the child says of its model; waits until that is loaded.

        Raises:
            SettingsError: the model is not on this machine or cannot be loaded.
            ModelError: the child died twice.
        """
        if not self._greeting:
            with self._lock:
                if not self._greeting:
                    self._ask(b"", None)
        return self._greeting

    def ask(self, kind: bytes, content: Any) -> bytes:
        """The child's reply to one request.

        Args:
            kind: one letter that the child knows.
            content: what JSON can hold.

        Raises:
            SettingsError: the model is not on this machine or cannot be loaded.
            ModelError: the child died twice, or could not answer.
        """
        with self._lock:
            return self._ask(kind, content)

    def close(self) -> None:
        """End the child."""
        self._closed = True
        self._stop()

    def _ask(self, kind: bytes, content: Any) -> bytes:
        """The reply of the child, started again once if it died."""
        for last in (False, True):
            if self._closed:
                raise ModelError(f"{self._wording.model} has been closed.")
            try:
                return self._exchange(kind, content)
            except (OSError, EOFError) as error:
                self._stop()
                if last:
                    raise ModelError(f"{self._wording.model}'s process ended twice. {self._wording.ended}") from error
                self._child = self._start()
        raise AssertionError("unreachable")

    def _exchange(self, kind: bytes, content: Any) -> bytes:
        """One request and its reply, after the child's greeting if that has not been read; without a kind that alone."""
        source, sink = self._child.stdout, self._child.stdin
        if source is None or sink is None or self._interrupted:
            raise EOFError
        self._interrupted = True  # should a signal break off the exchange, its reply must not answer the next request
        reply = b""
        try:
            if not self._greeted:
                self._greeting = json.loads(_checked(_receive(source)))
                self._greeted = True
            if kind:
                _send(sink, kind, json.dumps(content).encode())
                reply = _checked(_receive(source))
        except RagError:
            self._interrupted = False
            raise
        self._interrupted = False
        return reply

    def _start(self) -> "subprocess.Popen[bytes]":
        """A new child."""
        self._greeted = self._interrupted = False
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT)  # noqa: S603 our own module

    def _stop(self) -> None:
        """End the child, whatever it does."""
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what is left in the buffer towards a dead child
                    stream.close()


Answer = Callable[[bytes, Any], NDArray[np.float32]]


def be_child(load: Callable[[], tuple[Mapping[str, Any], Answer]]) -> None:
    """Be the child: load, greet, answer requests until the input ends.

    What libraries print goes to standard error, so that the frames stay clean.

    Args:
        load: loads the model; gives the greeting and what answers a request of a kind with numbers.
    """
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # the parent is gone, or is ending both of us
        _serve(load, sys.stdin.buffer, sink)


def _serve(load: Callable[[], tuple[Mapping[str, Any], Answer]], source: IO[bytes], sink: IO[bytes]) -> None:
    """The child's loop."""
    try:
        greeting, answer = load()
    except SettingsError as error:
        _send(sink, b"S", str(error).encode())
        return
    _send(sink, b"V", json.dumps(greeting).encode())
    while True:
        try:
            kind, content = _receive(source)
        except EOFError:
            return
        try:
            numbers = answer(kind, json.loads(content))
        except (RuntimeError, ValueError, MemoryError) as error:
            _send(sink, b"E", f"The model could not read a text: {error}".encode())
        else:
            _send(sink, b"V", np.ascontiguousarray(numbers, dtype=np.float32).tobytes())


def _checked(reply: tuple[bytes, bytes]) -> bytes:
    """The content of a reply; an error of the child is raised here."""
    kind, content = reply
    if kind == b"S":
        raise SettingsError(content.decode())
    if kind == b"E":
        raise ModelError(content.decode())
    return content


def _send(sink: IO[bytes], kind: bytes, content: bytes) -> None:
    """Write one frame: kind, length, content."""
    sink.write(kind + struct.pack("<Q", len(content)) + content)
    sink.flush()


def _receive(source: IO[bytes]) -> tuple[bytes, bytes]:
    """Read one frame.

    Raises:
        EOFError: the other side is gone.
    """
    head = source.read(9)
    if len(head) < 9:
        raise EOFError
    length = struct.unpack("<Q", head[1:])[0]
    content = source.read(length)
    if len(content) < length:
        raise EOFError
    return head[:1], content
