"""A client of the invoice processing API.

from invoices_client import Invoices

with Invoices("http://localhost:8010", key) as invoices:
    invoice = invoices.upload("a.pdf").wait()
    print(invoice.data.invoice_number, invoice.data.total_amount)
"""

from invoices_client.asynchronous.client import AsyncInvoice, AsyncInvoices, AsyncUpload
from invoices_client.changes import Change
from invoices_client.errors import (
    ApiError,
    BadRequestError,
    ConflictError,
    ConnectionLostError,
    ForbiddenError,
    InvoicesError,
    NoDataError,
    NotFoundError,
    NotReachableError,
    ServerError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnexpectedAnswerError,
    UploadRefusedError,
    VersionMismatchError,
    WaitTimeoutError,
    WebhookRefusedError,
)
from invoices_client.retries import NO_RETRIES, Retries
from invoices_client.synchronous.client import Invoice, Invoices, Upload
from invoices_client.webhooks import WebhookMessage, verify_webhook

__all__ = [
    "NO_RETRIES",
    "ApiError",
    "AsyncInvoice",
    "AsyncInvoices",
    "AsyncUpload",
    "BadRequestError",
    "Change",
    "ConflictError",
    "ConnectionLostError",
    "ForbiddenError",
    "Invoice",
    "Invoices",
    "InvoicesError",
    "NoDataError",
    "NotFoundError",
    "NotReachableError",
    "Retries",
    "ServerError",
    "TooManyRequestsError",
    "UnauthenticatedError",
    "UnexpectedAnswerError",
    "Upload",
    "UploadRefusedError",
    "VersionMismatchError",
    "WaitTimeoutError",
    "WebhookMessage",
    "WebhookRefusedError",
    "verify_webhook",
]
