"""What the store knows that an invoice is checked against: its seller's other invoices and accounts, our companies."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Connection, select

from shared.adapters.companies import load_own_companies
from shared.adapters.duplicates import is_no_part, possible_duplicates
from shared.adapters.invoice_accounts import account_history
from shared.adapters.tables import invoices
from shared.domain.checks import SellerHistory
from shared.domain.duplicates import COUNTED
from shared.domain.invoice import InvoiceData

_MOST_TOTALS = 50


def seller_history(connection: Connection, data: InvoiceData, *, without: int) -> SellerHistory:
    """The history of this invoice's seller, known by tax id or by name; `without` is the invoice itself."""
    return SellerHistory(
        others=tuple(possible_duplicates(connection, data, without=without)),
        totals=tuple(_totals(connection, data, without=without)),
        accounts=account_history(connection, data, without=without),
        companies=load_own_companies(connection),
    )


def _totals(connection: Connection, data: InvoiceData, *, without: int) -> list[Decimal]:
    """The newest totals of this seller: one query for each way it is known, since an OR of two indexes has no order."""
    found: dict[int, Decimal] = {}
    for same_seller in _same_seller(data):
        query = select(invoices.c.id, invoices.c.total_amount).where(
            same_seller,
            invoices.c.id != without,
            is_no_part(invoices.c, without),
            invoices.c.status.in_(COUNTED),
            invoices.c.currency == data.currency,
            invoices.c.total_amount.is_not(None),
        )
        rows = connection.execute(query.order_by(invoices.c.issue_date.desc()).limit(_MOST_TOTALS))
        found |= {row.id: row.total_amount for row in rows}
    return list(found.values())


def _same_seller(data: InvoiceData) -> list[ColumnElement[bool]]:
    number = data.seller.vat_id or data.seller.tax_id
    known = ((invoices.c.seller_vat_id, number), (invoices.c.seller_name, data.seller.name))
    return [column == value for column, value in known if value and data.currency]
