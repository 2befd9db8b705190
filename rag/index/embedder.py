"""The seam to embedding models, and the two indexes' shared value types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def fingerprint(self) -> str:
        """What built the vectors: model, weights and precision. Vectors of different fingerprints are never mixed."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def unrelated(self) -> float:
        """Cosine of texts that have nothing in common, below 1: where this model's scale of nearness begins."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages: (n, dimension) float32, rows of length 1, in the order given."""

    def encode_query(self, query: str) -> Vectors:
        """The vector that a query is compared by: (dimension,) float32 of length 1."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found by one index."""

    chunk_id: str
    score: float  # dense: cosine, −1…1; lexical: BM25, ≥ 0; higher is nearer
