"""InvoiceGenerator 1.2.0 (BSD): the plain Czech and English layout."""

import os
from datetime import date
from decimal import Decimal

from _each import each_job

os.environ["INVOICE_LANG"] = "en"


def render(data, path):
    from InvoiceGenerator import api, conf, pdf

    words = conf.get_gettext("cs" if data["language"] == "cs" else "en")
    os.environ["INVOICE_LANG"] = "cs" if data["language"] == "cs" else "en"
    api._ = pdf._ = words

    def party(kind, each, **more):
        address = each["address"]
        return kind(each["name"], address=address[0], city=", ".join(address[1:]), vat_id=each["number"] or "", **more)

    seller = party(
        api.Provider, data["seller"], phone=data["seller"]["phone"] or "", email=data["seller"]["email"] or ""
    )
    invoice = api.Invoice(
        party(api.Client, data["buyer"]), seller, api.Creator(data["seller"]["contact"] or data["seller"]["name"])
    )
    invoice.currency = data["currency"]
    invoice.currency_locale = "cs_CZ" if data["language"] == "cs" else data["locale"]
    invoice.number, invoice.title = data["number"], data["words"]["title.invoice"]
    invoice.date = date.fromisoformat(data["issued"])
    if data["due"]:
        invoice.payback = date.fromisoformat(data["due"])
    invoice.iban, invoice.swift = data["iban"] or "", data["bic"] or ""
    invoice.use_tax = Decimal(data["rate"]) > 0
    for item in data["items"]:
        tax = Decimal(item["rate"]) if invoice.use_tax else 0
        invoice.add_item(
            api.Item(
                Decimal(item["quantity"]),
                Decimal(item["price"]),
                description=item["description"],
                unit=item["unit"],
                tax=tax,
            )
        )
    pdf.SimpleInvoice(invoice).gen(path, generate_qr_code=False)


each_job(render)
