"""The parts of a design: which pick stands for which box, what it does and what it talks to: `containers.yaml`."""

from typing import Literal

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class PartFlow(KnowledgeRow):
    """An arrow from one part to another."""

    part: str
    label: str
    within: str | None = None  # the label where both run on one machine; None: the same
    later: bool = False  # asynchronous
    unless: tuple[str, ...] = ()  # left out where one of these parts is drawn
    styles: tuple[str, ...] = ()  # base styles under which it is drawn; none: under all


class PartSense(KnowledgeRow):
    """What some base styles make of a part."""

    styles: tuple[str, ...]
    name: str = ""  # "": the part's own
    does: str
    made: str = ""  # "": as the part's own


class PartRow(KnowledgeRow):
    """One box."""

    id: str
    name: str
    kind: Literal["app", "store", "queue", "external", "edge"]
    frame: Literal["people", "edge", "sites", "runtime", "data", "services"]  # where it runs
    components: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()  # base styles that have it; none: all
    always: bool = False
    when: Condition | None = None  # drawn without a pick when this holds
    unless: Condition | None = None  # never drawn when this holds
    does: str
    made: str = ""  # with what, where nothing is picked for it
    under: tuple[PartSense, ...] = ()
    to: tuple[PartFlow, ...] = ()

    def sense(self, style: str) -> tuple[str, str]:
        """Its name, and what it does, under a base style."""
        own = next((one for one in self.under if style in one.styles), None)
        return (own.name or self.name, own.does) if own is not None else (self.name, self.does)

    def made_under(self, style: str) -> str:
        """With what it is made under a base style, where nothing is picked for it."""
        return next((one.made for one in self.under if style in one.styles and one.made), self.made)


class PartTable(KnowledgeTable):
    """`containers.yaml`."""

    parts: tuple[PartRow, ...]
    never: tuple[str, ...]  # names of picks that mean that nothing is needed
