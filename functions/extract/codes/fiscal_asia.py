"""Fiscal codes of Asia, Turkey, Russia and the Gulf."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from functions.extract.codes.facts import CodeFacts, MalformedCodeError
from functions.extract.codes.notation import (
    amount,
    base64_bytes,
    checked,
    checked_or_none,
    currency_code,
    day,
    json_object,
    query,
    text_of,
)

_ZATCA_TAGS = frozenset({1, 2, 3, 4, 5})


def saudi_zatca(text: str) -> CodeFacts | None:
    """Saudi Arabia: base64 of tag, length, value: 1 seller, 2 VAT number, 3 time, 4 total with VAT, 5 VAT
    (ZATCA, Security features implementation standards, 4.1); further tags are signatures."""
    if re.fullmatch(r"A[Q-Za-f][A-Za-z0-9+/=_\s-]{20,}", text) is None:
        return None
    fields = dict(_tag_length_value(base64_bytes(text)))
    if not fields.keys() >= _ZATCA_TAGS:
        raise MalformedCodeError("a ZATCA code without its five fields")
    number = text_of(fields[2])
    if number is None or re.fullmatch(r"\d{15}", number) is None:
        raise MalformedCodeError("no VAT number")
    return CodeFacts(
        seller_name=text_of(fields[1]),
        seller_vat_id=number,
        issue_date=day(fields[3][:10], "%Y-%m-%d", "%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y"),
        total_amount=amount(fields[4].replace(",", "")),
        tax_amount=amount(fields[5].replace(",", "")),
        currency="SAR",
        hints=frozenset({"seller_name", "currency"}),
    )


def _tag_length_value(content: bytes) -> Iterator[tuple[int, str]]:
    place = 0
    while place + 2 <= len(content):
        tag, length = content[place], content[place + 1]
        value = content[place + 2 : place + 2 + length]
        if len(value) < length:
            raise MalformedCodeError("a field is cut")
        if tag in _ZATCA_TAGS:
            try:
                yield tag, value.decode()
            except UnicodeDecodeError as error:
                raise MalformedCodeError("no UTF-8") from error
        place += 2 + length


def indian_irn(text: str) -> CodeFacts | None:
    """India: the signed QR code of an e-invoice, a JWT whose payload has `data`, a JSON text: SellerGstin, BuyerGstin,
    DocNo, DocTyp (INV, CRN, DBN), DocDt, TotInvVal, ItemCnt, MainHsnCode, Irn, IrnDt (GSTN, e-invoice schema, QR code).
    The signature is not verified: this says what the code says."""
    parts = text.strip().split(".")
    if len(parts) != 3 or not parts[0].startswith("eyJ") or not parts[1].startswith("eyJ"):
        return None
    claims = json_object(base64_bytes(parts[1]))
    written = claims.get("data")
    fields = json_object(written) if isinstance(written, str) else claims
    if "SellerGstin" not in fields or "DocNo" not in fields:
        return None
    return CodeFacts(
        document_type="credit_note" if fields.get("DocTyp") == "CRN" else None,
        seller_vat_id=checked("in_.gstin", fields["SellerGstin"]),
        buyer_vat_id=checked_or_none("in_.gstin", fields.get("BuyerGstin")),
        invoice_number=text_of(fields["DocNo"]),
        issue_date=day(fields.get("DocDt"), "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"),
        total_amount=amount(fields.get("TotInvVal")),
        currency="INR",
        hints=frozenset({"currency"}),  # an invoice for an export may be in another one
    )


def chinese_fapiao(text: str) -> CodeFacts | None:
    """China: `01,type,code,number,amount,yyyymmdd,check code,…` (State Taxation Administration, QR code of the
    electronic fapiao). The amount of paper and first electronic fapiao (01, 04, 10, 11) is without tax; of fully
    digital ones (31, 32), which have no code, with tax."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 7 or parts[0] != "01" or re.fullmatch(r"\d{2}", parts[1]) is None or not parts[3].isdigit():
        return None
    stated = amount(parts[4])
    digital = parts[1] in ("31", "32") or not parts[2]
    return CodeFacts(
        invoice_number=parts[3],
        total_amount=stated if digital else None,
        net_amount=None if digital else stated,
        issue_date=day(parts[5], "%Y%m%d"),
        currency="CNY",
        hints=frozenset({"net_amount"}),  # rolls of tills (11) are printed with either amount
    )


def taiwanese_einvoice(text: str) -> CodeFacts | None:
    """Taiwan, left QR code: number 10, date in the years of the Republic 7, random 4, sales 8 and total 8 in
    hexadecimal, buyer 8, seller 8, … (Ministry of Finance, electronic invoice certificate, format of the QR codes)."""
    found = re.match(r"([A-Z]{2}\d{8})(\d{3})(\d{4})\d{4}([0-9A-Fa-f]{8})([0-9A-Fa-f]{8})(\d{8})(\d{8})", text)
    if found is None:
        return None
    number, year, month_day, _, total, buyer, seller = found.groups()
    return CodeFacts(
        invoice_number=number,
        issue_date=day(f"{int(year) + 1911}{month_day}", "%Y%m%d"),
        total_amount=amount(int(total, 16)),
        seller_tax_id=seller,
        buyer_tax_id=buyer if buyer != "00000000" else None,
        currency="TWD",
    )


def turkish_efatura(text: str) -> CodeFacts | None:
    """Turkey, e-Fatura and e-Arşiv: JSON with vkntckn, avkntckn, tip, tarih, no, parabirimi, vergidahil, odenecek, …
    (GİB, e-Fatura karekod standardı). `vergidahil` is with tax, `odenecek` what is to be paid."""
    if not text.lstrip().startswith("{") or "vkntckn" not in text:
        return None
    fields = json_object(text)
    taxes = [amount(value) for name, value in fields.items() if str(name).startswith("hesaplanankdv")]
    stated = [tax for tax in taxes if tax is not None]
    return CodeFacts(
        seller_tax_id=text_of(fields.get("vkntckn")),
        buyer_tax_id=text_of(fields.get("avkntckn")),
        document_type="credit_note" if fields.get("tip") == "IADE" else None,
        issue_date=day(fields.get("tarih"), "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"),
        invoice_number=text_of(fields.get("no")),
        currency=_currency(fields.get("parabirimi")),
        tax_amount=sum(stated, Decimal(0)) if stated else None,
        total_amount=amount(fields.get("vergidahil")),
        amount_due=amount(fields.get("odenecek")),
        hints=frozenset({"buyer_tax_id"}),
    )


def _currency(text: object) -> str | None:
    return "TRY" if str(text).strip().upper() == "TL" else currency_code(text)


def russian_receipt(text: str) -> CodeFacts | None:
    """Russia and Kazakhstan: `t=20200101T1200&s=100.00&fn=…&i=…&fp=…&n=1` (FNS, order MMV-7-20/229, fiscal document
    formats; Kazakhstan's operators in a URL). `n` 2 is money paid back."""
    fields = query(text if text.startswith("http") else f"http://x/?{text}") if "t=" in text and "s=" in text else {}
    if not {"t", "s", "i"} <= fields.keys() or not ({"fn", "f"} & fields.keys()):
        return None
    issued: date | None = day(fields["t"][:8], "%Y%m%d")
    return CodeFacts(
        document_type="credit_note" if fields.get("n") == "2" else None,
        issue_date=issued,
        total_amount=amount(fields["s"]),
        currency="RUB" if "fn" in fields else "KZT",
    )
