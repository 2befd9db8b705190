"""Embeddings by a model in this process; importing it loads torch (seconds, 200 MB).

In: texts. Out: vectors. The product runs it in a child process (`process.py`), so that the page stays quick. What a model wants
before a query or a passage is as its `config_sentence_transformers.json` says.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import torch

from rag.errors import SettingsError
from rag.index.embedder import Vectors
from rag.index.passes import pass_limit, pass_threads, passes
from rag.index.profile import read_profile
from rag.index.weights import EMBEDDER, MINILM, find_model, model_fingerprint, verify_weights

# One of each subject: a question and a passage of different rows have nothing in common.
_SUBJECTS = (
    ("When does the ferry to the island leave?", "The violin's strings are tuned in fifths."),
    ("How is sourdough bread kept fresh?", "Invoices are paid within thirty days of receipt."),
    ("Who won the chess tournament?", "Glaciers in the valley have lost a third of their ice."),
    ("Which vaccine is given at six months?", "The parser reads one line at a time and returns a tree."),
    ("What does a new roof cost?", "Whales sing to each other over hundreds of miles."),
    ("How fast does the train run?", "Tulips flower in April and want dry soil in summer."),
)


class Network(Protocol):
    """A model that makes one vector of a text. Threads share it."""

    dimension: int

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text that the model will see."""

    def vectors(self, texts: Sequence[str], prompt: str) -> torch.Tensor:
        """(n, dimension); `prompt` stands before each of the texts."""


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
        try:
            self._network = _load(model, folder, getattr(torch, precision))
        except Exception as error:  # whatever the libraries and their Rust parts raise over a damaged file
            raise SettingsError(f"{EMBEDDER}: {model!r} in {folder} is not a model that can be loaded: {error}") from error
        self._passing = pass_threads("encode")
        self._profile = read_profile(folder)
        self._fingerprint = model_fingerprint(model, folder, precision, self._profile.passage_prompt)
        self._unrelated = 0.0 if model == MINILM else self._measure_unrelated()

    @property
    def fingerprint(self) -> str:
        """What built the vectors: model, content of its files, precision."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._network.dimension

    @property
    def unrelated(self) -> float:
        """Cosine of texts that have nothing in common: near 0 for some models, 0.7 and more for others."""
        return self._unrelated

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of length 1; a text beyond the model's window is cut there."""
        return self._encode(texts, self._profile.passage_prompt)

    def encode_query(self, query: str) -> Vectors:
        """(dimension,) float32 of length 1."""
        return np.asarray(self._encode([query], self._profile.query_prompt)[0], dtype=np.float32)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        """Vectors of texts that the model is given behind `prompt`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        lengths = self._network.lengths([prompt + text for text in texts])
        parts = list(passes(lengths, pass_limit(lengths)))
        encoded = self._passing.map(lambda rows: self._pass([texts[row] for row in rows], prompt), parts)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for rows, part in zip(parts, encoded, strict=True):
            vectors[rows] = part
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)  # bfloat16 leaves 0.996…1.004
        return np.asarray(vectors / np.where(norms == 0, 1.0, norms), dtype=np.float32)

    def _pass(self, texts: list[str], prompt: str) -> Vectors:
        """Vectors of texts that go through the model together, in one thread."""
        with torch.inference_mode():
            encoded = self._network.vectors(texts, prompt)
        return np.asarray(encoded.to(torch.float32).numpy(), dtype=np.float32)

    def _measure_unrelated(self) -> float:
        """Mean cosine of questions and passages of different subjects."""
        questions = np.stack([self.encode_query(question) for question, _ in _SUBJECTS])
        cosines = questions @ self.encode([passage for _, passage in _SUBJECTS]).T
        return float(cosines[~np.eye(len(_SUBJECTS), dtype=bool)].mean())


def _load(model: str, folder: Path, dtype: torch.dtype) -> Network:
    """The model in a folder."""
    if model == MINILM:
        from rag.index.minilm import MiniLM

        return MiniLM(folder, dtype)
    from rag.index.any_model import AnyModel  # seconds: only for a model that was set

    return AnyModel(folder, dtype)
