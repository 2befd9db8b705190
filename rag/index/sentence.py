"""Embeddings by a sentence-transformers model in this process; importing it loads torch (seconds, 500 MB).

In: texts. Out: vectors. The product runs it in a child process (`process.py`), so that the page stays quick.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from rag.errors import SettingsError
from rag.index.embedder import Vectors
from rag.index.weights import MINILM, find_model, model_fingerprint, verify_weights

PASS_TOKENS = 1024  # per pass, padding included; CPU time per token on 2 cores: 512 to 2,048 alike, 8,192 a quarter more


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
        vectors = np.empty((len(texts), self._dimension), dtype=np.float32)
        for rows in passes(self._lengths(texts), PASS_TOKENS):
            chosen = [texts[row] for row in rows]
            encoded = self._model.encode(chosen, batch_size=len(rows), show_progress_bar=False, convert_to_tensor=True)
            vectors[rows] = encoded.to(torch.float32).numpy()
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)  # bfloat16 leaves 0.996…1.004
        return np.asarray(vectors / np.where(lengths == 0, 1.0, lengths), dtype=np.float32)

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text that the model will see."""
        window = self._model.max_seq_length or PASS_TOKENS
        return [min(len(ids), window) for ids in self._model.tokenizer(list(texts), verbose=False)["input_ids"]]


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
