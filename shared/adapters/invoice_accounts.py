"""The accounts that confirmed invoices named, by seller and by payee."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from shared.adapters.tables import invoice_accounts
from shared.domain.accounts import (
    AccountHistory,
    ConfirmedAccount,
    KnownAccount,
    named_accounts,
    payee_key,
    seller_keys,
)
from shared.domain.invoice import InvoiceData

_MOST_ACCOUNTS = 50  # of one seller, the newest; a factor serves thousands with one


def replace_accounts(connection: Connection, invoice_id: int, accounts: Iterable[ConfirmedAccount]) -> None:
    """From now on these are the accounts of this invoice; of one that is not confirmed there are none."""
    connection.execute(delete(invoice_accounts).where(invoice_accounts.c.invoice_id == invoice_id))
    rows = [{"invoice_id": invoice_id, **asdict(account)} for account in accounts]
    if rows:
        connection.execute(insert(invoice_accounts), rows)


def account_history(connection: Connection, data: InvoiceData, *, without: int) -> AccountHistory:
    """What confirmed invoices say of this seller's accounts, by its tax number and by its name, since some of its
    invoices may have been read without the number; and of the named payee's, whoever sold. `without` is the invoice
    itself, which vouches for nothing."""
    seller, payee, account = invoice_accounts.c.seller_key, invoice_accounts.c.payee_key, invoice_accounts.c.account
    asked = [named.key for named in named_accounts(data)]
    of_seller: list[KnownAccount] = []
    for key in seller_keys(data):
        of_seller += _known(connection, without, seller == key)
        of_seller += _known(connection, without, seller == key, account.in_(asked))  # it may be older than the newest
    named_payee = payee_key(data)
    of_payee = _known(connection, without, payee == named_payee, account.in_(asked)) if named_payee and asked else []
    return AccountHistory(of_seller=tuple(dict.fromkeys(of_seller)), of_payee=tuple(of_payee))


def _known(connection: Connection, without: int, *conditions: ColumnElement[bool]) -> list[KnownAccount]:
    # The first and the last invoice of each account are read off the ends of the index. To leave the one invoice out
    # in the query would make it read all of the seller's.
    newest = func.max(invoice_accounts.c.invoice_id).label("newest")
    rows: Sequence[Any] = connection.execute(
        select(
            invoice_accounts.c.account,
            invoice_accounts.c.payee_key,
            func.min(invoice_accounts.c.invoice_id).label("oldest"),
            newest,
        )
        .where(*conditions)
        .group_by(invoice_accounts.c.account, invoice_accounts.c.payee_key)
        .order_by(newest.desc())
        .limit(_MOST_ACCOUNTS)
    ).all()
    return [
        KnownAccount(
            account=row.account,
            payee=row.payee_key,
            invoice_id=row.oldest if row.newest == without else row.newest,
        )
        for row in rows
        if not row.oldest == row.newest == without
    ]
