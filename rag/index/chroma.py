"""Vectors in Chroma's embedded engine: vectors and ids only, so that no text outlives its document there.

In: vectors by chunk id. Out: hits by cosine. One collection per workspace (or library) and fingerprint: vectors of different
models are never mixed; after a change of model the earlier one's answer, `of`, until the new ones are made. Chroma's embedded
engine serves one process at a time: whoever opens it holds the data directory's lock.
"""

import contextlib
import copy
import hashlib
import re
import shutil
import sqlite3
import struct
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.api.models.Collection import Collection as ChromaCollection
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError, InternalError, InvalidArgumentError, NotFoundError

from rag.errors import CollectionMismatch, StorageError
from rag.index.embedder import Hit, Vectors

BATCH = 5000  # Chroma takes 5,461 records at a time
EXACT = 400  # up to this many ids are fetched and compared (65 µs each); beyond, Chroma's filtered search is quicker
COMPACT = 2000  # vectors that are put into a graph anew in two to four seconds; the time grows faster than their number
# 100/100 misses 4 % of nearest neighbours among vectors without clusters, 200/200 none.
_CONFIGURATION = CreateCollectionConfiguration(hnsw=CreateHNSWConfiguration(space="cosine", ef_construction=200, ef_search=200))
_SEGMENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DATABASE = "chroma.sqlite3"
_HEADER = struct.Struct("<iQQQ")  # of a graph's files: version, offset, room, and the number of vectors they hold
_ANEW = "0" * 12  # a fingerprint of none: what a kill leaves under it goes with those of other models


class ChromaIndex:
    """The `VectorIndex` of the search step, and its writing side. Threads may share it."""

    def __init__(self, path: Path, fingerprint: str, dimension: int) -> None:
        """Open or create the index in the folder `path`.

        Raises:
            StorageError: the folder cannot be read as an index.
        """
        self._path = path
        self._mark = _mark(fingerprint)
        self._dimension = dimension
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._open: dict[str, ChromaCollection] = {}
        self._others: list[ChromaIndex] = []
        path.mkdir(parents=True, exist_ok=True)
        with self._translated():
            _blank_unfilled(path.iterdir())
            self._client = chromadb.PersistentClient(str(path), ChromaSettings(anonymized_telemetry=False))

    def of(self, fingerprint: str, dimension: int) -> "ChromaIndex":
        """The vectors of another model in the same folder, to be searched; they go with this index, and when it is closed."""
        other = copy.copy(self)
        other._mark, other._dimension = _mark(fingerprint), dimension
        other._open, other._others = {}, []
        self._others.append(other)
        return other

    def add(self, collection: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Add the rows of `vectors` under `ids`; an id that is already there is left as it is.

        Raises:
            CollectionMismatch: the vectors, or the collection, have another dimension than this index.
        """
        if len(ids) != len(vectors):
            raise ValueError(f"{len(ids)} ids for {len(vectors)} vectors")
        rows = list({chunk: row for row, chunk in enumerate(ids)}.items())
        if not rows:
            return
        self._check(vectors)
        with self._translated():
            target = self._client.get_or_create_collection(
                self._name(collection), configuration=_CONFIGURATION, embedding_function=None
            )
            chunk, row = rows[0]
            self._start(target, chunk, vectors[[row]])
            for first in range(0, len(rows), BATCH):
                part = rows[first : first + BATCH]
                target.add(ids=[chunk for chunk, _ in part], embeddings=vectors[[row for _, row in part]])

    def search(self, collection: str, vector: Vectors, k: int, ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` nearest chunks by cosine, nearest first; of `ids` alone when given."""
        source = self._existing(collection)
        if source is None or k < 1 or (ids is not None and not ids):
            return []
        self._check(vector.reshape(1, -1))
        if ids is None:
            ids = self._all_of_few(source)
        if ids is not None and len(ids) <= EXACT:
            scores = self.scores(collection, vector, ids)
            return [Hit(chunk, score) for chunk, score in sorted(scores.items(), key=lambda s: (-s[1], s[0]))[:k]]
        with self._translated():
            try:
                found = source.query(
                    query_embeddings=vector.reshape(1, -1), n_results=k, ids=_listed(ids), include=["distances"]
                )
            except InternalError:
                if ids is None:
                    raise
                # An id that Chroma does not know fails the whole query; asking first would cost every query as much again.
                known = source.get(ids=_listed(ids), include=[])["ids"]
                if not known:
                    return []
                found = source.query(query_embeddings=vector.reshape(1, -1), n_results=k, ids=known, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [Hit(chunk, 1.0 - distance) for chunk, distance in zip(found["ids"][0], distances, strict=True)]

    def _all_of_few(self, source: ChromaCollection) -> list[str] | None:
        """All ids of a small collection, to be compared exactly: the graph misses some of them, others after each start."""
        with self._translated():
            return list(source.get(include=[])["ids"]) if source.count() <= EXACT else None

    def scores(self, collection: str, vector: Vectors, ids: Collection[str]) -> dict[str, float]:
        """Exact cosine of each of `ids`; an id without a vector is left out."""
        rows = self.vectors(collection, ids)
        return {chunk: float(row @ vector.reshape(-1)) for chunk, row in rows.items()}

    def vectors(self, collection: str, ids: Collection[str]) -> dict[str, Vectors]:
        """The vector of each of `ids`; an id without one is left out.

        Raises:
            CollectionMismatch: the collection has another dimension than this index.
        """
        source = self._existing(collection)
        if source is None or not ids:
            return {}
        with self._translated():
            found = source.get(ids=list(dict.fromkeys(ids)), include=["embeddings"])
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        if len(rows):
            self._check(rows)
        return dict(zip(found["ids"], rows, strict=True))

    def ids(self, collection: str) -> set[str]:
        """Ids of all chunks that have a vector of this fingerprint."""
        source = self._existing(collection)
        if source is None:
            return set()
        with self._translated():
            return set(source.get(include=[])["ids"])

    def delete(self, collection: str, ids: Collection[str]) -> None:
        """Take chunks out, those of other models too; unknown ids are ignored."""
        rest = list(dict.fromkeys(ids))
        for source in filter(None, (index._existing(collection) for index in (self, *self._others))):
            with self._translated():
                for first in range(0, len(rest), BATCH):
                    source.delete(ids=rest[first : first + BATCH])

    def compact(self, collection: str) -> bool:
        """Make a collection of up to `COMPACT` vectors anew, so that no file holds deleted ones; False for a larger one.

        Chroma only marks them as deleted. A kill in between costs the vectors, which the next start makes again.
        """
        name = self._name(collection)
        anew = f"{name[: -len(self._mark)]}{_ANEW}"
        self._drop(re.compile(re.escape(anew)))
        source = self._existing(collection)
        if source is not None:
            with self._translated():
                if source.count() > COMPACT:
                    return False
                target = self._client.create_collection(anew, configuration=_CONFIGURATION, embedding_function=None)
                ids = list(source.get(include=[])["ids"])
                for first in range(0, len(ids), BATCH):
                    part = source.get(ids=ids[first : first + BATCH], include=["embeddings"])
                    vectors = np.asarray(part["embeddings"], dtype=np.float32)
                    self._start(target, part["ids"][0], vectors[:1])
                    target.add(ids=part["ids"], embeddings=vectors)
            self._drop(re.compile(re.escape(name)))
            with self._translated():
                target.modify(name=name)
        with self._lock, self._translated(), contextlib.closing(sqlite3.connect(self._path / _DATABASE)) as database:
            database.execute("VACUUM")
        return True

    def drop(self, collection: str) -> None:
        """Forget a collection in every fingerprint, with its files."""
        self._drop(re.compile(re.escape(self._name(collection)[: -len(self._mark)]) + "[0-9a-f]{12}"))

    def drop_other_fingerprints(self) -> None:
        """Forget what other models built, with its files."""
        self._others.clear()
        self._drop(re.compile(f".*-(?!{self._mark})[0-9a-f]{{12}}"))

    def close(self) -> None:
        """Close the index and let go of its files."""
        self._open.clear()
        self._client.close()  # type: ignore[attr-defined]  # not in the declared type

    def _start(self, target: ChromaCollection, chunk: str, vector: Vectors) -> None:
        """Put the first vector into an empty collection, and blank what Chroma then writes of the memory it did not fill."""
        with self._starting:
            if target.count() == 0:
                target.add(ids=[chunk], embeddings=vector)
                _blank_unfilled(self._path / segment for segment in self._segments(str(target.id)))

    def _name(self, collection: str) -> str:
        """Chroma's name for a collection: readable where its rules allow, else hashed."""
        safe = re.fullmatch(r"[a-zA-Z0-9-]{1,64}", collection)
        readable = collection if safe else hashlib.sha256(collection.encode()).hexdigest()[:32]
        return f"w-{readable}-{self._mark}"

    def _existing(self, collection: str) -> ChromaCollection | None:
        """The collection, if it was ever filled."""
        name = self._name(collection)
        with self._lock:
            if name not in self._open:
                with self._translated():
                    try:
                        self._open[name] = self._client.get_collection(name, embedding_function=None)
                    except NotFoundError:
                        return None
            return self._open[name]

    def _check(self, vectors: Vectors) -> None:
        """Refuse vectors of another model before Chroma sees them."""
        if vectors.shape[1] != self._dimension:
            raise CollectionMismatch(
                f"The vector index in {self._path} is for vectors of {self._dimension} numbers, these have {vectors.shape[1]}: "
                "they are of another model. Delete that folder and start again; it is made anew."
            )

    def _drop(self, names: re.Pattern[str]) -> None:
        """Delete the collections of these names, and then the folders that Chroma leaves behind."""
        with self._lock, self._translated():
            for collection in self._client.list_collections():
                if names.fullmatch(collection.name):
                    self._client.delete_collection(collection.name)
                    self._open.pop(collection.name, None)
            living = self._segments("%")
            for folder in self._path.iterdir():
                if _SEGMENT.fullmatch(folder.name) and folder.name not in living:
                    shutil.rmtree(folder, ignore_errors=True)

    def _segments(self, collection_id: str) -> set[str]:
        """Names of the folders of a collection, of all with "%"."""
        with contextlib.closing(sqlite3.connect(f"file:{self._path / _DATABASE}?mode=ro", uri=True)) as database:
            return {row[0] for row in database.execute("SELECT id FROM segments WHERE collection LIKE ?", [collection_id])}

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """Chroma's errors as ours."""
        try:
            yield
        except InvalidArgumentError as error:
            raise CollectionMismatch(
                f"The vector index in {self._path} was built by another model ({error}). Delete that folder and start again; "
                "it is made anew."
            ) from error
        except (ChromaError, sqlite3.Error, OSError, ValueError) as error:
            raise StorageError(
                f"The vector index in {self._path} cannot be used: {error}. It holds nothing that cannot be made again: "
                "delete that folder and start again."
            ) from error


def _blank_unfilled(folders: Iterable[Path]) -> None:
    """Zero the files of graphs without a vector: Chroma makes room for a hundred and writes it as the memory lay there.

    That memory may hold text of documents. Later writes hold filled places only. To be called while none of them is written.
    """
    for header in (folder / "header.bin" for folder in folders if _SEGMENT.fullmatch(folder.name)):
        start = header.read_bytes()[: _HEADER.size] if header.exists() else b""
        if len(start) < _HEADER.size or _HEADER.unpack(start)[3]:
            continue
        for unfilled in (header.with_name("data_level0.bin"), header.with_name("length.bin")):
            if unfilled.exists():
                with unfilled.open("r+b") as file:
                    file.write(bytes(unfilled.stat().st_size))


def _mark(fingerprint: str) -> str:
    """What tells the collections of one fingerprint from those of others."""
    return hashlib.sha256(fingerprint.encode()).hexdigest()[:12]


def _listed(ids: Collection[str] | None) -> list[str] | None:
    """Ids as Chroma takes them."""
    return None if ids is None else list(dict.fromkeys(ids))
