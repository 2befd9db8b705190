"""How well facts are read, as measured: `corpus/tables/extraction_quality.yaml`, filled in from `groundplan evaluate facts`."""

from collections.abc import Collection
from functools import cached_property

from pydantic import ConfigDict, Field

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable, read_table


class KindQuality(KnowledgeRow):
    """What was measured of one kind of fact."""

    kind: str
    precision: float = Field(ge=0, le=1)  # share of what was read that is right
    recall: float = Field(ge=0, le=1)  # share of what there is that was read
    facts: int = Field(ge=1)  # in the documents that were annotated by hand


class ExtractionQuality(KnowledgeTable):
    """The last measurement; without kinds, nothing was measured yet."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,), defer_build=True)

    date: str  # ISO date of the measurement; "" before the first
    command: str  # that repeats it
    kinds: tuple[KindQuality, ...]

    @cached_property
    def by_kind(self) -> dict[str, KindQuality]:
        """Kind → its row."""
        return {row.kind: row for row in self.kinds}

    def over(self, kinds: Collection[str] = ()) -> KindQuality | None:
        """Several kinds together, each weighing as many facts as it has; all of them when none is given. None: not measured."""
        rows = [row for row in self.kinds if not kinds or row.kind in kinds]
        total = sum(row.facts for row in rows)
        if not total:
            return None
        precision = sum(row.precision * row.facts for row in rows) / total
        recall = sum(row.recall * row.facts for row in rows) / total
        kind = rows[0].kind if len(rows) == 1 else ""
        return KindQuality(kind=kind, precision=round(precision, 4), recall=round(recall, 4), facts=total)

    def said(self, kinds: Collection[str] = ()) -> str:
        """The measurement of these kinds, in a sentence for a person."""
        found = self.over(kinds)
        if found is None:
            return f"How much is missed: not measured yet ({self.command})."
        return (
            f"Measured on {found.facts} facts annotated by hand ({self.date}, {self.command}): "
            f"{100 * found.recall:.0f} % of them are found, {100 * found.precision:.0f} % of what is found is right."
        )


def load_extraction_quality() -> ExtractionQuality:
    """The last measurement."""
    return read_table("extraction_quality", ExtractionQuality)
