"""Queries of one invoice, its trail and versions, and of confirmed data: explicit columns, JSON as stored."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_

from functions.api.cursors import Listing
from functions.api.labels import LABELS, labels_of, with_labels
from functions.api.list_paths import all_conditions_of
from functions.api.models.filters import ConfirmedQuery
from functions.api.orders import Order
from functions.api.pages import counted, place_in_list, read_page
from functions.api.postponing import POSTPONED_UNTIL
from functions.api.seller_links import KNOWN_SELLER, seller_link
from functions.api.text_matches import text_matches
from shared.adapters.bookings import booking_suggestions
from shared.adapters.duplicates import duplicates_by_invoice
from shared.adapters.figures import Selection
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import audit_events, final_versions, invoice_documents, invoices
from shared.adapters.told_apart import told_apart_from
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.page_range import page_range
from shared.pipeline.reviews import InvoiceNotFoundError

LARGEST_ID = 2**63 - 1

_WHOLE = (
    invoices.c.id,
    invoices.c.filename,
    invoices.c.content_type,
    invoices.c.size,
    invoices.c.sha256,
    invoices.c.page_count,
    invoices.c.status,
    invoices.c.stage,
    invoices.c.progress,
    invoices.c.pages_read,
    invoices.c.pages_to_read,
    invoices.c.created_at,
    invoices.c.updated_at,
    invoices.c.confirmed_at,
    POSTPONED_UNTIL,
    invoices.c.error_code,
    invoices.c.error_message,
    invoices.c.reject_reason,
    invoice_documents.c.preview_data,
    invoice_documents.c.final_data,
    invoice_documents.c.evidence,
    invoice_documents.c.checks,
    invoice_documents.c.agent_response,
    invoice_documents.c.blockers,
    invoices.c.automatic.label("confirmed_automatically"),
    invoices.c.extractor,
    invoices.c.version,
    invoices.c.parent_id,
    invoices.c.first_page,
    invoices.c.last_page,
    invoices.c.exported_at,
    invoices.c.exported_reference,
    KNOWN_SELLER,
    *LABELS,
)

_FILE = (
    invoices.c.id,
    invoices.c.filename,
    invoices.c.content_type,
    invoices.c.size,
    invoices.c.sha256,
    invoices.c.page_count,
    invoices.c.status,
    invoices.c.first_page,
    invoices.c.last_page,
    invoices.c.error_code,
)


def whole_invoice(connection: Connection, invoice_id: int) -> dict[str, Any]:
    """The invoice in its public form. Raises InvoiceNotFoundError."""
    row = _one(connection, select(*_WHOLE).select_from(whole_invoices()), invoice_id)
    invoice = with_labels(with_state(row))
    first, last, seller = (invoice.pop(name) for name in ("first_page", "last_page", "seller_id"))
    children = select(invoices.c.id).where(invoices.c.parent_id == invoice_id).order_by(invoices.c.id)
    waits = invoice["status"] == Status.WAITING_VALIDATION and invoice["preview_data"] is not None
    return {
        **invoice,
        "suggestions": _suggestions(connection, invoice_id, invoice["preview_data"], seller) if waits else None,
        "duplicate_of": duplicates_by_invoice(connection, [invoice_id]).get(invoice_id, []),
        "told_apart_from": told_apart_from(connection, invoice_id),
        "pages": page_range(first, last),
        "seller": seller_link(connection, seller),
        "children": list(connection.scalars(children)),
    }


def _suggestions(
    connection: Connection, invoice_id: int, data: Mapping[str, Any], seller: int | None
) -> dict[str, list[dict[str, Any]]]:
    found = booking_suggestions(connection, InvoiceData.model_validate(data), seller=seller, without=invoice_id)
    return {pointer: [asdict(one) for one in values] for pointer, values in found.items()}


def file_of(connection: Connection, invoice_id: int) -> Mapping[str, Any]:
    """The columns of _FILE. Raises InvoiceNotFoundError."""
    return _one(connection, select(*_FILE), invoice_id)


def confirmed_selection(query: ConfirmedQuery) -> Selection:
    """The confirmed invoices of a query, whatever its texts."""
    return Selection(
        statuses=(Status.PROCESSED,),
        currency=query.currency,
        issued_from=query.issued_from,
        issued_to=query.issued_to,
    )


def confirmed_condition(query: ConfirmedQuery) -> list[ColumnElement[bool]]:
    """The conditions of a filter on confirmed invoices."""
    return [*all_conditions_of(confirmed_selection(query)), *(match.condition for match in text_matches(query))]


CONFIRMED = (
    invoices.c.id,
    invoices.c.filename,
    invoices.c.confirmed_at,
    invoices.c.exported_at,
    invoices.c.exported_reference,
    *LABELS,
    invoice_documents.c.final_data,
)


def confirmed_invoice(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of CONFIRMED in its public form."""
    return {
        "invoice_id": row["id"],
        "filename": row["filename"],
        "confirmed_at": row["confirmed_at"],
        "exported_at": row["exported_at"],
        "exported_reference": row["exported_reference"],
        **labels_of(row),
        **(row["final_data"] or {}),
    }


def final_versions_of(connection: Connection, invoice_id: int, listing: Listing) -> dict[str, Any]:
    """One page of the withdrawn versions of an invoice, newest first. Raises InvoiceNotFoundError."""
    order = Order((final_versions.c.number,), descending=True)
    _one(connection, select(invoices.c.id), invoice_id)
    columns = [column for column in final_versions.columns if column.name != "invoice_id"]
    page = read_page(connection, listing, order, select(*columns).where(final_versions.c.invoice_id == invoice_id))
    return {"versions": page.rows, "next": page.next}


def list_withdrawn(connection: Connection, listing: Listing) -> dict[str, Any]:
    """One page of withdrawals, newest first."""
    of = final_versions.c
    order = Order((of.withdrawn_at, of.invoice_id, of.number), descending=True)
    page = read_page(connection, listing, order, select(*order.columns))
    columns = [column for column in final_versions.columns if column.name != "final_data"]
    keys = [(row["invoice_id"], row["number"]) for row in page.rows]
    found = select(*columns, invoices.c.filename).join_from(final_versions, invoices)
    rows = connection.execute(found.where(tuple_(of.invoice_id, of.number).in_(keys))).mappings()
    by_key = {(row["invoice_id"], row["number"]): row for row in rows}
    total = counted(connection, select(of.number))
    return {**place_in_list(listing, total, page), "withdrawn": [by_key[key] for key in keys if key in by_key]}


def audit_trail(connection: Connection, invoice_id: int, listing: Listing) -> dict[str, Any]:
    """The newest events of an invoice, or those before a cursor, in their order; those of a deleted one too. Raises
    InvoiceNotFoundError if there are none."""
    if not 0 < invoice_id <= LARGEST_ID:
        raise InvoiceNotFoundError
    order = Order((audit_events.c.id,), descending=True)
    columns = (audit_events.c.id, *(audit_events.c[name] for name in ("type", "actor", "created_at", "data")))
    page = read_page(connection, listing, order, select(*columns).where(audit_events.c.invoice_id == invoice_id))
    if not page.rows:
        raise InvoiceNotFoundError
    return {"events": page.rows[::-1], "next": page.next}


def _one(connection: Connection, statement: Select[Any], invoice_id: int) -> Mapping[Any, Any]:
    if not 0 < invoice_id <= LARGEST_ID:
        raise InvoiceNotFoundError
    row = connection.execute(statement.where(invoices.c.id == invoice_id)).mappings().one_or_none()
    if row is None:
        raise InvoiceNotFoundError
    return row


def with_state(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with its error and the pages that are being read in their public form."""
    shown = dict(row)
    read, of = shown.pop("pages_read"), shown.pop("pages_to_read")
    shown["reading"] = None if read is None or of is None else {"read": read, "of": of}
    code, message = shown.pop("error_code"), shown.pop("error_message")
    shown["error"] = {"code": code, "message": message or ""} if code else None
    return shown


def trimmed(amount: Decimal) -> Decimal:
    """The amount without trailing zeros beyond its second decimal."""
    cents = amount.quantize(Decimal("0.01"))
    return cents if cents == amount else amount.normalize()
