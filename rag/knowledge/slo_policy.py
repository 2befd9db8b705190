"""Service levels: alert burn rates, performance budgets, recovery tiers, the error-budget policy: `slo_policy.yaml`."""

from rag.knowledge.condition import Condition
from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class BurnRow(KnowledgeRow):
    """One burn-rate alert."""

    id: str
    rate: float  # times the sustainable pace
    window_h: float
    short: str  # the second, shorter window
    action: str  # page or ticket


class BudgetRow(KnowledgeRow):
    """One performance budget."""

    id: str
    name: str
    target: str
    measured: str
    when: Condition = Condition()


class TierRow(KnowledgeRow):
    """One recovery tier, strictest first."""

    id: str  # T0 … T4, TI
    rto_s: float
    rpo_s: float
    form: str
    proof: str
    few: str = ""  # the proof where a few people do everything
    replica: bool = False  # a copy is running, so a restore is not what the recovery time hangs on
    factor: tuple[float, float]  # of the cost of what keeps state


class PolicyRow(KnowledgeRow):
    """One rule of the error-budget policy."""

    id: str
    text: str
    when: Condition = Condition()


class SloPolicyTable(KnowledgeTable):
    """`slo_policy.yaml`."""

    entry: str
    recovery_entry: str
    restore_rule: str  # the collision that a running copy resolves
    window_days: float
    conditional: Pattern  # words of an answer that names one span for some times and one for the others
    p50_share: float  # the p50 target as a share of the p95 target
    burn: tuple[BurnRow, ...]
    budgets: tuple[BudgetRow, ...]
    tiers: tuple[TierRow, ...]
    installed_targets: tuple[BudgetRow, ...]  # of such a program
    installed: TierRow  # of a program on the machines of those who bought it
    policy: tuple[PolicyRow, ...]
