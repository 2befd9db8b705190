"""What was sent to a model: when, where, how much and with what outcome; never the text."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.errors import ModelError
from rag.llm.chat import ChatModel, Message


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    endpoint: str
    purpose: str
    sent: int  # characters
    received: int  # characters
    seconds: float
    outcome: str  # "ok", "stopped", or the code of the error


class LedgeredChat:
    """A model whose every request is noted."""

    def __init__(self, model: ChatModel, note: Callable[[Call], None], purpose: str = "answer") -> None:
        """Wrap `model`; `note` keeps the calls."""
        self._model = model
        self._note = note
        self._purpose = purpose

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    def reply(self, messages: Sequence[Message]) -> str:
        """The model's reply."""
        return "".join(self._noted(messages, lambda: iter([self._model.reply(messages)])))

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The model's reply in parts."""
        return self._noted(messages, lambda: self._model.stream(messages))

    def _noted(self, messages: Sequence[Message], begin: Callable[[], Iterator[str]]) -> Iterator[str]:
        started = time.monotonic()
        received, outcome = 0, "stopped"
        try:
            for part in begin():
                received += len(part)
                yield part
            outcome = "ok"
        except ModelError as error:
            outcome = error.code
            raise
        finally:
            sent = sum(len(message.content) for message in messages)
            self._note(Call(self._model.name, self._purpose, sent, received, round(time.monotonic() - started, 3), outcome))
