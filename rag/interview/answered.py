"""What people answered, as the proposal sees it: what a question asked, in words, and whether anything could be made of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rag.brief.brief import AnswerRecord, Brief, Provenance
from rag.knowledge.questions import QuestionTable

FIELD = "field:"  # how the question of a value begins that was set without one
CONFIRM, SETTLE = "Q71", "Q24"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer."""

    question: str  # id
    asked: str  # what it asked; of a confirmation, what was to be confirmed
    fields: tuple[str, ...]  # brief paths that it asks for
    read: frozenset[str]  # those that the answer filled
    source: Provenance
    is_unread: bool = False  # something was said, and nothing could be made of it
    is_unknown: bool = False  # the answer was that one does not know


def list_answers(
    answers: Iterable[AnswerRecord],
    brief: Brief,
    table: QuestionTable,
    show: Callable[[str, Any], str],
    labels: Mapping[str, str],
    knows_not: Callable[[AnswerRecord], bool],
) -> Iterator[Answered]:
    """Every answer that holds, with what was asked.

    Args:
        answers: in order.
        brief: what followed from them.
        table: the question bank.
        show: renders a value of a field for a person.
        labels: what a person calls a field.
        knows_not: whether the words of an answer say that one does not know.
    """
    for record in answers:
        head, _, key = record.question.partition(":")
        row = table.by_id.get(head)
        if not head or record.question.startswith(FIELD) or row is None or record.skipped:
            continue
        fields = row.fields
        if head == CONFIRM:
            fields = (key,) if key in brief.fields else ()
            told = next((one.text for one in brief.constraints if one.id == key), "")
            value = record.values.get(key, brief.value(key))
            asked = told or (f"{labels.get(key, key)}: {show(key, value)}" if fields and value is not None else "")
            asked = f"to confirm “{asked.rstrip('. ')}”" if asked else ""
        elif head == SETTLE:
            fields = next(((one.field,) for one in brief.conflicts if one.id == key), ())
            asked = f"to settle {', '.join(labels.get(path, path) for path in fields)}" if fields else ""
        else:
            asked = row.text.replace("{system}", record.subject or key)
        nothing = not (record.values or record.accepts or record.suggested) and bool(record.text.strip())
        unknown = nothing and knows_not(record)
        read = frozenset(record.values)
        yield Answered(record.question, asked, fields, read, record.source(""), nothing and not unknown, unknown)
