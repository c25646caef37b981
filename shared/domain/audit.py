"""The event types of the audit trail and the data of each.

Three things are called events: the audit trail (this), CloudEvents (`cloud_events`, the messages between functions)
and live updates (`/api/events`, hints that a row changed).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.document import Source
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.lifecycle import Stage
from shared.domain.origins import UploadSource
from shared.errors import ErrorCode

SYSTEM = "system"
"""Who processes invoices."""

RETENTION = "retention"
"""Who deletes what nobody has changed for RETENTION_DAYS."""


class AuditEventType(StrEnum):
    """What happened. The values are stored: keep those that old rows contain."""

    UPLOADED = "uploaded"
    LABELLED = "labelled"
    OCR_STARTED = "ocr.started"
    OCR_FINISHED = "ocr.finished"
    OCR_POSTPONED = "ocr.postponed"
    OCR_FAILED = "ocr.failed"
    EXTRACT_STARTED = "extract.started"
    EXTRACT_FINISHED = "extract.finished"
    EXTRACT_POSTPONED = "extract.postponed"
    EXTRACT_FAILED = "extract.failed"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    RETRIED = "retried"
    REOPENED = "reopened"
    SPLIT = "split"
    SPLIT_OFF = "split_off"
    EXPORTED = "exported"
    EXPORT_UNDONE = "export_undone"
    PAYMENT_WRITTEN = "payment_written"
    PAYMENT_UNDONE = "payment_undone"
    POSTPONED = "postponed"
    TOLD_APART = "told_apart"
    DELETED = "deleted"
    OTHER = "other"  # a stored event whose type this version does not know


STARTED = {Stage.OCR: AuditEventType.OCR_STARTED, Stage.EXTRACT: AuditEventType.EXTRACT_STARTED}
FINISHED = {Stage.OCR: AuditEventType.OCR_FINISHED, Stage.EXTRACT: AuditEventType.EXTRACT_FINISHED}
POSTPONED = {Stage.OCR: AuditEventType.OCR_POSTPONED, Stage.EXTRACT: AuditEventType.EXTRACT_POSTPONED}
FAILED = {Stage.OCR: AuditEventType.OCR_FAILED, Stage.EXTRACT: AuditEventType.EXTRACT_FAILED}


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoData(_Data):
    """No data beside the type."""


class UploadedData(_Data):
    """The file: its size in bytes, its media type, its digest in hex; and what its sender said of it, as far as that is
    known."""

    size: int
    """Size of the file in bytes."""
    content_type: str
    """Its media type."""
    sha256: str
    """SHA-256 of its bytes, in hex."""
    source: UploadSource | None = None
    """Where it came from; null in old events."""
    reference: str | None = None
    """What its sender called it."""
    tags: list[str] = []
    """What its sender filed it under."""
    company: int | None = None
    """The own company that it was sent for."""


class LabelledData(_Data):
    """What the invoice is called and filed under now; of each only if it was changed."""

    reference: str | None = None
    """The new reference; null if it was removed, or is as it was."""
    tags: list[str] | None = None
    """All tags that it has now; null if they are as they were."""
    company: int | None = None
    """The own company that it is for now; null if that was removed, or is as it was."""
    changed: list[Literal["reference", "tags", "company"]]
    """What was changed."""


class StartedData(_Data):
    """The number of the stage's attempt, from 1."""

    attempt: int
    """Number of the stage's attempt, from 1."""


class OcrFinishedData(_Data):
    """Duration, size and sources of the reading; `from_cache`: the same bytes were read before."""

    seconds: float
    """How long the reading took."""
    pages: int
    """How many pages were read."""
    sources: list[Source]
    """Who read them, each once."""
    from_cache: bool
    """Whether the same bytes had been read before."""


class ExtractFinishedData(_Data):
    """Duration and extractor, and the code of each finding."""

    seconds: float
    """How long the extraction took."""
    extractor: Extractor
    """Which extractor it was."""
    findings: list[FindingCode]
    """The code of each finding."""


class FailedData(_Data):
    """The error's code and the number of the attempt."""

    code: ErrorCode
    """Code of the error."""
    attempt: int
    """Number of the stage's attempt, from 1."""


class PostponedData(FailedData):
    """When the next attempt is due (ISO 8601, UTC)."""

    next_attempt_at: str
    """When the next attempt is due (ISO 8601, UTC)."""


class ChangedValue(_Data):
    """One corrected value, before and after; null where there is none."""

    pointer: str
    """JSON pointer of the value in InvoiceData."""
    old: Any = Field(alias="from")
    """The value before, null if there was none."""
    new: Any = Field(alias="to")
    """The value now, null if there is none."""


class CorrectedData(_Data):
    """The first values that a person changed, and the number of all. `fields` are those whose value was not a person's
    before, as pointers without the numbers of rows: `/lines/quantity`; null in events of earlier versions."""

    changes: list[ChangedValue]
    """The first values that were changed."""
    changed: int
    """How many values were changed in all."""
    fields: list[str] | None = None
    """Pointers, without the numbers of rows, of fields whose value was not a person's before; null in old events."""


class ConfirmedData(_Data):
    """The errors that were open when a person confirmed anyway; whether no person did, but the rule that they set."""

    open_errors: list[FindingCode]
    """The codes of the errors that were open."""
    automatic: bool = False
    """Whether it was confirmed automatically; the actor is `auto` then."""


class ReopenedData(_Data):
    """The person's reason, if any; `version` is the number of the kept final data, null if there was none."""

    reason: str | None
    """The person's reason; null if none was given."""
    version: int | None
    """Number of the final data that was withdrawn and kept; null if there was none."""


class SplitPart(_Data):
    """An invoice that was split off, and its first and last page in the file."""

    invoice_id: int
    """Id of the new invoice."""
    pages: tuple[int, int]
    """Its first and last page in the file, both included."""


class SplitData(_Data):
    """The invoices that a file was split into."""

    parts: list[SplitPart]
    """The new invoices, in order."""


class SplitOffData(_Data):
    """The invoice that this one was split off, and its first and last page in the file."""

    parent_id: int
    """Id of the invoice that held it."""
    pages: tuple[int, int]
    """The first and last page there, both included."""


class ReviewPostponedData(_Data):
    """The day (ISO 8601) from which the review is due again; null: at once, it is postponed no more."""

    until: str | None
    """The day from which the review is due again; null: at once."""


class ToldApartData(_Data):
    """The other invoice, and whether the two are said to be two, or that is taken back."""

    invoice_id: int
    """Id of the other invoice."""
    apart: bool
    """True: the two are not one invoice twice. False: that is taken back."""


class RejectedData(_Data):
    """The person's reason, if any; the invoice that has taken the place of this one, if any."""

    reason: str | None
    """The person's reason; null if none was given."""
    replaced_by: int | None = None
    """The invoice that has the place of this one; null if none has."""


class ExportedData(_Data):
    """What the other system calls the invoice, if it said so; `export_id` of the set that it was exported in, if it was
    in one."""

    reference: str | None
    """What the other system calls the invoice; null if it did not say."""
    export_id: int | None
    """The export that the invoice was in; null if it was marked alone."""


class ExportUndoneData(_Data):
    """The set that was taken back."""

    export_id: int
    """The export that was taken back."""


class PaymentData(_Data):
    """The payment file that the invoice was written to, or is taken out of."""

    payment_id: int
    """The payment file."""


EVENT_DATA: Mapping[AuditEventType, type[BaseModel]] = {
    AuditEventType.UPLOADED: UploadedData,
    AuditEventType.LABELLED: LabelledData,
    AuditEventType.OCR_STARTED: StartedData,
    AuditEventType.OCR_FINISHED: OcrFinishedData,
    AuditEventType.OCR_POSTPONED: PostponedData,
    AuditEventType.OCR_FAILED: FailedData,
    AuditEventType.EXTRACT_STARTED: StartedData,
    AuditEventType.EXTRACT_FINISHED: ExtractFinishedData,
    AuditEventType.EXTRACT_POSTPONED: PostponedData,
    AuditEventType.EXTRACT_FAILED: FailedData,
    AuditEventType.CORRECTED: CorrectedData,
    AuditEventType.CONFIRMED: ConfirmedData,
    AuditEventType.REJECTED: RejectedData,
    AuditEventType.RETRIED: NoData,
    AuditEventType.REOPENED: ReopenedData,
    AuditEventType.SPLIT: SplitData,
    AuditEventType.SPLIT_OFF: SplitOffData,
    AuditEventType.EXPORTED: ExportedData,
    AuditEventType.EXPORT_UNDONE: ExportUndoneData,
    AuditEventType.PAYMENT_WRITTEN: PaymentData,
    AuditEventType.PAYMENT_UNDONE: PaymentData,
    AuditEventType.POSTPONED: ReviewPostponedData,
    AuditEventType.TOLD_APART: ToldApartData,
    AuditEventType.DELETED: NoData,
    AuditEventType.OTHER: NoData,
}
"""The keys of `data` for each type; `data` is null for `NoData`."""


def ensure_declared(type_: AuditEventType, data: Mapping[str, Any] | None) -> None:
    """Raises TypeError for data that EVENT_DATA does not declare, which clients would not know."""
    unknown = (data or {}).keys() - EVENT_DATA[type_].model_fields.keys()
    if unknown:
        raise TypeError(f"audit events of the type {type_} hold no {sorted(unknown)}")
