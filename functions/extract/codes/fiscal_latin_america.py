"""Fiscal codes of Latin America."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from functions.extract.codes.facts import CodeFacts, MalformedCodeError
from functions.extract.codes.notation import (
    all_digits,
    amount,
    base64_bytes,
    checked,
    checked_or_none,
    day,
    json_object,
    query,
    text_of,
    weighted_rest,
)

# AFIP, tabla de monedas: the codes that are not ISO 4217.
_AR_CURRENCIES: Mapping[str, str] = {
    "PES": "ARS", "DOL": "USD", "060": "EUR", "012": "BRL", "011": "UYU", "033": "CLP", "021": "GBP", "009": "CHF",
    "010": "MXN", "018": "CAD", "019": "JPY", "026": "AUD", "029": "PYG", "031": "BOB", "032": "COP", "035": "PEN",
    "064": "CNY",
}  # fmt: skip
# AFIP, tabla de tipos de comprobante: notas de crédito A, B, C, E, M, of consumers' tickets, and of FCE.
_AR_CREDIT_NOTES = frozenset({3, 8, 13, 21, 53, 110, 112, 113, 114, 119, 203, 208, 213})
_AR_CUIT = "80"  # AFIP, tabla de tipos de documento

# IBGE, códigos das unidades da federação.
_BR_STATES = frozenset("11 12 13 14 15 16 17 21 22 23 24 25 26 27 28 29 31 32 33 35 41 42 43 50 51 52 53".split())  # noqa: SIM905
_BR_MODELS = frozenset({"55", "57", "62", "65", "66", "67"})  # NF-e, CT-e, NFCom, NFC-e, NF3e, CT-e OS


def argentine_qr(text: str) -> CodeFacts | None:
    """Argentina: `https://www.afip.gob.ar/fe/qr/?p=<base64 of JSON>` (RG 4892/2020), since 2024 also at arca.gob.ar:
    ver, fecha, cuit, ptoVta, tipoCmp, nroCmp, importe, moneda, ctz, tipoDocRec, nroDocRec, tipoCodAut, codAut."""
    if re.match(r"(?:https?://)?[^\s/?]*\b(?:afip|arca)\.go[bv]\.ar/", text, re.IGNORECASE) is None:
        return None
    _, found, written = re.sub("[?&]p=", "?p=", text, count=1).partition("?p=")
    if not found:
        return None
    fields = json_object(base64_bytes(written.split("&")[0].replace("%3D", "=").replace("%3d", "=")))
    point, number = fields.get("ptoVta"), fields.get("nroCmp")
    currency = str(fields.get("moneda", "")).strip().upper()
    of_business = str(fields.get("tipoDocRec", "")) == _AR_CUIT
    return CodeFacts(
        document_type="credit_note" if _is_credit_note(fields.get("tipoCmp")) else None,
        seller_tax_id=checked("ar.cuit", fields.get("cuit")),
        buyer_tax_id=checked_or_none("ar.cuit", fields.get("nroDocRec")) if of_business else None,
        issue_date=day(fields.get("fecha"), "%Y-%m-%d"),
        invoice_number=_serial(point, number),
        total_amount=amount(fields.get("importe")) or None,
        currency=_AR_CURRENCIES.get(currency),
    )


def argentine_bar_code(text: str) -> CodeFacts | None:
    """Argentina, bar code (ITF) of RG 1702/2004: CUIT 11, tipo 2 or 3, punto de venta 4 or 5, CAE 14, its expiry 8,
    check digit 1. It names the seller and not the number."""
    if not (all_digits(text, 40) or all_digits(text, 42)):
        return None
    digits = [int(digit) for digit in text]
    check = -(3 * sum(digits[0:-1:2]) + sum(digits[1:-1:2])) % 10
    if check != digits[-1]:
        return None
    day(text[-9:-1], "%Y%m%d")
    return CodeFacts(seller_tax_id=checked("ar.cuit", text[:11]))


def brazilian_key(text: str) -> CodeFacts | None:
    """Brazil: the access key of 44 digits of NF-e, NFC-e and CT-e (Manual de Orientação do Contribuinte 7.0, 2.2.6.1):
    state 2, year and month 4, CNPJ 14, model 2, series 3, number 9, type 1, code 8, check digit 1."""
    key = text.removeprefix("NFe").removeprefix("CTe").strip()
    if not all_digits(key, 44) or key[:2] not in _BR_STATES or key[20:22] not in _BR_MODELS:
        return None
    rest = weighted_rest(key[:43], highest=9)
    if (0 if rest > 9 else rest) != int(key[43]):
        raise MalformedCodeError("the check digit of an access key")
    return CodeFacts(
        seller_tax_id=checked_or_none("br.cnpj", key[6:20]),
        invoice_number=str(int(key[25:34])),
        currency="BRL",
    )


def brazilian_qr(text: str) -> CodeFacts | None:
    """Brazil, NFC-e and NF-e: a URL with `chNFe=key&…&vNF=10.00` (version 1) or `p=key|2|1|…`, and between them for a
    note issued offline the day and the total (Manual de especificações técnicas do DANFE NFC-e e QR Code 5.0)."""
    if not text.lower().startswith("http") or re.search(r"[?&](?:p|chnfe|chcte)=\d{44}", text, re.IGNORECASE) is None:
        return None
    fields = query(text)
    parts = fields.get("p", "").split("|")
    facts = brazilian_key(fields.get("chnfe") or fields.get("chcte") or parts[0])
    if facts is None:
        raise MalformedCodeError("no access key")
    total, issued = amount(fields.get("vnf")), None
    # key | version | environment | day | total | digest | …
    if len(parts) >= 7 and re.fullmatch(r"\d{1,2}", parts[3]) and re.fullmatch(r"\d+\.\d\d", parts[4]):
        issued = day(f"20{parts[0][2:6]}{int(parts[3]):02}", "%Y%m%d")
        total = amount(parts[4])
    return replace(facts, issue_date=issued, total_amount=total)


def brazilian_service_key(text: str) -> CodeFacts | None:
    """Brazil, NFS-e of the national system: `https://www.nfse.gov.br/…?…chave=<50 digits>` (Manual de integração):
    municipality 7, environment 1, kind of number 1, CNPJ 14, number 13, year and month 4, code 9, check digit 1."""
    found = re.search(r"nfse\.gov\.br/\S*[?&]chave=(\d{50})\b", text, re.IGNORECASE)
    if found is None:
        return None
    key = found[1]
    number = str(int(key[23:36]))
    of_company = key[8] == "2"
    return CodeFacts(
        seller_tax_id=checked_or_none("br.cnpj", key[9:23]) if of_company else None,
        invoice_number=number,
        currency="BRL",
    )


def mexican_cfdi(text: str) -> CodeFacts | None:
    """Mexico: `https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=UUID&re=RFC&rr=RFC&tt=0000001234.560000`
    (Anexo 20, código bidimensional). The total is what remains after retentions."""
    if re.match(r"(?:https?://[^\s?]+)?\?", text) is None:
        return None
    fields = query(text)
    total = fields.get("tt", "")
    if re.fullmatch(r"[A-ZÑ&]{3,4}\d{6}\w{3}", fields.get("re", "")) is None or not total:
        return None
    return CodeFacts(
        seller_tax_id=checked("mx.rfc", fields.get("re")),
        buyer_tax_id=checked_or_none("mx.rfc", fields.get("rr")),
        total_amount=amount(total.lstrip("0") if not total.lstrip("0").startswith(".") else "0" + total.lstrip("0")),
    )


def peruvian_qr(text: str) -> CodeFacts | None:
    """Peru: `RUC|type|series|number|IGV|total|date|type of buyer's number|buyer's number|…` (SUNAT, R.S. 155-2017,
    anexo 6). Type 07 is a credit note, 6 a RUC."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) < 8 or not all_digits(parts[0], 11) or re.fullmatch(r"[A-Z]\w{3}", parts[2]) is None:
        return None
    of_business = parts[7] == "6" and len(parts) > 8
    return CodeFacts(
        document_type="credit_note" if parts[1] == "07" else None,
        seller_tax_id=checked("pe.ruc", parts[0]),
        buyer_tax_id=checked_or_none("pe.ruc", parts[8]) if of_business else None,
        invoice_number=text_of(f"{parts[2]}-{parts[3]}"),
        tax_amount=amount(parts[4]),
        total_amount=amount(parts[5]),
        issue_date=day(parts[6], "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"),
    )


def chilean_stamp(text: str) -> CodeFacts | None:
    """Chile, timbre electrónico (PDF417): `<TED><DD><RE>RUT</RE><TD>33</TD><F>folio</F><FE>date</FE><RR>RUT</RR>
    <RSR>buyer</RSR><MNT>total</MNT>…` (SII, formato DTE, anexo). Type 61 is a credit note; pesos have no cents."""
    if "<TED" not in text[:200] or "<DD>" not in text[:300]:
        return None
    fields = dict(re.findall(r"<(RE|TD|F|FE|RR|RSR|MNT)>([^<]*)</\1>", text))
    return CodeFacts(
        document_type="credit_note" if fields.get("TD") == "61" else None,
        seller_tax_id=checked("cl.rut", fields.get("RE")),
        buyer_tax_id=checked_or_none("cl.rut", fields.get("RR")),
        buyer_name=text_of(fields.get("RSR")),
        invoice_number=text_of(fields.get("F")),
        issue_date=day(fields.get("FE"), "%Y-%m-%d"),
        total_amount=amount(fields.get("MNT")),
        currency="CLP",
        hints=frozenset({"currency", "buyer_name"}),  # the name is cut at 40 characters
    )


def colombian_qr(text: str) -> CodeFacts | None:
    """Colombia: `NumFac: …`, `FecFac: …`, `NitFac: …`, `DocAdq: …`, `ValFac: …`, `ValIva: …`, `ValTolFac: …`,
    `CUFE: …`, each on a line or one behind the other (DIAN, anexo técnico de factura electrónica 1.9, 11.7)."""
    fields = {name.lower(): value for name, value in re.findall(r"(\w{3,12})\s*[:=]\s*([^\s|;]+)", text)}
    if "numfac" not in fields or not ({"nitfac", "cufe"} & fields.keys()):
        return None
    return CodeFacts(
        seller_tax_id=text_of(fields.get("nitfac")),
        buyer_tax_id=text_of(fields.get("docadq")),
        invoice_number=text_of(fields["numfac"]),
        issue_date=day(fields.get("fecfac", "")[:10], "%Y-%m-%d"),
        net_amount=amount(fields.get("valfac")),
        tax_amount=amount(fields.get("valiva")),
        total_amount=amount(fields.get("valtolfac") or fields.get("valtotfac")),
        hints=frozenset({"net_amount", "buyer_tax_id"}),
    )


def ecuadorian_key(text: str) -> CodeFacts | None:
    """Ecuador, clave de acceso of 49 digits (SRI, ficha técnica de comprobantes electrónicos): date 8, type 2, RUC 13,
    environment 1, establishment and point 6, number 9, code 8, kind 1, check digit 1. Type 04 is a credit note."""
    if not all_digits(text, 49) or text[8:10] not in ("01", "03", "04", "05"):
        return None
    # Modulo 11 with weights 2 to 7; what would be 10 is 1.
    rest = weighted_rest(text[:48], highest=7)
    if {11: 0, 10: 1}.get(rest, rest) != int(text[48]):
        raise MalformedCodeError("the check digit of an access key")
    return CodeFacts(
        document_type="credit_note" if text[8:10] == "04" else None,
        issue_date=day(text[:8], "%d%m%Y"),
        seller_tax_id=checked_or_none("ec.ruc", text[10:23]),
        invoice_number=f"{text[24:27]}-{text[27:30]}-{text[30:39]}",
        currency="USD",
        hints=frozenset({"currency"}),
    )


def paraguayan_qr(text: str) -> CodeFacts | None:
    """Paraguay: `https://ekuatia.set.gov.py/consultas/qr?…Id=CDC&…&dRucRec=…&dTotGralOpe=…&dTotIVA=…` (SIFEN, manual
    técnico 150, 13.8). CDC: type 2, RUC 8 and its digit 1, establishment 3, point 3, number 7, kind 1, date 8, …"""
    if re.match(r"https?://ekuatia\S*/qr\?", text, re.IGNORECASE) is None:
        return None
    fields = query(text)
    key = fields.get("id", "")
    if not all_digits(key, 44):
        raise MalformedCodeError("no CDC")
    return CodeFacts(
        document_type="credit_note" if key[:2] == "05" else None,
        seller_tax_id=f"{int(key[2:10])}-{key[10]}",
        invoice_number=f"{key[11:14]}-{key[14:17]}-{key[17:24]}",
        issue_date=day(key[25:33], "%Y%m%d"),
        buyer_tax_id=text_of(fields.get("drucrec")),
        total_amount=amount(fields.get("dtotgralope")),
        tax_amount=amount(fields.get("dtotiva")),
        hints=frozenset({"buyer_tax_id"}),
    )


def uruguayan_qr(text: str) -> CodeFacts | None:
    """Uruguay: `https://www.efactura.dgi.gub.uy/consultaQR/cfe?RUC,type,series,number,amount,dd/mm/yyyy,hash` (DGI,
    formato CFE, representación impresa). Types 102, 112 and 122 are credit notes."""
    found = re.match(
        r"https?://\S*dgi\.gub\.uy/\S*\?(\d{12}),(\d+),([A-Z]{1,2}),(\d+),([\d.,-]+),(\d\d/\d\d/\d{4}),", text
    )
    if found is None:
        return None
    ruc, kind, series, number, total, issued = found.groups()
    return CodeFacts(
        document_type="credit_note" if kind in ("102", "112", "122") else None,
        seller_tax_id=ruc,
        invoice_number=f"{series}-{number}",
        total_amount=amount(total),
        issue_date=day(issued, "%d/%m/%Y"),
    )


def _is_credit_note(kind: object) -> bool:
    return isinstance(kind, int | Decimal) and kind in _AR_CREDIT_NOTES


_COUNTED = re.compile(r"\d{1,12}(?:\.0+)?", re.ASCII)
"""A whole number as JSON may write it; one like 1E+600000 would take minutes to be written out."""


def _serial(point: object, number: object) -> str | None:
    """`00003-00000123`, as it is printed."""
    if not isinstance(point, int | str | Decimal) or not isinstance(number, int | str | Decimal):
        return None
    written = [str(part).strip() for part in (point, number)]
    if not all(map(_COUNTED.fullmatch, written)):
        raise MalformedCodeError("no number")
    return f"{int(Decimal(written[0])):05}-{int(Decimal(written[1])):08}"
