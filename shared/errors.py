"""One error root: every failure a client or an operator meets carries a code, a sentence and whether to retry."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class AppError(Exception):
    """Something went wrong.

    A subclass states its default sentence (its docstring's first line is not shown), `code` (kebab-case, stable),
    `status` (HTTP) and `retryable` (a passing fault: the same call may succeed later). `retry_after` is in seconds.
    """

    code: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False
    message: ClassVar[str] = "Something went wrong on our side."

    def __init__(
        self,
        message: str | None = None,
        *,
        details: Sequence[Mapping[str, Any]] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message or self.message)
        self.details = details
        self.retry_after = retry_after


class BadRequestError(AppError):
    """The request is wrong; the sentence names the parameter."""

    code = "bad-request"
    status = 400
    message = "The request is not valid."


class UnavailableError(AppError):
    """A store or service that this call needs is away for the moment."""

    code = "unavailable"
    status = 503
    retryable = True
    message = "A service this needs is not available right now. Please try again in a moment."


class DocumentError(AppError):
    """The document itself cannot be processed: permanent, shown to a person as it stands."""

    code = "unreadable-document"
    status = 422
    message = "This document cannot be read."


class EncryptedDocumentError(DocumentError):
    """The PDF opens only with a password."""

    code = "encrypted-document"
    message = "This PDF is protected by a password. Please upload it without the protection."


class EmptyDocumentError(DocumentError):
    """The document holds nothing that can be read."""

    code = "empty-document"
    message = "This document has no readable content."


class TooManyPagesError(DocumentError):
    """More pages than the limit MAX_PAGES."""

    code = "too-many-pages"
    message = "This document has too many pages."


class TooManyPixelsError(DocumentError):
    """More pixels than the limit MAX_PIXELS."""

    code = "too-many-pixels"
    message = "This picture is too large to be read safely."


class ReadingTimeoutError(DocumentError):
    """Reading took longer than its time limit. Tried again: a busy machine is more common than a hostile page."""

    retryable = True
    code = "reading-timeout"
    message = "Reading this document took too long."
