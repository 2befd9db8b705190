"""Backing up beside a running app, restoring elsewhere, and refusing what is damaged."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from rag.errors import StorageError
from rag.index.chroma import ChromaIndex
from rag.index.hashing import HashingEmbedder
from rag.ingest.workers import Source
from rag.store.backup import back_up, restore
from rag.store.intake import Intake
from rag.store.lock import lock_data_directory
from rag.store.record import Record, Workspace
from tests.store.parts import steps

Write = Callable[[dict[str, str]], Sequence[Source]]
TEXTS = {"policy.md": "# Recovery\n\nThe ERP must be back within 4 hours.\n", "b.md": "# B\n\nIt must run in Frankfurt.\n"}


def test_round_trip(
    intake: Intake, record: Record, data_dir: Path, workspace: Workspace, sources: Write, tmp_path: Path
) -> None:
    """A backup of an open data directory restores to the same record and files; the first repair brings the vectors back."""
    intake.ingest(workspace.id, sources(TEXTS))
    record.add_message(workspace.id, "user", "Hello")
    with lock_data_directory(data_dir):
        report = back_up(data_dir, tmp_path / "backup")
    assert (report.files, report.missing) == (2, ())
    before = (record.documents(workspace.id), record.facts(workspace.id), record.messages(workspace.id))
    restore(tmp_path / "backup", tmp_path / "new")
    embedder = HashingEmbedder()
    with (
        Record.open(tmp_path / "new") as again,
        closing(ChromaIndex(tmp_path / "new" / "chroma", embedder.fingerprint, embedder.dimension)) as vectors,
    ):
        assert (again.documents(workspace.id), again.facts(workspace.id), again.messages(workspace.id)) == before
        assert all(again.original(document.sha256) for document in again.documents(workspace.id))
        repaired = Intake(again, vectors, embedder, steps()).repair()
        assert repaired.vectors_added == again.chunks(workspace.id).size(workspace.id)[1] == len(vectors.ids(workspace.id))


def test_refusals(intake: Intake, data_dir: Path, workspace: Workspace, sources: Write, tmp_path: Path) -> None:
    """Nothing is overwritten, and a damaged or foreign folder is not restored; each message says what to do."""
    intake.ingest(workspace.id, sources(TEXTS))
    back_up(data_dir, tmp_path / "backup")
    with pytest.raises(StorageError, match="exists already"):
        back_up(data_dir, tmp_path / "backup")
    with pytest.raises(StorageError, match="no record"):
        back_up(tmp_path / "nowhere", tmp_path / "other")
    with pytest.raises(StorageError, match="has a record already"):
        restore(tmp_path / "backup", data_dir)
    with pytest.raises(StorageError, match="is no backup"):
        restore(tmp_path, tmp_path / "new")
    original = next((tmp_path / "backup" / "files").glob("??/*"))
    original.write_bytes(b"other")
    with pytest.raises(StorageError, match="changed since"):
        restore(tmp_path / "backup", tmp_path / "new")
    (tmp_path / "backup" / "record.db").write_bytes(b"other")
    with pytest.raises(StorageError, match="not what was written"):
        restore(tmp_path / "backup", tmp_path / "new")
    assert not (tmp_path / "new" / "record.db").exists()
