"""Payment codes: the account that is to be paid, and how much.

The amount is what is due, which is not the invoice's total where something was paid before. The name is the holder of
the account, who may collect for the seller: it only fills a gap."""

import re
from binascii import crc_hqx
from collections.abc import Iterator, Sequence

from functions.extract.codes.facts import CodeFacts, MalformedCodeError
from functions.extract.codes.notation import (
    all_digits,
    amount,
    cents,
    checked_or_none,
    currency_code,
    day,
    iban,
    json_object,
    payable,
    query,
    text_of,
)

_PAYEE = frozenset({"seller_name"})


def epc_girocode(text: str) -> CodeFacts | None:
    """`BCD`, version 001 or 002, coding, `SCT`, BIC, name, IBAN, `EUR12.30`, purpose, reference, text, … (European
    Payments Council, EPC069-12). Hungary's `HCT` has the same lines with `HUF` (MNB, QR code standard)."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if lines[0] not in ("BCD", "HCT"):
        return None
    if len(lines) < 7 or re.fullmatch(r"00[12]", lines[1]) is None:
        raise MalformedCodeError("a Girocode without its account")
    shift = 1 if lines[0] == "BCD" else 0  # the Hungarian code has no line for `SCT`
    stated = _line(lines, 6 + shift)
    found = re.fullmatch(r"(?:(EUR|HUF)([\d.,]+))?", stated)
    if found is None:
        raise MalformedCodeError("no amount")
    return CodeFacts(
        bic=_bic(_line(lines, 3 + shift)),
        seller_name=text_of(_line(lines, 4 + shift)),
        iban=iban(_line(lines, 5 + shift)),
        amount_due=payable(amount(found[2])) if found[2] else None,
        currency=found[1],
        reference=text_of(_line(lines, 9)) if shift else None,
        hints=_PAYEE,
    )


def czech_spayd(text: str) -> CodeFacts | None:
    """Czechia and Slovakia: `SPD*1.0*ACC:IBAN+BIC*AM:450.00*CC:CZK*DT:20200131*X-VS:123…` (Česká bankovní asociace,
    Short Payment Descriptor), and of the invoice itself `SID*1.0*ID:number*DD:date*VII:DIČ*AM:total…` (QR Faktura)."""
    kind, *parts = text.strip().split("*")
    if kind not in ("SPD", "SID"):
        return None
    written = [part.partition(":") for part in parts]
    fields = {name.upper(): value for name, _, value in written if value}
    # A payment may carry the invoice as `X-INV:SID%2A1.0%2A…`.
    inside = (
        czech_spayd(re.sub("%2A", "*", fields["X-INV"], flags=re.IGNORECASE))
        if kind == "SPD" and "X-INV" in fields
        else None
    )
    account, _, bic = fields.get("ACC", "").partition("+")
    is_invoice = kind == "SID"
    due = day(fields.get("DT"), "%Y%m%d")
    stated = payable(amount(fields.get("AM")))
    own = CodeFacts(
        iban=iban(account) if account else None,
        bic=_bic(bic),
        currency=currency_code(fields.get("CC")),
        due_date=due,
        amount_due=None if is_invoice else stated,
        total_amount=stated if is_invoice else None,
        invoice_number=text_of(fields.get("ID")) if is_invoice else None,
        issue_date=day(fields.get("DD"), "%Y%m%d") if is_invoice else None,
        seller_vat_id=text_of(fields.get("VII")) if is_invoice else None,
        buyer_vat_id=text_of(fields.get("VIR")) if is_invoice else None,
        reference=text_of(fields.get("X-VS") or fields.get("VS")),
    )
    return CodeFacts(**{**dict(own.given()), **dict(inside.given())}) if inside else own


def croatian_hub3(text: str) -> CodeFacts | None:
    """Croatia (PDF417): `HRVHUB30`, currency, 15 digits of hundredths, payer (3 lines), payee (3), IBAN, model,
    reference, purpose, text (HUB, 2D bar code standard 2.0)."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    if lines[0] != "HRVHUB30":
        return None
    if len(lines) < 10:
        raise MalformedCodeError("a HUB3 code without its account")
    return CodeFacts(
        currency=lines[1] if lines[1] in ("EUR", "HRK") else None,
        amount_due=cents(lines[2]),
        buyer_name=text_of(lines[3]),
        seller_name=text_of(lines[6]),
        iban=iban(lines[9]),
        reference=text_of(f"{_line(lines, 10)}{_line(lines, 11)}"),
        hints=_PAYEE | {"buyer_name", "reference"},
    )


def slovenian_upn(text: str) -> CodeFacts | None:
    """Slovenia: `UPNQR` and 18 lines: amount in hundredths on line 9, due date 14, payee's IBAN 15, reference 16, name
    17 (ZBS, UPN QR form)."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    if lines[0] != "UPNQR":
        return None
    if len(lines) < 17:
        raise MalformedCodeError("a UPN code without its account")
    return CodeFacts(
        buyer_name=text_of(lines[5]),
        amount_due=cents(lines[8]),
        due_date=day(lines[13], "%d.%m.%Y"),
        iban=iban(lines[14]),
        reference=text_of(lines[15]),
        seller_name=text_of(lines[16]),
        currency="EUR",
        hints=_PAYEE | {"buyer_name"},
    )


def polish_transfer(text: str) -> CodeFacts | None:
    """Poland: `NIP|PL|26 digits of the account|hundredths|name|title|||` (Związek Banków Polskich, code 2D, 2013)."""
    found = re.match(r"(\d{10})?\|PL\|(\d{26})\|(\d{1,10})\|([^|]*)\|([^|]*)\|", text)
    if found is None:
        return None
    return CodeFacts(
        seller_vat_id=checked_or_none("pl.nip", found[1]),
        iban=iban(f"PL{found[2]}"),
        amount_due=cents(found[3]),
        seller_name=text_of(found[4]),
        currency="PLN",
        hints=_PAYEE,
    )


def serbian_ips(text: str) -> CodeFacts | None:
    """Serbia: `K:PR|V:01|C:1|R:18 digits of the account|N:payee|I:RSD3596,13|P:payer|SF:…|S:…|RO:reference`
    (NBS, IPS QR)."""
    if not re.match(r"K:(?:PR|PT|PK|EK)\|V:01\|", text):
        return None
    fields = dict(part.split(":", 1) for part in text.split("|") if ":" in part)
    if not all_digits(fields.get("R", ""), 18):
        raise MalformedCodeError("no account")
    found = re.fullmatch(r"(?:RSD)?([\d,]*)", fields.get("I", ""))
    return CodeFacts(
        account=fields["R"],
        seller_name=text_of(fields.get("N", "").split("\n")[0]),
        amount_due=payable(amount(found[1])) if found and found[1] else None,
        currency="RSD",
        reference=text_of(fields.get("RO")),
        hints=_PAYEE | {"reference"},
    )


def finnish_bar_code(text: str) -> CodeFacts | None:
    """Finland (Code 128, 54 digits): version 4 or 5, IBAN without its country 16, euros 6 and cents 2, reference 23,
    due date yymmdd 6 (Finanssiala, bank bar code guide)."""
    if not all_digits(text, 54) or text[0] not in "45":
        return None
    written = text[28:48] if text[0] == "4" else f"RF{text[25:27]}{text[27:48].lstrip('0')}"
    return CodeFacts(
        iban=iban(f"FI{text[1:17]}"),
        amount_due=cents(text[17:25]),
        currency="EUR",
        reference=written.lstrip("0") or None,
        due_date=None if text[48:] == "000000" else day(text[48:], "%y%m%d"),
    )


def swedish_uqr(text: str) -> CodeFacts | None:
    """Sweden: JSON with uqr, tp (1 invoice, 2 credit note), nme, cid, iref, idt, ddt, due, vat, cur, pt (IBAN, BG, PG),
    acc, bc (UsingQR 1.3)."""
    if not text.lstrip().startswith("{") or '"uqr"' not in text:
        return None
    fields = json_object(text)
    account = text_of(fields.get("acc"))
    by_iban = fields.get("pt") == "IBAN" and account is not None
    return CodeFacts(
        document_type="credit_note" if str(fields.get("tp")) == "2" else None,
        seller_name=text_of(fields.get("nme")),
        invoice_number=text_of(fields.get("iref")),
        issue_date=day(fields.get("idt"), "%Y%m%d"),
        due_date=day(fields.get("ddt"), "%Y%m%d"),
        amount_due=payable(amount(fields.get("due"))),
        tax_amount=amount(fields.get("vat")),
        currency=currency_code(fields.get("cur")) or "SEK",
        iban=iban(account) if by_iban and account else None,
        account=None if by_iban else account,
        # `iref` is the reference of the payment, which in most invoices is their number.
        hints=_PAYEE | {"invoice_number", "tax_amount"},
    )


# ISO 4217, numeric codes of the countries whose merchants print this code.
_NUMERIC = {
    "986": "BRL", "356": "INR", "702": "SGD", "764": "THB", "458": "MYR", "360": "IDR", "604": "PEN", "170": "COP",
    "704": "VND", "344": "HKD", "608": "PHP", "156": "CNY", "410": "KRW", "116": "KHR", "050": "BDT", "144": "LKR",
}  # fmt: skip


def emv_merchant(text: str) -> CodeFacts | None:
    """PIX, PayNow, PromptPay, DuitNow, QRIS, …: `000201` and further tag, length, value, the last one a CRC
    (EMVCo, QR code for payment systems, merchant-presented mode 1.1): 53 currency, 54 amount."""
    if not text.startswith("000201"):
        return None
    fields = dict(_emv_fields(text))
    if "63" not in fields or "6304" not in text or _check_sum(text) != fields["63"].upper():
        raise MalformedCodeError("the check sum of a payment code")
    return CodeFacts(
        currency=_NUMERIC.get(fields.get("53", "")),
        amount_due=payable(amount(fields.get("54"))),
        seller_name=text_of(fields.get("59")),
        hints=_PAYEE | {"currency"},
    )


def _emv_fields(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place + 4 <= len(text):
        tag, length = text[place : place + 2], text[place + 2 : place + 4]
        if not all_digits(length, 2):
            raise MalformedCodeError("no length")
        yield tag, text[place + 4 : place + 4 + int(length)]
        place += 4 + int(length)


def _check_sum(text: str) -> str:
    """CRC-16 (CCITT, from 0xFFFF) up to and with the tag of the sum itself: four capital hexadecimal digits."""
    return f"{crc_hqx(text[: text.rindex('6304') + 4].encode(), 0xFFFF):04X}"


def indian_upi(text: str) -> CodeFacts | None:
    """India: `upi://pay?pa=address&pn=payee&am=12.00&cu=INR&…` (NPCI, UPI linking specification 1.6)."""
    if not text.lower().startswith("upi://pay"):
        return None
    fields = query(text)
    return CodeFacts(
        seller_name=text_of(fields.get("pn")),
        amount_due=payable(amount(fields.get("am"))),
        currency=currency_code(fields.get("cu")),
        hints=_PAYEE | {"currency"},
    )


def _bic(text: str) -> str | None:
    plain = text.strip().upper()
    return plain if re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", plain) else None


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""
