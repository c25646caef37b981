"""What a decision writes, and what a confirmation does, whoever or whatever confirms. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.domain.accounts import ConfirmedAccount, confirmed_accounts
from shared.domain.audit import AuditEventType
from shared.domain.booking_history import BookedRow, booked_rows
from shared.domain.evidence import EvidenceMap, stored_evidence
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData, all_operation_codes, code_keys
from shared.domain.lanes import Message
from shared.domain.lifecycle import Status
from shared.domain.memory.lesson import Lesson, lesson_of
from shared.domain.memory.sketch import stored_sketch
from shared.domain.page_range import PageRange
from shared.pipeline.reviews import ReviewedInvoice
from shared.pipeline.splits import PartInvoice
from shared.pipeline.updates import Change, InvoiceUpdate, WithdrawnData


def confirmed(
    invoice: ReviewedInvoice,
    data: InvoiceData,
    evidence: EvidenceMap,
    findings: Sequence[Finding],
    *,
    columns: Mapping[str, Any],
    automatic: bool = False,
) -> InvoiceUpdate:
    """The data becomes final, and other `columns` with it. What no person has looked at teaches nothing."""
    open_errors = dict.fromkeys(found.code for found in findings if found.level is Level.ERROR)
    buyer = invoice.companies().which(data.buyer)
    return decided(
        invoice,
        AuditEventType.CONFIRMED,
        event_data={"open_errors": list(open_errors), **({"automatic": True} if automatic else {})},
        status=Status.PROCESSED,
        columns={
            **columns,
            "final_data": data.as_json(),
            "confirmed_at": invoice.now,
            "automatic": automatic,
            "company_id": buyer.id if buyer else None,
            "reject_reason": None,
            # Other systems have what was confirmed before, not this.
            "export_id": None,
            "exported_at": None,
            "exported_reference": None,
        },
        operation_codes=frozenset(key for code in all_operation_codes(data) for key in code_keys(code)),
        accounts=confirmed_accounts(data),
        lesson=None if automatic else lesson_of(data, evidence, stored_sketch(invoice.sketch)),
        bookings=() if automatic else booked_rows(data),
    )


def evidence_of(invoice: ReviewedInvoice) -> EvidenceMap:
    """The evidence of its preview data."""
    return stored_evidence(invoice.evidence)


def decided(
    invoice: ReviewedInvoice | PartInvoice,
    event: AuditEventType,
    *,
    status: Status,
    columns: Mapping[str, Any],
    message: Message | None = None,
    progress: int | None = None,
    event_data: Mapping[str, Any] | None = None,
    operation_codes: frozenset[str] | None = None,
    withdrawn: WithdrawnData | None = None,
    accounts: frozenset[ConfirmedAccount] | None = None,
    lesson: Lesson | None = None,
    bookings: tuple[BookedRow, ...] | None = None,
    parts: tuple[PageRange, ...] = (),
    others: tuple[InvoiceUpdate, ...] = (),
) -> InvoiceUpdate:
    """The next version of the row; a `message` starts its stage at once. A new status ends that it was postponed."""
    change = Change(
        invoice_id=invoice.invoice_id,
        status=status,
        stage=message.stage if message else None,
        progress=invoice.progress if progress is None else progress,
        version=invoice.version + 1,
        message=message,
    )
    return InvoiceUpdate(
        before=invoice.counted,
        columns={
            **columns,
            **({} if status is invoice.status else {"postponed_until": None}),
            "status": status,
            "stage": change.stage,
            "progress": change.progress,
            "version": change.version,
            "updated_at": invoice.now,
        },
        event=event,
        event_data=event_data,
        operation_codes=operation_codes,
        withdrawn=withdrawn,
        accounts=accounts,
        lesson=lesson,
        bookings=bookings,
        parts=parts,
        others=others,
        change=change,
    )
