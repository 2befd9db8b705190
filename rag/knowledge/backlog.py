"""How work, constraints, checks and duties become backlog items: `backlog.yaml`."""

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class KindRow(KnowledgeRow):
    """One kind of item."""

    epic: str
    story: str  # may name {title}, {product}
    depends: tuple[str, ...] = ()  # estimates whose items come first
    milestone: str = ""  # where the item brings none of its own
    urgency: float = 0.0  # added to the milestone's


class AcceptRow(KnowledgeRow):
    """A criterion of the items of some estimates or kinds; left out while one of its slots is unknown."""

    items: tuple[str, ...] = ()  # ids of `estimates.yaml`
    kinds: tuple[str, ...] = ()
    text: str  # may name {product}, {name}, {slo}, {latency}, {rto}, {rpo}, {level}, {peak}


class ScoreRow(KnowledgeRow):
    """Numbers behind the order: (value + urgency + risk) ÷ size."""

    value: dict[str, float]  # priority → points
    urgency: dict[str, float]  # milestone → points
    risk_base: float
    risk_each: float  # for each hard constraint that the item carries
    risk_most: float
    check_size: float  # person-weeks that an item without an estimate counts as


class BacklogTable(KnowledgeTable):
    """`backlog.yaml`."""

    kinds: dict[str, KindRow]
    accept: tuple[AcceptRow, ...]
    proof: str  # may name {section}, {proof}, {text}
    decide: str  # may name {text}
    duty: str  # may name {regime}, {duty}
    check: str  # may name {text}
    score: ScoreRow
