"""A typed reply: messages and a schema → a validated value, with one chance to mend it."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from rag.errors import MalformedReply
from rag.llm.chat import ChatModel, Message

Value = TypeVar("Value", bound=BaseModel)

_MAX_FAULTS = 5
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.DOTALL)
ASK_FOR_JSON = "Reply with one JSON object that holds to this JSON schema, and with nothing else:\n{schema}"
ASK_FOR_REPAIR = "That reply cannot be used: {faults}\nReply again with the corrected JSON object, and with nothing else."


def typed_reply(model: ChatModel, messages: Sequence[Message], schema: type[Value]) -> Value:
    """The model's reply as a `schema`. A reply that does not hold to it is sent back once with what is wrong.

    Raises:
        MalformedReply: the second reply does not hold to the schema either.
        ModelError: the model could not be used.
    """
    shape = json.dumps(schema.model_json_schema(), separators=(",", ":"))
    asked = [*messages, Message("user", ASK_FOR_JSON.format(schema=shape))]
    reply = model.reply(asked)
    value, faults = _read(reply, schema)
    if value is not None:
        return value
    asked += [Message("assistant", reply), Message("user", ASK_FOR_REPAIR.format(faults=faults))]
    value, faults = _read(model.reply(asked), schema)
    if value is not None:
        return value
    raise MalformedReply(
        f"The language model {model.name} did not reply in the form asked for, twice. What needs no model still works."
    )


def _read(reply: str, schema: type[Value]) -> tuple[Value | None, str]:
    """The value, or what is wrong with the best candidate."""
    faults = "it holds no JSON object."
    for text in _candidates(reply):
        try:
            return schema.model_validate_json(text), ""
        except ValidationError as error:
            faults = _faults(error)
    return None, faults


def _candidates(reply: str) -> Iterator[str]:
    """Stretches of the reply that may be the JSON object: the whole, each fenced block, the outermost braces."""
    yield reply.strip()
    yield from (block.strip() for block in _FENCE.findall(reply))
    decoder = json.JSONDecoder()
    at = reply.find("{")
    if at >= 0:
        try:
            _, end = decoder.raw_decode(reply, at)
        except ValueError:
            return
        yield reply[at:end]


def _faults(error: ValidationError) -> str:
    """What is wrong, without repeating the reply."""
    lines = [
        f"{'.'.join(map(str, fault['loc'])) or 'the reply'}: {fault['msg']}"
        for fault in error.errors(include_input=False, include_url=False)[:_MAX_FAULTS]
    ]
    return "; ".join(lines) + "."
