"""Amounts, dates and names of technologies in a person's words → values of a field, in the field's own units."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from rag.extract.entities import Entity
from rag.extract.normalise import normalise
from rag.extract.technologies import TechnologyMatcher
from rag.interview.days import DayReader
from rag.interview.factors import FactorReader
from rag.interview.figures import FigureFinder
from rag.interview.growth import GrowthReader
from rag.interview.loads import LoadReader
from rag.interview.money import MoneyReader
from rag.interview.numerals import THOUSAND
from rag.interview.peaks import PeakReader
from rag.interview.periods import Periods
from rag.interview.rates import RateReader
from rag.interview.restated import Restated
from rag.interview.spans import SpanReader
from rag.interview.spoken import SpokenAmounts
from rag.interview.volumes import VolumeReader
from rag.knowledge.brief_fields import Told
from rag.knowledge.gazetteer import Gazetteer
from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken

FEW = 5  # things of which a part are met: “1 of 2” is how many there are
TIMES = "times"  # the unit of a factor


class AmountReader:
    """Reads values; a reader of its own for each kind."""

    def __init__(self, quantities: Quantities, gazetteer: Gazetteer, spoken: Spoken, told: Told, today: str) -> None:
        """Bring the parts together; `told`: what a rate may be of; `today`: ISO date that "in 24 months" starts from."""
        self._figures = figures = FigureFinder(quantities, spoken)
        self.spoken = SpokenAmounts(spoken, figures.number_words)
        self.restated = Restated(spoken, quantities, figures.all)
        periods = Periods(quantities, spoken)
        days = DayReader(quantities, spoken, self.spoken, today)
        rates = RateReader(quantities, spoken, told, figures.number_words)
        self.money = MoneyReader(figures, periods, rates, spoken, quantities.currencies)
        self.factors = FactorReader(figures, periods, PeakReader(spoken, rates), self.spoken, spoken)
        self.growth = GrowthReader(figures, periods, days, rates, self.spoken, spoken, today)
        self.spans = SpanReader(figures, days, self.spoken, quantities, spoken, today)
        volumes = VolumeReader(figures, periods, self.growth, rates, self.restated, spoken)
        self._loads = LoadReader(figures, periods, rates, volumes, self.spoken, spoken)
        self._by_unit: dict[str, Callable[[str, str], dict[str, Any]]] = {
            "weeks": self.spans.moment,
            "s": self.spans.seconds,
            "ms": self.spans.milliseconds,
            "EUR": self.money.read,
            "GB": volumes.read,
            TIMES: self.factors.read,
        }
        self._technologies = TechnologyMatcher(gazetteer)
        nth = "|".join(spoken.ordinals)
        rhythm = "|".join((*spoken.periods.values(), *spoken.weekdays))  # “every second Thursday” is no half of them
        self._one_in = re.compile(
            rf"(?<!\w)(?:(?:{spoken.one_in})|(?:{spoken.each_nth}))\s+(?P<n>{nth}|\w+)(?!\w|\s+(?:{rhythm})(?!\w))",
            re.IGNORECASE,
        )
        self._out_of = re.compile(rf"(?<![\w.,])(?P<n>\d+) (?:{spoken.of_all}) (?P<all>\d+)(?![\w.,]\d)", re.IGNORECASE)
        self._lines = re.compile(rf"\s*(?:{spoken.lines})(?!\w)", re.IGNORECASE)
        self._replayed = re.compile(spoken.replayed, re.IGNORECASE)
        self._never_lost = re.compile(spoken.never_lost, re.IGNORECASE)

    def read(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        """Field path → value; money may fill a second field. Empty where the words hold no such value.

        Args:
            plain: the words, in the form in which rules read them.
            path: of the field.
            unit: what the value is: weeks (a date), EUR (any money), s, ms, times (a factor), or that of a number.
        """
        reader = self._by_unit.get(unit)
        return self._loads.read(plain, path, unit) if reader is None else reader(plain, path)

    def figures(self, plain: str) -> list[Entity]:
        """Every amount, date and time of day that is said, "one" among them; none inside another."""
        return self._figures.all(plain)

    def has_amount(self, plain: str) -> bool:
        """Whether something is measured: a span of time, a size, a part, money."""
        return self._figures.has_amount(plain)

    def with_unit(self, plain: str, unit: str) -> str:
        """The words, with a unit behind the first number if that is a bare one: “fifteen, because of the asbestos”."""
        return self._figures.with_unit(plain, unit)

    def technologies(self, plain: str, path: str, category: str = "") -> dict[str, Any]:
        """The technologies that are named; of one category of the gazetteer, or of any."""
        found = (mention.technology for mention in self._technologies.find(plain))
        names = list(dict.fromkeys(one.name for one in found if category in ("", one.category)))
        return {path: names} if names else {}

    def mentions(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Where each technology is named, and how."""
        for mention in self._technologies.find(plain):
            yield mention.start, mention.end, mention.written

    def named(self, plain: str) -> Iterator[tuple[int, int, str]]:
        """Where each technology is named, and which it is."""
        for mention in self._technologies.find(plain):
            yield mention.start, mention.end, mention.technology.name

    def share(self, plain: str) -> float | None:
        """A part of the whole, 0…1, as a figure: “30 %”, “one in ten”, “jeder zehnte”; None where none is told."""
        percents = [one.number for one in self._figures.amounts(plain) if one.kind == "PCT"]
        if percents:
            return percents[0] / 100
        for told in self._out_of.finditer(plain):
            met, every = float(told["n"]), float(told["all"])
            if 0 < met <= every and every >= FEW:
                return round(met / every, 4)
        match = self._one_in.search(plain)
        if match is None:
            return None
        words = match["n"].casefold()
        known = self._figures.number_words
        many = self.spoken.ordinal(words) or (float(words) if words.isdigit() else known.get(words, 0.0))
        return round(1 / many, 3) if 1 < many <= THOUSAND else None  # “one in 2020” is none

    def code_lines(self, text: str) -> float | None:
        """How many lines of code are said: “1,6 Mio. Zeilen”, “900k lines”; None where none are."""
        plain = normalise(text).text
        told = (one.number for one in self._figures.numbers(plain) if self._lines.match(plain[one.end :]))
        return next(told, None)

    def is_harmless(self, text: str) -> bool:
        """Whether what is lost is put in again, and it is not said that it must not be lost."""
        return self._replayed.search(text) is not None and self._never_lost.search(text) is None

    @staticmethod
    def is_denied(text: str, denies: str) -> bool:
        """Whether the words begin by denying."""
        return re.match(denies, text.strip(), re.IGNORECASE) is not None
