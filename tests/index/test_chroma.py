"""The vector index: what goes in is found, what goes out is gone."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.errors import CollectionMismatch, StorageError
from rag.index.chroma import EXACT, ChromaIndex
from rag.index.embedder import Vectors

DIMENSION = 32
ROOT = Path(__file__).parents[2]
COUNT = 3 * EXACT


@pytest.fixture(scope="module")
def rows() -> Vectors:
    """Unit vectors."""
    drawn = np.random.default_rng(7).normal(size=(COUNT, DIMENSION)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


IDS = [f"{number:032x}" for number in range(COUNT)]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaIndex]:
    """An empty index."""
    made = ChromaIndex(tmp_path / "chroma", "hashing-32", DIMENSION)
    yield made
    made.close()


def test_an_unknown_collection_is_empty(index: ChromaIndex, rows: Vectors) -> None:
    """What was never filled is empty, not an error, and reading does not create it."""
    assert index.search("nobody", rows[0], 5) == []
    assert index.scores("nobody", rows[0], IDS[:3]) == {}
    assert index.vectors("nobody", IDS[:3]) == {}
    assert index.ids("nobody") == set()
    index.delete("nobody", IDS[:3])
    index.drop("nobody")


def test_nearest_first_with_exact_cosines(index: ChromaIndex, rows: Vectors) -> None:
    """Search returns the true nearest, nearest first, scored by cosine; `scores` agrees for any ids."""
    index.add("w", IDS, rows)
    query = rows[5]
    exact = rows @ query
    hits = index.search("w", query, 10)
    assert [hit.chunk_id for hit in hits] == [IDS[row] for row in np.argsort(-exact)[:10]]
    assert np.allclose([hit.score for hit in hits], np.sort(exact)[::-1][:10], atol=1e-5)
    assert index.scores("w", query, ["missing", IDS[9]]) == pytest.approx({IDS[9]: float(exact[9])}, abs=1e-5)
    assert len(index.search("w", query, COUNT + 50)) == COUNT


@pytest.mark.parametrize("count", [0, 1, EXACT, 2 * EXACT])
def test_search_within_ids(index: ChromaIndex, rows: Vectors, count: int) -> None:
    """A filter, small or large, gives the best of those ids and of no other, unknown ids among them or not."""
    index.add("w", IDS, rows)
    wanted = IDS[100 : 100 + count]
    exact = {chunk: float(rows[IDS.index(chunk)] @ rows[5]) for chunk in wanted}
    hits = index.search("w", rows[5], 7, [*wanted, "missing"])
    assert [hit.chunk_id for hit in hits] == sorted(exact, key=lambda chunk: -exact[chunk])[:7]


def test_adding_twice_changes_nothing(index: ChromaIndex, rows: Vectors) -> None:
    """The same ids again, in one call or in two, leave one vector each."""
    index.add("w", [*IDS[:10], *IDS[:10]], np.concatenate([rows[:10], rows[:10]]))
    index.add("w", IDS[:20], rows[:20])
    assert index.ids("w") == set(IDS[:20])
    assert [hit.chunk_id for hit in index.search("w", rows[3], 2)].count(IDS[3]) == 1


def test_deleted_is_gone(index: ChromaIndex, rows: Vectors) -> None:
    """A deleted vector is not found; deleting what is not there is harmless."""
    index.add("w", IDS[:50], rows[:50])
    index.delete("w", ["missing", *IDS[:10]])
    index.delete("w", IDS[:10])
    assert index.ids("w") == set(IDS[10:50])
    assert IDS[0] not in {hit.chunk_id for hit in index.search("w", rows[0], 50)}


def test_a_dropped_collection_leaves_no_files(index: ChromaIndex, rows: Vectors, tmp_path: Path) -> None:
    """Dropping one workspace removes its folders and rows, and leaves the other whole."""
    index.add("gone", IDS, rows)
    index.add("gone-too", IDS[:5], rows[:5])
    index.drop("gone")
    assert index.ids("gone-too") == set(IDS[:5])
    index.drop("gone-too")
    assert [path.name for path in (tmp_path / "chroma").iterdir() if path.is_dir()] == []
    with sqlite3.connect(tmp_path / "chroma" / "chroma.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM embeddings").fetchone() == (0,)
    database.close()
    index.add("gone", IDS[:2], rows[:2])
    assert index.ids("gone") == set(IDS[:2])


def test_survives_a_restart(tmp_path: Path, rows: Vectors) -> None:
    """What was added is there when the index is opened again."""
    first = ChromaIndex(tmp_path, "a", DIMENSION)
    first.add("w", IDS[:30], rows[:30])
    first.close()
    again = ChromaIndex(tmp_path, "a", DIMENSION)
    assert again.ids("w") == set(IDS[:30])
    assert again.search("w", rows[4], 1)[0].chunk_id == IDS[4]
    again.close()


def test_models_are_never_mixed(tmp_path: Path, rows: Vectors) -> None:
    """Another fingerprint sees none of the first one's vectors, and can drop them."""
    first = ChromaIndex(tmp_path, "a", DIMENSION)
    first.add("w", IDS[:30], rows[:30])
    first.close()
    other = ChromaIndex(tmp_path, "b", DIMENSION)
    assert other.ids("w") == set()
    other.add("w", IDS[:3], rows[:3])
    other.drop_other_fingerprints()
    assert other.ids("w") == set(IDS[:3])
    other.close()
    first = ChromaIndex(tmp_path, "a", DIMENSION)
    assert first.ids("w") == set()
    first.close()


def test_another_dimension_is_a_mismatch(tmp_path: Path, rows: Vectors) -> None:
    """Vectors of another length are refused with what to do, whichever side they are on."""
    first = ChromaIndex(tmp_path, "a", DIMENSION)
    first.add("w", IDS[:3], rows[:3])
    with pytest.raises(CollectionMismatch, match="another model"):
        first.add("w", IDS[3:4], rows[3:4, :16])
    first.close()
    second = ChromaIndex(tmp_path, "a", 16)
    with pytest.raises(CollectionMismatch, match="another model"):
        second.search("w", rows[0, :16], 3)
    with pytest.raises(CollectionMismatch, match="another model"):
        second.scores("w", rows[0, :16], IDS[:3])
    second.close()


def test_a_broken_folder_says_what_to_do(tmp_path: Path) -> None:
    """A file that is no database is a storage error that names the folder."""
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 500)
    with pytest.raises(StorageError, match="delete that folder"):
        ChromaIndex(tmp_path, "a", DIMENSION)


@pytest.mark.parametrize("name", ["default", "library", "a" * 200, "naïve/../name", "x"])
def test_any_name_is_a_collection(index: ChromaIndex, rows: Vectors, name: str) -> None:
    """Names beyond Chroma's alphabet and length are collections of their own."""
    index.add(name, IDS[:2], rows[:2])
    assert index.ids(name) == set(IDS[:2])
    assert index.ids(name + "-") == set()


def test_compacting_leaves_nothing_of_deleted_vectors(tmp_path: Path, rows: Vectors) -> None:
    """After a deletion and `compact` no file holds the deleted vector's numbers; the others are found as before."""
    index = ChromaIndex(tmp_path, "a", DIMENSION)
    index.add("w", IDS[:30], rows[:30])
    before = index.search("w", rows[4], 3)
    index.delete("w", [IDS[7]])
    assert index.compact("w")
    assert index.ids("w") == set(IDS[:30]) - {IDS[7]}
    assert index.search("w", rows[4], 1) == before[:1]
    index.close()
    needle = np.asarray(rows[7], dtype=np.float32).tobytes()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and needle in path.read_bytes()]
    again = ChromaIndex(tmp_path, "a", DIMENSION)
    assert again.ids("w") == set(IDS[:30]) - {IDS[7]}
    again.close()


_FILL = """
import sys
from pathlib import Path
import numpy as np
from rag.index.chroma import ChromaIndex

rows = np.eye(1100, 1100, dtype=np.float32)
ids = [f"{number:032x}" for number in range(1100)]
index = ChromaIndex(Path(sys.argv[1]), "a", 1100)
index.add("first", ids[:5], rows[:5])
index.add("grown", ids, rows)
index.add("shrunk", ids[:30], rows[:30])
index.delete("shrunk", ids[:7])
index.compact("shrunk")
index.delete("first", ids[:5])
index.compact("first")
index.add("first", ids[:3], rows[:3])
index.close()
"""


def test_no_file_holds_memory_that_was_never_filled(tmp_path: Path) -> None:
    """What lay in the memory that Chroma takes for an index, such as a deleted document's text, gets into none of its files.

    The C library is told to fill all memory it hands out with one byte, so no luck decides. Only glibc knows that wish.
    """
    env = {**os.environ, "MALLOC_PERTURB_": "90"}
    subprocess.run([sys.executable, "-c", _FILL, str(tmp_path)], cwd=ROOT, env=env, check=True)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files].count("data_level0.bin") == 3
    assert [path.name for path in files if b"\xa5" * 12 in path.read_bytes()] == []


def test_unfilled_memory_of_an_earlier_version_goes_when_the_index_is_opened(tmp_path: Path, rows: Vectors) -> None:
    """A graph that holds no vector yet is blank once the index was opened, and works as before."""
    index = ChromaIndex(tmp_path, "a", DIMENSION)
    index.add("w", IDS[:30], rows[:30])
    index.close()
    (graph,) = tmp_path.glob("*/data_level0.bin")
    graph.write_bytes((b"the deleted text " * graph.stat().st_size)[: graph.stat().st_size])
    again = ChromaIndex(tmp_path, "a", DIMENSION)
    assert b"deleted" not in graph.read_bytes()
    assert [hit.chunk_id for hit in again.search("w", rows[4], 1)] == [IDS[4]]
    again.close()
