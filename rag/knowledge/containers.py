"""The parts of a design: which pick stands for which box, what it does and what it talks to: `containers.yaml`."""

from typing import Literal

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class PartFlow(KnowledgeRow):
    """An arrow from one part to another."""

    part: str
    label: str
    later: bool = False  # asynchronous
    unless: str = ""  # left out where this part is drawn


class PartRow(KnowledgeRow):
    """One box."""

    id: str
    name: str
    kind: Literal["app", "store", "queue", "external", "edge"]
    frame: Literal["people", "edge", "sites", "runtime", "data", "services"]  # where it runs
    components: tuple[str, ...] = ()
    always: bool = False
    when: Condition | None = None  # drawn without a pick when this holds
    does: str
    to: tuple[PartFlow, ...] = ()


class PartTable(KnowledgeTable):
    """`containers.yaml`."""

    parts: tuple[PartRow, ...]
    never: tuple[str, ...]  # names of picks that mean that nothing is needed
