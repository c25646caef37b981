"""Where an invoice asks its money to go, beside the accounts that confirmed invoices of its seller named."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.comparison_keys import account_key, name_key, same_account, tax_key
from shared.domain.invoice import InvoiceData


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAccount:
    """An account as an invoice prints it; `pointer` leads to it in InvoiceData."""

    pointer: str
    printed: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedAccount:
    """An account of a confirmed invoice under one of the keys that its seller is known by; `payee_key` is null where
    the account is the seller's own."""

    seller_key: str
    account: str
    payee_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHistory:
    """The accounts (keys) that confirmed invoices named: of this seller, and of the payee that this invoice names."""

    of_seller: tuple[str, ...] = ()
    of_payee: tuple[str, ...] = ()

    def knows(self, account: str) -> bool:
        """Whether money for this seller, or for this payee, has gone to this account before."""
        return any(same_account(account, known) for known in (*self.of_seller, *self.of_payee))


def named_accounts(data: InvoiceData) -> list[NamedAccount]:
    """Every account of the invoice once, in order."""
    payment = data.payment
    printed = [("/payment/iban", payment.iban), ("/payment/account", payment.account)]
    for index, account in enumerate(payment.accounts):
        printed += [
            (f"/payment/accounts/{index}/iban", account.iban),
            (f"/payment/accounts/{index}/account", account.account),
        ]
    found: list[NamedAccount] = []
    for pointer, text in printed:
        key = account_key(text)
        if text is None or key is None or any(same_account(key, other.key) for other in found):
            continue
        found.append(NamedAccount(pointer=pointer, printed=text, key=key))
    return found


def seller_keys(data: InvoiceData) -> list[str]:
    """What the seller is known by, the surest first: its tax number, its name."""
    return _keys((data.seller.vat_id, data.seller.tax_id), data.seller.name)


def payee_key(data: InvoiceData) -> str | None:
    """What the payee (BG-10) is known by: its number, else its name. Null where the invoice names none."""
    if data.payee is None:
        return None
    identifiers = (data.payee.legal_id, data.payee.id)
    return next(iter(_keys((one.id for one in identifiers if one), data.payee.name)), None)


def confirmed_accounts(data: InvoiceData) -> frozenset[ConfirmedAccount]:
    """What is known of its seller's accounts once an invoice of this data is confirmed."""
    payee = payee_key(data)
    return frozenset(
        ConfirmedAccount(seller_key=seller, account=account.key, payee_key=payee)
        for seller in seller_keys(data)
        for account in named_accounts(data)
    )


def _keys(numbers: Iterable[str | None], name: str | None) -> list[str]:
    keys = {"tax": tax_key(*numbers), "name": name_key(name)}
    return [f"{kind}:{key}" for kind, key in keys.items() if key]
