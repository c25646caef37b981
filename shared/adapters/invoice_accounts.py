"""The accounts that confirmed invoices named, by seller and by payee."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from shared.adapters.tables import invoice_accounts
from shared.domain.accounts import AccountHistory, KnownAccount, named_accounts, payee_key, seller_keys
from shared.domain.invoice import InvoiceData

_MOST_ACCOUNTS = 50  # of one seller, the newest; a factor serves thousands with one


def account_rows(invoice_id: int, data: InvoiceData) -> list[dict[str, Any]]:
    """The rows that a confirmed invoice of this data has: one for each account and each way its seller is known by."""
    return [
        {"invoice_id": invoice_id, "seller_key": seller, "account": account.key, "payee_key": payee_key(data)}
        for seller in seller_keys(data)
        for account in named_accounts(data)
    ]


def keep_accounts(connection: Connection, invoice_id: int, data: InvoiceData) -> None:
    """The accounts of an invoice that is being confirmed, as part of its transaction."""
    forget_accounts(connection, invoice_id)
    rows = account_rows(invoice_id, data)
    if rows:
        connection.execute(insert(invoice_accounts), rows)


def forget_accounts(connection: Connection, invoice_id: int) -> None:
    """An invoice that is no longer confirmed says nothing about its seller's accounts."""
    connection.execute(delete(invoice_accounts).where(invoice_accounts.c.invoice_id == invoice_id))


def account_history(connection: Connection, data: InvoiceData) -> AccountHistory:
    """What confirmed invoices say of this seller's accounts, by its tax number and by its name, since some of its
    invoices may have been read without the number; and of the named payee's, whoever sold."""
    seller, payee, account = invoice_accounts.c.seller_key, invoice_accounts.c.payee_key, invoice_accounts.c.account
    asked = [named.key for named in named_accounts(data)]
    of_seller: list[KnownAccount] = []
    for key in seller_keys(data):
        of_seller += _known(connection, seller == key)
        of_seller += _known(connection, seller == key, account.in_(asked))  # it may be older than the newest
    named_payee = payee_key(data)
    of_payee = _known(connection, payee == named_payee, account.in_(asked)) if named_payee and asked else []
    return AccountHistory(of_seller=tuple(dict.fromkeys(of_seller)), of_payee=tuple(of_payee))


def _known(connection: Connection, *conditions: ColumnElement[bool]) -> list[KnownAccount]:
    newest = func.max(invoice_accounts.c.invoice_id).label("newest")
    rows: Sequence[Any] = connection.execute(
        select(invoice_accounts.c.account, invoice_accounts.c.payee_key, newest)
        .where(*conditions)
        .group_by(invoice_accounts.c.account, invoice_accounts.c.payee_key)
        .order_by(newest.desc())
        .limit(_MOST_ACCOUNTS)
    ).all()
    return [KnownAccount(account=row.account, payee=row.payee_key, invoice_id=row.newest) for row in rows]
