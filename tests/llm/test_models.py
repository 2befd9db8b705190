"""The scripted model, typed replies and the ledger."""

from contextlib import closing

import pytest
from pydantic import BaseModel, Field

from rag.errors import MalformedReply, ModelUnavailable
from rag.llm.chat import Message
from rag.llm.ledger import LedgeredChat, LedgerEntry
from rag.llm.openai import OpenAIChat
from rag.llm.scripted import ScriptedChat, ScriptRanOut
from rag.llm.structured import typed_reply
from rag.settings import Settings
from tests.llm.server import chat_server

ASK = [Message("user", "Who is it?")]
GOOD = '{"name": "Ada", "age": 36}'


class Person(BaseModel):
    """What is asked for."""

    name: str
    age: int = Field(ge=0)


def test_script_keeps_its_history_and_runs_out() -> None:
    """What was asked can be looked up, and a call too many is an error, not an empty reply."""
    model = ScriptedChat("one", ModelUnavailable("It is off."))
    assert model.reply(ASK) == "one"
    with pytest.raises(ModelUnavailable):
        model.reply(ASK)
    with pytest.raises(ScriptRanOut):
        list(model.stream(ASK))
    assert model.history == [tuple(ASK)] * 3


@pytest.mark.parametrize(
    "reply",
    [
        GOOD,
        f"\n {GOOD}\n",
        f"Sure!\n```json\n{GOOD}\n```\nAnything else?",
        f"```\n{GOOD}\n```",
        f"Here: {GOOD} – done.",
        f'```json\n{{"name": 3}}\n```\nor rather\n```json\n{GOOD}\n```',
    ],
)
def test_typed_reply_is_found_in_what_surrounds_it(reply: str) -> None:
    """A JSON object counts wherever the reply put it."""
    model = ScriptedChat(reply)
    assert typed_reply(model, ASK, Person) == Person(name="Ada", age=36)
    assert "age" in model.history[0][-1].content


def test_one_repair_with_the_fault_named() -> None:
    """A reply that misses the schema is sent back once, with what is wrong with it."""
    model = ScriptedChat('{"name": "Ada", "age": -3}', GOOD)
    assert typed_reply(model, ASK, Person).age == 36
    assert model.history[1][-2].content == '{"name": "Ada", "age": -3}'
    assert "age" in model.history[1][-1].content
    assert len(model.history) == 2


@pytest.mark.parametrize("reply", ["no idea", "{", "[1, 2]", '{"name": "Ada"}', "```json\n```"])
def test_two_bad_replies_are_given_up(reply: str) -> None:
    """After the second bad reply there is an error, and no third call."""
    model = ScriptedChat(reply, reply)
    with pytest.raises(MalformedReply, match="twice"):
        typed_reply(model, ASK, Person)


def test_typed_reply_of_a_real_server() -> None:
    """The same over HTTP."""
    with chat_server("json") as server, closing(OpenAIChat(Settings(llm_base_url=server.base_url, llm_model="any"))) as model:
        assert typed_reply(model, ASK, Person).name == "Ada"


def test_ledger_notes_sizes_and_outcome() -> None:
    """Each call is noted once with what it was for, how much went out and came in, and how it ended; never with its text."""
    entries: list[LedgerEntry] = []
    ticks = iter(range(100))
    script = ScriptedChat("four", "stream", ModelUnavailable("Off."), ("part", ModelUnavailable("Off.")), "stopped early")
    model = LedgeredChat(script, entries.append, clock=lambda: float(next(ticks)))
    model.reply(ASK)
    list(model.for_purpose("proposal").stream(ASK))
    for call in (model.reply, lambda ask: list(model.stream(ask))):
        with pytest.raises(ModelUnavailable):
            call(ASK)
    stream = model.stream(ASK)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert [(e.purpose, e.sent_characters, e.received_characters, e.seconds, e.outcome) for e in entries] == [
        ("answer", 10, 4, 1.0, "done"),
        ("proposal", 10, 6, 1.0, "done"),
        ("answer", 10, 0, 1.0, "model_unavailable"),
        ("answer", 10, 4, 1.0, "model_unavailable"),
        ("answer", 10, 7, 1.0, "stopped"),
    ]
    assert script.closed_early == 1
    assert "Who" not in repr(entries)
