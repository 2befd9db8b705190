"""Which technology for which component, and how a system that stays is connected: `technology.yaml`, `legacy_patterns.yaml`."""

from typing import Literal

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable

ExitCost = Literal["S", "M", "L", ""]


class Component(KnowledgeRow):
    """A kind of part of which there is one."""

    id: str
    name: str
    categories: tuple[str, ...] = ()  # of the gazetteer: a mandated technology of one of them belongs here
    unless: Condition | None = None  # where there is no such part, whatever its rows say


class Candidate(KnowledgeRow):
    """One way to fill a component."""

    name: str
    tech: tuple[str, ...] = ()  # gazetteer names; it is out while one is forbidden
    when: Condition = Condition()
    needs_cloud: bool = False
    run: bool = False  # one more part that the company itself installs, updates and watches


class TechnologyRow(KnowledgeRow):
    """A rule for one component."""

    id: str
    component: str
    when: Condition
    candidates: tuple[Candidate, ...]  # in order of preference
    known: tuple[str, ...] = ()  # gazetteer names that come first where the company runs them already
    why: str
    runner_up: str = ""
    note: str = ""
    exit_cost: ExitCost = ""
    entry: str = ""  # corpus id
    bought: bool = False  # also applies where a product is bought
    fields: tuple[str, ...] = ()  # brief paths
    context: tuple[str, ...] = ()  # context keys whose constraints stand behind it


class ChosenProduct(KnowledgeRow):
    """How a product is named that the company means to take."""

    plain: str  # {name}
    counted: str  # {name}, {covers}


class TechnologyTable(KnowledgeTable):
    """`technology.yaml`."""

    components: tuple[Component, ...]
    families: dict[str, tuple[str, ...]]  # technologies that are one choice
    kinds: dict[str, tuple[str, ...]] = {}  # kind of technologies, as people refuse it → their names, also within a candidate's
    several: tuple[str, ...] = ()  # styles of more than one deployable
    self_run: str = ""  # the kind that stands for whatever the company would have to mind itself
    chosen: ChosenProduct
    hyperscalers: tuple[str, ...]  # families that a sovereign provider excludes
    rows: tuple[TechnologyRow, ...]

    def component_of(self, category: str) -> str:
        """The component that technologies of a gazetteer category fill; "" for none."""
        return next((component.id for component in self.components if category in component.categories), "")


class LegacyPattern(KnowledgeRow):
    """How a kept system is connected."""

    id: str
    when: Condition
    pick: str
    why: str
    risk: str
    runner_up: str = ""
    entry: str = ""
    exit_cost: ExitCost = ""


class LegacyTable(KnowledgeTable):
    """`legacy_patterns.yaml`."""

    means: tuple[str, ...]  # gazetteer categories that are no systems to connect
    rows: tuple[LegacyPattern, ...]
