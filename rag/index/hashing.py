"""An embedder without a model: words hashed into a vector. For tests, demos and machines that cannot load one."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from rag.index.embedder import Vectors

_WORD = re.compile(r"\w+")


class HashingEmbedder:
    """Equal texts get equal vectors, and texts that share words are near; nothing else is understood."""

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    @property
    def fingerprint(self) -> str:
        """What built the vectors."""
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def unrelated(self) -> float:
        """Texts without a common word have a cosine around 0."""
        return 0.0

    def encode_query(self, query: str) -> Vectors:
        """(dimension,) float32 of length 1: a query is a text like any other."""
        return np.asarray(self.encode([query])[0], dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of length 1. A text without a word gets the first unit vector."""
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        places: dict[str, tuple[int, float]] = {}
        for row, text in enumerate(texts):
            for word, count in Counter(_WORD.findall(text.casefold())).items():
                if word not in places:
                    digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                    places[word] = int.from_bytes(digest[:4], "big") % self._dimension, 1.0 if digest[4] & 1 else -1.0
                place, sign = places[word]
                vectors[row, place] += sign * np.sqrt(count)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors[lengths[:, 0] == 0, 0] = 1.0
        return np.asarray(vectors / np.where(lengths == 0, 1.0, lengths), dtype=np.float32)
