"""Kill -9 in mid-ingest: nothing reported is missing, nothing half-stored is found, and the next start puts all right."""

import random
import signal
import subprocess
import sys
import time
from contextlib import closing
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


def start(data_dir: Path, folder: Path, point: str, count: int) -> "subprocess.Popen[str]":
    """The process that takes the files in."""
    command = [sys.executable, "-m", "tests.store.kill_ingest", str(data_dir), str(folder), point, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


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
def test_killed_at_a_point(data_dir: Path, folder: Path, point: str, count: int) -> None:
    """Killed at this point, what was reported is whole, and the rest is finished, or taken in again."""
    process = start(data_dir, folder, point, count)
    out, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, err
    verify(data_dir, folder, out.split())


@pytest.mark.parametrize(("point", "count"), [("row", 3), ("vector", 2), ("mark", 1)])
def test_killed_while_versions_change(data_dir: Path, folder: Path, point: str, count: int) -> None:
    """Killed while new versions replace old ones, each name is found as one of the two, whole, or not at all."""
    first = start(data_dir, folder, "never", 0)
    out, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    for path in folder.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace("Word", "Change"), encoding="utf-8")
    process = start(data_dir, folder, point, count)
    out, err = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, err
    embedder = HashingEmbedder()
    with (
        Record.open(data_dir) as record,
        closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, embedder.dimension)) as vectors,
    ):
        workspace = record.workspace("default")
        chunks = record.chunks(workspace.id)
        searcher = Searcher(embedder=embedder, vectors=vectors, texts=record.texts, chunks=chunks)
        changed = {document.name for document in record.current_documents(workspace.id) if document.version == 2}
        assert changed.issuperset(out.split())
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
def test_killed_at_any_time(data_dir: Path, folder: Path, seed: int) -> None:
    """Killed from outside at a random moment of its work, the same holds."""
    process = start(data_dir, folder, "never", 0)
    deadline = time.monotonic() + 30
    while not (data_dir / "record.db").exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.005)
    time.sleep(random.Random(seed).uniform(0.0, 0.8))  # noqa: S311 - no secret
    process.kill()
    out, _ = process.communicate(timeout=60)
    verify(data_dir, folder, out.split())
