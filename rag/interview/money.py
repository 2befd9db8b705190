"""Amounts of money in a person's words → what there is in all, and what a month may cost."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rag.interview.figures import FigureFinder, whole_number, with_multiplier
from rag.interview.numerals import THOUSAND
from rag.interview.periods import Periods
from rag.interview.rates import RateReader
from rag.knowledge.replies import Spoken

MONTHS = 12  # of a year
HOUR = 3600  # seconds
BEYOND = 0.001  # of an amount: “more than 50k” is none of those up to 50k
MONTHLY, TOTAL, CURRENCY = "budget.monthly_run", "budget.total", "budget.currency"
_NO_CENTS = re.compile(r"(?<=\d)[.,][-–—]{1,2}(?!\d)")  # “6.500,–”


class MoneyReader:
    """Reads them."""

    def __init__(
        self, figures: FigureFinder, periods: Periods, rates: RateReader, spoken: Spoken, currencies: Mapping[str, str]
    ) -> None:
        """`currencies`: name → code."""
        self._figures = figures
        self._periods = periods
        self._rates = rates
        self._currencies = currencies
        self._ends_there = re.compile(spoken.ends_there, re.IGNORECASE)

    def read(self, plain: str, path: str) -> dict[str, Any]:
        """Amounts: the one per month is the running budget, the other the total. What a month costs counts before a year's."""
        plain = _NO_CENTS.sub("", plain)
        values: dict[str, Any] = {}
        yearly: float | None = None
        end = 0
        amounts = [entity for entity in self._figures.amounts(plain) if entity.kind in ("MONEY", "NUM")]
        for entity in amounts:
            entity = replace(entity, value=with_multiplier(entity, amounts[0]))
            head = plain[end : entity.start]
            if entity.kind == "NUM" and entity.number < THOUSAND:  # no budget, but a figure of something else
                continue
            period, length = self._periods.beside(plain[entity.end :], "")
            period = period or ("month" if self._periods.is_each("month", head) else "")
            end = entity.end + length
            if period == "year":
                yearly = entity.number if yearly is None else yearly
            elif period == "month":
                values.setdefault(MONTHLY, whole_number(round(entity.number, 2)))
            else:
                values.setdefault(path if path.startswith("budget.") else TOTAL, whole_number(round(entity.number, 2)))
            if entity.kind == "MONEY" and entity.unit:
                values.setdefault(CURRENCY, entity.unit)
        if yearly is not None:
            values.setdefault(MONTHLY, whole_number(round(yearly / MONTHS, 2)))
        named = self.currency(plain)
        return {**values, CURRENCY: named} if named and CURRENCY in values else values

    def currency(self, words: str) -> str:
        """The code of the currency that is named; "" where none is. Of several names the longest counts: “US dollars”."""
        named = [name for name in self._currencies if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE)]
        return self._currencies[max(named, key=len)] if named else ""

    def ends_there(self, text: str) -> bool:
        """Whether it is said beside an amount of money that there is no more."""
        return self._ends_there.search(text) is not None

    def most_per_hour(self, plain: str) -> float | None:
        """The largest amount that is told, in an hour where it is told of another span; None where none is."""
        found = []
        figures = [one for one in self._figures.amounts(plain) if one.kind in ("NUM", "MONEY")]
        for number, one in enumerate(figures):
            end = figures[number + 1].start if number + 1 < len(figures) else len(plain)
            span = self._rates.span(plain[one.end : end])
            is_clock = self._figures.is_clock(one, plain)
            strictly = (
                1 + BEYOND * ((one.low is not None) - (one.high is not None)) if (one.low is None) != (one.high is None) else 1
            )
            found += [] if is_clock else [strictly * (one.number if span is None else one.number * HOUR / span)]
        return max(found, default=None)
