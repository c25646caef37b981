"""larzpdf 0.1.0 (MIT): a plain invoice in the standard fonts."""

from decimal import Decimal

from _each import each_job
from larzpdf import Invoice


def render(data, path):
    def party(each):
        return {
            "name": each["name"],
            "address": ", ".join(each["address"]),
            "email": each["email"],
            "phone": each["phone"],
        }

    invoice = Invoice(
        data["number"],
        date=data["issued_printed"],
        seller=party(data["seller"]),
        buyer=party(data["buyer"]),
        currency=data["sign"],
        title=data["words"]["title.invoice"],
        notes=data["words"]["text.thanks"] or None,
    )
    for item in data["items"]:
        invoice.item(item["description"], qty=item["quantity"], price=item["price"])
    tax = data["taxes"][0]
    invoice.tax(Decimal(tax["rate"]) / 100, label=tax["name"].split("(")[0].split("@")[0].split("%")[0].strip())
    if invoice.total() != Decimal(data["total"]):
        raise ValueError("rounds in another way")
    invoice.save(path)


each_job(render)
