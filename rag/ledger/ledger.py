"""The ledger of one workspace: its facts, and everything that a person does with them.

What is decided here is followed at once by the Brief, the decision and the questions; a new draft follows, too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.brief.brief import AnswerRecord, Brief, Constraint
from rag.brief.constraints import normal
from rag.brief.sides import ACROSS, Contradiction, Side, compare
from rag.errors import UsageError
from rag.extract.fact import Fact, FactState
from rag.extract.opinion import Opinion
from rag.ingest.document import Document
from rag.knowledge.knowledge import Knowledge
from rag.knowledge.quality import ExtractionQuality
from rag.ledger.add import PageWords, list_pages, make_constraint, page_words
from rag.ledger.edit import FactWords, read_edits
from rag.ledger.searched import Searched, search_record
from rag.ledger.standing import with_standing
from rag.store.documents import DocumentSummary
from rag.store.facts import FactDecision
from rag.store.record import Record, Workspace

USER = "user"
CONFLICT = "Q24"  # the bank's question about a contradiction
_STATES = {FactState.CONFIRMED, FactState.WAIVED, FactState.REJECTED, FactState.EXTRACTED}


class Ask(Protocol):
    """Asks the connected model what it finds in a document."""

    def __call__(
        self, document: Document, document_id: str, known: Sequence[Fact], should_stop: Callable[[], bool] = ...
    ) -> Opinion:
        """What it points to beside the facts that are known."""


@dataclass(frozen=True, slots=True)
class Insight:
    """What the ledger sees of the consultation."""

    facts: Callable[[], tuple[Fact, ...]]
    brief: Callable[[], Brief]
    documents: Callable[[], tuple[DocumentSummary, ...]]
    today: Callable[[], str]
    changed: Callable[[], None]  # told when what follows from the facts has to be worked out anew
    opinion: Ask | None = None  # where a model is connected


class FactLedger:
    """See the module. Threads may share it."""

    def __init__(self, workspace: Workspace, record: Record, knowledge: Knowledge, insight: Insight) -> None:
        self._workspace = workspace
        self._record = record
        self._knowledge = knowledge
        self._see = insight

    def facts(self) -> tuple[Fact, ...]:
        """The facts as they stand: superseded or disputed ones are marked."""
        return with_standing(self._see.facts(), self._see.brief().conflicts)

    # Decisions

    def decide(self, fact_ids: Sequence[str], state: FactState, reason: str = "", by: str = USER) -> None:
        """Confirm, waive or reject facts, all or none; `EXTRACTED` takes what was decided back.

        Raises:
            UsageError: the state is none of these.
            StorageError: a fact is not there any more.
        """
        if state not in _STATES:
            raise UsageError(f"A fact cannot be {state.value} by decision.")
        if not fact_ids:
            return
        self._forget_replies(fact_ids)
        self._record.decide_facts(self._workspace.id, fact_ids, state, by=by, reason=" ".join(reason.split()))
        self._note(f"facts {state.value}", by, facts=len(fact_ids))

    def edit(self, fact: Fact, said: FactWords, reason: str = "", by: str = USER) -> Fact:
        """Change what a fact says, in a person's words; the fact as it stands now.

        Raises:
            UsageError: a value cannot be read, or nothing is changed.
            StorageError: the fact is not there any more.
        """
        edits = read_edits(fact, said, self._knowledge.extract.quantities)
        self._forget_replies((fact.id,))
        edited = self._record.decide_fact(
            self._workspace.id, fact.id, FactState.EDITED, by=by, reason=" ".join(reason.split()), edits=edits
        )
        self._note("fact edited", by, fact=fact.id, fields=sorted(edits))
        return edited

    def history(self, fact_id: str) -> tuple[FactDecision, ...]:
        """All that was decided about a fact, first to last."""
        return self._record.fact_decisions(self._workspace.id, fact_id)

    def decide_constraint(self, constraint_id: str, state: FactState, reason: str = "") -> None:
        """The same decision about all facts that carry a constraint.

        Raises:
            UsageError: the Brief has no such constraint any more.
        """
        constraint = next((one for one in self._see.brief().constraints if one.id == constraint_id), None)
        if constraint is None:
            raise UsageError("This constraint is not in the brief any more. Look at the list again.")
        self.decide(constraint.fact_ids, state, reason)

    def _forget_replies(self, fact_ids: Sequence[str]) -> None:
        """Take back what was answered about the constraints of these facts: what is decided later counts."""
        decided = {one.id for one in self._see.brief().constraints if set(one.fact_ids) & set(fact_ids)}
        for answer in self._record.answers(self._workspace.id):
            if answer.accepts in decided:
                self._record.withdraw_answer(self._workspace.id, answer)

    # What reading missed

    def pages(self, document_id: str) -> tuple[str, ...]:
        """How a person calls each page of a document."""
        return list_pages(self._record.document(document_id))

    def page(self, document_id: str, index: int) -> PageWords:
        """A page with its sentences.

        Raises:
            UsageError: the document has no such page.
        """
        return page_words(self._record.document(document_id), index)

    def add(self, document_id: str, index: int | None, words: str, *, hard: bool, by: str = USER) -> Fact:
        """Add a constraint that reading had missed, from the words of a page that say it; None: of the first page that does.

        Raises:
            UsageError: the words do not stand there, or the ledger has them already.
        """
        document = self._record.document(document_id)
        cues = self._knowledge.extract.cues
        fact = make_constraint(document, document_id, index, words, hard=hard, cues=cues)
        held = self._held(fact)
        if held is not None:
            weight = "hard" if held.hard else "soft"
            raise UsageError(
                f"The ledger has these words already, as a {weight} constraint ({held.state}). Decide about it there."
            )
        self._record.add_fact(self._workspace.id, fact, by=by, reason=f"added from {fact.citation.locator}")
        self._note("constraint added", by, fact=fact.id, document=document.name, hard=hard)
        return fact

    def _held(self, fact: Fact) -> Constraint | None:
        said = normal(fact.statement)
        return next((one for one in self._see.brief().constraints if normal(one.text) == said), None)

    def ask_model(self, document_id: str, should_stop: Callable[[], bool] = lambda: False, by: str = USER) -> Opinion:
        """Ask the connected model what reading missed in a document; what it finds waits as suggestions for a person.

        Raises:
            UsageError: no model is connected.
            ModelError: it cannot be used; what it found before is not kept.
        """
        if self._see.opinion is None:
            raise UsageError("No language model is connected. The page Settings and the README say how to connect one.")
        document = self._record.document(document_id)
        known = [fact for fact in self._see.facts() if fact.citation.document == document.name]
        opinion = self._see.opinion(document, document_id, known, should_stop)
        self._record.suggest_facts(self._workspace.id, opinion.facts)
        said = {"asked": opinion.asked, "suggested": len(opinion.facts), "refused": opinion.refused, "unread": opinion.unread}
        self._note("facts suggested", by, document=document.name, **said)
        return opinion

    # Contradictions

    def contradictions(self) -> tuple[Contradiction, ...]:
        """What sources disagree about, with both sides; those that wait for a person first."""
        facts = {fact.id: fact for fact in self._see.facts()}
        found = [compare(one, facts, self._knowledge.brief, self._see.today()) for one in self._see.brief().conflicts]
        return tuple(sorted(found, key=lambda one: one.conflict.kind == "superseded"))

    def settle(self, found: Contradiction, side: Side, by: str = USER) -> None:
        """Take one side: the same answer as to the question that the conversation asks about it.

        Where no field of the Brief brings the sides together, what the others say is rejected.
        """
        conflict = found.conflict
        if conflict.kind == ACROSS:
            lost = [id_ for other in found.sides if other is not side for id_ in other.fact_ids]
            self.decide(lost, FactState.REJECTED, f"settled: {side.shown}", by)
            return
        answer = AnswerRecord(
            question=f"{CONFLICT}:{conflict.id}",
            text=side.shown,
            values={conflict.field: side.value},
            subject=conflict.subject,
            by=by,
            at=self._see.today(),
            accepts=conflict.id,
        )
        self._record.add_answer(self._workspace.id, answer)
        self._note("contradiction settled", by, conflict=conflict.id, field=conflict.field)

    def settled(self) -> tuple[AnswerRecord, ...]:
        """Contradictions that were settled, as the answers that did it."""
        answers = self._record.answers(self._workspace.id)
        return tuple(one for one in answers if one.question.startswith(f"{CONFLICT}:") and one.accepts)

    def reopen(self, answer: AnswerRecord, by: str = USER) -> None:
        """Take the answer back that settled a contradiction."""
        self._record.withdraw_answer(self._workspace.id, answer)
        self._note("contradiction opened again", by, conflict=answer.accepts)

    # How much was looked at

    def searched(self, path: str) -> Searched:
        """What was searched for a field of the Brief."""
        fields, rules = self._knowledge.brief.fields, self._knowledge.extract.rules
        return search_record(path, self._see.facts(), self._see.documents(), fields, rules, self.quality)

    @property
    def quality(self) -> ExtractionQuality:
        """How well facts are read, as measured."""
        return self._knowledge.quality

    def label(self, path: str) -> str:
        """What a person calls a field of the Brief."""
        return self._knowledge.brief.fields.labels.get(path, path)

    def _note(self, what: str, who: str, **detail: object) -> None:
        self._see.changed()
        self._record.add_audit(self._workspace.slug, who, what, detail)
