"""How long the body of an upload may be: one rule for the api, which passes it on, and the upload function."""

import flask

from shared.errors import AppError, ErrorCode
from shared.settings import Settings

_OVERHEAD = 1024 * 1024  # multipart headers and boundaries beside the files themselves


class LengthRequiredError(AppError):
    """A chunked body: its end cannot be told from a cut."""

    code = ErrorCode.LENGTH_REQUIRED
    status = 411
    message = "The request must state its length (Content-Length)."


class UploadTooLargeError(AppError):
    """Every file was refused for its size, or the whole body is over the limit."""

    code = ErrorCode.TOO_LARGE
    status = 413


def checked_length(request: flask.Request, settings: Settings) -> int:
    """The body's length in bytes. Raises LengthRequiredError, UploadTooLargeError; nothing is read for it."""
    length = request.content_length
    if length is None or request.headers.get("Transfer-Encoding"):
        raise LengthRequiredError
    if length > settings.max_upload_mb * 1024**2 * settings.max_files_per_upload + _OVERHEAD:
        raise UploadTooLargeError(
            f"At most {settings.max_files_per_upload} files of {settings.max_upload_mb} MB are taken at once."
        )
    return length
