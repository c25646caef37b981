"""What the store knows that an invoice is checked against: its seller's other invoices and accounts, our companies."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select, union

from shared.adapters.companies import load_own_companies
from shared.adapters.duplicates import is_no_part, possible_duplicates
from shared.adapters.invoice_accounts import account_history
from shared.adapters.seller_recognition import seller_of
from shared.adapters.tables import invoices
from shared.adapters.told_apart import those_told_apart
from shared.domain.checks import SellerHistory
from shared.domain.companies import OwnCompanies
from shared.domain.duplicates import COUNTED
from shared.domain.invoice import InvoiceData

_MOST_TOTALS = 50


def seller_history(
    connection: Connection, data: InvoiceData, *, without: int, companies: OwnCompanies | None = None
) -> SellerHistory:
    """The history of this invoice's seller, known by tax id or by name; `without` is the invoice itself. `companies`
    are ours, if the caller knows them."""
    others = possible_duplicates(connection, data, without=without)
    told_apart = those_told_apart(connection, without, [other.invoice_id for other in others])
    return SellerHistory(
        others=tuple(others),
        told_apart=frozenset(told_apart),
        totals=tuple(_totals(connection, data, without=without)),
        accounts=account_history(connection, data, without=without),
        companies=load_own_companies(connection) if companies is None else companies,
    )


def _totals(connection: Connection, data: InvoiceData, *, without: int) -> list[Decimal]:
    """The newest totals of this seller in its currency."""
    number = data.seller.vat_id or data.seller.tax_id
    known = {
        "number": number or None,
        "name": data.seller.name or None,
        "seller": seller_of(connection, data),  # confirmed invoices are called as the record, which may be renamed
        "own_currency": data.currency or None,
        "without": without,
    }
    return [row.total_amount for row in connection.execute(_TOTALS, known)]


def _totals_of(same_seller: ColumnElement[bool], newest: ColumnElement[Any]) -> Select[Any]:
    query = select(invoices.c.id, invoices.c.total_amount).where(
        same_seller,
        invoices.c.id != bindparam("without"),
        is_no_part(invoices.c, bindparam("without")),
        invoices.c.status.in_(COUNTED),
        invoices.c.currency == bindparam("own_currency"),
        invoices.c.total_amount.is_not(None),
    )
    return query.order_by(newest.desc()).limit(_MOST_TOTALS)


# One query for each way a seller is known, since an OR of two indexes has no order; an invoice that several find is one
# row. What is null equals nothing.
_TOTALS = union(
    _totals_of(invoices.c.seller_vat_id == bindparam("number"), invoices.c.issue_date),
    _totals_of(invoices.c.seller_name == bindparam("name"), invoices.c.issue_date),
    *(
        _totals_of(
            and_(
                invoices.c.seller_id == bindparam("seller", type_=invoices.c.seller_id.type), invoices.c.status == one
            ),
            invoices.c.id,
        )
        for one in COUNTED
    ),
)
