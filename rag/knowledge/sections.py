"""Which sections a proposal has, in which order: `sections.yaml`."""

from functools import cached_property
from typing import Literal

from pydantic import ConfigDict, Field

from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class SectionRow(KnowledgeRow):
    """One section; its id is fixed, its number follows from the order."""

    id: str
    title: str
    level: int
    template: str = ""  # T1 … T7 of the first founding document
    numbered: bool = True
    appendix: bool = False
    early: bool = False  # stands right behind the summary while the core of the Brief is incomplete
    long: bool = False  # only the full profile prints it
    for_: Literal["", "board", "engineering"] = Field("", alias="for")  # the only audience that asks for it; "": all do
    without: str = ""  # why it is left out when nothing is known for it


class OverviewGroup(KnowledgeRow):
    """Fields of the Brief that are listed together."""

    title: str
    fields: tuple[str, ...]


class SectionTable(KnowledgeTable):
    """`sections.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,), defer_build=True)

    sections: tuple[SectionRow, ...]
    not_built: tuple[str, ...]
    overview: tuple[OverviewGroup, ...]  # of the objective section
    scale: tuple[str, ...]  # brief paths of the table day 1 / 6 months / 24 months

    def chosen(self, profile: str, audience: str) -> frozenset[str]:
        """Ids of the sections of a profile (full, short) for an audience (all, board, engineering)."""
        return frozenset(
            row.id
            for row in self.sections
            if not (row.long and profile == "short") and (audience == "all" or row.for_ in ("", audience))
        )

    @cached_property
    def titles(self) -> dict[str, str]:
        """Section id → title."""
        return {row.id: row.title for row in self.sections}
