"""The upload function: accepts signed multipart uploads and returns the outcome of each file."""

import contextlib
import logging

import flask
import functions_framework
from werkzeug.exceptions import HTTPException

from functions.upload.gate import UploadGate
from functions.upload.intake import FileOutcome, Intake, UploadLimits
from functions.upload.multipart import iter_files
from shared.adapters.database import shared_engine
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import shared_object_store
from shared.adapters.redis_client import shared_redis
from shared.adapters.wiring import make_after_commit
from shared.domain.metrics import UPLOADS
from shared.errors import AppError, ErrorCode
from shared.http.admission import ADMITTED, register_gate
from shared.http.error_responses import app_error_response, unexpected_error_response
from shared.http.start_up import start_process
from shared.http.upload_bodies import UploadTooLargeError
from shared.tracing import request_context, set_attributes

_PIECE = 64 * 1024  # bytes

settings = start_process("upload")
register_gate(UploadGate(settings, shared_redis()))
log = logging.getLogger(__name__)


class NoUsableFileError(AppError):
    """Every file was rejected; `details` has the reason for each."""

    code = ErrorCode.NO_USABLE_FILE
    status = 400
    message = "None of the files can be accepted."


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
    claims = request.environ[ADMITTED].found
    if isinstance(claims, AppError):
        raise claims
    limits = UploadLimits(file_bytes=settings.max_upload_mb * 1024**2, files=settings.max_files_per_upload)
    intake = Intake(
        store=shared_object_store(),
        invoices=SqlInvoiceStore(shared_engine()),
        after_commit=make_after_commit(shared_redis()),
        metrics=RedisMetrics(shared_redis()),
        limits=limits,
    )
    outcomes = intake.take(
        iter_files(request.headers.get("Content-Type"), request.stream.read),
        actor=claims["actor"],
        allow_duplicates=claims["allow_duplicates"] == "true",
    )
    _ensure_one_usable(outcomes)
    return outcomes


def _ensure_one_usable(outcomes: list[FileOutcome]) -> None:
    if all(outcome.status == "error" for outcome in outcomes):
        details = [outcome.as_json() for outcome in outcomes]
        if all(outcome.code == "file-too-large" for outcome in outcomes):
            raise UploadTooLargeError(outcomes[0].message, details=details)
        raise NoUsableFileError(details=details)
