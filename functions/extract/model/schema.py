"""The shape of the answer: a strict JSON schema made from InvoiceData, in the subset that servers accept.

Strict mode wants every field required (null where there is nothing), `additionalProperties` false, and no limits or
patterns; those are checked afterwards by InvoiceData itself. Amounts and dates are strings: a binary float would
change them, and not every server knows `format`.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from shared.domain.invoice import InvoiceData

SCHEMA_NAME = "invoice"

OWN_FIELDS: dict[str, dict[str, Any]] = {
    "is_invoice": {
        "type": "boolean",
        "description": (
            "false if the document is neither invoice, credit note nor receipt, but an order, a contract, a letter …"
        ),
    },
    "invoice_count": {"type": "integer", "description": "How many separate invoices this document holds, usually 1."},
}
"""What is asked beside InvoiceData, to report which kind of document this is."""

ASKED: Mapping[str, tuple[str, ...]] = {
    "InvoiceData": (
        *("document_type", "invoice_number", "issue_date", "due_date", "currency", "purchase_order", "payment_terms"),
        *("seller", "buyer", "payment", "net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due"),
        *("tax_breakdown", "lines", "operation_codes", "notes", "type_code"),
        *("allowances_total", "charges_total", "rounding_amount", "withholdings", "surcharges"),
    ),
    "Party": ("name", "vat_id", "tax_id", "address", "country", "email", "phone", "website"),
    "Payment": ("iban", "bic", "account", "reference", "means"),
    "TaxSubtotal": ("category", "rate", "taxable_amount", "tax_amount"),
    "Line": (
        *("description", "product_code", "quantity", "unit", "unit_price", "tax_rate", "net_amount"),
        "operation_codes",
    ),
    "Withholding": ("name", "rate", "base", "amount"),
    "Surcharge": ("name", "rate", "base", "amount"),
}
"""Fields that a model is asked for, by the name of their group. Rare ones are left out: each costs tokens on every page
and invites guesses."""

_AMOUNT = "A number with a decimal point and no thousands separators, without currency: 1234.56"

_MEANINGS = {
    "document_type": "credit_note if it gives money back, else invoice (also for receipts).",
    "invoice_number": "The number of this invoice itself, as printed. Not an order, customer or contract number.",
    "issue_date": "Date of issue, YYYY-MM-DD.",
    "due_date": "Date by which to pay, YYYY-MM-DD, only if a date is printed.",
    "currency": "ISO 4217 code, only if the document leaves no doubt.",
    "purchase_order": "The buyer's order number.",
    "payment_terms": "The terms of payment, as printed.",
    "seller": "Who issues the invoice and is to be paid.",
    "buyer": "Who is billed.",
    "name": "Legal name, as printed.",
    "vat_id": "VAT number with its country letters if printed.",
    "tax_id": "Any other tax or register number: CUIT, NIF, RFC, EIN, SIRET, GST …",
    "address": "Street, post code, town as printed, its lines joined by a comma and a blank.",
    "country": "ISO 3166-1 alpha-2 code.",
    "iban": "IBAN of the account to pay to.",
    "bic": "BIC of its bank.",
    "account": "Any other number of an account to pay to.",
    "reference": "What the payer shall state.",
    "means": "How it is or was paid, as printed.",
    "net_amount": f"Total without tax. On a line: the line's amount without tax. {_AMOUNT}",
    "tax_amount": f"Tax. {_AMOUNT}",
    "total_amount": f"Total with tax. {_AMOUNT}",
    "paid_amount": f"What has been paid already. {_AMOUNT}",
    "amount_due": f"What is still to be paid. {_AMOUNT}",
    "tax_breakdown": "One row for each tax rate that is printed.",
    "category": "UNCL5305 code of the tax category (S, Z, E, AE, K, G, O), only if it is certain.",
    "rate": "Per cent: 21 means 21 %.",
    "tax_rate": "Per cent: 21 means 21 %.",
    "taxable_amount": f"What this rate is applied to. {_AMOUNT}",
    "lines": "Every line of the invoice, in order, none left out and none added; no subtotals.",
    "description": "The whole text of the line, wrapped lines joined by a blank.",
    "product_code": "Article number or code of the line.",
    "quantity": f"{_AMOUNT}",
    "unit": "Unit of the quantity, as printed.",
    "unit_price": f"Price of one unit without tax. {_AMOUNT}",
    "type_code": "UNTDID 1001 code, only if it is certain: 380, 381, 384 corrected, 386 prepayment, 389 self-billed.",
    "allowances_total": f"Discounts on the whole invoice, before tax, positive. {_AMOUNT}",
    "charges_total": f"Charges on the whole invoice (freight, packing), before tax, where they are no lines. {_AMOUNT}",
    "rounding_amount": f"Rounding of the total to pay, with its sign. {_AMOUNT}",
    "withholdings": "Taxes that the buyer keeps back (IRPF, ritenuta d'acconto, retención), amounts positive.",
    "surcharges": "Taxes and funds added beside VAT (percepciones, cassa previdenziale, bollo, recargo), as printed.",
    "operation_codes": (
        "Numbers of advertising or operation orders, as printed without their label: OP 443485, O.P. Nº, Orden de "
        "Publicidad, order, contract or estimate numbers. Those of one line stand in the line, the others here."
    ),
    "notes": "Remarks that matter to who checks or pays it.",
}


def answer_schema() -> dict[str, Any]:
    """A fresh copy of the schema, without references."""
    return deepcopy(_schema())


def asked_fields() -> frozenset[str]:
    """Names of the fields at the top of an answer."""
    return frozenset(_schema()["properties"])


@cache
def _schema() -> dict[str, Any]:
    full = InvoiceData.model_json_schema()
    strict = _object(full, full.get("$defs", {}))
    strict["properties"] = {**deepcopy(OWN_FIELDS), **strict["properties"]}
    strict["required"] = list(strict["properties"])
    return strict


def _object(part: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _described(name, _property(part["properties"][name], shared)) for name in ASKED[part["title"]]}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _described(name: str, inner: dict[str, Any]) -> dict[str, Any]:
    return {**inner, "description": _MEANINGS[name]} if name in _MEANINGS else inner


def _property(part: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    part = _resolved(part, shared)
    if part.get("type") == "object":
        return _object(part, shared)
    if part.get("type") == "array":
        return {"type": "array", "items": _item(_resolved(part["items"], shared), shared)}
    options = list(_options(part, shared))
    choices = next((option["enum"] for option in options if "enum" in option), None)
    if choices is not None:
        return {"type": ["string", "null"], "enum": [*choices, None]}
    if not any(option.get("type") in ("string", "number") for option in options):
        raise TypeError(f"no rule for this part of the schema: {part}")
    return {"type": ["string", "null"]}


def _options(part: dict[str, Any], shared: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the value may be, with unions of unions made flat."""
    part = _resolved(part, shared)
    if "anyOf" not in part:
        yield part
    for option in part.get("anyOf", ()):
        yield from _options(option, shared)


def _item(part: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    return _object(part, shared) if part.get("type") == "object" else {"type": "string"}


def _resolved(part: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    reference = part.get("$ref")
    if reference is None:
        return part
    resolved: dict[str, Any] = shared[reference.rsplit("/", 1)[-1]]
    return resolved
