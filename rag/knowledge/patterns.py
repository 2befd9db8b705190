"""Regular expressions that stand in tables: validated where they are read, compiled where they are used."""

import re
from functools import cache
from typing import Annotated

from pydantic import AfterValidator


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


def _compiles(text: str) -> str:
    text = unfold(text)
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_compiles)]  # a field of a table that holds a regular expression
