"""What a transaction does to an invoice: the update it writes, and the change that is known once it is committed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.accounts import ConfirmedAccount
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import Stage, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An invoice after a committed change: what a watcher needs to redraw its row; `status` is None once it is deleted.

    `enqueued_at` is the time of the message that `stage` is owed; None when nothing is to be enqueued.
    """

    invoice_id: int
    status: Status | None
    stage: Stage | None
    progress: int
    version: int
    enqueued_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The public form, as watchers get it."""
        return {
            "invoice_id": self.invoice_id,
            "status": self.status,
            "stage": self.stage,
            "progress": self.progress,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnData:
    """Final data that is final no longer: kept as a numbered version, with when it was confirmed and why it was taken
    back."""

    final_data: Mapping[str, Any]
    confirmed_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceUpdate:
    """What one transaction writes about one invoice: columns of its row, and one event of its audit trail.

    `operation_codes` replace those that the invoice is found by, `accounts` those that are known through it; None
    leaves them. `withdrawn` is kept as the next version of the invoice's final data; the event's `version` is its
    number.
    """

    columns: Mapping[str, Any]
    event: AuditEventType
    event_data: Mapping[str, Any] | None = None
    operation_codes: frozenset[str] | None = None
    withdrawn: WithdrawnData | None = None
    accounts: frozenset[ConfirmedAccount] | None = None
    change: Change
