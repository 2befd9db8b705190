"""List prices as planning assumptions, with regional factors: `prices.yaml`."""

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class Region(KnowledgeRow):
    """A factor on every price; the first whose condition holds is taken."""

    id: str
    factor: str  # of `factors`
    when: Condition
    label: str
    yardstick: bool = False  # nothing is rented there: the prices only tell what it would cost
    assumed: bool = False  # taken because nobody has said where data must be


class PriceTable(KnowledgeTable):
    """`prices.yaml`."""

    id: str
    as_of: str
    currency: str
    note: str
    prices: dict[str, float]
    factors: dict[str, float]  # on every price
    regions: tuple[Region, ...]
    exchange: dict[str, float]  # currency → USD for one unit
    countries: dict[str, tuple[str, ...]]  # currency → codes of the countries where it is paid with

    def paid_in(self, country: str) -> str:
        """The currency of a country by its code, or that of a part of it; "" where the table does not say."""
        state = country.upper().partition("-")[0]
        return next((currency for currency, codes in self.countries.items() if state in codes), "")
