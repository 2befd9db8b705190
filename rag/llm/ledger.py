"""What leaves the machine: a `ChatModel` around another that notes each call by size, never by text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from rag.errors import ModelError
from rag.llm.chat import ChatModel, Message


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One call of a language model."""

    endpoint: str  # model and address, without key
    purpose: str
    sent_characters: int
    received_characters: int
    seconds: float
    outcome: str  # done, stopped, or the code of the error


class LedgeredChat:
    """Hands every call on to `model`, and notes it at its end, however it ends."""

    def __init__(
        self,
        model: ChatModel,
        note: Callable[[LedgerEntry], None],
        purpose: str = "answer",
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Wrap `model`; `clock` gives seconds."""
        self._model = model
        self._note = note
        self._purpose = purpose
        self._clock = clock

    @property
    def name(self) -> str:
        """The wrapped model's name."""
        return self._model.name

    def for_purpose(self, purpose: str) -> "LedgeredChat":
        """The same model and ledger, with another purpose."""
        return LedgeredChat(self._model, self._note, purpose, self._clock)

    def reply(self, messages: Sequence[Message]) -> str:
        """The whole reply."""
        started, received, outcome = self._clock(), 0, "stopped"
        try:
            text = self._model.reply(messages)
            received, outcome = len(text), "done"
            return text
        except ModelError as error:
            outcome = error.code
            raise
        finally:
            self._write(messages, received, started, outcome)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in parts."""
        started, received, outcome = self._clock(), 0, "stopped"
        parts = self._model.stream(messages)
        try:
            for part in parts:
                received += len(part)
                yield part
            outcome = "done"
        except ModelError as error:
            outcome = error.code
            raise
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
            self._write(messages, received, started, outcome)

    def _write(self, messages: Sequence[Message], received: int, started: float, outcome: str) -> None:
        sent = sum(len(message.content) for message in messages)
        self._note(LedgerEntry(self._model.name, self._purpose, sent, received, self._clock() - started, outcome))
