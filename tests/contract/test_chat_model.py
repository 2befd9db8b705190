"""One suite for every `ChatModel`: the script, the adapter to a real server, and either of them with a ledger around it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from rag.errors import MalformedReply, ModelRefused
from rag.llm.chat import ChatModel, Message
from rag.llm.ledger import LedgeredChat
from rag.llm.openai import OpenAIChat
from rag.llm.scripted import ScriptedChat
from rag.settings import Settings
from tests.llm.server import chat_server

ASK = [Message("system", "Be brief."), Message("user", "What does it say?")]
Maker = Callable[[str], ChatModel]


def _scripted(case: str) -> ChatModel:
    return {
        "stream": lambda: ScriptedChat("This is what it says."),
        "cut": lambda: ScriptedChat(("This ", MalformedReply("It broke off."))),
        "refusal": lambda: ScriptedChat(ModelRefused("No.")),
    }[case]()


@pytest.fixture(params=["scripted", "openai", "ledgered script", "ledgered openai"])
def make(request: pytest.FixtureRequest) -> Iterator[Maker]:
    """Makes a model for one case of behaviour."""
    with chat_server() as server, ExitStack() as stack:

        def openai(case: str) -> ChatModel:
            settings = Settings(llm_base_url=server.base_url, llm_model=case, llm_retries=0)
            return stack.enter_context(closing(OpenAIChat(settings)))

        inner = _scripted if "script" in request.param else openai
        ledgered = request.param.startswith("ledgered")
        yield (lambda case: LedgeredChat(inner(case), lambda _entry: None)) if ledgered else inner


def test_reply_is_the_whole_text(make: Maker) -> None:
    """A reply is the text, and the model has a name."""
    model = make("stream")
    assert model.reply(ASK) == "This is what it says."
    assert model.name


def test_stream_adds_up_to_the_reply(make: Maker) -> None:
    """The parts of a stream are several, none is empty, and together they are the reply."""
    parts = list(make("stream").stream(ASK))
    assert len(parts) > 1
    assert all(parts)
    assert "".join(parts) == "This is what it says."


def test_a_cut_stream_is_an_error_after_its_parts(make: Maker) -> None:
    """A stream that breaks off is never taken for a whole reply."""
    stream = make("cut").stream(ASK)
    assert next(stream) == "This "
    with pytest.raises(MalformedReply):
        list(stream)


def test_a_refusal_is_told_apart(make: Maker) -> None:
    """Declining to answer is an error of its own, in both forms."""
    with pytest.raises(ModelRefused):
        make("refusal").reply(ASK)
    with pytest.raises(ModelRefused):
        list(make("refusal").stream(ASK))


def test_a_stream_can_be_closed(make: Maker) -> None:
    """Who has heard enough may stop; nothing comes after."""
    stream = make("stream").stream(ASK)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert list(stream) == []
