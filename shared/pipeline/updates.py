"""The update that a transaction writes to an invoice, and the change that is published after its commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.accounts import ConfirmedAccount
from shared.domain.audit import AuditEventType
from shared.domain.booking_history import BookedRow
from shared.domain.duplicates import ToldApart
from shared.domain.figures import CountedValues, Figures, change_of_figures, figures_of_event
from shared.domain.lanes import Message
from shared.domain.lifecycle import Stage, Status
from shared.domain.memory.lesson import Lesson
from shared.domain.page_range import PageRange
from shared.domain.pages_read import NO_PAGES, PagesRead

DROPPED_WORK: Mapping[str, Any] = {
    "lease_token": None,
    "lease_expires_at": None,
    "next_attempt_at": None,
    **NO_PAGES,
}
"""Columns of an invoice on which no work is under way or due later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An invoice after a committed change, with what a screen needs to redraw its row; `status` is None once deleted.

    `message` is to be enqueued for `stage`; None: nothing is. `reading` is known while pages are being read.
    """

    invoice_id: int
    status: Status | None
    stage: Stage | None
    progress: int
    version: int
    reading: PagesRead | None = None
    message: Message | None = None

    def as_json(self) -> dict[str, Any]:
        """The public form, as subscribers receive it."""
        return {
            "invoice_id": self.invoice_id,
            "status": self.status,
            "stage": self.stage,
            "progress": self.progress,
            "reading": None if self.reading is None else self.reading.as_json(),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnData:
    """Withdrawn final data: kept as a numbered version, with the time of its confirmation and the reason of its
    withdrawal."""

    number: int
    final_data: Mapping[str, Any]
    confirmed_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceUpdate:
    """What one transaction writes for one invoice: columns of its row, and one event of its audit trail, if it is worth
    one.

    `before` is what was counted of the row, locked or claimed: it decides what the update adds to the `figures`.
    `operation_codes` replace the searchable codes of the invoice, `accounts` the accounts known from it, `bookings`
    what it teaches of booking, `tags` those of the invoice; None leaves them unchanged. `lesson` is what a person's
    confirmation teaches of the seller; the store takes it back when the invoice is confirmed no more. `withdrawn` is
    kept as a version of the final data. `parts` are new invoices of these pages of its file, whose ids complete the
    event's data; `others` are updates of further invoices in the same transaction.
    """

    before: CountedValues
    columns: Mapping[str, Any]
    event: AuditEventType | None
    event_data: Mapping[str, Any] | None = None
    operation_codes: frozenset[str] | None = None
    withdrawn: WithdrawnData | None = None
    accounts: frozenset[ConfirmedAccount] | None = None
    lesson: Lesson | None = None
    bookings: tuple[BookedRow, ...] | None = None
    parts: tuple[PageRange, ...] = ()
    told_apart: ToldApart | None = None
    tags: tuple[str, ...] | None = None
    others: "tuple[InvoiceUpdate, ...]" = ()
    change: Change

    @property
    def figures(self) -> Figures:
        """What the update of this invoice, without `parts` and `others`, adds to the figures."""
        return change_of_figures(self.before, self.before.after(self.columns))

    def figures_of_event(self, *, actor: str, at: datetime) -> Figures:
        """What its event adds to the figures."""
        return figures_of_event(self.event, self.event_data, actor=actor, at=at)
