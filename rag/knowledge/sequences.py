"""The ways that are drawn as sequences, each with the branch in which it fails: `sequences.yaml`."""

from typing import Literal

from pydantic import model_validator

from rag.knowledge.condition import Condition
from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable

Branch = Literal["", "ok", "fail"]


class StepRow(KnowledgeRow):
    """One message; left out when the design lacks either end."""

    by: str
    to: str
    say: str
    reply: bool = False
    later: bool = False  # nobody waits for it
    branch: Branch = ""  # "": in any case
    when: Condition = Condition()

    def ends(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who may send and who may receive, the preferred first."""
        return tuple(self.by.split("|")), tuple(self.to.split("|"))


class SequenceRow(KnowledgeRow):
    """One way through the parts."""

    id: str
    slot: Literal["write", "integration", "other"]
    when: Condition = Condition()
    seam: str = ""  # of the connected system that it is for; "": for none
    title: str
    entries: tuple[str, ...]
    branches: dict[Literal["ok", "fail"], str]
    steps: tuple[StepRow, ...]


class JourneyRule(KnowledgeRow):
    """Which function of the product stands for what it writes."""

    types: tuple[str, ...]
    reading: Pattern


class SeamRow(KnowledgeRow):
    """A kind of interface and its words."""

    seam: str
    words: Pattern


class SequenceTable(KnowledgeTable):
    """`sequences.yaml`."""

    journey: JourneyRule
    order: tuple[str, ...]
    plumbing: tuple[str, ...]  # categories of systems that carry other systems' data
    sequences: tuple[SequenceRow, ...]
    seams: tuple[SeamRow, ...]

    @model_validator(mode="after")
    def _ends_are_known(self) -> "SequenceTable":
        for row in self.sequences:
            unknown = {end for step in row.steps for ends in step.ends() for end in ends} - set(self.order)
            if unknown:
                raise ValueError(f"{row.id}: {', '.join(sorted(unknown))} is not in `order`")
            if row.seam and row.seam not in {seam.seam for seam in self.seams}:
                raise ValueError(f"{row.id}: there is no seam {row.seam!r}")
        return self
