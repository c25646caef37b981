"""What came in by itself."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from functions.api.models.base import Model, Moment, known_error
from functions.api.models.pages import CursorQuery, NextPage
from functions.api.models.uploads import FileStatus
from shared.domain.intake import IntakeKind, IntakeOutcome, IntakeReason, SourceTrouble
from shared.domain.skip_reasons import SkipReason
from shared.errors import ErrorCode


def _known_outcome(value: Any) -> Any:
    return value if value in {*IntakeOutcome} else IntakeOutcome.OTHER


def _known_reason(value: Any) -> Any:
    return value if value is None or value in {*IntakeReason} else IntakeReason.OTHER


def _known_trouble(value: Any) -> Any:
    return value if value is None or value in {*SourceTrouble} else SourceTrouble.OTHER


def _known_code(value: Any) -> Any:
    return value if value in {*SkipReason} else known_error(value)


class IntakeQuery(CursorQuery):
    """Which of what came in by itself, the newest first."""

    kind: IntakeKind | None = None
    """Only what came this way."""
    outcome: list[IntakeOutcome] = []
    """Only what became of it one of these; may be given several times."""


class IntakeSource(Model):
    """A mailbox, folder or bucket, and how it is."""

    id: int
    """The source's id."""
    kind: IntakeKind
    """What it is."""
    name: str
    """Its address, without a password."""
    looked_at: Moment | None
    """When all that was there had last been taken; null: not yet."""
    next_look_at: Moment | None
    """When it is looked at next at the latest. Long past: the intake does not run, or takes very much in."""
    trouble: Annotated[SourceTrouble | None, BeforeValidator(_known_trouble)]
    """Why nothing comes in at the moment; null: the last look went well."""
    trouble_since: Moment | None
    """Since when nothing comes in; null: the last look went well."""
    failures: int
    """Attempts in a row that failed."""


class IntakePart(Model):
    """What became of one document of a mail or file."""

    filename: str | None
    """The document's name; null after its invoice was deleted."""
    parent: str | None
    """The mail or archive within the mail that it was in, as `parent` of an uploaded file; null: none."""
    status: FileStatus
    """What the upload said of it, as `status` of an uploaded file."""
    invoice_id: int | None
    """The new invoice, or of a duplicate the earlier one; null if there is none. It may be deleted since."""
    code: Annotated[ErrorCode | SkipReason | None, BeforeValidator(_known_code)]
    """Why there is none: as `code` of an uploaded file."""


class IntakeItem(Model):
    """A mail or file that came, and what became of it."""

    id: int
    """Its number, in the order in which they came."""
    source_id: int
    """The source that it came from."""
    kind: IntakeKind
    """How it came."""
    outcome: Annotated[IntakeOutcome, BeforeValidator(_known_outcome)]
    """What became of it."""
    reason: Annotated[IntakeReason | None, BeforeValidator(_known_reason)]
    """Why nothing was taken of it; null if something was, or will be."""
    found_at: Moment
    """When it was found."""
    finished_at: Moment | None
    """When it was known what became of it; null while it is pending."""
    received_at: Moment | None
    """When the mail arrived, or the file was written."""
    size: int | None
    """Its size in bytes."""
    name: str | None
    """A file's name, or an object's key; null for a mail, and after its invoices were deleted."""
    sender: str | None
    """The address in the mail's From; null if there is not just one, for files, and after its invoices were deleted."""
    subject: str | None
    """The mail's subject; null if it has none, for files, and after its invoices were deleted."""
    message_id: str | None
    """The mail's Message-ID; null if it has none, for files, and after its invoices were deleted."""
    authentication: Annotated[
        dict[str, str] | None,
        Field(
            description="What the mail server that INTAKE_AUTHSERV_ID names found by `spf`, `dkim` and `dmarc`"
            " (RFC 8601), such as `pass` or `fail`; null: it wrote nothing into the mail."
        ),
    ]
    parts: list[IntakePart]
    """Its documents, and what became of each."""


class IntakeList(Model):
    """One page of what came in by itself, the newest first, and how each source is."""

    sources: list[IntakeSource]
    """Where it comes from."""
    items: list[IntakeItem]
    """What came."""
    next: NextPage
