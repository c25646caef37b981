"""The API's database queries: explicit columns, an index for each order, JSON as stored."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from functions.api.match_places import found_places
from functions.api.models import ConfirmedQuery, DataQuery, ListQuery, PageQuery
from functions.api.text_matches import text_matches
from shared.adapters.duplicates import duplicates_by_invoice
from shared.adapters.invoice_rows import whole_invoices
from shared.adapters.tables import audit_events, final_versions, invoice_documents, invoices
from shared.domain.lifecycle import Status
from shared.domain.page_range import page_range
from shared.pipeline.reviews import InvoiceNotFoundError

LARGEST_ID = 2**63 - 1
_MOST_VERSIONS = 100  # of one invoice, each with all of its data


_ROW = (
    invoices.c.id,
    invoices.c.filename,
    invoices.c.status,
    invoices.c.stage,
    invoices.c.progress,
    invoices.c.created_at,
    invoices.c.updated_at,
    invoices.c.invoice_number,
    invoices.c.seller_name,
    invoices.c.issue_date,
    invoices.c.total_amount,
    invoices.c.currency,
    invoices.c.error_code,
    invoices.c.error_message,
    invoices.c.error_count,
    invoices.c.warning_count,
    invoices.c.version,
)

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
    invoices.c.created_at,
    invoices.c.updated_at,
    invoices.c.confirmed_at,
    invoices.c.error_code,
    invoices.c.error_message,
    invoices.c.reject_reason,
    invoice_documents.c.preview_data,
    invoice_documents.c.final_data,
    invoice_documents.c.evidence,
    invoice_documents.c.checks,
    invoice_documents.c.agent_response,
    invoices.c.extractor,
    invoices.c.version,
    invoices.c.parent_id,
    invoices.c.first_page,
    invoices.c.last_page,
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
)


def whole_invoice(connection: Connection, invoice_id: int) -> dict[str, Any]:
    """The invoice in its public form. Raises InvoiceNotFoundError."""
    invoice = _public(_one(connection, select(*_WHOLE).select_from(whole_invoices()), invoice_id))
    first, last = invoice.pop("first_page"), invoice.pop("last_page")
    children = select(invoices.c.id).where(invoices.c.parent_id == invoice_id).order_by(invoices.c.id)
    return {
        **invoice,
        "duplicate_of": duplicates_by_invoice(connection, [invoice_id]).get(invoice_id, []),
        "pages": page_range(first, last),
        "children": list(connection.scalars(children)),
    }


def file_of(connection: Connection, invoice_id: int) -> Mapping[str, Any]:
    """The columns of _FILE. Raises InvoiceNotFoundError."""
    return _one(connection, select(*_FILE), invoice_id)


def list_invoices(connection: Connection, query: ListQuery) -> dict[str, Any]:
    """One page of rows, with the counts of `Paged`."""
    conditions = _filtered(query)
    if query.status:
        conditions.append(invoices.c.status.in_(query.status))
    if query.findings:
        conditions += _FINDINGS[query.findings]
    column = invoices.c[query.sort_by]
    descending = query.sort_order == "desc"
    order = [column.desc(), invoices.c.id.desc()] if descending else [column.asc(), invoices.c.id.asc()]
    total = connection.execute(select(func.count()).select_from(invoices).where(*conditions)).scalar_one()
    statement = select(*_ROW).where(*conditions).order_by(*order)
    rows = [_public_row(row) for row in connection.execute(_paged(statement, query)).mappings()]
    duplicates = duplicates_by_invoice(connection, [row["id"] for row in rows])
    places = found_places(connection, rows, query.q)
    shown = [{**row, "duplicate_of": duplicates.get(row["id"], []), "match": places.get(row["id"])} for row in rows]
    return {**_counts(query, total), "invoices": shown}


_FINDINGS: dict[str, list[ColumnElement[bool]]] = {
    "error": [invoices.c.error_count > 0],
    "warning": [invoices.c.error_count == 0, invoices.c.warning_count > 0],
    "none": [invoices.c.error_count == 0, invoices.c.warning_count == 0],
}


def _filtered(query: ListQuery | ConfirmedQuery) -> list[ColumnElement[bool]]:
    conditions = [match.condition for match in text_matches(query)]
    if query.issued_from:
        conditions.append(invoices.c.issue_date >= query.issued_from)
    if query.issued_to:
        conditions.append(invoices.c.issue_date <= query.issued_to)
    if query.currency:
        conditions.append(invoices.c.currency == query.currency)
    return conditions


def confirmed_condition(query: ConfirmedQuery) -> list[ColumnElement[bool]]:
    """The conditions of a filter on confirmed invoices."""
    return [invoices.c.status == Status.PROCESSED, *_filtered(query)]


CONFIRMED = (invoices.c.id, invoices.c.filename, invoices.c.confirmed_at, invoice_documents.c.final_data)


def list_confirmed(connection: Connection, query: DataQuery) -> dict[str, Any]:
    """One page of confirmed data, newest first."""
    conditions = confirmed_condition(query)
    total = connection.execute(select(func.count()).select_from(invoices).where(*conditions)).scalar_one()
    newest = (invoices.c.confirmed_at.desc(), invoices.c.id.desc())
    statement = select(*CONFIRMED).select_from(whole_invoices()).where(*conditions).order_by(*newest)
    rows = connection.execute(_paged(statement, query)).mappings()
    return {**_counts(query, total), "invoices": [confirmed_invoice(row) for row in rows]}


def confirmed_invoice(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of CONFIRMED in its public form."""
    return {
        "invoice_id": row["id"],
        "filename": row["filename"],
        "confirmed_at": row["confirmed_at"],
        **(row["final_data"] or {}),
    }


def final_versions_of(connection: Connection, invoice_id: int) -> Sequence[Mapping[Any, Any]]:
    """The newest withdrawn versions of an invoice, newest first. Raises InvoiceNotFoundError."""
    _one(connection, select(invoices.c.id), invoice_id)
    columns = [column for column in final_versions.columns if column.name != "invoice_id"]
    query = select(*columns).where(final_versions.c.invoice_id == invoice_id).order_by(final_versions.c.number.desc())
    return connection.execute(query.limit(_MOST_VERSIONS)).mappings().all()


def list_withdrawn(connection: Connection, query: PageQuery) -> dict[str, Any]:
    """One page of withdrawals, newest first."""
    total = connection.execute(select(func.count()).select_from(final_versions)).scalar_one()
    columns = [column for column in final_versions.columns if column.name != "final_data"]
    newest = (final_versions.c.withdrawn_at.desc(), final_versions.c.invoice_id.desc(), final_versions.c.number.desc())
    statement = select(*columns, invoices.c.filename).join_from(final_versions, invoices).order_by(*newest)
    rows = connection.execute(_paged(statement, query)).mappings().all()
    return {**_counts(query, total), "withdrawn": rows}


def audit_trail(connection: Connection, invoice_id: int) -> Sequence[Mapping[Any, Any]]:
    """All events of an invoice, in order; those of a deleted one too. Raises InvoiceNotFoundError if there are none."""
    if not 0 < invoice_id <= LARGEST_ID:
        raise InvoiceNotFoundError
    rows = (
        connection.execute(
            select(
                audit_events.c.id,
                audit_events.c.type,
                audit_events.c.actor,
                audit_events.c.created_at,
                audit_events.c.data,
            )
            .where(audit_events.c.invoice_id == invoice_id)
            .order_by(audit_events.c.id)
        )
        .mappings()
        .all()
    )
    if not rows:
        raise InvoiceNotFoundError
    return rows


def _one(connection: Connection, statement: Select[Any], invoice_id: int) -> Mapping[Any, Any]:
    if not 0 < invoice_id <= LARGEST_ID:
        raise InvoiceNotFoundError
    row = connection.execute(statement.where(invoices.c.id == invoice_id)).mappings().one_or_none()
    if row is None:
        raise InvoiceNotFoundError
    return row


def _paged(statement: Select[Any], query: PageQuery) -> Select[Any]:
    return statement.limit(query.per_page).offset((query.page - 1) * query.per_page)


def _counts(query: PageQuery, total: int) -> dict[str, int]:
    return {"page": query.page, "per_page": query.per_page, "total": total, "pages": ceil(total / query.per_page)}


def _public(row: Mapping[Any, Any]) -> dict[str, Any]:
    shown = dict(row)
    code, message = shown.pop("error_code"), shown.pop("error_message")
    shown["error"] = {"code": code, "message": message or ""} if code else None
    return shown


def _public_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    shown = _public(row)
    total = shown["total_amount"]
    # The column stores eight decimals; trailing zeros beyond the second one are not shown.
    shown["total_amount"] = None if total is None else trimmed(total)
    shown["checks_summary"] = {"error": shown.pop("error_count"), "warning": shown.pop("warning_count")}
    return shown


def trimmed(amount: Decimal) -> Decimal:
    """The amount without trailing zeros beyond its second decimal."""
    cents = amount.quantize(Decimal("0.01"))
    return cents if cents == amount else amount.normalize()
