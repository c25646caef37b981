"""The size limit of upload bodies: one rule for the api, which forwards them, and the upload function."""

import flask

from shared.errors import AppError, ErrorCode
from shared.settings import Settings

_OVERHEAD = 1024 * 1024  # multipart headers and boundaries beside the files themselves


class LengthRequiredError(AppError):
    """A chunked body: a truncated one cannot be detected."""

    code = ErrorCode.LENGTH_REQUIRED
    status = 411
    message = "The request must state its length (Content-Length)."


class UploadTooLargeError(AppError):
    """Every file was rejected for its size, or the whole body exceeds the limit."""

    code = ErrorCode.TOO_LARGE
    status = 413


def checked_length(request: flask.Request, settings: Settings) -> int:
    """The body's declared length in bytes. Raises LengthRequiredError, UploadTooLargeError; reads nothing."""
    length = request.content_length
    if length is None or request.headers.get("Transfer-Encoding"):
        raise LengthRequiredError
    if length > settings.max_upload_mb * 1024**2 * settings.max_files_per_upload + _OVERHEAD:
        raise UploadTooLargeError(
            f"At most {settings.max_files_per_upload} files of {settings.max_upload_mb} MB each can be sent at once."
        )
    return length
