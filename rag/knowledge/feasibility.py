"""Contradictions between what is asked and what the numbers allow: `feasibility.yaml`."""

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class FeasibilityRule(KnowledgeRow):
    """One contradiction, in words."""

    title: str
    text: str
    remedy: str
    touches: str = ""  # pattern: a constraint in such words asks for what collides, whatever kind it was read as


class FeasibilityTable(KnowledgeTable):
    """`feasibility.yaml`."""

    rules: dict[str, FeasibilityRule]  # X03 … X17
    cheaper: dict[str, str]  # words for the cheapest other form of what runs
    plan_months: int
    slow_frequencies: dict[str, float]  # frequency → seconds between deliveries
    days: dict[str, float]  # word → days a week
