"""Does the interview ask what it should, and does the proposal say what it must? Scenarios → an `Outcome` of each.

In: scenarios, and the product's own consultation with their documents. A scripted person answers round by round until the
interview says that it is done; then the proposal is drafted and checked. `decision_figures` tells it.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from rag.brief.brief import Brief, Status
from rag.dialogue.interview import Interview
from rag.drafts.drafts import Drafts
from rag.evaluate.decision_set import Scenario, ScriptedAnswer
from rag.evaluate.proposal_checks import is_quoted, meets
from rag.interview.question import Question
from rag.propose.coverage import count_states
from rag.propose.proposal import Proposal

MOST_ROUNDS = 8  # an interview that is not done by then is stopped
DONT_KNOW = "I don't know"
CONFIRM, SETTLE = "Q71", "Q24"  # questions that quote documents
DOCUMENTED_FROM = 0.5  # confidence from which a value that documents state need not be asked for


class Consulted(Protocol):
    """What is needed of a consultation."""

    def ingest(self, paths: Sequence[Path]) -> Any:
        """Take documents in."""

    def brief(self) -> Brief:
        """What is known."""

    @property
    def interview(self) -> Interview:
        """Its questions and answers."""

    @property
    def drafts(self) -> Drafts:
        """The versions of the proposal."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what became of it."""

    round: int  # from 1
    question: Question
    answer: str  # "" where the script has none
    is_understood: bool
    stands_in: str  # what documents say already of all that it asks; "" where they do not
    is_hinted: bool  # whether they say it, but with little confidence or against each other


@dataclass(slots=True)
class Outcome:
    """What became of a scenario."""

    scenario: Scenario
    asked: list[Asked] = field(default_factory=list)
    is_done: bool = False
    rounds: int = 0
    core_after: int | None = None  # rounds until the mandatory core was complete; None: it never was
    proposal: Proposal | None = None
    missed: list[str] = field(default_factory=list)  # musts, by name
    hit: list[str] = field(default_factory=list)  # must-nots, by name
    unquoted: list[str] = field(default_factory=list)  # plants
    seconds: float = 0.0  # of the draft
    seconds_in_all: float = 0.0

    @property
    def style(self) -> str:
        """The recommended style; "" where none is left."""
        first = self.proposal.decision.recommended if self.proposal else None
        return first.style if first else ""

    @property
    def needless(self) -> list[Asked]:
        """Questions whose answer stands in a document."""
        return [one for one in self.asked if one.stands_in]

    @property
    def uncovered(self) -> int:
        """Hard constraints that are not accounted for, or that nothing in the proposal answers."""
        if self.proposal is None:
            return 0
        rows = {row.constraint_id for row in self.proposal.coverage}
        hard = [one for one in self.proposal.brief.constraints if one.hard and one.state != "rejected"]
        return sum(one.id not in rows for one in hard) + count_states(self.proposal.coverage)["hard"]["open"]


def evaluate(scenario: Scenario, consulted: Consulted) -> Outcome:
    """Take a company's documents in, interview its person, draft the proposal and check it."""
    outcome, started = Outcome(scenario), time.monotonic()
    consulted.ingest([scenario.folder])
    _interview(outcome, consulted)
    drafting = time.monotonic()
    outcome.proposal = consulted.drafts.propose()
    outcome.seconds = time.monotonic() - drafting
    content, proposal = scenario.content, outcome.proposal
    outcome.missed = [check.name for check in content.must if not meets(check, proposal)]
    outcome.hit = [check.name for check in content.must_not if meets(check, proposal)]
    outcome.unquoted = [plant.quote for plant in content.plants if not is_quoted(plant, proposal)]
    outcome.seconds_in_all = time.monotonic() - started
    return outcome


def _interview(outcome: Outcome, consulted: Consulted) -> None:
    """Answer round after round."""
    for number in range(1, MOST_ROUNDS + 1):
        now = consulted.interview.round()
        if now.is_done or not now.questions:
            break
        brief = consulted.brief()
        outcome.rounds = number
        for question in now.questions:
            answer = find_answer(question, outcome.scenario.content.answers)
            reading = consulted.interview.answer(question, answer or DONT_KNOW)
            understood = bool(reading.understood or reading.record.accepts)
            stated = "; ".join(_stated(question, brief, DOCUMENTED_FROM))
            hinted = not stated and any(_stated(question, brief, 0.0))
            outcome.asked.append(Asked(number, question, answer, understood, stated, hinted))
        if outcome.core_after is None and not consulted.brief().missing_core:
            outcome.core_after = number
    outcome.is_done = consulted.interview.round().is_done
    if outcome.core_after is None and not consulted.brief().missing_core:
        outcome.core_after = outcome.rounds


def find_answer(question: Question, script: Iterable[ScriptedAnswer]) -> str:
    """The first answer of the script to this question; "" without one, but what documents say is confirmed."""
    words = f"{question.subject} {question.text}"
    head = question.id.partition(":")[0]
    for one in script:
        if one.question == head and one.matches(words):
            return one.answer
    return "yes" if head == CONFIRM else ""


def _stated(question: Question, brief: Brief, least: float) -> Iterator[str]:
    """What documents say of the fields that a question asks for, with at least that confidence; nothing unless all of it."""
    if question.id.partition(":")[0] in (CONFIRM, SETTLE) or question.subject:
        return
    fields = [brief.fields.get(path) for path in question.fields]
    stated = [one for one in fields if one and one.status is Status.DOCUMENTED and one.confidence >= least]
    if len(stated) == len(fields):
        yield from (f"{one.path}: {one.value}" for one in stated)
