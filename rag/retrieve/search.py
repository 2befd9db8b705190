"""Hybrid search: a query → passages, best first.

In: the query, a collection (a workspace or the library), and the indexes as collaborators. Out: `SearchResult`.
The indexes and the record stay behind three small protocols; fusing and choosing have modules of their own.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from rag.errors import ModelError
from rag.index.embedder import Embedder, Hit, Vectors
from rag.retrieve.diversity import without_repetitions
from rag.retrieve.fusion import FEEDBACK, Scores, fuse, moved_query
from rag.retrieve.passage import Passage, Scope, SearchResult

LIBRARY = "library"  # the collection of the reference architectures; every workspace's collection is its id
DEPTH = 100  # candidates of each index


class VectorIndex(Protocol):
    """Nearest vectors of a collection; one that was never filled is empty, not an error."""

    def search(self, collection: str, vector: Vectors, k: int, ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` nearest chunks by cosine, nearest first; of `ids` alone when given."""

    def vectors(self, collection: str, ids: Collection[str]) -> dict[str, Vectors]:
        """The vector of each of `ids`, of length 1; an id without one is left out."""


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


@dataclass(frozen=True, slots=True)
class _Request:
    """What is looked for in each collection."""

    query: str
    vector: Vectors | None
    depth: int  # candidates of each index
    documents: Collection[str] | None


@dataclass(slots=True)
class _Pool:
    """Candidates of every collection searched, with exact scores of both kinds."""

    ids: list[str] = field(default_factory=list)
    scopes: dict[str, Scope] = field(default_factory=dict)
    lexical: dict[str, float] = field(default_factory=dict)
    vectors: dict[str, Vectors] = field(default_factory=dict)
    documents: int = 0
    chunks: int = 0
    pages_without_text: int = 0


class Searcher:
    """Searches by words and by meaning at once; by words alone while there are no vectors."""

    def __init__(
        self,
        *,
        embedder: Embedder | None,
        vectors: VectorIndex | None,
        texts: TextIndex,
        chunks: ChunkSource,
        dense_weight: float = 0.6,
    ) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self._texts = texts
        self._chunks = chunks
        self._dense_weight = dense_weight

    def search(
        self,
        query: str,
        collection: str,
        *,
        top_k: int,
        scope: Scope = Scope.DOCUMENTS,
        documents: Collection[str] | None = None,
    ) -> SearchResult:
        """The `top_k` passages nearest to `query`, best first, none repeating a better one.

        Args:
            query: any text.
            collection: the workspace's collection; the library's is added or taken instead as `scope` says.
            top_k: how many passages.
            scope: where to search.
            documents: ids of the documents to search; None for all of them.
        """
        vector, note = self._embed(query)
        request = _Request(query, vector, max(DEPTH, top_k), documents)
        pool = _Pool()
        if scope is not Scope.LIBRARY:
            self._collect(pool, request, collection, Scope.DOCUMENTS)
        if scope is not Scope.DOCUMENTS:
            self._collect(pool, request, LIBRARY, Scope.LIBRARY)
        if vector is not None and len(pool.vectors) < len(pool.ids):
            note = "Some passages have no vector yet and were searched by words only."
        return SearchResult(
            query=query,
            passages=tuple(self._choose(pool, vector, top_k)),
            scope=scope,
            documents_searched=pool.documents,
            chunks_searched=pool.chunks,
            pages_without_text=pool.pages_without_text,
            ready=not note,
            note=note,
        )

    def nearness_to(self, query: str) -> Callable[[Sequence[str]], list[float]] | None:
        """What tells how near in meaning texts are to `query`, as cosines; None while there is no embedding model."""
        vector, _ = self._embed(query)
        if vector is None or self._embedder is None:
            return None
        encode = self._embedder.encode

        def cosines(texts: Sequence[str]) -> list[float]:
            try:
                return [float(cosine) for cosine in encode(texts) @ vector]
            except ModelError:  # the search before it has told; words alone decide
                return [0.0] * len(texts)

        return cosines

    def _embed(self, query: str) -> tuple[Vectors | None, str]:
        """The query's vector, or None and the reason why search is by words alone."""
        if not query.strip():
            return None, ""
        if self._embedder is None or self._vectors is None:
            return None, "Searched by words only: the embedding model is still loading."
        try:
            return self._embedder.encode([query])[0], ""
        except ModelError as error:
            return None, f"Searched by words only. {error}"

    def _collect(self, pool: _Pool, request: _Request, collection: str, scope: Scope) -> None:
        """Add a collection's candidates of both indexes to `pool`, each with both scores."""
        documents, chunks, pages_without_text = self._chunks.size(collection)
        within = None
        if request.documents is not None:
            within = self._chunks.chunk_ids(collection, request.documents)
            documents, chunks = len(request.documents), len(within)
        pool.documents += documents
        pool.chunks += chunks
        pool.pages_without_text += pages_without_text
        lexical = {hit.chunk_id: hit.score for hit in self._texts.search(collection, request.query, request.depth, within)}
        found = dict.fromkeys(lexical)
        if request.vector is not None and self._vectors is not None:
            nearest = self._vectors.search(collection, request.vector, request.depth, within)
            found |= dict.fromkeys(hit.chunk_id for hit in nearest)
            pool.vectors |= self._vectors.vectors(collection, list(found))
        pool.lexical |= lexical | self._texts.scores(
            collection, request.query, [chunk for chunk in found if chunk not in lexical]
        )
        pool.ids += [chunk for chunk in found if chunk not in pool.scopes]
        pool.scopes |= dict.fromkeys(found, scope)

    def _choose(self, pool: _Pool, vector: Vectors | None, top_k: int) -> list[Passage]:
        """The best passages of the pool with scores and neighbours; what the record does not know is passed over."""
        lexical = np.array([pool.lexical.get(chunk, 0.0) for chunk in pool.ids], dtype=np.float64)
        dense = None if vector is None else _cosines(pool, vector)
        scores = fuse(dense, lexical, self._dense_weight)
        order = _order(pool, scores)
        if vector is not None:
            best = [pool.vectors[pool.ids[row]] for row in order[:FEEDBACK] if pool.ids[row] in pool.vectors]
            scores = fuse(_cosines(pool, moved_query(vector, best)), lexical, self._dense_weight)
            order = _order(pool, scores)
        passages = (
            replace(
                passage,
                score=float(scores[row]),
                dense=0.0 if dense is None or np.isnan(dense[row]) else float(dense[row]),
                lexical=float(lexical[row]),
            )
            for row, passage in self._known(pool, order, 2 * top_k)
        )
        chosen = without_repetitions(passages, pool.vectors, top_k)
        return [self._with_neighbours(passage) for passage in chosen]

    def _known(self, pool: _Pool, order: Sequence[int], batch: int) -> Iterator[tuple[int, Passage]]:
        """Rows with their passages, best first, asked of the record some at a time; what it does not know is passed over."""
        for first in range(0, len(order), batch):
            rows = order[first : first + batch]
            known = self._chunks.passages([pool.ids[row] for row in rows])
            for row in rows:
                if pool.ids[row] in known:
                    yield row, known[pool.ids[row]]

    def _with_neighbours(self, passage: Passage) -> Passage:
        """The passage with the text before and after it."""
        before, after = self._chunks.neighbours(passage.chunk_id)
        return replace(passage, before=before, after=after)


def _cosines(pool: _Pool, vector: Vectors) -> Scores:
    """Cosine of every candidate, NaN where it has no vector."""
    return np.array(
        [float(np.dot(pool.vectors[chunk], vector)) if chunk in pool.vectors else np.nan for chunk in pool.ids],
        dtype=np.float64,
    )


def _order(pool: _Pool, scores: Scores) -> list[int]:
    """Rows of the pool, best first; on a tie the company's own documents before the library."""
    return sorted(
        range(len(pool.ids)), key=lambda row: (-scores[row], pool.scopes[pool.ids[row]] is Scope.LIBRARY, pool.ids[row])
    )
