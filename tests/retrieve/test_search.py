"""Hybrid search over real indexes, with an embedder that needs no model."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.errors import ModelError, SettingsError
from rag.index.chroma import ChromaIndex
from rag.index.embedder import Embedder, Vectors
from rag.index.fulltext import FullText, add_texts, fulltext_file
from rag.index.hashing import HashingEmbedder
from rag.retrieve import search
from rag.retrieve.passage import Passage, Scope
from rag.retrieve.search import LIBRARY, Searcher
from tests.retrieve.memory import MemoryChunks, passage

PASSAGES = [
    passage("rto", "The order service must be restored within 4 hours.", "policy.pdf"),
    passage("backup", "Backups are taken each night and kept for 30 days.", "policy.pdf"),
    passage("runbook", "Restoring the order service takes 8 hours.", "runbook.md"),
    passage("budget", "The budget for the new shop is 450 k€.", "memo.docx"),
    passage("copy", "The budget for the new shop is 450 k€.", "memo-copy.docx"),
    passage("lager", "Das Lager wird bei einem Ausfall mit der Hand und ohne den Server geführt.", "lager.txt"),
    passage("style", "A modular monolith suits a small team that must restore the order service.", "style/x", Scope.LIBRARY),
]

Make = Callable[..., Searcher]


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Make]:
    """Makes a searcher over PASSAGES; collaborators may be replaced."""
    embedder = HashingEmbedder(512)
    vectors = ChromaIndex(tmp_path / "chroma", embedder.fingerprint, embedder.dimension)
    with fulltext_file(tmp_path / "text.sqlite3") as connect:
        for collection, scope in (("w", Scope.DOCUMENTS), (LIBRARY, Scope.LIBRARY)):
            own = [p for p in PASSAGES if p.scope is scope]
            vectors.add(collection, [p.chunk_id for p in own], embedder.encode([p.text for p in own]))
            with connect() as connection:
                add_texts(connection, collection, [(p.chunk_id, "", "", p.text) for p in own])

        def make(
            embedder: Embedder | None = embedder,
            vectors: ChromaIndex | None = vectors,
            known: Sequence[Passage] = PASSAGES,
            **options: Any,
        ) -> Searcher:
            return Searcher(
                embedder=embedder,
                vectors=vectors,
                texts=FullText(connect),
                chunks=MemoryChunks(list(known)),
                dense_weight=0.6,
                **options,
            )

        yield make
    vectors.close()


def ids(searcher: Searcher, query: str, **options: object) -> list[str]:
    """Chunk ids of the result, best first."""
    result = searcher.search(query, "w", **{"top_k": 10, **options})  # type: ignore[arg-type]
    return [p.chunk_id for p in result.passages]


def test_the_nearest_comes_first_with_its_scores_and_neighbours(searcher: Make) -> None:
    """The passage that says it leads; it carries both scores and the texts around it; the rest follow in order."""
    result = searcher().search("restore the order service within hours", "w", top_k=3)
    first = result.passages[0]
    assert first.chunk_id == "rto"
    assert first.dense == pytest.approx(result.passages[0].dense)
    assert 0 < first.dense <= 1
    assert first.lexical > 0
    assert (first.before, first.after) == ("", PASSAGES[1].text)
    scores = [p.score for p in result.passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert (result.documents_searched, result.chunks_searched, result.pages_without_text) == (5, 6, 1)
    assert result.reranked_by == ""
    assert result.ready
    assert not result.note


def test_scope_says_where_to_search(searcher: Make) -> None:
    """Documents, library, or both in one ranking."""
    query = "restore the order service"
    assert "style" not in ids(searcher(), query)
    assert ids(searcher(), query, scope=Scope.LIBRARY) == ["style"]
    both = searcher().search(query, "w", top_k=10, scope=Scope.ALL)
    assert {"rto", "runbook", "style"} <= {p.chunk_id for p in both.passages}
    assert both.chunks_searched == len(PASSAGES)
    assert {p.chunk_id: p.scope for p in both.passages}["style"] is Scope.LIBRARY


def test_a_filter_keeps_to_its_documents(searcher: Make) -> None:
    """Only the named documents are searched, and the result says how much that was."""
    result = searcher().search("restore the order service", "w", top_k=10, documents=["runbook.md"])
    assert [p.chunk_id for p in result.passages] == ["runbook"]
    assert (result.documents_searched, result.chunks_searched) == (1, 1)
    assert searcher().search("restore", "w", top_k=10, documents=[]).passages == ()


def test_a_repetition_does_not_take_a_place(searcher: Make) -> None:
    """A copy of a better passage gives way."""
    assert ids(searcher(), "budget for the new shop", top_k=2)[0] in {"budget", "copy"}
    assert not {"budget", "copy"} <= set(ids(searcher(), "budget for the new shop", top_k=2))


@pytest.mark.parametrize("missing", ["embedder", "vectors"])
def test_without_vectors_words_are_searched_and_it_says_so(searcher: Make, missing: str) -> None:
    """While the model loads, words alone find, and the result is marked as not ready."""
    result = searcher(**{missing: None}).search("restore the order service", "w", top_k=3)
    assert {p.chunk_id for p in result.passages} == {"rto", "runbook"}
    assert not result.ready
    assert "words only" in result.note


class FailingEmbedder(HashingEmbedder):
    """An embedder whose process has died."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Fail."""
        raise ModelError("The process ended.")


def test_a_dead_model_does_not_stop_search(searcher: Make) -> None:
    """When the model cannot be used, words alone find, and the reason is told."""
    result = searcher(embedder=FailingEmbedder()).search("restore the order service", "w", top_k=3)
    assert result.passages
    assert "The process ended." in result.note


def test_nearness_in_meaning_is_told_while_a_model_is_there(searcher: Make) -> None:
    """Equal texts are nearest; without a model there is nothing to ask, and one that dies in between tells nothing."""
    query = "restore the order service"
    nearness_to = searcher().nearness_to(query)
    assert nearness_to is not None
    same, other = nearness_to([query, "lunch is at noon"])
    assert same == pytest.approx(1.0, abs=1e-5)
    assert other < same
    assert searcher(embedder=None).nearness_to(query) is None
    assert searcher(embedder=FailingEmbedder()).nearness_to(query) is None


def test_chunks_without_a_vector_yet_are_found_by_words(searcher: Make, tmp_path: Path) -> None:
    """In the middle of an ingest nothing is hidden, and the result says that vectors are missing."""
    empty = ChromaIndex(tmp_path / "other", HashingEmbedder(512).fingerprint, 512)
    result = searcher(vectors=empty).search("restore the order service", "w", top_k=3)
    assert {p.chunk_id for p in result.passages} == {"rto", "runbook"}
    assert not result.ready
    empty.close()


def test_what_the_record_no_longer_knows_is_passed_over(searcher: Make) -> None:
    """An index that lags behind a deletion cannot bring a document back."""
    assert "rto" not in ids(searcher(known=PASSAGES[1:]), "restore the order service within hours")


@pytest.mark.parametrize("query", ["", "   ", "\n\t"])
def test_an_empty_query_finds_nothing(searcher: Make, query: str) -> None:
    """No words, no passages, no error."""
    assert searcher().search(query, "w", top_k=3).passages == ()


def test_stop_words_alone_are_no_error(searcher: Make) -> None:
    """A query of function words is ranked by meaning alone."""
    assert all(p.lexical == 0 for p in searcher().search("the of and", "w", top_k=3).passages)


def test_an_empty_workspace_finds_nothing(searcher: Make) -> None:
    """A workspace without documents is searched without an error."""
    result = searcher(known=[]).search("restore", "nobody", top_k=3)
    assert result.passages == ()
    assert result.ready


def test_the_same_query_gives_the_same_result(searcher: Make) -> None:
    """Nothing depends on chance or on order of calls."""
    made = searcher()
    assert made.search("order service", "w", top_k=5) == made.search("order service", "w", top_k=5)


class WordReranker:
    """Finds passages with a word best; keeps what it was given."""

    name = "by-word"

    def __init__(self, word: str) -> None:
        self._word = word
        self.given: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> Vectors:
        """10 for a passage with the word, −10 for others."""
        self.given = [question, *passages]
        return np.array([10.0 if self._word in passage else -10.0 for passage in passages], dtype=np.float32)


class RefusedReranker:
    """A model that cannot rerank."""

    name = "refused"

    def scores(self, question: str, passages: Sequence[str]) -> Vectors:
        """Say so."""
        raise SettingsError("GROUNDPLAN_RERANKER: it is no reranker.")


def test_a_reranker_changes_the_order_and_the_result_names_it(searcher: Make) -> None:
    """What the reranker finds best leads, with scores still in order, each passage once, and the result says who read them."""
    query = "restore the order service within hours"
    plain = searcher().search(query, "w", top_k=4)
    reranker = WordReranker("runbook")
    known = [replace(p, context="Runbook › runbook") if p.chunk_id == "runbook" else p for p in PASSAGES]
    result = searcher(reranker=reranker, known=known).search(query, "w", top_k=4)
    assert plain.passages[0].chunk_id == "rto"
    assert result.passages[0].chunk_id == "runbook"
    assert {p.chunk_id for p in result.passages} == {p.chunk_id for p in plain.passages}
    scores = [p.score for p in result.passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert (result.reranked_by, result.note, result.ready) == ("by-word", "", True)
    assert reranker.given[0] == query
    assert f"Runbook › runbook\n{PASSAGES[2].text}" in reranker.given


def test_a_reranker_reads_the_best_passages_only(searcher: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the best ones the fused order stands, below all that were read."""
    query = "restore the order service within hours"
    plain = ids(searcher(), query, top_k=4)
    monkeypatch.setattr(search, "RERANKED", 2)
    reranker = WordReranker("8 hours")
    assert ids(searcher(reranker=reranker), query, top_k=4) == [plain[1], plain[0], *plain[2:]]
    assert len(reranker.given) == 1 + 2


def test_a_reranker_that_cannot_be_used_changes_nothing_but_the_note(searcher: Make) -> None:
    """Search goes on in its own order and says why it was not reranked; it is as ready as before."""
    query = "restore the order service within hours"
    plain = searcher().search(query, "w", top_k=4)
    result = searcher(reranker=RefusedReranker()).search(query, "w", top_k=4)
    assert result.passages == plain.passages
    assert result.note == "Not reranked. GROUNDPLAN_RERANKER: it is no reranker."
    assert (result.ready, result.reranked_by) == (True, "")
    assert searcher(reranker=RefusedReranker()).search("", "w", top_k=4).note == ""


def test_words_alone_can_be_reranked(searcher: Make) -> None:
    """Without an embedding model the reranker still reads what the words found."""
    result = searcher(embedder=None, reranker=WordReranker("8 hours")).search("restore the order service", "w", top_k=3)
    assert result.passages[0].chunk_id == "runbook"
    assert "words only" in result.note
    assert result.reranked_by == "by-word"


def test_a_language_that_the_model_does_not_know_leans_on_words(searcher: Make) -> None:
    """A German passage counts less by its meaning for an English model, and the result that holds it says so; others do not."""
    english = searcher(knows=lambda language: language == "english")
    query = "Lager Ausfall Hand Server backups"
    (plain,), (leaning,) = (
        [p for p in made.search(query, "w", top_k=6).passages if p.chunk_id == "lager"] for made in (searcher(), english)
    )
    assert plain == leaning  # best in both ways: its words alone suffice
    by_meaning = "bei dem mit der und ohne den wird server"
    scores = [
        next(p.score for p in made.search(by_meaning, "w", top_k=6).passages if p.chunk_id == "lager")
        for made in (searcher(), english)
    ]
    assert scores[1] <= scores[0]
    told = english.search(query, "w", top_k=1)
    assert told.note.startswith("Passages in German were ranked mainly by their words")
    assert "GROUNDPLAN_EMBEDDER" in told.note
    assert told.ready
    assert english.search("budget for the new shop", "w", top_k=1).note == ""
    assert searcher().search(query, "w", top_k=1).note == ""


class NarrowEmbedder(HashingEmbedder):
    """A model for which even unrelated texts are near."""

    @property
    def unrelated(self) -> float:
        """Half of its scale says nothing."""
        return 0.5


def test_cosines_are_told_on_one_scale(searcher: Make) -> None:
    """What a model finds for unrelated texts counts as nothing, so that one threshold fits every model."""
    query = "restore the order service within hours"
    plain, narrow = (
        searcher(**given).search(query, "w", top_k=1).passages[0] for given in ({}, {"embedder": NarrowEmbedder(512)})
    )
    assert narrow.dense == pytest.approx((plain.dense - 0.5) / 0.5)
    nearness_to = searcher(embedder=NarrowEmbedder(512)).nearness_to(query)
    assert nearness_to is not None
    assert nearness_to([query])[0] == pytest.approx(1.0, abs=1e-5)
