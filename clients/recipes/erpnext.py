"""Books confirmed invoices in ERPNext as draft purchase invoices: python erpnext.py, every few minutes.

ERPNEXT_URL and ERPNEXT_TOKEN (`key:secret` of a user) say where to, ERPNEXT_COMPANY, ERPNEXT_EXPENSE_ACCOUNT and
ERPNEXT_TAX_ACCOUNT how, INVOICES_URL and INVOICES_API_KEY (a reviewer's) where from. An invoice has one item for each
rate of tax. One that ERPNext would total differently is told and left for a person. It may be run twice, or be killed
at any moment: an invoice is looked for before it is made, by its supplier and number.
"""

import json
import os
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from invoices_client import Invoices
from invoices_client.models import ConfirmedInvoice, Party

_CENT = Decimal("0.01")


class NotBookedError(Exception):
    """Why a person has to book it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Where it is booked to."""

    company: str
    expense_account: str
    tax_account: str


class ErpNext:
    """The REST API of Frappe, with the rights of one user."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=f"{url}/api/resource/", headers={"Authorization": f"token {token}"}, timeout=60
        )

    def found(self, kind: str, **values: str | None) -> str | None:
        """The name of the first document with these values that is not cancelled."""
        conditions = [[name, "=", value] for name, value in values.items()] + [["docstatus", "!=", 2]]
        rows = self._answer(self._http.get(kind, params={"filters": json.dumps(conditions), "limit_page_length": 1}))
        return str(rows[0]["name"]) if rows else None

    def read(self, kind: str, name: str) -> dict[str, Any]:
        """One document."""
        document: dict[str, Any] = self._answer(self._http.get(f"{kind}/{name}"))
        return document

    def create(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        """The document as it was made. Raises NotBookedError if ERPNext refuses."""
        made: dict[str, Any] = self._answer(self._http.post(kind, json=values))
        return made

    def delete(self, kind: str, name: str) -> None:
        """Removes a draft."""
        self._answer(self._http.delete(f"{kind}/{name}"))

    def _answer(self, response: httpx.Response) -> Any:
        if response.is_client_error and response.status_code not in (401, 403, 429):
            raise NotBookedError(f"ERPNext refuses: {response.status_code} {response.text[:300]}")
        return response.raise_for_status().json().get("data")


def purchase_invoice(invoice: ConfirmedInvoice, supplier: str, books: Books) -> dict[str, Any]:
    """The fields of the document type Purchase Invoice. A credit note is a return, whose quantities are negative."""
    sign = -1 if invoice.document_type == "credit_note" else 1
    title = f"{invoice.seller.name} {invoice.invoice_number}"
    parts = [(part.rate, part.taxable_amount, part.tax_amount) for part in invoice.tax_breakdown]
    if not parts:
        parts = [(None, invoice.total_amount, None)]
    return {
        "supplier": supplier,
        "company": books.company,
        "bill_no": invoice.invoice_number,
        "bill_date": str(invoice.issue_date) if invoice.issue_date else None,
        "posting_date": str(invoice.issue_date) if invoice.issue_date else None,
        "set_posting_time": 1,
        "due_date": str(invoice.due_date) if invoice.due_date else None,
        "currency": invoice.currency,
        "is_return": int(sign < 0),
        "items": [
            {
                "item_name": title[:140],
                "description": title if rate is None else f"{title}, {rate} %",
                "qty": sign,
                "uom": "Nos",
                "rate": str(abs(net or 0)),
                "expense_account": books.expense_account,
            }
            for rate, net, _ in parts
        ],
        "taxes": [
            {
                "charge_type": "Actual",
                "account_head": books.tax_account,
                "description": f"{rate} %",
                "tax_amount": str(sign * abs(tax)),
            }
            for rate, _, tax in parts
            if tax
        ],
    }


def supplier_of(erp: ErpNext, seller: Party) -> str:
    """The supplier with the seller's tax number, made if there is none. Raises NotBookedError."""
    number = seller.vat_id or seller.tax_id
    if not number or not seller.name:
        raise NotBookedError("the seller has no tax number or no name")
    known = erp.found("Supplier", tax_id=number)
    return known or str(erp.create("Supplier", {"supplier_name": seller.name, "tax_id": number})["name"])


def book(erp: ErpNext, invoice: ConfirmedInvoice, books: Books) -> str:
    """The name of the purchase invoice. Raises NotBookedError."""
    supplier = supplier_of(erp, invoice.seller)
    earlier = erp.found("Purchase Invoice", supplier=supplier, bill_no=invoice.invoice_number)
    found = erp.read("Purchase Invoice", earlier) if earlier else None
    made = found or erp.create("Purchase Invoice", purchase_invoice(invoice, supplier, books))
    if abs(abs(Decimal(str(made["grand_total"]))) - abs(invoice.total_amount or Decimal())) > _CENT:
        if not found:
            erp.delete("Purchase Invoice", made["name"])
        raise NotBookedError(f"ERPNext makes it {made['grand_total']}, the invoice says {invoice.total_amount}")
    return str(made["name"])


def main() -> int:
    """Books what no other system has yet. Exit code 1 if something was left for a person."""
    erp = ErpNext(os.environ["ERPNEXT_URL"], os.environ["ERPNEXT_TOKEN"])
    books = Books(
        company=os.environ["ERPNEXT_COMPANY"],
        expense_account=os.environ["ERPNEXT_EXPENSE_ACCOUNT"],
        tax_account=os.environ["ERPNEXT_TAX_ACCOUNT"],
    )
    left = 0
    with Invoices(os.environ["INVOICES_URL"], os.environ.get("INVOICES_API_KEY")) as invoices:
        for invoice in invoices.confirmed(exported=False):
            try:
                name = book(erp, invoice, books)
            except NotBookedError as error:
                left += 1
                print(f"invoice {invoice.invoice_id} is not booked: {error}", file=sys.stderr)
                continue
            invoices.mark_exported(invoice.invoice_id, f"ERPNext {name}")
            print(f"invoice {invoice.invoice_id} is ERPNext's {name}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
