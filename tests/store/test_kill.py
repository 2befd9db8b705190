"""Kill -9 in mid-ingest: nothing reported is missing, nothing half-stored is found, and the next start puts all right."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.index.chroma import ChromaIndex
from rag.index.hashing import HashingEmbedder
from rag.ingest.workers import Source
from rag.retrieve.search import Searcher
from rag.store.intake import Intake
from rag.store.record import Record
from tests.store.parts import steps

ROOT = Path(__file__).resolve().parents[2]
FILES = 6
POINTS = [
    ("file", 3),
    ("row", 1),
    ("row", 4),
    ("commit", 1),
    ("vector", 1),
    ("vector", 4),
    ("mark", 1),
    ("mark", 2),
    ("delete", 3),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of several chunks each, every one with a word of its own."""
    made = tmp_path / "incoming"
    made.mkdir()
    for number in range(FILES):
        sections = "".join(f"## Section {part}\n\nWord{number} stands in part {part}. It must hold.\n\n" for part in range(5))
        (made / f"{number}.md").write_text(f"# Document {number}\n\n{sections}", encoding="utf-8")
    return made


class Starter:
    """Starts processes that take files in, by one that has loaded everything: see `kill_ingest.py`."""

    def __init__(self, starts: "subprocess.Popen[str]") -> None:
        self._starts = starts

    def __call__(self, data_dir: Path, folder: Path, point: str = "never", count: int = 0) -> "Ingest":
        """Start one."""
        out = data_dir.parent / f"{point}-{count}.txt"
        self._say(json.dumps([str(data_dir), str(folder), point, count, str(out)]))
        return Ingest(int(self._hear()), out, lambda: int(self._hear()))

    def _say(self, line: str) -> None:
        assert self._starts.stdin is not None
        self._starts.stdin.write(f"{line}\n")
        self._starts.stdin.flush()

    def _hear(self) -> str:
        assert self._starts.stdout is not None
        return self._starts.stdout.readline()


@dataclass(frozen=True)
class Ingest:
    """A process that takes files in."""

    pid: int
    out: Path
    status: Callable[[], int]  # once it has ended; to be asked once

    def names(self, *statuses: int) -> list[str]:
        """What it reported until it ended, with one of these; none means killed."""
        assert self.status() in (statuses or (-signal.SIGKILL,))
        return self.out.read_text(encoding="utf-8").split() if self.out.exists() else []


@pytest.fixture(scope="module")
def start() -> Iterator[Starter]:
    """What starts them."""
    command = [sys.executable, "-m", "tests.store.kill_ingest"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starts:
        yield Starter(starts)


def verify(data_dir: Path, folder: Path, reported: list[str]) -> None:
    """What must hold after a kill, before repair, after it, and after taking the same files in again."""
    embedder = HashingEmbedder()
    sources = [Source(path.name, path) for path in sorted(folder.iterdir())]
    with (
        Record.open(data_dir) as record,
        closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, embedder.dimension)) as vectors,
    ):
        workspace = record.create_workspace("default")
        chunks = record.chunks(workspace.id)
        searcher = Searcher(embedder=embedder, vectors=vectors, texts=record.texts, chunks=chunks)
        listed = {document.name: document for document in record.documents(workspace.id)}
        for name in reported:
            assert listed[name].status == "indexed", f"{name} was reported and is not whole"
        for number, source in enumerate(sources):
            found = searcher.search(f"Word{number} stands", workspace.id, top_k=50).passages
            own = [passage for passage in found if passage.document == source.name]
            is_stored = source.name in listed  # with all its text; vectors may be missing
            assert len(own) == (listed[source.name].chunks if is_stored else 0), f"{source.name} is not found as it is stored"
        intake = Intake(record, vectors, embedder, steps(), batch=8)
        half = [name for name, document in listed.items() if document.status != "indexed"]
        report = intake.repair()
        assert sorted(report.finished) == sorted(half)
        assert all(found.is_sound for found in intake.check())
        assert intake.repair().is_clean
        again = intake.ingest(workspace.id, sources)
        assert [outcome.status for outcome in again.documents] == [
            "unchanged" if source.name in listed else "indexed" for source in sources
        ]
        assert len(record.facts(workspace.id)) == 5 * FILES
        assert record.files.all_hashes() == {document.sha256 for document in record.documents(workspace.id)}
        assert all(found.is_sound for found in intake.check())


@pytest.mark.parametrize(("point", "count"), POINTS)
def test_killed_at_a_point(start: Starter, data_dir: Path, folder: Path, point: str, count: int) -> None:
    """Killed at this point, what was reported is whole, and the rest is finished, or taken in again."""
    verify(data_dir, folder, start(data_dir, folder, point, count).names())


@pytest.mark.parametrize(("point", "count"), [("row", 3), ("vector", 2), ("mark", 1)])
def test_killed_while_versions_change(start: Starter, data_dir: Path, folder: Path, point: str, count: int) -> None:
    """Killed while new versions replace old ones, each name is found as one of the two, whole, or not at all."""
    start(data_dir, folder).names(0)
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("Word", "Change"), encoding="utf-8")
    reported = start(data_dir, folder, point, count).names()
    embedder = HashingEmbedder()
    with (
        Record.open(data_dir) as record,
        closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, embedder.dimension)) as vectors,
    ):
        workspace = record.workspace("default")
        chunks = record.chunks(workspace.id)
        searcher = Searcher(embedder=embedder, vectors=vectors, texts=record.texts, chunks=chunks)
        changed = {document.name for document in record.current_documents(workspace.id) if document.version == 2}
        assert changed.issuperset(reported)
        for number in range(FILES):
            old = searcher.search(f"Word{number} stands", workspace.id, top_k=50).passages
            found = {"Word" in passage.text for passage in old if passage.document == f"{number}.md"}
            assert found in (({True}, {True, False}) if f"{number}.md" not in changed else (set(), {False}))
        intake = Intake(record, vectors, embedder, steps(), batch=8)
        intake.repair()
        sources = [Source(path.name, path) for path in sorted(folder.iterdir())]
        again = intake.ingest(workspace.id, sources)
        assert {o.name for o in again.documents if o.status == "unchanged"} == changed
        assert {o.name for o in again.documents if o.status == "new_version"} == {s.name for s in sources} - changed
        assert all(found.is_sound for found in intake.check())


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_time(start: Starter, data_dir: Path, folder: Path, seed: int) -> None:
    """Killed from outside at a random moment of its work, the same holds."""
    process = start(data_dir, folder)
    deadline = time.monotonic() + 30
    while not (data_dir / "record.db").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(random.Random(seed).uniform(0.0, 0.4))  # noqa: S311 - no secret
    with suppress(ProcessLookupError):  # it was quicker
        os.kill(process.pid, signal.SIGKILL)
    verify(data_dir, folder, process.names(-signal.SIGKILL, 0))
