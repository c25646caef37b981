"""The invoice rows in MariaDB: created by uploads, decided on by people, removed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select

from shared.adapters.audit import record, record_each
from shared.adapters.database import advisory_lock, database_now, document_lock, free_locks, in_transaction, transaction
from shared.adapters.decided_rows import locked_invoice, locked_pair, write_decision
from shared.adapters.figures import COUNTED, add_to_figures
from shared.adapters.intake_erasure import erase_from_intake
from shared.adapters.invoice_rows import insert_invoice, insert_now
from shared.adapters.invoice_tags import add_tags
from shared.adapters.sellers import take_back
from shared.adapters.tables import audit_events, final_versions, invoices
from shared.domain.audit import AuditEventType
from shared.domain.figures import (
    PERSONAL,
    Figures,
    change_of_figures,
    counted_values,
    difference,
    figures_of_event,
    summed,
)
from shared.domain.lifecycle import Status
from shared.domain.page_range import PageRange
from shared.pipeline.ports import RemovedInvoice
from shared.pipeline.registration import NewDocument, Registered, first_change, new_row, uploaded
from shared.pipeline.reviews import Result, ReviewedInvoice, Rule, unchanged, withdrawn_row
from shared.pipeline.splits import part_row, split_off, with_part_ids
from shared.pipeline.updates import Change

MOST_OF_ONE_FILE = 1000
"""So many invoices of the same bytes are looked at, the earliest."""

_OF_BYTES = (
    select(invoices.c.id, invoices.c.first_page, invoices.c.status)
    .where(invoices.c.sha256 == bindparam("sha256"))
    .order_by(invoices.c.id)
    .limit(MOST_OF_ONE_FILE)
    .subquery()
)
# The whole file before its parts, and one that is in use before a rejected one: the earliest of these.
_EARLIEST = (
    select(_OF_BYTES.c.id)
    .order_by(_OF_BYTES.c.first_page.is_not(None), _OF_BYTES.c.status == Status.REJECTED, _OF_BYTES.c.id)
    .limit(1)
)


class SqlInvoiceStore:
    """`shared.pipeline.ports.InvoiceStore` on the invoices' tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register(self, document: NewDocument, place: Callable[[], None], *, allow_duplicates: bool) -> Registered:
        """Find or create the invoice of these bytes; `allow_duplicates` always creates. `place` stores the object."""
        with advisory_lock(self._engine, document_lock(document.sha256)) as connection:
            earlier = _earliest(connection, document.sha256)
            known = _copy(connection, document.copy_key) if allow_duplicates else earlier
            connection.rollback()
            if known is not None:
                return Registered(invoice_id=known, change=None)
            place()
            with connection.begin():
                return _add(connection, document, is_copy=earlier is not None)

    def decide(self, invoice_id: int, *, actor: str, rule: Rule, beside: int | None = None) -> Result:
        """Apply the rule to the locked row, and the one `beside` it, and write what it returns. Raises
        InvoiceNotFoundError and the rule's errors."""
        return in_transaction(self._engine, lambda connection: _decide(connection, invoice_id, actor, rule, beside))

    def remove(
        self,
        invoice_ids: Collection[int],
        *,
        actor: str,
        untouched_since: datetime | None,
        erase: Callable[[Sequence[RemovedInvoice]], None],
        release: Callable[[Sequence[str]], None],
    ) -> Sequence[RemovedInvoice]:
        """Remove the rows and their audit trails in one transaction, and record one event without content for each.
        Returns those that were removed, by id."""

        def remove(connection: Connection) -> Sequence[RemovedInvoice]:
            held = _hold(connection, invoice_ids, untouched_since)
            removed = [RemovedInvoice(invoice_id=row["id"], sha256=row["sha256"]) for row in held]
            if not removed:
                return ()
            erase(removed)  # of what is begun anew, too: once more finds nothing more
            ids = [one.invoice_id for one in removed]
            take_back(connection, ids, database_now(connection))
            of_events = _figures_of_events(connection, ids)
            connection.execute(delete(invoices).where(invoices.c.id.in_(ids)))
            connection.execute(delete(audit_events).where(audit_events.c.invoice_id.in_(ids)))
            erase_from_intake(connection, ids)
            versions = {row["id"]: row["version"] + 1 for row in held}
            now = database_now(connection)
            record_each(connection, ids, AuditEventType.DELETED, now, versions=versions, actor=actor)
            of_rows = (change_of_figures(counted_values(row), None) for row in held)
            add_to_figures(connection, summed((*of_rows, difference(of_events, {}))))
            return removed

        removed = in_transaction(self._engine, remove)
        if removed:
            self._release({one.sha256 for one in removed}, release, wait=untouched_since is None)
        return removed

    def _release(self, hashes: Collection[str], release: Callable[[Sequence[str]], None], *, wait: bool) -> None:
        # The locks exclude uploads of the same bytes, whose objects would be removed otherwise. The sweep of orphans
        # comes to what somebody else has locked.
        by_lock = {document_lock(sha256): sha256 for sha256 in hashes}
        with free_locks(self._engine, by_lock, wait=wait) as (connection, held):
            mine = {by_lock[name] for name in held}
            still_named = connection.scalars(select(invoices.c.sha256).where(invoices.c.sha256.in_(mine)))
            if unnamed := sorted(mine.difference(still_named)):
                release(unnamed)

    def untouched_for(self, *, days: int, limit: int = 100) -> tuple[datetime, list[int]]:
        """The time `days` ago, and the ids of invoices unchanged since, oldest first."""
        with transaction(self._engine) as connection:
            moment = database_now(connection) - timedelta(days=days)
            found = connection.scalars(
                select(invoices.c.id)
                .where(invoices.c.updated_at < moment, invoices.c.status != Status.PROCESSING)
                .order_by(invoices.c.updated_at)
                .limit(limit)
            )
            return moment, list(found)


def _decide(connection: Connection, invoice_id: int, actor: str, rule: Rule, beside: int | None) -> Result:
    invoice = locked_invoice(connection, invoice_id) if beside is None else locked_pair(connection, invoice_id, beside)
    made = rule(invoice)
    if made is None:
        return unchanged(invoice)
    if made.withdrawn is not None:
        connection.execute(insert(final_versions).values(**withdrawn_row(invoice, made.withdrawn, actor=actor)))
    new, of_new = _add_parts(connection, invoice, made.parts, actor=actor)
    counted = [
        write_decision(connection, one, invoice.now, actor=actor, usual=invoice.seller_id)
        for one in (with_part_ids(made, new), *made.others)
    ]
    add_to_figures(connection, summed((of_new, *counted)))
    return Result(change=made.change, others=(*new, *(other.change for other in made.others)))


def _earliest(connection: Connection, sha256: str) -> int | None:
    return connection.execute(_EARLIEST, {"sha256": sha256}).scalar()


def _copy(connection: Connection, copy_key: str | None) -> int | None:
    """The copy that was made with this key."""
    return connection.scalar(select(invoices.c.id).where(invoices.c.dedup_key == copy_key)) if copy_key else None


def _add(connection: Connection, document: NewDocument, *, is_copy: bool) -> Registered:
    row = new_row(document, is_copy=is_copy)
    invoice_id, now = insert_now(connection, row)
    add_tags(connection, invoice_id, document.labels.tags)
    change = first_change(invoice_id, document, now=now)
    data, actor = uploaded(document), document.actor
    record(connection, invoice_id, AuditEventType.UPLOADED, now, version=change.version, actor=actor, data=data)
    add_to_figures(connection, change_of_figures(None, counted_values({**row, "created_at": now})))
    return Registered(invoice_id=invoice_id, change=change)


def _add_parts(
    connection: Connection, parent: ReviewedInvoice, parts: Sequence[PageRange], *, actor: str
) -> tuple[list[Change], Figures]:
    """New invoices of pages of the parent's file, and what they add to the figures. The parent's lock keeps a removal
    from taking their bytes."""
    if not parts:
        return [], {}
    file = connection.execute(
        select(invoices.c.filename, invoices.c.content_type, invoices.c.size, invoices.c.sha256).where(
            invoices.c.id == parent.invoice_id
        )
    ).one()
    document = NewDocument(**file._mapping, actor=actor, labels=parent.labels, source=parent.source)
    changes, counted = [], []
    for pages in parts:
        row = part_row(document, parent_id=parent.invoice_id, pages=pages, now=parent.now)
        invoice_id = insert_invoice(connection, row)
        add_tags(connection, invoice_id, parent.labels.tags)
        data = split_off(parent.invoice_id, pages)
        change = first_change(invoice_id, document, now=parent.now)
        type_, version = AuditEventType.SPLIT_OFF, change.version
        record(connection, invoice_id, type_, parent.now, version=version, actor=actor, data=data)
        changes.append(change)
        counted.append(change_of_figures(None, counted_values(row)))
    return changes, summed(counted)


def _figures_of_events(connection: Connection, invoice_ids: Sequence[int]) -> Figures:
    """What the trails of these invoices have added to the figures."""
    found = connection.execute(
        select(*(audit_events.c[name] for name in ("type", "actor", "created_at", "data"))).where(
            audit_events.c.invoice_id.in_(invoice_ids), audit_events.c.type.in_(PERSONAL)
        )
    )
    return summed(figures_of_event(row.type, row.data, actor=row.actor, at=row.created_at) for row in found)


def _hold(
    connection: Connection, invoice_ids: Collection[int], untouched_since: datetime | None
) -> Sequence[Mapping[Any, Any]]:
    """Lock the rows that may be removed, and wait for none of them if they must be untouched."""
    query = select(invoices.c.id, invoices.c.sha256, invoices.c.version, *COUNTED).where(invoices.c.id.in_(invoice_ids))
    if untouched_since is not None:
        query = query.where(invoices.c.updated_at < untouched_since, invoices.c.status != Status.PROCESSING)
    locked = query.order_by(invoices.c.id).with_for_update(skip_locked=untouched_since is not None)
    return connection.execute(locked).mappings().all()
