"""How many programs today's system is made of → its style, where it is told by nothing but that."""

import re
from collections.abc import Callable, Sequence

from rag.extract.entities import Entity
from rag.extract.normalise import normalise
from rag.knowledge.replies import Spoken

ONE, SEVERAL = "LY", "SB"  # one program; a few, each with much of its own
MOST = 30  # programs: of more of them, each is small


class ProgramReader:
    """Reads how many programs there are."""

    def __init__(self, spoken: Spoken, figures: Callable[[str], Sequence[Entity]]) -> None:
        """`figures`: those of words, "one" among them."""
        self._figures = figures
        self._program = re.compile(rf"\s*(?:[^\W\d]+\s+)?(?:{spoken.programs})(?!\w)", re.IGNORECASE)
        self._each = re.compile(rf"\s*(?:{spoken.per})(?!\w)", re.IGNORECASE)

    def style(self, text: str) -> str:
        """The code of the style; "" where no programs are counted, or so many for each of something."""
        plain = normalise(text).text
        found = [
            (one.number, match.end() + one.end)
            for one in self._figures(plain)
            if one.kind == "NUM" and (match := self._program.match(plain[one.end :])) is not None
        ]
        if len(found) != 1 or self._each.match(plain[found[0][1] :]):
            return ""
        many = found[0][0]
        return ONE if many == 1 else SEVERAL if 1 < many <= MOST else ""
