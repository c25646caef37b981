"""The truth file of a sample, in the format of labelled documents: amounts as numbers, dates in ISO 8601."""

from decimal import Decimal
from typing import Any

from samples.make.content import Sample
from shared.domain.invoice import InvoiceData, Line, all_operation_codes

_TYPE_CODES = {"invoice": "380", "credit_note": "381"}  # UNTDID 1001


def truth(sample: Sample, file_name: str, pages: int) -> dict[str, Any]:
    """`{"file", "fields", "meta"}`, without fields that the document does not print."""
    fields = _fields(sample.data)
    meta = {
        "set": "samples",
        "kind": sample.kind,
        "language": sample.language.split("-")[0],
        "country": sample.data.seller.country,
        "pages": pages,
        "truth": "the data that the document was made from",
    }
    return {"file": file_name, "fields": {name: value for name, value in fields.items() if value}, "meta": meta}


def _fields(data: InvoiceData) -> dict[str, Any]:
    return {
        "document_type": _TYPE_CODES[data.document_type or "invoice"],
        "invoice_number": data.invoice_number,
        "date": data.issue_date and data.issue_date.isoformat(),
        "due_date": data.due_date and data.due_date.isoformat(),
        "currency": data.currency,
        "purchase_order": data.purchase_order,
        "supplier_name": data.seller.name,
        "supplier_address": data.seller.address,
        "supplier_vat_id": data.seller.vat_id,
        "supplier_tax_id": data.seller.tax_id if data.seller.country in {"AR", "DE"} else None,
        "customer_name": data.buyer.name,
        "customer_address": data.buyer.address,
        "customer_vat_id": data.buyer.vat_id,
        "iban": data.payment.iban,
        "amount_net": _number(data.net_amount),
        "amount_tax": _number(data.tax_amount),
        "amount_total": _number(data.total_amount),
        "amount_paid": _number(data.paid_amount),
        "amount_due": _number(data.amount_due),
        "operation_codes": all_operation_codes(data),
        "items": [_item(line) for line in data.lines],
    }


def _item(line: Line) -> dict[str, Any]:
    item = {
        "description": line.description,
        "quantity": _number(line.quantity),
        "unit_price": _number(line.unit_price),
        "amount": _number(line.net_amount),
        "operation_codes": line.operation_codes,
    }
    return {name: value for name, value in item.items() if value}


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
