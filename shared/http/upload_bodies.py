"""What an upload's body must be: one rule for the api, which forwards it, and the upload function."""

import flask

from shared.errors import AppError, ErrorCode
from shared.http.body_sizes import most_upload_bytes
from shared.http.header_parameters import header_parameters
from shared.settings import Settings

FIELD = "file"


class NoFileError(AppError):
    """The body is empty or no multipart form, or the form has no file in FIELD."""

    code = ErrorCode.NO_FILE
    status = 400
    message = f"No file given: send one or more files as multipart/form-data, in the field '{FIELD}'."


class LengthRequiredError(AppError):
    """A chunked body on a server that passes it on as it comes (plain Functions Framework): the call to the upload
    function is signed for its length. Ours receives it first, and so knows it."""

    code = ErrorCode.LENGTH_REQUIRED
    status = 411
    message = "The request must state its length: send a Content-Length instead of Transfer-Encoding: chunked."


class UploadTooLargeError(AppError):
    """Every file was rejected for its size, or the whole body exceeds the limit."""

    code = ErrorCode.TOO_LARGE
    status = 413


def checked_length(request: flask.Request, settings: Settings) -> int:
    """The body's declared length in bytes, from 1. Raises NoFileError, LengthRequiredError, UploadTooLargeError; reads
    nothing."""
    if request.headers.get("Transfer-Encoding"):
        raise LengthRequiredError
    length = request.content_length or 0  # without either header there is no body (RFC 9112, 6.3)
    if not length:
        raise NoFileError
    if length > most_upload_bytes(settings):
        raise UploadTooLargeError(
            f"At most {settings.max_files_per_upload} files of {settings.max_upload_mb} MB each can be sent at once."
        )
    return length


def boundary_of(content_type: str | None) -> bytes:
    """The boundary of a multipart/form-data body. Raises NoFileError for any other Content-Type."""
    given = content_type or ""
    if given.partition(";")[0].strip().lower() != "multipart/form-data":
        raise NoFileError
    boundary = header_parameters(given).get("boundary")
    if not boundary:
        raise NoFileError(
            "No file given: the Content-Type multipart/form-data has no boundary. Let your HTTP client set this header."
        )
    return boundary.encode("latin-1", "replace")
