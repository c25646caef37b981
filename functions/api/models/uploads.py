"""Uploads and their results."""

from typing import Literal

from pydantic import RootModel

from functions.api.models.base import Model, Query
from shared.errors import ErrorCode


class UploadQuery(Query):
    """How to treat a file that was uploaded before."""

    allow_duplicates: bool = False
    """Take a file again that was uploaded before, instead of answering `duplicated`."""


class FileResult(Model):
    """The result of one uploaded file."""

    filename: str
    """The file's name, as uploaded."""
    invoice_id: int | None
    """The new invoice, or of a duplicate the earlier one; null if the file was refused."""
    status: Literal["processing", "duplicated", "error"]
    """What became of the file."""
    message: str
    """The same as a sentence."""
    code: ErrorCode | None = None
    """Code of the error, if the file was refused."""


class FileResults(RootModel[list[FileResult]]):
    """One result per file, in order."""
