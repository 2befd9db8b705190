"""A person's words → fields of the Brief, without a model; what was not understood is said.

Order: a word that stands for a whole answer, a quick reply's label, a value of the kind the question asks for, then the same
fact rules as for documents. Source: `advisor.md` C.5.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from rag.brief.brief import AnswerRecord
from rag.extract.amounts import number_words
from rag.extract.normalise import normalise
from rag.interview.amounts import AmountReader
from rag.interview.answer_values import FromDocument, ValueReader
from rag.interview.countries import CountryFinder
from rag.interview.goals import GoalFinder
from rag.interview.meant import QuestionFinder
from rag.interview.question import Question, Reading, Understood
from rag.interview.releases import ReleaseReader
from rag.interview.rows import RowReader
from rag.knowledge.brief_fields import BriefField, BriefFields
from rag.knowledge.countries import Countries
from rag.knowledge.gazetteer import Gazetteer
from rag.knowledge.goals import GoalTable
from rag.knowledge.quantities import Quantities
from rag.knowledge.questions import QuestionTable
from rag.knowledge.replies import ReplyTable

CONFIDENT, HEDGED = 0.95, 0.4
NOTED = "I kept this as a note, but found no value in it that I can use."
LEFT_OUT = "Then nothing of that is taken over; your answer stays as a note where nothing else was read in it."
UNKNOWN = "Noted. Until somebody knows, the proposal shows what it assumes in its place, or that it is open."


class AnswerReader:
    """Reads answers to the bank's questions, and remarks outside any question."""

    def __init__(
        self,
        questions: QuestionTable,
        replies: ReplyTable,
        quantities: Quantities,
        gazetteer: Gazetteer,
        countries: Countries,
        goals: GoalTable,
        fields: BriefFields,
        from_rules: FromDocument,
        show: Callable[[str, Any], str],
        today: str,
    ) -> None:
        """Bring the parts together.

        Args:
            questions: the bank.
            replies: how people answer.
            quantities: how numbers and dates are written.
            gazetteer: names of technologies.
            countries: names of countries.
            goals: how people say what they want most.
            fields: the table of fields.
            from_rules: reads free text by the rules for documents.
            show: renders a value of a field.
            today: ISO date of the answer, and what "in 24 months" starts from.
        """
        self._bank = questions
        self._replies = replies
        self.amounts = AmountReader(quantities, gazetteer, replies.spoken, fields.told, today)
        self.find_question = QuestionFinder(questions, replies.stop_words).find
        self._values = ValueReader(
            questions,
            replies,
            self.amounts,
            CountryFinder(countries, replies),
            GoalFinder(goals, replies),
            RowReader(replies, self.amounts, fields.feature_types),
            ReleaseReader(replies, self.amounts, number_words(quantities)),
            fields.by_path,
            from_rules,
        )
        self._labels = fields.labels
        self._show = show
        self._today = today

    def read(self, text: str, question: Question | None, by: str = "", at: str = "") -> Reading:
        """One answer, or one remark when no question is open; said today unless an ISO date is given."""
        line = text.strip()
        bare = line.lower().rstrip(".!? ")
        place = {
            "question": question.id if question else "",
            "subject": question.subject if question else "",
            "by": by,
            "at": at or self._today,
        }
        if question is not None and bare in self._replies.skip:
            return self._reading(AnswerRecord(text=line, skipped=True, **place), "Skipped. It stays among the open questions.")
        if question is not None and bare in self._replies.dont_know | self._replies.not_relevant:
            record = AnswerRecord(text=line, dont_know=True, confidence=HEDGED, **place)
            return self._reading(record, UNKNOWN)
        values, accepts = self._values.read(line, question)
        if question is not None and not values and not accepts and self._opens_unsure(bare):
            record = AnswerRecord(text=line, dont_know=True, confidence=HEDGED, **place)
            return self._reading(record, UNKNOWN)
        confidence = HEDGED if re.search(self._replies.hedges, bare) else CONFIDENT
        record = AnswerRecord(text=line, values=values, confidence=confidence, accepts=accepts, **place)
        if values or accepts:
            shown = "; ".join(
                f"{self._labels.get(path, path)}: {self._show(path, value)}"
                for path, value in values.items()
                if path != "state"
            )
            return self._reading(record, f"Understood – {shown}." if shown else "Understood.")
        return self._reading(record, f"{NOTED}{self._offered(place['question'])}", not_understood=line)

    def is_unknown(self, text: str) -> bool:
        """Whether the words say that one does not know, or that it does not matter."""
        bare = text.strip().lower().rstrip(".!? ")
        return bare in self._replies.dont_know | self._replies.not_relevant or self._opens_unsure(bare)

    def left_out(self, question: str) -> str:
        """What is said where nothing more is taken from an answer to the question with this id."""
        return f"{LEFT_OUT}{self._offered(question)}"

    def _offered(self, question: str) -> str:
        """The quick replies, where an answer was not understood: one of them may be what is meant."""
        row = self._bank.by_id.get(question.partition(":")[0])
        labels = [choice.label for choice in row.choices if choice.values] if row else []
        return f" Does one of these come near it: {', '.join(labels)}?" if labels else ""

    def _opens_unsure(self, bare: str) -> bool:
        """Whether the words begin with not knowing: "no idea, ask Grace"."""
        return any(re.match(rf"{re.escape(phrase)}(?!\w)", bare) for phrase in self._replies.dont_know)

    def read_field(self, field: BriefField, text: str) -> Reading:
        """A value for one field, in a person's words; what does not fit the field is not understood, and fills nothing."""
        line = text.strip()
        words = self._values.words_for(field)
        value = words.read(line)
        if value is None:
            record = AnswerRecord(question=f"field:{field.path}", text=line, at=self._today)
            return self._reading(record, f"“{line}” is not understood as {field.label}. {words.hint}", not_understood=line)
        record = AnswerRecord(question=f"field:{field.path}", text=line, values=value, at=self._today)
        return self._reading(record, f"{field.label}: {self._show(field.path, value.get(field.path))}.")

    def technologies(self, text: str, path: str) -> dict[str, Any]:
        """The technologies that a text names, as the value of a field that lists some; empty where it names none."""
        return self.amounts.technologies(normalise(text).text, path)

    def remark(self, text: str, values: Mapping[str, Any]) -> AnswerRecord:
        """A remark whose values are known already."""
        return AnswerRecord(question="", text=text, values=dict(values), at=self._today)

    def told(self, record: AnswerRecord, message: str) -> Reading:
        """What a record sets, with what is said of it."""
        return self._reading(record, message, not_understood="" if record.values else record.text)

    def _reading(self, record: AnswerRecord, message: str, not_understood: str = "") -> Reading:
        understood = tuple(
            Understood(field=path, label=self._labels.get(path, path), value=value, shown=self._show(path, value))
            for path, value in record.values.items()
            if path != "state"
        )
        return Reading(
            question=record.question, record=record, understood=understood, not_understood=not_understood, message=message
        )
