"""Milestones, release steps, risks, responses to constraints, decision records: behind the plan and the challenges."""

from typing import Any, Literal

from pydantic import model_validator

from rag.knowledge.condition import Condition
from rag.knowledge.patterns import Pattern
from rag.knowledge.tables import KnowledgeRow, KnowledgeTable


class AcceptRow(KnowledgeRow):
    """One thing that is shown before a milestone counts."""

    text: str  # may name {company}, {product}, {slo}, {p95}, {rto}
    when: Condition = Condition()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class MilestoneRow(KnowledgeRow):
    """One milestone."""

    id: str  # M0
    name: str
    share: float  # of the time to the first release; later ones go on behind it
    goal: str
    accept: tuple[AcceptRow, ...]
    bought: tuple[AcceptRow, ...] = ()  # what is accepted instead where a product is bought
    when: Condition = Condition()
    after: str = ""  # the milestone behind which it begins; "": the one before it
    goes_live: bool = False  # something changes for users at its end, so it ends in no period in which nothing may change
    bought_weeks: float = 0.0  # at most, where a product is bought; 0: as long as the share says
    is_release: bool = False  # its end is the first release
    moves_out: bool = False  # things go live all through it; it ends before the contract of what is left behind


class MilestoneTable(KnowledgeTable):
    """`milestones.yaml`."""

    entry: str
    milestones: tuple[MilestoneRow, ...]


class ReleaseRow(KnowledgeRow):
    """A step, switch, condition or migration rule of a release."""

    id: str
    kind: Literal["step", "flag", "rollback", "data"]
    name: str
    text: str
    when: Condition = Condition()


class ReleaseTable(KnowledgeTable):
    """`release.yaml`."""

    entry: str
    data_entry: str
    rows: tuple[ReleaseRow, ...]


class RiskRow(KnowledgeRow):
    """A risk that a situation brings with it."""

    id: str
    when: Condition
    cause: str
    unsaid: str = ""  # the cause where no field says that it is so: a lack that is only assumed
    event: str
    effect: str
    likelihood: int
    impact: int
    mitigation: str
    trigger: str
    owner: str
    asks: bool = False  # the mitigation is a question to the owner, for want of a measure that fits
    residual: tuple[int, int]  # likelihood, impact after mitigation
    fields: tuple[str, ...] = ()
    per: Literal[
        "",
        "unsupported_system",
        "unsupported_runtime",
        "ending_contract",
        "conflict",
        "unreadable",
        "stated",
        "feared",
        "secret",
    ] = ""
    read_by: tuple[str, ...] = ()  # of stated ones: the fact rules whose statements it takes; without any, what is left
    entry: str = ""


class Measure(KnowledgeRow):
    """What is done about a stated risk that speaks of something."""

    pattern: Pattern
    mitigation: str


class RiskTable(KnowledgeTable):
    """`risks.yaml`."""

    bands: dict[str, str]  # band → what it asks for
    pointing: str  # pattern: a statement that only its heading explains
    harmless: tuple[str, ...]  # patterns: a statement that says itself that nothing is lost by it
    bygone: tuple[str, ...]  # patterns: a statement of how it was before
    moved_on: str  # pattern: an earlier version of something was left
    nothing: str  # pattern: an answer that names no worry
    advice: tuple[str, ...]  # patterns: a statement of what is not to be done
    opinions: tuple[str, ...]  # patterns: what somebody thinks, and not what has happened
    of_others: str  # pattern: of whom an opinion is no risk, unless it tells a number or a day
    thought_likely: int  # likelihood at most of what somebody thinks
    measures: tuple[Measure, ...]  # the first that fits a stated risk
    risks: tuple[RiskRow, ...]


class ResponseRow(KnowledgeRow):
    """What the design does about a kind of constraint; the first whose condition holds is taken."""

    id: str
    when: Condition  # over kind, category, modality, unit, hard, subject and the sign by which it was read
    words: tuple[str, ...] = ()  # any of them stands in its text or quotation
    says: str = ""  # or a pattern that does, in small letters
    section: str
    text: str
    verification: str
    status: Literal["satisfied", "partly"] = "partly"
    entry: str = ""


class ResponseTable(KnowledgeTable):
    """`responses.yaml`."""

    otherwise: str  # pattern: a constraint allows something else in place of what it asks
    banned: str  # pattern: what a constraint begins with is not to be used at all
    responses: tuple[ResponseRow, ...]


class RecordRow(KnowledgeRow):
    """A decision that deserves a record."""

    id: str
    title: str
    when: Condition = Condition()
    component: str = ""  # the pick it records
    reversibility: Literal["S", "M", "L"]
    review: str


class RecordTable(KnowledgeTable):
    """`decision_records.yaml`."""

    entry: str
    records: tuple[RecordRow, ...]
