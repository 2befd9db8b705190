"""“Monday to Saturday, 8 in the morning to 10 at night” → 84 hours a week.

In: words. Out: the hours of a week that they name, None where they name no days or no time of day.
"""

import re

from rag.knowledge.quantities import Quantities

WEEK = 7
HALF_DAY, DAY = 12, 24  # hours


class ServiceHours:
    """Reads such hours."""

    def __init__(self, quantities: Quantities) -> None:
        """Compile the patterns."""
        words = quantities.service_hours
        self._number = {number: re.compile(rf"(?:{pattern})", re.IGNORECASE) for number, pattern in words.days.items()}
        day = "|".join(words.days.values())
        self._range = re.compile(rf"(?<!\w)(?P<first>{day})\.?\s*(?:{words.joint})\s*(?P<last>{day})(?!\w)", re.IGNORECASE)
        self._every = re.compile(rf"(?<!\w)(?:{words.every_day})(?!\w)", re.IGNORECASE)
        self._work = re.compile(rf"(?<!\w)(?:{words.work_days})(?!\w)", re.IGNORECASE)
        half = rf"(?:\s*(?P<{{name}}>{words.before_noon}|{words.after_noon}))?"
        hour = r"(?P<{name}>\d{{1,2}})(?:[:.h](?P<{name}m>[0-5]\d))?(?:\s*(?:h|uhr|o'clock|heures|horas)\b)?"
        start, end = hour.format(name="start"), hour.format(name="end")
        self._times = re.compile(
            rf"(?<![\w.,:]){start}{half.format(name='early')}\s*(?:{words.joint})\s*{end}{half.format(name='late')}(?![\w%]|[.,]\d)",
            re.IGNORECASE,
        )
        self._after_noon = re.compile(words.after_noon, re.IGNORECASE)
        self._apart = re.compile(words.apart, re.IGNORECASE)
        self._before = re.compile(words.these_hours, re.IGNORECASE)

    def refers_back(self, text: str) -> bool:
        """Whether the words speak of hours that were named before: “in these hours”."""
        return self._before.search(text) is not None

    def of(self, text: str) -> float | None:
        """Hours a week; None, too, where those are named in which it is not promised."""
        if self._apart.search(text):
            return None
        days = self._days(text)
        times = self._times.search(self._range.sub(" ", text))
        if not days or times is None:
            return None
        start = self._hour(times["start"], times["startm"], times["early"])
        end = self._hour(times["end"], times["endm"], times["late"])
        if end <= start:
            end += HALF_DAY if end + HALF_DAY > start and not times["late"] else DAY
        hours = end - start
        return round(days * hours, 2) if 0 < hours <= DAY else None

    def _days(self, text: str) -> int:
        span = self._range.search(text)
        if span is not None:
            first, last = (self._day(span[name]) for name in ("first", "last"))
            return (last - first) % WEEK + 1
        return WEEK if self._every.search(text) else WEEK - 2 if self._work.search(text) else 0

    def _day(self, word: str) -> int:
        return next(number for number, pattern in self._number.items() if pattern.fullmatch(word))

    def _hour(self, hour: str, minutes: str | None, half: str | None) -> float:
        value = float(hour) + float(minutes or 0) / 60
        is_late = half is not None and self._after_noon.fullmatch(half) is not None
        return value + HALF_DAY if is_late and value < HALF_DAY else value
