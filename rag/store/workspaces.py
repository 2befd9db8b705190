"""Workspaces: a slug and a title. Nothing of one is ever seen from another."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from rag.errors import UnknownWorkspace, UsageError
from rag.index.fulltext import drop_texts
from rag.retrieve.search import LIBRARY
from rag.store.content import digest
from rag.store.schema import contents, documents, workspaces

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company's or project's own space."""

    id: str  # also the name of its collection in both indexes
    slug: str
    title: str
    created: str  # ISO time


def list_workspaces(connection: Connection) -> tuple[Workspace, ...]:
    """All workspaces, by slug."""
    rows = connection.execute(select(workspaces).where(~workspaces.c.is_hidden).order_by(workspaces.c.slug))
    return tuple(Workspace(row.id, row.slug, row.title, row.created) for row in rows)


def find_workspace(connection: Connection, slug: str) -> Workspace:
    """The workspace with this slug.

    Raises:
        UnknownWorkspace: there is none; the message lists those that exist.
    """
    known = list_workspaces(connection)
    for workspace in known:
        if workspace.slug == slug:
            return workspace
    have = f"There are: {', '.join(workspace.slug for workspace in known)}." if known else "There is none yet."
    raise UnknownWorkspace(
        f'There is no workspace "{slug}". {have} '
        f"`groundplan ingest PATH --workspace {slug}` makes it; `groundplan sample` makes an example."
    )


def put_workspace(connection: Connection, slug: str, title: str, created: str) -> Workspace:
    """Make a workspace, or return the one that has this slug already.

    Raises:
        UsageError: the slug has other signs than small letters, digits and hyphens.
    """
    if not _SLUG.fullmatch(slug):
        raise UsageError(
            f'"{slug}" cannot name a workspace. Use up to 63 small letters, digits and hyphens, a letter or digit first.'
        )
    try:
        return find_workspace(connection, slug)
    except UnknownWorkspace:
        made = Workspace(digest("workspace", slug), slug, title or slug, created)
        row = {"id": made.id, "slug": slug, "title": made.title, "created": created, "is_hidden": False}
        connection.execute(insert(workspaces).values(**row))
        return made


def put_library(connection: Connection, created: str) -> None:
    """Make the hidden workspace that keeps the reference architectures, if it is not there."""
    if connection.execute(select(workspaces.c.id).where(workspaces.c.id == LIBRARY)).first() is None:
        row = {"id": LIBRARY, "slug": f"({LIBRARY})", "title": "Library", "created": created, "is_hidden": True}
        connection.execute(insert(workspaces).values(**row))


def drop_workspace(connection: Connection, workspace_id: str) -> None:
    """Delete a workspace with all that is in it, but for the audit."""
    connection.execute(delete(documents).where(documents.c.workspace_id == workspace_id))
    connection.execute(delete(contents).where(contents.c.workspace_id == workspace_id))
    connection.execute(delete(workspaces).where(workspaces.c.id == workspace_id))
    if connection.dialect.name == "sqlite":
        drop_texts(connection, workspace_id)


def all_collections(connection: Connection) -> tuple[str, ...]:
    """Ids of all workspaces, the library's included, sorted."""
    return tuple(sorted(connection.execute(select(workspaces.c.id)).scalars()))
