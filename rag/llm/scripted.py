"""A `ChatModel` that plays a script: for tests, and for showing the product without a model."""

from collections.abc import Iterator, Sequence

from rag.errors import ModelError
from rag.llm.chat import Message


class ScriptRanOut(AssertionError):
    """The model was called more often than its script has replies."""


class ScriptedChat:
    """Plays its replies in order and keeps what it was asked. A reply that is an error is raised.

    In a stream, a tuple is its parts, and an error among them is raised at that point.
    """

    def __init__(self, *replies: "str | ModelError | tuple[str | ModelError, ...]", part_chars: int = 7) -> None:
        """Keep the script; `part_chars` is the length of the parts into which a plain reply is streamed."""
        self._replies = list(replies)
        self._part_chars = part_chars
        self.history: list[tuple[Message, ...]] = []
        self.closed_early = 0  # streams that the caller closed before their end

    @property
    def name(self) -> str:
        """Says that it is a script."""
        return "scripted"

    @property
    def endpoint(self) -> str:
        """Nothing leaves the machine."""
        return "this machine"

    def reply(self, messages: Sequence[Message]) -> str:
        """The next reply."""
        return "".join(self._parts(messages))

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The next reply in parts."""
        parts = self._parts(messages)
        try:
            yield from parts
        except GeneratorExit:
            self.closed_early += 1
            raise

    def _parts(self, messages: Sequence[Message]) -> Iterator[str]:
        self.history.append(tuple(messages))
        if not self._replies:
            raise ScriptRanOut(f"The script has {len(self.history) - 1} replies; this is call {len(self.history)}.")
        reply = self._replies.pop(0)
        if isinstance(reply, str):
            reply = tuple(reply[at : at + self._part_chars] for at in range(0, len(reply), self._part_chars))
        for part in reply if isinstance(reply, tuple) else (reply,):
            if isinstance(part, ModelError):
                raise part
            yield part
