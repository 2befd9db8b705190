"""One turn of the conversation, as the record keeps it and the page draws it."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from rag.answer.answer import Answer
from rag.interview.question import Question, Reading


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said."""

    role: Literal["user", "groundplan"]
    text: str  # plain text; for an answer its sentences with markers
    at: str = ""  # ISO time, UTC
    answer: Answer | None = None  # groundplan: from the documents
    readings: tuple[Reading, ...] = ()  # groundplan: what was understood
    changed: str = ""  # groundplan: what the answer changed in the recommendation
    question: Question | None = None  # groundplan: what is asked next


_TURN = TypeAdapter(Turn)


def turn_to_json(turn: Turn) -> dict[str, Any]:
    """A turn as JSON values."""
    dumped: dict[str, Any] = _TURN.dump_python(turn, mode="json")
    return dumped


def turn_from_json(payload: dict[str, Any]) -> Turn:
    """The turn that `turn_to_json` wrote."""
    return _TURN.validate_python(payload)
