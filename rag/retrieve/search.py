"""Hybrid search: a query → passages, best first.

In: the query, a collection (a workspace or the library), and the indexes as collaborators. Out: `SearchResult`.
The indexes and the record stay behind three small protocols; fusing and choosing have modules of their own.
"""

from collections.abc import Collection, Sequence
from typing import Protocol

from rag.index.embedder import Hit, Vectors
from rag.retrieve.passage import Passage

LIBRARY = "library"  # the collection of the reference architectures; every workspace's collection is its id


class VectorIndex(Protocol):
    """Nearest vectors of a collection; one that was never filled is empty, not an error."""

    def search(self, collection: str, vector: Vectors, k: int, ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` nearest chunks by cosine, nearest first; of `ids` alone when given."""

    def scores(self, collection: str, vector: Vectors, ids: Collection[str]) -> dict[str, float]:
        """Exact cosine of each of `ids`; an id without a vector is left out."""


class TextIndex(Protocol):
    """Full text of a collection; one that was never filled is empty, not an error."""

    def search(self, collection: str, query: str, k: int, ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` best chunks by BM25, best first; of `ids` alone when given. A query without a word finds nothing."""

    def scores(self, collection: str, query: str, ids: Collection[str]) -> dict[str, float]:
        """Exact BM25 of each of `ids`, 0 for one that holds no word of the query."""


class ChunkSource(Protocol):
    """What the record knows about chunks."""

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, Passage]:
        """Passages with their place and scope, scores 0; an id that the record no longer knows is left out."""

    def neighbours(self, chunk_id: str) -> tuple[str, str]:
        """Texts of the chunks before and after in the same document, "" at its ends."""

    def chunk_ids(self, collection: str, documents: Collection[str]) -> Collection[str]:
        """Ids of the searchable chunks of these documents (document ids; for the library entry ids)."""

    def size(self, collection: str) -> tuple[int, int, int]:
        """Searchable documents and chunks of a collection, and its pages without text."""
