"""What the store knows of a seller's other invoices, for the checks on duplicates and unusual totals."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from shared.adapters.tables import invoices
from shared.domain.checks import EarlierInvoice, SellerHistory
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status

_MOST_DUPLICATES = 10
_MOST_TOTALS = 50

_COUNTED = (Status.WAITING_VALIDATION, Status.PROCESSED)


def seller_history(connection: Connection, data: InvoiceData, *, without: int) -> SellerHistory:
    """The history of this invoice's seller, known by tax id or, failing that, by name; `without` is the invoice itself.

    Empty when the seller is not known.
    """
    seller = _same_seller(data)
    if seller is None:
        return SellerHistory()
    others = (seller, invoices.c.id != without, invoices.c.status.in_(_COUNTED))
    columns = (invoices.c.id, invoices.c.filename, invoices.c.issue_date, invoices.c.total_amount)
    same_number: Sequence[Any] = ()
    same_date_and_total: Sequence[Any] = ()
    totals: Sequence[Decimal] = ()
    if data.invoice_number:
        query = select(*columns).where(*others, invoices.c.invoice_number == data.invoice_number)
        same_number = connection.execute(query.limit(_MOST_DUPLICATES)).all()
    if data.issue_date and data.total_amount is not None:
        query = select(*columns).where(
            *others, invoices.c.issue_date == data.issue_date, invoices.c.total_amount == data.total_amount
        )
        same_date_and_total = connection.execute(query.limit(_MOST_DUPLICATES)).all()
    if data.currency:
        query = select(invoices.c.total_amount).where(
            *others, invoices.c.currency == data.currency, invoices.c.total_amount.is_not(None)
        )
        totals = connection.execute(query.order_by(invoices.c.id.desc()).limit(_MOST_TOTALS)).scalars().all()
    return SellerHistory(
        same_number=tuple(map(_earlier, same_number)),
        same_date_and_total=tuple(map(_earlier, same_date_and_total)),
        totals=tuple(totals),
    )


def _earlier(row: Any) -> EarlierInvoice:
    return EarlierInvoice(
        invoice_id=row.id, filename=row.filename, issue_date=row.issue_date, total_amount=row.total_amount
    )


def _same_seller(data: InvoiceData) -> ColumnElement[bool] | None:
    known = []
    if data.seller.vat_id or data.seller.tax_id:
        known.append(invoices.c.seller_vat_id == (data.seller.vat_id or data.seller.tax_id))
    if data.seller.name:
        known.append(invoices.c.seller_name == data.seller.name)
    return or_(*known) if known else None
