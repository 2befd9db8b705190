"""Full text in SQLite's FTS5, on the record's own connection, so that text and index change in one transaction.

In: rows of (chunk id, title, context, text) of a collection. Out: hits with BM25 scores.
Every collection has tables of its own: its statistics are its own (no workspace changes another's ranking), and deleting one is
dropping its tables. What is indexed is not the text but its words as `words.py` reads them.

FTS5 proposes candidates by the rarest words of the query, within a budget of postings that keeps 100,000 chunks quick; their
scores are then computed exactly, with every word, from the rows themselves.
"""
# ruff: noqa: S608 - the only names put into SQL are our own constants and tables named by a hash; every value is a parameter

import contextlib
import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine

from rag.index.embedder import Hit
from rag.index.languages import ENGLISH, SCRIPTS
from rag.index.words import WordReader

POSTINGS = 12_000  # rows that one query may rank: 1 µs each
K1 = 0.9  # saturation of repeated words, and share of length normalisation: see benchmarks/README.md
B = 0.6
WEIGHTS = (1.0, 1.0, 1.0)  # of a word in title, context, text
MAX_WORDS = 64  # words of a query that are looked for, the rarest; a pasted page is a query too
_CATALOGUE = "fulltext_collection"


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of one collection; names are made of a hash, so they are safe in SQL."""

    index: str
    rows: int  # chunks
    words: float  # weighted length of all chunks
    languages: tuple[str, ...]  # those of its texts, English always among them

    @property
    def ids(self) -> str:
        return f"{self.index}_ids"

    @property
    def dictionary(self) -> str:
        return f"{self.index}_words"


class FullText:
    """Full text over connections that are opened for each search: the `TextIndex` of the search step."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connect = connect

    def search(self, collection: str, query: str, k: int, ids: Collection[str] | None = None) -> list[Hit]:
        """See `search_texts`."""
        with self._connect() as connection:
            return search_texts(connection, collection, query, k, ids)

    def scores(self, collection: str, query: str, ids: Collection[str]) -> dict[str, float]:
        """See `score_texts`."""
        with self._connect() as connection:
            return score_texts(connection, collection, query, ids)

    def languages(self, collection: str) -> frozenset[str]:
        """See `languages_of`."""
        with self._connect() as connection:
            return languages_of(connection, collection)


@contextlib.contextmanager
def fulltext_file(path: Path) -> Iterator[Callable[[], AbstractContextManager[Connection]]]:
    """A full-text index in a file of its own, away from any record: for measurements.

    Yields:
        What opens a connection whose changes are kept when it closes without an error.
    """
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            create_fulltext(connection)
        yield engine.begin
    finally:
        engine.dispose()


def create_fulltext(connection: Connection) -> None:
    """Make the catalogue of collections, if it is not there; a collection's tables come with its first text."""
    connection.exec_driver_sql(
        f"CREATE TABLE IF NOT EXISTS {_CATALOGUE} (collection TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
        "chunks INTEGER NOT NULL, words REAL NOT NULL, languages TEXT NOT NULL)"
    )


def add_texts(connection: Connection, collection: str, rows: Iterable[tuple[str, str, str, str]]) -> None:
    """Index (chunk id, title, context, text); a chunk that is already indexed is left as it is."""
    tables = _find(connection, collection) or _make(connection, collection)
    given = {row[0]: row[1:] for row in rows}
    known = {chunk for chunk, _ in _rows_of(connection, tables, given)}
    row_id = connection.exec_driver_sql(f"SELECT coalesce(max(rowid), 0) FROM {tables.ids}").scalar_one()
    reader, languages = WordReader(), set(tables.languages)
    mapped: list[tuple[int, str, float]] = []
    indexed: list[tuple[int, str, str, str]] = []
    for chunk, fields in given.items():
        if chunk not in known:
            row_id += 1
            language, text = reader.read(fields[2])
            languages.add(language)
            title, context = reader.read_as(fields[0], language), reader.read_as(fields[1], language)
            mapped.append((row_id, chunk, _length((title, context, text))))
            indexed.append((row_id, " ".join(title), " ".join(context), " ".join(text)))
    if not mapped:
        return
    connection.exec_driver_sql(f"INSERT INTO {tables.ids} (rowid, chunk_id, length) VALUES (?, ?, ?)", mapped)
    connection.exec_driver_sql(f"INSERT INTO {tables.index} (rowid, title, context, text) VALUES (?, ?, ?, ?)", indexed)
    _count_words(connection, tables, [row[1:] for row in indexed], 1)
    _count(connection, collection, len(mapped), sum(row[2] for row in mapped))
    if languages != set(tables.languages):
        held = " ".join(sorted(languages))
        connection.exec_driver_sql(f"UPDATE {_CATALOGUE} SET languages = ? WHERE collection = ?", (held, collection))


def delete_texts(connection: Connection, collection: str, ids: Collection[str]) -> None:
    """Take chunks out; unknown ids are ignored."""
    tables = _find(connection, collection)
    if tables is None:
        return
    found = connection.exec_driver_sql(
        f"SELECT i.rowid, i.length, f.title, f.context, f.text FROM {tables.ids} i CROSS JOIN {tables.index} f "
        f"ON f.rowid = i.rowid WHERE i.chunk_id IN (SELECT value FROM json_each(?))",
        (_json(ids),),
    ).all()
    if not found:
        return
    rows = [(row[0],) for row in found]
    connection.exec_driver_sql(f"DELETE FROM {tables.index} WHERE rowid = ?", rows)
    connection.exec_driver_sql(f"DELETE FROM {tables.ids} WHERE rowid = ?", rows)
    _count_words(connection, tables, [row[2:] for row in found], -1)
    _count(connection, collection, -len(rows), -sum(float(row[1]) for row in found))


def drop_texts(connection: Connection, collection: str) -> None:
    """Forget a whole collection."""
    tables = _find(connection, collection)
    if tables is not None:
        for name in (tables.dictionary, tables.index, tables.ids):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        connection.exec_driver_sql(f"DELETE FROM {_CATALOGUE} WHERE collection = ?", (collection,))


def purge_texts(connection: Connection, collection: str) -> None:
    """Let go of the words of deleted chunks: FTS5 keeps them in its segments until those are merged."""
    tables = _find(connection, collection)
    if tables is not None:
        connection.exec_driver_sql(f"INSERT INTO {tables.index} ({tables.index}) VALUES ('optimize')")


def text_ids(connection: Connection, collection: str) -> set[str]:
    """Ids of all indexed chunks of a collection."""
    tables = _find(connection, collection)
    if tables is None:
        return set()
    return {str(row[0]) for row in connection.exec_driver_sql(f"SELECT chunk_id FROM {tables.ids}")}


def search_texts(connection: Connection, collection: str, query: str, k: int, ids: Collection[str] | None = None) -> list[Hit]:
    """The `k` best chunks by BM25, best first; of `ids` alone when given.

    Any text is a query, whatever signs it holds; one without a word finds nothing.
    """
    tables = _find(connection, collection)
    frequency = _frequencies(connection, tables, query) if tables else {}
    if tables is None or not frequency or k < 1:
        return []
    chosen = _affordable(frequency)
    match = " OR ".join(f'"{word}"' for word in chosen)  # words hold no quotation mark
    where, values = "", [match]
    if ids is not None:
        # "+" keeps SQLite from turning the list into one full-text query per row.
        where = f" AND +f.rowid IN (SELECT rowid FROM {tables.ids} WHERE chunk_id IN (SELECT value FROM json_each(?)))"
        values.append(_json(ids))
    weights = ", ".join(str(weight) for weight in WEIGHTS)
    rows = connection.exec_driver_sql(
        f"SELECT f.rowid FROM {tables.index} f WHERE {tables.index} MATCH ?{where} "
        f"ORDER BY bm25({tables.index}, {weights}) LIMIT {k + k // 2}",
        tuple(values),
    ).scalars()
    scores = _exact(connection, tables, frequency, "rowid", list(rows))
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(chunk, score) for chunk, score in ranked[:k]]


def score_texts(connection: Connection, collection: str, query: str, ids: Collection[str]) -> dict[str, float]:
    """Exact BM25 of each of `ids` that is indexed: 0 for one that holds no word of the query."""
    tables = _find(connection, collection)
    if tables is None:
        return {}
    frequency = _frequencies(connection, tables, query)
    return _exact(connection, tables, frequency, "chunk_id", list(ids))


def languages_of(connection: Connection, collection: str) -> frozenset[str]:
    """Languages and scripts that texts of a collection may be in: none is left out; one that has left may still be named."""
    tables = _find(connection, collection)
    if tables is None:
        return frozenset()
    found = set(tables.languages)
    for name, ends in SCRIPTS.items():
        between = connection.exec_driver_sql(
            f"SELECT 1 FROM {tables.dictionary} WHERE word >= ? AND word < ? LIMIT 1", (ends[0], chr(ord(ends[1]) + 1))
        )
        found |= {name} if between.first() else set()
    return frozenset(found)


def _find(connection: Connection, collection: str) -> _Tables | None:
    """The tables of a collection, if it has any."""
    row = connection.exec_driver_sql(
        f"SELECT name, chunks, words, languages FROM {_CATALOGUE} WHERE collection = ?", (collection,)
    ).one_or_none()
    return _Tables(row[0], row[1], row[2], tuple(row[3].split())) if row else None


def _make(connection: Connection, collection: str) -> _Tables:
    """Create the tables of a collection."""
    tables = _Tables("fulltext_" + hashlib.sha256(collection.encode()).hexdigest()[:16], 0, 0.0, (ENGLISH,))
    # First, because the driver begins a transaction at a change of rows only: the tables come and go with it.
    connection.exec_driver_sql(f"INSERT INTO {_CATALOGUE} VALUES (?, ?, 0, 0, ?)", (collection, tables.index, ENGLISH))
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {tables.index} USING fts5(title, context, text, "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc' tokenchars '.+#'\")"
    )
    # FTS5 could count a word's chunks itself, but reads all its postings to do so: 10 ms a query at 100,000 chunks.
    connection.exec_driver_sql(
        f"CREATE TABLE {tables.dictionary} (word TEXT PRIMARY KEY, chunks INTEGER NOT NULL) WITHOUT ROWID"
    )
    connection.exec_driver_sql(
        f"CREATE TABLE {tables.ids} (rowid INTEGER PRIMARY KEY, chunk_id TEXT NOT NULL UNIQUE, length REAL NOT NULL)"
    )
    return tables


def _count(connection: Connection, collection: str, chunks: int, words: float) -> None:
    """Keep the collection's size, which BM25 needs."""
    connection.exec_driver_sql(
        f"UPDATE {_CATALOGUE} SET chunks = chunks + ?, words = words + ? WHERE collection = ?", (chunks, words, collection)
    )


def _count_words(connection: Connection, tables: _Tables, chunks: Iterable[Sequence[str]], sign: int) -> None:
    """Keep the number of chunks that hold each word; a word that none holds any more is forgotten."""
    held = Counter(word for fields in chunks for word in {word for field in fields for word in field.split()})
    if held:
        connection.exec_driver_sql(
            f"INSERT INTO {tables.dictionary} VALUES (?, ?) ON CONFLICT (word) DO UPDATE SET chunks = chunks + excluded.chunks",
            [(word, sign * count) for word, count in sorted(held.items())],
        )
    if sign < 0:
        connection.exec_driver_sql(f"DELETE FROM {tables.dictionary} WHERE chunks <= 0")


def _rows_of(connection: Connection, tables: _Tables, ids: Iterable[str]) -> list[tuple[str, int]]:
    """Those of `ids` that are indexed, with their rows."""
    found = connection.exec_driver_sql(
        f"SELECT chunk_id, rowid FROM {tables.ids} WHERE chunk_id IN (SELECT value FROM json_each(?))", (_json(ids),)
    )
    return [(row[0], row[1]) for row in found]


def _frequencies(connection: Connection, tables: _Tables, query: str) -> dict[str, int]:
    """Words of the query that the collection holds, with the number of chunks that hold them."""
    frequency: dict[str, int] = {}
    reader = WordReader()
    for word in dict.fromkeys(word for language in tables.languages for word in reader.read_as(query, language)):
        found = connection.exec_driver_sql(f"SELECT chunks FROM {tables.dictionary} WHERE word = ?", (word,)).scalar()
        if found:
            frequency[word] = int(found)
    return frequency


def _affordable(frequency: dict[str, int]) -> list[str]:
    """The rarest words that together stay within the budget of postings; at least one."""
    ordered = sorted(frequency, key=lambda word: (frequency[word], word))[:MAX_WORDS]
    spent = 0
    for number, word in enumerate(ordered):
        spent += frequency[word]
        if number and spent > POSTINGS:
            return ordered[:number]
    return ordered


def _exact(
    connection: Connection, tables: _Tables, frequency: dict[str, int], key: str, values: Sequence[str | int]
) -> dict[str, float]:
    """BM25 by chunk id of the rows whose `key` is among `values`."""
    average = tables.words / max(tables.rows, 1) or 1.0
    weight_of = {
        word: math.log(1 + (tables.rows - count + 0.5) / (count + 0.5)) * (K1 + 1) for word, count in frequency.items()
    }
    rows = connection.exec_driver_sql(
        f"SELECT i.chunk_id, i.length, f.title, f.context, f.text FROM {tables.ids} i CROSS JOIN {tables.index} f "
        f"ON f.rowid = i.rowid WHERE i.{key} IN (SELECT value FROM json_each(?))",
        (_json(values),),
    )
    scores: dict[str, float] = {}
    for chunk, length, *fields in rows:
        counts: dict[str, float] = defaultdict(float)
        for weight, field in zip(WEIGHTS, fields, strict=True):
            for word in field.split():
                if word in weight_of:
                    counts[word] += weight
        norm = K1 * (1 - B + B * length / average)
        scores[chunk] = sum(weight_of[word] * count / (count + norm) for word, count in counts.items())
    return scores


def _length(fields: Sequence[Sequence[str]]) -> float:
    """Weighted number of words."""
    return sum(weight * len(words) for weight, words in zip(WEIGHTS, fields, strict=True))


def _json(values: Iterable[str | int]) -> str:
    """A list as SQLite's json_each reads it: one parameter, however many values."""
    return json.dumps(list(values))
