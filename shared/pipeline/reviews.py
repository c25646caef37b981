"""Decisions of a person: the locked row that they see, and their result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.domain.automation import AutomationPolicy
from shared.domain.blockers import SellerKnowledge
from shared.domain.checks import SellerHistory
from shared.domain.companies import OwnCompanies
from shared.domain.figures import CountedValues
from shared.domain.invoice import InvoiceData
from shared.domain.lanes import Turn
from shared.domain.lifecycle import Stage, Status
from shared.domain.origins import NO_LABELS, UPLOADED, Labels, UploadSource
from shared.domain.page_range import PageRange
from shared.errors import AppError, ErrorCode
from shared.pipeline.splits import PartInvoice
from shared.pipeline.updates import Change, InvoiceUpdate, WithdrawnData


class InvoiceNotFoundError(AppError):
    """No row of this id."""

    code = ErrorCode.INVOICE_NOT_FOUND
    status = 404
    message = "There is no invoice of this number."


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation:
    """What is decided about automatic confirmation, the `seed` by which invoices are chosen for a person, and what is
    known of the seller."""

    policy: AutomationPolicy
    seed: str
    known: SellerKnowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedInvoice:
    """The locked row. `now` is store time; `next_version` numbers withdrawn final data, from 1 per invoice; `history`
    looks up a seller's other invoices; `parts` locks and returns the invoices that were split off this one. `pages` is
    set if it was split off itself; `parent_status` is null too once its parent is deleted. `exported_at` and the two
    beside it say whether another system has the data, what it calls it, and the export that it was in. `sketch` is that
    of the document (`shared.domain.memory`), `seller_id` the seller that the data names, if one is known. `companies`
    are our own. `labels` and `source` are what its sender said of it. `automation` locks the seller and says what
    automatic confirmation is decided by; None: it is off. `other` is the invoice beside it that the decision is about,
    if it is about two, and `told_apart` whether a person said that these two are not one twice."""

    invoice_id: int
    status: Status
    stage: Stage | None
    version: int
    progress: int
    counted: CountedValues
    preview_data: Mapping[str, Any] | None
    final_data: Mapping[str, Any] | None
    confirmed_at: datetime | None
    postponed_until: date | None
    next_version: Callable[[], int]
    evidence: Mapping[str, Any] | None
    checks: Sequence[Mapping[str, Any]] | None
    now: datetime
    history: Callable[[InvoiceData], SellerHistory]
    content_type: str
    turn: Turn
    page_count: int | None
    pages: PageRange | None
    parent_status: Callable[[], Status | None]
    parts: Callable[[], Sequence[PartInvoice]]
    exported_at: datetime | None = None
    exported_reference: str | None = None
    export_id: int | None = None
    sketch: Mapping[str, Any] | None = None
    seller_id: int | None = None
    companies: Callable[[], OwnCompanies] = OwnCompanies
    automation: Callable[[InvoiceData], Automation | None] = lambda data: None
    labels: Labels = NO_LABELS
    source: UploadSource = UPLOADED
    other: "ReviewedInvoice | None" = None
    told_apart: bool = False


Rule = Callable[[ReviewedInvoice], InvoiceUpdate | None]
"""Decides what to write to the given row; None: nothing. Raises AppError if the decision is not allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The invoice after a decision; `changed` is False when there was nothing to do. `others` are the changes of the
    invoices that were made or changed with it."""

    change: Change
    changed: bool = True
    others: tuple[Change, ...] = ()


def withdrawn_row(invoice: ReviewedInvoice, withdrawn: WithdrawnData, *, actor: str) -> dict[str, Any]:
    """The row of `final_versions` for withdrawn data; `now` of the locked row is its time."""
    return {
        "invoice_id": invoice.invoice_id,
        "number": withdrawn.number,
        "final_data": withdrawn.final_data,
        "confirmed_at": withdrawn.confirmed_at,
        "withdrawn_at": invoice.now,
        "withdrawn_by": actor,
        "reason": withdrawn.reason,
    }


def unchanged(invoice: ReviewedInvoice) -> Result:
    """The result for an unchanged invoice."""
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
