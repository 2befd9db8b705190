"""A connected model's reading of an answer of which our own reading got nothing, or only part: what it may say, as suggestions.

In: the words, the question, the fields that they may fill, a model. Out: suggestions, and why the others were dropped. A value
counts where the words on which it rests stand in the answer, where our own readers make a value of the field of it, and where
its figures and names are those of the words. The answer enters the prompt as data between marks, without what gives orders to
an AI; nothing of a suggestion is known before the person accepts it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from rag.brief.brief import AnswerRecord, Suggestion
from rag.errors import ModelError
from rag.extract.normalise import normalise
from rag.ground.quote import find_span
from rag.ingest.document import Block, BlockKind
from rag.ingest.quarantine import find_instructions
from rag.interview.prompts import Offered, reading_messages
from rag.interview.question import Question, Refused
from rag.interview.read import AnswerReader
from rag.interview.rests import figures_rest, leaves, names_rest
from rag.knowledge.brief_fields import BriefField, BriefFields
from rag.knowledge.instruction_cues import InstructionCues
from rag.knowledge.questions import QuestionTable
from rag.llm.chat import ChatModel
from rag.llm.structured import typed_reply

MOST_FIELDS = 20  # of a request: more is read less carefully, and a model of one's own machine takes its time
MOST_CHARACTERS = 4000  # of an answer
MOST_VALUES = 12  # of a reply
AMOUNTS = ("number", "ratio", "percent", "duration", "money", "date")
ELSEWHERE = ("con", "reg", "legacy", "legacy.incumbent")  # fields with a form of their own, which words do not fill


def _as_words(value: object) -> object:
    """Models put numbers, truth values and lists where words were asked for; they mean the same."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value) if isinstance(value, int | float) else value


class Heard(BaseModel):
    """A value that the model reads."""

    model_config = ConfigDict(frozen=True)

    field: str
    value: Annotated[str, BeforeValidator(_as_words)]
    words: str


class Hearing(BaseModel):
    """A reply."""

    model_config = ConfigDict(frozen=True)

    values: tuple[Heard, ...]


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What came of asking."""

    suggestions: tuple[Suggestion, ...] = ()
    refused: tuple[Refused, ...] = ()
    outcome: str = "done"  # or the code of the error that kept the model from reading

    @property
    def is_done(self) -> bool:
        """Whether the model read the answer at all."""
        return self.outcome == "done"


class SecondReader:
    """Asks the model, and checks what it says."""

    def __init__(
        self, model: ChatModel, reader: AnswerReader, fields: BriefFields, questions: QuestionTable, cues: InstructionCues
    ) -> None:
        """Bring the parts together.

        Args:
            model: the connected model.
            reader: reads what the model says, as it reads what people say.
            fields: the table of fields.
            questions: the bank.
            cues: how words look that give orders to an AI.
        """
        self._model = model
        self._reader = reader
        self._fields = fields
        self._questions = questions
        self._cues = cues

    def read(
        self, record: AnswerRecord, question: Question | None, others: Sequence[str], black_out: Callable[[str], str]
    ) -> SecondReading:
        """What the model reads in an answer beside what is understood already.

        Args:
            record: the answer, as our own reading has it.
            question: what was asked; None for a remark outside any question.
            others: paths of further fields that it may fill, those that matter most first.
            black_out: takes passwords and keys out of words.
        """
        words = self._harmless(black_out(record.text[:MOST_CHARACTERS]))
        offered = self._offered(question, others)
        if not words or not offered:
            return SecondReading()
        try:
            asked = reading_messages(question.text if question else "", words, offered)
            hearing = typed_reply(self._model, asked, Hearing)
        except ModelError as error:
            return SecondReading(outcome=error.code)
        paths = {one.field.path for one in offered}
        suggestions: dict[str, Suggestion] = {}
        refused: list[Refused] = []
        for heard in hearing.values[:MOST_VALUES]:
            found = self._check(heard, words, paths)
            if isinstance(found, Refused):
                refused.append(found)
            elif not found.values.items() <= record.values.items() and found.path not in suggestions:
                suggestions[found.path] = found
        return SecondReading(tuple(suggestions.values()), tuple(refused))

    def _harmless(self, words: str) -> str:
        """The words without the sentences that give orders to an AI."""
        spans = find_instructions(words, [Block(BlockKind.PARAGRAPH, 0, len(words), "")], self._cues)
        kept, at = "", 0
        for start, end in spans:
            kept, at = kept + words[at:start], end
        return (kept + words[at:]).strip()

    def _offered(self, question: Question | None, others: Sequence[str]) -> list[Offered]:
        """The fields that an answer may fill: those of the question first."""
        own = question.fields if question is not None else ()
        rows = [self._fields.by_path[path] for path in dict.fromkeys((*own, *others)) if path in self._fields.by_path]
        usable = [
            row
            for row in rows
            if row.path not in ELSEWHERE and (not row.per_system or (row.path in own and question and question.subject))
        ]
        offered = [Offered(row, self._labels(row)) for row in usable]
        return [one for one in offered if one.labels or one.field.values or one.field.type != "object"][:MOST_FIELDS]

    def _labels(self, row: BriefField) -> tuple[str, ...]:
        """Quick replies that say a value of the field without a figure."""
        asked = self._questions.by_id.get(row.question)
        choices = asked.choices if asked is not None else ()
        return tuple(one.label for one in choices if row.path in one.values and not any(map(str.isdigit, one.label)))

    def _check(self, heard: Heard, answer: str, paths: set[str]) -> Suggestion | Refused:
        """The suggestion, or why there is none."""
        if heard.field not in paths:
            return Refused(field="", reason="a field that was not asked for")
        row = self._fields.by_path[heard.field]
        span = find_span(heard.words.strip(), answer) if heard.words.strip() else None
        if span is None:
            return Refused(field=row.path, reason="words that are not in your answer")
        own = answer[span[0] : span[1]]
        said = own if row.type == "text" and not self._labels(row) else heard.value.strip()
        values = self._typed(row, said)
        if values is None:
            return Refused(field=row.path, reason="no value of this kind")
        if not self._figures_rest(row, said, own, values):
            return Refused(field=row.path, reason="a figure that is not in your words")
        values = self._with_names(row, own, values)
        if values is None:
            return Refused(field=row.path, reason="a name that is not in your words")
        return Suggestion(path=row.path, values=values, words=own, by=self._model.name)

    def _typed(self, row: BriefField, said: str) -> dict[str, Any] | None:
        """Our own reading of a value in words: as an answer to the field's question, else as words set for the field."""
        asked = self._reader.find_question(row.question) if row.question else None
        if asked is not None and self._reads_own_way(row, asked.id):
            values = self._reader.read(said, asked).record.values
            if row.path in values and all(row.admits(one) for one in leaves(values[row.path]) if _is_number(one)):
                return {path: value for path, value in values.items() if path in (row.path, *BESIDE.get(row.path, ()))}
            if row.type not in AMOUNTS and row.type != "flag" and not row.values:
                return None
        return self._reader.read_field(row, said).record.values or None

    def _reads_own_way(self, row: BriefField, question: str) -> bool:
        """Whether a question has a way to read its answers: by quick replies, or in a sentence around them."""
        asked = self._questions.by_id[question]
        return bool(asked.frame) or any(row.path in one.values for one in asked.choices)

    def _figures_rest(self, row: BriefField, said: str, own: str, values: Mapping[str, Any]) -> bool:
        """Whether the figures of a value are those of the words; "one country" is a quick reply, and says none."""
        if said.casefold() in map(str.casefold, self._labels(row)):
            return True
        amounts = self._reader.amounts
        held = amounts.figures(normalise(own).text)
        numbers = _numbers(values)
        read = [number for one in held for number in _numbers(self._typed(row, one.text) or {})]
        return figures_rest(amounts.figures(normalise(said).text), held, numbers, read)

    def _with_names(self, row: BriefField, own: str, values: dict[str, Any]) -> dict[str, Any] | None:
        """The values whose names stand in the words; None where that of the field does not, a value beside it is left out."""
        known = {*self._table_values(row), *leaves(self._typed(row, own) or {})}
        kept = {
            path: value
            for path, value in values.items()
            if names_rest([one for one in leaves(value) if _is_name(one)], own, known, self._reader.amounts)
        }
        return kept if row.path in kept else None

    def _table_values(self, row: BriefField) -> Iterator[Any]:
        """Values that tables of ours stand for; dates were checked as figures."""
        yield from row.values
        asked = self._questions.by_id.get(row.question)
        for choice in asked.choices if asked is not None else ():
            yield from leaves(choice.values.get(row.path))
        if row.unit == "country":
            yield from self._fields.countries


BESIDE = {  # field → those that the same words may fill with it
    "budget.total": ("budget.currency",),
    "budget.monthly_run": ("budget.currency",),
    "team.engineers": ("team.m24",),
}


def _numbers(values: Mapping[str, Any]) -> list[Any]:
    """The figures of values, dates among them."""
    return [one for one in leaves(values) if _is_number(one) or _is_date(one)]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and not _is_date(value)


def _is_date(value: object) -> bool:
    return isinstance(value, str) and len(value) == len("2027-03-31") and value[4:5] == value[7:8] == "-"
