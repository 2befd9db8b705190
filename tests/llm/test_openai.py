"""The adapter to OpenAI-compatible endpoints, against a real server that misbehaves in every known way."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Protocol

import pytest
from pydantic import SecretStr

from rag.errors import MalformedReply, ModelError, ModelRefused, ModelTimeout, ModelUnavailable, SettingsError
from rag.llm.chat import Message
from rag.llm.openai import OpenAIChat
from rag.settings import Settings
from tests.llm.server import MODES, ChatServer, chat_server

ASK = [Message("system", "Be brief."), Message("user", "A secret plan \ud800 for Ada")]
KEY = "sk-very-secret"
FAILURES = [
    ("400", ModelUnavailable, "GROUNDPLAN_LLM_CONTEXT_TOKENS"),
    ("401", ModelUnavailable, "GROUNDPLAN_LLM_API_KEY"),
    ("403", ModelUnavailable, "GROUNDPLAN_LLM_API_KEY"),
    ("404", ModelUnavailable, "GROUNDPLAN_LLM_MODEL"),
    ("429", ModelUnavailable, "quota"),
    ("500", ModelUnavailable, "500"),
    ("503", ModelUnavailable, "503"),
    ("html", MalformedReply, "web page"),
    ("bad-json", MalformedReply, "cannot be read"),
    ("no-choices", MalformedReply, ""),
    ("empty", MalformedReply, "empty"),
    ("refusal", ModelRefused, "declined"),
    ("filtered", ModelRefused, "declined"),
    ("length", MalformedReply, "GROUNDPLAN_LLM_MAX_TOKENS"),
    ("silent", ModelTimeout, "GROUNDPLAN_LLM_TIMEOUT_S"),
]
STREAM_FAILURES = [
    ("cut", MalformedReply, "broke off"),
    ("drop", MalformedReply, "broke off"),
    ("stall", ModelTimeout, "GROUNDPLAN_LLM_TIMEOUT_S"),
    ("error-chunk", ModelUnavailable, "reported an error"),
]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """A running server."""
    with chat_server() as running:
        yield running


class ModelOf(Protocol):
    """Makes a model at the server that is answered in one mode."""

    def __call__(self, server: ChatServer, mode: str, *, timeout_s: float = 5.0, retries: int = 0) -> OpenAIChat:
        """The model."""


@pytest.fixture
def model_of() -> Iterator[ModelOf]:
    """Makes models, and lets go of their connections at the end."""
    with ExitStack() as stack:

        def make(server: ChatServer, mode: str, *, timeout_s: float = 5.0, retries: int = 0) -> OpenAIChat:
            settings = Settings(
                llm_base_url=server.base_url,
                llm_model=mode,
                llm_api_key=SecretStr(KEY),
                llm_timeout_s=timeout_s,
                llm_retries=retries,
            )
            return stack.enter_context(closing(OpenAIChat(settings)))

        yield make


@pytest.mark.parametrize(("mode", "error", "says"), FAILURES)
def test_failures_of_a_reply(server: ChatServer, model_of: ModelOf, mode: str, error: type[ModelError], says: str) -> None:
    """Each failure becomes one of our errors, which says what to do and repeats neither prompt nor key."""
    with pytest.raises(error) as raised:
        model_of(server, mode, timeout_s=0.3).reply(ASK)
    message = str(raised.value)
    assert says in message
    assert message.endswith(".")
    assert "secret" not in message


@pytest.mark.parametrize(("mode", "error", "says"), [*FAILURES, *STREAM_FAILURES])
def test_failures_of_a_stream(server: ChatServer, model_of: ModelOf, mode: str, error: type[ModelError], says: str) -> None:
    """The same for a stream, where a reply may also break off; what came before the break was handed out."""
    parts: list[str] = []
    with pytest.raises(error) as raised:
        parts.extend(model_of(server, mode, timeout_s=0.3).stream(ASK))
    assert says in str(raised.value)
    assert bool(parts) == (mode in ("cut", "drop", "stall", "length", "filtered"))


def test_no_server(model_of: ModelOf) -> None:
    """An endpoint that is not there is said to be unreachable, at once."""
    with chat_server() as gone:
        model = model_of(gone, "stream")
    with pytest.raises(ModelUnavailable, match="running"):
        model.reply(ASK)
    with pytest.raises(ModelUnavailable, match="running"):
        model.models()


def test_retries_as_set(server: ChatServer, model_of: ModelOf) -> None:
    """A passing failure is overcome when retries are allowed, and not when they are not."""
    assert model_of(server, "flaky", retries=1).reply(ASK) == "This is what it says."
    assert len(server.chats) == 2
    with pytest.raises(ModelUnavailable):
        model_of(server, "500", retries=1).reply(ASK)
    assert len(server.chats) == 4


def test_closing_the_stream_ends_the_request(server: ChatServer, model_of: ModelOf) -> None:
    """Who stops reading stops the server's work."""
    stream = model_of(server, "slow").stream(ASK)
    assert next(iter(stream))
    stream.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 3
    while not server.disconnects and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.disconnects == 1


def test_only_the_portable_subset_is_used(server: ChatServer, model_of: ModelOf) -> None:
    """Nothing but the two addresses that every server has is asked; the request holds what the settings say."""
    model = model_of(server, "stream")
    assert "echo" in model.models()
    model.reply(ASK)
    assert {request["path"] for request in server.requests} == {"/v1/models", "/v1/chat/completions"}
    assert set(server.chats[0]) == {"model", "messages", "temperature", "max_tokens"}
    assert server.requests[-1]["headers"]["authorization"] == f"Bearer {KEY}"


def test_nothing_is_logged(server: ChatServer, model_of: ModelOf, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the prompt nor the key reaches a log, however detailed."""
    caplog.set_level(logging.DEBUG)
    model_of(server, "stream").reply(ASK)
    with pytest.raises(ModelUnavailable):
        model_of(server, "401").reply(ASK)
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("url", "model", "key"),
    [
        ("", "m", ""),
        ("localhost:80/v1", "m", ""),
        ("http://x/v1", "", ""),
        ("http://x:99999999/v1", "m", ""),
        ("http://x/v1", "m", "ké"),
    ],
)
def test_wrong_settings(url: str, model: str, key: str) -> None:
    """An address, model or key that cannot work is refused at the start."""
    with pytest.raises(SettingsError, match="GROUNDPLAN_LLM"):
        OpenAIChat(Settings(llm_base_url=url, llm_model=model, llm_api_key=SecretStr(key)))


def test_names_hide_credentials() -> None:
    """An address with a password is shown without it."""
    model = OpenAIChat(Settings(llm_base_url="http://ada:pw@host/v1?k=s", llm_model="m"))
    assert model.name == "m at http://host/v1"
    assert model.endpoint == "http://host/v1"
    model.close()


def test_every_mode_is_described() -> None:
    """The server knows the modes that the tests above use."""
    assert {mode for mode, _, _ in [*FAILURES, *STREAM_FAILURES]} <= set(MODES)
