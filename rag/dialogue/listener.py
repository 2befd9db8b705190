"""What a connected model hears in answers that were not read, or only in part: asked for, kept as suggestions, accepted or not.

In: our own reading of an answer. Out: the reading with suggestions, which wait in the record until the person says yes or no.
Without a model, and when it fails, the reading stays as it is. Kept of a request: paths and reasons, never words.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rag.brief.brief import AnswerRecord, Suggestion
from rag.errors import UsageError
from rag.ingest.secrets import SecretFinder, black_out_words
from rag.interview.choose import Round
from rag.interview.question import Question, Reading, Refused, Understood
from rag.interview.read import AnswerReader
from rag.interview.second_reading import SecondReader, SecondReading
from rag.interview.unread import Unread, unread_part
from rag.knowledge.knowledge import Knowledge
from rag.llm.chat import ChatModel
from rag.store.record import Record, Workspace

REST_S = 60.0  # after a failure: who answers does not wait for a broken model again and again
MODEL = "model"  # in the audit


@dataclass(frozen=True, slots=True)
class Talk:
    """What the listener sees of the interview."""

    reader: Callable[[], AnswerReader]
    round: Callable[[], Round]
    show: Callable[[str, Any], str]  # field path, value → words
    settle: Callable[[AnswerRecord], None]  # keeps an answer
    tell: Callable[[str, str], Reading]  # sets one field in a person's words


class Listener:
    """See the module. Threads may share it."""

    def __init__(
        self,
        workspace: Workspace,
        record: Record,
        knowledge: Knowledge,
        model: ChatModel | None,
        talk: Talk,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Bring the parts together; `clock` gives seconds."""
        self._workspace = workspace
        self._record = record
        self._knowledge = knowledge
        self._model = model
        self._talk = talk
        self._clock = clock
        self._rests_until = float("-inf")

    def hear(self, reading: Reading, question: Question | None) -> Reading:
        """The reading, with what the model reads beside it where some of the answer was not read."""
        if self._model is None or self._clock() < self._rests_until:
            return reading
        reader, questions = self._talk.reader(), self._knowledge.questions
        if unread_part(reading, question, reader, questions, self._knowledge.replies) is Unread.NOTHING:
            return reading
        tables = self._knowledge.brief.fields, questions, self._knowledge.reading.instructions
        second = SecondReader(self._model, reader, *tables)
        heard = second.read(reading.record, question, self._others(question), self._without_secrets)
        if not heard.is_done:
            self._rests_until = self._clock() + REST_S
        self._note(reading.record, heard)
        return self._with(reading, heard)

    def pending(self) -> tuple[AnswerRecord, ...]:
        """Answers with suggestions that wait for a word, first to last."""
        return tuple(one for one in self._record.answers(self._workspace.id) if one.suggested)

    def understood(self, record: AnswerRecord) -> tuple[Understood, ...]:
        """The suggestions of an answer, as a person reads them."""
        return tuple(self._told(one) for one in record.suggested)

    def take(self, record: AnswerRecord, edits: Mapping[str, str] | None = None) -> Reading:
        """Accept the suggestions of an answer; `edits`: of some of them, path → what the person says instead.

        Raises:
            UsageError: a value that was put instead does not fit its field; nothing is taken.
        """
        changed = {path: words for path, words in (edits or {}).items() if words.strip()}
        self._check(changed)
        taken = [one for one in record.suggested if one.path not in changed]
        values = {path: value for one in taken for path, value in one.values.items()}
        accepted = record.model_copy(
            update={
                "values": {**record.values, **values},
                "read_by": {**record.read_by, **{path: one.by for one in taken for path in one.values}},
                "suggested": (),
                "dont_know": False,
            }
        )
        self._talk.settle(accepted)
        said = [self._told(one) for one in taken]
        for path, words in changed.items():
            said += [one for one in self._talk.tell(path, words).understood if one.field == path]
        shown = "; ".join(f"{one.label}: {one.shown}" for one in said)
        self._audit("reading accepted", record, taken=[one.path for one in taken], changed=sorted(changed))
        return Reading(question=record.question, record=accepted, understood=tuple(said), message=f"Understood – {shown}.")

    def drop(self, record: AnswerRecord) -> Reading:
        """Reject the suggestions of an answer: it stands as it was read without the model."""
        left = record.model_copy(update={"suggested": ()})
        self._talk.settle(left)
        self._audit("reading rejected", record, dropped=[one.path for one in record.suggested])
        return self._talk.reader().told(left, self._talk.reader().left_out(record.question))

    def _check(self, changed: Mapping[str, str]) -> None:
        fields = self._knowledge.brief.fields.by_path
        for path, words in changed.items():
            reading = self._talk.reader().read_field(fields[path], words)
            if not reading.understood:
                raise UsageError(reading.message)

    def _others(self, question: Question | None) -> list[str]:
        """Fields that the words may fill beside those of the question: of its topic first, then of what is asked next."""
        rows = [row for row in self._knowledge.questions.rows if question is not None and row.topic == question.topic]
        own = [path for row in rows for path in row.fields]
        return [*own, *(path for one in self._talk.round().open for path in one.fields)]

    def _without_secrets(self, words: str) -> str:
        return black_out_words(words, SecretFinder(self._knowledge.reading.secrets))

    def _with(self, reading: Reading, heard: SecondReading) -> Reading:
        """The reading with what was heard."""
        record = reading.record.model_copy(update={"suggested": heard.suggestions})
        update: dict[str, Any] = {"record": record, "refused": heard.refused, "asked": heard.outcome}
        if heard.suggestions:
            update["suggested"] = self.understood(record)
            update["message"] = reading.message if record.values else UNSURE
        return reading.model_copy(update=update)

    def _told(self, one: Suggestion) -> Understood:
        value = one.values[one.path]
        label = self._knowledge.brief.fields.labels[one.path]
        return Understood(field=one.path, label=label, value=value, shown=self._talk.show(one.path, value), words=one.words)

    def _note(self, record: AnswerRecord, heard: SecondReading) -> None:
        """What came of asking, without a word of it."""
        refused = Counter(_reason(one) for one in heard.refused)
        paths = [one.path for one in heard.suggestions]
        self._audit("answer read", record, suggested=paths, refused=dict(sorted(refused.items())), outcome=heard.outcome)

    def _audit(self, what: str, record: AnswerRecord, **detail: object) -> None:
        who = MODEL if what == "answer read" else record.by or "user"
        self._record.add_audit(self._workspace.slug, who, what, {"question": record.question, **detail})


UNSURE = "I found no value in this that I can use by myself. Please look at what the language model reads in it."


def _reason(one: Refused) -> str:
    return f"{one.field}: {one.reason}" if one.field else one.reason
