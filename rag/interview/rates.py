"""So many things in a span of time → how many a second, and of what: events, or requests.

In: the figures of an answer and the words around them. Out: the field that each belongs to, and its rate.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rag.extract.entities import Entity
from rag.knowledge.brief_fields import Told
from rag.knowledge.quantities import Quantities
from rag.knowledge.replies import Spoken

EVENTS, PEAK, MEAN = "scale.events_per_s", "scale.rps_peak", "scale.rps_avg"
SECONDS = {
    "day": 86_400,
    "week": 604_800,
    "fortnight": 1_209_600,
    "month": 2_630_016,
    "quarter": 7_890_048,
    "year": 31_557_600,
}  # of a period
MINUTE = 60.0
FEW_WORDS = 3  # up to so many, a bare number is the answer; in a longer one it may be anything


class RateReader:
    """Reads rates."""

    def __init__(self, quantities: Quantities, spoken: Spoken, told: Told, numbers: Mapping[str, float]) -> None:
        """`told`: what a rate may be of; `numbers`: numbers in words → value."""
        self._numbers = numbers
        self._nouns = [
            (name, re.compile(rf"(?<!\w)(?:{words.strip('^$')})(?!\w)", re.IGNORECASE))
            for name, words in (("requests", told.requests), ("acts", told.acts), (EVENTS, told.events))
        ]
        self._at_peak = re.compile(spoken.at_peak, re.IGNORECASE)
        step = spoken.step.replace("{many}", r"(?P<step>\w+)")
        every = rf"(?:{spoken.every})\s+(?P<n>\d+[.,]\d+|\w+)|{step}"
        self._each_so_many = [
            (re.compile(rf"(?<!\w)(?:{every})\s+(?:{words})(?!\w)", re.IGNORECASE), seconds)
            for words, seconds in (("|".join(unit.words), unit.seconds) for unit in quantities.durations if not unit.business)
        ]
        units = [("|".join(unit.words), unit.seconds) for unit in quantities.durations if unit.seconds < SECONDS["day"]]
        units += [(words, float(SECONDS[name])) for name, words in spoken.periods.items()]
        self._spans = [
            (re.compile(rf"(?<!\w)(?:(?:{spoken.per})\s*(?P<n>\w+[\s-])?|/\s*)(?:{words})(?!\w)", re.IGNORECASE), seconds)
            for words, seconds in units
        ]
        self._spans += [
            (re.compile(rf"/\s*(?P<n>)(?:{'|'.join(unit.short)})(?!\w)"), unit.seconds)
            for unit in quantities.durations
            if unit.short
        ]
        named = "|".join(sorted(map(re.escape, numbers), key=len, reverse=True))
        days, weeks = spoken.periods["day"], spoken.periods["week"]
        self._in_days = re.compile(
            rf"[^,;.:]*?(?<!\w)(?:{spoken.over})\s+(?P<n>\d+|{named})\s+(?:(?P<week>{weeks})|{days})(?!\w)", re.IGNORECASE
        )
        self._in_all = [
            (
                re.compile(rf"[^,;.:]*?(?<!\w)(?:{spoken.over})\s+(?P<n>\d+|{named})\s+(?:{words})(?!\w)", re.IGNORECASE),
                seconds,
            )
            for words, seconds in units[: len(units) - len(spoken.periods)]
        ]

    def span(self, words: str) -> float | None:
        """The seconds in which a number of things happen: “30 gifts a day”, “in three hours”; None where nothing is said."""
        found = [(match, seconds) for pattern, seconds in self._spans if (match := pattern.search(words)) is not None]
        found += [(match, seconds) for pattern, seconds in self._in_all if (match := pattern.match(words)) is not None]
        if not found:
            return None
        match, seconds = min(found, key=lambda one: one[0].start("n") if one[0]["n"] else one[0].start())
        count = (match["n"] or "").strip(" -").casefold()  # “every ten seconds”
        return seconds * (float(count) if count.isdigit() else self._numbers.get(count, 1.0))

    def is_of_things(self, words: str) -> bool:
        """Whether the words are, or hold, one for requests, acts or events."""
        return bool(self._thing(words))

    def span_of_all(self, words: str) -> float | None:
        """The same, also where it is of several days or weeks: “26,000 in four days”."""
        match = self._in_days.match(words)
        if match is None:
            return self.span(words)
        count = match["n"].casefold()
        return SECONDS["week" if match["week"] else "day"] * (float(count) if count.isdigit() else self._numbers[count])

    def once_in(self, plain: str, counted: Sequence[Entity]) -> float | None:
        """The seconds from one thing to the next: “every four seconds”, “de dois em dois segundos”; None where it is not said.

        With a number of things beside it, it is that of each of them.
        """
        for pattern, seconds in self._each_so_many:
            match = pattern.search(plain)
            if match is not None and all(match.start() <= one.start < match.end() for one in counted):
                words = (match["n"] or match["step"]).casefold().replace(",", ".")
                many = float(words) if _DIGITS.fullmatch(words) else self._numbers.get(words, 0.0)
                return many * seconds or None
        return None

    def by_field(self, plain: str, path: str, entities: Sequence[Entity]) -> dict[str, list[Entity]]:
        """Field → the figures of it, as rates. Those of which the words do not say of what they are belong to `path`."""
        spans = self._their_spans(plain, entities)
        if not any(spans) and len(plain.split()) > FEW_WORDS:
            return {}  # of a time that is not said, or in no unit of ours
        fields = list(self._their_fields(plain, entities, spans)) if path == EVENTS else [path] * len(entities)
        found: dict[str, list[Entity]] = {}
        for entity, span, field in zip(entities, spans, fields, strict=True):
            rate = float(f"{entity.number / span:.6g}") if span is not None and span > 1 else entity.number
            found.setdefault(field, []).append(replace(entity, value=rate, unit=str(span)))
        return found

    def _their_spans(self, plain: str, entities: Sequence[Entity]) -> list[float | None]:
        """The span of each figure; one whose span is not said has that of the one before."""
        spans: list[float | None] = []
        for number, entity in enumerate(entities):
            after = entities[number + 1].start if number + 1 < len(entities) else len(plain)
            span = self.span(plain[entity.end : after])
            if span is None and not number:
                span = self.span(plain[: entity.start])  # “on the busiest day 600”
            spans.append(span if span is not None else spans[-1] if spans else None)
        return spans

    def _their_fields(self, plain: str, entities: Sequence[Entity], spans: Sequence[float | None]) -> Iterator[str]:
        """The field of each figure: by the thing behind it, or before it, or the one that was told last."""
        what = ""
        for number, entity in enumerate(entities):
            after = entities[number + 1].start if number + 1 < len(entities) else len(plain)
            before = entities[number - 1].end if number else 0
            behind = re.split(r"[,;.](?!\d)", plain[entity.end : after])[0]
            head = re.split(r"[,;.](?!\d)", plain[before : entity.start])[-1]
            what = self._thing(behind) or self._thing(head) or what
            yield self._field(what, spans[number], f"{head} {behind}")

    def _thing(self, words: str) -> str:
        found = [(match.start(), name) for name, pattern in self._nouns if (match := pattern.search(words)) is not None]
        return min(found)[1] if found else ""

    def _field(self, what: str, span: float | None, beside: str) -> str:
        if what == "requests":
            return PEAK if (span or 1.0) <= 1 or self._at_peak.search(beside) else MEAN
        return PEAK if what == "acts" and (span or 1.0) <= MINUTE else EVENTS


_DIGITS = re.compile(r"\d+(?:\.\d+)?")
