"""The schema: from nothing, from the first release, from the future, and what happens when a step fails."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from rag.errors import DataDirectoryLocked, StorageError
from rag.extract.fact import FactState
from rag.index.chroma import ChromaIndex
from rag.index.hashing import HashingEmbedder
from rag.store.database import open_engine, revision
from rag.store.intake import Intake
from rag.store.lock import lock_data_directory
from rag.store.record import Record
from rag.store.schema import HEAD, metadata
from rag.store.upgrade import MIGRATIONS, upgrade
from tests.store.parts import steps

FIRST = Path(__file__).parent / "data" / "record-0001.sql"
NEXT = '''"""A step of the future."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column."""
    op.add_column("documents", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    {then}
'''


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A data directory as the first release left it: a document in two versions, a copy, a decision, an answer, a message."""
    folder = tmp_path / "first"
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(folder / "record.db")) as database:
        database.executescript(FIRST.read_text(encoding="utf-8"))
    return folder


def test_the_migrations_make_the_schema(record: Record) -> None:
    """The tables that the migrations make are those that the code expects, and the last migration is the expected one."""
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(configuration).get_current_head() == HEAD
    with record.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    ours = [difference for difference in differences if "fulltext_" not in repr(difference)]
    assert ours == []


def test_a_record_of_the_first_release(first: Path) -> None:
    """It is upgraded when it is opened; everything in it is there, and repair makes its indexes."""
    embedder = HashingEmbedder()
    with Record.open(first) as record:
        workspace = record.workspace("default")
        listed = {(found.name, found.version): found for found in record.documents(workspace.id)}
        assert sorted(listed) == [("copy.md", 1), ("policy.md", 1), ("policy.md", 2)]
        assert listed["copy.md", 1].copy_of == listed["policy.md", 2].id
        (fact,) = record.facts(workspace.id)
        assert (fact.statement, fact.state) == ("The ERP must be back within 9 hours.", FactState.CONFIRMED)
        assert "4 hours" in (record.page_text(workspace.id, listed["policy.md", 1].sha256, 0) or "")
        assert [answer.text for answer in record.answers(workspace.id)] == ["9 hours"]
        assert [message.payload for message in record.messages(workspace.id)] == [{"question": "Q09"}]
        with contextlib.closing(ChromaIndex(first / "chroma", embedder.fingerprint, embedder.dimension)) as vectors:
            intake = Intake(record, vectors, embedder, steps())
            assert intake.repair().vectors_added > 0
            assert record.texts.search(workspace.id, "ERP", 5)
            assert intake.repair().texts_added == 0


def test_a_record_from_the_future_is_refused(record: Record, data_dir: Path) -> None:
    """An older program does not touch a newer record, and says to update."""
    with record.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="Update Groundplan"):
        Record.open(data_dir)


@pytest.mark.parametrize("then", ["pass", "raise ValueError('no')"])
def test_a_step_is_whole_or_nothing(first: Path, tmp_path: Path, then: str) -> None:
    """A later migration keeps what is there; one that fails half-way leaves the record as it was."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "versions" / "9999_next.py").write_text(NEXT.format(head=HEAD, then=then), encoding="utf-8")
    engine = open_engine(first)
    if then == "pass":
        upgrade(engine, folder)
    else:
        with pytest.raises(ValueError, match="no"):
            upgrade(engine, folder)
    assert revision(engine) == ("9999" if then == "pass" else "0001")
    engine.dispose()
    with contextlib.closing(sqlite3.connect(first / "record.db")) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(documents)")]
        assert ("note" in columns) == (then == "pass")
        assert database.execute("SELECT count(*) FROM documents").fetchone() == (3,)


def test_reading_upgrades_under_the_lock(tmp_path: Path) -> None:
    """A command that only reads makes or upgrades the record only when nobody else works in the directory."""
    with lock_data_directory(tmp_path / "held"), pytest.raises(DataDirectoryLocked):
        Record.open(tmp_path / "held", read_only=True)
    with Record.open(tmp_path / "free", read_only=True) as record:
        assert record.workspaces() == ()
