"""The logo of a workspace: one picture, already decoded and written anew by the step that prints it."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from rag.store.schema import logos


@dataclass(frozen=True, slots=True)
class KeptLogo:
    """A logo as it is kept."""

    name: str  # of the file it came in
    content: bytes  # PNG


def find_logo(connection: Connection, workspace_id: str) -> KeptLogo | None:
    """The workspace's logo; None where it has none."""
    row = connection.execute(select(logos.c.name, logos.c.content).where(logos.c.workspace_id == workspace_id)).first()
    return None if row is None else KeptLogo(row.name, row.content)


def put_logo(connection: Connection, workspace_id: str, logo: KeptLogo, created: str) -> None:
    """Keep a logo in the place of the earlier one."""
    drop_logo(connection, workspace_id)
    values = {"name": logo.name, "content": logo.content, "created": created}
    connection.execute(insert(logos).values(workspace_id=workspace_id, **values))


def drop_logo(connection: Connection, workspace_id: str) -> None:
    """Delete it; nothing where there is none."""
    connection.execute(delete(logos).where(logos.c.workspace_id == workspace_id))
