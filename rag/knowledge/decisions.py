"""The parts of a decision that the interview compares: `decisions.yaml`."""

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class ComponentRule(KnowledgeRow):
    """A value of a component and when it holds."""

    value: str  # may name {tier}, {cost_band}
    when: Condition


class DecisionComponent(KnowledgeRow):
    """One part of the decision; the first rule that holds gives its value."""

    id: str
    rules: tuple[ComponentRule, ...]


class DecisionTable(KnowledgeTable):
    """`decisions.yaml`."""

    components: tuple[DecisionComponent, ...]
    picked: dict[str, tuple[str, ...]]  # component → technology components whose picks are its value
    passed_over: tuple[str, ...]  # overlays that are not compared
    cost_bands: tuple[float, ...]  # USD a month
