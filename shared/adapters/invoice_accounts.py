"""The accounts that confirmed invoices named, by seller and by payee."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, insert, select

from shared.adapters.tables import invoice_accounts
from shared.domain.accounts import (
    AccountHistory,
    ConfirmedAccount,
    named_accounts,
    payee_key,
    seller_keys,
)
from shared.domain.invoice import InvoiceData

_MOST_ACCOUNTS = 50  # of one seller, to be compared with accounts that are printed in another form


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
    asked = [named.key for named in named_accounts(data)]
    of_seller: dict[str, None] = {}
    for key in seller_keys(data):
        read = tuple(_different(connection, key, without=without))
        of_seller |= dict.fromkeys(read)
        if len(read) == _MOST_ACCOUNTS:
            of_seller |= dict.fromkeys(_named_before(connection, _NAMED_BY_SELLER, key, asked, without=without))
    payee = payee_key(data)
    of_payee = _named_before(connection, _NAMED_BY_PAYEE, payee, asked, without=without) if payee else ()
    return AccountHistory(of_seller=tuple(of_seller), of_payee=tuple(of_payee))


def _named(by: ColumnElement[bool], *conditions: ColumnElement[bool]) -> Select[str]:
    """One account of another invoice."""
    others = invoice_accounts.c.invoice_id != bindparam("without")
    return select(invoice_accounts.c.account).where(by, others, *conditions).limit(1)


# Built once: building one costs as much as executing it.
_IS_SELLER = invoice_accounts.c.seller_key == bindparam("known_by")
_IS_ASKED = invoice_accounts.c.account == bindparam("asked")
_NEXT_OF_SELLER = _named(_IS_SELLER, invoice_accounts.c.account > bindparam("last")).order_by(
    invoice_accounts.c.account
)
_NAMED_BY_SELLER = _named(_IS_SELLER, _IS_ASKED)
_NAMED_BY_PAYEE = _named(invoice_accounts.c.payee_key == bindparam("known_by"), _IS_ASKED)


def _different(connection: Connection, seller_key: str, *, without: int) -> Iterator[str]:
    """The seller's accounts in their order, each found by one step along the index. A GROUP BY would read every invoice
    of the seller, and one may have a million."""
    last = ""
    for _ in range(_MOST_ACCOUNTS):
        known = {"known_by": seller_key, "last": last, "without": without}
        found = connection.execute(_NEXT_OF_SELLER, known).scalar()
        if found is None:
            return
        yield found
        last = found


def _named_before(
    connection: Connection, query: Select[str], known_by: str, accounts: Iterable[str], *, without: int
) -> Iterator[str]:
    """Those of the accounts that an invoice has named: of a seller who has more than are read, or of a payee."""
    for account in accounts:
        known = {"known_by": known_by, "asked": account, "without": without}
        if connection.execute(query, known).scalar() is not None:
            yield account
