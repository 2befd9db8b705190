"""Embeddings by a sentence-transformers model in this process; importing it loads torch (seconds, 500 MB).

In: texts. Out: vectors. The product runs it in a child process (`process.py`), so that the page stays quick.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Literal

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from rag.errors import SettingsError
from rag.index.embedder import Vectors
from rag.index.weights import MINILM, find_model, model_fingerprint, verify_weights

# One pass is computed by one thread, as many at a time as there are cores: threads that share a pass wait for each other at
# every matrix. On two busy cores this takes half of the CPU time and a third of the seconds or less.
PASS_TOKENS = 1024  # per pass, padding included
LEAST_TOKENS = 256  # per pass where there are cores for more passes


class SentenceEmbedder:
    """A sentence-transformers model on the CPU."""

    def __init__(self, model: str = MINILM, precision: Literal["float32", "bfloat16"] = "float32") -> None:
        """Load the model.

        Raises:
            SettingsError: the model is not on this machine, cannot be loaded, or its weights are not the published ones.
        """
        folder = find_model(model)
        if model == MINILM:
            verify_weights(folder)
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # its bar is no message for a person
        try:
            self._model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"dtype": getattr(torch, precision)},
            )
        except (OSError, ValueError, KeyError) as error:
            raise SettingsError(
                f"GROUNDPLAN_EMBEDDER: {model!r} in {folder} is not a model that can be loaded: {error}"
            ) from error
        self._model.eval()
        self._passing = ThreadPoolExecutor(_cores(), "encode", initializer=torch.set_num_threads, initargs=(1,))
        self._tokenizing = threading.Lock()  # the tokenizer is not made for threads
        self._dimension = self._model.get_embedding_dimension() or len(self._model.encode("a"))
        self._fingerprint = model_fingerprint(model, folder, precision)

    @property
    def fingerprint(self) -> str:
        """What built the vectors: model, content of its files, precision."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of length 1; a text beyond the model's window is cut there."""
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        lengths = self._lengths(texts)
        limit = min(PASS_TOKENS, max(LEAST_TOKENS, sum(lengths) // _cores()))
        parts = list(passes(lengths, limit))
        encoded = self._passing.map(self._pass, [[texts[row] for row in rows] for rows in parts])
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        for rows, part in zip(parts, encoded, strict=True):
            vectors[rows] = part
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)  # bfloat16 leaves 0.996…1.004
        return np.asarray(vectors / np.where(norms == 0, 1.0, norms), dtype=np.float32)

    def _pass(self, texts: list[str]) -> Vectors:
        """Vectors of texts that go through the model together, in one thread."""
        with self._tokenizing:
            features = self._model.preprocess(texts)
        with torch.inference_mode():
            encoded = self._model(features)["sentence_embedding"]
        return np.asarray(encoded.to(torch.float32).numpy(), dtype=np.float32)

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text that the model will see."""
        window = self._model.max_seq_length or PASS_TOKENS
        return [min(len(ids), window) for ids in self._model.tokenizer(list(texts), verbose=False)["input_ids"]]


@cache
def _cores() -> int:
    """Cores to compute on, as torch counts them before its threads are set."""
    return torch.get_num_threads()


def passes(lengths: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Rows that go through the model together: like lengths, so that little is padded, and at most `limit` tokens.

    A text longer than `limit` goes alone.
    """
    rows = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    first = 0
    while first < len(rows):
        last = first + max(1, limit // max(1, lengths[rows[first]]))
        yield rows[first:last]
        first = last
