"""The record's schema brought up to date; apart from `database`, since alembic takes longer to load than a record to open."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from rag.index.fulltext import create_fulltext
from rag.store.database import writing

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Bring the schema up to date, in one transaction: a migration that fails leaves the record as it was.

    Raises:
        StorageError: a newer version of Groundplan wrote the record.
    """
    with writing(engine) as connection:
        configuration = Config()
        configuration.set_main_option("script_location", str(migrations).replace("%", "%%"))
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
        if connection.dialect.name == "sqlite":
            create_fulltext(connection)
