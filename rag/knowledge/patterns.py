"""Regular expressions that stand in tables: validated where they are read, compiled where they are used.

Those of our own tables are validated by the tests: they are part of the program, and every process would do it again.
"""

import re
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

OURS = {"ours": True}  # context of the validation of a table that the tests have validated


def unfold(text: str) -> str:
    """A pattern that YAML folded over several lines, as one line: blanks after `|` are layout, not text."""
    return re.sub(r"(?<=\|)\s+", "", text).strip()


@cache
def any_case(text: str) -> re.Pattern[str]:
    """The pattern without regard to case; compiling those of all rules takes a second, once.

    Raises:
        re.error: it is not a regular expression.
    """
    return re.compile(text, re.IGNORECASE)


def is_ours(info: ValidationInfo) -> bool:
    """Whether the table that is read is one of ours."""
    return info.context == OURS


def _compiles(text: str, info: ValidationInfo) -> str:
    text = unfold(text)
    if is_ours(info):
        return text
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_compiles)]  # a field of a table that holds a regular expression
