"""The interview of one workspace: which questions are worth asking, and every way in which an answer comes in.

In: answers in people's own words, forms of colleagues, an exported Brief. Out: readings, kept in the record; what follows from
them is worked out anew at once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rag.advise.decision import Decision
from rag.advise.vector import Leads, decision_vector
from rag.brief.brief import AnswerRecord, Brief, Status
from rag.brief.show import show, show_date
from rag.dialogue.listener import Listener, Talk
from rag.dialogue.reader import own_reader
from rag.drafts.drafts import Keep
from rag.errors import UsageError
from rag.extract.fact import FactState
from rag.extract.moments import MomentFinder
from rag.ingest.document import FailedDocument
from rag.ingest.workers import Source, read_sources
from rag.interview.against import against_documents
from rag.interview.answered import Answered, list_answers
from rag.interview.answers_file import AnswerEntry, read_answers_file
from rag.interview.change import ChangeReader
from rag.interview.choose import RESPONDENT, Round, next_round
from rag.interview.form import read_form, to_text, to_workbook
from rag.interview.question import Question, Reading
from rag.interview.read import AnswerReader
from rag.interview.value import Vector
from rag.knowledge.advise import AdviseKnowledge
from rag.knowledge.knowledge import Knowledge
from rag.llm.chat import ChatModel
from rag.settings import Settings
from rag.store.record import Record, Workspace

YAML = (".yaml", ".yml")  # files of answers; anything else is read as a filled form
MOST_ASKED = 40  # questions of a form


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the interview sees of the consultation."""

    brief: Callable[[], Brief]
    decision: Callable[[], Decision]
    tables: Callable[[], AdviseKnowledge]  # what decides, with what a person weighs or knows better
    decide: Callable[[str, FactState, str], None]  # what a person says about a constraint, by its id, in these words
    today: Callable[[], str]  # ISO date that "today" means
    keep: Keep  # values that hold until something is written
    changed: Callable[[], None]  # told when what follows from the answers has to be worked out anew


class Interview:
    """See the module. Threads may share it."""

    def __init__(
        self,
        workspace: Workspace,
        record: Record,
        settings: Settings,
        knowledge: Knowledge,
        see: Circumstances,
        model: ChatModel | None = None,
    ) -> None:
        self._workspace = workspace
        self._record = record
        self._settings = settings
        self._knowledge = knowledge
        self._see = see
        talk = Talk(self._reader, self.round, self._show, self.settle, self.tell)
        self.listener = Listener(workspace, record, knowledge, model, talk)  # what a model hears in answers

    # Questions

    def round(self) -> Round:
        """The next questions, best first."""
        return self._see.keep("round", self._next_round)

    def vector(self) -> Vector:
        """The decision in short, as it stands now: component → what is decided."""
        return self._see.keep("vector", lambda: decision_vector(self._see.brief(), self._see.tables()))

    def open_question(self) -> Question | None:
        """The question that is put now; None when nothing is worth asking."""
        now = self.round()
        return None if now.is_done or not now.questions else now.questions[0]

    @property
    def respondent(self) -> str:
        """Who answers, as far as it was said; "" where not."""
        return str(self._see.brief().value(RESPONDENT) or "")

    @property
    def respondents(self) -> tuple[str, ...]:
        """What may be said of who answers."""
        return tuple(self._knowledge.questions.rules.answerability)

    def set_respondent(self, who: str) -> None:
        """Say who answers, one of `respondents`: what they can answer is asked first."""
        self.tell(RESPONDENT, who)

    # Answers

    def answer(self, question: Question | None, text: str, by: str = "", at: str = "") -> Reading:
        """Read an answer and keep it, without a word of it in the conversation; None: a remark outside any question."""
        reading = self._reader().read(text, question, by, at)
        against = against_documents(reading.record, self._see.brief(), self._knowledge.brief.fields, self._show)
        record = reading.record
        given = self._given(question) if question is not None and (record.is_note or record.skipped) else []
        if any(one.is_note or one.skipped for one in given):
            record = record.model_copy(update={"dont_know": True, "skipped": False})  # it was put twice, and is not put again
        self.settle(record)  # before a model is asked, which may take its time
        heard = self.listener.hear(reading.model_copy(update={"record": record}), question)
        if heard.record != record:
            self.settle(heard.record)
        return heard.model_copy(update={"message": f"{heard.message} {against}".rstrip()})

    def take(self, record: AnswerRecord, edits: Mapping[str, str] | None = None) -> Reading:
        """Accept what a model reads in an answer; `edits`: of some fields, path → what the person says instead.

        Raises:
            UsageError: a value that was put instead does not fit its field; nothing is taken.
        """
        before = self._see.brief()
        reading = self.listener.take(record, edits)
        against = against_documents(reading.record, before, self._knowledge.brief.fields, self._show)
        return reading.model_copy(update={"message": f"{reading.message} {against}".rstrip()})

    def tell(self, path: str, text: str) -> Reading:
        """Set one field of the Brief in one's own words; what is not understood changes nothing, and says so."""
        reading = self._reader().read_field(self._knowledge.brief.fields.by_path[path], text)
        if reading.understood:
            self.settle(reading.record)
        return reading

    def untell(self, path: str) -> None:
        """Take back what was said about one field of the Brief: what documents say of it holds again."""
        for answer in self._record.answers(self._workspace.id):
            if answer.question == f"field:{path}":
                self._record.withdraw_answer(self._workspace.id, answer)
        self._see.changed()

    def reads(self, asked: str, about: str, text: str) -> AnswerRecord:
        """What would be made of an answer to a question of the bank, and nothing kept of it."""
        reader = self._reader()
        return reader.read(text, reader.find_question(asked, about)).record

    def change_in(self, text: str, question: Question | None) -> Reading | None:
        """What a line asks to be changed, outside the question that is open; None when it asks for no change."""
        fields = self._knowledge.brief.fields
        changes = ChangeReader(self._knowledge.changes, fields, self._reader(), self._show)
        return changes.read(text, self._see.brief(), question)

    def settle(self, record: AnswerRecord) -> None:
        """Keep what was understood."""
        state = record.values.get("state")
        if state and any(constraint.id == record.accepts for constraint in self._see.brief().constraints):
            self._see.decide(record.accepts, FactState(state), record.text)
        self._record.add_answer(self._workspace.id, record)
        self._see.changed()

    def answered(self) -> tuple[Answered, ...]:
        """Every answer that holds, with what was asked and whether anything could be made of it."""
        answers, reader = self._record.answers(self._workspace.id), self._reader()
        labels, table = self._knowledge.brief.fields.labels, self._knowledge.questions
        return tuple(
            list_answers(answers, self._see.brief(), table, self._show, labels, lambda one: reader.is_unknown(one.text))
        )

    # Answers from elsewhere

    def read_answers(self, file: Path) -> tuple[Reading, ...]:
        """Read answers from a YAML list or a filled form; an unknown question is free text.

        Raises:
            UsageError: the file is neither.
        """
        put: dict[str, Question] = {}  # an answer belongs to the question as it was put, whatever other answers changed since
        readings = []
        for entry in read_answers_file(file) if file.suffix.lower() in YAML else self._filled_form(file):
            if entry.question not in put:
                put = {**put, **{question.id: question for question in self.round().open}}
            asked = put.get(entry.question) or self._reader().find_question(entry.question, entry.subject)
            text = entry.text if asked is not None else f"{entry.question} {entry.text}".strip()
            readings.append(self.answer(asked, text, entry.by, entry.at))
        return tuple(readings)

    def question_form(self, format_: str) -> bytes:
        """All open questions as a form for colleagues, xlsx or md; `read_answers` takes it back filled."""
        about = self._see.brief().value("product.name") or self._workspace.title
        title = f"Questions about {about}, {show_date(self._see.today())}"
        questions = self.round().open[:MOST_ASKED]
        if format_ == "md":
            return to_text(questions, self._meanwhile, title).encode()
        return to_workbook(questions, self._meanwhile, title)

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
        self._see.changed()

    # Behind the scenes

    def _show(self, path: str, value: Any, unit: str = "") -> str:
        return show(path, value, self._knowledge.brief.fields, unit)

    def _given(self, question: Question) -> list[AnswerRecord]:
        """The answers to a question that hold."""
        return [one for one in self._record.answers(self._workspace.id) if one.question == question.id]

    def _next_round(self) -> Round:
        history = self._record.answer_history(self._workspace.id)
        tables = self._see.tables()
        lead = Leads(tables)
        return next_round(
            self._see.brief(),
            self._record.answers(self._workspace.id),
            sum(bool(one.question) and not one.question.startswith("field:") for one in history),
            lambda brief: decision_vector(brief, tables, lead),
            self._see.decision().margin,
            self._knowledge.questions,
            self._show,
        )

    def _reader(self) -> AnswerReader:
        return own_reader(self._see.today())

    def _meanwhile(self, question: Question) -> str:
        """What the proposal uses until somebody answers."""
        known = (self._see.brief().fields.get(path) for path in question.fields)
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
