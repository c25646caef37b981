"""The upload function: accepts signed multipart uploads and returns the outcome of each file."""

import contextlib

import flask
import functions_framework
from werkzeug.exceptions import HTTPException

from functions.upload.gate import UploadGate
from functions.upload.outcomes import FileOutcome, NoUsableFileError, ensure_one_usable
from shared.adapters.metrics import RedisMetrics
from shared.adapters.redis_client import shared_redis
from shared.domain.metrics import UPLOADS
from shared.errors import AppError
from shared.http.admission import ADMITTED, register_gate
from shared.http.error_responses import app_error_response, unexpected_error_response
from shared.http.start_up import load_behind, start_process
from shared.http.upload_bodies import UploadTooLargeError
from shared.tracing import request_context, set_attributes

_PIECE = 64 * 1024  # bytes

settings = start_process("upload")
register_gate(UploadGate(settings, shared_redis()))
load_behind("functions.upload.work")


@functions_framework.http
def upload(request: flask.Request) -> flask.typing.ResponseReturnValue:
    """POST multipart/form-data, field `file`. 202 and one outcome per file. The token claims `actor`, the name for the
    audit trail, and `allow_duplicates`: "true" accepts the same bytes again."""
    given = request.headers.get("X-Request-Id"), request.headers.get("traceparent")
    with request_context(*given, name="upload"):
        try:
            outcomes = _take(request)
            set_attributes({"http.response.status_code": 202, "upload.files": len(outcomes)})
            return flask.jsonify([outcome.as_json() for outcome in outcomes]), 202
        except AppError as error:
            set_attributes(
                {"http.response.status_code": error.status}, error=error.code if error.status >= 500 else None
            )
            if not isinstance(error, (NoUsableFileError, UploadTooLargeError)) or error.details is None:
                RedisMetrics(shared_redis()).count(UPLOADS, "refused", error.code)
            return app_error_response(error)
        except Exception as error:  # noqa: BLE001 - the edge: told as a fault, logged with its trace
            set_attributes({"http.response.status_code": 500}, error=type(error).__name__)
            return unexpected_error_response(error)
        finally:
            _skip_rest(request)


def _skip_rest(request: flask.Request) -> None:
    """In pieces: the framework reads what is left of a body at once, into memory."""
    with contextlib.suppress(OSError, HTTPException):  # the client has gone, or sent less than it said
        while request.stream.read(_PIECE):
            pass


def _take(request: flask.Request) -> list[FileOutcome]:
    from functions.upload.work import take_files  # not at the start, of which it would be half

    claims = request.environ[ADMITTED].found
    if isinstance(claims, AppError):
        raise claims
    outcomes = take_files(request, claims)
    ensure_one_usable(outcomes)
    return outcomes
