"""Signs by which a sentence binds that no rule for a kind of fact reads: `house_rules.yaml`."""

from pathlib import Path
from typing import Literal

from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import TABLES, KnowledgeRow, KnowledgeTable, read_table

Binding = Literal["must", "must_not", ""]


class Sign(KnowledgeRow):
    """Words that speak for a rule, or against one."""

    id: str
    points: float
    words: Pattern
    also: Pattern = ""  # words of which one has to stand in the sentence as well
    opens: bool = False  # they count only where the sentence begins, or behind a colon
    how: Binding = ""  # as which a sentence counts whose weightiest sign this is
    group: str = ""  # of signs that say nearly the same only the weightiest counts


class Places(KnowledgeRow):
    """Points of where a sentence stands and of how it is made."""

    cell: float
    logged: float
    item: float
    binds: float
    agreement: float
    minutes: float
    asked: float
    numbered: float
    decided: float
    told: float
    long: float


class HouseRules(KnowledgeTable):
    """The table."""

    least: float  # points of a sentence that binds
    least_said: float  # of these by its signs alone, wherever it stands
    shortest: int  # words
    longest: int  # words from which a sentence counts as long
    places: Places
    asked: Pattern  # words of a heading over what somebody asks for
    decided: Pattern  # how a sentence opens that tells what was decided
    signs: tuple[Sign, ...]
    against: tuple[Sign, ...]


def load_house_rules(folder: Path = TABLES) -> HouseRules:
    """The signs.

    Raises:
        KnowledgeError: the table is missing or faulty.
    """
    return read_table("house_rules", HouseRules, folder)
