"""Hard exclusions of styles: `vetoes.yaml`."""

from pydantic import ConfigDict, Field

from rag.knowledge.condition import Condition
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class VetoRow(KnowledgeRow):
    """A rule that excludes styles while its condition holds over levels, context and the style's own values."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str  # V0 … V16
    styles: tuple[str, ...] = ()  # none: every style
    spared: tuple[str, ...] = Field((), alias="except")
    per_attribute: bool = False  # tested once per attribute, with `demand` and `rating`
    when: Condition
    reason: str  # may name {attribute}, {rating}, {requirement}
    context: tuple[str, ...] = ()  # context keys whose constraints stand behind it
    fields: tuple[str, ...] = ()  # brief paths

    def concerns(self, style: str) -> bool:
        """Whether the rule speaks about `style` at all."""
        return style not in self.spared and (not self.styles or style in self.styles)


class VetoTable(KnowledgeTable):
    """`vetoes.yaml`."""

    vetoes: tuple[VetoRow, ...]
