"""The audit trail: what happened to an invoice, who did it and when, written in the transaction of the change. This is
the one place that writes public changes, too: each is an event of the trail."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from shared.adapters.change_feed import write_changes
from shared.adapters.tables import audit_events
from shared.domain.audit import SYSTEM, AuditEventType, ensure_declared
from shared.domain.public_changes import CHANGE_OF
from shared.pipeline.updates import InvoiceUpdate
from shared.tracing import current_request_id

_ADD = audit_events.insert()


def record(
    connection: Connection,
    invoice_id: int,
    type_: AuditEventType,
    now: datetime,
    *,
    version: int | None = None,
    actor: str = SYSTEM,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add one event to the trail; `data` holds attributes about the change, never document text. An event that is a
    public change needs the invoice's `version` behind it. Raises TypeError for data that `EVENT_DATA` does not declare
    for this type."""
    versions = {} if version is None else {invoice_id: version}
    record_each(connection, [invoice_id], type_, now, versions=versions, actor=actor, data=data)


_NONE: Mapping[int, int] = {}


def record_each(
    connection: Connection,
    invoice_ids: Collection[int],
    type_: AuditEventType,
    now: datetime,
    *,
    versions: Mapping[int, int] = _NONE,
    actor: str = SYSTEM,
    data: Mapping[str, Any] | None = None,
) -> None:
    """As `record`, one event for each of these invoices, whose versions are `versions` now."""
    ensure_declared(type_, data)
    same = {
        "type": type_,
        "actor": actor,
        "request_id": current_request_id(),
        "created_at": now,
        "data": None if data is None else dict(data),
    }
    connection.execute(_ADD, [{"invoice_id": invoice_id, **same} for invoice_id in invoice_ids])
    if (change := CHANGE_OF.get(type_)) is not None:
        write_changes(connection, {one: versions[one] for one in invoice_ids}, change, now, actor=actor)


def record_update(connection: Connection, made: InvoiceUpdate, now: datetime, *, actor: str = SYSTEM) -> None:
    """Add the event of an update to its invoice's trail, if it has one."""
    if made.event is not None:
        change = made.change
        record(
            connection, change.invoice_id, made.event, now, version=change.version, actor=actor, data=made.event_data
        )
