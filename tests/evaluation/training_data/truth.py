"""The truth beside a document: only what is printed there, in the form of every labelled document."""

import json
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.evaluation.training_data.invoice import Invoice


def truth_of(invoice: Invoice, shown: Collection[str], columns: Collection[str]) -> dict[str, Any]:
    """Field -> value, of the fields that are shown. A kind that is no invoice has no document type."""
    totals, seller, buyer = invoice.totals, invoice.seller, invoice.buyer
    signed = invoice.notation.sign.strip() != "" and invoice.notation.place != "none"
    known: dict[str, Any] = {
        "invoice_number": invoice.number,
        "date": invoice.issued.isoformat(),
        "due_date": invoice.due.isoformat() if invoice.due else None,
        "currency": invoice.country.currency if signed or "currency" in shown else None,
        "po_number": invoice.order,
        "supplier_name": seller.name,
        "supplier_address": ", ".join(seller.address),
        "supplier_vat_id": seller.vat_id,
        "supplier_tax_id": seller.tax_id,
        "customer_name": buyer.name,
        "customer_address": ", ".join(buyer.address),
        "customer_vat_id": buyer.vat_id,
        "amount_net": _number(totals.net),
        "amount_tax": _number(totals.tax),
        "amount_total": _number(totals.total),
        "amount_due": _number(totals.due),
        "iban": invoice.bank.iban if invoice.bank else None,
    }
    fields = {
        name: value for name, value in known.items() if value is not None and (name in shown or name == "currency")
    }
    if invoice.kind in {"invoice", "credit_note"}:
        fields["document_type"] = invoice.kind
    if columns:
        fields["items"] = [_item(invoice, index, columns) for index in range(len(invoice.items))]
    return fields


def _item(invoice: Invoice, index: int, columns: Collection[str]) -> dict[str, Any]:
    item = invoice.items[index]
    numbers = {"quantity": item.quantity, "unit_price": item.unit_price, "amount": item.amount}
    printed_as = {"quantity": "quantity", "unit_price": "price", "amount": "amount"}
    return {"description": item.description} | {
        name: _number(value) for name, value in numbers.items() if printed_as[name] in columns
    }


def _number(value: Decimal) -> float | int:
    return int(value) if value == int(value) else float(value)


def meta_of(invoice: Invoice, set_name: str, layout: str) -> dict[str, str]:
    """What the document is, for slicing the figures."""
    return {
        "set": set_name,
        "kind": "generated",
        "language": invoice.language,
        "country": invoice.country.code,
        "layout": layout,
        "text_layer": "digital",
        "document_kind": invoice.kind,
    }


def write_truth(path: Path, fields: dict[str, Any], meta: dict[str, Any]) -> None:
    """`X.truth.json` beside the document X."""
    content = {"file": path.name, "fields": fields, "meta": meta}
    target = path.with_name(f"{path.stem}.truth.json")
    target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
