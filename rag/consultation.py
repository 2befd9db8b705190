"""One workspace's work, from documents to proposal: everything that a page or a command can ask for.

Reads like a table of contents: each method is a use, each line names a step. Pages and the command line see only this object
and the types it returns.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rag.advise.decide import decide
from rag.advise.decision import Decision
from rag.advise.sizing import Sizing, size
from rag.advise.vector import Leads, leading_style
from rag.answer.answer import Answer
from rag.answer.candidates import Nearness
from rag.arrivals.arrivals import Arrivals, Door
from rag.brief.brief import Brief
from rag.brief.lookup import FactLookup
from rag.brief.reconcile import reconcile
from rag.brief.show import show
from rag.dialogue.conversation import Conversation, Partners
from rag.dialogue.interview import Circumstances, Interview
from rag.drafts.annotations import Annotations
from rag.drafts.drafts import Basis, Drafts
from rag.extract.fact import Fact
from rag.ground.citation import Citation
from rag.ingest.workers import Source
from rag.interview.entries import Entry, list_entries
from rag.interview.overview import Overview, overview
from rag.interview.turns import Turns, find_turns
from rag.knowledge.knowledge import Knowledge
from rag.ledger.ledger import Ask, FactLedger, Insight
from rag.ledger.standing import with_opposed
from rag.llm.chat import ChatModel
from rag.propose.inputs import ProposalInputs
from rag.propose.proposal import DocumentUse
from rag.research.engine import Engine
from rag.research.research import Known, Research
from rag.research.source import SourceView
from rag.retrieve.passage import Scope, SearchResult
from rag.settings import Settings
from rag.shelf.shelf import Hands, Shelf
from rag.shelf.sync import ShouldStop, Tell
from rag.store.batch import IngestReport
from rag.store.intake import Intake
from rag.store.record import DocumentSummary, Record, Workspace
from rag.weigh.weighing import View, Weighing

LOOPBACK = ("127.0.0.1", "localhost", "::1")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the work: Documents, Interview, Draft, Final."""

    label: str
    is_done: bool


class Consultation:
    """What one workspace knows, can answer and proposes. Threads may share it."""

    def __init__(
        self,
        workspace: Workspace,
        record: Record,
        settings: Settings,
        knowledge: Knowledge,
        engine: "Future[Engine] | None",
        model: ChatModel | None,
        *,
        today: Callable[[], str],
        opinion: Ask | None = None,
        listener: ChatModel | None = None,
    ) -> None:
        """Bring the parts together.

        Args:
            workspace: whose work this is.
            record: the record.
            settings: how to search and read.
            knowledge: the corpus and its tables.
            engine: the way in and the indexes, once they are open; None when the record was opened for reading only.
            model: the language model, if one is connected.
            today: ISO date that "today" means.
            opinion: asks the language model what it finds in a document, if one is connected.
            listener: the language model as who answers in the interview waits for it, if one is connected.
        """
        self._workspace = workspace
        self._record = record
        self._settings = settings
        self._knowledge = knowledge
        self._model = model
        self._today = today
        self._derived: dict[str, Any] = {}
        self._lock = threading.RLock()
        keep, changed = self._derive, self._changed
        self._research = Research(workspace, record, settings, engine, model, Known(self.documents, self._lookup))
        door = Door(self._intake, self.documents, lambda: self.shelf, changed)
        self.arrivals = Arrivals(workspace, record, settings, door)  # documents on their way in
        hands = Hands(self._intake, self.arrivals.take_in, changed)
        self.shelf = Shelf(workspace, record, knowledge, hands)  # documents after they were taken in
        insight = Insight(self.facts, self.brief, self.documents, today, changed, opinion)
        self.ledger = FactLedger(workspace, record, knowledge, insight)  # facts, and what people decide about them
        view = View(self.brief, self.decision, today, keep, changed)
        self.weighing = Weighing(workspace, record, knowledge.advise, view)  # what a person weighs or knows better
        basis = Basis(self._proposal_inputs, today, changed, settings.word_template, settings.logo, keep)
        self.drafts = Drafts(workspace, record, knowledge, basis)  # the versions of the proposal
        self.annotations = Annotations(workspace, record, self.drafts)  # what people write into them
        decide_constraint = self.ledger.decide_constraint
        see = Circumstances(self.brief, self.decision, self.weighing.knowledge, decide_constraint, today, keep, changed)
        self.interview = Interview(workspace, record, settings, knowledge, see, listener)  # questions, and answers
        partners = Partners(self.interview, self._research, self.drafts, self.decision, keep, self._forget)
        self.conversation = Conversation(workspace, record, knowledge, partners)  # what is said

    @property
    def slug(self) -> str:
        """The workspace's short name."""
        return self._workspace.slug

    @property
    def title(self) -> str:
        """The workspace's name."""
        return self._workspace.title

    @property
    def is_local(self) -> bool:
        """Whether the app serves this machine alone, so that paths on the page are the visitor's own."""
        return self._settings.host in LOOPBACK

    # Documents; `arrivals` takes them in in the background, what comes afterwards is on the `shelf`

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Tell = lambda _progress: None,
        should_stop: ShouldStop = lambda: False,
    ) -> IngestReport:
        """Take in files and folders, archives and mails with what is in them; each is a document or a failure of the report."""
        return self.arrivals.ingest(paths, progress, should_stop)

    def ingest_sources(self, sources: Sequence[Source], progress: Tell = lambda _progress: None) -> IngestReport:
        """Take in files under names of their own."""
        return self.arrivals.take_in(sources, progress, lambda: False)

    def documents(self) -> tuple[DocumentSummary, ...]:
        """The newest version of each document, in order of arrival."""
        return self._derive("documents", lambda: self._record.current_documents(self._workspace.id))

    def original(self, sha256: str) -> Path | None:
        """The original file with this content, if it is kept."""
        return self._record.original(sha256)

    # Search and answers

    def source(self, citation: Citation) -> SourceView:
        """A citation as a person checks it: the page image with the passage, or the passage in its context.

        Raises:
            StorageError: the document was deleted.
        """
        return self._research.source(citation)

    def search(self, query: str, top_k: int = 10, scope: Scope = Scope.DOCUMENTS) -> SearchResult:
        """Passages nearest to a query, best first; by words alone until the embedding model is loaded."""
        return self._research.search(query, top_k, scope)

    def nearness_to(self, query: str) -> Nearness | None:
        """What tells how near in meaning texts are to a query; None until the embedding model is loaded."""
        return self._research.nearness_to(query)

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """An answer from the documents in which every sentence is cited, or "not in your documents".

        Args:
            question: what is asked.
            earlier: the questions before it, oldest first, which a follow-up is understood by.
        """
        return self._research.ask(question, earlier)

    # What the documents say and what follows

    def facts(self) -> tuple[Fact, ...]:
        """Facts of the current documents, with what was decided about them; what is but heard only where it contradicts."""
        return self._derive("facts", lambda: with_opposed(self._read(), self.brief().conflicts))

    def brief(self) -> Brief:
        """All that is known, from documents and answers."""
        return self._derive(
            "brief",
            lambda: reconcile(self._read(), self._record.answers(self._workspace.id), self._today(), self._knowledge.brief),
        )

    def decision(self) -> Decision:
        """What follows from the Brief."""
        return self._derive("decision", lambda: decide(self.brief(), self.weighing.knowledge()))

    def sizing(self) -> Sizing:
        """Capacity, cost, recovery and effort in figures."""
        return self._derive("sizing", lambda: size(self.brief(), self.decision(), self.weighing.knowledge()))

    def overview(self) -> Overview:
        """What is known and open, in a few lines."""
        fields = self._knowledge.brief.fields
        return self._derive("overview", lambda: overview(self.brief(), self.decision(), fields.labels, fields.core, self._show))

    def entries(self) -> tuple[Entry, ...]:
        """The Brief, field by field, with what each drives."""
        fields, questions = self._knowledge.brief.fields, self._knowledge.questions
        return self._derive("entries", lambda: list_entries(self.brief(), fields, questions, self._show))

    # How far the work has come, and what left the machine

    def stages(self) -> tuple[Stage, ...]:
        """Documents, interview, draft, final."""
        proposals = self._record.proposals(self._workspace.id)
        answered = len([answer for answer in self._record.answers(self._workspace.id) if not answer.skipped])
        now = self.interview.round()
        asked = answered + (0 if now.is_done else len(now.questions))
        return (
            Stage("Documents", bool(self.documents())),
            Stage(f"Interview {answered}/{asked}" if asked else "Interview", now.is_done),
            Stage("Draft", bool(proposals)),
            Stage("Final", bool(proposals) and proposals[-1].status == "final"),
        )

    def model_name(self) -> str:
        """The connected model; "" when there is none."""
        return "" if self._model is None else self._model.name

    def sent(self) -> list[dict[str, Any]]:
        """What was sent to the model, newest first: sizes, never texts."""
        return [
            {"When": call.at, "To": call.endpoint, "For": call.purpose, "Sent (characters)": call.sent_characters}
            for call in self._record.model_calls(self.slug)
        ]

    # Behind the scenes

    def _derive(self, name: str, compute: Callable[[], Value]) -> Value:
        """A value that holds until something is written."""
        with self._lock:
            if name not in self._derived:
                self._derived[name] = compute()
            value: Value = self._derived[name]
            return value

    def _changed(self) -> None:
        with self._lock:
            self._derived.clear()

    def _forget(self, name: str) -> None:
        with self._lock:
            self._derived.pop(name, None)

    def _intake(self) -> Intake:
        return self._research.engine().intake

    def _show(self, path: str, value: Any, unit: str = "") -> str:
        return show(path, value, self._knowledge.brief.fields, unit)

    def _read(self) -> tuple[Fact, ...]:
        return self._derive("read", lambda: self._record.facts(self._workspace.id))

    def _turns(self) -> Turns:
        tables = self.weighing.knowledge()
        lead = partial(leading_style, knowledge=tables, lead=Leads(tables))
        return find_turns(self.brief(), lead, self._knowledge.brief.fields, self._knowledge.questions)

    def _lookup(self) -> FactLookup:
        return self._derive("lookup", lambda: FactLookup(self.facts(), self.brief(), self._knowledge.brief))

    def _proposal_inputs(self) -> ProposalInputs:
        uses = tuple(
            DocumentUse(
                document_id=document.id,
                document=document.name,
                sha256=document.sha256,
                pages=document.pages,
                facts=0,
                cited=0,
                pages_without_text=document.pages_without_text,
            )
            for document in self.documents()
            if not document.is_excluded
        )
        quality = self._knowledge.quality.over((*self._knowledge.brief.fields.ledger_kinds, "constraint"))
        is_named = self.brief().is_known("org.name") or self.title.casefold() == self.slug
        return ProposalInputs(
            company="" if is_named else self.title,  # the name that a person gave this work
            brief=self.brief(),
            decision=self.decision(),
            knowledge=self._knowledge.propose,
            library={entry.id: entry.title for entry in self._knowledge.library.entries},
            workspace=self.slug,
            version=self._record.next_proposal_version(self._workspace.id),
            facts=self.facts(),
            documents=uses,
            questions=self.interview.round().questions,
            recall=None if quality is None else quality.recall,
            recall_note="" if quality is None else f"measured on {quality.facts} annotated facts",
            sizing=self.sizing(),
            heard=tuple(fact for fact in self._read() if fact.kind == "mention"),
            answered=self.interview.answered(),
            turns=self._derive("defaults_tried", self._turns),
            labels=self._knowledge.brief.fields.labels,
        )
