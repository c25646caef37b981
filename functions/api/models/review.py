"""What a person decides about an invoice, and the trail of it."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, SecretStr, StringConstraints

from functions.api.models.base import Error, Model, Moment, Query
from functions.api.models.invoices import Pages
from functions.api.models.pages import CursorQuery, NextPage
from shared.domain.audit import EVENT_DATA, AuditEventType
from shared.domain.document import Fraction
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_values import Day, OrNone
from shared.domain.lifecycle import Status
from shared.domain.origins import ONE_LINE, CompanyId, Reference, Tags
from shared.domain.page_range import FEWEST_PARTS, MOST_PARTS


class EventsQuery(CursorQuery):
    """Which part of an invoice's trail: the newest events, or those before a cursor's."""

    per_page: int = Field(default=200, ge=1, le=1000)
    """How many events at most."""


class VersionsQuery(CursorQuery):
    """Which withdrawn versions: the newest, or those before a cursor's."""

    per_page: int = Field(default=100, ge=1, le=100)
    """How many versions at most."""


class ExportedBody(Model):
    """What the other system calls the invoice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: Annotated[
        str | None,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE),
    ] = None
    """What the other system calls the invoice; null or absent if it has no name for it."""


class ReasonBody(Model):
    """The reason for rejecting or reopening an invoice."""

    reason: Annotated[str | None, Field(max_length=2000)] = None
    """The reason, shown in the invoice's history; may be absent."""

    @property
    def said(self) -> str | None:
        """The stripped reason; None if empty."""
        return (self.reason or "").strip() or None


class RejectBody(ReasonBody):
    """The reason for rejecting an invoice, and the one that has taken its place, such as a better scan of it."""

    replaced_by: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    """Id of the invoice that has the place of the rejected one; may be absent."""


class UnlockBody(Model):
    """The password that opens the document. It is kept nowhere."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    """The password, as its sender gave it."""


class PostponeBody(Model):
    """The day (UTC) from which the review is due again: a later one than today, within a year. Null: at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    until: Day | None
    """The day (UTC) from which the review is due again, within a year; null: at once."""


class LabelsBody(Model):
    """What the invoice is called and filed under (RFC 7396): what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: OrNone[Reference] = None
    """What its sender calls it; null removes that."""
    tags: Tags = ()
    """All tags that it is to have; an empty list removes them."""
    company: CompanyId | None = None
    """Id of the own company that it is for; null removes that."""


class TellApartBody(Model):
    """Another invoice that looks like this one, and whether the two are two."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    invoice_id: int = Field(ge=1)
    """Id of the other invoice."""
    apart: bool = True
    """True: the two are not one invoice twice. False: that is taken back."""


class ConfirmQuery(Query):
    """`if=no-errors`: confirm only if no errors are open except the accepted ones. `if=no-findings`: only if no
    warnings are open either, as for an invoice that nobody has looked at."""

    condition: Literal["no-errors", "no-findings"] | None = Field(default=None, alias="if")
    """Confirm only if nothing is open but what is accepted: `no-errors`, or `no-findings` for warnings too."""


class ConfirmBody(Model):
    """The codes of findings that a person accepts. Without `if` they mean `if=no-findings`: nothing else is confirmed
    over."""

    accepted: Annotated[list[FindingCode], Field(max_length=100)] = []
    """Codes of findings that the person accepts; without `if` nothing else may be open (`no-findings`)."""


class SplitBody(Model):
    """The parts of a file with several invoices, each as its first and last page, in order. Pages may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parts: Annotated[list[Pages], Field(min_length=FEWEST_PARTS, max_length=MOST_PARTS)]
    """Each invoice's first and last page, both included, in order; pages may be left out."""


Edges = tuple[Fraction, Fraction, Fraction, Fraction]


def _in_order(edges: Edges) -> Edges:
    x0, y0, x1, y1 = edges
    if x0 > x1 or y0 > y1:
        raise ValueError("must be [x0, y0, x1, y1], the upper left corner first")
    return edges


class Place(Model):
    """Where a person found a value: page, and box in 0..1 of the page."""

    page: int = Field(ge=1, le=100_000)
    """The page, from 1."""
    box: Annotated[Edges, AfterValidator(_in_order)]
    """The corners [x0, y0, x1, y1] in 0..1 of the upright page, the upper left one first."""
    text: Annotated[str | None, Field(max_length=5000)] = None
    """The printed text."""


class CorrectionBody(Model):
    """A JSON merge patch (RFC 7396) for the preview data, and optionally the locations of the values it sets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    preview_data: dict[str, Any]
    """A JSON merge patch (RFC 7396) for InvoiceData: what is null is removed, lists are replaced."""
    evidence: Annotated[dict[str, Place], Field(max_length=5000)] = {}
    """JSON pointer (RFC 6901) of a value that the patch sets -> where it is printed."""


class OpenFindingsError(Error):
    """An invoice was not confirmed: `details` are its current findings."""

    details: list[Finding]  # type: ignore[assignment]
    """The invoice's current findings."""


class Decision(Model):
    """The result of a person's action."""

    invoice_id: int
    """The invoice's id."""
    status: Status
    """Its state now."""
    message: str
    """The result as a sentence."""


class ReplacedInvoice(Decision):
    """The invoice whose place was taken, and the one that has it now."""

    replaced_by: int
    """Id of the invoice that has its place."""


class SplitInvoice(Decision):
    """The file that was split, and the ids of its new invoices, in the order of the parts."""

    children: list[int]
    """Ids of the new invoices, in the order of the parts."""


class FinalVersion(Model):
    """Withdrawn final data of an invoice; `number` counts from 1."""

    number: int
    """The version's number, from 1."""
    confirmed_at: Moment | None
    """When it was confirmed."""
    withdrawn_at: Moment
    """When it was withdrawn."""
    withdrawn_by: str
    """Who withdrew it."""
    reason: str | None
    """The reason; null if none was given."""
    final_data: InvoiceData
    """The data as confirmed then."""


class FinalVersions(Model):
    """The withdrawn versions of one invoice, newest first."""

    versions: list[FinalVersion]
    """The versions, newest first."""
    next: NextPage


def _known_type(value: Any) -> Any:
    return value if value in EVENT_DATA else AuditEventType.OTHER


class AuditEvent(Model):
    """One event of the audit trail. `AuditEventData` describes `data` for each type."""

    id: int
    """The event's id."""
    type: Annotated[AuditEventType, BeforeValidator(_known_type)]
    """What happened."""
    actor: str
    """Who did it: the name of a key, or a stage of the processing."""
    created_at: Moment
    """When it happened."""
    data: dict[str, Any] | None
    """The details, see AuditEventData; null if there are none."""


class AuditTrail(Model):
    """The newest events of the audit trail, in order; `next` leads to those before them."""

    events: list[AuditEvent]
    """The events, oldest first."""
    next: NextPage
