"""Retrieval against judged queries: a data set in BEIR's layout → nDCG, recall, latency, with the product's own pipeline.

In: a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv, a folder to work in, an embedder. Out: the figures that
`groundplan evaluate retrieval` prints. The same chunker, embedder, indexes and search as in a workspace; a document ranks by
its best passage.
"""

import contextlib
import hashlib
import json
import math
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import UsageError
from rag.index.chroma import ChromaIndex
from rag.index.embedder import Embedder
from rag.index.fulltext import FullText, add_texts, fulltext_file
from rag.index.reranker import Reranker
from rag.ingest.chunk import MAX_TOKENS, Chunk, split_document
from rag.ingest.document import Block, BlockKind, Document, Page
from rag.retrieve.passage import Passage
from rag.retrieve.search import Searcher

COLLECTION = "evaluation"
PASSAGES = 200  # ranked passages per query, so that 100 documents are reached
TIMED_TOP_K = 10  # passages of a timed query, as `search` asks for
_BATCH = 512  # chunks embedded and stored at a time


@dataclass(frozen=True, slots=True)
class Dataset:
    """Documents, queries and judgements."""

    documents: Mapping[str, tuple[str, str]]  # id → title, text
    queries: Mapping[str, str]  # those that are judged
    relevant: Mapping[str, Mapping[str, float]]  # query id → document id → grade above 0


def read_dataset(folder: Path) -> Dataset:
    """Read a data set in BEIR's layout.

    Raises:
        UsageError: a file is missing or not in that layout; the message names file and line.
    """
    corpus, queries, qrels = folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels" / "test.tsv"
    missing = [path.relative_to(folder).as_posix() for path in (corpus, queries, qrels) if not path.is_file()]
    if missing:
        raise UsageError(f"{folder} is not a data set in BEIR's layout: {', '.join(missing)} missing.")
    documents = {row["_id"]: (str(row.get("title") or ""), row["text"]) for row in _json_lines(corpus)}
    texts = {row["_id"]: row["text"] for row in _json_lines(queries)}
    relevant = _read_judgements(qrels)
    judged = {query: texts[query] for query in relevant if query in texts}
    if not documents or not judged:
        raise UsageError(f"{folder}: no document, or no query of queries.jsonl that qrels/test.tsv judges.")
    return Dataset(documents, judged, {query: relevant[query] for query in judged})


def evaluate_retrieval(
    dataset: Path,
    workdir: Path,
    embedder: Embedder,
    count_tokens: Callable[[str], int],
    *,
    max_tokens: int = MAX_TOKENS,
    dense_weight: float = 0.6,
    reranker: Reranker | None = None,
    knows: Callable[[str], bool] = lambda _language: True,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Index the data set in `workdir`, ask every judged query, and score what comes back.

    Args:
        dataset: folder in BEIR's layout.
        workdir: an empty folder for the indexes.
        embedder: makes the vectors.
        count_tokens: word pieces of a text, as for chunking.
        max_tokens: word pieces of a chunk.
        dense_weight: share of the dense score.
        reranker: reads the best passages of each query anew; None for none.
        knows: whether the embedder was trained on a language.
        progress: told (chunks indexed, chunks in all).

    Raises:
        UsageError: the data set is not in that layout.
    """
    data = read_dataset(dataset)
    with indexed(
        data,
        workdir,
        embedder,
        count_tokens,
        max_tokens=max_tokens,
        dense_weight=dense_weight,
        reranker=reranker,
        knows=knows,
        progress=progress,
    ) as index:
        return {**measure(data, index.searcher), "index_seconds": round(index.seconds, 3)}


@dataclass(frozen=True, slots=True)
class Index:
    """A data set, indexed."""

    searcher: Searcher
    vectors: ChromaIndex
    texts: FullText
    source: "MemorySource"
    seconds: float  # to cut, embed and index


@contextlib.contextmanager
def indexed(
    data: Dataset,
    workdir: Path,
    embedder: Embedder,
    count_tokens: Callable[[str], int],
    *,
    max_tokens: int = MAX_TOKENS,
    dense_weight: float = 0.6,
    reranker: Reranker | None = None,
    knows: Callable[[str], bool] = lambda _language: True,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Index]:
    """The data set in real indexes under `workdir`, as a workspace has them."""
    started = time.perf_counter()
    source = MemorySource.split(data, count_tokens, max_tokens)
    vectors = ChromaIndex(workdir / "chroma", embedder.fingerprint, embedder.dimension)
    try:
        with fulltext_file(workdir / "fulltext.sqlite3") as connect:
            chunks = list(source.chunks.values())
            for first in range(0, len(chunks), _BATCH):
                part = chunks[first : first + _BATCH]
                vectors.add(COLLECTION, [c.id for c in part], embedder.encode([c.indexed_text for c in part]))
                with connect() as connection:
                    add_texts(connection, COLLECTION, ((c.id, source.title_of(c.id), c.context, c.text) for c in part))
                if progress is not None:
                    progress(first + len(part), len(chunks))
            seconds = time.perf_counter() - started
            texts = FullText(connect)
            searcher = Searcher(
                embedder=embedder,
                vectors=vectors,
                texts=texts,
                chunks=source,
                dense_weight=dense_weight,
                reranker=reranker,
                knows=knows,
            )
            yield Index(searcher, vectors, texts, source, seconds)
    finally:
        vectors.close()


def measure(data: Dataset, searcher: Searcher) -> dict[str, Any]:
    """Latency and quality of a searcher whose indexes hold the data set."""
    milliseconds = []
    for query in data.queries.values():
        started = time.perf_counter()
        searcher.search(query, COLLECTION, top_k=TIMED_TOP_K)
        milliseconds.append((time.perf_counter() - started) * 1000)
    ranked = {
        name: best_documents(p.document for p in searcher.search(query, COLLECTION, top_k=PASSAGES).passages)
        for name, query in data.queries.items()
    }
    return {**scores(ranked, data.relevant), "query_ms": percentiles(milliseconds)}


def scores(ranked: Mapping[str, Sequence[str]], relevant: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """nDCG@10, recall@10 and recall@100, averaged over the judged queries."""
    total = max(len(relevant), 1)
    return {
        "ndcg@10": round(sum(ndcg(ranked.get(q, ()), grades, 10) for q, grades in relevant.items()) / total, 4),
        "recall@10": round(sum(recall(ranked.get(q, ()), grades, 10) for q, grades in relevant.items()) / total, 4),
        "recall@100": round(sum(recall(ranked.get(q, ()), grades, 100) for q, grades in relevant.items()) / total, 4),
    }


def ndcg(ranked: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """Normalised discounted cumulative gain of the first `k`, 0…1, gains as graded (as trec_eval counts)."""
    gained = sum(grades.get(document, 0.0) / math.log2(place + 2) for place, document in enumerate(ranked[:k]))
    best = sorted(grades.values(), reverse=True)[:k]
    ideal = sum(grade / math.log2(place + 2) for place, grade in enumerate(best))
    return gained / ideal if ideal else 0.0


def recall(ranked: Sequence[str], grades: Mapping[str, float], k: int) -> float:
    """Share of the relevant documents among the first `k`."""
    return len(set(ranked[:k]) & set(grades)) / len(grades) if grades else 0.0


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """The middle and the 95th percentile (nearest rank)."""
    ordered = sorted(milliseconds)
    at = {name: ordered[max(0, math.ceil(share * len(ordered)) - 1)] for name, share in (("p50", 0.5), ("p95", 0.95))}
    return {name: round(value, 2) for name, value in at.items()}


def best_documents(documents: Iterator[str]) -> list[str]:
    """Documents in the order of their best passage."""
    return list(dict.fromkeys(documents))


@dataclass(frozen=True, slots=True)
class MemorySource:
    """The chunks of a data set, kept in memory: what the record is to a workspace."""

    chunks: Mapping[str, Chunk]
    owners: Mapping[str, str]  # chunk id → document id
    titles: Mapping[str, str]  # document id → title
    around: Mapping[str, tuple[str, str]]  # chunk id → ids of the chunks before and after, "" at the ends

    @classmethod
    def split(cls, data: Dataset, count_tokens: Callable[[str], int], max_tokens: int = MAX_TOKENS) -> "MemorySource":
        """Cut every document as an ingested one is cut."""
        chunks: dict[str, Chunk] = {}
        owners: dict[str, str] = {}
        around: dict[str, tuple[str, str]] = {}
        for name, (title, text) in data.documents.items():
            own = split_document(_document(name, title, text), count_tokens, max_tokens)
            ids = ["", *(chunk.id for chunk in own), ""]
            for place, chunk in enumerate(own):
                chunks[chunk.id], owners[chunk.id], around[chunk.id] = chunk, name, (ids[place], ids[place + 2])
        return cls(chunks, owners, {name: title for name, (title, _) in data.documents.items()}, around)

    def title_of(self, chunk_id: str) -> str:
        """Title of the document that a chunk is of."""
        return self.titles[self.owners[chunk_id]]

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, Passage]:
        """See `rag.retrieve.search.ChunkSource`."""
        return {chunk: self._passage(self.chunks[chunk]) for chunk in chunk_ids if chunk in self.chunks}

    def neighbours(self, chunk_id: str) -> tuple[str, str]:
        """See `rag.retrieve.search.ChunkSource`."""
        before, after = self.around[chunk_id]
        return self.chunks[before].text if before else "", self.chunks[after].text if after else ""

    def chunk_ids(self, collection: str, documents: Collection[str]) -> list[str]:
        """See `rag.retrieve.search.ChunkSource`."""
        wanted = set(documents)
        return [chunk for chunk, owner in self.owners.items() if owner in wanted]

    def size(self, collection: str) -> tuple[int, int, int]:
        """See `rag.retrieve.search.ChunkSource`."""
        return len(self.titles), len(self.chunks), 0

    def _passage(self, chunk: Chunk) -> Passage:
        """A chunk as search returns it."""
        owner = self.owners[chunk.id]
        return Passage(
            chunk_id=chunk.id,
            document_id=owner,
            document=owner,
            page=chunk.page,
            page_index=chunk.page_index,
            start=chunk.start,
            end=chunk.end,
            locator=chunk.locator,
            text=chunk.text,
            context=chunk.context,
            score=0.0,
            dense=0.0,
            lexical=0.0,
        )


def _document(name: str, title: str, text: str) -> Document:
    """A document of one page of one paragraph; an empty one has its title as text."""
    body = text if text.strip() else title
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(body), "¶1"),) if body.strip() else ()
    sha256 = hashlib.sha256(f"{name}\n{title}\n{text}".encode()).hexdigest()
    return Document(name=name, sha256=sha256, media_type="text/plain", pages=(Page(body, blocks),), title=title)


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, each with `_id` and `text`."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row["_id"], str) or not isinstance(row["text"], str):
                    raise TypeError
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError(f"{path} line {number}: not a JSON object with the texts `_id` and `text`.") from error
            yield row


def _read_judgements(path: Path) -> dict[str, dict[str, float]]:
    """Query id → document id → grade, without the grades that say "not relevant"."""
    relevant: dict[str, dict[str, float]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and cells[-1].strip() == "score"):
            continue
        try:
            query, document, grade = cells[0], cells[1], float(cells[2])
        except (IndexError, ValueError) as error:
            raise UsageError(f"{path} line {number}: not `query-id<TAB>corpus-id<TAB>score`.") from error
        if grade > 0:
            relevant.setdefault(query, {})[document] = grade
    return relevant
