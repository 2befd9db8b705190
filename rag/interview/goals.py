"""A person's words → the goal that they put first."""

import re
from collections.abc import Iterator

from rag.knowledge.goals import GoalTable
from rag.knowledge.replies import ReplyTable

NEAR = 4  # words before a match in which a denial speaks of it


class GoalFinder:
    """Finds goals."""

    def __init__(self, goals: GoalTable, replies: ReplyTable) -> None:
        """`replies` says how parts of an answer are told apart and denied."""
        self._goals = goals
        self._replies = replies

    def first(self, text: str) -> str:
        """The goal that is said first and not denied, as people name first what matters most; "" where none is said."""
        for clause in re.split(self._replies.clauses, text.casefold()):
            found = min(self._said(clause), default=None)
            if found is not None:
                return found[2]
        return ""

    def _said(self, clause: str) -> Iterator[tuple[int, int, str]]:
        """Where each pattern matches, how long (negative), and the goal."""
        for goal, pattern in self._goals.patterns:
            for match in pattern.finditer(clause):
                if not re.search(self._replies.denies, " ".join(clause[: match.start()].split()[-NEAR:])):
                    yield match.start(), match.start() - match.end(), goal
