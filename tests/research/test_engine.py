"""The engine after a change of the embedding model: the earlier one answers until the new one's vectors are made."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from rag.errors import ModelError, RagError
from rag.index.chroma import ChromaIndex
from rag.index.embedder import Vectors
from rag.index.hashing import HashingEmbedder
from rag.index.profile import Profile
from rag.ingest.workers import Source
from rag.research.engine import Engine, Meaning
from rag.retrieve.passage import SearchResult
from rag.retrieve.search import Searcher
from rag.store.intake import Intake
from rag.store.record import Record
from rag.store.steps import Steps
from tests.store.parts import steps

TEXTS = {
    "policy.md": "# Recovery\n\nThe ledger must be restored within 4 hours.\n\n## Backups\n\nA backup is made each night.\n",
    "runbook.md": "# Runbook\n\nThe cluster in Frankfurt must be restarted by hand.\n",
}
QUERY = "cluster in Frankfurt"


class GatedEmbedder(HashingEmbedder):
    """Another model, which embeds passages once it may, and so many."""

    def __init__(self, fails: bool = False) -> None:
        super().__init__(128)
        self.may_go_on = threading.Event()
        self.fails = fails
        self.made = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `HashingEmbedder`."""
        assert self.may_go_on.wait(30)
        if self.fails:
            raise ModelError("The embedding model's process ended twice.")
        self.made += len(texts)
        return super().encode(texts)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record with two documents and the earlier model's vectors of them."""
    with Record.open(tmp_path / "data") as opened:
        workspace = opened.create_workspace("default", "Northgate").id
        before = HashingEmbedder()
        with closing(ChromaIndex(tmp_path / "chroma", before.fingerprint, before.dimension)) as vectors:
            Intake(opened, vectors, before, steps()).ingest(workspace, written(tmp_path, TEXTS))
        yield opened


def written(folder: Path, texts: dict[str, str]) -> list[Source]:
    """Files on the disk."""
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [Source(name, folder / name) for name in texts]


@contextmanager
def renewing(record: Record, folder: Path, embedder: GatedEmbedder, cut: Steps, done: Callable[[], None]) -> Iterator[Engine]:
    """The engine with another model, its renewal begun."""
    before = HashingEmbedder()
    vectors = ChromaIndex(folder / "chroma", embedder.fingerprint, embedder.dimension)
    former = Meaning(before, vectors.of(before.fingerprint, before.dimension), Profile())
    engine = Engine(Intake(record, vectors, embedder, cut, batch=1), Meaning(embedder, vectors, Profile()), None, done)
    engine.open(former)
    try:
        yield engine
    finally:
        embedder.may_go_on.set()
        engine.close()


def search(engine: Engine, record: Record, query: str = QUERY) -> SearchResult:
    """What the engine finds now."""
    workspace, serving = record.workspaces()[0].id, engine.serving
    return Searcher(
        embedder=serving.embedder,
        vectors=serving.vectors,
        texts=record.texts,
        chunks=record.chunks(workspace),
        note=engine.note,
    ).search(query, workspace, top_k=5)


@pytest.mark.parametrize("chunker", ["1", "2"])
def test_the_earlier_model_answers_until_the_vectors_are_made(record: Record, tmp_path: Path, chunker: str) -> None:
    """By meaning, and the result says so; cut alike or anew, what was made is the chosen model's afterwards, and its alone."""
    embedder, told = GatedEmbedder(), []
    with renewing(record, tmp_path, embedder, steps(chunker=chunker), lambda: told.append(True)) as engine:
        meanwhile = search(engine, record)
        assert meanwhile.note.startswith("The earlier embedding model answers")
        assert meanwhile.passages[0].document == "runbook.md"
        assert meanwhile.passages[0].dense > 0.1
        assert not told
        embedder.may_go_on.set()
        engine.wait()
        assert embedder.made == 3
        after = search(engine, record)
        assert told == [True]
        assert (after.note, after.ready, after.passages[0].document) == ("", True, "runbook.md")
        (check,) = engine.intake.check()
        assert check.is_sound
    before = HashingEmbedder()
    with closing(ChromaIndex(tmp_path / "chroma", before.fingerprint, before.dimension)) as vectors:
        assert vectors.ids(record.workspaces()[0].id) == set()


def test_documents_come_and_go_meanwhile(record: Record, tmp_path: Path) -> None:
    """A new document goes first, one that is deleted leaves both models' vectors, and the rest is made afterwards."""
    embedder, workspace = GatedEmbedder(), record.workspaces()[0].id
    with renewing(record, tmp_path, embedder, steps(), lambda: None) as engine:
        runbook = next(one.id for one in record.documents(workspace) if one.name == "runbook.md")
        ids = set(record.chunks(workspace).chunk_ids(workspace, [runbook]))
        going = threading.Thread(target=engine.intake.remove, args=(runbook,))
        going.start()
        embedder.may_go_on.set()
        going.join(30)
        assert not ids & {passage.chunk_id for passage in search(engine, record).passages}
        engine.intake.ingest(workspace, written(tmp_path, {"late.md": "# Late\n\nThe shop must open at nine.\n"}))
        assert search(engine, record, "shop open at nine").passages[0].document == "late.md"
        engine.wait()
        assert {passage.document for passage in search(engine, record).passages} == {"policy.md", "late.md"}
        (check,) = engine.intake.check()
        assert check.is_sound


def test_what_was_made_before_a_stop_is_not_made_again(record: Record, tmp_path: Path) -> None:
    """Closed half-way, the earlier model serves again, and only what is missing is embedded."""
    first, told = GatedEmbedder(), []
    with renewing(record, tmp_path, first, steps(), lambda: told.append(True)) as engine:
        engine._closing.set()
    assert not told
    second = GatedEmbedder()
    with renewing(record, tmp_path, second, steps(), lambda: told.append(True)) as engine:
        assert search(engine, record).note
        second.may_go_on.set()
        engine.wait()
    assert told
    assert first.made + second.made == 3


def test_a_model_that_fails_leaves_the_earlier_one(record: Record, tmp_path: Path) -> None:
    """The reason is told with every result, and nothing is lost."""
    embedder = GatedEmbedder(fails=True)
    embedder.may_go_on.set()
    with renewing(record, tmp_path, embedder, steps(), lambda: None) as engine:
        with pytest.raises(RagError, match="ended twice"):
            engine.wait()
        found = search(engine, record)
        assert "stopped (The embedding model's process ended twice.)" in found.note
        assert found.passages[0].document == "runbook.md"
        assert found.passages[0].dense > 0.1
