"""facturador-afip 0.1.0 (MIT): the layout of ARCA's "Comprobantes en línea". The authorisation is invented."""

import re

from _each import each_job
from facturador_afip.pdf import generar_comun


def render(data, path):
    point, number = (int(part) for part in data["number_parts"])
    day = data["issued"].replace("-", "")
    tax_id = re.sub(r"\D", "", data["buyer"]["number"] or "")
    generar_comun(
        {
            "emisor": {
                "razon_social": data["seller"]["name"],
                "domicilio_comercial": ", ".join(data["seller"]["address"]),
                "condicion_iva": "IVA Responsable Inscripto",
                "cuit": re.sub(r"\D", "", data["seller"]["number"]),
                "ingresos_brutos": re.sub(r"\D", "", data["seller"]["number"]),
                "inicio_actividades": "2012-03-01",
            },
            "receptor": {
                "nombre": data["buyer"]["name"],
                "domicilio": ", ".join(data["buyer"]["address"]),
                "doc_tipo": 80 if tax_id else 99,
                "doc_nro": tax_id or "0",
                "condicion_iva": 1 if tax_id else 5,
            },
            "factura": {
                "items": [
                    {
                        "codigo": item["code"],
                        "descripcion": item["description"],
                        "cantidad": item["quantity"],
                        "precio": item["price"],
                    }
                    for item in data["items"]
                ]
            },
            "tipo": "A" if tax_id else "B",
            "moneda": "PES",
            "cotizacion": 1,
            "fecha": day,
            "punto_venta": point,
            "numero": number,
            "total": data["total"],
            "neto": data["net"],
            "iva": data["tax"],
            "cae": str(70000000000000 + number * 7919),
            "vencimiento_cae": day[:6] + "28",
            "condicion_venta": "Cuenta Corriente" if number % 2 else "Contado",
        },
        path,
    )


each_job(render)
