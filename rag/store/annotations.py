"""What people wrote into the proposal: kept when it is taken back, too, but counted no longer."""

from sqlalchemy import Connection, insert, select, update

from rag.errors import StorageError
from rag.propose.annotation import Annotation
from rag.store.schema import annotations


def list_annotations(connection: Connection, workspace_id: str) -> tuple[Annotation, ...]:
    """Those that hold, in the order in which they were made."""
    chosen = (annotations.c.workspace_id == workspace_id, annotations.c.is_current)
    rows = connection.execute(select(annotations.c.id, annotations.c.payload).where(*chosen).order_by(annotations.c.id))
    return tuple(Annotation.model_validate({**row.payload, "id": row.id}) for row in rows)


def put_annotation(connection: Connection, workspace_id: str, annotation: Annotation, created: str) -> Annotation:
    """Keep one; it as kept, with its id and time."""
    given = annotation.model_copy(update={"at": annotation.at or created})
    values = {"kind": given.kind, "is_current": True, "payload": given.model_dump(mode="json"), "created": created}
    key = connection.execute(insert(annotations).values(workspace_id=workspace_id, **values)).inserted_primary_key
    return given.model_copy(update={"id": 0 if key is None else int(key[0])})


def withdraw_annotation(connection: Connection, workspace_id: str, id_: int) -> None:
    """Take one back.

    Raises:
        StorageError: there is none with this id that holds.
    """
    chosen = (annotations.c.workspace_id == workspace_id, annotations.c.id == id_, annotations.c.is_current)
    if connection.execute(update(annotations).where(*chosen).values(is_current=False)).rowcount == 0:
        raise StorageError("This was taken back already.")
