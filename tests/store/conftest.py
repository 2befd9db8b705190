"""A data directory with real parts: record, Chroma, hashing embedder, readers in this process."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.index.chroma import ChromaIndex
from rag.index.hashing import HashingEmbedder
from rag.ingest.workers import Source
from rag.store.intake import Intake
from rag.store.record import Record, Workspace
from tests.store.parts import steps

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory of the test's own."""
    return tmp_path / "data"


@pytest.fixture
def record(data_dir: Path) -> Iterator[Record]:
    """An empty record at a fixed time."""
    with Record.open(data_dir, clock=lambda: NOON) as opened:
        yield opened


@pytest.fixture
def vectors(data_dir: Path) -> Iterator[ChromaIndex]:
    """The real vector index beside the record."""
    embedder = HashingEmbedder()
    with closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, embedder.dimension)) as index:
        yield index


@pytest.fixture
def intake(record: Record, vectors: ChromaIndex) -> Intake:
    """The way in, with small batches so that every test crosses their borders."""
    return Intake(record, vectors, HashingEmbedder(), steps(), batch=4)


@pytest.fixture
def workspace(record: Record) -> Workspace:
    """A workspace."""
    return record.create_workspace("default", "Northgate")


@pytest.fixture
def sources(tmp_path: Path) -> Callable[[dict[str, str]], Sequence[Source]]:
    """Name → text: files on the disk, as sources in that order."""
    folder = tmp_path / "incoming"

    def write(texts: dict[str, str]) -> Sequence[Source]:
        made: list[Source] = []
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            made.append(Source(name, path))
        return made

    return write
