"""What a line in the conversation wants: an answer from the documents, to answer our question, or a command."""

import re
from enum import StrEnum

from rag.knowledge.intents import IntentTable


class Intent(StrEnum):
    """What to do with a line."""

    ASK = "ask"  # look it up
    TELL = "tell"  # it answers our question, or volunteers something
    DRAFT = "draft"
    SKIP = "skip"
    WHY = "why"
    QUESTIONS = "questions"


def intent_of(text: str, table: IntentTable) -> Intent:
    """The intent of one line, from its form alone: a command, a question mark, a question word, an opening that asks."""
    line = re.sub(r"\s+", " ", text).strip().lower()
    bare = line.rstrip(".!?… ")
    for row in table.rows:
        if bare in row.phrases:
            return Intent(row.id)
    last = re.split(r"(?<=[.!?])\s+", line)[-1]
    if last.endswith("?"):
        return Intent.ASK
    first = re.split(r"[\s,:]+", bare, maxsplit=1)[0]
    starts_as_question = any(first in words for words in table.question_words.values())
    # "Must run on premises" answers; "must it run on premises" asks: without its mark only the unmistakable words count.
    unmistakable = starts_as_question and first not in table.also_statements
    return Intent.ASK if unmistakable or bare.startswith(tuple(f"{opening} " for opening in table.asking)) else Intent.TELL
