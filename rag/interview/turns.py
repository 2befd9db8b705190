"""Which defaults of the Brief carry the recommendation: what would be recommended if one of them were something else.

Each default is tried with every other value that its field or a quick reply knows; values without such a list (amounts, dates)
are left to the levels that they set.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rag.brief.brief import Brief, Status
from rag.interview.value import assume
from rag.knowledge.brief_fields import BriefField, BriefFields
from rag.knowledge.questions import QuestionTable


@dataclass(frozen=True, slots=True)
class Turn:
    """Another value of a default, with which another style leads."""

    value: Any
    style: str  # its code; "" where none is left


Turns = Mapping[
    str, tuple[Turn, ...]
]  # path of a default that was tried → what turns the recommendation, () where nothing does


def find_turns(brief: Brief, lead: Callable[[Brief], str], fields: BriefFields, questions: QuestionTable) -> Turns:
    """What every default with a list of other values could turn.

    Args:
        brief: what is known.
        lead: the code of the style that leads with a brief.
        fields: the table of fields.
        questions: the bank, whose quick replies name values.
    """
    now = lead(brief)
    found: dict[str, tuple[Turn, ...]] = {}
    for path, field in brief.fields.items():
        row = fields.by_path.get(path)
        others = list(_others(row, field.value, questions)) if row and field.status is Status.ASSUMED else []
        if others:
            tried = [Turn(value, lead(assume(brief, {path: value}))) for value in others]
            found[path] = tuple(turn for turn in tried if turn.style != now)
    return found


def _others(row: BriefField, value: Any, questions: QuestionTable) -> Iterator[Any]:
    """The values that a field may have besides its own."""
    seen = [value]
    offered: list[Any] = [not value] if row.type == "flag" else [*row.values]
    if not offered:
        offered = [choice.values[row.path] for one in questions.rows for choice in one.choices if row.path in choice.values]
    for other in offered:
        if other not in seen:
            seen.append(other)
            yield other
