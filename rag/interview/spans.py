"""Spans of time and days in a person's words → seconds, response times, a date, how long something is known."""

import itertools
import re
from typing import Any

from rag.extract.normalise import normalise
from rag.extract.service_hours import ServiceHours
from rag.interview.days import DayReader
from rag.interview.figures import FigureFinder, whole_number
from rag.interview.rates import FEW_WORDS, SECONDS
from rag.interview.spoken import SpokenAmounts
from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken

HOUR = 3600  # seconds
USUAL, EVERY = 95, 100  # of a hundred: have to be as fast as is said
A_WHILE, LONG = 0.5, 2.0  # years from which something counts as known, and as long known
KNOWN, LONG_KNOWN = 3, 4  # levels of experience
PAIR = 2  # spans: of some days and of the others


class SpanReader:
    """Reads them."""

    def __init__(
        self, figures: FigureFinder, days: DayReader, sayings: SpokenAmounts, quantities: Quantities, spoken: Spoken, today: str
    ) -> None:
        """`sayings`: spans without a number: “a couple of seconds”; `today`: ISO date."""
        self._figures = figures
        self._days = days
        self._sayings = sayings
        self._year = float(today[:4])
        self._service_hours = ServiceHours(quantities)
        self._since = re.compile(rf"\b(?:{spoken.since})\b\s+(?:\w+\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)
        self._only_one = re.compile(spoken.only_one, re.IGNORECASE)
        self._shown = re.compile(spoken.shown, re.IGNORECASE)
        self._in_use = re.compile(spoken.in_use, re.IGNORECASE)
        self._on_other_days = re.compile(spoken.on_other_days, re.IGNORECASE)
        self._too_late = re.compile(spoken.too_late, re.IGNORECASE)
        self._of_hundred = re.compile(
            rf"(?<![\w.,])(?P<n>9\d)(?: (?:{spoken.of_all}) (?:a |one )?(?:100|hundred|hundert|cent|cien|cem)| ?%)(?!\w)"
        )

    def seconds(self, plain: str, path: str) -> dict[str, Any]:
        """A span of time; a bare number is hours. Of one for some days and one for the others the shorter is kept."""
        figures = self._figures.amounts(plain)
        spans = [one.number for one in figures if one.kind == "DUR"]
        if len(spans) == PAIR and self._on_other_days.search(plain):
            return {path: whole_number(min(spans))}
        for entity in figures:
            if entity.kind == "DUR":
                return {path: whole_number(entity.number)}
            if self._figures.is_bare(entity, plain) and len(plain.split()) <= FEW_WORDS:
                return {path: whole_number(entity.number * HOUR)}
        said = self._sayings.seconds(plain)
        return {} if said is None else {path: whole_number(said)}

    def milliseconds(self, plain: str, path: str) -> dict[str, Any]:
        """A response time for 95 of 100, or for as many as are told; one behind which it is too late holds each time."""
        share = self._of_hundred.search(plain)
        pct = EVERY if self._too_late.search(plain) else int(share["n"]) if share else USUAL
        for entity in self._figures.amounts(plain):
            if entity.kind == "DUR" or (self._figures.is_bare(entity, plain) and not self._figures.is_clock(entity, plain)):
                return {path: [{"ms": whole_number(entity.number * (1000 if entity.kind == "DUR" else 1)), "pct": pct}]}
        said = self._sayings.seconds(plain)
        return {} if said is None else {path: [{"ms": whole_number(said * 1000), "pct": pct}]}

    def moment(self, plain: str, path: str) -> dict[str, Any]:
        """A date, or a span of time from today; of several dates that of the use before those of shows and rehearsals."""
        plain = self._about_use(plain)
        told = [one for one in self._figures.amounts(plain) if one.kind != "NUM" or self._figures.is_bare(one, plain)]
        day = self._days.day(plain, told)
        return {path: day} if day else {}

    def experience(self, text: str) -> int | None:
        """The level of experience that a time with something stands for: “since 2019”, “for four years”; None without one."""
        since = self._since.search(text)
        years = self._year - float(since[1]) if since else 0.0
        for entity in self._figures.amounts(normalise(text).text):
            if entity.kind == "DUR":
                years = max(years, entity.number / SECONDS["year"])
        is_long = years >= LONG and not self.is_in_one_place(text)
        return None if years < A_WHILE else LONG_KNOWN if is_long else KNOWN

    def is_in_one_place(self, text: str) -> bool:
        """Whether it is said of what is known that it is in one place alone."""
        return self._only_one.search(text) is not None

    def service_hours(self, text: str) -> float | None:
        """The hours of a week that are named, by days and times of day; None where they are not."""
        return self._service_hours.of(normalise(text).text)

    def _about_use(self, plain: str) -> str:
        """Of words with several dates those about the day from which it is used; all of them where none is told apart."""
        dates = [one for one in self._figures.moments.find(plain) if one.kind in ("DATE", "DAY")]
        breaks = [0]
        for first, second in itertools.pairwise(sorted(dates, key=lambda one: one.start)):
            gap = plain[first.end : second.start]
            parted = re.search(r"[.;!?:]\s", gap) or re.search(r",\s|\s[–—-]\s", gap)
            breaks += [first.end + parted.end()] if parted else []
        parts = [plain[start:end] for start, end in itertools.pairwise([*breaks, len(plain)])]
        used = [one for one in parts if self._in_use.search(one) and not self._shown.search(one)]
        rest = [one for one in parts if not self._shown.search(one)]
        return (used or rest or parts)[0] if len(parts) > 1 and len(rest) < len(parts) else plain
