"""Uploads and their results."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from functions.api.models.base import Model, Query
from functions.api.models.invoices import Invoice
from shared.domain.skip_reasons import SkipReason
from shared.errors import ErrorCode
from shared.waits import READING_SECONDS

FileStatus = Literal["processing", "duplicated", "error", "skipped"]
"""What became of an uploaded file; `skipped` is a part of an e-mail or archive that is no document."""


class UploadQuery(Query):
    """How to treat a file that was uploaded before."""

    allow_duplicates: bool = False
    """Take a file again that was uploaded before, instead of answering `duplicated`."""
    wait: Annotated[int, Field(ge=0, le=READING_SECONDS)] = 0
    """Seconds to hold the answer until the first invoice is read: then it is `200`, else `202` as without it."""


class UploadHeaders(Model):
    """The header that makes an upload safe to repeat."""

    idempotency_key: str | None = Field(
        default=None,
        alias="Idempotency-Key",
        description="A text in quotes of your own for each upload: whoever repeats it within a day gets the first one's"
        " answer.",
    )


class FileResult(Model):
    """The result of one uploaded file, or of one part of an uploaded e-mail or archive."""

    filename: str
    """The file's name, as uploaded."""
    invoice_id: int | None
    """The new invoice, or of a duplicate the earlier one; null if the file was refused."""
    status: FileStatus
    """What became of the file; `skipped` is a part of an e-mail or archive that is no document."""
    message: str
    """The same as a sentence."""
    code: ErrorCode | SkipReason | None = None
    """Code of the error if the file was refused; the reason if it was skipped."""
    invoice: Invoice | None = None
    """The invoice in full, of the first file of an upload that waited until it was read."""
    parent: str | None = None
    """The e-mail or archive that the file was in; of several within each other all names, with `/` between them."""


class FileResults(RootModel[list[FileResult]]):
    """One result per file, in order; of an e-mail or archive one per part of it."""
