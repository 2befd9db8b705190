"""Threats at trust boundaries, with the control for each: `threats.yaml`."""

from typing import Literal

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class ThreatRow(KnowledgeRow):
    """One threat."""

    id: str
    boundary: str
    kind: Literal["S", "T", "R", "I", "D", "E"]  # STRIDE
    threat: str
    control: str
    when: Condition = Condition()
    assume: bool = True  # what an unknown condition counts as


class ThreatTable(KnowledgeTable):
    """`threats.yaml`."""

    entry: str
    threats: tuple[ThreatRow, ...]
