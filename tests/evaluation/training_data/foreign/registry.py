"""Which renderers there are, what each takes, and what of an invoice it prints."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.evaluation.training_data.invoice import Invoice, Item, Party

ALWAYS = frozenset({"invoice_number", "date", "supplier_name", "customer_name", "amount_total"})
LINES = frozenset({"quantity", "price", "amount"})
ARGENTINE_NUMBERS = {"arca_factura_pdf": re.compile(r"000\d-\d{8}"), "facturador_afip": re.compile(r"0000\d-\d{8}")}
"""A point of sale and a number, as each renderer prints them."""

LATIN = frozenset({"en", "es", "de", "fr", "it", "pt", "nl", "da", "sv", "no"})
"""Languages that fonts of Latin-1 can print."""


@dataclass(frozen=True, kw_only=True)
class Renderer:
    """`package` is name==version of its registry; `program` is python or node. `accepts` says which invoices it prints
    as they are, `shown` which fields of the truth it prints, `columns` which columns of the lines."""

    name: str
    package: str
    licence: str
    program: str
    countries: tuple[str, ...]
    accepts: Callable[[Invoice], bool]
    shown: Callable[[Invoice], frozenset[str]]
    columns: frozenset[str] = LINES


def plain(invoice: Invoice) -> bool:
    """Lines and taxes alone: nothing is deducted, added, rounded, paid before or owed from before."""
    totals = invoice.totals
    beside = (totals.discount, totals.shipping, totals.rounding, totals.withheld, totals.paid, totals.previous)
    lines = not any(item.discount for item in invoice.items) and len(invoice.items) <= 20
    return invoice.kind == "invoice" and lines and not any(beside) and not invoice.gross_prices


def one_rate(invoice: Invoice) -> bool:
    """Plain, with one tax of one rate."""
    return plain(invoice) and len(invoice.totals.taxes) == 1


def in_cents(invoice: Invoice) -> bool:
    """Whether amounts have two decimals."""
    return invoice.notation.decimals == 2


def _taxed(invoice: Invoice, *others: str) -> frozenset[str]:
    amounts = {"amount_net", "amount_tax"} if invoice.totals.taxes else set()
    return ALWAYS | amounts | set(others)


def _payable(invoice: Invoice) -> bool:
    return invoice.seller.number is not None and invoice.bank is not None and invoice.bank.iban is not None


def _argentine(name: str) -> Callable[[Invoice], bool]:
    def accepts(invoice: Invoice) -> bool:
        fits = len(invoice.items) <= 12 and ARGENTINE_NUMBERS[name].fullmatch(invoice.number) is not None
        return one_rate(invoice) and fits and invoice.seller.number is not None and invoice.totals.taxes[0].rate == 21

    return accepts


def _exact(invoice: Invoice) -> bool:
    """Whether the taxes come out without rounding: renderers that round in another way print the same sums."""
    return all(tax.base * tax.rate / 100 == tax.amount for tax in invoice.totals.taxes)


RENDERERS = (
    Renderer(
        name="invoicegenerator",
        package="InvoiceGenerator==1.2.0",
        licence="BSD",
        program="python",
        countries=("CZ", "GB", "IE", "CZ"),
        accepts=lambda invoice: plain(invoice) and len({item.rate for item in invoice.items}) == 1 and _exact(invoice),
        shown=lambda invoice: ALWAYS | {"due_date", "supplier_vat_id", "iban"},
    ),
    Renderer(
        name="arca_factura_pdf",
        package="arca-factura-pdf==0.1.0",
        licence="MIT",
        program="python",
        countries=("AR",),
        accepts=_argentine("arca_factura_pdf"),
        shown=lambda invoice: _taxed(invoice, "supplier_tax_id"),
    ),
    Renderer(
        name="facturador_afip",
        package="facturador-afip==0.1.0",
        licence="MIT",
        program="python",
        countries=("AR",),
        accepts=_argentine("facturador_afip"),
        shown=lambda invoice: _taxed(invoice, "supplier_tax_id"),
    ),
    Renderer(
        name="larzpdf",
        package="larzpdf==0.1.0",
        licence="MIT",
        program="python",
        countries=("US", "GB", "IN", "AU", "CA", "ZA"),
        accepts=lambda invoice: one_rate(invoice) and in_cents(invoice),
        shown=_taxed,
    ),
    Renderer(
        name="erechnung",
        package="erechnung==0.3.0",
        licence="MIT",
        program="python",
        countries=("DE",),
        accepts=lambda invoice: one_rate(invoice) and invoice.due is not None and _payable(invoice),
        shown=lambda invoice: _taxed(invoice, "due_date", "supplier_vat_id", "iban"),
    ),
    Renderer(
        name="brazilfiscalreport",
        package="brazilfiscalreport==1.3.1",
        licence="LGPL (run as a program of its own)",
        program="python",
        countries=("BR",),
        accepts=lambda invoice: (
            plain(invoice) and invoice.seller.number is not None and invoice.buyer.number is not None
        ),
        shown=lambda invoice: ALWAYS - {"invoice_number"} | {"supplier_tax_id"},
    ),
    Renderer(
        name="microinvoice",
        package="microinvoice@1.0.6",
        licence="MIT",
        program="node",
        countries=("US", "GB", "FR", "DE", "ES", "IT", "NL", "PT", "IN", "MX", "CH"),
        accepts=lambda invoice: plain(invoice) and in_cents(invoice) and len(invoice.items) <= 8,
        shown=lambda invoice: _taxed(invoice, "due_date"),
        columns=frozenset({"quantity", "amount"}),
    ),
    Renderer(
        name="pdf_invoice",
        package="@h1dd3nsn1p3r/pdf-invoice@1.0.12",
        licence="MIT",
        program="node",
        countries=("US", "GB", "ES", "DE", "FR", "IT", "PT", "NL", "IN", "AU", "CA"),
        # Its subtotal includes the tax: only invoices without one are printed as they are.
        accepts=lambda invoice: (
            plain(invoice) and not invoice.totals.tax and in_cents(invoice) and invoice.due is not None
        ),
        shown=lambda invoice: ALWAYS | {"due_date"},
    ),
    Renderer(
        name="jspdf_invoice_template",
        package="jspdf-invoice-template-nodejs@1.4.40",
        licence="ISC",
        program="node",
        countries=("US", "GB", "ES", "AR", "CL", "DE", "FR", "IT", "PT", "NL", "IN", "CO", "CH", "AU"),
        accepts=lambda invoice: invoice.language in LATIN and plain(invoice),
        shown=lambda invoice: _taxed(invoice, "due_date"),
    ),
)


WORDS = (
    "title.invoice",
    "label.number",
    "label.date",
    "label.due",
    "label.to",
    "label.from",
    "column.description",
    "column.quantity",
    "column.price",
    "column.amount",
    "column.rate",
    "column.discount",
    "total.net",
    "total.discount",
    "total.total",
    "text.thanks",
)
"""The words that renderers take from outside."""


def as_json(invoice: Invoice, words: Callable[[str], str], day: Callable[[date], str]) -> dict[str, Any]:
    """The invoice for a runner: exact values as text, and the same as the document's notation prints them."""
    totals, bank = invoice.totals, invoice.bank
    money = invoice.notation.amount
    taxes = [
        {"name": tax.name, "rate": str(tax.rate), "amount": str(tax.amount), "amount_printed": money(tax.amount)}
        for tax in totals.taxes
    ]
    return {
        "country": invoice.country.iso,
        "language": invoice.language,
        "locale": invoice.country.locale,
        "currency": invoice.country.currency,
        "sign": invoice.notation.sign.strip() or invoice.country.currency,
        "number": invoice.number,
        "number_parts": invoice.number.split("-"),
        "issued": invoice.issued.isoformat(),
        "issued_printed": day(invoice.issued),
        "due": invoice.due.isoformat() if invoice.due else None,
        "due_printed": day(invoice.due) if invoice.due else None,
        "seller": _party(invoice.seller),
        "buyer": _party(invoice.buyer),
        "items": [_item(invoice, item) for item in invoice.items],
        "net": str(totals.net),
        "tax": str(totals.tax),
        "total": str(totals.total),
        "rate": str(totals.taxes[0].rate if totals.taxes else 0),
        "net_printed": money(totals.net),
        "total_printed": money(totals.total),
        "taxes": taxes,
        "iban": bank.iban if bank else None,
        "bic": bank.bic if bank else None,
        "words": {key: words(key) for key in WORDS},
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "address": list(party.address),
        "number": party.number,
        "number_label": party.tax_label,
        "phone": party.phone,
        "email": party.email,
        "web": party.web,
        "contact": party.contact,
    }


def _item(invoice: Invoice, item: Item) -> dict[str, str]:
    notation = invoice.notation
    return {
        "code": item.code,
        "description": item.description,
        "quantity": str(item.quantity),
        "unit": item.unit,
        "price": str(item.unit_price),
        "amount": str(item.amount),
        "rate": str(item.rate),
        "price_printed": notation.amount(item.unit_price),
        "amount_printed": notation.amount(item.amount),
        "quantity_printed": notation.quantity(item.quantity),
    }
