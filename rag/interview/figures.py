"""The figures of an answer: amounts, numbers in words, dates and times of day, and what the words beside one make of it."""

import re
from collections.abc import Iterator

from rag.extract.amounts import AmountFinder
from rag.extract.entities import Entity
from rag.extract.moments import MomentFinder
from rag.interview.numerals import THOUSAND, Numerals
from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken

HOURS = 24  # of a day
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?!\d|[.,]\d|\s*(?:%|[GTKMP]i?B|[GTKMP]o\b|s\b|ms\b))")


class FigureFinder:
    """Finds them."""

    def __init__(self, quantities: Quantities, spoken: Spoken) -> None:
        """`spoken`: the words by which a figure is told to be a time of day, a bare one, or one on top."""
        self.number_words = {word: value for words in quantities.number_words.values() for word, value in words.items()}
        self.moments = MomentFinder(quantities)
        self.numerals = Numerals(spoken)
        self._amounts = AmountFinder(quantities)
        self._clock_before = re.compile(rf"(?:{spoken.clock_before})\s+$", re.IGNORECASE)
        self._clock_behind = re.compile(rf"\s*(?:{spoken.clock_behind})", re.IGNORECASE)
        self._alone = re.compile(spoken.bare_behind, re.IGNORECASE)
        self._more_before = re.compile(rf"(?<!\w)(?:{spoken.more_before})\W+(?:\w+\W+)?$", re.IGNORECASE)
        self._more_behind = re.compile(rf"\s*(?:{spoken.more_behind})(?!\w)", re.IGNORECASE)

    def all(self, plain: str) -> list[Entity]:
        """Every amount, date and time of day that is said, "one" among them; none inside another."""
        found = list(self.moments.find(plain))
        for entity in [*self.amounts(plain), *self.spoken(plain)]:
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
        return sorted(found, key=lambda entity: entity.start)

    def amounts(self, plain: str) -> list[Entity]:
        """Amounts in the order in which they stand; points between groups of three digits are no decimal points."""
        grouped = _GROUPED.sub(lambda match: match.group().replace(".", ","), plain)
        return self.numerals.whole(self._amounts.find(grouped, "."), grouped)

    def numbers(self, plain: str) -> list[Entity]:
        """Amounts without a unit."""
        return [one for one in self.amounts(plain) if one.kind == "NUM"]

    def spoken(self, plain: str) -> Iterator[Entity]:
        """Numbers in words, also where they may be an article."""
        for match in re.finditer(r"[^\W\d_]+", plain):
            number = self.number_words.get(match.group().casefold())
            if number is not None:
                yield Entity("NUM", match.start(), match.end(), match.group(), value=number)

    def has_amount(self, plain: str) -> bool:
        """Whether something is measured: a span of time, a size, a part, money."""
        return any(one.kind != "NUM" for one in self.amounts(plain))

    def has_share(self, plain: str) -> bool:
        """Whether a part of a hundred is told."""
        return any(one.kind == "PCT" for one in self.amounts(plain))

    def with_unit(self, plain: str, unit: str) -> str:
        """The words, with a unit behind the first number if that is a bare one: “fifteen, because of the asbestos”."""
        first = next((one for one in self.all(plain) if one.kind == "NUM"), None)
        if first is None or not unit or self.has_amount(plain) or not self.is_bare(first, plain):
            return plain
        return f"{plain[: first.end]}{unit}{plain[first.end :]}"

    def is_bare(self, entity: Entity, plain: str) -> bool:
        """Whether it is a bare number, and none of something else: “two, at most” and not “two people”."""
        return entity.kind == "NUM" and self._alone.match(plain[entity.end :]) is not None

    def is_clock(self, entity: Entity, plain: str) -> bool:
        """Whether a number is a time of day: “five past eight”, “um 7 Uhr”."""
        if not entity.number <= HOURS or entity.kind != "NUM":
            return False
        return bool(self._clock_before.search(plain[: entity.start]) or self._clock_behind.match(plain[entity.end :]))

    def is_more(self, entity: Entity, plain: str) -> bool:
        """Whether a figure comes on top of what was told: “plus two”, “two more”."""
        before, behind = self._more_before.search(plain[: entity.start]), self._more_behind.match(plain[entity.end :])
        return bool(before or behind)


def with_multiplier(entity: Entity, first: Entity) -> float:
    """The number, in millions where the first was: “2.2 million now, 2.8 in two years”."""
    written = re.search(r"[a-zäöüéã]+\W*$", first.text, re.IGNORECASE)
    factor = round(first.number / plain_number(first.text), 6) if written else 1.0
    is_short = entity.number < THOUSAND and re.fullmatch(r"[\d.,\s]+", entity.text.strip()) is not None
    return entity.number * factor if factor > 1 and is_short and entity.number < first.number / THOUSAND else entity.number


def plain_number(text: str) -> float:
    """The number at the start of a figure, without its unit; infinite where it is in words."""
    grouped = re.match(r"\D*(\d{1,3}(?:[.,]\d{3})+)(?!\d)", text)
    if grouped is not None:
        return float(re.sub(r"[.,]", "", grouped[1]))
    digits = re.match(r"\D*(\d+(?:[.,]\d+)?)", text)
    return float(digits[1].replace(",", ".")) if digits else float("inf")


def whole_number(number: float) -> float | int:
    """A number without a fraction as an integer."""
    return int(number) if float(number).is_integer() else number
