"""erechnung 0.3.0 (MIT): a letter after DIN 5008, in German or English."""

import re
from datetime import date
from decimal import Decimal

from _each import each_job
from erechnung import BrandStyle, Customer, CustomerType, Invoice, Language, LineItem, Seller
from erechnung.generator import _pdf_bytes

COLOURS = ((191, 191, 191), (31, 78, 121), (46, 107, 52), (123, 30, 30))


def render(data, path):
    def place(each):
        street, _, house = each["address"][0].rpartition(" ")
        postal, city = re.match(r"(\d{5}) (.*)", each["address"][1]).groups()
        return {"street": street or house, "house_number": house, "postal_code": postal, "city": city}

    seed = sum(map(ord, data["number"]))
    seller, buyer = data["seller"], data["buyer"]
    colour = COLOURS[seed % len(COLOURS)]
    invoice = Invoice(
        seller=Seller(
            name=seller["name"],
            **place(seller),
            vat_id=seller["number"],
            iban=(data["iban"] or "").replace(" ", ""),
            bic=data["bic"] or "",
            phone=seller["phone"] or "",
            email=seller["email"] or "",
            website=seller["web"] or "",
            contact=seller["contact"] or "",
        ),
        customer=Customer(
            company=buyer["name"], **place(buyer), customer_type=CustomerType.B2B, vat_id=buyer["number"] or ""
        ),
        line_items=[
            LineItem(
                description=item["description"],
                quantity=Decimal(item["quantity"]),
                unit_price=Decimal(item["price"]),
                tax_rate=Decimal(item["rate"]),
            )
            for item in data["items"]
        ],
        invoice_number=data["number"],
        issue_date=date.fromisoformat(data["issued"]),
        service_date=date.fromisoformat(data["issued"]),
        due_date=date.fromisoformat(data["due"]),
        language=Language.EN if seed % 5 == 0 else Language.DE,
        fold_marks=seed % 2 == 0,
        brand_style=BrandStyle(header_fill=colour, header_text=(0, 0, 0) if colour[0] == 191 else (255, 255, 255)),
    )
    with open(path, "wb") as target:
        target.write(_pdf_bytes(invoice))


each_job(render)
