"""Where an invoice asks its money to go, beside the accounts that confirmed invoices of its seller named."""

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
class KnownAccount:
    """An account of confirmed invoices: its key, the payee they named (a key; None: the seller itself), and the newest
    of them."""

    account: str
    payee: str | None
    invoice_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHistory:
    """The accounts of confirmed invoices: of this seller, and of the payee that this invoice names."""

    of_seller: tuple[KnownAccount, ...] = ()
    of_payee: tuple[KnownAccount, ...] = ()

    def knows(self, account: str) -> bool:
        """Whether money for this seller, or for this payee, has gone to this account before."""
        return any(same_account(account, known.account) for known in (*self.of_seller, *self.of_payee))


def named_accounts(data: InvoiceData) -> list[NamedAccount]:
    """Every account of the invoice once, in order."""
    printed = (("/payment/iban", data.payment.iban), ("/payment/account", data.payment.account))
    found: list[NamedAccount] = []
    for pointer, text in printed:
        key = account_key(text)
        if text is None or key is None or any(same_account(key, other.key) for other in found):
            continue
        found.append(NamedAccount(pointer=pointer, printed=text, key=key))
    return found


def seller_keys(data: InvoiceData) -> list[str]:
    """What the seller is known by, the surest first: its tax number, its name."""
    keys = (tax_key(data.seller.vat_id, data.seller.tax_id), name_key(data.seller.name))
    return [f"{kind}:{key}" for kind, key in zip(("tax", "name"), keys, strict=True) if key]


def payee_key(data: InvoiceData) -> str | None:
    """What the payee (BG-10) is known by; None where the invoice names none."""
    return None
