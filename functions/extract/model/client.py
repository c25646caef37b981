"""One request to a server that speaks the OpenAI chat-completions protocol, and what each of its faults means.

Nothing is retried here: a temporary fault is UnavailableError, with the server's Retry-After, and the stage is
requeued when it is due. Only features that a server does not support (a response format, a temperature, images) are
dropped, the request is repeated at once, and the server's limits are remembered.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any, Protocol

from functions.extract.model.errors import (
    ModelAnswerError,
    ModelKeyRefusedError,
    ModelNotFoundError,
    ModelQuotaError,
    ModelRefusalError,
    ModelSetupError,
    ModelTruncatedError,
)
from functions.extract.model.options import ModelOptions
from functions.extract.model.schema import SCHEMA_NAME, answer_schema
from shared.adapters.retry_after import retry_after_seconds
from shared.errors import UnavailableError

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI

log = logging.getLogger(__name__)

Message = dict[str, Any]
"""role and content of the protocol: content is text, or a list of text and image_url parts."""

AWAY = "The model that reads invoices is not available right now. The invoice will be tried again."

FORMATS = ("json_schema", "json_object", "text")
"""Response formats from the strictest on; older and smaller servers know fewer."""


class RequestBudget(Protocol):
    """A limit of requests per minute, over all processes."""

    def acquire(self, key: str) -> float:
        """Seconds until this key may make its request: 0 is now. Asking again with the same key keeps its turn."""
        ...

    def spend(self) -> None:
        """Count a request that has to be made now, because it belongs to one that was allowed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A whole answer. `usage` counts tokens: prompt_tokens, completion_tokens, total_tokens; empty if not known."""

    content: str
    finish_reason: str | None
    response_id: str | None
    model: str
    usage: dict[str, int]
    response_format: str


class ModelClient:
    """One model at one server; safe for threads. Connects on the first request."""

    def __init__(self, options: ModelOptions, *, budget: RequestBudget | None = None) -> None:
        self.options = options
        self._budget = budget
        self._format = 0
        self._temperature = True
        self._pictures = True

    @cached_property
    def _openai(self) -> "OpenAI":
        from openai import OpenAI  # takes two seconds: only processes that call a model import it

        return OpenAI(
            api_key=self.options.api_key,
            base_url=self.options.base_url,
            timeout=self.options.timeout_seconds,
            max_retries=0,
        )

    @property
    def takes_pictures(self) -> bool:
        """False once the server has rejected one."""
        return self._pictures

    def wait_for_turn(self, key: str) -> None:
        """Returns when a request may be made. Raises UnavailableError with the time until this key's turn."""
        wait = self._budget.acquire(key) if self._budget is not None else 0.0
        if wait > 0:
            raise UnavailableError("The request limit of the model is reached. The invoice waits.", retry_after=wait)

    def ask(self, messages: Sequence[Message], *, counted: bool = False) -> Reply:
        """The model's whole answer. `counted`: `wait_for_turn` has counted this request already.

        Raises UnavailableError (retryable), ModelSetupError, ModelRefusalError, ModelTruncatedError, ModelAnswerError.
        """
        from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError

        while True:
            if not counted and self._budget is not None:
                self._budget.spend()
            counted = False
            sent = (self._format, self._temperature, self._pictures)
            try:
                return _reply(self._create(messages), FORMATS[sent[0]])
            except APIStatusError as error:
                if not self._leaves_out(error, sent):
                    raise _translated(error) from error
            except APITimeoutError as error:
                raise UnavailableError("The model took too long to answer. The invoice will be tried again.") from error
            except (APIConnectionError, ValueError) as error:  # ValueError: half an answer is not JSON
                raise UnavailableError(AWAY) from error
            except OpenAIError as error:
                raise ModelSetupError from error

    def _create(self, messages: Sequence[Message]) -> Any:
        features: dict[str, Any] = {}
        kind = FORMATS[self._format]
        if kind == "json_schema":
            shape = {"name": SCHEMA_NAME, "strict": True, "schema": answer_schema()}
            features["response_format"] = {"type": kind, "json_schema": shape}
        elif kind == "json_object":
            features["response_format"] = {"type": kind}
        if self._temperature:
            features["temperature"] = 0
        sent: Any = list(messages) if self._pictures else [_without_pictures(message) for message in messages]
        if kind != "json_schema":
            sent = [_with_schema(sent[0]), *sent[1:]]
        return self._openai.chat.completions.create(model=self.options.model, messages=sent, **features)

    def _leaves_out(self, error: "APIStatusError", sent: tuple[int, bool, bool]) -> bool:
        """Whether the server rejected an optional feature; drops it from now on."""
        text = f"{error.body} {error.message}".lower()
        formats = any(word in text for word in ("response_format", "json_schema", "schema", "grammar"))
        # Small servers without schema support fail on it (500) instead of rejecting it (400).
        if error.status_code not in (400, 422) and not (error.status_code in (500, 501) and formats):
            return False
        if _is_too_long(text) or "content_filter" in text:
            return False
        if "temperature" in text and sent[1]:
            self._temperature = False
        elif any(word in text for word in ("image", "vision", "multimodal")) and sent[2]:
            self._pictures = False
        elif sent[0] + 1 < len(FORMATS):
            self._format = max(self._format, sent[0] + 1)
        else:
            return False
        log.info("model server refuses a feature", extra={"status": error.status_code, "format": FORMATS[self._format]})
        return True


def _with_schema(system: Message) -> Message:
    """The schema as part of the instructions, for a server that does not accept it as a parameter."""
    shape = json.dumps(answer_schema(), ensure_ascii=False)
    return {**system, "content": f"{system['content']}\nAnswer with one JSON object of this JSON schema:\n{shape}"}


def _without_pictures(message: Message) -> Message:
    content = message["content"]
    if isinstance(content, str):
        return message
    return {**message, "content": "\n".join(part["text"] for part in content if part["type"] == "text")}


def _reply(completion: Any, response_format: str) -> Reply:
    choices = getattr(completion, "choices", None)
    if choices is None:
        # A web page with status 200: the address is not a model server.
        raise ModelSetupError(
            "The server does not answer like a model server. An administrator has to check OPENAI_BASE_URL."
        )
    if not choices:
        raise ModelAnswerError
    choice = choices[0]
    if getattr(choice.message, "refusal", None) or choice.finish_reason == "content_filter":
        raise ModelRefusalError
    usage = completion.usage
    return Reply(
        content=choice.message.content or "",
        finish_reason=choice.finish_reason,
        response_id=completion.id,
        model=completion.model,
        usage={
            name: count
            for name in ("prompt_tokens", "completion_tokens", "total_tokens")
            if isinstance(count := getattr(usage, name, None), int)
        },
        response_format=response_format,
    )


def _translated(error: "APIStatusError") -> Exception:
    text = f"{error.body} {error.message}".lower()
    status = error.status_code
    if status == 429:
        if "insufficient_quota" in text:
            return ModelQuotaError()
        return UnavailableError(
            "The model's server limits our requests right now. The invoice will be tried again.",
            retry_after=_retry_after(error),
        )
    if status in (401, 403):
        return ModelKeyRefusedError()
    if status == 404:
        return ModelNotFoundError()
    if status >= 500 or status in (408, 409, 425):
        return UnavailableError(AWAY, retry_after=_retry_after(error))
    if _is_too_long(text):
        return ModelTruncatedError()
    if "content_filter" in text:
        return ModelRefusalError()
    return ModelSetupError(
        f"The model's server refuses our request ({status}). An administrator has to check its settings."
    )


def _is_too_long(text: str) -> bool:
    return "context_length" in text or "maximum context" in text or "too many tokens" in text


def _retry_after(error: "APIStatusError") -> float | None:
    """Seconds, from Retry-After as seconds or as a date (RFC 9110, 10.2.3); null when there is none to understand."""
    given = error.response.headers.get("retry-after")
    if not given:
        return None
    try:
        seconds = float(given)  # some name them with a fraction
    except ValueError:
        return retry_after_seconds(given)
    return max(0.0, seconds) if isfinite(seconds) else None
