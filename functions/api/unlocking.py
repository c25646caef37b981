"""A protected PDF and its password: the document is taken in once more without its protection, in the place of the
invoice that could not be read. That one keeps the file as it was uploaded.

The password is kept nowhere: it goes from the body to a sandboxed process (`shared.adapters.unlocked_pdf`).
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import flask

from functions.api import decisions, queries
from functions.api.blueprints import Resource
from functions.api.models.base import Error
from functions.api.models.invoices import InvoicePath
from functions.api.models.review import ReplacedInvoice, UnlockBody
from functions.api.review import answer, decide
from functions.api.services import services
from functions.api.uploads import take_in
from shared.adapters.database import transaction
from shared.adapters.unlocked_pdf import WrongPasswordError, unlocked_pdf
from shared.domain.document_types import DocumentType
from shared.domain.lifecycle import InvalidStateError, Status
from shared.errors import AppError, DocumentError, ErrorCode, UnavailableError

_GUESSES_A_MINUTE = 5

blueprint = Resource("unlocking", __name__, tag="review")


class TooManyPasswordsError(AppError):
    """Too many wrong passwords for one document."""

    code = ErrorCode.TOO_MANY_PASSWORDS
    status = 429
    message = "Too many wrong passwords for this document. Please wait a minute."


@blueprint.post(
    "/api/invoices/<int:invoice_id>/unlock", responses={202: ReplacedInvoice, 412: Error, 422: Error, 429: Error}
)
def unlock(path: InvoicePath, body: UnlockBody) -> flask.Response:
    """Open a protected PDF that could not be read: without its protection it becomes a new invoice, which is read. This
    one becomes rejected, names the new one, and keeps the file as it was uploaded. The password is kept nowhere."""
    with transaction(services().engine) as connection:
        file = queries.file_of(connection, path.invoice_id)
    _ensure_protected(file)
    guessed = f"password of {path.invoice_id}"
    if services().guesses.failures(guessed) >= _GUESSES_A_MINUTE:
        raise TooManyPasswordsError(retry_after=60)
    try:
        content = _unlocked(file, body.password.get_secret_value())
    except WrongPasswordError:
        services().guesses.note_failure(guessed)
        raise
    replaced_by = _taken_in(content, str(file["filename"]))
    result = decide(path, lambda invoice: decisions.reject(invoice, None, replaced_by=replaced_by))
    return answer(result, "The document was unlocked.", 202, model=ReplacedInvoice, replaced_by=replaced_by)


def _ensure_protected(file: Any) -> None:
    is_protected = file["status"] == Status.FAILED and file["error_code"] == ErrorCode.ENCRYPTED_DOCUMENT
    if not is_protected or file["content_type"] != DocumentType.PDF:
        raise InvalidStateError("Only a PDF that could not be read because of its password can be unlocked.")


def _unlocked(file: Any, password: str) -> bytes:
    settings = services().settings
    with services().turns.turn(), TemporaryDirectory(prefix="unlock-") as folder:
        path = Path(folder, "document")
        services().documents.download(file["sha256"], path, size=file["size"])
        return unlocked_pdf(path, password, timeout=settings.waits.drawing, memory_mb=settings.reader_memory_mb)


def _taken_in(content: bytes, filename: str) -> int:
    """The id of the new invoice, or of an earlier one of the same bytes. Raises DocumentError, UnavailableError."""
    boundary = uuid4().hex
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="document.pdf";'
        f" filename*=UTF-8''{quote(filename, safe='')}\r\nContent-Type: application/pdf\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    taken = take_in([body], len(body), f"multipart/form-data; boundary={boundary}")
    if taken.status_code != 202:
        raise UnavailableError
    result = taken.json()[0]
    if result["invoice_id"] is None:
        raise DocumentError(result["message"])
    return int(result["invoice_id"])
