"""Any OpenAI-compatible endpoint as a `ChatModel`. Uses `/v1/models` and `/v1/chat/completions` only; logs nothing.

Every failure of the endpoint becomes one of our errors here, with a message that says what to do.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai
from openai.types.chat import ChatCompletionMessageParam

from rag.errors import MalformedReply, ModelError, ModelRefused, ModelTimeout, ModelUnavailable, SettingsError
from rag.llm.chat import Message
from rag.settings import Settings

CONNECT_TIMEOUT_S = 5.0
NO_KEY = "no-key"  # the client refuses an empty key; local servers ignore this one

_STATUS = {
    400: "did not accept the request (400). The conversation may be too long for it: lower GROUNDPLAN_TOP_K, or set "
    "GROUNDPLAN_LLM_CONTEXT_TOKENS to what the model has",
    401: "refused the key (401). Check GROUNDPLAN_LLM_API_KEY",
    402: "asks for payment (402). Check the account there",
    403: "does not allow this key to use the model (403). Check GROUNDPLAN_LLM_API_KEY and the rights of the account",
    404: "does not know the model or the address (404). Check GROUNDPLAN_LLM_MODEL, and that GROUNDPLAN_LLM_BASE_URL "
    "ends in /v1",
    408: "gave up waiting (408). Try again",
    409: "is busy (409). Try again",
    413: "found the request too large (413). Lower GROUNDPLAN_TOP_K or GROUNDPLAN_LLM_CONTEXT_TOKENS",
    422: "did not accept the request (422). Check GROUNDPLAN_LLM_MODEL and GROUNDPLAN_LLM_MAX_TOKENS",
    429: "takes no more requests for now (429): too many, or the quota is used up. Wait a little, or check the account",
}  # fmt: skip


class OpenAIChat:
    """A model behind an OpenAI-compatible endpoint."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the client; nothing is sent.

        Raises:
            SettingsError: no endpoint or model is named, or the address or key cannot be one.
        """
        self._model = settings.llm_model
        self._endpoint = settings.llm_base_url.strip().rstrip("/")
        self._timeout_s = settings.llm_timeout_s
        self._options: dict[str, Any] = {"temperature": settings.llm_temperature, "max_tokens": settings.llm_max_tokens}
        key = settings.llm_api_key.get_secret_value().strip()
        if not self._model or not _is_address(self._endpoint):
            raise SettingsError(
                "GROUNDPLAN_LLM_BASE_URL must be an address such as http://localhost:11434/v1, "
                "and GROUNDPLAN_LLM_MODEL must be set."
            )
        if not key.isascii() or not key.isprintable():
            raise SettingsError("GROUNDPLAN_LLM_API_KEY holds a character that no key has. Copy it again.")
        for logger in ("openai", "httpx2", "httpcore2"):  # in detail, the client's own logs hold prompts
            logging.getLogger(logger).setLevel(logging.WARNING)
        try:
            self._client = openai.OpenAI(
                api_key=key or NO_KEY,
                base_url=self._endpoint,
                timeout=openai.Timeout(settings.llm_timeout_s, connect=min(CONNECT_TIMEOUT_S, settings.llm_timeout_s)),
                max_retries=settings.llm_retries,
            )
        except (openai.OpenAIError, httpx2.InvalidURL, ValueError) as error:
            raise SettingsError("GROUNDPLAN_LLM_BASE_URL is not a valid address. It looks like http://host:port/v1.") from error

    @property
    def name(self) -> str:
        """Model and endpoint, without user name, password or query."""
        return f"{self._model} at {_public(self._endpoint)}"

    @property
    def endpoint(self) -> str:
        """The address without user name, password or query."""
        return _public(self._endpoint)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def models(self) -> tuple[str, ...]:
        """Names of the models that the endpoint offers.

        Raises:
            ModelError: it could not be asked.
        """
        with self._translated():
            page = self._client.models.list()
            return tuple(sorted(model.id for model in page.data))

    def reply(self, messages: Sequence[Message]) -> str:
        """The whole reply.

        Raises:
            ModelError: any failure of the endpoint, or of the reply.
        """
        with self._translated():
            completion: Any = self._client.chat.completions.create(model=self._model, messages=_wire(messages), **self._options)
            if isinstance(completion, str):
                raise self._web_page()
            choice = _first(completion.choices)
            if choice is None or choice.message is None:
                raise self._malformed("sent a reply without an answer in it")
            self._check_finish(choice.finish_reason or "stop", getattr(choice.message, "refusal", None))
            text = choice.message.content
            if not isinstance(text, str) or not text.strip():
                raise self._malformed("sent an empty reply")
            return text

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in parts. Closing the iterator ends the request.

        Raises:
            ModelError: any failure of the endpoint; `MalformedReply` when the stream was cut.
        """
        with self._translated():
            stream: Any = self._client.chat.completions.create(
                model=self._model, messages=_wire(messages), stream=True, **self._options
            )
            if isinstance(stream, str):
                raise self._web_page()
            try:
                yield from self._parts(stream)
            finally:
                stream.close()

    def _parts(self, stream: Any) -> Iterator[str]:
        kind = stream.response.headers.get("content-type", "")
        if "html" in kind:
            raise self._web_page()
        finish, refusal, received = None, "", False
        for chunk in self._chunks(stream):
            choice = _first(getattr(chunk, "choices", None))
            if choice is None:
                continue
            finish = choice.finish_reason or finish
            delta = choice.delta
            refusal += (delta and getattr(delta, "refusal", None)) or ""
            if delta and isinstance(delta.content, str) and delta.content:
                received = True
                yield delta.content
        self._check_finish(finish, refusal)
        if not received:
            raise self._malformed("sent an empty reply")

    def _chunks(self, stream: Any) -> Iterator[Any]:
        """The stream's events; a connection lost on the way is a reply cut short, not an endpoint out of reach."""
        try:
            yield from stream
        except openai.APITimeoutError:
            raise
        except openai.APIConnectionError as error:
            raise self._malformed("broke off before the end of its reply. Try again") from error

    def _check_finish(self, finish: str | None, refusal: str | None) -> None:
        if refusal or finish == "content_filter":
            raise ModelRefused(f"The language model {self.name} declined to answer. Put the question in other words.")
        if finish == "length":
            raise self._malformed("stopped in mid-sentence, at its longest reply. Raise GROUNDPLAN_LLM_MAX_TOKENS")
        if finish is None:
            raise self._malformed("broke off before the end of its reply. Try again")

    def _malformed(self, what: str) -> MalformedReply:
        return MalformedReply(f"The language model {self.name} {what}.")

    def _web_page(self) -> MalformedReply:
        return MalformedReply(
            f"{self.endpoint} answered with a web page or plain text, not as a language model does. "
            "Check that GROUNDPLAN_LLM_BASE_URL is the address of the interface (it ends in /v1) and needs no sign-in."
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """The one place where foreign errors become ours. Their texts are left out: they may repeat the prompt."""
        try:
            yield
        except openai.APITimeoutError as error:
            raise self._timed_out() from error
        except openai.APIStatusError as error:
            raise self._refused_status(error) from error
        except openai.APIConnectionError as error:
            raise self._unreachable() from error
        except openai.APIResponseValidationError as error:
            raise self._malformed("sent a reply that does not hold to the protocol") from error
        except openai.APIError as error:
            raise ModelUnavailable(f"The language model {self.name} reported an error while answering. Try again.") from error
        except httpx2.TimeoutException as error:
            raise self._timed_out() from error
        except httpx2.HTTPError as error:
            raise self._malformed("broke off before the end of its reply. Try again") from error
        except (ValueError, TypeError, AttributeError, KeyError) as error:  # the client does not validate what it parses
            raise self._malformed("sent a reply that cannot be read. Check GROUNDPLAN_LLM_BASE_URL") from error

    def _timed_out(self) -> ModelError:
        return ModelTimeout(
            f"The language model {self.name} sent nothing for {self._timeout_s:g} s. "
            "Try again, or raise GROUNDPLAN_LLM_TIMEOUT_S."
        )

    def _unreachable(self) -> ModelError:
        return ModelUnavailable(
            f"The language model {self.name} cannot be reached. Is it running, and is GROUNDPLAN_LLM_BASE_URL right?"
        )

    def _refused_status(self, error: openai.APIStatusError) -> ModelError:
        status = error.status_code
        what = _STATUS.get(status, f"answered with an error of its own ({status}). Try again later")
        wait = error.response.headers.get("retry-after", "")
        when = f" It asks to wait {wait} s." if wait.isdigit() else ""
        return ModelUnavailable(f"The language model {self.name} {what}.{when}")


def _first(choices: Any) -> Any:
    return choices[0] if isinstance(choices, list) and choices else None


def _wire(messages: Sequence[Message]) -> list[ChatCompletionMessageParam]:
    """Messages as the protocol wants them; lone surrogates, which have no encoding, are replaced."""
    clean = [(message.role, message.content.encode("utf-8", "replace").decode()) for message in messages]
    return [{"role": role, "content": content} for role, content in clean]  # type: ignore[misc]


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _public(url: str) -> str:
    return re.sub(r"^(https?://)[^/@]*@", r"\1", url).split("?")[0]
