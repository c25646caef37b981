"""What a transaction does to an invoice: the update it writes, and the change that is known once it is committed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
class InvoiceUpdate:
    """What one transaction writes about one invoice: columns of its row, and one event of its audit trail.

    `operation_codes` replace those that the invoice is found by; None leaves them.
    """

    columns: Mapping[str, Any]
    event: AuditEventType
    event_data: Mapping[str, Any] | None = None
    operation_codes: frozenset[str] | None = None
    change: Change
