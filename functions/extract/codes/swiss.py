"""The Swiss QR code of a payment slip, and what the biller states in it about the invoice."""

import re
from dataclasses import replace

from functions.extract.codes.facts import CodeFacts, MalformedCodeError
from functions.extract.codes.notation import amount, checked_or_none, day, iban, payable, text_of

_FIRST_FIELDS = 28
"""Lines up to the type of reference; what follows may be left out."""


def swiss_qr_bill(text: str) -> CodeFacts | None:
    """`SPC`, version, coding, IBAN, creditor (7 lines), ultimate creditor (7), amount, currency, debtor (7), type of
    reference, reference, message, `EPD`, billing information (SIX, Implementation Guidelines QR-bill 2.3, 4.2.2)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].strip() != "SPC":
        return None
    if len(lines) < _FIRST_FIELDS:
        raise MalformedCodeError("a Swiss QR code without its first fields")
    lines += [""] * (32 - len(lines))
    currency = lines[19].strip()
    if currency not in ("CHF", "EUR"):
        raise MalformedCodeError("no currency of a QR bill")
    return replace(
        swico_facts(lines[31]),
        iban=iban(lines[3]),
        seller_name=text_of(lines[5]),
        buyer_name=text_of(lines[21]),
        amount_due=payable(amount(text_of(lines[18]))),
        currency=currency,
        reference=text_of(lines[28]),
        hints=frozenset({"seller_name", "buyer_name"}),  # whoever is paid, and whoever pays
    )


def swico_facts(text: str) -> CodeFacts:
    """Number, date and VAT number of the invoice from the billing information `//S1/10/number/11/yymmdd/30/UID/…`
    (Swico, Syntaxdefinition 1.2); a `/` inside a value is written `\\/`."""
    if not text.startswith("//S1/"):
        return CodeFacts()
    parts = [part.replace("\\/", "/") for part in re.split(r"(?<!\\)/", text[len("//S1/") :])]
    fields = dict(zip(parts[::2], parts[1::2], strict=False))
    uid = fields.get("30")
    return CodeFacts(
        invoice_number=text_of(fields.get("10")),
        issue_date=day(fields.get("11"), "%y%m%d"),
        seller_vat_id=checked_or_none("ch.uid", f"CHE{uid}") if uid else None,
    )
