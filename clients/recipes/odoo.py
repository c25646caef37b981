"""Books confirmed invoices in Odoo as draft vendor bills: python odoo.py, every few minutes.

ODOO_URL, ODOO_DATABASE, ODOO_USER and ODOO_API_KEY say where to, INVOICES_URL and INVOICES_API_KEY (a reviewer's) where
from. A bill has one line for each rate of tax, the seller as its vendor, and the document attached. One that Odoo would
total differently, or whose tax or currency it does not have, is told and left for a person. It may be run twice, or be
killed at any moment: a bill is looked for before it is made, by its vendor and number.
"""

import base64
import os
import sys
import tempfile
import xmlrpc.client
from decimal import Decimal
from pathlib import Path
from typing import Any

from invoices_client import Invoices
from invoices_client.models import ConfirmedInvoice, Party

_CENT = Decimal("0.01")


class NotBookedError(Exception):
    """Why a person has to book it."""


class Odoo:
    """The external API of Odoo (XML-RPC), with the rights of one user."""

    def __init__(self, url: str, database: str, user: str, key: str) -> None:
        self._access = (
            database,
            xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common").authenticate(database, user, key, {}),
            key,
        )
        if not self._access[1]:
            raise SystemExit("Odoo does not know this user and key.")
        self._models = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)

    def call(self, model: str, method: str, *arguments: Any, **options: Any) -> Any:
        """One method of a model."""
        return self._models.execute_kw(*self._access, model, method, list(arguments), options)

    def found(self, model: str, *conditions: tuple[str, str, Any]) -> int | None:
        """The first record that matches."""
        ids = self.call(model, "search", list(conditions), limit=1)
        return int(ids[0]) if ids else None


def bill(invoice: ConfirmedInvoice, vendor: int, currency: int, taxes: dict[Decimal, int]) -> dict[str, Any]:
    """The fields of `account.move`; `taxes` are Odoo's ids of the rates. Odoo's amounts are floats, rounded by it."""
    is_credit = invoice.document_type == "credit_note"
    lines: list[dict[str, Any]] = [
        {
            "name": f"{invoice.seller.name} {invoice.invoice_number}",
            "quantity": 1,
            "price_unit": float(abs(part.taxable_amount or Decimal())),
            "tax_ids": [(6, 0, [taxes[part.rate]] if part.rate else [])],
        }
        for part in invoice.tax_breakdown
    ] or [
        {
            "name": f"{invoice.seller.name}",
            "quantity": 1,
            "price_unit": float(abs(invoice.total_amount or Decimal())),
            "tax_ids": [],
        }
    ]
    return {
        "move_type": "in_refund" if is_credit else "in_invoice",
        "partner_id": vendor,
        "ref": invoice.invoice_number,
        "invoice_date": str(invoice.issue_date) if invoice.issue_date else False,
        "invoice_date_due": str(invoice.due_date) if invoice.due_date else False,
        "currency_id": currency,
        "invoice_line_ids": [(0, 0, line) for line in lines],
    }


def vendor_of(odoo: Odoo, seller: Party) -> int:
    """The vendor with the seller's tax number, made if there is none. Raises NotBookedError."""
    number = seller.vat_id or seller.tax_id
    if not number or not seller.name:
        raise NotBookedError("the seller has no tax number or no name")
    known = odoo.found("res.partner", ("vat", "=", number))
    return known or int(odoo.call("res.partner", "create", {"name": seller.name, "vat": number, "supplier_rank": 1}))


def book(odoo: Odoo, invoice: ConfirmedInvoice) -> int:
    """The id of the bill. Raises NotBookedError."""
    vendor = vendor_of(odoo, invoice.seller)
    earlier = odoo.found("account.move", ("partner_id", "=", vendor), ("ref", "=", invoice.invoice_number))
    move = earlier or make(odoo, invoice, vendor)
    (made,) = odoo.call("account.move", "read", [move], fields=["amount_total"])
    if abs(Decimal(str(made["amount_total"])) - abs(invoice.total_amount or Decimal())) > _CENT:
        if not earlier:
            odoo.call("account.move", "unlink", [move])
        raise NotBookedError(f"Odoo makes it {made['amount_total']}, the invoice says {invoice.total_amount}")
    return move


def make(odoo: Odoo, invoice: ConfirmedInvoice, vendor: int) -> int:
    """A new bill. Raises NotBookedError."""
    currency = odoo.found("res.currency", ("name", "=", invoice.currency))
    if currency is None:
        raise NotBookedError(f"Odoo does not have the currency {invoice.currency}")
    taxes = {}
    for rate in {part.rate for part in invoice.tax_breakdown if part.rate}:
        tax = odoo.found("account.tax", ("type_tax_use", "=", "purchase"), ("amount", "=", float(rate)))
        if tax is None:
            raise NotBookedError(f"Odoo has no tax of {rate} % on purchases")
        taxes[rate] = tax
    return int(odoo.call("account.move", "create", bill(invoice, vendor, currency, taxes)))


def attach(odoo: Odoo, move: int, name: str, content: bytes) -> None:
    """The document beside the bill, once."""
    place = {"name": name, "res_model": "account.move", "res_id": move}
    if not odoo.found("ir.attachment", *((field, "=", value) for field, value in place.items())):
        odoo.call("ir.attachment", "create", {**place, "datas": base64.b64encode(content).decode()})


def main() -> int:
    """Books what no other system has yet. Exit code 1 if something was left for a person."""
    names = ("ODOO_URL", "ODOO_DATABASE", "ODOO_USER", "ODOO_API_KEY")
    odoo = Odoo(*(os.environ[name] for name in names))
    left = 0
    with (
        Invoices(os.environ["INVOICES_URL"], os.environ.get("INVOICES_API_KEY")) as invoices,
        tempfile.TemporaryDirectory() as folder,
    ):
        for invoice in invoices.confirmed(exported=False):
            try:
                move = book(odoo, invoice)
            except NotBookedError as error:
                left += 1
                print(f"invoice {invoice.invoice_id} is not booked: {error}", file=sys.stderr)
                continue
            document = invoices.download(invoice.invoice_id, Path(folder) / "document")
            attach(odoo, move, invoice.filename, document.read_bytes())
            invoices.mark_exported(invoice.invoice_id, f"Odoo account.move {move}")
            print(f"invoice {invoice.invoice_id} is Odoo's bill {move}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
