"""Amounts, dates and names of technologies in a person's words → values of a field, in the field's own units."""

import datetime
import re
from typing import Any

from rag.extract.amounts import AmountFinder
from rag.extract.entities import Entity
from rag.extract.moments import MomentFinder
from rag.extract.technologies import TechnologyMatcher
from rag.knowledge.gazetteer import Gazetteer
from rag.knowledge.quantities import Quantities

FEW_WORDS = 3  # up to so many, a bare number is the answer; in a longer one it may be anything
HORIZONS = ("day1", "m6", "m24")
SCALES = frozenset({"users.concurrent_peak", "users.mau", "team.engineers", "scale.rps_peak", "scale.events_per_s"})


class AmountReader:
    """Reads values."""

    def __init__(self, quantities: Quantities, gazetteer: Gazetteer, today: str) -> None:
        """Bring the parts together; `today` is the ISO date that "in 24 months" starts from."""
        self._finder = AmountFinder(quantities)
        self._moments = MomentFinder(quantities)
        self._technologies = TechnologyMatcher(gazetteer)
        self._today = today

    def read(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        """Field path → value; money may fill a second field. Empty where the words hold no such value.

        Args:
            plain: the words, in the form in which rules read them.
            path: of the field.
            unit: what the value is: weeks (a date), EUR (any money), s, ms, or that of a number.
        """
        reader = {"weeks": self._moment, "EUR": self._money, "s": self._seconds, "ms": self._milliseconds}.get(unit)
        return self._number(plain, path, unit) if reader is None else reader(plain, path)

    def technologies(self, plain: str, path: str) -> dict[str, Any]:
        """The technologies that are named."""
        names = list(dict.fromkeys(mention.technology.name for mention in self._technologies.find(plain)))
        return {path: names} if names else {}

    def _entities(self, plain: str) -> list[Entity]:
        return sorted(self._finder.find(plain, "."), key=lambda entity: entity.start)

    def _number(self, plain: str, path: str, unit: str) -> dict[str, Any]:
        kinds = {"%": ("PCT", "NUM"), "GB": ("SIZE", "NUM")}.get(unit, ("NUM",))
        numbers = [entity.number for entity in self._entities(plain) if entity.kind in kinds]
        if not numbers and re.fullmatch(r"\D*\d+\D*", plain):
            numbers = [float(re.sub(r"\D", "", plain))]
        if not numbers:
            return {}
        if path in SCALES:
            horizons = HORIZONS if len(numbers) >= 3 else ("day1", "m24")
            return {path: dict(zip(horizons, map(_whole, numbers), strict=False))}
        return {path: _whole(numbers[0])}

    def _money(self, plain: str, path: str) -> dict[str, Any]:
        """Amounts: the one per month is the running budget, the other the total."""
        values: dict[str, Any] = {}
        for entity in self._entities(plain):
            if entity.kind not in ("MONEY", "NUM"):
                continue
            tail = plain[entity.end : entity.end + 24].lower()
            monthly = re.match(
                r"\W*(?:(?:eur|euros?|usd|dollars?|€|\$)\W*)?(?:per|a|each|/|pro|par|por|im|al)\W*(?:month|monat|mois|mes|mês)",
                tail,
            )
            field = "budget.monthly_run" if monthly else path if path.startswith("budget.") else "budget.total"
            values.setdefault(field, _whole(entity.number))
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


def _whole(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number
