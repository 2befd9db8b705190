"""Hybrid search: a query → passages, best first.

In: the query, a collection (a workspace or the library), and the indexes as collaborators. Out: `SearchResult`.
The indexes and the record stay behind three small protocols; fusing and choosing have modules of their own.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

import numpy as np

from rag.errors import ModelError, SettingsError
from rag.index.embedder import Embedder, Hit, Vectors
from rag.index.languages import in_words
from rag.index.reranker import Reranker
from rag.index.words import language_in
from rag.retrieve.diversity import without_repetitions
from rag.retrieve.fusion import FEEDBACK, UNKNOWN_SHARE, Scores, fuse, lifted, moved_query, reranked
from rag.retrieve.heads import held_by_heads
from rag.retrieve.passage import Passage, Scope, SearchResult

LIBRARY = "library"  # the collection of the reference architectures; every workspace's collection is its id
DEPTH = 100  # candidates of each index
LIFTED = 30  # best fused passages whose documents' heads are compared with the query
RERANKED = 24  # best fused passages that a reranker reads: half a second for a model of MiniLM's size on two free cores


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

    def languages(self, collection: str) -> Collection[str]:
        """Languages and scripts that some of its texts may be in, as `index.languages` names them."""


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
    passages: dict[str, Passage | None] = field(default_factory=dict)  # as far as they were asked of the record
    unknown: dict[str, str] = field(default_factory=dict)  # candidates in a language that the embedding model does not know
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
        reranker: Reranker | None = None,
        knows: Callable[[str], bool] = lambda _language: True,
        note: str = "",
    ) -> None:
        """Bring the parts together.

        Args:
            embedder: makes the query's vector; None while it is not loaded.
            vectors: the vector index of that embedder.
            texts: the full text.
            chunks: the record.
            dense_weight: share of the dense score, 0…1.
            reranker: reads the best passages anew; None for none.
            knows: whether the embedder was trained on a language; passages in others are ranked mainly by their words.
            note: what the reader of every result must know of the vectors.
        """
        self._reranker = reranker
        self._knows = knows
        self._note = note
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
        vector, waiting = self._embed(query)
        request = _Request(query, vector, max(DEPTH, top_k), documents)
        pool = _Pool()
        if scope is not Scope.LIBRARY:
            self._collect(pool, request, collection, Scope.DOCUMENTS)
        if scope is not Scope.DOCUMENTS:
            self._collect(pool, request, LIBRARY, Scope.LIBRARY)
        if vector is not None and len(pool.vectors) < len(pool.ids):
            waiting = "Some passages have no vector yet and were searched by words only."
        passages, reranked_by, failed = self._choose(pool, request, top_k)
        return SearchResult(
            query=query,
            passages=passages,
            scope=scope,
            documents_searched=pool.documents,
            chunks_searched=pool.chunks,
            pages_without_text=pool.pages_without_text,
            ready=not waiting,
            note=" ".join(filter(None, (self._note, waiting, _unknown_languages(pool, passages), failed))),
            reranked_by=reranked_by,
        )

    def nearness_to(self, query: str) -> Callable[[Sequence[str]], list[float]] | None:
        """What tells how near in meaning texts are to `query`, as cosines; None while there is no embedding model."""
        vector, _ = self._embed(query)
        if vector is None or self._embedder is None:
            return None
        embedder = self._embedder

        def cosines(texts: Sequence[str]) -> list[float]:
            try:
                return [_beyond(float(cosine), embedder.unrelated) for cosine in embedder.encode(texts) @ vector]
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
            return self._embedder.encode_query(query), ""
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
        if request.vector is not None and not all(self._knows(language) for language in self._texts.languages(collection)):
            for chunk, passage in self._chunks.passages(list(found)).items():
                language = language_in(passage.text)
                if not self._knows(language):
                    pool.unknown[chunk] = language

    def _choose(self, pool: _Pool, request: _Request, top_k: int) -> tuple[tuple[Passage, ...], str, str]:
        """The best passages of the pool with scores and neighbours; what the record does not know is passed over.

        Returns:
            The passages; the reranker's name if one read them; why it did not although there is one.
        """
        order, scores, dense = self._fused(pool, request.vector)
        order, scores = self._lifted(pool, request.query, order, scores)
        order, scores, reranked_by, failed = self._reranked(pool, request.query, order, scores)
        unrelated = self._embedder.unrelated if self._embedder is not None and dense is not None else 0.0
        passages = (
            replace(
                passage,
                score=float(scores[row]),
                dense=0.0 if dense is None or np.isnan(dense[row]) else _beyond(float(dense[row]), unrelated),
                lexical=float(pool.lexical.get(passage.chunk_id, 0.0)),
            )
            for row, passage in self._known(pool, order, 2 * top_k)
        )
        chosen = without_repetitions(passages, pool.vectors, top_k)
        return tuple(self._with_neighbours(passage) for passage in chosen), reranked_by, failed

    def _fused(self, pool: _Pool, vector: Vectors | None) -> tuple[list[int], Scores, Scores | None]:
        """Rows of the pool, best first; their scores of both kinds in one; their cosines, if the query has a vector."""
        lexical = np.array([pool.lexical.get(chunk, 0.0) for chunk in pool.ids], dtype=np.float64)
        dense = None if vector is None else _cosines(pool, vector)
        weight = self._dense_weight * np.array([UNKNOWN_SHARE if chunk in pool.unknown else 1.0 for chunk in pool.ids])
        scores = fuse(dense, lexical, weight)
        order = _order(pool, scores)
        if vector is not None:
            best = [pool.vectors[pool.ids[row]] for row in order[:FEEDBACK] if pool.ids[row] in pool.vectors]
            scores = fuse(_cosines(pool, moved_query(vector, best)), lexical, weight)
            order = _order(pool, scores)
        return order, scores, dense

    def _lifted(self, pool: _Pool, query: str, order: list[int], scores: Scores) -> tuple[list[int], Scores]:
        """The order and scores after the best passages of documents that the query names were lifted."""
        read = list(islice(self._known(pool, order, LIFTED), LIFTED))
        shares = held_by_heads(query, [passage for _, passage in read])
        if not shares.any():
            return order, scores
        return _put_first(order, scores, [row for row, _ in read], lambda fused: lifted(fused, shares))

    def _reranked(self, pool: _Pool, query: str, order: list[int], scores: Scores) -> tuple[list[int], Scores, str, str]:
        """The order and scores after the reranker read the best passages; its name, or why it did not."""
        if self._reranker is None or not order:
            return order, scores, "", ""
        read = list(islice(self._known(pool, order, RERANKED), RERANKED))
        texts = [f"{passage.context}\n{passage.text}" if passage.context else passage.text for _, passage in read]
        try:
            relevance = self._reranker.scores(query, texts)
        except (ModelError, SettingsError) as error:
            return order, scores, "", f"Not reranked. {error}"
        if not read:
            return order, scores, "", ""
        rows = [row for row, _ in read]
        order, scores = _put_first(order, scores, rows, lambda fused: reranked(fused, relevance.astype(np.float64)))
        return order, scores, self._reranker.name, ""

    def _known(self, pool: _Pool, order: Sequence[int], batch: int) -> Iterator[tuple[int, Passage]]:
        """Rows with their passages, best first, asked of the record some at a time; what it does not know is passed over."""
        for first in range(0, len(order), batch):
            rows = order[first : first + batch]
            new = [pool.ids[row] for row in rows if pool.ids[row] not in pool.passages]
            if new:
                pool.passages |= dict.fromkeys(new) | self._chunks.passages(new)
            for row in rows:
                if (passage := pool.passages[pool.ids[row]]) is not None:
                    yield row, passage

    def _with_neighbours(self, passage: Passage) -> Passage:
        """The passage with the text before and after it."""
        before, after = self._chunks.neighbours(passage.chunk_id)
        return replace(passage, before=before, after=after)


def _put_first(
    order: Sequence[int], scores: Scores, rows: Sequence[int], anew: Callable[[Scores], tuple[list[int], Scores]]
) -> tuple[list[int], Scores]:
    """The order and scores of the pool after `rows`, the first of it, were scored anew."""
    places, given = anew(scores[rows])
    scores = scores.copy()
    scores[rows] = given
    rest = set(order) - set(rows)
    return [*(rows[place] for place in places), *(row for row in order if row in rest)], scores


def _cosines(pool: _Pool, vector: Vectors) -> Scores:
    """Cosine of every candidate, NaN where it has no vector."""
    return np.array(
        [float(np.dot(pool.vectors[chunk], vector)) if chunk in pool.vectors else np.nan for chunk in pool.ids],
        dtype=np.float64,
    )


def _beyond(cosine: float, unrelated: float) -> float:
    """A cosine on the scale that 0 begins for texts without anything in common, whatever the model's own scale is."""
    return (cosine - unrelated) / (1.0 - unrelated) if unrelated < 1.0 else 0.0


def _unknown_languages(pool: _Pool, passages: Iterable[Passage]) -> str:
    """What to say of passages in a language that the embedding model does not know."""
    names = sorted({in_words(pool.unknown[passage.chunk_id]) for passage in passages if passage.chunk_id in pool.unknown})
    if not names:
        return ""
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    them = "that language" if len(names) == 1 else "those languages"
    return (
        f"Passages in {listed} were ranked mainly by their words: the embedding model does not know {them}. "
        "GROUNDPLAN_EMBEDDER can name one that does."
    )


def _order(pool: _Pool, scores: Scores) -> list[int]:
    """Rows of the pool, best first; on a tie the company's own documents before the library."""
    return sorted(
        range(len(pool.ids)), key=lambda row: (-scores[row], pool.scopes[pool.ids[row]] is Scope.LIBRARY, pool.ids[row])
    )
