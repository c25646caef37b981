"""What a person may decide about an invoice, and what each decision writes. Pure: a rule is given the locked row, and
the store writes what the rule returns (`shared.pipeline.reviews`)."""

from collections.abc import Mapping
from typing import Any

from functions.api.corrections import carried_evidence, changed_values, merged, standing_findings, summed_up
from functions.api.models import Place
from shared.adapters.answers import answer_columns
from shared.domain.audit import AuditEventType
from shared.domain.checks import check_invoice
from shared.domain.evidence import Evidence
from shared.domain.invoice import InvoiceData, all_operation_codes, code_keys
from shared.domain.lifecycle import FIRST_STAGE, Action, Stage, Status, ensure_allowed
from shared.errors import AppError, ErrorCode
from shared.pipeline.reviews import ReviewedInvoice
from shared.pipeline.updates import Change, InvoiceUpdate

_MOST_CHANGES_NOTED = 200


class VersionMismatchError(AppError):
    """Somebody changed the invoice meanwhile."""

    code = ErrorCode.VERSION_MISMATCH
    status = 412
    message = "Somebody else changed this invoice meanwhile."


def ensure_seen(invoice: ReviewedInvoice, version: int | None) -> None:
    """Raises VersionMismatchError if the invoice is not in the version that was seen; None: whichever."""
    if version is not None and version != invoice.version:
        raise VersionMismatchError(details=[{"version": invoice.version}])


def confirm(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
    """`final_data` becomes `preview_data`. None when it is confirmed already. Raises NoPreviewDataError."""
    if invoice.status is Status.PROCESSED:
        return None
    ensure_allowed(Action.CONFIRM, invoice.status, has_preview=invoice.preview_data is not None)
    data = InvoiceData.model_validate(invoice.preview_data)
    return _update(
        invoice,
        AuditEventType.CONFIRMED,
        status=Status.PROCESSED,
        columns={"final_data": data.as_json(), "confirmed_at": invoice.now, "reject_reason": None},
        operation_codes=frozenset(key for code in all_operation_codes(data) for key in code_keys(code)),
    )


def reject(invoice: ReviewedInvoice, reason: str | None) -> InvoiceUpdate:
    """The invoice is not wanted; the result of work that is under way is dropped. Raises InvalidStateError."""
    ensure_allowed(Action.REJECT, invoice.status)
    return _update(
        invoice,
        AuditEventType.REJECTED,
        event_data={"reason": reason},
        status=Status.REJECTED,
        columns={
            "reject_reason": reason,
            "lease_token": None,
            "lease_expires_at": None,
            "next_attempt_at": None,
        },
    )


def retry(invoice: ReviewedInvoice) -> InvoiceUpdate:
    """From the first stage again, past every cache; what a person had corrected stays in the trail. Raises
    InvalidStateError."""
    ensure_allowed(Action.RETRY, invoice.status)
    return _update(
        invoice,
        AuditEventType.RETRIED,
        status=Status.PROCESSING,
        stage=FIRST_STAGE,
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
    )


def correct(invoice: ReviewedInvoice, patch: Mapping[str, Any], places: Mapping[str, Place]) -> InvoiceUpdate | None:
    """The preview data after the patch, with its evidence, checked again. None when the patch changes nothing. Raises
    InvalidDataError, InvalidStateError."""
    ensure_allowed(Action.CORRECT, invoice.status)
    old = InvoiceData.model_validate(invoice.preview_data or {})
    new = merged(old, patch)
    changes = changed_values(old, new)
    if not changes and not places:
        return None
    evidence = {pointer: Evidence.model_validate(one) for pointer, one in (invoice.evidence or {}).items()}
    evidence = carried_evidence(old, new, evidence, places)
    findings = [
        *standing_findings(invoice.checks or [], new, evidence),
        *check_invoice(new, evidence=evidence, history=invoice.history(new), today=invoice.now.date()),
    ]
    noted = [change.as_json() for change in changes[:_MOST_CHANGES_NOTED]]
    return _update(
        invoice,
        AuditEventType.CORRECTED,
        event_data={"changes": noted, "changed": len(changes)},
        status=invoice.status,
        columns=answer_columns(summed_up(new, evidence, findings), evidence, findings),
    )


def _update(
    invoice: ReviewedInvoice,
    event: AuditEventType,
    *,
    status: Status,
    columns: Mapping[str, Any],
    stage: Stage | None = None,
    progress: int | None = None,
    event_data: Mapping[str, Any] | None = None,
    operation_codes: frozenset[str] | None = None,
) -> InvoiceUpdate:
    """The next version of the row; a `stage` is due at once."""
    change = Change(
        invoice_id=invoice.invoice_id,
        status=status,
        stage=stage,
        progress=invoice.progress if progress is None else progress,
        version=invoice.version + 1,
        enqueued_at=invoice.now if stage else None,
    )
    return InvoiceUpdate(
        columns={
            **columns,
            "status": status,
            "stage": stage,
            "progress": change.progress,
            "version": change.version,
            "updated_at": invoice.now,
        },
        event=event,
        event_data=event_data,
        operation_codes=operation_codes,
        change=change,
    )
