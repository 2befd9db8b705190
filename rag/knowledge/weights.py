"""Constants of the score and the weight of attributes by objective: `weights.yaml`."""

from rag.knowledge.tables import KnowledgeTable


class WeightTable(KnowledgeTable):
    """`weights.yaml`; points are points of the score."""

    demand_weight: dict[int, float]  # demand level → weight
    assumed: float  # factor on a shortfall against a demand of which nobody said anything
    need_weight: dict[str, float]
    burden_factor: float
    premium_points: float
    switch_points: float
    forced_switch_factor: float  # switching costs less where the old system has to go anyway
    tax_points: float
    tax_by_need: dict[int, float]  # the strongest need for independence → share of the tax
    clear_margin: float
    tie_margin: float
    objectives: dict[str, dict[str, float]]  # objective → attribute → factor P
