"""The record's database: connections that are safe to share, and which schema it has.

In: a data directory, or a database URL. Out: an engine whose transactions really begin where they are opened. Everything that
is special about SQLite stands here: write-ahead log, foreign keys, overwriting what is deleted, waiting for a writer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from rag.errors import StorageError
from rag.store.schema import HEAD

FILE = "record.db"
_WRITES = "writes"
_BUSY_MS = 15_000  # how long one writer waits for another
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was reported as done survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # deleted text is overwritten, not only forgotten
    "PRAGMA temp_store = MEMORY",  # no text in temporary files
    "PRAGMA cache_size = -32000",  # kB
)


def open_engine(data_dir: Path, url: str = "") -> Engine:
    """An engine on the record in `data_dir`, or at `url`.

    Raises:
        StorageError: the folder cannot be made.
    """
    if not url:
        try:
            data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StorageError(
                f"The data directory {data_dir} cannot be made ({error.strerror}). Choose another with --data-dir."
            ) from error
    engine = create_engine(url or f"sqlite:///{data_dir / FILE}")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Set up one SQLite connection; transactions are begun by `_begin`, never by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin; a writer takes its place at once, so that it never has to give up half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the record from its first statement on."""
    with _translated(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction: all of it is kept, or nothing."""
    with _translated(engine), engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def _translated(engine: Engine) -> Iterator[None]:
    """The database's errors as ours."""
    try:
        yield
    except SQLAlchemyError as error:
        place = engine.url.database or engine.url.render_as_string()
        raise StorageError(
            f"The record {place} cannot be used: {getattr(error, 'orig', None) or type(error).__name__}. "
            "See to free disk space and access rights; if it is damaged, restore a backup (docs/operations.md)."
        ) from error


def revision(engine: Engine) -> str:
    """The migration the database stands at; "" for a new one."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def refuse_newer(engine: Engine, found: str) -> None:
    """Refuse a record that this code is too old for.

    Raises:
        StorageError: it is.
    """
    if found > HEAD:
        raise StorageError(
            f"The record {engine.url.database} was written by a newer version of Groundplan (schema {found}, this one knows "
            f"{HEAD}). Update Groundplan, or choose another data directory with --data-dir."
        )


def sweep(engine: Engine) -> bool:
    """Let go of what the write-ahead log still holds of deleted text; False when a reader is in the way."""
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        raw.close()
    return not busy
