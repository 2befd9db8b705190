"""Patterns laid over a base style, their triggers and effects: `overlays.yaml`."""

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class Effect(KnowledgeRow):
    """What an overlay adds to a rating; it never lowers one."""

    attribute: str
    by: int
    cap: int = 5
    styles: tuple[str, ...] = ()  # none: every allowed style


class OverlayRow(KnowledgeRow):
    """One overlay."""

    code: str
    name: str
    entry: str  # corpus id
    when: Condition  # over levels and context
    allowed: tuple[str, ...] = ()  # base styles whose score it changes
    effects: tuple[Effect, ...] = ()
    needs: dict[str, int] = {}  # at least this much
    complexity: float = 0.0
    benefit: str


class OverlayTable(KnowledgeTable):
    """`overlays.yaml`, in the order in which overlays are named."""

    overlays: tuple[OverlayRow, ...]
