"""Questions, and what was understood of an answer."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rag.brief.brief import AnswerRecord
from rag.ground.citation import Citation

_FROZEN = ConfigDict(frozen=True, defer_build=True)


class Choice(BaseModel):
    """A quick reply."""

    model_config = _FROZEN

    label: str
    values: dict[str, Any] = {}  # field path → value that it sets


class Question(BaseModel):
    """A question as it is asked now."""

    model_config = _FROZEN

    id: str  # Q09; for a conflict "Q24:<conflict id>", for a confirmation "Q71:<constraint or field>"
    subject: str = ""  # the system it is about, where the question is asked once per system
    topic: str = ""
    text: str
    why: str  # what the answer can change, in words
    form: Literal["choice", "multi", "number", "date", "text", "yes_no", "rank"]
    choices: tuple[Choice, ...] = ()
    fields: tuple[str, ...] = ()  # brief paths it fills
    prefill: Any = None  # value found in a document, to confirm
    citations: tuple[Citation, ...] = ()  # where the prefilled values stand
    value: float = 0.0  # Q(q): expected decision change and bonuses
    changes: dict[str, float] = {}  # decision component → probability that the answer changes it


class Understood(BaseModel):
    """One field that an answer filled."""

    model_config = _FROZEN

    field: str
    label: str
    value: Any
    unit: str = ""
    shown: str  # "2,000 users at once"
    words: str = ""  # of a suggestion: those of the answer on which it rests


class Refused(BaseModel):
    """What a connected model read in an answer and was not let through."""

    model_config = _FROZEN

    field: str  # path; "" where it is none
    reason: str  # "a figure that is not in your words"


class Reading(BaseModel):
    """What was made of one answer."""

    model_config = _FROZEN

    question: str  # question id, "" for free text outside any question
    record: AnswerRecord
    understood: tuple[Understood, ...] = ()
    not_understood: str = ""  # the part nothing was made of
    message: str = ""  # one line for the person
    suggested: tuple[Understood, ...] = ()  # what a connected model reads in it, for the person to accept
    refused: tuple[Refused, ...] = ()  # what it read and was not let through
    asked: str = ""  # "done" where a model was asked, or the code of the error; "" where none was
