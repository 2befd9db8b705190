"""Names, formulas and planning values of the printed numbers: `figures.yaml`."""

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class FigureRow(KnowledgeRow):
    """One kind of number."""

    formula: str = ""
    label: str  # may name {when} and {currency}
    unit: str  # `money`: the company's currency
    note: str = ""
    least: float = 0.0  # a smaller one tells nobody anything and is left out


class AlertRow(KnowledgeRow):
    """An alert on the error budget."""

    key: str
    rate: float  # times the sustainable pace
    window_h: float


class AssumedValues(KnowledgeRow):
    """Planning values that stand in until something is measured."""

    response_s: float
    query_s: float
    line_mbit: float
    line_efficiency: float
    message_bytes: float
    function_ms: float
    function_gb: float
    many_partitions: int


class FigureTable(KnowledgeTable):
    """`figures.yaml`."""

    formulas: dict[str, str]  # formula id → in words
    figures: dict[str, FigureRow]  # key → row
    alerts: tuple[AlertRow, ...]
    assumed: AssumedValues
