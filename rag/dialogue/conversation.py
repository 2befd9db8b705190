"""The conversation of one workspace: what was said, and what a line in it is: a question, an answer, a wish, a command.

In: a line. Out: the reply, in parts as they come; both are kept in the record.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rag.advise.decision import Decision
from rag.brief.brief import AnswerRecord
from rag.dialogue.interview import Interview
from rag.drafts.drafts import Drafts, Keep
from rag.interview.intent import Intent, intent_of
from rag.interview.moved import what_changed
from rag.interview.question import Question, Reading
from rag.interview.turn import Turn, turn_from_json, turn_to_json
from rag.knowledge.knowledge import Knowledge
from rag.llm.chat import Message
from rag.research.research import Research
from rag.store.record import Record, Workspace

HISTORY = 6  # turns that a follow-up is understood by
ACCEPTED, CORRECTED, REJECTED = "Yes, take that.", "Yes, with what I have changed.", "No, that is not what I mean."


@dataclass(frozen=True, slots=True)
class Partners:
    """Those parts of the consultation that a line may be meant for."""

    interview: Interview
    research: Research
    drafts: Drafts
    decision: Callable[[], Decision]
    keep: Keep  # values that hold until something is written
    forget: Callable[[str], None]  # one of them


class Conversation:
    """See the module. Threads may share it."""

    def __init__(self, workspace: Workspace, record: Record, knowledge: Knowledge, partners: Partners) -> None:
        self._workspace = workspace
        self._record = record
        self._knowledge = knowledge
        self._partners = partners

    def turns(self) -> tuple[Turn, ...]:
        """Everything said so far."""
        messages = self._partners.keep("turns", lambda: self._record.messages(self._workspace.id))
        return tuple(turn_from_json(dict(message.payload)) for message in messages)

    def reply(self, question: Question, text: str) -> Turn:
        """Answer a question: what was understood, and what it changed."""
        self._add(Turn("groundplan", question.text, question=question))
        self._add(Turn("user", text))
        return self._add(self._understand(text, question))

    def suggested(self) -> AnswerRecord | None:
        """The answer with suggestions of a model that was given last and waits for a yes or no; None when none does."""
        pending = self._partners.interview.listener.pending()
        said = {reading.record.text for turn in self.turns()[-1:] for reading in turn.readings if reading.suggested}
        return next((one for one in pending if one.text in said), None)

    def take(self, record: AnswerRecord, edits: Mapping[str, str] | None = None) -> Turn:
        """Accept what a model reads in an answer, some of it in other words: what it changed.

        Raises:
            UsageError: a value that was put instead does not fit its field; nothing is taken or said.
        """
        turn = self._take_over(lambda: self._partners.interview.take(record, edits))
        self._add(Turn("user", CORRECTED if edits else ACCEPTED))
        return self._add(turn)

    def drop(self, record: AnswerRecord) -> Turn:
        """Reject what a model reads in an answer."""
        self._add(Turn("user", REJECTED))
        return self._add(self._take_over(lambda: self._partners.interview.listener.drop(record)))

    def say(self, text: str) -> Iterator[str]:
        """Put a line into the conversation; the reply, as it comes. It is kept even when nobody waits for its end."""
        interview = self._partners.interview
        question = interview.open_question()
        intent = intent_of(text, self._knowledge.intents)
        waiting = self.suggested()
        if waiting is not None and intent is Intent.TELL:
            bare = text.strip().casefold().rstrip(".! ")
            if bare in self._knowledge.replies.yes:
                yield self.take(waiting).text
                return
            if bare in self._knowledge.replies.no:
                yield self.drop(waiting).text
                return
            question = self._asked(waiting) or question  # other words for the same answer
        if intent is Intent.ASK:
            yield from self._answer(text)
            return
        change = interview.change_in(text, question) if intent is Intent.TELL else None
        if change is None and question is not None and intent in (Intent.TELL, Intent.SKIP):
            yield self.reply(question, text).text
            return
        self._add(Turn("user", text))
        match intent:
            case Intent.WHY if question is not None:
                reply = Turn("groundplan", question.why)
            case Intent.DRAFT:
                proposal = self._partners.drafts.propose()
                reply = Turn("groundplan", f"Version {proposal.version} of the proposal is ready: see the page Proposal.")
            case Intent.QUESTIONS:
                reply = Turn("groundplan", interview.round().reason)
            case _ if change is not None:
                reply = self._take_over(lambda: self._change(change))
            case _:
                reply = self._understand(text, None)
        yield self._add(reply).text

    def _asked(self, record: AnswerRecord) -> Question | None:
        """The question to which an answer was given, as it was put."""
        put = (turn.question for turn in reversed(self.turns()) if turn.question is not None)
        return next((one for one in put if one.id == record.question), None)

    def _answer(self, text: str) -> Iterator[str]:
        """Answer a question to the documents."""
        history = [Message("user" if turn.role == "user" else "assistant", turn.text) for turn in self.turns()[-HISTORY:]]
        self._add(Turn("user", text))
        answer = yield from self._partners.research.answering(text, history)
        self._add(Turn("groundplan", answer.text, answer=answer))

    def _understand(self, text: str, question: Question | None) -> Turn:
        """Read a line as an answer, keep it, and say what it changed."""
        return self._take_over(lambda: self._partners.interview.answer(question, text))

    def _change(self, reading: Reading) -> Reading:
        """Keep a change that was asked for outside any question."""
        if reading.understood:
            self._partners.interview.settle(reading.record)
        return reading

    def _take_over(self, take: Callable[[], Reading]) -> Turn:
        """Keep what was said, and tell what it changed."""
        before, title = self._partners.interview.vector(), self._title()
        reading = take()
        after = self._partners.interview.vector()
        changed = what_changed(before, after, (title, self._title()), self._knowledge.questions)
        return Turn("groundplan", reading.message, readings=(reading,), changed=changed)

    def _title(self) -> str:
        """The recommended option; "" where none is left."""
        option = self._partners.decision().recommended
        return option.title if option else ""

    def _add(self, turn: Turn) -> Turn:
        self._record.add_message(self._workspace.id, turn.role, turn.text, turn_to_json(turn))
        self._partners.forget("turns")
        return turn
