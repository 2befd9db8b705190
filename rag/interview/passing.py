"""Values that an answer tells in passing: how often, which part, for how long, how many people, in which country.

In: the words, and how the question is read. Out: a value of the question's field, or None where the words tell none.
"""

import re
from collections.abc import Mapping
from typing import Any

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.interview.countries import CountryFinder
from rag.interview.spans import KNOWN, LONG_KNOWN
from rag.knowledge.questions import QuestionRow
from rag.knowledge.replies import ReplyTable

ENOUGH = 0.8  # share of the whole from which on “yes” is said
EU = "EU"
ONE_PERSON, MOST_PEOPLE = 1, 30  # who understand a system


class PassingReader:
    """Reads them."""

    def __init__(self, replies: ReplyTable, amounts: AmountReader, countries: CountryFinder) -> None:
        """`replies`: how people answer."""
        self._replies = replies
        self._amounts = amounts
        self._countries = countries

    def read(self, text: str, row: QuestionRow, by_words: Any) -> Any:
        """A value that is told in passing: how often, which part, for how long; None where there is none."""
        spoken = self._amounts.spoken
        if row.reads == "rate":
            return spoken.times_a_month(text)
        if row.reads == "rhythm":
            return spoken.rhythm(text) or None
        if row.reads == "share":
            share = self._amounts.share(normalise(text).text)
            if share is not None:
                return share
            part = spoken.share(text)
            is_less = part is not None and isinstance(by_words, float) and part < ENOUGH <= by_words  # “there is one, half”
            return part if by_words is None or is_less else None
        if row.reads == "bands":
            return self._band(text, row)
        if row.reads == "heads":
            return self._heads(text)
        if row.reads == "residency":
            return self.stays_in(text) if by_words is None else None
        if row.reads == "people":
            return self._how_many(text) if by_words is None else None
        if row.reads == "code_size":
            lines = self._amounts.code_lines(text)  # a figure tells more than “big”, or than what is small beside it
            return None if lines is None else {"size": _size(lines, row.cuts), "forced": False}
        if row.reads == "experience" and not self._amounts.is_denied(text, self._replies.denies):
            level = self._amounts.spans.experience(text)
            if self._amounts.spans.is_in_one_place(text) and (by_words or 0) == LONG_KNOWN:
                return KNOWN
            return level if level is not None and level > (by_words or 0) else None
        return None

    def stays_in(self, text: str) -> dict[str, Any] | None:
        """The country, or the group of countries, in which data stay; None where none is named, or several are."""
        codes = self._countries.codes(re.sub(self._replies.rows.inside, "in", text, flags=re.IGNORECASE))
        if EU in codes:
            return {"rule": EU.lower()}
        return {"rule": "national", "countries": codes} if len(codes) == 1 else None

    def _band(self, text: str, row: QuestionRow) -> str | None:
        """The quick reply into whose band the largest amount falls; None where none is told."""
        cost = self._amounts.money.most_per_hour(normalise(text).text)
        return (
            None if cost is None else next(value for least, value in sorted(row.bands.items(), reverse=True) if least <= cost)
        )

    def _heads(self, text: str) -> dict[str, int] | None:
        """One or two people that are told of without a number: “only me”, “my brother and I”."""
        spoken = self._replies.spoken
        if any(one.kind == "NUM" and one.number > 1 for one in self._amounts.figures(normalise(text).text)):
            return None
        heads = ((2, spoken.two_heads), (1, spoken.one_head))
        return next(({"day1": many} for many, words in heads if re.search(words, text, re.IGNORECASE)), None)

    def _how_many(self, text: str) -> str | None:
        """Whether one or several people are told of."""
        people = [one.number for one in self._amounts.figures(normalise(text).text) if one.kind == "NUM"]
        people = [many for many in people if many <= MOST_PEOPLE]  # “Bob is 71”
        return None if not people else "one person" if max(people) <= ONE_PERSON else "several"


def _size(lines: float, cuts: Mapping[float, float]) -> float:
    """The size, 0…1, of a system with so many lines of code: that of the last cut which they reach."""
    return next((size for least, size in sorted(cuts.items(), reverse=True) if lines >= least), 0.0)
