"""What bare figures of a table count: "in € k", "(₹ lakh)", "A$k", said by a header, a heading or a line before the table."""

import re
from dataclasses import dataclass

from rag.knowledge.quantities import Quantities

_FIGURES = r"(?<!\d)(?<!\d )"  # a unit of figures has none beside it


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """A currency, and what one of the figures counts of it."""

    currency: str  # ISO 4217
    factor: float = 1.0


class MoneyUnits:
    """Finds the units of figures."""

    def __init__(self, quantities: Quantities) -> None:
        self._currencies, self._own_scales, self._scales = quantities.currencies, quantities.currency_scales, quantities.scales
        names = "|".join(
            re.escape(name) + (r"(?!\w)" if name[-1].isalpha() else "")
            for name in sorted(quantities.currencies, key=len, reverse=True)
        )
        scale = "|".join(sorted(map(re.escape, quantities.scales), key=len, reverse=True))
        scaled = rf"(?:(?<!\w)(?P<before>{scale})\.?\s*(?:of\s|d'|de\s)?\s*)?"
        unit = rf"{_FIGURES}{scaled}(?<!\w)(?P<currency>{names})(?!\s?\d)(?:\s?(?P<after>{scale})(?!\w))?"
        self._header = re.compile(unit, re.IGNORECASE)
        self._said = re.compile(rf"(?:[(\[,:]\s*|\b(?:in|en|em)\s+){unit}", re.IGNORECASE)

    def of_header(self, text: str) -> MoneyUnit | None:
        """The unit that a header names anywhere, "Cost EUR", or is, "A$k"."""
        return self._unit(self._header.search(text))

    def of_text(self, text: str) -> MoneyUnit | None:
        """The unit that a title or sentence says figures are in: "Budget (k€)", "amounts in euro"."""
        return self._unit(self._said.search(text))

    def is_unit(self, text: str) -> bool:
        """Whether a header is nothing but a unit."""
        return self._header.fullmatch(text.strip(" *")) is not None

    def _unit(self, match: re.Match[str] | None) -> MoneyUnit | None:
        if match is None:
            return None
        written = match["currency"]
        known = {name.lower(): name for name in self._currencies}
        name = written if written in self._currencies else known[written.lower()]
        scale = match["before"] or match["after"] or ""
        factor = self._own_scales.get(name, 1.0) * self._scales.get(scale.lower(), 1.0)
        return MoneyUnit(self._currencies[name], factor)
