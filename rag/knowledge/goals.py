"""How people say what they want most: `goals.yaml`."""

import re
from functools import cached_property

from pydantic import ConfigDict, model_validator

from rag.knowledge.facts import expand
from rag.knowledge.patterns import any_case
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class Goal(KnowledgeRow):
    """A goal, as a value of `objective.primary`, and patterns with placeholders that say it."""

    goal: str
    says: tuple[str, ...]


class GoalTable(KnowledgeTable):
    """The table."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,), defer_build=True)

    lists: dict[str, str]
    goals: tuple[Goal, ...]

    @model_validator(mode="after")
    def _all_compile(self) -> "GoalTable":
        for row in self.goals:
            for pattern in row.says:
                try:
                    any_case(expand(pattern, self.lists))
                except (re.error, KeyError) as error:
                    raise ValueError(f"{row.goal}: {error}") from error
        return self

    @cached_property
    def patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Goal and what says it, compiled."""
        return tuple((row.goal, any_case(expand(pattern, self.lists))) for row in self.goals for pattern in row.says)


def load_goals() -> GoalTable:
    """The goals.

    Raises:
        KnowledgeError: the table is missing or faulty.
    """
    return read_table("goals", GoalTable)
