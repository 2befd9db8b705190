"""Amounts, dates and names of technologies in a person's words → values of a field, in the field's own units."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rag.extract.amounts import AmountFinder
from rag.extract.entities import Entity
from rag.extract.moments import MomentFinder
from rag.extract.technologies import TechnologyMatcher
from rag.knowledge.gazetteer import Gazetteer
from rag.knowledge.quantities import Quantities

FEW_WORDS = 3  # up to so many, a bare number is the answer; in a longer one it may be anything
MONTHS = 12
PER_SECOND = "1/s"  # the unit of a rate, which people give by the day or the hour, too
TIMES = "times"  # the unit of a factor
HORIZONS = ("day1", "m6", "m24")
SCALES = frozenset({"users.concurrent_peak", "users.mau", "team.engineers", "scale.rps_peak", "scale.events_per_s"})


class AmountReader:
    """Reads values."""

    def __init__(self, quantities: Quantities, gazetteer: Gazetteer, today: str) -> None:
        """Bring the parts together; `today` is the ISO date that "in 24 months" starts from."""
        self._finder = AmountFinder(quantities)
        self._currencies = quantities.currencies
        self._moments = MomentFinder(quantities)
        self._technologies = TechnologyMatcher(gazetteer)
        self._today = today
        self._number_words = {word: value for words in quantities.number_words.values() for word, value in words.items()}
        self._periods = [
            (
                re.compile(
                    rf"(?<!\w)(?:{_EACH})\s*(?:{'|'.join(unit.words)})(?!\w)|/\s*(?:{'|'.join(unit.words)})(?!\w)",
                    re.IGNORECASE,
                ),
                unit.seconds,
            )
            for unit in quantities.durations
        ]

    def read(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        """Field path → value; money may fill a second field. Empty where the words hold no such value.

        Args:
            plain: the words, in the form in which rules read them.
            path: of the field.
            unit: what the value is: weeks (a date), EUR (any money), s, ms, times (a factor), or that of a number.
        """
        reader = {"weeks": self._moment, "EUR": self._money, "s": self._seconds, "ms": self._milliseconds}.get(unit)
        return self._number(plain, path, unit) if reader is None else reader(plain, path)

    def figures(self, plain: str) -> list[Entity]:
        """Every amount, date and time of day that is said, "one" among them; none inside another."""
        found = list(self._moments.find(plain))
        for entity in [*self._entities(plain), *self._spoken(plain)]:
            if not any(entity.start < other.end and other.start < entity.end for other in found):
                found.append(entity)
        return sorted(found, key=lambda entity: entity.start)

    def _spoken(self, plain: str) -> Iterator[Entity]:
        """Numbers in words, also where they may be an article."""
        for match in re.finditer(r"[^\W\d_]+", plain):
            number = self._number_words.get(match.group().casefold())
            if number is not None:
                yield Entity("NUM", match.start(), match.end(), match.group(), value=number)

    def technologies(self, plain: str, path: str, category: str = "") -> dict[str, Any]:
        """The technologies that are named; of one category of the gazetteer, or of any."""
        found = (mention.technology for mention in self._technologies.find(plain))
        names = list(dict.fromkeys(one.name for one in found if category in ("", one.category)))
        return {path: names} if names else {}

    def currency(self, words: str) -> str:
        """The code of the currency that is named; "" where none is. Of several names the longest counts: “US dollars”."""
        named = [name for name in self._currencies if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE)]
        return self._currencies[max(named, key=len)] if named else ""

    def _entities(self, plain: str) -> list[Entity]:
        """Amounts in the order in which they stand; points between groups of three digits are no decimal points."""
        grouped = _GROUPED.sub(lambda match: match.group().replace(".", ","), plain)
        found = sorted(self._finder.find(grouped, "."), key=lambda entity: entity.start)
        joined: list[Entity] = []
        for entity in found:
            last = joined[-1] if joined else None
            in_words = last is not None and last.kind == entity.kind == "NUM" and not grouped[last.end : entity.start].strip()
            if last is not None and in_words and entity.number in _TIMES and last.number < entity.number:
                joined[-1] = replace(last, value=last.number * entity.number, end=entity.end)  # "four hundred"
            else:
                joined.append(entity)
        return joined

    def _number(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        if unit == TIMES:
            factors = [one.number for one in self._entities(plain) if one.kind == "NUM" and _FACTOR.match(plain[one.end :])]
            return {path: _whole(factors[0])} if factors else {}
        kinds = {"%": ("PCT", "NUM"), "GB": ("SIZE", "NUM")}.get(unit, ("NUM",))
        entities = [entity for entity in self._entities(plain) if entity.kind in kinds]
        spans = [self._span(plain[entity.end :]) if unit == PER_SECOND else 1.0 for entity in entities]
        numbers = [
            float(f"{one.number / seconds:.4g}") if seconds > 1 else one.number
            for one, seconds in zip(entities, spans, strict=True)
        ]
        if not numbers and re.fullmatch(r"\D*\d+\D*", plain):
            numbers = [float(re.sub(r"\D", "", plain))]
        if not numbers:
            return {}
        if path in SCALES:
            horizons = HORIZONS if len(numbers) >= 3 else ("day1", "m24")
            scale = dict(zip(horizons, map(_whole, numbers), strict=False))
            later = {"team.m24": scale["m24"]} if path == "team.engineers" and "m24" in scale else {}
            return {path: scale, **later}
        return {path: _whole(numbers[0])}

    def _span(self, tail: str) -> float:
        """The seconds in which a number of things happen: “30 gifts a day”; a second where nothing is said."""
        words = re.split(r"\d", tail)[0]
        return next((seconds for pattern, seconds in self._periods if pattern.search(words)), 1.0)

    def _money(self, plain: str, path: str) -> dict[str, Any]:
        """Amounts: the one per month is the running budget, the other the total."""
        values: dict[str, Any] = {}
        for entity in self._entities(plain):
            if entity.kind not in ("MONEY", "NUM"):
                continue
            tail = plain[entity.end : entity.end + 24].lower()
            period = _PERIOD.match(tail)
            field = "budget.monthly_run" if period else path if path.startswith("budget.") else "budget.total"
            share = MONTHS if period and period["year"] else 1
            values.setdefault(field, _whole(round(entity.number / share, 2)))
            if entity.kind == "MONEY" and entity.unit:
                values.setdefault("budget.currency", entity.unit)
        return values

    def _seconds(self, plain: str, path: str) -> dict[str, Any]:
        """A span of time; a bare number is hours."""
        for entity in self._entities(plain):
            if entity.kind == "DUR":
                return {path: _whole(entity.number)}
            if entity.kind == "NUM" and len(plain.split()) <= FEW_WORDS:
                return {path: _whole(entity.number * 3600)}
        return {}

    def _milliseconds(self, plain: str, path: str) -> dict[str, Any]:
        for entity in self._entities(plain):
            if entity.kind in ("DUR", "NUM"):
                return {path: [{"ms": _whole(entity.number * (1000 if entity.kind == "DUR" else 1)), "pct": 95}]}
        return {}

    def _moment(self, plain: str, path: str) -> dict[str, Any]:
        """A date, or a span of time from today."""
        for entity in self._moments.find(plain):
            if entity.kind == "DATE":
                return {path: str(entity.value)}
        for entity in self._entities(plain):
            if entity.kind in ("DUR", "NUM"):
                days = entity.number / 86400 if entity.kind == "DUR" else entity.number * 7
                return {path: (datetime.date.fromisoformat(self._today) + datetime.timedelta(days=round(days))).isoformat()}
        return {}


_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,]|\s*(?:%|[GTKMP]i?B|[GTKMP]o\b|s\b|ms\b))")
_EACH = "per|an?|each|every|pro|am|je|par|por|al?|ao"  # before a unit of time: so often in it
_TIMES = (100, 1000)
_FACTOR = re.compile(r"\s*-?(?:times|fold|mal|fois|veces|vezes|x|×)(?!\w)", re.IGNORECASE)
_PERIOD = re.compile(
    r"\W*(?:(?:eur|euros?|usd|gbp|chf|dollars?|pounds?|€|\$|£)\W*)?(?:per|a|each|every|/|pro|par|por|im|al|ao)\W*"
    r"(?:(?P<month>month|monat|mois|mes|mês)|(?P<year>year|annum|jahr|an\b|año|ano\b))"
)


def _whole(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number
