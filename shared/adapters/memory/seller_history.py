"""What the rows in memory know that an invoice is checked against. They know of no own companies."""

from collections.abc import Callable

from shared.adapters.memory.rows import MemoryRows, Row
from shared.domain.accounts import (
    AccountHistory,
    ConfirmedAccount,
    named_accounts,
    payee_key,
    seller_keys,
)
from shared.domain.checks import SellerHistory
from shared.domain.comparison_keys import name_key, tax_key
from shared.domain.duplicates import COUNTED, InvoiceFacts, pair_of
from shared.domain.invoice import InvoiceData


def seller_history(rows: MemoryRows, data: InvoiceData, *, without: int) -> SellerHistory:
    """The history of this invoice's seller, known by tax id or by name; `without` is the invoice itself."""
    seller = data.seller
    keys = {"seller_tax_key": tax_key(seller.vat_id, seller.tax_id), "seller_name_key": name_key(seller.name)}

    def is_of_seller(row: Row) -> bool:
        same = any(key is not None and row[column] == key for column, key in keys.items())
        return same and without not in (row["id"], row["parent_id"]) and row["status"] in COUNTED

    others = rows.where(is_of_seller, order="id", limit=len(rows.rows))
    totals = (row["total_amount"] for row in others if data.currency and row["currency"] == data.currency)
    asked = {account.key for account in named_accounts(data)}
    sellers, payee = seller_keys(data), payee_key(data)
    return SellerHistory(
        others=tuple(map(_facts, others)),
        told_apart=frozenset(row["id"] for row in others if pair_of(row["id"], without) in rows.told_apart),
        totals=tuple(total for total in totals if total is not None),
        accounts=AccountHistory(
            of_seller=_known(rows, without, lambda one: one.seller_key in sellers),
            of_payee=_known(rows, without, lambda one: payee == one.payee_key is not None and one.account in asked),
        ),
    )


def _facts(row: Row) -> InvoiceFacts:
    return InvoiceFacts(
        invoice_id=row["id"],
        filename=row["filename"],
        seller_tax_key=row["seller_tax_key"],
        seller_name_key=row["seller_name_key"],
        document_type=(row["preview_data"] or {}).get("document_type"),
        invoice_number=row["invoice_number"],
        issue_date=row["issue_date"],
        total_amount=row["total_amount"],
        currency=row["currency"],
    )


def _known(rows: MemoryRows, without: int, condition: Callable[[ConfirmedAccount], bool]) -> tuple[str, ...]:
    others = (accounts for invoice_id, accounts in rows.accounts.items() if invoice_id != without)
    return tuple(sorted({one.account for accounts in others for one in accounts if condition(one)}))
