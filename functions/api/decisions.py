"""What a person may decide about an invoice, and what each decision writes. Pure: a rule is given the locked row, and
the store writes what the rule returns (`shared.pipeline.reviews`)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from functions.api.corrections import (
    carried_evidence,
    changed_values,
    first_corrected,
    merged,
    standing_findings,
    summed_up,
)
from functions.api.models.review import Place
from shared.adapters.answers import answer_columns
from shared.domain.audit import AuditEventType
from shared.domain.booking import is_booking
from shared.domain.checks import SellerHistory, check_invoice
from shared.domain.document_types import XML_TYPES
from shared.domain.duplicates import ToldApart
from shared.domain.evidence import EvidenceMap
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData
from shared.domain.lanes import Message, first_turn
from shared.domain.lifecycle import Action, InvalidStateError, Status, ensure_allowed
from shared.domain.origins import Labels
from shared.domain.page_range import PageRange, problem_of
from shared.errors import AppError, BadRequestError, ErrorCode
from shared.pipeline.confirming import confirmed, decided, evidence_of
from shared.pipeline.reviews import ReviewedInvoice
from shared.pipeline.splits import PartInvoice
from shared.pipeline.updates import DROPPED_WORK, InvoiceUpdate, WithdrawnData

_MOST_CHANGES_NOTED = 200
_LONGEST_POSTPONED = timedelta(days=366)

UNWANTED: Mapping[str, frozenset[Level]] = {
    "no-errors": frozenset({Level.ERROR}),
    "no-findings": frozenset({Level.ERROR, Level.WARNING}),
}
"""Each condition of a confirmation, and the levels of findings that must not be open."""


def unwanted(condition: str | None, accepted: Collection[FindingCode]) -> frozenset[Level]:
    """The levels that must not be open. Who names what is accepted wants nothing else to be confirmed over."""
    if condition is None and not accepted:
        return frozenset()
    return UNWANTED[condition or "no-findings"]


class VersionMismatchError(AppError):
    """Somebody changed the invoice meanwhile."""

    code = ErrorCode.VERSION_MISMATCH
    status = 412
    message = "Somebody else changed this invoice meanwhile."


class FindingsOpenError(AppError):
    """Findings are open that the caller did not accept; `details` are all as they are now."""

    code = ErrorCode.FINDINGS_OPEN
    status = 409
    message = "The checks found something in this invoice. Look at it, or say what of it you accept."


def ensure_seen(invoice: ReviewedInvoice, versions: Collection[int] | None) -> None:
    """Raises VersionMismatchError if the invoice is in none of the versions that were seen; None: whichever."""
    if versions is not None and invoice.version not in versions:
        raise VersionMismatchError(details=[{"version": invoice.version}])


def confirm(
    invoice: ReviewedInvoice,
    *,
    unwanted: Collection[Level] = (),
    accepted: Collection[FindingCode] = (),
) -> InvoiceUpdate | None:
    """`final_data` becomes `preview_data`. None when it is confirmed already. Raises NoPreviewDataError.

    With `unwanted` levels the data is checked anew, as the seller's other invoices may have changed, and a finding of
    one of them that is not among the `accepted` raises FindingsOpenError.
    """
    if invoice.status is Status.PROCESSED:
        return None
    ensure_allowed(Action.CONFIRM, invoice.status, has_preview=invoice.preview_data is not None)
    data = InvoiceData.model_validate(invoice.preview_data)
    evidence = evidence_of(invoice)
    findings = [Finding.model_validate(one) for one in invoice.checks or []]
    columns: Mapping[str, Any] = {}
    if unwanted:
        data, findings = _checked_anew(invoice, data, evidence)
        if any(found.level in unwanted and found.code not in accepted for found in findings):
            raise FindingsOpenError(details=[found.model_dump(mode="json") for found in findings])
        columns = answer_columns(data, evidence, findings)
    return confirmed(invoice, data, evidence, findings, columns=columns)


def mark_exported(invoice: ReviewedInvoice, reference: str | None) -> InvoiceUpdate | None:
    """Another system has the confirmed data, and calls it by this reference; an export of what is new leaves it out.
    None when that is known already. Raises InvalidStateError."""
    ensure_allowed(Action.EXPORT, invoice.status)
    if invoice.exported_at is not None and reference in (None, invoice.exported_reference):
        return None
    return decided(
        invoice,
        AuditEventType.EXPORTED,
        event_data={"reference": reference, "export_id": invoice.export_id},
        status=invoice.status,
        columns={"exported_at": invoice.exported_at or invoice.now, "exported_reference": reference},
    )


def reopen(invoice: ReviewedInvoice, reason: str | None) -> InvoiceUpdate:
    """A confirmed or rejected invoice is to be reviewed again, as it was read and corrected. What was final is kept as
    a version; clients of the data see that it was withdrawn. A split is taken back. Raises InvalidStateError."""
    ensure_allowed(Action.REOPEN, invoice.status)
    _ensure_still_split(invoice)
    if invoice.preview_data is None:
        raise InvalidStateError("This invoice was rejected before its data was found. It can be read again.")
    evidence = evidence_of(invoice)
    data, findings = _checked_anew(invoice, InvoiceData.model_validate(invoice.preview_data), evidence)
    withdrawn = None
    if invoice.final_data is not None:
        withdrawn = WithdrawnData(
            number=invoice.next_version(),
            final_data=invoice.final_data,
            confirmed_at=invoice.confirmed_at,
            reason=reason,
        )
    return decided(
        invoice,
        AuditEventType.REOPENED,
        event_data={"reason": reason, "version": withdrawn.number if withdrawn else None},
        status=Status.WAITING_VALIDATION,
        progress=100,
        columns={
            **answer_columns(data, evidence, findings),
            "final_data": None,
            "confirmed_at": None,
            "automatic": False,
            "reject_reason": None,
            "error_code": None,
            "error_message": None,
        },
        operation_codes=frozenset(),
        accounts=frozenset(),
        bookings=(),
        withdrawn=withdrawn,
        others=_taken_back(invoice.parts()),
    )


def split(invoice: ReviewedInvoice, parts: Sequence[PageRange]) -> InvoiceUpdate:
    """The file becomes one new invoice for each part of its pages, and is itself not wanted any more. Raises
    InvalidStateError, BadRequestError."""
    ensure_allowed(Action.SPLIT, invoice.status)
    if invoice.content_type in XML_TYPES:
        raise InvalidStateError("An XML invoice has no pages that it could be split by.")
    if invoice.pages is not None:
        raise InvalidStateError(
            "This invoice was split off a file itself. Reopen that file to take its split back, and split it anew."
        )
    if invoice.page_count is None:
        raise InvalidStateError("This document has not been read: the number of its pages is not known.")
    problem = problem_of(parts)
    if problem is None and parts[-1].last > invoice.page_count:
        problem = f"this document has {invoice.page_count} pages"
    if problem is not None:
        raise BadRequestError(f"parts: {problem}.", details=[{"parameter": "parts", "message": problem}])
    return decided(
        invoice,
        AuditEventType.SPLIT,
        status=Status.REJECTED,
        columns={"reject_reason": f"Split into {len(parts)} invoices"},
        parts=tuple(parts),
    )


def reject(invoice: ReviewedInvoice, reason: str | None, *, replaced_by: int | None = None) -> InvoiceUpdate:
    """The invoice is not wanted, or another one has taken its place; the result of work that is under way is dropped.
    Raises InvalidStateError, BadRequestError."""
    ensure_allowed(Action.REJECT, invoice.status)
    if replaced_by == invoice.invoice_id:
        raise BadRequestError("replaced_by: must be another invoice.")
    if replaced_by is not None and reason is None:
        reason = f"Replaced by no. {replaced_by}"
    return _rejected(invoice, reason, replaced_by)


def _rejected(
    invoice: ReviewedInvoice | PartInvoice, reason: str | None, replaced_by: int | None = None
) -> InvoiceUpdate:
    return decided(
        invoice,
        AuditEventType.REJECTED,
        event_data={"reason": reason, **({"replaced_by": replaced_by} if replaced_by is not None else {})},
        status=Status.REJECTED,
        columns={**DROPPED_WORK, "reject_reason": reason},
    )


def retry(invoice: ReviewedInvoice) -> InvoiceUpdate:
    """From its first stage again, past every cache; what a person had corrected stays in the trail. A split is taken
    back. Raises InvalidStateError."""
    ensure_allowed(Action.RETRY, invoice.status)
    _ensure_still_split(invoice)
    stage, _ = first_turn(invoice.content_type, invoice.turn.uploader)
    return decided(
        invoice,
        AuditEventType.RETRIED,
        status=Status.PROCESSING,
        message=Message(stage=stage, turn=invoice.turn, enqueued_at=invoice.now),
        progress=0,
        columns={
            "attempts": 0,
            "next_attempt_at": None,
            "enqueued_at": invoice.now,
            "bypass_caches": True,
            "error_code": None,
            "error_message": None,
            "reject_reason": None,
        },
        others=_taken_back(invoice.parts()),
    )


def postpone(invoice: ReviewedInvoice, until: date | None) -> InvoiceUpdate | None:
    """The invoice is to be reviewed from that day (UTC) on, a later one than today; None: at once. Whatever is decided
    about it sooner takes that back. None when it is so already. Raises InvalidStateError, BadRequestError."""
    ensure_allowed(Action.POSTPONE, invoice.status)
    today = invoice.now.date()
    if until is not None and not today < until <= today + _LONGEST_POSTPONED:
        problem = f"must be a day after today, {today}, and within a year"
        raise BadRequestError(f"until: {problem}.", details=[{"parameter": "until", "message": problem}])
    if until == invoice.postponed_until:
        return None
    return decided(
        invoice,
        AuditEventType.POSTPONED,
        event_data={"until": until.isoformat() if until else None},
        status=invoice.status,
        columns={"postponed_until": until},
    )


def label(invoice: ReviewedInvoice, labels: Labels) -> InvoiceUpdate | None:
    """The invoice is called and filed so, whatever its state. None when it is so already."""
    before, after = invoice.labels.model_dump(), labels.model_dump()
    changed = [name for name in Labels.model_fields if before[name] != after[name]]
    if not changed:
        return None
    event_data: dict[str, Any] = {name: after[name] for name in changed}
    if "tags" in changed:
        event_data["tags"] = [*labels.tags]
    return replace(
        decided(
            invoice,
            AuditEventType.LABELLED,
            event_data={**event_data, "changed": changed},
            status=invoice.status,
            columns={"reference": labels.reference, "for_company": labels.company},
        ),
        tags=labels.tags,
    )


def tell_apart(invoice: ReviewedInvoice, *, apart: bool) -> InvoiceUpdate | None:
    """This invoice and its `other` are not one invoice twice, or may be one again; those of the two that wait for
    validation are checked anew. None when it is so already. Raises InvalidStateError."""
    if invoice.other is None:
        raise TypeError("two invoices are told apart")
    for one in (invoice, invoice.other):
        ensure_allowed(Action.TELL_APART, one.status)
    if invoice.told_apart is apart:
        return None
    told = ToldApart(other_id=invoice.other.invoice_id, apart=apart)
    of_other = _told_apart(invoice.other, ToldApart(other_id=invoice.invoice_id, apart=apart))
    return replace(_told_apart(invoice, told), told_apart=told, others=(of_other,))


def _told_apart(invoice: ReviewedInvoice, told: ToldApart) -> InvoiceUpdate:
    columns: Mapping[str, Any] = {}
    if invoice.status is Status.WAITING_VALIDATION and invoice.preview_data is not None:
        evidence = evidence_of(invoice)
        data = InvoiceData.model_validate(invoice.preview_data)
        history = invoice.history(data)
        without = history.told_apart - {told.other_id}
        history = replace(history, told_apart=without | {told.other_id} if told.apart else without)
        data, findings = _checked(invoice, data, evidence, history)
        columns = answer_columns(data, evidence, findings)
    return decided(
        invoice,
        AuditEventType.TOLD_APART,
        event_data={"invoice_id": told.other_id, "apart": told.apart},
        status=invoice.status,
        columns=columns,
    )


def correct(
    invoice: ReviewedInvoice,
    patch: Mapping[str, Any],
    places: Mapping[str, Place],
    typed: Mapping[str, Place] = MappingProxyType({}),
) -> InvoiceUpdate | None:
    """The preview data after the patch, with its evidence, checked again. `places` are those that the person pointed
    at, `typed` where the document prints values of the patch. None when the patch changes nothing. Raises
    InvalidDataError, InvalidStateError."""
    ensure_allowed(Action.CORRECT, invoice.status)
    old = InvoiceData.model_validate(invoice.preview_data or {})
    new = merged(old, patch)
    changes = changed_values(old, new)
    if not changes and not places:
        return None
    before = evidence_of(invoice)
    found = {change.pointer: typed[change.pointer] for change in changes if change.pointer in typed}
    evidence = carried_evidence(old, new, before, {**found, **places})
    new, findings = _checked_anew(invoice, new, evidence)
    noted = [change.as_json() for change in changes[:_MOST_CHANGES_NOTED]]
    # Who only books it has found nothing wrong in what was read.
    corrected = bool(places) or not all(is_booking(change.pointer) for change in changes)
    return decided(
        invoice,
        AuditEventType.CORRECTED,
        event_data={
            "changes": noted,
            "changed": len(changes),
            "fields": first_corrected([change.pointer for change in changes], before),
        },
        status=invoice.status,
        columns={**answer_columns(new, evidence, findings), **({"corrected": True} if corrected else {})},
    )


def _taken_back(parts: Sequence[PartInvoice]) -> tuple[InvoiceUpdate, ...]:
    """The parts of a file become rejected. Raises InvalidStateError while one of them is confirmed."""
    confirmed = [part.invoice_id for part in parts if part.status is Status.PROCESSED]
    if confirmed:
        named = ", ".join(f"no. {invoice_id}" for invoice_id in confirmed)
        raise InvalidStateError(
            f"The split cannot be taken back while a part of it is confirmed: {named}. Reopen it first."
        )
    return tuple(_rejected(part, "The split was taken back") for part in parts if part.status is not Status.REJECTED)


def _ensure_still_split(invoice: ReviewedInvoice) -> None:
    """A part comes back only while the file that it was split off is rejected: its pages would count twice."""
    if invoice.pages is not None and invoice.parent_status() not in (None, Status.REJECTED):
        raise InvalidStateError("The split that made this invoice was taken back. Split the file anew.")


def _checked_anew(
    invoice: ReviewedInvoice, data: InvoiceData, evidence: EvidenceMap
) -> tuple[InvoiceData, list[Finding]]:
    """The findings about the document that stand, and those about these values as they are now; and the data with the
    summary that follows from them."""
    return _checked(invoice, data, evidence, invoice.history(data))


def _checked(
    invoice: ReviewedInvoice, data: InvoiceData, evidence: EvidenceMap, history: SellerHistory
) -> tuple[InvoiceData, list[Finding]]:
    """The same beside what is known of the seller."""
    findings = [
        *standing_findings(invoice.checks or [], data, evidence),
        *check_invoice(data, evidence=evidence, history=history, today=invoice.now.date()),
    ]
    return summed_up(data, evidence, findings), findings
