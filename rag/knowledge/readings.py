"""Which Brief field feeds which reading of the engine, and what follows from the readings: `readings.yaml`."""

from typing import Any, Literal

from rag.knowledge.condition import Condition
from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class ReadingRow(KnowledgeRow):
    """One short name for something the Brief says."""

    name: str
    reader: str
    paths: tuple[str, ...]  # the first known one wins, else the first assumed one
    horizon: Literal["", "day1", "m6", "m24"] = ""
    growth: float = 1.0  # day 1 → 24 months where only day 1 is known
    key: str = ""
    names: dict[str, Any] = {}  # other words for a value
    says: Pattern = ""  # of `said`: words of which one stands in a name
    assumed: Literal["use", "ignore"] = "use"  # whether the Brief's default counts


class DerivedRule(KnowledgeRow):
    """A value and when it holds."""

    value: Any
    when: Condition


class DerivedRow(KnowledgeRow):
    """A reading that follows from others."""

    name: str
    rules: tuple[DerivedRule, ...]
    default: Any = None  # None: unknown


class Exclusion(KnowledgeRow):
    """Words by which a hard constraint excludes what some styles depend on."""

    tag: str
    words: tuple[str, ...]


class ReadingTable(KnowledgeTable):
    """`readings.yaml`."""

    readings: tuple[ReadingRow, ...]
    derived: tuple[DerivedRow, ...]
    context: tuple[str, ...]  # readings that the score's conditions may use
    context_defaults: dict[str, Any]
    exclusions: tuple[Exclusion, ...]
    cloud_words: tuple[str, ...]
    premises_words: tuple[str, ...]
    part_of_data: str  # pattern
    all_data: str  # pattern
