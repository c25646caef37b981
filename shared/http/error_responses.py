"""Renders every error as JSON of one shape, without internals of the server."""

import logging
from typing import Any

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from shared.errors import AppError, ErrorCode
from shared.tracing import current_request_id

log = logging.getLogger(__name__)

_SENTENCES = {
    404: (ErrorCode.NOT_FOUND, "There is nothing at this address."),
    405: (ErrorCode.METHOD_NOT_ALLOWED, "This address does not accept that method."),
    411: (ErrorCode.LENGTH_REQUIRED, "The request must state its length (Content-Length)."),
    413: (ErrorCode.TOO_LARGE, "The request is larger than the limit."),
    415: (ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The request's Content-Type is not accepted here."),
}
_OTHERS = {
    False: (ErrorCode.BAD_REQUEST, "The request is not valid."),
    True: (ErrorCode.INTERNAL_ERROR, AppError.message),
}
"""The code of any other status: client or server error."""


def error_body(code: str, message: str, details: Any = None) -> dict[str, Any]:
    """`{"error": sentence, "code": kebab-case, "request_id": …}`, with `details` where they help."""
    body = {"error": message, "code": code, "request_id": current_request_id()}
    return body if details is None else {**body, "details": list(details)}


def app_error_response(error: AppError) -> Response:
    """The response of an AppError; server errors are logged with their cause."""
    if error.status >= 500:
        cause = repr(error.__cause__) if error.__cause__ else None
        log.error("request failed", extra={"code": error.code, "status": error.status, "cause": cause})
    response = jsonify(error_body(error.code, str(error), error.details))
    response.status_code = error.status
    seconds = retry_after(error)
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def retry_after(error: AppError) -> int | None:
    """Whole seconds after which the call is worth repeating, for the header Retry-After; None: not by waiting."""
    seconds = error.retry_after if error.retry_after is not None else (2 if error.status == 503 else None)
    return None if seconds is None else max(1, round(seconds))


def http_error_response(error: HTTPException) -> Response:
    """The response of an error raised by Flask or Werkzeug."""
    status = error.code or 500
    code, sentence = _SENTENCES.get(status, _OTHERS[status >= 500])
    response = jsonify(error_body(code, sentence))
    response.status_code = status
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def unexpected_error_response(error: Exception) -> Response:
    """An unexpected exception: logged with its traceback; the response reveals nothing of it."""
    log.error("unexpected error", exc_info=error)
    response = jsonify(error_body(AppError.code, AppError.message))
    response.status_code = 500
    return response


def answer_errors_as_json(app: Flask) -> None:
    """Register these handlers on a Flask app."""
    app.register_error_handler(AppError, app_error_response)
    app.register_error_handler(HTTPException, http_error_response)
    app.register_error_handler(Exception, unexpected_error_response)
