"""Retrieval beside its references, in one run; README.md here says how to start it and what came out."""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate, cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from rag.evaluate.retrieval import (
    COLLECTION,
    PASSAGES,
    TIMED_TOP_K,
    Dataset,
    Index,
    best_documents,
    indexed,
    percentiles,
    read_dataset,
    scores,
)
from rag.index.chroma import ChromaIndex
from rag.index.embedder import Vectors
from rag.index.fulltext import FullText, add_texts, fulltext_file
from rag.index.precision import choose_precision
from rag.index.process import ProcessEmbedder
from rag.index.weights import find_model
from rag.ingest.tokens import word_piece_counter
from rag.retrieve.passage import Passage
from rag.retrieve.search import Searcher

DEPTH = 100  # candidates of each list, for every method
RRF_K = 60  # Cormack, Clarke, Büttcher (2009)
Ranker = Callable[[str], list[str]]  # a query → document ids, best first


def rankers(index: Index, embedder: ProcessEmbedder) -> dict[str, Ranker]:
    """The product and its references, over the same chunks and the same indexes."""

    def dense(query: str) -> list[str]:
        return [hit.chunk_id for hit in index.vectors.search(COLLECTION, embedder.encode_query(query), DEPTH)]

    def lexical(query: str) -> list[str]:
        return [hit.chunk_id for hit in index.texts.search(COLLECTION, query, DEPTH)]

    def reciprocal(query: str) -> list[str]:
        points: dict[str, float] = {}
        for hits in (dense(query), lexical(query)):
            for rank, chunk in enumerate(hits, start=1):
                points[chunk] = points.get(chunk, 0.0) + 1 / (RRF_K + rank)
        return sorted(points, key=lambda chunk: (-points[chunk], chunk))

    def product(query: str) -> list[str]:
        return [p.chunk_id for p in index.searcher.search(query, COLLECTION, top_k=PASSAGES).passages]

    def documents(chunks: Callable[[str], list[str]]) -> Ranker:
        return lambda query: best_documents(index.source.owners[chunk] for chunk in chunks(query))

    return {
        "MiniLM alone": documents(dense),
        "BM25 alone": documents(lexical),
        "both by reciprocal rank": documents(reciprocal),
        "Groundplan": documents(product),
    }


def compare(data: Dataset, index: Index, embedder: ProcessEmbedder) -> dict[str, dict[str, Any]]:
    """Quality and latency of each method, the query's embedding included."""
    rows: dict[str, dict[str, Any]] = {}
    asked_as_usual = {"Groundplan": lambda query: index.searcher.search(query, COLLECTION, top_k=TIMED_TOP_K)}
    for name, rank in rankers(index, embedder).items():
        ranked = {query_id: rank(query) for query_id, query in data.queries.items()}
        milliseconds, ask = [], asked_as_usual.get(name, rank)
        for query in data.queries.values():
            started = time.perf_counter()
            ask(query)
            milliseconds.append((time.perf_counter() - started) * 1000)
        rows[name] = {**scores(ranked, data.relevant), **percentiles(milliseconds)}
    return rows


def run_dataset(folder: Path) -> None:
    """Print the comparison on one data set as a Markdown table."""
    data = read_dataset(folder)
    with tempfile.TemporaryDirectory() as work:
        precision = choose_precision(Path(work), "minilm")
        embedder = ProcessEmbedder("minilm", precision)
        try:
            count = word_piece_counter(find_model("minilm") / "tokenizer.json")
            with indexed(data, Path(work), embedder, count, progress=_show) as index:
                rows = compare(data, index, embedder)
                chunks = len(index.source.chunks)
                print(
                    f"\n{folder.name}: {len(data.documents)} documents, {chunks} chunks, {len(data.queries)} queries; "
                    f"indexed in {index.seconds:.0f} s ({precision})\n"
                )
        finally:
            embedder.close()
    print("| method | nDCG@10 | recall@10 | recall@100 | p50 ms | p95 ms |\n|---|---|---|---|---|---|")
    for name, row in rows.items():
        print(f"| {name} | {' | '.join(str(value) for value in row.values())} |")


class PreparedEmbedder:
    """Gives each query the vector prepared for it: latency without the model."""

    fingerprint = "prepared"
    dimension = 384
    unrelated = 0.0

    def __init__(self, vectors: dict[str, Vectors]) -> None:
        self._vectors = vectors

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The prepared vectors."""
        return np.stack([self._vectors[text] for text in texts])

    def encode_query(self, query: str) -> Vectors:
        """The prepared vector."""
        return self._vectors[query]


class SyntheticChunks:
    """A record of synthetic chunks, the same texts in each workspace: document n // 20 holds chunk n."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def passages(self, chunk_ids: Sequence[str]) -> dict[str, Passage]:
        """Passages of the chunks."""
        return {chunk: Passage(chunk, "", "", 1, 0, 0, 1, "", self._text(chunk), "", 0, 0, 0) for chunk in chunk_ids}

    def _text(self, chunk: str) -> str:
        return self._texts[int(chunk[8:], 16)]

    def neighbours(self, chunk_id: str) -> tuple[str, str]:
        """None."""
        return "", ""

    def chunk_ids(self, collection: str, documents: Collection[str]) -> list[str]:
        """Chunks of documents, given as workspace and number."""
        pairs = (document.split("/") for document in documents)
        return [_chunk(int(workspace), int(number) * 20 + n) for workspace, number in pairs for n in range(20)]

    def size(self, collection: str) -> tuple[int, int, int]:
        """Documents, chunks, gaps."""
        return len(self._texts) // 20, len(self._texts), 0


def run_scale(count: int, workspaces: int) -> None:
    """Print the latency of hybrid search over `count` synthetic chunks in all, without the query's embedding.

    The workspaces are of one size and share the files; one query after the other asks the next of them, and each is asked
    once before, as its first question reads its graph.
    """
    each = count // workspaces
    texts, vectors, queries = synthetic(each)
    names = [COLLECTION] if workspaces == 1 else [f"{COLLECTION}-{n}" for n in range(workspaces)]
    data = _resident()
    with tempfile.TemporaryDirectory() as work, fulltext_file(Path(work) / "text.sqlite3") as connect:
        index = ChromaIndex(Path(work) / "chroma", "prepared", 384)
        started = time.perf_counter()
        for done, name in enumerate(names):
            ids = [_chunk(done, n) for n in range(each)]
            rows = zip(ids, texts.values(), strict=True)
            for first in range(0, each, 5000):
                part = ids[first : first + 5000]
                index.add(name, part, vectors[first : first + 5000])
                with connect() as connection:
                    add_texts(connection, name, ((chunk, "", "", text) for chunk, text in islice(rows, len(part))))
                _show(done * each + first + len(part), count)
        print(f"\n{count} chunks in {workspaces} workspaces, indexed in {time.perf_counter() - started:.0f} s")
        print(f"on disk: {sum(file.stat().st_size for file in Path(work).rglob('*') if file.is_file()) >> 20} MB")
        searcher = Searcher(
            embedder=PreparedEmbedder(queries),
            vectors=index,
            texts=FullText(connect),
            chunks=SyntheticChunks(list(texts.values())),
        )
        first_asked = []
        for name in names:
            started = time.perf_counter()
            searcher.search(next(iter(queries)), name, top_k=10)
            first_asked.append((time.perf_counter() - started) * 1000)
        print(f"first question to a workspace: {json.dumps(percentiles(first_asked))} ms")
        for label, share in (("all documents", None), ("a tenth of the documents", 10), ("one document", each)):
            print(f"{label}: {json.dumps(_time(searcher, queries, names, each, share))} ms")
        print(f"memory: {_resident() - data} MB beyond the {data} MB of the synthetic data")
        index.close()


def _chunk(workspace: int, n: int) -> str:
    """The id of a workspace's chunk n."""
    return f"{workspace:08x}{n:024x}"


def _resident() -> int:
    """Most memory that the process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def synthetic(count: int) -> tuple[dict[str, str], Vectors, dict[str, Vectors]]:
    """Texts, vectors and queries: words by Zipf's law, vectors in clusters as topics make them."""
    rng, numbers = random.Random(1), np.random.default_rng(1)  # noqa: S311 no secret
    words = [f"{rng.choice('bcdfgl')}{rng.choice('aeiou')}{rng.choice('mnrt')}{n}" for n in range(60_000)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    texts = {f"{n:032x}": " ".join(rng.choices(words, cum_weights=weights, k=130)) for n in range(count)}
    centres = numbers.normal(size=(300, 384))
    drawn = centres[numbers.integers(0, 300, size=count)] + numbers.normal(size=(count, 384)) * 0.8
    vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    ids, queries = list(texts), {}
    for _ in range(300):
        row = rng.randrange(count)
        noisy = vectors[row] + numbers.normal(size=384) * 0.03
        picked = rng.sample(texts[ids[row]].split(), 5) + rng.choices(words, cum_weights=weights, k=4)
        queries[" ".join(picked)] = np.asarray(noisy / np.linalg.norm(noisy), dtype=np.float32)
    return texts, vectors, queries


def _time(searcher: Searcher, queries: Collection[str], names: list[str], each: int, share: int | None) -> dict[str, float]:
    """Milliseconds of a search for ten passages, of one in `share` documents of a workspace if given."""
    milliseconds = []
    for query, (workspace, name) in zip(queries, cycle(enumerate(names)), strict=False):
        documents = [f"{workspace}/{n}" for n in range(0, each // 20, share)] if share else None
        started = time.perf_counter()
        searcher.search(query, name, top_k=10, documents=documents)
        milliseconds.append((time.perf_counter() - started) * 1000)
    return percentiles(milliseconds)


def _show(done: int, total: int) -> None:
    """Progress, on standard error."""
    print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dataset", type=Path, action="append", default=[], help="a folder in BEIR's layout; may be repeated")
    parser.add_argument("--shared-data", type=Path, help="folder that holds ir/scifact and ir/cranfield")
    parser.add_argument("--scale", type=int, help="latency at this many synthetic chunks")
    parser.add_argument("--workspaces", type=int, default=1, help="with --scale: spread over this many workspaces")
    given = parser.parse_args()
    folders = [*given.dataset]
    if given.shared_data:
        folders += [given.shared_data / "ir" / "scifact", given.shared_data / "ir" / "cranfield"]
    if not folders and not given.scale:
        parser.error("name --dataset, --shared-data or --scale")
    for folder in folders:
        run_dataset(folder)
    if given.scale:
        run_scale(given.scale, given.workspaces)


if __name__ == "__main__":
    main()
