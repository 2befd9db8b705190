"""Full text: any query is safe, scores are exact, collections do not touch each other."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from rag.index import fulltext
from rag.index.fulltext import (
    FullText,
    add_texts,
    delete_texts,
    drop_texts,
    fulltext_file,
    score_texts,
    search_texts,
    text_ids,
)

ROWS = [
    ("a", "Recovery policy", "Targets", "The order service must be restored within 4 hours."),
    ("b", "Runbook", "", "Restoring the orders database takes eight hours on a good day."),
    ("c", "Budget memo", "", "The budget is 1,250,000 euros. Uptime of 99.95 % is asked for."),
    ("d", "Stack", "", "Services are in C++ and Node.js; the mainframe runs COBOL."),
    ("e", "Übersicht", "", "Die Verfügbarkeit der Schnittstelle; café in São Paulo; 復旧時間は四時間です。"),
]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A connection with a full text of five chunks in the collection "w"."""
    with fulltext_file(tmp_path / "text.sqlite3") as connect, connect() as opened:
        add_texts(opened, "w", ROWS)
        yield opened


def found(connection: Connection, query: str) -> list[str]:
    """Ids of the hits."""
    return [hit.chunk_id for hit in search_texts(connection, "w", query, 10)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("restoring service", "a"),  # stems
        ("SERVICE RESTORES", "a"),
        ("1250000 budget", "c"),  # thousands
        ("99.95", "c"),  # decimals stay whole
        ("c++", "d"),
        ("node.js", "d"),
        ("verfugbarkeit", "e"),  # accents
        ("Café", "e"),
        ("復旧", "e"),  # no spaces
        ("targets", "a"),  # the context is searched
        ("runbook", "b"),  # the title too
    ],
)
def test_words_are_found_as_people_write_them(connection: Connection, query: str, first: str) -> None:
    """Case, endings, accents, separators and scripts do not hide a word."""
    assert found(connection, query)[:1] == [first]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "the of and",
        '"',
        '"" OR',
        "* AND (",
        "NEAR(a, b)",
        "title: x -",
        "zzz",
        "'; DROP TABLE x; --",
        "\x00",
        "^",
        "😀",
    ],
)
def test_signs_are_not_operators(connection: Connection, query: str) -> None:
    """A query without a known word finds nothing, whatever signs it holds."""
    assert found(connection, query) == []
    assert set(score_texts(connection, "w", query, ["a", "b"]).values()) <= {0.0}


@given(query=st.text(max_size=80))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_query(connection: Connection, query: str) -> None:
    """No text makes search fail, alone or beside a known word; scores are positive and ordered."""
    for asked in (query, f"{query} orders"):
        scores = [hit.score for hit in search_texts(connection, "w", asked, 10)]
        assert scores == sorted(scores, reverse=True)
        assert all(score > 0 for score in scores)


def test_a_pasted_page_is_a_query(connection: Connection) -> None:
    """Thousands of words are a query like any other."""
    assert found(connection, " ".join(f"word{n}" for n in range(5000)) + " cobol") == ["d"]


def test_scores_are_bm25(connection: Connection) -> None:
    """The score of a chunk is the formula's, and search and scores agree."""
    drop_texts(connection, "w")
    words = {"a": "alpha beta beta gamma", "b": "alpha delta", "c": "epsilon"}
    add_texts(connection, "w", [(chunk, "", "", text) for chunk, text in words.items()])
    lengths = {chunk: len(text.split()) for chunk, text in words.items()}
    average = sum(lengths.values()) / 3

    def part(chunk: str, count: int, holders: int) -> float:
        norm = fulltext.K1 * (1 - fulltext.B + fulltext.B * lengths[chunk] / average)
        return math.log(1 + (3 - holders + 0.5) / (holders + 0.5)) * count * (fulltext.K1 + 1) / (count + norm)

    expected = {"a": part("a", 1, 2) + part("a", 2, 1), "b": part("b", 1, 2)}
    assert score_texts(connection, "w", "alpha beta", ["a", "b", "c", "missing"]) == pytest.approx({**expected, "c": 0.0})
    assert {hit.chunk_id: hit.score for hit in search_texts(connection, "w", "alpha beta", 5)} == pytest.approx(expected)


def test_collections_do_not_touch_each_other(connection: Connection) -> None:
    """Another workspace's texts are not found, and do not change a score."""
    before = search_texts(connection, "w", "restore orders", 10)
    add_texts(connection, "other", [(f"x{n}", "", "", "restore orders restore orders") for n in range(200)])
    assert search_texts(connection, "w", "restore orders", 10) == before
    drop_texts(connection, "other")
    assert text_ids(connection, "other") == set()
    assert text_ids(connection, "w") == {row[0] for row in ROWS}


def test_an_unknown_collection_is_empty(connection: Connection) -> None:
    """What was never filled is empty, not an error."""
    assert search_texts(connection, "nobody", "orders", 10) == []
    assert score_texts(connection, "nobody", "orders", ["a"]) == {}
    delete_texts(connection, "nobody", ["a"])
    drop_texts(connection, "nobody")


def test_adding_twice_changes_nothing(connection: Connection) -> None:
    """The same chunks again leave every score as it was."""
    before = search_texts(connection, "w", "restore orders", 10)
    add_texts(connection, "w", [*ROWS, *ROWS])
    assert search_texts(connection, "w", "restore orders", 10) == before


def test_deleted_is_gone_and_leaves_no_trace_in_scores(connection: Connection) -> None:
    """After a deletion the scores are those of a collection that never held it; unknown ids are ignored."""
    before = search_texts(connection, "w", "restore orders", 10)
    add_texts(connection, "w", [("x", "Secret", "", "restore the secret orders")])
    assert "x" in found(connection, "secret")
    delete_texts(connection, "w", ["x", "missing"])
    assert found(connection, "secret") == []
    assert search_texts(connection, "w", "restore orders", 10) == before


def test_search_within_ids(connection: Connection) -> None:
    """A filter gives the best of those ids and of no other."""
    assert [hit.chunk_id for hit in search_texts(connection, "w", "hours restore", 10, ["b", "c", "missing"])] == ["b"]
    assert search_texts(connection, "w", "hours", 10, []) == []


def test_common_words_do_not_hide_rare_ones(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the budget of postings the rarest words propose, and the score still counts every word."""
    add_texts(connection, "w", [(f"n{n}", "", "", "common filler") for n in range(50)])
    add_texts(connection, "w", [("rare", "", "", "rareword noise"), ("both", "", "", "common rareword")])
    monkeypatch.setattr(fulltext, "POSTINGS", 20)
    hits = search_texts(connection, "w", "common rareword", 10)
    assert [hit.chunk_id for hit in hits] == ["both", "rare"]
    assert hits[0].score == score_texts(connection, "w", "common rareword", ["both"])["both"]


def test_changes_belong_to_the_callers_transaction(tmp_path: Path) -> None:
    """What is rolled back was never indexed; what is committed is seen by the next search."""
    with fulltext_file(tmp_path / "text.sqlite3") as connect:
        with connect() as connection:
            add_texts(connection, "w", ROWS)
            connection.rollback()
        with connect() as connection:
            assert text_ids(connection, "w") == set()
        index = FullText(connect)
        assert index.search("w", "cobol", 5) == []
        with connect() as connection:
            add_texts(connection, "w", ROWS)
        assert [hit.chunk_id for hit in index.search("w", "cobol", 5)] == ["d"]
        assert index.scores("w", "cobol", ["a", "d"])["a"] == 0.0


def test_each_text_is_read_in_its_language(connection: Connection) -> None:
    """A query in the words of one language finds texts of that language by their stems, beside those of another."""
    german = "Die Wiederherstellungen der Datenbank sind in der Nacht und werden von der Bereitschaft geprüft."
    add_texts(connection, "w", [("de", "", "", german)])
    assert found(connection, "Wiederherstellung") == ["de"]
    assert found(connection, "datenbanken prüfen") == ["de"]
    assert found(connection, "restoring service")[0] == "a"
