"""Numbers of people, of things, and of things in a span of time, in a person's words → a load by horizon.

In: the words, and the field that is asked for. Out: field → {day1, m6, m24}, or one number where the field has no horizons.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rag.extract.entities import Entity
from rag.interview.days import YEAR
from rag.interview.figures import FigureFinder, whole_number, with_multiplier
from rag.interview.periods import Periods
from rag.interview.rates import EVENTS, FEW_WORDS, MEAN, PEAK, SECONDS, RateReader
from rag.interview.spoken import SpokenAmounts
from rag.interview.volumes import VolumeReader
from rag.knowledge.replies import Spoken

UNLIKE = 100  # so many times smaller than the first number: no figure of the same load
PAIR = 2  # figures of one load: of day one and of later
PER_SECOND = "1/s"  # the unit of a rate, which people give by the day or the hour, too
HORIZONS = ("day1", "m6", "m24")
EACH_HORIZON = "users.mau"  # asked for at each of them
TEAM = "team.engineers"
AT_ONCE = "users.concurrent_peak"
BUSIEST = frozenset({AT_ONCE, EVENTS, PEAK, MEAN})  # asked for at its peak
SCALES = frozenset({EACH_HORIZON, AT_ONCE, TEAM, PEAK, MEAN, EVENTS})
LOADS = SCALES - {TEAM}
GROWTH = "scale.growth"
LIMITS = "int.limits"


class LoadReader:
    """Reads loads."""

    def __init__(
        self,
        figures: FigureFinder,
        periods: Periods,
        rates: RateReader,
        volumes: VolumeReader,
        sayings: SpokenAmounts,
        spoken: Spoken,
    ) -> None:
        """`rates`: so many in a span of time; `volumes`: what arrives in it weighs; `sayings`: spans without a number."""
        self._figures = figures
        self._periods = periods
        self._rates = rates
        self._volumes = volumes
        self._sayings = sayings
        self._later = re.compile(spoken.later, re.IGNORECASE)
        self._builds = re.compile(spoken.builders, re.IGNORECASE)
        self._groups = re.compile(rf"\s*(?:{spoken.groups})(?!\w)", re.IGNORECASE)
        self._places = re.compile(rf"\s*(?:\w+\s+)?(?:{spoken.places})(?!\w)", re.IGNORECASE)
        self._few = re.compile(rf"(?<!\w){spoken.few}(?!\w)", re.IGNORECASE)
        self._people_named = re.compile(spoken.people, re.IGNORECASE)
        self._a_year_on = re.compile(spoken.a_year_on, re.IGNORECASE)
        self._ceiling = re.compile(spoken.ceiling, re.IGNORECASE)

    def read(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        """The load that the words tell; of things in place of people where that was asked and this is said."""
        things = self._things(plain) if path == EACH_HORIZON else None
        return self._number(plain, path, unit) if things is None else things

    def _number(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        entities = self._counted(plain, ("PCT", "NUM") if unit == "%" else ("NUM",))
        if path == TEAM:
            entities = [one for one in entities if not self._groups.match(plain[one.end :])]  # “68 in nine teams”
            entities = self._builders(entities, plain)
        if unit == PER_SECOND:
            return self._per_second(plain, path, entities)
        if path == EACH_HORIZON:
            entities = self._alike(self._people(entities, plain), plain)
        elif path in SCALES:
            entities = self._ends(entities, plain)
        if path in SCALES:
            entities = self._with_more(entities, plain)
        numbers = [one.number for one in entities]
        if not numbers and re.fullmatch(r"\D*\d+\D*", plain):
            numbers = [float(re.sub(r"\D", "", plain))]
        if not numbers and len(plain.split()) <= FEW_WORDS:
            numbers = [entity.number for entity in self._figures.spoken(plain)]  # “a dozen”, “one”
        if not numbers:
            return {}
        if path in SCALES:
            scale = self._scale([with_multiplier(one, entities[0]) for one in entities] or numbers, path, plain)
            later = {"team.m24": scale["m24"]} if path == TEAM and "m24" in scale else {}
            return {path: scale, **later}
        return {path: whole_number(numbers[0])}

    def _counted(self, plain: str, kinds: Sequence[str]) -> list[Entity]:
        """The numbers that are neither a time of day nor a part of a date: “70 by mid 2028”."""
        dates = [date for date in self._figures.moments.find(plain) if date.kind == "DATE"]
        return [
            entity
            for entity in self._figures.amounts(plain)
            if entity.kind in kinds
            and not self._figures.is_clock(entity, plain)
            and not any(date.start <= entity.start < date.end for date in dates)
        ]

    def _builders(self, entities: list[Entity], plain: str) -> list[Entity]:
        """Of several numbers of people those beside whom it says that they build: “eight of us, but only three program”."""
        beside = [
            one
            for number, one in enumerate(entities)
            if self._builds.search(re.split(r"[,;.]", plain[entities[number - 1].end if number else 0 : one.start])[-1])
            or self._builds.search(re.split(r"[,;.]", plain[one.end :])[0])
        ]
        return entities[entities.index(beside[0]) :] if beside else entities

    def _people(self, entities: list[Entity], plain: str) -> list[Entity]:
        """The figures without one of places, beside which the next one tells the people there: “two schools, 700 children”."""
        places = [one for one, _ in itertools.pairwise(entities) if self._places.match(plain[one.end :])]
        return (
            [one for one in entities if one not in places] if len(places) < len(entities) - 1 or len(places) == 1 else entities
        )

    def _things(self, plain: str) -> dict[str, Any] | None:
        """Things in a span of time in place of people: “9,000 orders a day”, as rates; {} of things that nobody knows here.

        None where people are counted, or what is counted is not told by the day, the week or the year.
        """
        entities = [one for one in self._figures.numbers(plain) if not self._figures.is_clock(one, plain)]
        behind = re.split(r"[;.](?!\d)", plain[entities[0].end :])[0] if entities else ""
        behind = self._a_year_on.sub("", behind)
        first = re.split(r",(?!\d)", behind)[0]
        if self._rates.span(behind) in (None, SECONDS["month"]) or self._figures.has_share(behind):
            return None
        if self._rates.is_of_things(first) and self._rates.span(first) is not None:
            rates = self._rates.by_field(plain, EVENTS, entities)
            return {field: self._scale([one.number for one in of], EACH_HORIZON, plain) for field, of in rates.items()}
        return {} if self._periods.is_every("year", behind) and not self._people_named.search(plain) else None

    def _alike(self, entities: list[Entity], plain: str) -> list[Entity]:
        """The figures without those of other things than the first: “300 clerks, 7,000 buyers” are no two points in time."""
        if self._later.search(plain) or YEAR.search(plain):
            return entities
        nouns = [match[1].casefold() if (match := _NOUN.match(plain, one.end)) else "" for one in entities]
        return [one for one, noun in zip(entities, nouns, strict=True) if noun in ("", nouns[0])] if nouns else entities

    def _ends(self, entities: list[Entity], plain: str) -> list[Entity]:
        """Of more than two figures the first, and the one beside the words for later: “68 and 6, in two years perhaps 80”."""
        later = list(self._later.finditer(plain))
        if len(entities) <= PAIR or not later:
            return entities
        return [entities[0], _nearest(entities[1:], *later[-1].span())]

    def _with_more(self, entities: list[Entity], plain: str) -> list[Entity]:
        """The figures, where the last comes on top with it added to the first: “16, in two years plus two”.

        Where no later time is named it is left out: whether it is there already is not said.
        """
        last = entities[-1] if len(entities) == PAIR else None
        if last is None or not self._figures.is_more(last, plain):
            return entities
        whole = replace(last, value=entities[0].number + last.number)
        return [entities[0], whole] if self._later.search(plain) else entities[:1]

    def _scale(self, numbers: Sequence[float], path: str, plain: str) -> dict[str, float]:
        """Figures of one load by horizon; what is a hundred times smaller than the first is a figure of something else.

        In a sentence a second figure is a later one only where the words say so, or the question asks for each: else it is
        of something else, and of a peak the largest counts.
        """
        alike = [number for number in numbers if number >= numbers[0] / UNLIKE]
        is_short = len(re.findall(r"[^\W\d_]+", plain)) <= FEW_WORDS
        if path != EACH_HORIZON and not is_short and not self._later.search(plain):
            alike = [max(alike)] if path in BUSIEST else alike[:1]
        horizons = HORIZONS if len(alike) >= len(HORIZONS) else ("day1", "m24")
        return dict(zip(horizons, map(whole_number, alike), strict=False))

    def _per_second(self, plain: str, path: str, entities: Sequence[Entity]) -> dict[str, Any]:
        """Numbers of things in a span of time, per second, each for the field of such things; what others take is a limit."""
        sentences = re.split(r"(?<=[.;!?])\s+", plain)
        theirs = [one for one in sentences if self._ceiling.search(one) and re.search(r"\d", one)]
        if theirs:
            rest = " ".join(one for one in sentences if one not in theirs)
            return {LIMITS: [one.strip(" .") for one in theirs], **(self._number(rest, path, PER_SECOND) if rest else {})}
        few = self._sayings.seconds(plain) if self._few.search(plain) else None
        once = few or self._rates.once_in(plain, self._figures.numbers(plain))
        grows = self._volumes.arriving(plain) if path == EVENTS else {}
        if once is not None:
            return {path: {"day1": float(f"{1 / once:.6g}")}, **grows}
        if not entities:  # “one file a minute”
            entities = [one for one in self._figures.spoken(plain) if self._rates.span(plain[one.end :]) is not None]
        rates = self._rates.by_field(plain, path, entities)
        return {**{field: self._scale(self._busiest(of, plain), field, plain) for field, of in rates.items()}, **grows}

    def _busiest(self, rates: Sequence[Entity], plain: str) -> list[float]:
        """The rates that count: of different things, or on different days, the highest; beside it the one of later."""
        numbers = [one.number for one in rates]
        later = list(self._later.finditer(plain))
        if len({one.unit for one in rates}) > 1 and not later:
            return [max(numbers)]
        if len(rates) <= PAIR or not later or len(later) >= len(rates) - 1:
            return numbers
        last = _nearest(rates[1:], *later[-1].span())
        return [max(one.number for one in rates if one is not last), last.number]


def without_machines(said: dict[str, Any], devices: float | None) -> dict[str, Any]:
    """The values without machines among the people at once: “a shift of 4, and 44,000 connected devices”."""
    at_once = said.get(AT_ONCE)
    if not devices or not isinstance(at_once, dict) or devices not in at_once.values():
        return said
    people = [number for number in at_once.values() if number != devices]
    rest = {path: value for path, value in said.items() if path != AT_ONCE}
    return {**rest, AT_ONCE: {"day1": people[0]}} if people else rest


def _nearest(figures: Sequence[Entity], start: int, end: int) -> Entity:
    """The figure that stands nearest to the words from `start` to `end`."""
    return min(figures, key=lambda one: min(abs(one.start - end), abs(start - one.end)))


_NOUN = re.compile(r"\s*([^\W\d_]{4,})")
