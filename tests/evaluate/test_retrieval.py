"""The retrieval scoreboard: its formulas, its errors, and the pipeline on a small data set of our own."""

import json
import math
import shutil
from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.evaluate.retrieval import (
    best_documents,
    evaluate_retrieval,
    indexed,
    measure,
    ndcg,
    percentiles,
    read_dataset,
    recall,
    scores,
)
from rag.index.hashing import HashingEmbedder
from rag.index.process import ProcessEmbedder
from rag.index.weights import find_model
from rag.ingest.tokens import approximate_count, word_piece_counter
from rag.retrieve.search import Searcher

CORPUS = [
    ("d1", "Recovery", "The order service must be restored within four hours. " * 40),
    ("d2", "Budget", "The budget is 450 thousand euros for the first year."),
    ("d3", "", "Six engineers build the shop in Python and PostgreSQL."),
    ("d4", "Empty of text", ""),
]
QUERIES = [("q1", "restore the order service"), ("q2", "how large is the budget"), ("q3", "never judged")]
JUDGEMENTS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t1\nunknown\td2\t1\n"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A data set in BEIR's layout."""
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    corpus = [json.dumps({"_id": name, "title": title, "text": text}) for name, title, text in CORPUS]
    (folder / "corpus.jsonl").write_text("\n".join(corpus) + "\n", encoding="utf-8")
    (folder / "queries.jsonl").write_text("\n".join(json.dumps({"_id": q, "text": text}) for q, text in QUERIES))
    (folder / "qrels" / "test.tsv").write_text(JUDGEMENTS, encoding="utf-8")
    return folder


def test_the_pipeline_scores_a_data_set(dataset: Path, tmp_path: Path) -> None:
    """Real chunker, Chroma, full text and search give exactly the promised keys, and find what is plainly there."""
    told: list[tuple[int, int]] = []
    result = evaluate_retrieval(
        dataset, tmp_path, HashingEmbedder(), approximate_count, progress=lambda done, total: told.append((done, total))
    )
    assert set(result) == {"ndcg@10", "recall@10", "recall@100", "query_ms", "index_seconds"}
    assert result["ndcg@10"] == result["recall@10"] == result["recall@100"] == 1.0
    assert set(result["query_ms"]) == {"p50", "p95"}
    assert 0 < result["query_ms"]["p50"] <= result["query_ms"]["p95"]
    assert told[-1][0] == told[-1][1] >= len(CORPUS)


def test_only_judged_queries_count(dataset: Path) -> None:
    """Queries without a judgement, judgements without a query, and grades of 0 are left out."""
    data = read_dataset(dataset)
    assert dict(data.queries) == {"q1": "restore the order service", "q2": "how large is the budget"}
    assert {query: dict(grades) for query, grades in data.relevant.items()} == {"q1": {"d1": 2.0}, "q2": {"d2": 1.0}}


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(dataset: Path, missing: str) -> None:
    """The message names the file that is not there."""
    (dataset / missing).unlink()
    with pytest.raises(UsageError, match=missing):
        read_dataset(dataset)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("corpus.jsonl", '{"_id": "d1", "text": "x"}\nnot json\n', "corpus.jsonl line 2"),
        ("corpus.jsonl", '{"_id": 1, "text": "x"}\n', "corpus.jsonl line 1"),
        ("queries.jsonl", '{"_id": "q1"}\n', "queries.jsonl line 1"),
        ("queries.jsonl", '["q1"]\n', "queries.jsonl line 1"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1 d1 1\n", "test.tsv line 2"),
        ("qrels/test.tsv", "q1\td1\tmany\n", "test.tsv line 1"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\n", "no document, or no query"),
        ("corpus.jsonl", "", "no document, or no query"),
    ],
)
def test_a_misshapen_file_is_named_with_its_line(dataset: Path, name: str, content: str, message: str) -> None:
    """The message names file and line, and nothing is half-evaluated."""
    (dataset / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_dataset(dataset)


def test_ndcg_counts_grades_and_places() -> None:
    """A perfect order is 1; a relevant document in place 2 counts 1/log2(3); what is not judged counts nothing."""
    assert ndcg(["a", "b"], {"a": 2.0, "b": 1.0}, 10) == 1.0
    assert ndcg(["x", "a"], {"a": 1.0}, 10) == pytest.approx(1 / math.log2(3))
    assert ndcg(["b", "a"], {"a": 2.0, "b": 1.0}, 10) == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert ndcg(["x"] * 10 + ["a"], {"a": 1.0}, 10) == 0.0
    assert ndcg([], {"a": 1.0}, 10) == 0.0


def test_recall_and_averages() -> None:
    """Recall is the share found; a query without an answer counts as 0 in the mean."""
    assert recall(["a", "x"], {"a": 1.0, "b": 1.0}, 2) == 0.5
    assert scores({"q": ["a"]}, {"q": {"a": 1.0}, "r": {"b": 1.0}})["recall@10"] == 0.5


def test_percentiles_are_nearest_ranks() -> None:
    """Of 1…100 the middle is 50 and the 95th percentile 95; one value is both."""
    assert percentiles([float(n) for n in range(100, 0, -1)]) == {"p50": 50.0, "p95": 95.0}
    assert percentiles([7.0]) == {"p50": 7.0, "p95": 7.0}


def test_a_document_ranks_by_its_best_passage() -> None:
    """The first passage of each document decides its place."""
    assert best_documents(iter(["a", "b", "a", "c", "b"])) == ["a", "b", "c"]


def cut(dataset: Path, folder: Path, queries: int, every: int) -> Path:
    """A part of a data set: its first judged queries, the documents judged for them, and one in `every` of the others."""
    rows = [line.split("\t") for line in (dataset / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    asked = list(dict.fromkeys(row[0] for row in rows))[:queries]
    kept = [row for row in rows if row[0] in asked]
    judged = {row[1] for row in kept}
    corpus = (dataset / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    part = [line for number, line in enumerate(corpus) if number % every == 0 or json.loads(line)["_id"] in judged]
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text("\n".join(part) + "\n", encoding="utf-8")
    shutil.copy(dataset / "queries.jsonl", folder / "queries.jsonl")
    judgements = "\n".join("\t".join(row) for row in [["query-id", "corpus-id", "score"], *kept])
    (folder / "qrels" / "test.tsv").write_text(judgements + "\n", encoding="utf-8")
    return folder


@pytest.mark.shared
@pytest.mark.model
def test_both_kinds_of_search_beat_each(shared_data: Path, tmp_path: Path) -> None:
    """On a part of Cranfield the default pipeline is better than words alone and than vectors alone.

    The whole of it is `make bench-retrieval`.
    """
    data = read_dataset(cut(shared_data / "ir" / "cranfield", tmp_path / "part", queries=20, every=40))
    embedder = ProcessEmbedder("minilm", "float32")
    try:
        count = word_piece_counter(find_model("minilm") / "tokenizer.json")
        with indexed(data, tmp_path, embedder, count) as index:
            ndcg_of = {
                weight: measure(
                    data,
                    Searcher(
                        embedder=embedder,
                        vectors=index.vectors,
                        texts=index.texts,
                        chunks=index.source,
                        dense_weight=weight,
                    ),
                )["ndcg@10"]
                for weight in (0.0, 0.6, 1.0)
            }
    finally:
        embedder.close()
    assert ndcg_of[0.6] > max(ndcg_of[0.0], ndcg_of[1.0])
