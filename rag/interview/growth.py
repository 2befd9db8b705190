"""How a load grows: how many times as much it is after two years, and over how many months that was told."""

import datetime
import re
from typing import Any

from rag.interview.days import DAY, YEAR, DayReader
from rag.interview.figures import FigureFinder, whole_number
from rag.interview.periods import Periods
from rag.interview.rates import SECONDS, RateReader
from rag.interview.spoken import SpokenAmounts
from rag.knowledge.replies import Spoken

MONTHS = 24  # after which growth is told
MONTHS_LEAST, MONTHS_MOST = 1.0, 72.0  # over which a growth is told
_AS_MUCH = re.compile(r"[x×]\s?(\d+(?:[.,]\d+)?)|(\d+(?:[.,]\d+)?)\s?[x×]")  # “×3”


class GrowthReader:
    """Reads growth."""

    def __init__(
        self,
        figures: FigureFinder,
        periods: Periods,
        days: DayReader,
        rates: RateReader,
        sayings: SpokenAmounts,
        spoken: Spoken,
        today: str,
    ) -> None:
        """`sayings`: growth without a number: “it will double”; `today`: ISO date."""
        self._figures = figures
        self._periods = periods
        self._days = days
        self._rates = rates
        self._sayings = sayings
        self._today = datetime.date.fromisoformat(today)
        self._later = re.compile(spoken.later, re.IGNORECASE)
        self._stays = re.compile(spoken.stays, re.IGNORECASE)
        self._shrinks = re.compile(spoken.shrinks, re.IGNORECASE)
        self._grows = re.compile(spoken.grows, re.IGNORECASE)
        self._per_place = re.compile(
            rf"(?<!\w)(?:{spoken.per_place})\s+(?:{spoken.places}|{spoken.machines})(?!\w)", re.IGNORECASE
        )

    def factor(self, plain: str) -> float | None:
        """How many times as much a load is after 24 months: “6 % a year”, “it doubles by 2029”; None where nothing is said."""
        if self._stays.search(plain):
            return 1.0
        plain = re.sub(r"\+\s?(?=\d)", "plus ", plain)
        times = _AS_MUCH.fullmatch(plain.strip(" ."))
        if times is not None:
            return float((times[1] or times[2]).replace(",", "."))
        told_of = next((one for one in re.split(r"[,;.](?!\d)", plain) if self._figures.has_share(one)), plain)
        yearly, months = self._pace(told_of)
        if not months and told_of != plain:
            yearly, months = self._pace(plain)
        told = [1 + one.number / 100 for one in self._figures.amounts(plain) if one.kind == "PCT"]
        is_growth = bool(told) and (bool(yearly) or self._grows.search(plain) is not None)
        factor = told[0] if is_growth else self._sayings.grown(plain) if months else None
        if factor is None or not MONTHS_LEAST <= (months or MONTHS) <= MONTHS_MOST:
            return None
        if is_growth and self._shrinks.search(plain):
            factor = 2 - factor
        return float(f"{max(factor, 0.0) ** (MONTHS / (months or MONTHS)):.4g}")

    def keeps_pace(self, plain: str) -> bool:
        """Whether a load is the pace of a machine or of one place, of which more come but none gets faster."""
        return self._per_place.search(plain) is not None or self._rates.once_in(plain, self._figures.numbers(plain)) is not None

    def months_ahead(self, plain: str) -> float:
        """The months to a time that is named; 0 where none is."""
        figures = self._figures.amounts(plain)
        spans = [one.number / SECONDS["month"] for one in figures if one.kind == "DUR"]
        is_dated = not spans and self._later.search(plain) and YEAR.search(plain)
        day = self._days.day(plain, figures) if is_dated else ""
        if day:
            return max(0.0, (datetime.date.fromisoformat(day) - self._today).days * DAY / SECONDS["month"])
        return max(spans, default=0.0)

    def _pace(self, plain: str) -> tuple[str, float]:
        """The period in each of which a load grows, "" for none, and the months in which it grows so."""
        yearly = next((name for name in ("year", "quarter", "month") if self._periods.is_every(name, plain)), "")
        return yearly, SECONDS[yearly] / SECONDS["month"] if yearly else self.months_ahead(plain)


def grown(load: Any, growth: float) -> Any:
    """A load with what it grows to, where only that of day one was said."""
    if not isinstance(load, dict) or set(load) != {"day1"}:
        return load
    return {**load, "m24": whole_number(float(f"{load['day1'] * growth:.6g}"))}
