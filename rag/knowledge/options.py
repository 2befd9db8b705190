"""How the two or three options are chosen, and the texts of the do-least option: `options.yaml`."""

from typing import Literal

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class DoLeast(KnowledgeRow):
    """One way to do as little as possible; the first whose condition holds is taken."""

    id: str
    when: Condition
    style: str  # may name {incumbent} or {first}
    role: str
    title: str
    style_texts: str = ""  # take the texts of this style
    entry_of: Literal["first", "incumbent"] = "first"  # whose library entry it rests on
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    operability: str = ""
    exit: str = ""
    best_if: str = ""


class Nothing(KnowledgeRow):
    """The reference row beside the options."""

    title: str
    text: str


class Roles(KnowledgeRow):
    """What options A and B are called."""

    recommended: str
    tie: str
    contrast: str


class OptionTable(KnowledgeTable):
    """`options.yaml`."""

    contrast_within: float  # points behind the best
    contrast_step: int  # a rating differs when it is at least this far apart
    contrast_ratings: int  # so many ratings have to differ
    named: str  # title of the option that configures a product whose name is known
    roles: Roles
    do_least: tuple[DoLeast, ...]
    nothing: Nothing
