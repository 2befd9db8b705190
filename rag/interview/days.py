"""The day that a person names: a date, a day or a month of a year that is told apart or is the next one, a time of the year.

In: words, and the spans of time in them. Out: an ISO date, or "" where they name none.
"""

import calendar
import datetime
import re
from collections.abc import Sequence

from rag.extract.entities import Entity
from rag.extract.moments import MomentFinder
from rag.interview.spoken import SpokenAmounts
from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken

MOST_DAYS = 3660  # a date further ahead was no date
DAY = 86_400  # seconds
WEEK = 7  # days
LONGEST = 31  # days of a month


class DayReader:
    """Reads such days."""

    def __init__(self, quantities: Quantities, spoken: Spoken, amounts: SpokenAmounts, today: str) -> None:
        """`today`: ISO date."""
        self._moments = MomentFinder(quantities)
        self._amounts = amounts
        self._today = datetime.date.fromisoformat(today)
        self._number = {word.casefold(): number for number, words in quantities.months.items() for word in words}
        months = "|".join(sorted(map(re.escape, self._number), key=len, reverse=True))
        before = f"{quantities.end_cues}|{quantities.start_cues}|{spoken.at_month}"
        of_month = rf"(?<!\w)(?:{before})\s+(?:of |de )?(?P<name>{months})(?!\w)"
        self._month = re.compile(rf"{of_month}|^\W*(?P<alone>{months})\W*$", re.IGNORECASE)
        self._next = re.compile(spoken.next_year, re.IGNORECASE)
        self._this = re.compile(spoken.this_year, re.IGNORECASE)
        self._ended = re.compile(spoken.ended, re.IGNORECASE)
        self._renewed = re.compile(spoken.renewed, re.IGNORECASE)
        self._next_season = re.compile(spoken.next_season, re.IGNORECASE)
        self._notice = re.compile(spoken.notice, re.IGNORECASE)

    def day(self, plain: str, amounts: Sequence[Entity]) -> str:
        """The day; of several the most exact, and of those the first.

        `amounts`: those of the words; a bare number is a number of weeks.
        """
        moments = list(self._moments.find(plain))
        dated = next((str(one.value) for one in moments if one.kind == "DATE"), "")
        if dated:
            return dated
        yearless = next((str(one.value)[1:] for one in moments if one.kind == "DAY"), "")  # “-05-15”
        year = YEAR.search(plain)
        if year is not None:
            if yearless:
                return _on(int(year.group()), yearless)
            return self._amounts.day_of(plain, year.group()) or f"{year.group()}-12-31"
        if yearless and not self._ended.search(plain):
            return self._coming(yearless)
        return "" if self._renewed.search(plain) else self._ahead(plain, amounts) or self._time_of_year(plain)

    def _ahead(self, plain: str, amounts: Sequence[Entity]) -> str:
        """The day after a span of time from today."""
        for one in amounts:
            if one.kind in ("DUR", "NUM") and not self._notice.match(plain[one.end :]):
                days = one.number / DAY if one.kind == "DUR" else one.number * WEEK
                if days <= MOST_DAYS:
                    return (self._today + datetime.timedelta(days=round(days))).isoformat()
        return ""

    def _time_of_year(self, plain: str) -> str:
        """A month, or a time of the year, and of which year where that is told."""
        is_next = self._next.search(plain) is not None
        year = self._today.year + is_next if is_next or self._this.search(plain) else 0
        month = self._month.search(plain)
        if month is None:
            season = self._amounts.day_of(plain, str(year or ""))
            if year:
                return season or f"{year}-12-31"
            return self._coming(season) if season and self._next_season.search(plain) else ""
        number = self._number[(month["name"] or month["alone"]).casefold()]
        day = f"-{number:02d}-{LONGEST}"
        return _on(year, day) if year else "" if self._ended.search(plain) else self._coming(day)

    def _coming(self, day: str) -> str:
        """A day of the year, “-05-15”, the next time that it comes."""
        this = _on(self._today.year, day)
        return this if this > self._today.isoformat() else _on(self._today.year + 1, day)


def _on(year: int, day: str) -> str:
    """The date of a day of the year, “-02-29”: the last of its month where that year has no such day."""
    month, number = (int(part) for part in day[1:].split("-"))
    return f"{year}-{month:02d}-{min(number, calendar.monthrange(year, month)[1]):02d}"


YEAR = re.compile(r"(?<![\d.,])20[2-9]\d(?![\d.,]\d|\d)")
