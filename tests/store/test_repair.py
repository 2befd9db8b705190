"""Repair: whatever is out of step with the record is put right, and the report says what it was."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from rag.index.chroma import ChromaIndex
from rag.index.fulltext import add_texts, drop_texts
from rag.index.hashing import HashingEmbedder
from rag.ingest.workers import Source
from rag.store.intake import Intake
from rag.store.record import Record, Workspace
from rag.store.repair import check
from tests.store.parts import steps

Write = Callable[[dict[str, str]], Sequence[Source]]
TEXTS = {f"{number}.md": f"# Part {number}\n\nWord{number} must stand here.\n\n## More\n\nAnd more.\n" for number in range(4)}


def test_a_sound_record_is_left_alone(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> None:
    """When all agree, repair changes nothing and says so."""
    intake.ingest(workspace.id, sources(TEXTS))
    report = intake.repair()
    assert report.is_clean
    assert report.lines() == ("Record, files and indexes agree.",)


def test_lost_and_extra_vectors(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """Missing vectors are made again, vectors without a passage leave."""
    intake.ingest(workspace.id, sources(TEXTS))
    held = sorted(vectors.ids(workspace.id))
    vectors.delete(workspace.id, held[:3])
    vectors.add(workspace.id, ["f" * 32], HashingEmbedder().encode(["stray"]))
    (found,) = intake.check()
    assert (found.vectors_missing, found.vectors_extra, found.is_sound) == (3, 1, False)
    seen: list[tuple[int, int]] = []
    report = intake.repair(lambda done, total: seen.append((done, total)))
    assert (report.vectors_added, report.vectors_removed) == (3, 1)
    assert seen[-1] == (3, 3)
    assert sorted(vectors.ids(workspace.id)) == held
    assert intake.repair().is_clean


def test_a_lost_full_text(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> None:
    """The full text is made again from the record, and rows that belong to nothing leave."""
    intake.ingest(workspace.id, sources(TEXTS))
    with record.writing() as connection:
        drop_texts(connection, workspace.id)
        add_texts(connection, workspace.id, [("f" * 32, "t", "c", "stray")])
    assert check(record)[0].texts_extra == 1
    report = intake.repair()
    assert (report.texts_added, report.texts_removed) == (8, 1)
    assert record.texts.search(workspace.id, "Word2", 5)
    assert record.texts.search(workspace.id, "stray", 5) == []
    assert intake.repair().is_clean


def test_another_model(data_dir: Path, record: Record, workspace: Workspace, sources: Write) -> None:
    """After a change of the embedding model every passage is embedded anew, and the old model's vectors are gone."""
    for dimension in (64, 32):
        embedder = HashingEmbedder(dimension)
        with closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, dimension)) as index:
            intake = Intake(record, index, embedder, steps(), batch=3)
            report = intake.repair()
            assert report.vectors_added == (0 if dimension == 64 else 8)
            intake.ingest(workspace.id, sources(TEXTS))
            assert len(index.ids(workspace.id)) == 8
    with closing(ChromaIndex(data_dir / "chroma", HashingEmbedder(64).fingerprint, 64)) as index:
        assert index.ids(workspace.id) == set()


def test_a_lost_index_folder(data_dir: Path, record: Record, workspace: Workspace, sources: Write) -> None:
    """Deleting the folder of the vector index loses nothing."""
    embedder = HashingEmbedder()
    for _ in range(2):
        with closing(ChromaIndex(data_dir / "chroma", embedder.fingerprint, embedder.dimension)) as index:
            intake = Intake(record, index, embedder, steps())
            intake.repair()
            intake.ingest(workspace.id, sources(TEXTS))
            assert len(index.ids(workspace.id)) == 8
        shutil.rmtree(data_dir / "chroma")


def test_newer_versions_of_the_steps(
    intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write
) -> None:
    """Documents that an older chunker cut or an older extractor read are done again from their pages, without their files."""
    intake.ingest(workspace.id, sources(TEXTS))
    assert len(record.facts(workspace.id)) == 4
    newer = Intake(record, vectors, HashingEmbedder(), steps(lambda _document, _id: (), chunker="2", extractor="2"))
    report = newer.repair()
    assert (report.split_again, report.read_again, len(report.finished)) == (4, 4, 4)
    assert record.facts(workspace.id) == ()
    assert newer.repair().is_clean


def test_files_out_of_step(intake: Intake, record: Record, workspace: Workspace, sources: Write) -> None:
    """Files without a document leave; a document without its file is named."""
    report = intake.ingest(workspace.id, sources(TEXTS))
    stray = record.files.folder / "aa" / ("a" * 64 + ".pdf")
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    (record.files.folder / "0123.part").write_bytes(b"half")
    record.files.remove(report.documents[1].sha256)
    repaired = intake.repair()
    assert repaired.files_removed == 2
    assert repaired.files_missing == ("1.md",)
    assert "1.md" in " ".join(repaired.lines())
    assert not stray.exists()


def test_a_stop_is_heeded(intake: Intake, record: Record, vectors: ChromaIndex, workspace: Workspace, sources: Write) -> None:
    """A repair that is stopped says so, and the next one goes on."""
    intake.ingest(workspace.id, sources(TEXTS))
    vectors.delete(workspace.id, vectors.ids(workspace.id))
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    report = intake.repair(should_stop=should_stop)
    assert report.stopped
    assert 0 < report.vectors_added < 8
    assert intake.repair().vectors_added == 8 - report.vectors_added
