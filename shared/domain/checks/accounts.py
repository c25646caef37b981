"""Where the money is to go, beside where it went before: a changed account is how invoices are forged."""

from collections.abc import Iterator

from shared.domain.accounts import AccountHistory, named_accounts
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData

_NAMED_ACCOUNTS = 3


def check_accounts(data: InvoiceData, history: AccountHistory) -> Iterator[Finding]:
    """Every account of the invoice that no confirmed invoice of this seller named. An account of the named payee, known
    from invoices of whichever seller, is no change: the money goes where it went before."""
    for account in named_accounts(data):
        if history.knows(account.key):
            continue
        pointers = [account.pointer, "/seller/name"]
        if not history.of_seller:
            yield finding(
                FindingCode.ACCOUNT_FIRST_TIME,
                Level.INFO,
                pointers,
                account=account.printed,
                seller=data.seller.name,
            )
            continue
        yield finding(
            FindingCode.ACCOUNT_CHANGED,
            Level.ERROR,
            pointers,
            account=account.printed,
            seller=data.seller.name,
            known=list(history.of_seller[:_NAMED_ACCOUNTS]),
            more=len(history.of_seller[_NAMED_ACCOUNTS:]),
        )
