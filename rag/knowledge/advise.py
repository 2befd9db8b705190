"""All tables of the decision engine in one value."""

from dataclasses import dataclass, field
from pathlib import Path

from rag.knowledge.condition import Condition
from rag.knowledge.decisions import DecisionTable
from rag.knowledge.estimates import EstimateTable
from rag.knowledge.feasibility import FeasibilityTable
from rag.knowledge.figures import FigureTable
from rag.knowledge.gazetteer import Technology
from rag.knowledge.levels import LevelTable
from rag.knowledge.lifecycle import Lifecycle, load_lifecycle
from rag.knowledge.options import OptionTable
from rag.knowledge.overlays import OverlayTable
from rag.knowledge.prices import PriceTable
from rag.knowledge.readings import ReadingTable
from rag.knowledge.regimes import RegimeTable, load_regimes
from rag.knowledge.styles import DistanceTable, StyleTable
from rag.knowledge.tables import TABLES, KnowledgeTable, read_rows, read_table
from rag.knowledge.technology import LegacyTable, TechnologyTable
from rag.knowledge.vetoes import VetoTable
from rag.knowledge.weighing import MONEY, OwnChoice, WeighingTable, load_weighing
from rag.knowledge.weights import WeightTable


@dataclass(frozen=True, repr=False)
class AdviseKnowledge:
    """The decision knowledge; nothing in it changes after loading."""

    styles: StyleTable
    overlays: OverlayTable
    distances: DistanceTable
    vetoes: VetoTable
    levels: LevelTable
    weights: WeightTable
    options: OptionTable
    readings: ReadingTable
    prices: PriceTable
    estimates: EstimateTable
    regimes: RegimeTable
    technology: TechnologyTable
    legacy: LegacyTable
    decisions: DecisionTable
    figures: FigureTable
    feasibility: FeasibilityTable
    weighing: WeighingTable
    gazetteer: tuple[Technology, ...]
    lifecycle: Lifecycle
    own: tuple[OwnChoice, ...] = ()  # a person's own weights and figures, which the tables hold already; see `own.adopt`
    technologies: dict[str, Technology] = field(init=False)  # name or alias in lower case → technology
    families: dict[str, str] = field(init=False)  # technology → family of which it is one choice
    level_names: dict[str, str] = field(init=False)  # code → name
    default_rules: frozenset[str] = field(init=False)  # regime rules without a condition: policy, not knowledge
    attribute_limits: dict[str, frozenset[tuple[int, int]]] = field(init=False)  # veto → (demand, rating) that it excludes

    def __post_init__(self) -> None:
        rows = (*self.levels.demands, *self.levels.capabilities)
        object.__setattr__(self, "level_names", {row.code: row.name for row in rows})
        index: dict[str, Technology] = {}
        for technology in self.gazetteer:
            for name in technology.names:
                index.setdefault(name.lower(), technology)
        object.__setattr__(self, "technologies", index)
        families = {name: family for family, names in reversed(self.technology.families.items()) for name in names}
        object.__setattr__(self, "families", families)
        policies = (rule for regime in self.regimes.regimes for rule in regime.rules if rule.when == Condition())
        object.__setattr__(self, "default_rules", frozenset(rule.id for rule in policies))
        limits = {
            rule.id: frozenset(
                (demand, rating)
                for demand in range(1, 6)
                for rating in range(1, 6)
                if rule.when.holds({"demand": demand, "rating": rating})
            )
            for rule in self.vetoes.vetoes
            if rule.per_attribute
        }
        object.__setattr__(self, "attribute_limits", limits)

    def factors(self, objective: str) -> dict[str, float]:
        """Demand or capability → factor on its weight, by the objective and by a person's own choice; 1 where missing."""
        factors = dict(self.weights.objectives.get(objective, {}))
        for choice in self.own:
            group = self.weighing.group(choice.id)
            for code in group.codes if group else ():
                factors[code] = factors.get(code, 1.0) * choice.value
        return factors

    def own_words(self, choice: OwnChoice) -> str:
        """A person's own figure as it was said: “0.035 EUR a vCPU hour, your figure of 2026-11-29”."""
        row = self.weighing.figure(choice.id)
        unit = choice.unit or (self.prices.currency if row and row.unit == MONEY else row.unit if row else "")
        said = " ".join(part for part in (f"{choice.value:,.10g}", unit, row.per if row else "") if part)
        whose = f"figure of {choice.by}" if choice.by else "your figure"
        return f"{said}, {whose}, {choice.at}" if choice.at else f"{said}, {whose}"

    def own_figures(self) -> dict[str, str]:
        """Name of a printed input → the words of a person's own figure that stands in it."""
        rows = ((self.weighing.figure(choice.id), choice) for choice in self.own)
        return {name: self.own_words(choice) for row, choice in rows if row is not None for name in row.inputs}

    def versions(self) -> dict[str, str]:
        """Table → version, as the proposal prints them."""
        tables = {name: value for name, value in vars(self).items() if isinstance(value, KnowledgeTable)}
        return {name: table.version for name, table in sorted(tables.items())}


def load_advise_knowledge(folder: Path = TABLES) -> AdviseKnowledge:
    """Reads and validates every table of the engine.

    Raises:
        KnowledgeError: a table is missing or does not hold to its schema; the message names file, row and field.
    """
    return AdviseKnowledge(
        styles=read_table("styles", StyleTable, folder),
        overlays=read_table("overlays", OverlayTable, folder),
        distances=read_table("distances", DistanceTable, folder),
        vetoes=read_table("vetoes", VetoTable, folder),
        levels=read_table("cutpoints", LevelTable, folder),
        weights=read_table("weights", WeightTable, folder),
        options=read_table("options", OptionTable, folder),
        readings=read_table("readings", ReadingTable, folder),
        prices=read_table("prices", PriceTable, folder),
        estimates=read_table("estimates", EstimateTable, folder),
        regimes=load_regimes(folder),
        technology=read_table("technology", TechnologyTable, folder),
        legacy=read_table("legacy_patterns", LegacyTable, folder),
        decisions=read_table("decisions", DecisionTable, folder),
        figures=read_table("figures", FigureTable, folder),
        feasibility=read_table("feasibility", FeasibilityTable, folder),
        weighing=load_weighing(folder),
        gazetteer=read_rows("gazetteer", Technology, folder),
        lifecycle=load_lifecycle(folder),
    )
