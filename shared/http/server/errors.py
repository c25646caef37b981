"""What the server itself answers: the errors of clients that no app sees."""

import json
import logging
from http import HTTPStatus

from shared.errors import AppError, ErrorCode, UnavailableError
from shared.http.error_responses import error_body, retry_after
from shared.tracing import request_context

log = logging.getLogger(__name__)


class BodyTooSlowError(AppError):
    """The body stopped, or came more slowly than the least rate."""

    code = ErrorCode.REQUEST_TIMEOUT
    status = 408
    message = "The body of the request came too slowly. Please send it again."


class OverloadedError(UnavailableError):
    """Too many requests wait for a thread, or too many bodies are being received."""

    message = "Too many requests are being worked on. Please try again in a moment."


class MalformedRequestError(AppError):
    """This is not HTTP/1.1, or can be understood in two ways."""

    code = ErrorCode.BAD_REQUEST
    status = 400
    message = "The request is not valid HTTP."


class HeadersTooLargeError(MalformedRequestError):
    """The request line and the headers are longer than the limit."""

    status = 431
    message = "The address and the headers of the request are too long."


Headers = list[tuple[bytes, bytes]]


def rendered(error: AppError, request_id: str | None = None) -> tuple[int, Headers, bytes]:
    """Status, headers and body of an error, in the API's shape; the connection is closed after it."""
    with request_context(request_id, None, name=type(error).__name__, recorded=False) as used_id:
        log.info("request refused by the server", extra={"code": error.code, "status": error.status})
        body = json.dumps(error_body(error.code, str(error))).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-request-id", used_id.encode()),
        (b"connection", b"close"),
    ]
    seconds = retry_after(error)
    if seconds is not None:
        headers.append((b"retry-after", str(seconds).encode()))
    return error.status, headers, body


def reason(status: int) -> bytes:
    """The words after a status code."""
    return HTTPStatus(status).phrase.encode()
