"""The embedder in a child process that stays warm; see `model_process.py`.

In: texts. Out: vectors. Run as `python -m rag.index.process MODEL PRECISION` it is the child.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from rag.index.embedder import Embedder, Vectors
from rag.index.hashing import HashingEmbedder
from rag.index.model_process import Answer, ModelProcess, Wording, be_child
from rag.index.weights import absolute, find_model

Precision = Literal["float32", "bfloat16"]
SLICE = 64  # texts per request at most
SLICE_CHARS = 16_000  # and characters: a query waits for at most one slice of an ingest (0.4 s, without bfloat16 1 to 2 s)
_PASSAGES, _QUERY = b"T", b"Q"
_WORDING = Wording(
    "The embedding model",
    "There may be too little memory for it (about 1 GB); free some and try again. Search by words still works.",
)


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
        self._process = ModelProcess("rag.index.process", (absolute(model), precision), _WORDING)

    @property
    def fingerprint(self) -> str:
        """What built the vectors; waits until the model is loaded."""
        return str(self._process.greeting()["fingerprint"])

    @property
    def dimension(self) -> int:
        """Length of a vector; waits until the model is loaded."""
        return int(self._process.greeting()["dimension"])

    @property
    def unrelated(self) -> float:
        """Cosine of texts that have nothing in common; waits until the model is loaded."""
        return float(self._process.greeting()["unrelated"])

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def is_ready(self) -> bool:
        """Whether a call has found the model loaded. `warm` waits for it."""
        return self._process.has_greeted

    def warm(self) -> None:
        """Wait until the model is loaded.

        Raises:
            SettingsError: the model is not on this machine or cannot be loaded.
            ModelError: the child died twice.
        """
        self._process.greeting()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of length 1, in the order given.

        Raises:
            SettingsError: the model is not on this machine or cannot be loaded.
            ModelError: the child died twice, or could not embed these texts.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))  # like lengths together: less padding
        while order:
            rows, order = _slice(order, texts)
            reply = self._process.ask(_PASSAGES, [texts[i] for i in rows])
            vectors[rows] = np.frombuffer(reply, dtype=np.float32).reshape(len(rows), -1)
            time.sleep(0.0005 if order else 0)  # a Lock is not fair: let a waiting query in between the slices of an ingest
        return vectors

    def encode_query(self, query: str) -> Vectors:
        """(dimension,) float32 of length 1.

        Raises:
            SettingsError: the model is not on this machine or cannot be loaded.
            ModelError: the child died twice, or could not embed the query.
        """
        return np.frombuffer(self._process.ask(_QUERY, query), dtype=np.float32).copy()

    def close(self) -> None:
        """End the child."""
        self._process.close()


def _slice(order: list[int], texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """The rows of the next request, and the rest."""
    size = characters = 0
    while size < min(SLICE, len(order)) and (size == 0 or characters + len(texts[order[size]]) <= SLICE_CHARS):
        characters += len(texts[order[size]])
        size += 1
    return order[:size], order[size:]


def _load(model: str, precision: Precision) -> tuple[Mapping[str, Any], Answer]:
    """The child's greeting, and what answers it."""
    embedder = load_embedder(model, precision)
    greeting = {"fingerprint": embedder.fingerprint, "dimension": embedder.dimension, "unrelated": embedder.unrelated}
    return greeting, lambda kind, asked: embedder.encode_query(asked) if kind == _QUERY else embedder.encode(asked)


if __name__ == "__main__":
    be_child(lambda: _load(sys.argv[1], "bfloat16" if sys.argv[2] == "bfloat16" else "float32"))
