"""The base class of all errors: each has a code, a sentence and whether a retry may help."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar


class ErrorCode(StrEnum):
    """Every code that a client of the API can receive, in a response or as the reason of a failed invoice. The OpenAPI
    document publishes them."""

    # The call
    BAD_REQUEST = "bad-request"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    CROSS_SITE_REQUEST = "cross-site-request"
    MISDIRECTED_REQUEST = "misdirected-request"
    TOO_MANY_FAILURES = "too-many-failures"
    TOO_MANY_AT_ONCE = "too-many-at-once"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    REQUEST_TIMEOUT = "request-timeout"
    LENGTH_REQUIRED = "length-required"
    TOO_LARGE = "too-large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
    RANGE_NOT_SATISFIABLE = "range-not-satisfiable"
    UNAVAILABLE = "unavailable"
    API_UNAVAILABLE = "api-unavailable"  # answered by the web server in front of the API
    BUSY = "busy"
    INTERNAL_ERROR = "internal-error"
    # What it is about
    INVOICE_NOT_FOUND = "invoice-not-found"
    FILE_NOT_FOUND = "file-not-found"
    FILE_CHANGED = "file-changed"
    TEXT_NOT_FOUND = "text-not-found"
    PAGE_NOT_FOUND = "page-not-found"
    ATTACHMENT_NOT_FOUND = "attachment-not-found"
    KEY_NOT_FOUND = "key-not-found"
    OWN_KEY = "own-key"
    COMPANY_NOT_FOUND = "company-not-found"
    SELLER_NOT_FOUND = "seller-not-found"
    EXPORT_NOT_FOUND = "export-not-found"
    TEMPLATE_NOT_FOUND = "template-not-found"
    TEMPLATE_FAILED = "template-failed"
    TOO_MANY_TEMPLATES = "too-many-templates"
    PAYMENT_NOT_FOUND = "payment-not-found"
    CHANGES_GONE = "changes-gone"
    WEBHOOK_NOT_FOUND = "webhook-not-found"
    TOO_MANY_WEBHOOKS = "too-many-webhooks"
    MESSAGE_NOT_FOUND = "message-not-found"
    NOT_EXPRESSIBLE = "not-expressible"
    NOT_PAYABLE = "not-payable"
    ACCOUNT_CHANGED = "account-changed"
    TOO_MANY_COMPANIES = "too-many-companies"
    INVALID_STATE = "invalid-state"
    INVALID_DATA = "invalid-data"
    NO_PREVIEW_DATA = "no-preview-data"
    VERSION_MISMATCH = "version-mismatch"
    FINDINGS_OPEN = "findings-open"
    # An upload
    NO_FILE = "no-file"
    NO_USABLE_FILE = "no-usable-file"
    EMPTY_FILE = "empty-file"
    FILE_TOO_LARGE = "file-too-large"
    TOO_MANY_FILES = "too-many-files"
    UNSUPPORTED_TYPE = "unsupported-type"
    XML_IS_NO_INVOICE = "xml-is-no-invoice"
    EINVOICE_NOT_READ = "einvoice-not-read"
    NO_DOCUMENT_INSIDE = "no-document-inside"
    NESTED_TOO_DEEPLY = "nested-too-deeply"
    COMPRESSED_TOO_MUCH = "compressed-too-much"
    IDEMPOTENCY_KEY_REUSED = "idempotency-key-reused"
    IDEMPOTENCY_KEY_IN_USE = "idempotency-key-in-use"
    # Reading and extracting
    UNREADABLE_DOCUMENT = "unreadable-document"
    ENCRYPTED_DOCUMENT = "encrypted-document"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - a name, no secret
    TOO_MANY_PASSWORDS = "too-many-passwords"
    EMPTY_DOCUMENT = "empty-document"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    READING_TIMEOUT = "reading-timeout"
    WORKER_LOST = "worker-lost"
    MODEL_SETUP = "model-setup"
    MODEL_REFUSED_KEY = "model-refused-key"
    MODEL_NOT_FOUND = "model-not-found"
    MODEL_QUOTA = "model-quota"
    MODEL_ANSWER = "model-answer"
    MODEL_REFUSAL = "model-refusal"
    MODEL_ANSWER_TRUNCATED = "model-answer-truncated"
    # A stored error whose code this version does not know
    OTHER = "other"


class OperatorErrorCode(StrEnum):
    """Codes that only operators see: in logs, at start-up, between the functions."""

    BACKUP_FAILED = "backup-failed"
    INVALID_EVENT = "invalid-event"
    INVALID_SETTINGS = "invalid-settings"
    LEASE_LOST = "lease-lost"
    NOT_DELIVERED = "not-delivered"
    NOT_SIGNED = "not-signed"
    OPEN_TO_THE_WORLD = "open-to-the-world"
    UNSUPPORTED_DATABASE = "unsupported-database"
    WEAK_SECRET_KEY = "weak-secret-key"  # noqa: S105 - a name, no secret


class AppError(Exception):
    """Something went wrong.

    A subclass sets `message` (the default sentence), `code` (kebab-case, stable), `status` (HTTP) and `retryable` (a
    temporary fault: the same call may succeed later). `retry_after` is in seconds.
    """

    code: ClassVar[ErrorCode | OperatorErrorCode] = ErrorCode.INTERNAL_ERROR
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

    code = ErrorCode.BAD_REQUEST
    status = 400
    message = "The request is not valid."


class UnavailableError(AppError):
    """A store or service that this call needs is temporarily unavailable."""

    code = ErrorCode.UNAVAILABLE
    status = 503
    retryable = True
    message = "A service that this needs is not available right now. Please try again in a moment."


class DocumentError(AppError):
    """The document itself cannot be processed: permanent; the message is shown to a person."""

    code = ErrorCode.UNREADABLE_DOCUMENT
    status = 422
    message = "This document cannot be read."


class EncryptedDocumentError(DocumentError):
    """The PDF opens only with a password."""

    code = ErrorCode.ENCRYPTED_DOCUMENT
    message = "This PDF is protected by a password. It needs the password, or another file in its place."


class EmptyDocumentError(DocumentError):
    """The document has no readable content."""

    code = ErrorCode.EMPTY_DOCUMENT
    message = "This document has no readable content."


class TooManyPagesError(DocumentError):
    """More pages than the limit MAX_PAGES."""

    code = ErrorCode.TOO_MANY_PAGES
    message = "This document has too many pages."


class TooManyPixelsError(DocumentError):
    """More pixels than the limit MAX_PIXELS."""

    code = ErrorCode.TOO_MANY_PIXELS
    message = "This picture is too large to be read safely."


class ReadingTimeoutError(DocumentError):
    """Reading exceeded its time limit. Retryable: a busy machine is more common than a hostile page."""

    retryable = True
    code = ErrorCode.READING_TIMEOUT
    message = "Reading this document took too long."
