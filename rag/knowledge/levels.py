"""How what is known becomes demand and capability levels: `cutpoints.yaml`."""

from bisect import bisect_right
from math import ceil
from typing import Any, Literal

from pydantic import Field

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class Part(KnowledgeRow):
    """One reading and the scale that turns it into a level."""

    reading: str
    scale: Literal["ascending", "descending", "named", "steps", "level"]
    cuts: tuple[float, ...] = ()
    names: dict[str, int] = {}
    said: dict[str, str] = {}  # name → as it stands in the reason, where it is a code
    steps: tuple[tuple[float, int], ...] = ()  # (at most, level)
    otherwise: int | None = None  # level of a name or value that the scale does not list
    divide_up: float = 0.0  # people per team: the value is divided and rounded up first
    money: bool = False  # the reading is an amount in the table's currency: told in the company's
    reason: str  # "{value} engineers"; {currency} where it is money
    at_least: str = ""  # a higher level in the user's units; {cut}, {people}
    below: str = ""  # a lower one

    def level(self, value: Any, lowest: int) -> int | None:
        """The level of `value`; None when the scale does not know it."""
        if self.scale == "ascending":
            number = ceil(max(float(value), 1) / self.divide_up) if self.divide_up else float(value)
            return lowest + bisect_right(self.cuts, number)
        if self.scale == "descending":
            return 1 + sum(1 for cut in self.cuts if float(value) < cut)
        if self.scale == "steps":
            return next((level for limit, level in self.steps if float(value) <= limit), self.otherwise)
        if self.scale == "named":
            names = [value] if isinstance(value, str) else list(value)
            found = [level for name in names if (level := self.names.get(str(name), self.otherwise)) is not None]
            return max(found, default=self.otherwise)
        return round(float(value))


class Plus(KnowledgeRow):
    """Adds to the level while its condition holds over readings and earlier levels."""

    when: Condition
    add: int
    reason: str


class Floor(KnowledgeRow):
    """The level is at least this while its condition holds."""

    when: Condition
    level: int
    reason: str


class LevelRow(KnowledgeRow):
    """One demand or capability."""

    code: str
    name: str
    about: str
    iso: str = ""  # ISO/IEC 25010:2023
    lowest: int = 1
    unknown: int  # level while nothing is known
    unknown_at_most: str = ""  # and no higher than this other level
    base: int | None = None  # where counting starts when there are no parts
    needs: tuple[str, ...] = ()  # with `base`: readings of which one has to be known
    parts: tuple[Part, ...] = ()
    plus: tuple[Plus, ...] = ()
    floors: tuple[Floor, ...] = ()
    phrases: dict[int, str] = Field(default_factory=dict)  # level → in words, where no cut says it


class LevelTable(KnowledgeTable):
    """`cutpoints.yaml`, each row after those its conditions name."""

    currency: str  # of the amounts
    growth: tuple[str, ...]  # codes of levels that rise of themselves
    demands: tuple[LevelRow, ...]
    capabilities: tuple[LevelRow, ...]
