"""Folders that are kept in step with a workspace, as they were asked for."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from rag.store.schema import watched_folders


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """A folder whose files come in as they appear and change."""

    path: str
    sets_aside: bool  # documents whose file is gone


def list_folders(connection: Connection, workspace_id: str) -> tuple[KeptFolder, ...]:
    """The folders of a workspace, by path."""
    chosen = watched_folders.c.workspace_id == workspace_id
    query = select(watched_folders).where(chosen).order_by(watched_folders.c.path)
    return tuple(KeptFolder(row.path, row.sets_aside) for row in connection.execute(query))


def put_folder(connection: Connection, workspace_id: str, folder: KeptFolder) -> None:
    """Keep a folder, in the place of the same one before."""
    drop_folder(connection, workspace_id, folder.path)
    values = {"workspace_id": workspace_id, "path": folder.path, "sets_aside": folder.sets_aside}
    connection.execute(insert(watched_folders).values(**values))


def drop_folder(connection: Connection, workspace_id: str, path: str) -> None:
    """Forget a folder; its documents stay."""
    chosen = (watched_folders.c.workspace_id == workspace_id, watched_folders.c.path == path)
    connection.execute(delete(watched_folders).where(*chosen))
