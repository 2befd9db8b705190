"""Deleted is gone: no byte of a deleted document's text is left anywhere in the data directory."""

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rag.errors import StorageError
from rag.index.chroma import ChromaIndex
from rag.ingest.workers import Source
from rag.store.intake import Intake
from rag.store.record import Record, Workspace

Write = Callable[[dict[str, str]], Sequence[Source]]
MARKER = "qzxvkwj"  # the start of words that stand nowhere else
SECRET = "# Plan QZXVKWJ7\n\n" + "".join(
    f"## Part {part} qzxvkwj{part}\n\nThe qzxvkwj{part} system must be back within {part} hours.\n\n" for part in range(40)
)
OTHER = "# Other\n\nThe shop must run in Frankfurt.\n"


def traces(data_dir: Path) -> list[str]:
    """Files in which the marker stands: in the open, in UTF-16, or in anything compressed."""
    found: list[str] = []
    for path in sorted(path for path in data_dir.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        raw = path.read_bytes()
        hidden = [MARKER.encode() in content, MARKER.encode("utf-16-le") in content]
        start = raw.find(b"\x78\x9c")
        while start >= 0:
            hidden.append(MARKER.encode() in inflated(raw[start:]).lower())
            start = raw.find(b"\x78\x9c", start + 1)
        if any(hidden):
            found.append(path.relative_to(data_dir).as_posix())
    return found


def inflated(content: bytes) -> bytes:
    """What a compressed stream at the start of `content` holds, as far as it goes."""
    try:
        return zlib.decompressobj().decompress(content, 1 << 20)
    except zlib.error:
        return b""


def test_nothing_is_left_of_a_document(
    intake: Intake, record: Record, vectors: ChromaIndex, data_dir: Path, workspace: Workspace, sources: Write
) -> None:
    """After a document is deleted, its text is in no file: not in the record, its log, either index or the originals."""
    intake.ingest(workspace.id, sources({"secret.md": SECRET.replace("hours", "days"), "other.md": OTHER}))
    outcome = intake.ingest(workspace.id, sources({"secret.md": SECRET})).documents[0]
    assert "record.db" in {name.removesuffix("-wal") for name in traces(data_dir)}
    assert any(name.startswith("files/") for name in traces(data_dir))
    gone = intake.remove(outcome.id)
    assert record.texts.search(workspace.id, "qzxvkwj3 system", 5) == []
    assert (gone.name, gone.version) == ("secret.md", 2)
    assert traces(data_dir) == []
    assert [document.name for document in record.documents(workspace.id)] == ["other.md"]
    assert [fact.citation.document for fact in record.facts(workspace.id)] == ["other.md"]
    assert vectors.ids(workspace.id) == set(record.chunks(workspace.id).chunk_ids(workspace.id, ["other.md"]))
    with pytest.raises(StorageError, match="deleted"):
        intake.remove(outcome.id)
    with pytest.raises(StorageError, match="deleted"):
        record.document(outcome.id)


def test_an_old_version_goes_alone(
    intake: Intake, record: Record, data_dir: Path, workspace: Workspace, sources: Write
) -> None:
    """Deleting a replaced version takes its text and leaves the current one."""
    old = intake.ingest(workspace.id, sources({"plan.md": SECRET})).documents[0]
    intake.ingest(workspace.id, sources({"plan.md": OTHER}))
    intake.remove(old.id)
    (left,) = record.documents(workspace.id)
    assert (left.is_current, left.status, left.version) == (True, "indexed", 2)
    assert traces(data_dir) == []


def test_nothing_is_left_of_a_workspace(
    intake: Intake, record: Record, data_dir: Path, workspace: Workspace, sources: Write
) -> None:
    """After a workspace is deleted, nothing of its documents or its conversation is in any file."""
    intake.ingest(workspace.id, sources({"secret.md": SECRET}))
    record.add_message(workspace.id, "user", f"Tell me about {MARKER}1", {"text": MARKER})
    other = record.create_workspace("other")
    intake.ingest(other.id, sources({"other.md": OTHER}))
    intake.remove_workspace(workspace.id)
    assert traces(data_dir) == []
    assert len(record.documents(other.id)) == 1
    assert record.original(record.documents(other.id)[0].sha256) is not None
