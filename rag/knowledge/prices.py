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
