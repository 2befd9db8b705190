"""Any OpenAI-compatible endpoint: `/v1/chat/completions`, and nothing else of it.

Foreign errors become ours in one place. No prompt, reply or key is ever logged.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from json import JSONDecodeError
from typing import Any

import httpx2
import openai
from openai import OpenAI

from rag.errors import MalformedReply, ModelError, ModelRefused, ModelTimeout, ModelUnavailable
from rag.llm.chat import Message
from rag.settings import Settings

CONNECT_TIMEOUT_S = 5.0
NO_KEY = "none"  # local servers need no key, but the client refuses an empty one


class OpenAIChat:
    """A model at an OpenAI-compatible endpoint."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the client; nothing is sent yet."""
        self._settings = settings
        timeout = httpx2.Timeout(settings.llm_timeout_s, connect=CONNECT_TIMEOUT_S)
        self._client = OpenAI(
            base_url=settings.llm_base_url,
            api_key=settings.llm_api_key.get_secret_value() or NO_KEY,
            timeout=timeout,
            max_retries=settings.llm_retries,
        )

    @property
    def name(self) -> str:
        """Model and endpoint."""
        return f"{self._settings.llm_model} at {self._settings.llm_base_url}"

    def reply(self, messages: Sequence[Message]) -> str:
        """The whole reply."""
        with self._translated():
            completion = self._client.chat.completions.create(**self._request(messages))
            choice = self._first_choice(completion)
            self._refuse(choice.finish_reason, getattr(choice.message, "refusal", None))
            text = choice.message.content
            if not isinstance(text, str) or not text.strip():
                raise MalformedReply(f"{self.name} sent an empty reply. Try again, or choose another model.")
            return text

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in parts; closing the iterator closes the request."""
        finished: str | None = None
        with self._translated():
            opened: Any = self._client.chat.completions.create(**self._request(messages), stream=True)
            if isinstance(opened, str):
                raise self._not_a_model()
            with closing(opened) as chunks:
                for chunk in chunks:
                    for choice in getattr(chunk, "choices", None) or ():
                        finished = choice.finish_reason or finished
                        self._refuse(choice.finish_reason, getattr(choice.delta, "refusal", None))
                        if choice.delta.content:
                            yield choice.delta.content
        if finished is None:
            raise MalformedReply(f"{self.name} broke off in the middle of its reply. Try again.")

    def _request(self, messages: Sequence[Message]) -> dict[str, Any]:
        return {
            "model": self._settings.llm_model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "temperature": self._settings.llm_temperature,
            "max_tokens": self._settings.llm_max_tokens,
        }

    def _first_choice(self, completion: Any) -> Any:
        if isinstance(completion, str):  # the client hands on what is not JSON
            raise self._not_a_model()
        choices = getattr(completion, "choices", None)
        if not choices or getattr(choices[0], "message", None) is None:
            raise MalformedReply(f"{self.name} sent a reply without content. Check that the address is a chat endpoint.")
        return choices[0]

    def _refuse(self, finish_reason: str | None, refusal: str | None) -> None:
        if refusal or finish_reason == "content_filter":
            raise ModelRefused(f"{self.name} declined to answer.")
        if finish_reason == "length":
            raise MalformedReply(
                f"{self.name} reached its limit of {self._settings.llm_max_tokens} tokens. Raise GROUNDPLAN_LLM_MAX_TOKENS."
            )

    def _not_a_model(self) -> MalformedReply:
        return MalformedReply(
            f"{self._settings.llm_base_url} answered with a page, not with a reply of a model. "
            "GROUNDPLAN_LLM_BASE_URL has to be the API's address, with its /v1."
        )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Foreign errors as ours."""
        try:
            yield
        except ModelError:
            raise
        except openai.APITimeoutError as error:
            raise ModelTimeout(
                f"{self.name} did not answer within {self._settings.llm_timeout_s:g} s. "
                "Try again, or raise GROUNDPLAN_LLM_TIMEOUT_S."
            ) from error
        except openai.APIConnectionError as error:
            raise ModelUnavailable(
                f"{self._settings.llm_base_url} cannot be reached. Check that the server runs and that the address is right."
            ) from error
        except openai.APIStatusError as error:
            raise self._status(error.status_code) from error
        except JSONDecodeError as error:
            raise MalformedReply(f"{self.name} sent something that is not JSON. Check the address, or try again.") from error
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise ModelUnavailable(f"{self.name} reported an error in the middle of its reply. Try again.") from error
        except (AttributeError, TypeError, KeyError, IndexError) as error:  # the client does not validate what it receives
            raise MalformedReply(f"{self.name} sent a reply in a form that the protocol does not know.") from error

    def _status(self, status: int) -> ModelError:
        advice = {
            400: "It refused the request; the context window or a parameter may not fit the model.",
            401: "The key is refused. Check GROUNDPLAN_LLM_API_KEY.",
            403: "The key may not use this model. Check GROUNDPLAN_LLM_API_KEY and GROUNDPLAN_LLM_MODEL.",
            404: "The model or the address is unknown there. Check GROUNDPLAN_LLM_MODEL and GROUNDPLAN_LLM_BASE_URL.",
            429: "It has too many requests, or the quota is used up. Wait a little.",
        }
        said = advice.get(status) or (
            "It has a fault of its own. Try again later." if status >= 500 else "It refused the request."
        )
        return ModelUnavailable(f"{self.name} answered with status {status}. {said}")
