"""One invoice's row as decisions see it: locked with all that they may ask for, and written by what they return."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Select, delete, func, insert, select

from shared.adapters.audit import record_update
from shared.adapters.automation import automation_for
from shared.adapters.bookings import replace_bookings
from shared.adapters.companies import load_own_companies
from shared.adapters.database import database_now
from shared.adapters.figures import COUNTED
from shared.adapters.invoice_accounts import replace_accounts
from shared.adapters.invoice_rows import whole_invoices, write_columns
from shared.adapters.invoice_tags import replace_tags, tags_of
from shared.adapters.search_index import index_changed_data
from shared.adapters.seller_history import seller_history
from shared.adapters.sellers import with_seller
from shared.adapters.tables import final_versions, invoice_documents, invoices, operation_codes
from shared.adapters.told_apart import those_told_apart, write_told_apart
from shared.domain.duplicates import pair_of
from shared.domain.figures import Figures, counted_values, summed
from shared.domain.lanes import turn_of
from shared.domain.lifecycle import Stage, Status
from shared.domain.origins import Labels, source_of
from shared.domain.page_range import page_range
from shared.pipeline.reviews import InvoiceNotFoundError, ReviewedInvoice
from shared.pipeline.splits import PartInvoice, part_of
from shared.pipeline.updates import InvoiceUpdate


def locked_invoice(connection: Connection, invoice_id: int) -> ReviewedInvoice:
    """The locked row. Raises InvoiceNotFoundError."""
    now = database_now(connection)
    row = connection.execute(
        select(
            *COUNTED,
            invoices.c.stage,
            invoices.c.postponed_until,
            invoices.c.version,
            invoices.c.progress,
            invoice_documents.c.preview_data,
            invoice_documents.c.final_data,
            invoice_documents.c.evidence,
            invoice_documents.c.checks,
            invoice_documents.c.sketch,
            invoice_documents.c.source,
            invoices.c.seller_id,
            invoices.c.content_type,
            invoices.c.lane,
            invoices.c.uploader,
            invoices.c.pages_due,
            invoices.c.page_count,
            invoices.c.parent_id,
            invoices.c.first_page,
            invoices.c.last_page,
            invoices.c.exported_at,
            invoices.c.exported_reference,
            invoices.c.export_id,
            invoices.c.reference,
            invoices.c.for_company,
            invoices.c.source_kind,
        )
        .select_from(whole_invoices())
        .where(invoices.c.id == invoice_id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise InvoiceNotFoundError
    companies = cache(lambda: load_own_companies(connection))
    return ReviewedInvoice(
        invoice_id=invoice_id,
        status=Status(row.status),
        stage=Stage(row.stage) if row.stage else None,
        version=row.version,
        progress=row.progress,
        counted=counted_values(row._mapping),
        preview_data=row.preview_data,
        final_data=row.final_data,
        confirmed_at=row.confirmed_at,
        postponed_until=row.postponed_until,
        next_version=lambda: connection.execute(_count_of_versions(invoice_id)).scalar_one() + 1,
        evidence=row.evidence,
        checks=row.checks,
        now=now,
        history=lambda data: seller_history(connection, data, without=invoice_id, companies=companies()),
        content_type=row.content_type,
        turn=turn_of(dict(row._mapping)),
        page_count=row.page_count,
        pages=page_range(row.first_page, row.last_page),
        parent_status=lambda: _status_of(connection, row.parent_id) if row.parent_id else None,
        parts=lambda: _parts_of(connection, invoice_id, now),
        exported_at=row.exported_at,
        exported_reference=row.exported_reference,
        export_id=row.export_id,
        sketch=row.sketch,
        seller_id=row.seller_id,
        labels=Labels(reference=row.reference, tags=tags_of(connection, invoice_id), company=row.for_company),
        source=source_of(row.source_kind, row.source),
        companies=companies,
        automation=lambda data: automation_for(
            connection,
            invoice_id,
            data,
            seller_id=row.seller_id,
            companies=companies(),
        ),
    )


def locked_pair(connection: Connection, invoice_id: int, beside: int) -> ReviewedInvoice:
    """The row with the one beside it. Whichever of the two is asked about, they are locked in the same order. Raises
    InvoiceNotFoundError."""
    pair = pair_of(invoice_id, beside)
    found = {one: locked_invoice(connection, one) for one in pair}
    apart = bool(those_told_apart(connection, invoice_id, [beside]))
    return replace(found[invoice_id], other=found[beside], told_apart=apart)


def write_decision(
    connection: Connection, made: InvoiceUpdate, now: datetime, *, actor: str, usual: int | None
) -> Figures:
    """Write an update, and what the seller's record learns or loses by it; `usual` is the seller that the invoice had
    before. Returns what the figures change by, which is to be added last in the transaction."""
    made = with_seller(connection, made, now, usual=usual)
    invoice_id = made.change.invoice_id
    write_columns(connection, invoice_id, made.columns)
    if "preview_data" in made.columns:
        index_changed_data(connection, invoice_id, made.columns["preview_data"])
    if made.operation_codes is not None:
        _replace_operation_codes(connection, invoice_id, made.operation_codes)
    if made.accounts is not None:
        replace_accounts(connection, invoice_id, made.accounts)
    if made.bookings is not None:
        replace_bookings(connection, invoice_id, made.bookings)
    if made.tags is not None:
        replace_tags(connection, invoice_id, made.tags)
    if made.told_apart is not None:
        write_told_apart(connection, invoice_id, made.told_apart)
    record_update(connection, made, now, actor=actor)
    return summed((made.figures, made.figures_of_event(actor=actor, at=now)))


def _parts_of(connection: Connection, invoice_id: int, now: datetime) -> list[PartInvoice]:
    """The invoices that were split off this one, locked."""
    rows = connection.execute(
        select(invoices.c.id, invoices.c.version, invoices.c.progress, *COUNTED)
        .where(invoices.c.parent_id == invoice_id)
        .order_by(invoices.c.id)
        .with_for_update()
    )
    return [part_of(dict(row), now=now) for row in rows.mappings()]


def _status_of(connection: Connection, invoice_id: int) -> Status | None:
    """None if there is no such invoice."""
    found = connection.execute(select(invoices.c.status).where(invoices.c.id == invoice_id)).scalar()
    return Status(found) if found else None


def _count_of_versions(invoice_id: int) -> Select[int]:
    return select(func.count()).select_from(final_versions).where(final_versions.c.invoice_id == invoice_id)


def _replace_operation_codes(connection: Connection, invoice_id: int, keys: Iterable[str]) -> None:
    connection.execute(delete(operation_codes).where(operation_codes.c.invoice_id == invoice_id))
    rows = [{"invoice_id": invoice_id, "code": key} for key in sorted(keys)]
    if rows:
        connection.execute(insert(operation_codes), rows)
