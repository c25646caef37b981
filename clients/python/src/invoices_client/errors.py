"""What can go wrong with a call, one exception for each thing that a program does about it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from pydantic import ValidationError

from invoices_client.models import Error, ErrorCode, SkipReason

_LONGEST_EXCERPT = 200
_MOST_TOLD = 3


class InvoicesError(Exception):
    """The base of all errors of this client."""


class NotReachableError(InvoicesError):
    """No connection: nothing of the call has arrived."""


class ConnectionLostError(InvoicesError):
    """The connection ended, or the answer took too long: the call may have been carried out, or not."""


class UnexpectedAnswerError(InvoicesError):
    """The answer is none of this API, such as the page of a proxy: is the address right?"""


class WaitTimeoutError(InvoicesError):
    """The invoice was still being read when the time was up. Waiting again goes on."""


class NoDataError(InvoicesError):
    """The invoice has no data, or none yet; the sentence says why."""


class WebhookRefusedError(InvoicesError):
    """A message that somebody else sent, or one that is too old; the sentence says which."""


class ApiError(InvoicesError):
    """The API refused the call, or failed.

    `code` is for programs, the sentence of the exception for people. `details` say what exactly was wrong. Name
    `request_id` when you ask for help. `retry_after` is in seconds, None if the answer has none.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: ErrorCode,
        details: Sequence[Mapping[str, Any]] = (),
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.details = details
        self.request_id = request_id
        self.retry_after = retry_after


class BadRequestError(ApiError):
    """400, 411, 413, 415: the call is wrong, or not possible in the invoice's state."""


class UnauthenticatedError(ApiError):
    """401: no key, or not a valid one."""


class ForbiddenError(ApiError):
    """403: the role of the key does not allow this."""


class NotFoundError(ApiError):
    """404: no such invoice, file, page, …"""


class ConflictError(ApiError):
    """409: open findings, or another state that stands against it; `details` name it."""


class VersionMismatchError(ApiError):
    """412: somebody changed the invoice since it was read. Read it again, look, and decide anew."""


class TooManyRequestsError(ApiError):
    """429: too much at once. `retry_after` says when to come back."""


class ServerError(ApiError):
    """5xx: a fault of the server, or one of its services is away."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    401: UnauthenticatedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    412: VersionMismatchError,
    429: TooManyRequestsError,
}


def api_error(response: httpx.Response, now: datetime | None = None) -> ApiError | UnexpectedAnswerError:
    """The error that a response with a status of 300 or more, whose body has been read, stands for."""
    retry_after = _seconds(response.headers.get("Retry-After"), now or datetime.now(UTC))
    kind = _BY_STATUS.get(response.status_code, ServerError if response.status_code >= 500 else BadRequestError)
    try:
        told = Error.model_validate_json(response.content)
    except ValidationError:
        excerpt = response.text[:_LONGEST_EXCERPT] if response.is_client_error or response.is_server_error else ""
        if response.status_code in (429, 502, 503, 504):  # of a proxy in front, which has no codes
            return kind(
                f"The server in front of the API answered {response.status_code} {response.reason_phrase}.",
                status=response.status_code,
                code=ErrorCode.UNAVAILABLE,
                retry_after=retry_after,
            )
        return UnexpectedAnswerError(f"Not an answer of the API: {response.status_code} {excerpt!r}")
    return kind(
        told.error,
        status=response.status_code,
        code=told.code,
        details=told.details or (),
        request_id=told.request_id,
        retry_after=retry_after,
    )


def told(error: ValidationError) -> str:
    """Where an answer is not what it should be, without what it was."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    first = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'all of it'}: {one['msg']}" for one in faults[:_MOST_TOLD])
    return first if len(faults) <= _MOST_TOLD else f"{first}; and {len(faults) - _MOST_TOLD} more"


def _seconds(header: str | None, now: datetime) -> float | None:
    """Retry-After (RFC 9110, 10.2.3), a number of seconds or a date; None for anything else."""
    if header is None:
        return None
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):  # OverflowError: of a year or an offset that is no machine number
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


class UploadRefusedError(InvoicesError):
    """The file was not accepted. `code` is for programs."""

    def __init__(self, message: str, code: ErrorCode | SkipReason | None) -> None:
        super().__init__(message)
        self.code = code or ErrorCode.NO_USABLE_FILE
