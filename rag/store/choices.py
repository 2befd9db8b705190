"""Weights and figures of a person's own: the last one for each id holds, the others are history."""

from sqlalchemy import Connection, insert, select, update

from rag.knowledge.weighing import OwnChoice
from rag.store.schema import own_choices


def list_choices(connection: Connection, workspace_id: str) -> tuple[OwnChoice, ...]:
    """Those that hold, by id."""
    chosen = (own_choices.c.workspace_id == workspace_id, own_choices.c.is_current)
    rows = connection.execute(select(own_choices.c.payload).where(*chosen).order_by(own_choices.c.choice_id))
    return tuple(OwnChoice.model_validate(payload) for payload in rows.scalars())


def put_choice(connection: Connection, workspace_id: str, choice: OwnChoice, created: str) -> None:
    """Keep a choice in the place of the earlier one."""
    drop_choice(connection, workspace_id, choice.id)
    values = {"choice_id": choice.id, "is_current": True, "payload": choice.model_dump(mode="json"), "created": created}
    connection.execute(insert(own_choices).values(workspace_id=workspace_id, **values))


def drop_choice(connection: Connection, workspace_id: str, choice_id: str) -> None:
    """Give a weight or figure back to the tables; the record keeps that it was set."""
    same = (own_choices.c.workspace_id == workspace_id, own_choices.c.choice_id == choice_id)
    connection.execute(update(own_choices).where(*same).values(is_current=False))
