"""Who did what when, and what left the machine. Names, ids and counts only: never a document's text, never a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from rag.store.schema import audit, egress


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done."""

    at: str  # ISO time
    workspace: str  # slug; it outlives the workspace
    who: str
    what: str  # a plain verb phrase: "document deleted"
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One request to a language model."""

    endpoint: str  # without key
    purpose: str
    sent_characters: int
    received_characters: int
    seconds: float
    outcome: str = "done"  # or the code of the error
    at: str = ""  # ISO time; "" when handed in: now
    workspace: str = ""  # slug


def put_audit(connection: Connection, entry: AuditEntry) -> None:
    """Keep an entry."""
    values = {"workspace": entry.workspace, "at": entry.at, "who": entry.who, "what": entry.what, "detail": dict(entry.detail)}
    connection.execute(insert(audit).values(**values))


def list_audit(connection: Connection, workspace: str, limit: int) -> tuple[AuditEntry, ...]:
    """The latest entries of a workspace, newest first."""
    query = select(audit).where(audit.c.workspace == workspace).order_by(audit.c.id.desc()).limit(limit)
    return tuple(AuditEntry(row.at, row.workspace, row.who, row.what, row.detail) for row in connection.execute(query))


def put_call(connection: Connection, call: ModelCall) -> None:
    """Keep what was sent to a model."""
    columns = [column.name for column in egress.c if column.name != "id"]
    connection.execute(insert(egress).values({name: getattr(call, name) for name in columns}))


def list_calls(connection: Connection, workspace: str, limit: int) -> tuple[ModelCall, ...]:
    """The latest calls of a workspace, newest first."""
    query = select(egress).where(egress.c.workspace == workspace).order_by(egress.c.id.desc()).limit(limit)
    return tuple(
        ModelCall(
            endpoint=row.endpoint,
            purpose=row.purpose,
            sent_characters=row.sent_characters,
            received_characters=row.received_characters,
            seconds=row.seconds,
            outcome=row.outcome,
            at=row.at,
            workspace=row.workspace,
        )
        for row in connection.execute(query)
    )
