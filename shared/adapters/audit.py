"""The audit trail: what happened to an invoice, who did it and when, written in the transaction of the change."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shared.adapters.tables import audit_events
from shared.domain.audit import SYSTEM, AuditEventType, ensure_declared
from shared.pipeline.updates import InvoiceUpdate
from shared.tracing import current_request_id

_ADD = audit_events.insert()


def record(
    connection: Connection,
    invoice_id: int,
    type_: AuditEventType,
    now: datetime,
    *,
    actor: str = SYSTEM,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add one event to the trail; `data` holds attributes about the change, never document text. Raises TypeError for
    data that `EVENT_DATA` does not declare for this type."""
    record_each(connection, [invoice_id], type_, now, actor=actor, data=data)


def record_each(
    connection: Connection,
    invoice_ids: Iterable[int],
    type_: AuditEventType,
    now: datetime,
    *,
    actor: str = SYSTEM,
    data: Mapping[str, Any] | None = None,
) -> None:
    """As `record`, one event for each of these invoices."""
    ensure_declared(type_, data)
    same = {
        "type": type_,
        "actor": actor,
        "request_id": current_request_id(),
        "created_at": now,
        "data": None if data is None else dict(data),
    }
    connection.execute(_ADD, [{"invoice_id": invoice_id, **same} for invoice_id in invoice_ids])


def record_update(connection: Connection, made: InvoiceUpdate, now: datetime, *, actor: str = SYSTEM) -> None:
    """Add the event of an update to its invoice's trail, if it has one."""
    if made.event is not None:
        record(connection, made.change.invoice_id, made.event, now, actor=actor, data=made.event_data)
