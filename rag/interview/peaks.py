"""Two loads that are told of ordinary times and of the worst → how many times as much the worst is.

In: the figures of an answer and the words around them. Out: a factor, or None where the two are not told apart.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from rag.extract.entities import Entity
from rag.interview.rates import RateReader
from rag.knowledge.replies import Spoken

LEAST = 31  # up to here, both of two numbers may be days or hours: “from 8 to 17”
CLEARLY = 2  # times as much: below that, the figures may be of one load
NEAR = 25  # characters between two loads
PAIR = 2
MOST = 10_000  # times as much: beyond that, the figures are of different things
NOUN = 4  # letters of a word that may name what is counted


class PeakReader:
    """Reads how high peaks are."""

    def __init__(self, spoken: Spoken, rates: RateReader) -> None:
        """`rates` tell in what span of time a number is counted."""
        self._rates = rates
        self._ordinary = re.compile(spoken.ordinary, re.IGNORECASE)
        self._worst = re.compile(rf"{spoken.at_worst}|{spoken.time}", re.IGNORECASE)
        self._from = re.compile(rf"(?<!\w)(?:{spoken.rises})\s+(?:\w+\s+)?$", re.IGNORECASE)
        self._to = re.compile(rf"[^,;.:]{{0,{NEAR}}}?(?<!\w)(?:{spoken.rises_to})\s+(?:\w+\s+)?", re.IGNORECASE)
        self._breaks = re.compile(rf"[,;:.](?!\d)|\s[–—-]\s|(?<!\w)(?:{spoken.joins}|{spoken.breaks})(?!\w)", re.IGNORECASE)
        self._per = re.compile(rf"(?:{spoken.per}|{spoken.over})(?!\w)", re.IGNORECASE)

    def factor(self, plain: str, figures: Sequence[Entity]) -> float | None:
        """The quotient of the worst load and the ordinary one: “260 a second on average, worst 31,000”."""
        parts = list(self._parts(plain, figures))
        ordinary = [one for one in parts if self._ordinary.search(one[1]) and not self._worst.search(one[1])]
        worst = [one for one in parts if self._worst.search(one[1]) and not self._ordinary.search(one[1])]
        if len(ordinary) != 1 or not worst:
            return None
        usual, most = ordinary[0], max(worst, key=lambda one: one[0].number)
        if len({self._thing(*one) for one in (usual, most)} - {""}) > 1 or not usual[0].number:
            return None
        span = self._span(*usual) or 1.0
        bare = most[0].number / usual[0].number
        factor = bare * span / (self._span(*most) or span)
        factor = bare if factor <= 1 else factor  # “in the last 90 seconds” tells when it is, and not in how long
        return float(f"{factor:.4g}") if 1 < factor <= MOST else None

    def rise(self, plain: str, figures: Sequence[Entity]) -> float | None:
        """The quotient of two loads of which one becomes the other, or each of which is of its own time.

        “From 30,000 to 260,000 a second”, “nine a day, then 26,000 in four days”.
        """
        for low, high in self._risen(plain, figures):
            if low and high > LEAST:
                return self._plausible(high / low)
        if len(figures) != PAIR:
            return None
        spans = [
            self._rates.span_of_all(plain[one.end : end])
            for one, end in zip(figures, (figures[1].start, len(plain)), strict=True)
        ]
        rates = [one.number / span for one, span in zip(figures, spans, strict=True) if span]
        return self._plausible(max(rates) / min(rates)) if len(rates) == PAIR and min(rates) else None

    def _risen(self, plain: str, figures: Sequence[Entity]) -> Iterator[tuple[float, float]]:
        """Two loads of which one becomes the other; they may have been read as one range."""
        for one in figures:
            if one.low is not None and one.high is not None and self._from.search(plain[: one.start]):
                yield one.low, one.high
        for low, high in itertools.pairwise(figures):
            if self._from.search(plain[: low.start]) and self._to.fullmatch(plain[low.end : high.start]):
                yield low.number, high.number

    @staticmethod
    def _plausible(factor: float) -> float | None:
        return float(f"{factor:.4g}") if CLEARLY <= factor <= MOST else None

    def _parts(self, plain: str, figures: Sequence[Entity]) -> Iterator[tuple[Entity, str, str]]:
        """Each figure, the words of its part of the answer, and those of them behind it."""
        ends = [match.span() for match in self._breaks.finditer(plain)]
        for one in figures:
            start = max((end for _, end in ends if end <= one.start), default=0)
            stop = min((begin for begin, _ in ends if begin >= one.end), default=len(plain))
            yield one, plain[start:stop], plain[one.end : stop]

    def _thing(self, _figure: Entity, _part: str, behind: str) -> str:
        """What is counted, where a word behind the figure may name it."""
        word = re.match(r"\s*([^\W\d_]+)", behind)
        is_noun = (
            word is not None
            and len(word[1]) >= NOUN
            and not any(pattern.match(behind.lstrip()) for pattern in (self._per, self._ordinary, self._worst))
        )
        return word[1].casefold() if is_noun and word is not None else ""

    def _span(self, _figure: Entity, _part: str, behind: str) -> float | None:
        return self._rates.span(behind)
