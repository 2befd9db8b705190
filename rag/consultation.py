"""One workspace's work, from documents to proposal: everything that a page or a command can ask for.

Reads like a table of contents: each method is a use, each line names a step. Pages and the command line see only this object
and the types it returns.
"""

import re
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from rag.advise.decide import decide
from rag.advise.decision import Decision
from rag.advise.sizing import Sizing, size
from rag.advise.vector import decision_vector
from rag.answer.answer import Answer
from rag.brief.brief import AnswerRecord, Brief, Status
from rag.brief.lookup import FactLookup
from rag.brief.reconcile import reconcile
from rag.brief.show import show, show_date
from rag.drafts.annotations import Annotations
from rag.drafts.drafts import Basis, Drafts
from rag.errors import UsageError
from rag.extract.fact import Fact, FactState
from rag.extract.moments import MomentFinder
from rag.ground.citation import Citation
from rag.ingest.document import Block, BlockKind, Document, FailedDocument, Page, content_hash
from rag.ingest.expand import expand
from rag.ingest.ocr import Ocr, find_ocr
from rag.ingest.workers import Source, find_sources, read_sources
from rag.interview.against import against_documents
from rag.interview.answers_file import AnswerEntry, read_answers_file
from rag.interview.change import ChangeReader
from rag.interview.choose import RESPONDENT, Round, next_round
from rag.interview.entries import Entry, list_entries
from rag.interview.form import read_form, to_text, to_workbook
from rag.interview.intent import Intent, intent_of
from rag.interview.overview import Overview, overview
from rag.interview.question import Question, Reading
from rag.interview.read import AnswerReader
from rag.interview.turn import Turn, turn_from_json, turn_to_json
from rag.knowledge.knowledge import Knowledge
from rag.ledger.ledger import Ask, FactLedger, Insight
from rag.llm.chat import ChatModel, Message
from rag.propose.inputs import ProposalInputs
from rag.propose.proposal import DocumentUse
from rag.research.engine import Engine
from rag.research.research import Known, Research
from rag.research.source import SourceView
from rag.retrieve.passage import Scope, SearchResult
from rag.settings import Settings
from rag.shelf.shelf import Hands, Shelf
from rag.store.batch import IngestReport
from rag.store.intake import Intake
from rag.store.job import Job, JobState
from rag.store.progress import IngestProgress
from rag.store.record import DocumentSummary, Record, Workspace
from rag.weigh.weighing import View, Weighing

UNPACKED = "unpacked"  # folder of the data directory in which parts of archives and mails lie while they are read
YAML = (".yaml", ".yml")  # files of answers; anything else is read as a filled form
MOST_ASKED = 40  # questions of a form
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
        extract: Callable[[Document, str], tuple[Fact, ...]],
        engine: "Future[Engine] | None",
        model: ChatModel | None,
        *,
        today: Callable[[], str],
        opinion: Ask | None = None,
    ) -> None:
        """Bring the parts together.

        Args:
            workspace: whose work this is.
            record: the record.
            settings: how to search and read.
            knowledge: the corpus and its tables.
            extract: document and its id → facts.
            engine: the way in and the indexes, once they are open; None when the record was opened for reading only.
            model: the language model, if one is connected.
            today: ISO date that "today" means.
            opinion: asks the language model what it finds in a document, if one is connected.
        """
        self._workspace = workspace
        self._record = record
        self._settings = settings
        self._knowledge = knowledge
        self._extract = extract
        self._model = model
        self._today = today
        self._job: Job[IngestProgress, IngestReport] | None = None
        self._derived: dict[str, Any] = {}
        self._lock = threading.RLock()
        known = Known(self.documents, lambda: self._derive("lookup", self._new_lookup))
        self._research = Research(workspace, record, settings, engine, model, known)
        hands = Hands(self._intake, lambda *given: self._take_in(given[0], (), *given[1:]), self._changed)
        self.shelf = Shelf(workspace, record, knowledge, hands)  # documents after they were taken in
        insight = Insight(self.facts, self.brief, self.documents, today, self._changed, opinion)
        self.ledger = FactLedger(workspace, record, knowledge, insight)  # facts, and what people decide about them
        view = View(self.brief, self.decision, today, self._derive, self._changed)
        self.weighing = Weighing(workspace, record, knowledge.advise, view)  # what a person weighs or knows better
        basis = Basis(self._proposal_inputs, today, self._changed, settings.word_template, settings.logo, self._derive)
        self._drafts = Drafts(workspace, record, knowledge, basis)
        self.annotations = Annotations(workspace, record, self._drafts)  # what people write into the proposal

    @property
    def slug(self) -> str:
        """The workspace's short name."""
        return self._workspace.slug

    @property
    def title(self) -> str:
        """The workspace's name."""
        return self._workspace.title

    @property
    def drafts(self) -> Drafts:
        """The versions of the proposal."""
        return self._drafts

    @property
    def is_local(self) -> bool:
        """Whether the app serves this machine alone, so that paths on the page are the visitor's own."""
        return self._settings.host in LOOPBACK

    # Documents: taking them in; what comes afterwards is on the shelf

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Callable[[IngestProgress], None] = lambda _progress: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> IngestReport:
        """Take in files and folders, archives and mails with what is in them; each is a document or a failure of the report."""
        sources, failed = find_sources(paths)
        return self._take_in(sources, tuple(failed), progress, should_stop)

    def ingest_sources(
        self, sources: Sequence[Source], progress: Callable[[IngestProgress], None] = lambda _progress: None
    ) -> IngestReport:
        """Take in files under names of their own."""
        return self._take_in(sources, (), progress, lambda: False)

    def start_ingest_sources(self, sources: Sequence[Source]) -> None:
        """Take in files under names of their own, in the background; see `job`."""
        self._start("Reading documents", lambda tell, stop: self._take_in(sources, (), tell, stop))

    def start_ingest_paths(self, paths: Sequence[str]) -> None:
        """Take in files and folders of this machine in the background; see `job`."""
        self._start(
            "Reading documents", lambda tell, stop: self.ingest([Path(path).expanduser() for path in paths], tell, stop)
        )

    def start_ingest_files(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Take in dropped files (name, bytes) in the background; see `job`."""
        self._refuse_second_job()
        folder = self._settings.data_dir / "dropped"
        sources = [_keep_dropped(folder, number, name, content) for number, (name, content) in enumerate(files)]

        def work(tell: Callable[[IngestProgress], None], stop: Callable[[], bool]) -> IngestReport:
            try:
                return self._take_in(sources, (), tell, stop)
            finally:
                for source in sources:
                    source.path.unlink(missing_ok=True)

        self._start("Reading documents", work)

    def start_unlock(self, file_id: str, password: str) -> None:
        """Take in a file that waits for its password, in the background; see `job`."""
        self._refuse_second_job()
        self.start_ingest_sources([self.shelf.locked_source(file_id, password)])

    def ocr(self) -> Ocr:
        """Whether pages without text can be read, or what to do about it; a look at this machine each time."""
        return find_ocr(self._settings.ocr, self._settings.ocr_languages)

    def start_reading_again(self) -> None:
        """Read those documents again, from their originals, that have pages without text; see `job`."""
        lacking = [document for document in self.documents() if document.lacks_text]
        originals = [(document.name, self._record.original(document.sha256)) for document in lacking]
        sources = [Source(name, path) for name, path in originals if path is not None]
        self._start("Reading pages without text", lambda tell, stop: self._take_in(sources, (), tell, stop))

    def job(self) -> JobState[IngestProgress, IngestReport] | None:
        """The running or last piece of background work."""
        return None if self._job is None else self._job.state

    def stop_job(self) -> None:
        """Ask the background work to end at the next safe point."""
        if self._job is not None:
            self._job.stop()

    def dismiss_job(self) -> None:
        """Forget the outcome of the last background work."""
        if self._job is not None and not self._job.state.is_running:
            self._job = None

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

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """An answer from the documents in which every sentence is cited, or "not in your documents".

        Args:
            question: what is asked.
            earlier: the questions before it, oldest first, which a follow-up is understood by.
        """
        return self._research.ask(question, earlier)

    # What the documents say and what follows

    def facts(self) -> tuple[Fact, ...]:
        """Facts of the current documents, with what was decided about them."""
        return self._derive("facts", lambda: self._record.facts(self._workspace.id))

    def brief(self) -> Brief:
        """All that is known, from documents and answers."""
        return self._derive(
            "brief",
            lambda: reconcile(self.facts(), self._record.answers(self._workspace.id), self._today(), self._knowledge.brief),
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

    # The interview

    def round(self) -> Round:
        """The next questions, best first."""
        return self._derive("round", self._next_round)

    def open_question(self) -> Question | None:
        """The question that is put now; None when nothing is worth asking."""
        now = self.round()
        return None if now.is_done or not now.questions else now.questions[0]

    def reply(self, question: Question, text: str) -> Turn:
        """Answer a question: what was understood, and what it changed."""
        self._keep_turn(Turn("groundplan", question.text, question=question))
        self._keep_turn(Turn("user", text))
        return self._keep_turn(self._understand(text, question))

    def answer(self, question: Question | None, text: str, by: str = "", at: str = "") -> Reading:
        """Read an answer and keep it, without a word of it in the conversation; None: a remark outside any question."""
        reading = self._reader().read(text, question, by, at)
        fields = self._knowledge.brief.fields
        against = against_documents(reading.record, self.brief(), fields, self._show)
        record = reading.record
        if record.is_note and question is not None and any(one.is_note for one in self._given(question)):
            record = record.model_copy(update={"dont_know": True})  # it was put once more, and is not put a third time
        self._settle(record)
        return reading.model_copy(update={"record": record, "message": f"{reading.message} {against}".rstrip()})

    def _given(self, question: Question) -> list[AnswerRecord]:
        """The answers to a question that hold."""
        return [one for one in self._record.answers(self._workspace.id) if one.question == question.id]

    def reads(self, asked: str, about: str, text: str) -> AnswerRecord:
        """What would be made of an answer to a question of the bank, and nothing kept of it."""
        reader = self._reader()
        return reader.read(text, reader.find_question(asked, about)).record

    def tell(self, path: str, text: str) -> Reading:
        """Set one field of the Brief in one's own words; what is not understood changes nothing, and says so."""
        reading = self._reader().read_field(self._knowledge.brief.fields.by_path[path], text)
        if reading.understood:
            self._settle(reading.record)
        return reading

    @property
    def respondent(self) -> str:
        """Who answers, as far as it was said; "" where not."""
        return str(self.brief().value(RESPONDENT) or "")

    def set_respondent(self, who: str) -> None:
        """Say who answers, one of `respondents`: what they can answer is asked first."""
        self.tell(RESPONDENT, who)

    @property
    def respondents(self) -> tuple[str, ...]:
        """What may be said of who answers."""
        return tuple(self._knowledge.questions.rules.answerability)

    def untell(self, path: str) -> None:
        """Take back what was said about one field of the Brief: what documents say of it holds again."""
        for answer in self._record.answers(self._workspace.id):
            if answer.question == f"field:{path}":
                self._record.withdraw_answer(self._workspace.id, answer)
        self._changed()

    def read_answers(self, file: Path) -> tuple[Reading, ...]:
        """Read answers from a YAML list or a filled form; an unknown question is free text.

        Raises:
            UsageError: the file is neither.
        """
        put: dict[str, Question] = {}  # an answer belongs to the question as it was put, whatever other answers changed since
        readings = []
        for entry in read_answers_file(file) if file.suffix.lower() in YAML else self._filled_form(file):
            if entry.question not in put:
                put = {**put, **self._open_questions()}
            asked = put.get(entry.question) or self._reader().find_question(entry.question, entry.subject)
            text = entry.text if asked is not None else f"{entry.question} {entry.text}".strip()
            readings.append(self.answer(asked, text, entry.by, entry.at))
        return tuple(readings)

    def question_form(self, format_: str) -> bytes:
        """All open questions as a form for colleagues, xlsx or md; `read_answers` takes it back filled."""
        about = f"Questions about {self.brief().value('product.name') or self.title}, {show_date(self._today())}"
        questions = self.round().open[:MOST_ASKED]
        if format_ == "md":
            return to_text(questions, self._meanwhile, about).encode()
        return to_workbook(questions, self._meanwhile, about)

    def _meanwhile(self, question: Question) -> str:
        """What the proposal uses until somebody answers."""
        known = (self.brief().fields.get(path) for path in question.fields)
        labels = self._knowledge.brief.fields.labels
        return "; ".join(
            f"{labels[field.path]}: {self._show(field.path, field.value)}"
            for field in known
            if field and field.value is not None
        )

    def _filled_form(self, file: Path) -> tuple[AnswerEntry, ...]:
        seconds, memory_mb = self._settings.read_timeout_s, self._settings.read_memory_mb
        if not file.is_file():
            raise UsageError(f"{file}: there is no such file.")
        (document,) = read_sources([Source(file.name, file)], workers=1, timeout_s=seconds, memory_mb=memory_mb)
        if isinstance(document, FailedDocument):
            raise UsageError(f"{file.name}: {document.message}")
        return read_form(document, MomentFinder(self._knowledge.extract.quantities))

    def import_brief(self, file: Path) -> None:
        """Take over what a person said or confirmed in a brief exported before; what came from documents comes from them.

        Raises:
            UsageError: the file is not such a brief.
        """
        try:
            brief = Brief.model_validate_json(file.read_bytes())
        except OSError as error:
            raise UsageError(f"{file}: cannot be read ({error.strerror}).") from error
        except ValidationError as error:
            raise UsageError(f"{file} is not a brief that `groundplan brief --json` wrote.") from error
        said = {path: field for path, field in brief.fields.items() if field.status in (Status.STATED, Status.CONFIRMED)}
        for path, field in said.items():
            text = next((source.text for source in field.provenance if source.text), self._show(path, field.value))
            record = AnswerRecord(
                question=f"field:{path}", text=text, values={path: field.value}, at=field.as_of or brief.as_of
            )
            self._record.add_answer(self._workspace.id, record)
        self._record.add_brief_import(self._workspace.id, file.name, brief.model_dump(mode="json"))
        self._changed()

    def _open_questions(self) -> dict[str, Question]:
        """All questions that could be put now, by id."""
        return {question.id: question for question in self.round().open}

    # The conversation

    def turns(self) -> tuple[Turn, ...]:
        """Everything said so far."""
        messages = self._derive("turns", lambda: self._record.messages(self._workspace.id))
        return tuple(turn_from_json(dict(message.payload)) for message in messages)

    def say(self, text: str) -> Iterator[str]:
        """Put a line into the conversation; the reply, as it comes. It is kept even when nobody waits for its end."""
        question = self.open_question()
        intent = intent_of(text, self._knowledge.intents)
        if intent is Intent.ASK:
            yield from self._say_answer(text)
            return
        change = self._changes().read(text, self.brief(), question) if intent is Intent.TELL else None
        if change is None and question is not None and intent in (Intent.TELL, Intent.SKIP):
            yield self.reply(question, text).text
            return
        self._keep_turn(Turn("user", text))
        match intent:
            case Intent.WHY if question is not None:
                reply = Turn("groundplan", question.why)
            case Intent.DRAFT:
                proposal = self.drafts.propose()
                reply = Turn("groundplan", f"Version {proposal.version} of the proposal is ready: see the page Proposal.")
            case Intent.QUESTIONS:
                reply = Turn("groundplan", self.round().reason)
            case _ if change is not None:
                reply = self._take_over(lambda: self._change(change))
            case _:
                reply = self._understand(text, None)
        yield self._keep_turn(reply).text

    # How far the work has come, and what left the machine

    def stages(self) -> tuple[Stage, ...]:
        """Documents, interview, draft, final."""
        proposals = self._record.proposals(self._workspace.id)
        answered = len([answer for answer in self._record.answers(self._workspace.id) if not answer.skipped])
        now = self.round()
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

    def _start(self, title: str, work: Callable[[Callable[[IngestProgress], None], Callable[[], bool]], IngestReport]) -> None:
        self._refuse_second_job()
        self._job = Job(title, work)

    def _refuse_second_job(self) -> None:
        if self._job is not None and self._job.state.is_running:
            raise UsageError("Documents are being read already. Wait for their end, or stop them first.")

    def _intake(self) -> Intake:
        return self._research.engine().intake

    def _take_in(
        self,
        sources: Sequence[Source],
        failed: tuple[FailedDocument, ...],
        progress: Callable[[IngestProgress], None],
        should_stop: Callable[[], bool],
    ) -> IngestReport:
        def unpacking(name: str) -> None:
            progress(IngestProgress(0, len(sources), name, "unpacking", 0, 0.0))

        unpacked = expand(
            sources,
            self._settings.data_dir / UNPACKED,
            timeout_s=self._settings.read_timeout_s,
            memory_mb=self._settings.read_memory_mb,
            report=unpacking,
            should_stop=should_stop,
        )
        try:
            with unpacked as expanded:
                failed += expanded.failed
                intake = self._intake()
                report = intake.ingest(self._workspace.id, expanded.sources, progress=progress, should_stop=should_stop)
                self.shelf.keep_locked(report.failed, expanded.sources)
        finally:
            self._changed()
        self.shelf.forget_locked([outcome.name for outcome in report.documents])
        counts = {"documents": len(report.documents), "failed": len(report.failed) + len(failed)}
        self._record.add_audit(self.slug, "user", "documents taken in", counts)
        return replace(report, failed=(*failed, *report.failed))

    def _show(self, path: str, value: Any, unit: str = "") -> str:
        return show(path, value, self._knowledge.brief.fields, unit)

    def _next_round(self) -> Round:
        return next_round(
            self.brief(),
            self._record.answers(self._workspace.id),
            lambda brief: decision_vector(brief, self.weighing.knowledge()),
            self.decision().margin,
            self._knowledge.questions,
            self._show,
        )

    def _reader(self) -> AnswerReader:
        return self._derive("reader", self._new_reader)

    def _changes(self) -> ChangeReader:
        return ChangeReader(self._knowledge.changes, self._knowledge.brief.fields, self._reader(), self._show)

    def _new_reader(self) -> AnswerReader:
        return AnswerReader(
            self._knowledge.questions,
            self._knowledge.replies,
            self._knowledge.extract.quantities,
            self._knowledge.extract.gazetteer,
            self._knowledge.extract.countries,
            self._knowledge.goals,
            self._values_in,
            self._knowledge.brief.fields.labels,
            self._show,
            self._today(),
        )

    def _values_in(self, text: str) -> dict[str, Any]:
        """Field values that the rules for documents read in a line of the conversation."""
        page = Page(text, (Block(BlockKind.PARAGRAPH, 0, len(text), "the conversation"),))
        line = Document("the conversation", content_hash(text.encode()), "text/plain", (page,), dated=self._today())
        said = reconcile(self._extract(line, ""), (), self._today(), self._knowledge.brief)
        lists = ("con", "legacy", "int.systems")  # of the Brief's own, with ids of the line itself
        documented = {path: field.value for path, field in said.fields.items() if field.status is Status.DOCUMENTED}
        return {path: value for path, value in documented.items() if path not in lists}

    def _understand(self, text: str, question: Question | None) -> Turn:
        """Read a line as an answer, keep it, and say what it changed."""
        return self._take_over(lambda: self.answer(question, text))

    def _change(self, reading: Reading) -> Reading:
        """Keep a change that was asked for outside any question."""
        if reading.understood:
            self._settle(reading.record)
        return reading

    def _take_over(self, keep: Callable[[], Reading]) -> Turn:
        """Keep what was said, and tell what it changed."""
        before = self.decision().recommended
        reading = keep()
        after = self.decision().recommended
        changed = "" if before == after else f"The recommendation is now: {after.title if after else 'no option is left'}."
        return Turn("groundplan", reading.message, readings=(reading,), changed=changed)

    def _settle(self, record: AnswerRecord) -> None:
        """Keep what was understood."""
        state = record.values.get("state")
        if state and any(constraint.id == record.accepts for constraint in self.brief().constraints):
            self.ledger.decide_constraint(record.accepts, FactState(state), record.text)
        self._record.add_answer(self._workspace.id, record)
        self._changed()

    def _keep_turn(self, turn: Turn) -> Turn:
        self._record.add_message(self._workspace.id, turn.role, turn.text, turn_to_json(turn))
        with self._lock:
            self._derived.pop("turns", None)
        return turn

    def _new_lookup(self) -> FactLookup:
        return FactLookup(self.facts(), self.brief(), self._knowledge.brief)

    def _say_answer(self, text: str) -> Iterator[str]:
        history = [Message("user" if turn.role == "user" else "assistant", turn.text) for turn in self.turns()[-6:]]
        self._keep_turn(Turn("user", text))
        answer = yield from self._research.answering(text, history)
        self._keep_turn(Turn("groundplan", answer.text, answer=answer))

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
            questions=self.round().questions,
            recall=None if quality is None else quality.recall,
            recall_note="" if quality is None else f"measured on {quality.facts} annotated facts",
            sizing=self.sizing(),
            labels=self._knowledge.brief.fields.labels,
        )


def _keep_dropped(folder: Path, number: int, name: str, content: bytes) -> Source:
    """Put a dropped file where the reading processes find it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    suffix = re.sub(r"[^.a-z0-9]", "", Path(name).suffix.lower())[:12]
    path = folder / f"{number:04d}-{uuid.uuid4().hex}{suffix}"
    path.write_bytes(content)
    return Source(name, path)
