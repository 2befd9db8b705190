"""Hybrid search over real indexes, with an embedder that needs no model."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from rag.errors import ModelError
from rag.index.chroma import ChromaIndex
from rag.index.embedder import Embedder, Vectors
from rag.index.fulltext import FullText, add_texts, fulltext_file
from rag.index.hashing import HashingEmbedder
from rag.retrieve.passage import Passage, Scope
from rag.retrieve.search import LIBRARY, Searcher
from tests.retrieve.memory import MemoryChunks, passage

PASSAGES = [
    passage("rto", "The order service must be restored within 4 hours.", "policy.pdf"),
    passage("backup", "Backups are taken each night and kept for 30 days.", "policy.pdf"),
    passage("runbook", "Restoring the order service takes 8 hours.", "runbook.md"),
    passage("budget", "The budget for the new shop is 450 k€.", "memo.docx"),
    passage("copy", "The budget for the new shop is 450 k€.", "memo-copy.docx"),
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
            embedder: Embedder | None = embedder, vectors: ChromaIndex | None = vectors, known: Sequence[Passage] = PASSAGES
        ) -> Searcher:
            return Searcher(
                embedder=embedder, vectors=vectors, texts=FullText(connect), chunks=MemoryChunks(list(known)), dense_weight=0.6
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
    assert (result.documents_searched, result.chunks_searched, result.pages_without_text) == (4, 5, 1)
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
