"""What a person decides on: an invoice's row as the transaction that locked it saw it, and what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.checks import SellerHistory
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Stage, Status
from shared.errors import AppError, ErrorCode
from shared.pipeline.updates import Change, InvoiceUpdate, WithdrawnData


class InvoiceNotFoundError(AppError):
    """No row of this id."""

    code = ErrorCode.INVOICE_NOT_FOUND
    status = 404
    message = "There is no invoice of this number."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedInvoice:
    """The locked row. `versions` counts the final data that was withdrawn before; `now` is the store's clock; `history`
    looks up what is known of a seller's other invoices."""

    invoice_id: int
    status: Status
    stage: Stage | None
    version: int
    progress: int
    preview_data: Mapping[str, Any] | None
    final_data: Mapping[str, Any] | None
    confirmed_at: datetime | None
    versions: int
    evidence: Mapping[str, Any] | None
    checks: Sequence[Mapping[str, Any]] | None
    now: datetime
    history: Callable[[InvoiceData], SellerHistory]


Rule = Callable[[ReviewedInvoice], InvoiceUpdate | None]
"""What a decision writes on the row it is given; None: nothing is to be done. Raises AppError: it is not allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The invoice after a decision; `changed` is False when there was nothing to do."""

    change: Change
    changed: bool = True


def withdrawn_row(invoice: ReviewedInvoice, withdrawn: WithdrawnData, *, actor: str) -> dict[str, Any]:
    """The row of `final_versions` that keeps what was withdrawn: numbered from 1 on, an invoice."""
    return {
        "invoice_id": invoice.invoice_id,
        "number": invoice.versions + 1,
        "final_data": withdrawn.final_data,
        "confirmed_at": withdrawn.confirmed_at,
        "withdrawn_at": invoice.now,
        "withdrawn_by": actor,
        "reason": withdrawn.reason,
    }


def unchanged(invoice: ReviewedInvoice) -> Result:
    """The invoice as it was."""
    return Result(
        change=Change(
            invoice_id=invoice.invoice_id,
            status=invoice.status,
            stage=invoice.stage,
            progress=invoice.progress,
            version=invoice.version,
        ),
        changed=False,
    )
