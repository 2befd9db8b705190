"""The seam to language models."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    content: str


class ChatModel(Protocol):
    """A language model.

    Both methods raise `ModelUnavailable`, `ModelTimeout`, `ModelRefused` or `MalformedReply`.
    """

    @property
    def name(self) -> str:
        """Model and endpoint, for the ledger of what was sent."""

    def reply(self, messages: Sequence[Message]) -> str:
        """The whole reply."""

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in parts. Closing the iterator ends the request; a stream cut short raises `MalformedReply`."""
