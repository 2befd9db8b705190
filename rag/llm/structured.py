"""A reply as a typed value: read, validated, with one attempt at repair."""

import re
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from rag.errors import MalformedReply
from rag.llm.chat import ChatModel, Message

Typed = TypeVar("Typed", bound=BaseModel)
_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
REPAIR = "Your reply could not be used: {fault}. Send the corrected JSON object and nothing else."


def typed_reply(model: ChatModel, messages: Sequence[Message], schema: type[Typed]) -> Typed:
    """The model's reply as a `schema`.

    Raises:
        MalformedReply: it is not one, also after the fault was sent back once.
    """
    said = model.reply(messages)
    try:
        return schema.model_validate_json(_json_of(said))
    except ValidationError as error:
        fault = _fault(error)
    repaired = model.reply([*messages, Message("assistant", said), Message("user", REPAIR.format(fault=fault))])
    try:
        return schema.model_validate_json(_json_of(repaired))
    except ValidationError as error:
        raise MalformedReply(f"{model.name} did not keep to the form asked for ({_fault(error)}).") from error


def _json_of(text: str) -> str:
    """The JSON in a reply: fenced, or between the outermost braces."""
    fenced = _FENCED.search(text)
    body = fenced.group(1) if fenced else text
    start, end = body.find("{"), body.rfind("}")
    return body[start : end + 1] if 0 <= start < end else body


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the reply'}: {first['msg']}"
