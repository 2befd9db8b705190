"""Everything a proposal is composed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.advise.decision import Decision
from rag.advise.sizing import Sizing
from rag.brief.brief import Brief
from rag.extract.fact import Fact
from rag.interview.answered import Answered
from rag.interview.question import Question
from rag.interview.turns import Turns
from rag.knowledge.propose import ProposeKnowledge
from rag.propose.annotation import Annotation
from rag.propose.proposal import DocumentUse


@dataclass(frozen=True, slots=True)
class ProposalInputs:
    """What is known, what was decided, and the texts to say it with; nothing else reaches the proposal."""

    brief: Brief
    decision: Decision
    knowledge: ProposeKnowledge
    library: Mapping[str, str]  # corpus id → title; nothing else may be cited as general knowledge
    workspace: str = "default"
    version: int = 1
    company: str = ""  # "" takes the Brief's
    product: str = ""
    facts: tuple[Fact, ...] = ()
    heard: tuple[
        Fact, ...
    ] = ()  # passages that speak of something of which no value may have been read, as `mentions` finds them
    answered: tuple[Answered, ...] = ()  # what people answered
    documents: tuple[DocumentUse, ...] = ()  # `facts` and `cited` are counted here
    questions: tuple[Question, ...] = ()  # still worth asking, the most valuable first
    turns: Turns = field(
        default_factory=dict
    )  # defaults that were tried with other values → those that turn the recommendation
    sizing: Sizing | None = None  # figures with formula and inputs; None: no numbers yet
    labels: Mapping[str, str] = field(default_factory=dict)  # field path → label, where the table of fields is to be overruled
    finalised: bool = False  # the user has declared this version final
    annotations: tuple[Annotation, ...] = ()  # edits and locks, in the order in which they were made
    tables: Mapping[str, str] = field(default_factory=dict)  # further knowledge tables → version
    recall: float | None = None  # measured share of constraints that extraction finds, 0…1
    recall_note: str = ""  # on what it was measured
