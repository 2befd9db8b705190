"""How much there is to store, and how much comes on top in a month, in a person's words."""

import re
from typing import Any

from rag.extract.entities import Entity
from rag.interview.days import DAY, YEAR
from rag.interview.figures import FigureFinder, plain_number, whole_number
from rag.interview.growth import GrowthReader
from rag.interview.periods import Periods
from rag.interview.rates import SECONDS, RateReader
from rag.interview.restated import Restated
from rag.knowledge.replies import Spoken

MONTHLY = "data.growth_month"


class VolumeReader:
    """Reads sizes."""

    def __init__(
        self,
        figures: FigureFinder,
        periods: Periods,
        growth: GrowthReader,
        rates: RateReader,
        restated: Restated,
        spoken: Spoken,
    ) -> None:
        """`growth`: how far ahead a later size is; `rates`: in what span of time a size arrives."""
        self._figures = figures
        self._periods = periods
        self._growth = growth
        self._rates = rates
        self._restated = restated
        self._later = re.compile(spoken.later, re.IGNORECASE)
        self._by_then = re.compile(rf"\s*(?:{spoken.over}|{spoken.at_month}|{spoken.more_behind})(?!\w)", re.IGNORECASE)

    def read(self, plain: str, path: str) -> dict[str, Any]:
        """What there is, and what comes on top in a month: “40 TB, 600 GB each month”, “190 TB, 9 a month on top”."""
        years = [match.span() for match in YEAR.finditer(plain)]
        sizes = [
            one for one in self._figures.amounts(plain) if one.kind in ("SIZE", "NUM") and (one.start, one.end) not in years
        ]
        unit = next((one for one in sizes if one.kind == "SIZE"), None)
        held: list[float] = []
        values: dict[str, Any] = {}
        for number, one in enumerate(sizes):
            end = sizes[number + 1].start if number + 1 < len(sizes) else len(plain)
            amount = one.number if one.kind == "SIZE" or unit is None else one.number * self._per_unit(unit)
            begin = sizes[number - 1].end if number else 0
            period, _ = self._periods.beside(plain[one.end : end], re.split(r"[,;]", plain[begin : one.start])[-1])
            behind = re.split(r"[,;](?!\d)", plain[begin:end])[-1]
            months = self._growth.months_ahead(behind) if held and not period else 0.0
            is_more = self._figures.is_more(one, plain)
            is_size = one.kind == "SIZE" or self._figures.is_bare(one, plain) or self._by_then.match(plain[one.end :])
            if months and is_size and (is_more or amount > held[0]):  # “140 TB, 310 in two years”
                more = amount if is_more else amount - held[0]
                values.setdefault(MONTHLY, _rounded(more / months))
            elif period:
                values.setdefault(MONTHLY, _rounded(amount * SECONDS["month"] / SECONDS[period]))
            elif one.kind == "SIZE" or (len(sizes) == 1 and self._figures.is_bare(one, plain)):
                held.append(amount * (1 if one.kind == "SIZE" else self._restated.size_named(plain)))
        if held:
            values[path] = whole_number(held[0] if self._later.search(plain) else max(held))
        return values

    def arriving(self, plain: str) -> dict[str, Any]:
        """What the things that arrive weigh in a month: “71,000 files a night, 2.4 TB”, “2.4 TB a night”."""
        span: float | None = None
        for part in re.split(r"[,;.:](?!\d)", plain):
            sizes = [one for one in self._figures.amounts(part) if one.kind == "SIZE"]
            own = self._rates.span(part[sizes[0].end :]) if sizes else self._rates.span(part)
            is_alone = bool(sizes) and not re.search(r"\w", part[: sizes[0].start] + part[sizes[0].end :])
            span = own or span
            if len(sizes) == 1 and span is not None and span >= DAY and (own or is_alone):
                return {MONTHLY: _rounded(sizes[0].number * SECONDS["month"] / span)}
        return {}

    def _per_unit(self, size: Entity) -> float:
        """How many GB the unit of a size is."""
        number = plain_number(size.text) if re.search(r"\d", size.text) else self._restated.bare(size)
        return size.number / number if number else 1.0


def _rounded(size: float) -> float | int:
    return whole_number(float(f"{size:.4g}"))
