"""What was said: messages, answers to questions, and briefs handed in as files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from rag.brief.brief import AnswerRecord
from rag.errors import StorageError
from rag.store.schema import answers, brief_imports, messages


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation."""

    id: int
    role: str
    text: str
    payload: Mapping[str, Any]  # what the page needs to draw it again
    created: str  # ISO time


@dataclass(frozen=True, slots=True)
class BriefImport:
    """A brief that was handed in as a file."""

    name: str
    payload: Mapping[str, Any]
    created: str  # ISO time


def list_messages(connection: Connection, workspace_id: str) -> tuple[Message, ...]:
    """The conversation, first to last."""
    query = select(messages).where(messages.c.workspace_id == workspace_id).order_by(messages.c.id)
    return tuple(Message(row.id, row.role, row.text, row.payload, row.created) for row in connection.execute(query))


def put_message(connection: Connection, workspace_id: str, message: Message) -> Message:
    """Keep a message, new when its id is 0, else in the place of the one with that id.

    Raises:
        StorageError: the workspace has no message with that id.
    """
    values = {"role": message.role, "text": message.text, "payload": dict(message.payload)}
    if message.id == 0:
        row = insert(messages).values(workspace_id=workspace_id, created=message.created, **values)
        key = connection.execute(row).inserted_primary_key
        return Message(0 if key is None else int(key[0]), message.role, message.text, message.payload, message.created)
    place = (messages.c.id == message.id, messages.c.workspace_id == workspace_id)
    if connection.execute(update(messages).where(*place).values(**values)).rowcount == 0:
        raise StorageError(f"There is no message {message.id} in this conversation.")
    return message


def clear_messages(connection: Connection, workspace_id: str) -> None:
    """Forget the conversation; answers stay."""
    connection.execute(delete(messages).where(messages.c.workspace_id == workspace_id))


def list_answers(connection: Connection, workspace_id: str) -> tuple[AnswerRecord, ...]:
    """The answers that hold, in the order in which their questions were first answered."""
    chosen = (answers.c.workspace_id == workspace_id, answers.c.is_current)
    rows = connection.execute(select(answers.c.payload).where(*chosen).order_by(answers.c.ordinal))
    return tuple(AnswerRecord.model_validate(payload) for payload in rows.scalars())


def put_answer(connection: Connection, workspace_id: str, answer: AnswerRecord, created: str) -> AnswerRecord:
    """Keep an answer in the place of an earlier one to the same question; the one that now holds.

    The same answer again changes nothing, not even its date.
    """
    key = _answer_key(answer)
    same = (answers.c.workspace_id == workspace_id, answers.c.key == key, answers.c.is_current)
    payload = connection.execute(select(answers.c.payload).where(*same)).scalar()
    held = None if payload is None else AnswerRecord.model_validate(payload)
    if held is not None and _undated(held) == _undated(answer):
        return held
    connection.execute(update(answers).where(*same).values(is_current=False))
    values = {"key": key, "is_current": True, "payload": answer.model_dump(mode="json"), "created": created}
    connection.execute(insert(answers).values(workspace_id=workspace_id, **values))
    return answer


def _undated(answer: AnswerRecord) -> dict[str, Any]:
    return answer.model_dump(mode="json", exclude={"at"})


def withdraw_answer(connection: Connection, workspace_id: str, answer: AnswerRecord) -> None:
    """Take an answer back; the record keeps that it was given."""
    same = (answers.c.workspace_id == workspace_id, answers.c.key == _answer_key(answer))
    connection.execute(update(answers).where(*same).values(is_current=False))


def answer_history(connection: Connection, workspace_id: str) -> tuple[AnswerRecord, ...]:
    """Every answer ever given, first to last."""
    query = select(answers.c.payload).where(answers.c.workspace_id == workspace_id).order_by(answers.c.ordinal)
    return tuple(AnswerRecord.model_validate(payload) for payload in connection.execute(query).scalars())


def list_brief_imports(connection: Connection, workspace_id: str) -> tuple[BriefImport, ...]:
    """Briefs handed in, first to last."""
    query = select(brief_imports).where(brief_imports.c.workspace_id == workspace_id).order_by(brief_imports.c.ordinal)
    return tuple(BriefImport(row.name, row.payload, row.created) for row in connection.execute(query))


def put_brief_import(connection: Connection, workspace_id: str, given: BriefImport) -> None:
    """Keep a brief that was handed in; the same one again changes nothing."""
    if any((held.name, held.payload) == (given.name, given.payload) for held in list_brief_imports(connection, workspace_id)):
        return
    values = {"name": given.name, "payload": dict(given.payload), "created": given.created}
    connection.execute(insert(brief_imports).values(workspace_id=workspace_id, **values))


def _answer_key(answer: AnswerRecord) -> str:
    """What an answer is an answer to; a remark outside any question is only replaced by itself."""
    words = "" if answer.question else answer.text
    parts = (answer.question, answer.subject.casefold(), answer.accepts, words)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
