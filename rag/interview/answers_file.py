"""A YAML list of answers, as the command line takes it: `{question, answer, subject?, by?, at?}`."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from rag.errors import UsageError


class AnswerEntry(BaseModel):
    """One answer of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    question: str  # an id, or the question as a person put it
    answer: str | int | float | bool | list[str]
    subject: str = ""
    by: str = ""
    at: str = Field("", pattern=r"^(?:\d{4}-\d\d-\d\d)?$")  # ISO date on which it was said; "": today

    @property
    def text(self) -> str:
        """The answer as words."""
        if isinstance(self.answer, bool):
            return "yes" if self.answer else "no"
        return ", ".join(self.answer) if isinstance(self.answer, list) else str(self.answer)


def read_answers_file(path: Path) -> tuple[AnswerEntry, ...]:
    """All answers of the file, in order.

    Raises:
        UsageError: the file cannot be read, or is not such a list; the message names the entry.
    """
    form = "a YAML list of {question: …, answer: …}"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}).") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not {form}: {error}") from error
    try:
        return tuple(TypeAdapter(list[AnswerEntry]).validate_python(content or []))
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{path} is not {form}: entry {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
