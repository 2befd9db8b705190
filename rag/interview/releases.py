"""How often something is released, how often that goes wrong, and how long it takes: one answer tells all three.

In: the words of an answer. Out: the part that tells the rhythm, and the values of what else it tells.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.knowledge.replies import ReplyTable

FAILS, UNPLANNED, LEAD = "ops.cfr", "ops.rework", "ops.lead_time"
MONTHS, SELDOM = 12.0, 0.33  # rates below are those of a table, in which once a year is a tenth of a month
A_YEAR = 0.1


@dataclass(frozen=True, slots=True)
class Releases:
    """What an answer tells."""

    rhythm: str  # the words that tell how often
    values: Mapping[str, float | str]  # field path → value, of the share that fails and of the time that a change takes
    teams: float = 1.0  # each of which releases so often
    unplanned: float = 0.0  # in a year, on top of the rhythm
    failing: float = 0.0  # in a year

    def rate(self, rate: float) -> tuple[float, dict[str, float]]:
        """Releases a month in all, where the rhythm alone is `rate`; and which shares of them are unplanned, or fail."""
        rate *= self.teams
        in_all = _yearly(rate) + self.unplanned
        shares = {UNPLANNED: self.unplanned / in_all, FAILS: self.failing / in_all}
        told = {path: round(share, 3) for path, share in shares.items() if 0 < share < 1}
        return round(in_all / MONTHS if self.unplanned else rate, 3), told


def _yearly(rate: float) -> float:
    """Times a year, of a number of times a month."""
    return rate / A_YEAR if rate < SELDOM else rate * MONTHS


class ReleaseReader:
    """Reads such answers."""

    def __init__(self, replies: ReplyTable, amounts: AmountReader, numbers: Mapping[str, float]) -> None:
        """`numbers`: numbers in words → value."""
        self._spoken = replies.spoken
        self._amounts = amounts
        self._numbers = {word.casefold(): value for word, value in numbers.items()}
        number = rf"(?P<n>\d+|{'|'.join(sorted(map(re.escape, self._numbers), key=len, reverse=True))})"
        self._unplanned = re.compile(rf"(?<!\w){number}\s+(?:\w+\s+)?(?:{replies.spoken.unplanned})", re.IGNORECASE)
        self._each_of = re.compile(
            rf"(?<!\w)(?:{replies.spoken.each_of})\s+{number}\s+(?:{replies.spoken.groups})(?!\w)", re.IGNORECASE
        )
        self._parts = re.compile(
            rf"\s*[,;.:!?](?!\d)\s*|\s(?:(?:{replies.spoken.joins}|{replies.spoken.breaks})\s+)+", re.IGNORECASE
        )

    def read(self, text: str) -> Releases:
        """What an answer tells."""
        rhythm: list[str] = []
        failing, is_told = 0.0, False
        values: dict[str, float | str] = {}
        for part in filter(None, self._parts.split(text)):
            plain = normalise(part).text
            share = self._amounts.share(plain)
            if re.search(self._spoken.takes, part, re.IGNORECASE):
                times = [one.text for one in self._amounts.figures(plain) if one.kind == "DUR"]
                values |= {LEAD: times[0]} if times else {}
            elif re.search(self._spoken.goes_wrong, part, re.IGNORECASE):
                told = share if share is not None else self._amounts.spoken.share(part)
                values |= {FAILS: told} if told is not None and not is_told else {}
                failing = 0.0 if told is not None else _yearly(self._amounts.spoken.times_a_month(part) or 0.0)
                is_told = True
            elif share is not None:
                values.setdefault(FAILS, share)  # of several it is the first: what is told behind it is of something else
            else:
                rhythm.append(part)
        unplanned, teams = self._unplanned.search(text), self._each_of.search(text)
        return Releases(
            rhythm=(", ".join(rhythm) if values or is_told else "") or text,
            values=values,
            teams=self._number(teams["n"]) if teams else 1.0,
            unplanned=self._number(unplanned["n"]) if unplanned else 0.0,
            failing=failing,
        )

    def _number(self, words: str) -> float:
        return self._numbers.get(words.casefold()) or float(words)
