"""List prices as planning assumptions, with regional factors: `prices.yaml`."""

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class Region(KnowledgeRow):
    """A factor on every price; the first whose condition holds is taken."""

    id: str
    factor: float
    when: Condition
    label: str


class PriceTable(KnowledgeTable):
    """`prices.yaml`."""

    id: str
    as_of: str
    currency: str
    note: str
    prices: dict[str, float]
    regions: tuple[Region, ...]
    exchange: dict[str, float]  # currency → USD for one unit
    countries: dict[str, tuple[str, ...]]  # currency → codes of the countries where it is paid with

    def paid_in(self, country: str) -> str:
        """The currency of a country by its code; "" where the table does not say."""
        return next((currency for currency, codes in self.countries.items() if country.upper() in codes), "")
