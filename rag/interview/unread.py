"""How much of an answer was not read: whether a connected model is worth asking what else it says.

Nothing is left of a quick reply, of not knowing and of skipping. Else an answer is read in part where it fills none of the
fields that were asked for, where it corrects itself, where nothing can be made of one of its clauses, or where a figure of it
stands in no value.
"""

import re
from enum import StrEnum

from rag.extract.normalise import normalise
from rag.interview.question import Question, Reading
from rag.interview.read import AnswerReader
from rag.interview.rests import leaves
from rag.knowledge.questions import QuestionRow, QuestionTable
from rag.knowledge.replies import ReplyTable

FEWEST_WORDS = 3  # of a clause: a shorter one ("thank you") says nothing by itself
SPANS = ("s", "ms", "weeks")  # units of questions for a span of time; elsewhere "in two years" says of when a figure is


class Unread(StrEnum):
    """What of an answer was not read."""

    NOTHING = "nothing"
    PART = "part"
    ALL = "all"


def unread_part(
    reading: Reading, question: Question | None, reader: AnswerReader, questions: QuestionTable, replies: ReplyTable
) -> Unread:
    """How much of an answer was not read.

    Args:
        reading: what was made of it.
        question: what was asked; None for a remark outside any question.
        reader: made the reading.
        questions: the bank.
        replies: how people answer.
    """
    record = reading.record
    settled = record.skipped or record.dont_know or record.accepts
    row = questions.by_id.get(question.id.partition(":")[0]) if question is not None else None
    if settled or not record.text.strip() or _is_quick_reply(record.text, question, row, replies):
        return Unread.NOTHING
    if not record.values:
        return Unread.ALL
    misses = question is not None and bool(question.fields) and not set(question.fields) & set(record.values)
    is_corrected = re.search(replies.correction, record.text, re.IGNORECASE) is not None
    is_part = misses or is_corrected or _has_unread_clause(reading, question, reader, replies)
    return Unread.PART if is_part or _has_unread_figure(reading, question, row, reader) else Unread.NOTHING


def _is_quick_reply(text: str, question: Question | None, row: QuestionRow | None, replies: ReplyTable) -> bool:
    """Whether the words are one of the question's quick replies, or several of a multiple choice."""
    if question is None:
        return False
    labels = {one.label.casefold() for one in question.choices}
    labels |= {one.label.casefold() for one in (row.choices if row else ())}
    bare = text.strip().casefold().rstrip(".")
    parts = [part.strip() for part in re.split(replies.separators, bare)] if question.form == "multi" else []
    return bare in labels or (bool(parts) and all(part in labels for part in parts))


def _has_unread_clause(reading: Reading, question: Question | None, reader: AnswerReader, replies: ReplyTable) -> bool:
    clauses = [one.strip() for one in re.split(replies.clauses, reading.record.text) if len(one.split()) >= FEWEST_WORDS]
    return len(clauses) > 1 and any(reader.read(clause, question).record.is_note for clause in clauses)


def _has_unread_figure(reading: Reading, question: Question | None, row: QuestionRow | None, reader: AnswerReader) -> bool:
    """Whether a figure of the words is in no value that was read."""
    plain = normalise(reading.record.text).text
    held = list(leaves(reading.record.values))
    words = " ".join(str(one) for one in held if isinstance(one, str)).casefold()
    asks_for_span = row is not None and row.unit in SPANS
    for figure in reader.amounts.figures(plain):
        if figure.kind == "DUR" and not asks_for_span:
            continue
        alone = leaves(reader.read(figure.text, question).record.values)
        if figure.value not in held and figure.text.casefold() not in words and not any(one in held for one in alone):
            return True
    return False
