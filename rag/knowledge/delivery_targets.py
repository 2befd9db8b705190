"""The five delivery measures with a first target: `delivery_targets.yaml`."""

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class MeasureRow(KnowledgeRow):
    """One measure."""

    id: str
    name: str
    target: str
    fields: tuple[str, ...] = ()  # the first known one is the baseline


class DeliveryTable(KnowledgeTable):
    """`delivery_targets.yaml`."""

    entry: str
    measures: tuple[MeasureRow, ...]
