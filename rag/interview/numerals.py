"""Numbers in words that make up one number: “four hundred”, “a hundred and twenty”, “siete millones ochocientos”.

In: the amounts of a text, in the order in which they stand. Out: the same, those that are one joined.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rag.extract.entities import Entity
from rag.knowledge.replies import Spoken

THOUSAND, MILLION = 1000, 1_000_000
_TIMES = (100, 1000)
_STEPS = (1_000_000, 1000, 100)


class Numerals:
    """Joins them."""

    def __init__(self, spoken: Spoken) -> None:
        """`spoken`: what may stand between two parts of a number, and “and a half”."""
        self._joins = re.compile(rf"\s*-?\s*(?:{spoken.joins})?\s*", re.IGNORECASE)
        self.half = re.compile(rf"\s+(?:{spoken.and_a_half})(?!\w)", re.IGNORECASE)

    def whole(self, found: Iterable[Entity], text: str) -> list[Entity]:
        """The amounts, those in words that are parts of one number joined; “and a half” on top of millions and thousands."""
        amounts = sorted(found, key=lambda entity: entity.start)
        for rule in (_of_thousands, _added):
            amounts = self._joined(amounts, text, rule)
        return [self._and_a_half(one, text) for one in amounts]

    def _joined(self, found: Sequence[Entity], text: str, rule: Callable[[float, float], float | None]) -> list[Entity]:
        """The amounts, those in words that a rule makes one number of joined."""
        joined: list[Entity] = []
        for entity in found:
            last = joined[-1] if joined else None
            whole = rule(last.number, entity.number) if last is not None and self._is_one(last, entity, text) else None
            if last is not None and whole is not None:
                joined[-1] = replace(entity, value=whole, start=last.start, text=text[last.start : entity.end])
            else:
                joined.append(entity)
        return joined

    def _is_one(self, last: Entity, entity: Entity, text: str) -> bool:
        """Whether two amounts may be parts of one number: in words, and nothing but an “and” between them."""
        in_words = not re.search(r"\d", entity.text if entity.number in _TIMES else f"{last.text}{entity.text}")
        is_near = self._joins.fullmatch(text[last.end : entity.start]) is not None
        return in_words and is_near and last.kind == "NUM" and entity.kind in ("NUM", "MONEY")

    def _and_a_half(self, entity: Entity, text: str) -> Entity:
        """“Two million and a half”: half of what is counted comes on top."""
        match = self.half.match(text[entity.end :]) if entity.kind == "NUM" else None
        size = next((size for size in (MILLION, THOUSAND) if entity.number >= size and entity.number % size == 0), 0)
        if match is None or not size:
            return entity
        return replace(entity, value=entity.number + size / 2, end=entity.end + match.end())


def _of_thousands(high: float, low: float) -> float | None:
    """Hundreds before thousands are of them: “three hundred and fifty thousand”; “four hundred” is four times as many."""
    if low in _TIMES and high < low:
        return high * low
    size = next((size for size in (MILLION, THOUSAND) if low % size == 0 and size <= low < 100 * size), 0)
    return high * size + low if size and high < THOUSAND and high % 100 == 0 else None


def _added(high: float, low: float) -> float | None:
    """A round number and what comes on top.

    Behind millions hundreds are thousands, and a digit hundreds of thousands, as people say them: “siete millones
    ochocientos”, “deux millions trois”.
    """
    if high >= MILLION and high % MILLION == 0 and low < THOUSAND:
        return high + low * (THOUSAND if low % 100 == 0 else MILLION / 10 if low < 10 else 1)
    step = next((size for size in _STEPS if high >= size and high % size == 0), 0)
    return high + low if low < step else None
