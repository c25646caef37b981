"""The lines of an EXTF Buchungsstapel: semicolons, CR/LF, texts in quotation marks, decimal commas, Windows-1252."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from functions.api.datev.postings import Ledger, Posting
from shared.domain.invoice import InvoiceData

ENCODING = "cp1252"
MOST_ROWS = 99_999
"""Of one file."""

_FIELDS = 125
_TEXT_FIELDS = frozenset(
    {2, 3, 6, 9, 11, 12, 14, 16, *range(20, 39), 40, 42, *range(48, 88), 91, 95, 96, 98, 102, 103, 105, 107, 109, 110}
    | {112, 118, 120, 121, 123}
)
"""Numbers of the fields whose values stand in quotation marks, empty ones too, as in DATEV's sample."""

HEADINGS = (
    *("Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz"),
    *("WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1"),
    *("Belegfeld 2", "Skonto", "Buchungstext", "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank"),
    *("Sachverhalt", "Zinssperre", "Beleglink"),
    *(f"Beleginfo - {what} {number}" for number in range(1, 9) for what in ("Art", "Inhalt")),
    *("KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)"),
    *("EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L"),
    *("BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung"),
    *(f"Zusatzinformation{what} {number}" for number in range(1, 21) for what in (" - Art", "- Inhalt")),
    *("Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp"),
    *("Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)"),
    *("Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz"),
    *("Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername"),
    *("Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer", "Postensperre bis"),
    *("Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum"),
    *("Datum Zuord. Steuerperiode", "Fälligkeit", "Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz"),
    *("BVV-Position", "EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto"),
)

_NOT_IN_NUMBERS = re.compile(r"[^A-Za-z0-9_$&%*+\-/]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_LONGEST_NUMBER, _LONGEST_TEXT, _LONGEST_CENTER = 36, 60, 36


def header(ledger: Ledger, year: date, first: date, last: date, created_at: datetime) -> bytes:
    """The first line, 31 fields: whose books, which fiscal year, from which day to which; not locked (21)."""
    fields = [
        *(_quoted("EXTF"), "700", "21", _quoted("Buchungsstapel"), "13", f"{created_at:%Y%m%d%H%M%S}000"),
        *("", _quoted("RE"), _quoted(""), _quoted(""), str(ledger.consultant), str(ledger.client), f"{year:%Y%m%d}"),
        *(str(ledger.account_length), f"{first:%Y%m%d}", f"{last:%Y%m%d}", _quoted(f"Eingangsrechnungen {year:%Y}")),
        *(_quoted(""), "1", "0", "0", _quoted("EUR"), "", _quoted(""), "", "", _quoted(""), "", "", _quoted("")),
        _quoted(""),
    ]
    return _line(fields)


def headings() -> bytes:
    """The second line."""
    return _line(HEADINGS)


def rows(data: InvoiceData, postings: Iterable[Posting], ledger: Ledger, guid: str) -> Iterator[bytes]:
    """The rows of an invoice; `guid` is that of its document. What the invoice costs stands at `Konto`, debited
    (S), the creditor at `Gegenkonto`."""
    for one in postings:
        values: dict[int, str] = {
            1: _amount(one.amount),
            2: "S" if one.amount > 0 else "H",
            3: "EUR",
            7: one.account,
            8: ledger.creditor_account,
            9: one.tax_key,
            10: f"{data.issue_date:%d%m}",
            11: _NOT_IN_NUMBERS.sub("", data.invoice_number or "")[:_LONGEST_NUMBER],
            14: _plain(data.seller.name or "")[:_LONGEST_TEXT],
            20: f'BEDI "{guid}"',
            37: _plain(one.cost_center)[:_LONGEST_CENTER],
            114: "0",
            117: f"{data.due_date:%d%m%Y}" if data.due_date else "",
        }
        yield _line(
            _quoted(values.get(number, "")) if number in _TEXT_FIELDS else values.get(number, "")
            for number in range(1, _FIELDS + 1)
        )


def _amount(amount: Decimal) -> str:
    return f"{abs(amount):.2f}".replace(".", ",")


def _plain(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _line(fields: Iterable[str]) -> bytes:
    """What Windows-1252 does not have becomes a question mark."""
    return (";".join(fields) + "\r\n").encode(ENCODING, "replace")
