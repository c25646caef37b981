"""Fiscal codes of Europe: receipts signed by cash registers, and the codes that tax authorities verify invoices by."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from functions.extract.codes.facts import CodeFacts, MalformedCodeError
from functions.extract.codes.notation import amount, cents, checked, checked_or_none, day, query, text_of

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)


def german_tse(text: str) -> CodeFacts | None:
    """Germany, cash registers: `V0;serial;Kassenbeleg-V1;Beleg^19_7_10.7_5.5_0^payments;number;counter;start;end;…`.

    DSFinV-K 2.3, annex I: gross amounts in the order of the rates; times in UTC or with their offset. A receipt for
    training or a transfer has no amounts to believe."""
    if not text.startswith("V0;"):
        return None
    parts = text.split(";")
    if len(parts) < 8:
        raise MalformedCodeError("a TSE code without its times")
    if parts[2] != "Kassenbeleg-V1" or parts[3].split("^")[0] not in ("Beleg", "AVRechnung"):
        return CodeFacts()
    issued = _local_day(parts[6], "Europe/Berlin")
    sums = _sums(parts[3].split("^")[1] if "^" in parts[3] else "", comma=False)
    halved = date(2020, 7, 1) <= issued <= date(2020, 12, 31)  # the lower rates of that half-year
    rates = (Decimal(16), Decimal(5)) if halved else (Decimal(19), Decimal(7))
    return _receipt(issued, sums, (*rates, None, None, Decimal(0)), currency="EUR")


def austrian_rksv(text: str) -> CodeFacts | None:
    """Austria, cash registers: `_R1-AT1_register_receipt_time_20%_10%_13%_0%_special_turnover_…`, decimal commas.

    Registrierkassensicherheitsverordnung, annex, Z 12. A turnover of `VFJB` ("TRA" in base64) is training. A receipt of
    zeros belongs to a register that signs its sums elsewhere: it has no amounts to believe."""
    if not text.startswith("_R1-AT"):
        return None
    found = re.match(
        r"_R1-AT\d+_(?P<register>.+?)_(?P<number>[^_]+)_(?P<time>\d{4}-\d\d-\d\dT[\d:]+)_(?P<sums>(?:-?\d+,\d\d_){5})"
        r"(?P<turnover>[^_]*)",
        text,
    )
    if found is None:
        raise MalformedCodeError("an RKSV code without its amounts")
    if found["turnover"] == "VFJB":
        return CodeFacts()
    issued = day(found["time"][:10], "%Y-%m-%d")
    rates = (Decimal(20), Decimal(10), Decimal(13), Decimal(0), None)
    receipt = _receipt(issued, _sums(found["sums"].rstrip("_"), comma=True), rates, currency="EUR")
    return replace(receipt, invoice_number=text_of(found["number"]), hints=receipt.hints | {"invoice_number"})


def croatian_receipt(text: str) -> CodeFacts | None:
    """Croatia: `https://porezna.gov.hr/rn?jir=…|zki=…&datv=20210825_1934&izn=70298` (Pravilnik o fiskalizaciji): the
    total in hundredths, or with a comma; kuna until the end of 2022."""
    if re.match(r"https?://(?:www\.)?porezna(?:-uprava)?\.(?:gov\.)?hr/rn\?", text, re.IGNORECASE) is None:
        return None
    fields = query(text)
    issued = day(fields.get("datv", "")[:8], "%Y%m%d")
    written = fields.get("izn", "")
    total = amount(written) if "," in written or "." in written else cents(written)
    currency = None if issued is None else "EUR" if issued.year >= 2023 else "HRK"
    return CodeFacts(issue_date=issued, total_amount=total, currency=currency)


def portuguese_atcud(text: str) -> CodeFacts | None:
    """Portugal: `A:NIF*B:buyer*C:PT*D:FT*E:N*F:20210131*G:FT A/12*H:ATCUD*I1:PT*…*N:tax*O:total*Q:…*R:…`.

    Portaria 195/2020, especificações técnicas do código QR. 999999990 is any private buyer. `E:A` is annulled."""
    if re.match(r"A:\d{9}\*B:", text) is None:
        return None
    fields = dict(part.split(":", 1) for part in text.split("*") if ":" in part)
    total, tax = amount(fields.get("O")), amount(fields.get("N"))
    if "F" not in fields or "G" not in fields or total is None:
        raise MalformedCodeError("an ATCUD code without date, number or total")
    buyer = fields.get("B", "")
    return CodeFacts(
        document_type="credit_note" if fields.get("D") == "NC" else None,
        seller_vat_id=checked("pt.nif", fields["A"]),
        buyer_vat_id=None if buyer == "999999990" else checked_or_none("pt.nif", buyer),
        issue_date=day(fields["F"], "%Y%m%d"),
        invoice_number=text_of(fields["G"]),
        tax_amount=tax,
        total_amount=total,
        net_amount=total - tax if tax is not None else None,
        currency="EUR",
    )


def spanish_verifactu(text: str) -> CodeFacts | None:
    """Spain: `https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?nif=…&numserie=…&fecha=01-09-2024&importe=…`
    (Orden HAC/1177/2024, characteristics of the QR code)."""
    if re.match(r"https?://\S*/TIKE-CONT/ValidarQR", text, re.IGNORECASE) is None:
        return None
    fields = query(text)
    return CodeFacts(
        seller_vat_id=checked("es.nif", fields.get("nif")),
        invoice_number=text_of(fields.get("numserie")),
        issue_date=day(fields.get("fecha"), "%d-%m-%Y"),
        total_amount=amount(fields.get("importe")),
        currency="EUR",
    )


def basque_ticketbai(text: str) -> CodeFacts | None:
    """Basque Country: `https://…/?id=TBAI-NIF-DDMMYY-signature-check&s=series&nf=number&i=total&cr=check`
    (TicketBAI, anexo de especificaciones del código QR)."""
    fields = query(text) if "id=TBAI-" in text else {}
    found = re.match(r"TBAI-([0-9A-Z]{9})-(\d{6})-", fields.get("id", ""))
    if found is None:
        return None
    series, number = fields.get("s", ""), fields.get("nf", "")
    return CodeFacts(
        seller_vat_id=checked("es.nif", found[1]),
        issue_date=day(found[2], "%d%m%y"),
        invoice_number=text_of("-".join(part for part in (series, number) if part)),
        total_amount=amount(fields.get("i")),
        currency="EUR",
    )


def balkan_receipt(text: str) -> CodeFacts | None:
    """Albania and Montenegro, one system: `https://…/#/verify?iic=…&tin=…&crtd=2021-03-01T10:00:00+01:00&ord=7&prc=12.00`
    (Fiscalization service, technical specification, QR code)."""
    found = re.match(r"https?://\S*(tatime\.gov\.al|tax\.gov\.me)/\S*[?&]iic=", text, re.IGNORECASE)
    if found is None:
        return None
    fields = query(text)
    return CodeFacts(
        seller_tax_id=text_of(fields.get("tin")),
        issue_date=day(fields.get("crtd", "")[:10], "%Y-%m-%d"),
        total_amount=amount(fields.get("prc")),
        currency="ALL" if found[1].lower().endswith("al") else "EUR",
        hints=frozenset({"currency"}),
    )


def bulgarian_receipt(text: str) -> CodeFacts | None:
    """Bulgaria: `device*receipt*2019-02-01*13:00:05*23.50` (Naredba N-18, annex 1); leva until the end of 2025."""
    found = re.fullmatch(r"[A-Z0-9]{8}\*\d{7}\*(\d{4}-\d\d-\d\d)\*\d\d:\d\d:\d\d\*(-?\d+\.\d\d)", text.strip())
    if found is None:
        return None
    issued = day(found[1], "%Y-%m-%d")
    currency = None if issued is None else "EUR" if issued.year >= 2026 else "BGN"
    return CodeFacts(issue_date=issued, total_amount=amount(found[2]), currency=currency)


def polish_ksef(text: str) -> CodeFacts | None:
    """Poland: `https://qr.ksef.mf.gov.pl/invoice/NIP/DD-MM-YYYY/hash` (KSeF 2.0, verification link, code I)."""
    found = re.match(r"https?://\S*\.mf\.gov\.pl/\S*invoice/(\d{10})/(\d\d-\d\d-\d{4})/", text)
    if found is None:
        return None
    return CodeFacts(seller_vat_id=checked("pl.nip", found[1]), issue_date=day(found[2], "%d-%m-%Y"))


def _sums(text: str, *, comma: bool) -> list[Decimal]:
    found = [amount(part.replace(",", ".") if comma else part) for part in text.split("_")]
    if len(found) != 5 or None in found:
        raise MalformedCodeError("not five amounts")
    return [one for one in found if one is not None]


def _receipt(
    issued: date | None, sums: Sequence[Decimal], rates: Sequence[Decimal | None], *, currency: str
) -> CodeFacts:
    """The facts of gross sums by rate. No tax where a sum has a rate that the law left open or changed (null). Tax and
    net amount are computed and only hints: some registers take the rates in another order (1 of 8 Austrian ones)."""
    total = sum(sums, Decimal(0))
    if not any(sums):
        return CodeFacts(issue_date=issued, currency=currency)
    tax = None
    if all(rate is not None or gross == 0 for gross, rate in zip(sums, rates, strict=True)):
        taxes = [gross - gross / (1 + (rate or 0) / _HUNDRED) for gross, rate in zip(sums, rates, strict=True)]
        tax = sum((one.quantize(_CENT, ROUND_HALF_UP) for one in taxes), Decimal(0))
    return CodeFacts(
        issue_date=issued,
        currency=currency,
        total_amount=total,
        tax_amount=tax,
        net_amount=None if tax is None else total - tax,
        hints=frozenset({"net_amount", "tax_amount"}),
    )


def _local_day(time: str, zone: str) -> date:
    """The day of a time in ISO 8601 with its offset, where the receipt was printed."""
    try:
        return datetime.fromisoformat(time.strip()).astimezone(ZoneInfo(zone)).date()
    except (ValueError, OverflowError) as error:
        raise MalformedCodeError("no time") from error
