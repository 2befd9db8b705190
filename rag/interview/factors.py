"""How many times as much a load is at its worst: as it is said, or as two loads tell it; and whether that is foreseen."""

import re
from typing import Any

from rag.extract.entities import Entity
from rag.interview.figures import FigureFinder, whole_number
from rag.interview.peaks import PeakReader
from rag.interview.periods import Periods
from rag.interview.spoken import SpokenAmounts
from rag.knowledge.replies import Spoken

DAYS_A_YEAR, FEW_DAYS = 365, 40  # a load of so many days of the year at most is a rare one


class FactorReader:
    """Reads factors."""

    def __init__(
        self, figures: FigureFinder, periods: Periods, peaks: PeakReader, sayings: SpokenAmounts, spoken: Spoken
    ) -> None:
        """`sayings`: factors without a number: “das Sechsfache”."""
        self._figures = figures
        self._periods = periods
        self._peaks = peaks
        self._sayings = sayings
        self._before = re.compile(rf"(?<![\w\d])(?<!\d )(?:{spoken.factor_before})\s*$", re.IGNORECASE)
        self._behind = re.compile(rf"\s*-?(?:{spoken.factor})(?!\w)", re.IGNORECASE)
        self._foreseen = re.compile(spoken.foreseen, re.IGNORECASE)
        self._unforeseen = re.compile(spoken.unforeseen, re.IGNORECASE)
        self._else_nothing = re.compile(spoken.else_nothing, re.IGNORECASE)
        named = "|".join(sorted(map(re.escape, figures.number_words), key=len, reverse=True))
        self._days_a_year = re.compile(rf"(?<![\w.,])(?P<n>\d+|{named})\s+(?:{spoken.days_a_year})(?!\w)", re.IGNORECASE)
        self._within_a_day = spoken.within_a_day

    def read(self, plain: str, path: str) -> dict[str, Any]:
        """How many times as much: as it is said, or as two loads tell it."""
        numbers = self._figures.numbers(plain)
        factors = [many for one in numbers if (many := self._times_as_much(one, plain))]
        told = [one for one in numbers if not self._figures.is_clock(one, plain)]
        factor = max(factors) if factors else self._peaks.rise(plain, told) or self._sayings.factor(plain)
        factor = factor or self._peaks.factor(plain, told)
        factor = factor or self._of_few_days(plain)
        return {path: whole_number(factor)} if factor else {}

    def is_foreseen(self, plain: str) -> bool:
        """Whether it is said that it is known before when it gets busy."""
        return self._foreseen.search(plain) is not None

    def is_unforeseen(self, plain: str) -> bool:
        """Whether it is said that nobody knows before when it gets busy."""
        return self._unforeseen.search(plain) is not None

    def _of_few_days(self, plain: str) -> float | None:
        """How high the peak is of what happens on some days of the year alone: “eleven days a year, the rest is nothing”."""
        told = self._days_a_year.search(plain)
        if told is None or not self._else_nothing.search(plain):
            return None
        days = float(told["n"]) if told["n"].isdigit() else self._figures.number_words[told["n"].casefold()]
        return float(round(DAYS_A_YEAR / days * self._within_a_day)) if 0 < days <= FEW_DAYS else None

    def _times_as_much(self, entity: Entity, plain: str) -> float:
        """The factor that a number tells: “three times”, “three and a half times”, “fois 9”; 0 where it tells none."""
        tail = plain[entity.end :]
        half = self._figures.numerals.half.match(tail)
        if half is not None and self._is_factor(tail[half.end() :]):
            return entity.number + 0.5
        is_one = self._is_factor(tail) or self._before.search(plain[: entity.start]) is not None
        return entity.number if is_one else 0.0

    def _is_factor(self, tail: str) -> bool:
        """Whether a number is so many times as much: “three times”, and not “three times a year”."""
        match = self._behind.match(tail)
        return match is not None and not self._periods.beside(tail[match.end() :], "")[0]
