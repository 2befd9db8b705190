"""A model that plays a script: for tests and for demonstrations."""

from collections.abc import Iterator, Sequence

from rag.errors import ModelUnavailable
from rag.llm.chat import Message


class ScriptedChat:
    """Gives its replies one after the other and keeps what it was asked; running out is an error."""

    def __init__(self, replies: Sequence[str]) -> None:
        """The replies, in order."""
        self._replies = list(replies)
        self.history: list[tuple[Message, ...]] = []

    @property
    def name(self) -> str:
        """What it is."""
        return "a script"

    def reply(self, messages: Sequence[Message]) -> str:
        """The next reply."""
        self.history.append(tuple(messages))
        if not self._replies:
            raise ModelUnavailable("The script has no reply left.")
        return self._replies.pop(0)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The next reply, word by word."""
        for number, word in enumerate(self.reply(messages).split(" ")):
            yield word if number == 0 else f" {word}"
