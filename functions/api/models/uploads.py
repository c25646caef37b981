"""Uploads and their results."""

from typing import Literal

from pydantic import RootModel

from functions.api.models.base import Model, Query
from shared.domain.skip_reasons import SkipReason
from shared.errors import ErrorCode

FileStatus = Literal["processing", "duplicated", "error", "skipped"]
"""What became of an uploaded file; `skipped` is a part of an e-mail or archive that is no document."""


class UploadQuery(Query):
    """How to treat a file that was uploaded before."""

    allow_duplicates: bool = False
    """Take a file again that was uploaded before, instead of answering `duplicated`."""


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
    parent: str | None = None
    """The e-mail or archive that the file was in; of several within each other all names, with `/` between them."""


class FileResults(RootModel[list[FileResult]]):
    """One result per file, in order; of an e-mail or archive one per part of it."""
