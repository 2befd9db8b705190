"""The embedder in a child process that stays warm: the page never waits for torch, and a crash there is not one here.

In: texts. Out: vectors, over the child's standard streams (JSON in, raw float32 out). The child ends when its input closes,
so it never outlives this process. Run as `python -m rag.index.process MODEL PRECISION` it is the child.
"""

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Literal

import numpy as np

from rag.errors import ModelError, RagError, SettingsError
from rag.index.embedder import Embedder, Vectors
from rag.index.hashing import HashingEmbedder
from rag.index.weights import find_model

Precision = Literal["float32", "bfloat16"]
SLICE = 64  # texts per request at most
SLICE_CHARS = 16_000  # and characters: a query waits for at most one slice of an ingest (0.4 s, without bfloat16 1 to 2 s)
_ROOT = Path(__file__).resolve().parents[2]


def load_embedder(model: str, precision: Precision) -> Embedder:
    """The embedder that the setting names, in this process; for a real model this imports torch.

    Raises:
        SettingsError: the model is not on this machine or cannot be loaded.
    """
    if model == "hashing":
        return HashingEmbedder()
    from rag.index.sentence import SentenceEmbedder  # loads torch: only in the child, and only for a real model

    return SentenceEmbedder(model, precision)


class ProcessEmbedder:
    """An embedder in a child process. Threads may share it; a child that died is started again once per call."""

    def __init__(self, model: str, precision: Precision = "float32") -> None:
        """Start the child; it loads while this process goes on.

        Raises:
            SettingsError: the model is not on this machine.
        """
        if model != "hashing":
            find_model(model)  # a wrong name is told here and now, not after seconds of loading
        self._command = [sys.executable, "-m", "rag.index.process", model, precision]
        self._lock = threading.Lock()
        self._closed = False
        self._greeted = self._interrupted = False
        self._described: dict[str, str] = {}
        self._child = self._start()

    @property
    def fingerprint(self) -> str:
        """What built the vectors; waits until the model is loaded."""
        return self._describe()["fingerprint"]

    @property
    def dimension(self) -> int:
        """Length of a vector; waits until the model is loaded."""
        return int(self._describe()["dimension"])

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def is_ready(self) -> bool:
        """Whether a call has found the model loaded. `warm` waits for it."""
        return bool(self._described)

    def warm(self) -> None:
        """Wait until the model is loaded.

        Raises:
            SettingsError: the model is not on this machine or cannot be loaded.
            ModelError: the child died twice.
        """
        self._describe()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of length 1, in the order given.

        Raises:
            SettingsError: the model is not on this machine or cannot be loaded.
            ModelError: the child died twice, or could not embed these texts.
        """
        described = self._describe()
        vectors = np.zeros((len(texts), int(described["dimension"])), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # like lengths together: less padding
        while order:
            rows, order = _slice(order, texts)
            with self._lock:
                vectors[rows] = self._ask([texts[i] for i in rows])
            time.sleep(0.0005 if order else 0)  # a Lock is not fair: let a waiting query in between the slices of an ingest
        return vectors

    def close(self) -> None:
        """End the child."""
        self._closed = True
        self._stop()

    def _describe(self) -> dict[str, str]:
        """Fingerprint and dimension, as the child says when it is ready."""
        if not self._described:
            with self._lock:
                if not self._described:
                    self._ask([])
        return self._described

    def _ask(self, texts: list[str]) -> Vectors:
        """Vectors of `texts` from the child, started again once if it died."""
        for last in (False, True):
            if self._closed:
                raise ModelError("The embedding model has been closed.")
            try:
                return self._exchange(texts)
            except (OSError, EOFError) as error:
                self._stop()
                if last:
                    raise ModelError(
                        "The embedding model's process ended twice. There may be too little memory for it (about 1 GB); free "
                        "some and try again. Search by words still works."
                    ) from error
                self._child = self._start()
        raise AssertionError("unreachable")

    def _exchange(self, texts: list[str]) -> Vectors:
        """One request and its reply, after the child's greeting if that has not been read."""
        source, sink = self._child.stdout, self._child.stdin
        if source is None or sink is None or self._interrupted:
            raise EOFError
        self._interrupted = True  # should a signal break off the exchange, its reply must not answer the next request
        vectors = np.zeros((0, 0), dtype=np.float32)
        try:
            if not self._greeted:
                self._described = json.loads(_checked(_receive(source)))
                self._greeted = True
            if texts:
                _send(sink, b"T", json.dumps(texts).encode())
                vectors = np.frombuffer(_checked(_receive(source)), dtype=np.float32).reshape(len(texts), -1)
        except RagError:
            self._interrupted = False
            raise
        self._interrupted = False
        return vectors

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


def _slice(order: list[int], texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """The rows of the next request, and the rest."""
    size = characters = 0
    while size < min(SLICE, len(order)) and (size == 0 or characters + len(texts[order[size]]) <= SLICE_CHARS):
        characters += len(texts[order[size]])
        size += 1
    return order[:size], order[size:]


def serve(model: str, precision: Precision, source: IO[bytes], sink: IO[bytes]) -> None:
    """The child's loop: load, greet, answer requests until the input ends."""
    try:
        embedder = load_embedder(model, precision)
        greeting = {"fingerprint": embedder.fingerprint, "dimension": embedder.dimension}
    except SettingsError as error:
        _send(sink, b"S", str(error).encode())
        return
    _send(sink, b"V", json.dumps(greeting).encode())
    while True:
        try:
            _, content = _receive(source)
        except EOFError:
            return
        try:
            vectors = embedder.encode(json.loads(content))
        except (RuntimeError, ValueError, MemoryError) as error:
            _send(sink, b"E", f"The embedding model could not read a text: {error}".encode())
        else:
            _send(sink, b"V", np.ascontiguousarray(vectors, dtype=np.float32).tobytes())


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


def main() -> None:
    """Be the child: what libraries print goes to standard error, so that the frames stay clean."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    precision: Precision = "bfloat16" if sys.argv[2] == "bfloat16" else "float32"
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # the parent is gone, or is ending both of us
        serve(sys.argv[1], precision, sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
