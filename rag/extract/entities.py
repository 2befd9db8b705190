"""What an entity is, and text in which entities are replaced by tokens that rules can name.

A rule sees `RTO is ⟦DUR0⟧ and RPO ⟦DUR1⟧`: no digits, no punctuation inside a number, no version tails.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from rag.extract.fact import Scalar
from rag.extract.technologies import Mention


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of normalised text with a value."""

    kind: str  # TECH, REG, PLACE, DATE, DAY, TIMES, MONEY, PCT, SIZE, DUR, NUM
    start: int
    end: int
    text: str
    value: Scalar = None  # seconds, GB, ISO date, ISO 4217 amount, percent, name
    low: float | None = None
    high: float | None = None
    unit: str = ""
    note: str = ""  # DATE: day, month, quarter, year, fiscal_year; DUR: business; PLACE: ISO code
    hedged: bool = False
    mention: Mention | None = None  # TECH

    @property
    def number(self) -> float:
        """The value as a number."""
        return float(self.value) if isinstance(self.value, int | float) else 0.0


@dataclass(frozen=True, slots=True)
class Tagged:
    """Normalised text with tokens in place of its entities."""

    text: str
    plain: str
    entities: tuple[Entity, ...]
    _tag_starts: tuple[int, ...]
    _tag_ends: tuple[int, ...]

    def to_plain(self, offset: int) -> int:
        """The offset in `plain` of an offset in `text`; inside a token, the start of its entity."""
        place = bisect_right(self._tag_starts, offset) - 1
        if place < 0:
            return offset
        if offset < self._tag_ends[place]:
            return self.entities[place].start
        return self.entities[place].end + offset - self._tag_ends[place]

    def to_plain_end(self, offset: int) -> int:
        """The same for an exclusive end: inside or right after a token, the end of its entity."""
        place = bisect_right(self._tag_starts, offset - 1) - 1
        if place < 0:
            return offset
        if offset <= self._tag_ends[place]:
            return self.entities[place].end
        return self.entities[place].end + offset - self._tag_ends[place]

    def at(self, token: str) -> Entity:
        """The entity of a token such as `⟦DUR3⟧`."""
        return self.entities[int("".join(char for char in token if char.isdigit()))]

    def position(self, entity: Entity) -> int:
        """Where the token of `entity` stands in `text`."""
        return self._tag_starts[self.entities.index(entity)]


def tag(plain: str, entities: Iterable[Entity]) -> Tagged:
    """`plain` with tokens; where entities overlap, the first one given wins."""
    chosen: list[Entity] = []
    for entity in entities:
        if all(entity.end <= other.start or entity.start >= other.end for other in chosen):
            chosen.append(entity)
    chosen.sort(key=lambda entity: entity.start)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = length = 0
    for number, entity in enumerate(chosen):
        before = plain[position : entity.start]
        token = f"⟦{entity.kind}{number}⟧"
        parts += [before, token]
        starts.append(length + len(before))
        length += len(before) + len(token)
        ends.append(length)
        position = entity.end
    parts.append(plain[position:])
    return Tagged("".join(parts), plain, tuple(chosen), tuple(starts), tuple(ends))
