"""Amounts that people tell in passing: how often, how long, by which season, how many times as much, which part of the whole.

In: words, and the table of such sayings. Out: a number, or None where they tell none.
"""

import re
from collections.abc import Iterable, Mapping

from rag.knowledge.replies import Spoken

A_MONTH = {
    "day": 20.0,
    "week": 4.0,
    "fortnight": 2.0,
    "month": 1.0,
    "quarter": 0.33,
    "year": 0.1,
}  # once in a period, in a month; days of work
RARELY, SOMETIMES, OFTEN = 0.17, 0.7, 3.0  # times a month up to which a thing changes yearly, quarterly, monthly
MONTHS, QUARTERS = 12, 4  # of a year
WEEK = 7  # days
FORTNIGHTS = {8.0: 7.0, 15.0: 14.0, 30.0: 28.0, 31.0: 28.0}  # days as they are said → as they are meant: weeks, and a month
NEARLY = 0.005
_SENTENCES = re.compile(r"[.;](?!\d)\s+")
NUMBERS = r"\d+(?:[.,]\d+)?"


class SpokenAmounts:
    """Reads such sayings."""

    def __init__(self, spoken: Spoken, numbers: Mapping[str, float]) -> None:
        """`numbers`: numbers in words → value."""
        self._numbers = {word.casefold(): value for word, value in numbers.items()}
        named = "|".join(sorted(map(re.escape, self._numbers), key=len, reverse=True))
        number = rf"(?P<n>{NUMBERS}|{named})"
        self._spans = _compiled(spoken.spans)
        self._grown = _compiled(spoken.grown)
        self._halves = _compiled(spoken.halves)
        self._seasons = [(_words(pattern), day) for pattern, day in spoken.seasons.items()]
        self._fold = _compiled({re.escape(word): factor for word, factor in spoken.fold.items()})
        often = "|".join(sorted(map(re.escape, spoken.often), key=len, reverse=True))
        self._often = {word.casefold(): times for word, times in spoken.often.items()}
        periods = [(A_MONTH[name], words) for name, words in spoken.periods.items()]
        adverbs = [(re.escape(word), A_MONTH[period]) for word, period in spoken.adverbs.items()]
        self._times = [
            (_words(rf"(?:{number}[\s-]*(?:{spoken.times})|(?P<o>{often}))\s+(?:{spoken.per})\s+(?:{words})"), rate)
            for rate, words in periods
        ]
        self._times += [
            (_words(rf"(?:{number}[\s-]*(?:{spoken.times})|(?P<o>{often}))\s+{word}"), rate) for word, rate in adverbs
        ]
        self._adverbs = [(_words(word), rate) for word, rate in adverbs]
        self._bare = [(_words(rf"{number}\s+(?:{spoken.per})\s+(?:{words})"), rate) for rate, words in periods]
        self._as_much = re.compile(rf"(?<!\w){number}[- ]?(?:{spoken.as_much})(?!\w| (?:{spoken.per}) )", re.IGNORECASE)
        self._every = [(_words(rf"(?:{spoken.every})\s+(?:{number}\s+)?(?:{words})"), rate) for rate, words in periods]
        self._ordinals = {word.casefold(): many for word, many in spoken.ordinals.items()}
        step = [(f"{spoken.step.replace('{many}', number)} (?:{words})", rate) for rate, words in periods]
        step += [(spoken.step.replace("{many}", f"(?:{words})"), rate) for rate, words in periods]  # “de semana em semana”
        self._every += [(_words(pattern), rate) for pattern, rate in step]
        day = "|".join(spoken.weekdays)
        of_two = rf"(?:{spoken.every_second}) (?:{{0}})|(?:{{0}}) (?:{spoken.of_two})"
        self._second = [(_words(of_two.format(words)), rate / 2) for rate, words in (*periods, (A_MONTH["week"], day))]
        self._pinned = _words(rf"(?:{spoken.every}|{spoken.each_weekday}) (?:{day})|(?:on )?(?:{day})s")
        months = "|".join(spoken.months)
        in_month = rf"(?:{months})\W+(?:{spoken.only_once})|(?:{spoken.only_once})\W+(?:(?:{spoken.at_month}) )?(?:{months})"
        self._yearly = _words(rf"(?:{spoken.every}|{spoken.within}) (?:{months})|{in_month}")

    def times_a_month(self, text: str) -> float | None:
        """How often in a month: “three times a year”, “every six weeks”, “jeden Dienstag”. Days are days of work.

        Of several sentences the first that tells it: what is told behind it is of something else.
        """
        told = (self._in_a_month(one) for one in (*_SENTENCES.split(text), text))
        return next((rate for rate in told if rate is not None), None)

    def _in_a_month(self, text: str) -> float | None:
        for pattern, rate in self._times:
            if (match := pattern.search(text)) is not None:
                times = self._often[match["o"].casefold()] if match["o"] else self._number(match["n"])
                return self._so_often(times, rate)
        for pattern, rate in self._bare:
            if (match := pattern.search(text)) is not None:
                return self._so_often(self._number(match["n"]), rate)
        for pattern, rate in (*self._second, *self._every):
            if (match := pattern.search(text)) is not None:
                count = match.groupdict().get("n")
                return self._once_in(self._number(count), rate) if count else rate
        for pattern, rate in self._adverbs:
            if pattern.search(text):
                return rate
        if self._pinned.search(text):
            return A_MONTH["week"]
        return A_MONTH["year"] if self._yearly.search(text) else None

    @staticmethod
    def _once_in(count: float, rate: float) -> float:
        """Once in so many days or weeks, in a month. From a week on days are those of the calendar; fifteen are two weeks."""
        if rate == A_MONTH["day"] and count >= WEEK:
            return round(A_MONTH["week"] * WEEK / FORTNIGHTS.get(count, count), 3)
        return _rounded(rate / max(count, 1.0))

    @staticmethod
    def _so_often(times: float, rate: float) -> float:
        """So many times in a period, in a month; from four a year on, a year has twelve of them."""
        return _rounded(times / MONTHS if rate == A_MONTH["year"] and times >= QUARTERS else times * rate)

    def rhythm(self, text: str) -> str:
        """The same as a word: yearly, quarterly, monthly or weekly; "" where nothing is told."""
        rate = self.times_a_month(text)
        if rate is None:
            return ""
        return "yearly" if rate < RARELY else "quarterly" if rate < SOMETIMES else "monthly" if rate < OFTEN else "weekly"

    def seconds(self, text: str) -> float | None:
        """A length of time without a number: “a couple of seconds”."""
        return _first(self._spans, text)

    def ordinal(self, word: str) -> int | None:
        """Of how many one is, in one word: “tenth”."""
        return self._ordinals.get(word)

    def share(self, text: str) -> float | None:
        """A part of the whole, 0…1: “perhaps half”."""
        return _first(self._halves, text)

    def grown(self, text: str) -> float | None:
        """How many times as much something becomes: “it will double”."""
        return _first(self._grown, text)

    def factor(self, text: str) -> float | None:
        """How many times as much, in one word: “das Sechsfache”, “vierzehnmal so viel”, “9x”."""
        told = _first(self._fold, text)
        if told is None and (match := self._as_much.search(text)) is not None:
            told = self._number(match["n"])
        return told

    def day_of(self, text: str, year: str) -> str:
        """The ISO date of a season that the words name, in that year; "" where they name none."""
        return next((f"{year}-{day}" for pattern, day in self._seasons if pattern.search(text)), "")

    def _number(self, words: str) -> float:
        folded = words.casefold()
        return self._numbers[folded] if folded in self._numbers else float(folded.replace(",", "."))


def _rounded(rate: float) -> float:
    """The rate; once in three months is once in a quarter."""
    return A_MONTH["quarter"] if abs(rate - A_MONTH["quarter"]) < NEARLY else round(rate, 3)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def _compiled(table: Mapping[str, float]) -> list[tuple[re.Pattern[str], float]]:
    return [(_words(pattern), value) for pattern, value in table.items()]


def _first(table: Iterable[tuple[re.Pattern[str], float]], text: str) -> float | None:
    return next((value for pattern, value in table if pattern.search(text)), None)
