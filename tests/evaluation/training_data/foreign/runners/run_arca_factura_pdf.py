"""arca-factura-pdf 0.1.0 (MIT): Argentine invoices as ARCA's, in five styles. The authorisation is invented."""

import re

from _each import each_job
from factura_pdf import branding_from_dict, generate_invoice_pdf

STYLES = ("clasico", "moderno", "minimal", "corporativo", "elegante")


def render(data, path):
    point, number = (int(part) for part in data["number_parts"])
    items = [
        {
            "name": item["description"],
            "quantity": float(item["quantity"]),
            "rate": float(item["price"]),
            "item_total": float(item["amount"]),
        }
        for item in data["items"]
    ]
    detail = {
        "invoice_number": f"INV-{number:06}",
        "date": data["issued"],
        "customer_name": data["buyer"]["name"],
        "total": float(data["total"]),
        "tax_total": float(data["tax"]),
        "line_items": items,
        "custom_fields": [],
    }
    tax_id = re.sub(r"\D", "", data["buyer"]["number"] or "")
    arca = {
        "tipo_cbte": 1 if tax_id else 6,
        "punto_venta": point,
        "fecha": data["issued"],
        "cuit_receptor": tax_id or "28861222",
        "importe_neto": float(data["net"]),
        "importe_iva": float(data["tax"]),
        "importe_total": float(data["total"]),
        "concepto": 1,
        "alicuotas": [{"id": 5, "base_imp": float(data["net"]), "importe": float(data["tax"])}],
    }
    result = {
        "cae": 70000000000000 + number * 7919,
        "cae_vto": data["issued"].replace("-", "")[:6] + "28",
        "nro_comprobante": number,
    }
    branding = branding_from_dict(
        {
            "brand_name": data["seller"]["name"],
            "emisor_nombre": data["seller"]["name"],
            "emisor_razon_social": data["seller"]["name"],
            "emisor_domicilio": ", ".join(data["seller"]["address"]),
            "emisor_iibb": re.sub(r"\D", "", data["seller"]["number"]),
            "emisor_inicio_act": "2012-03-01",
            "contact_email": data["seller"]["email"] or "",
            "contact_tel": data["seller"]["phone"] or "",
            "style": {"preset": STYLES[number % len(STYLES)]},
            "options": {"iva_breakdown": "all"},
        }
    )
    pdf = generate_invoice_pdf(detail, arca, result, re.sub(r"\D", "", data["seller"]["number"]), branding=branding)
    with open(path, "wb") as target:
        target.write(pdf)


each_job(render)
