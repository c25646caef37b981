"""What splitting a file into several invoices writes, and what taking the split back writes. Pure.

The file becomes the parent of one new invoice for each part. All of them share its bytes, so nothing is copied; each
part is read from its own pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import InvalidStateError, Stage, Status
from shared.domain.page_range import PageRange
from shared.pipeline.registration import NewDocument, new_row
from shared.pipeline.updates import Change, InvoiceUpdate

TAKEN_BACK = "The split was taken back"

DROPPED_WORK: Mapping[str, Any] = {"lease_token": None, "lease_expires_at": None, "next_attempt_at": None}
"""Columns of an invoice whose work under way is not wanted any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartInvoice:
    """The locked row of an invoice that was split off."""

    invoice_id: int
    status: Status
    stage: Stage | None
    version: int
    progress: int


def part_row(document: NewDocument, *, parent_id: int, pages: PageRange, now: datetime) -> Mapping[str, Any]:
    """The columns of a part's row: its first stage is due."""
    return {
        **new_row(document, is_copy=True, now=now),
        "parent_id": parent_id,
        "first_page": pages.first,
        "last_page": pages.last,
    }


def split_off(parent_id: int, pages: PageRange) -> Mapping[str, Any]:
    """The data of the audit event `split_off`, the first of a part's trail."""
    return {"parent_id": parent_id, "pages": list(pages)}


def split_into(part_ids: Sequence[int], parts: Sequence[PageRange]) -> Mapping[str, Any]:
    """The data of the audit event `split` of the parent."""
    return {
        "parts": [
            {"invoice_id": invoice_id, "pages": list(pages)} for invoice_id, pages in zip(part_ids, parts, strict=True)
        ]
    }


def parts_taken_back(parts: Sequence[PartInvoice], now: datetime) -> tuple[InvoiceUpdate, ...]:
    """The parts become rejected. Raises InvalidStateError while one of them is confirmed."""
    confirmed = [part.invoice_id for part in parts if part.status is Status.PROCESSED]
    if confirmed:
        named = ", ".join(f"no. {invoice_id}" for invoice_id in confirmed)
        raise InvalidStateError(
            f"The split cannot be taken back while a part of it is confirmed: {named}. Reopen it first."
        )
    return tuple(_rejected(part, now) for part in parts if part.status is not Status.REJECTED)


def _rejected(part: PartInvoice, now: datetime) -> InvoiceUpdate:
    change = Change(
        invoice_id=part.invoice_id,
        status=Status.REJECTED,
        stage=None,
        progress=part.progress,
        version=part.version + 1,
    )
    return InvoiceUpdate(
        columns={
            **DROPPED_WORK,
            "status": Status.REJECTED,
            "stage": None,
            "reject_reason": TAKEN_BACK,
            "version": change.version,
            "updated_at": now,
        },
        event=AuditEventType.REJECTED,
        event_data={"reason": TAKEN_BACK},
        change=change,
    )
