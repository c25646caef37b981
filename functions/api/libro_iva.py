"""Libro IVA Digital, purchases (Argentina): the text files of vouchers and of their rates of IVA that ARCA imports.

Source: ARCA (formerly AFIP), "Libro IVA Digital, Diseño de registros" and "Tablas del sistema" (afip.gob.ar,
libro-iva-digital; RG 4597/2019). The records are those of REGINFO_CV_COMPRAS_CBTE (325 characters) and
REGINFO_CV_COMPRAS_ALICUOTAS (84 characters) of the régimen de información before (RG 3685).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from stdnum.ar import cuit as cuit_numbers

from functions.api.export_columns import ExportedInvoice
from functions.api.left_out import FILENAME, LeftOut, LeftOutError, ensure_in_range, expressed, left_out_csv
from functions.api.zip_stream import Member, zipped
from shared.domain.invoice import InvoiceData
from shared.domain.left_out_reasons import LeftOutCode
from shared.domain.normalising import fold
from shared.domain.tax_categories import TaxCategory

VOUCHERS, RATES, SUMMARY = (
    *("LIBRO_IVA_DIGITAL_COMPRAS_CBTE.txt", "LIBRO_IVA_DIGITAL_COMPRAS_ALICUOTAS.txt"),
    "resumen.txt",
)
MOST_INVOICES = 20_000
"""Of one period."""

_ENCODING = "latin-1"
_CENT, _NOTHING = Decimal("0.01"), Decimal(0)
_LARGEST = Decimal(10) ** 13
_CUIT = "80"
"""The kind of the seller's number (table "Documentos")."""

_CURRENCY = "ARS"
_PESOS, _RATE_OF_PESOS = "PES", "0001000000"
_RATE_CODES: Mapping[Decimal, str] = {
    Decimal(0): "0003",
    Decimal("10.5"): "0004",
    Decimal(21): "0005",
    Decimal(27): "0006",
    Decimal(5): "0008",
    Decimal("2.5"): "0009",
}
"""Table "Alícuotas"."""

_NUMBER = re.compile(r"(?:.*[^0-9])?([0-9]{1,5})\s*[-/ ]\s*([0-9]{1,20})")


class Letter(StrEnum):
    """The class of a voucher: what its seller and its buyer are for the IVA."""

    A = "A"
    B = "B"
    C = "C"
    M = "M"


_TYPES: Mapping[Letter, tuple[str, str]] = {
    Letter.A: ("001", "003"),
    Letter.B: ("006", "008"),
    Letter.C: ("011", "013"),
    Letter.M: ("051", "053"),
}
"""Invoice and credit note (table "Comprobantes")."""

_CREDITED = frozenset({Letter.A, Letter.M})
"""Their IVA is the buyer's credit."""


class _Beside(StrEnum):
    """Amounts beside net and IVA, as the record has them."""

    IVA = "iva"
    NATIONAL = "national"
    GROSS_INCOME = "gross income"
    MUNICIPAL = "municipal"
    INTERNAL = "internal"
    OTHER = "other"


_WORDS: tuple[tuple[str, _Beside], ...] = (
    ("ingresosbrutos", _Beside.GROSS_INCOME),
    ("iibb", _Beside.GROSS_INCOME),
    ("municipal", _Beside.MUNICIPAL),
    ("internos", _Beside.INTERNAL),
    ("ganancias", _Beside.NATIONAL),
    ("iva", _Beside.IVA),
)
"""What the name of a perception says, the surest first; everything else is another tax."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Voucher:
    """One invoice; amounts are positive, as the type says which way they go."""

    key: str
    seller: str
    day: str
    name: str
    total: Decimal
    untaxed: Decimal
    exempt: Decimal
    beside: Mapping[_Beside, Decimal]
    rates: tuple[tuple[str, Decimal, Decimal], ...]
    operation: str
    credit: Decimal


@dataclass(slots=True)
class _Totals:
    vouchers: int = 0
    total: Decimal = field(default_factory=Decimal)
    credit: Decimal = field(default_factory=Decimal)


def libro_iva(invoices: Iterable[ExportedInvoice], letter: Letter | None) -> Iterator[bytes]:
    """A ZIP of the two text files, a summary, and the list of what was left out. `letter` is that of vouchers whose
    data do not say it. Raises BadRequestError for too many invoices."""
    vouchers, missing = expressed(
        invoices, lambda invoice: _voucher(invoice.data, letter), most=MOST_INVOICES, by="month"
    )
    return zipped(_members(vouchers, missing))


def unfit_for_libro(data: InvoiceData, letter: Letter | None) -> None:
    """Raises LeftOutError for what these files cannot express."""
    _voucher(data, letter)


def _members(vouchers: list[_Voucher], missing: list[LeftOut]) -> Iterator[Member]:
    yield VOUCHERS, (_line(_record(one)) for one in vouchers)
    yield RATES, (_line(record) for one in vouchers for record in _rate_records(one))
    yield SUMMARY, [_summary(vouchers, missing)]
    if missing:
        yield FILENAME, [left_out_csv(missing)]


def _voucher(data: InvoiceData, letter: Letter | None) -> _Voucher:
    if data.currency != _CURRENCY:
        raise LeftOutError(LeftOutCode.OTHER_CURRENCY, needed=_CURRENCY)
    if data.issue_date is None:
        raise LeftOutError(LeftOutCode.VALUE_MISSING, field="/issue_date")
    if data.total_amount is None:
        raise LeftOutError(LeftOutCode.VALUE_MISSING, field="/total_amount")
    ensure_in_range(data.issue_date, field="/issue_date")
    kind, of_letter = _type_of(data, letter)
    number = _NUMBER.fullmatch(data.invoice_number or "")
    if number is None:
        raise LeftOutError(LeftOutCode.NUMBER_INVALID)
    seller = cuit_numbers.compact(data.seller.vat_id or data.seller.tax_id or "").removeprefix("AR")
    if not cuit_numbers.is_valid(seller):
        raise LeftOutError(LeftOutCode.CUIT_INVALID)
    untaxed, exempt, rates = _taxes(data) if of_letter is not Letter.C else (_NOTHING, _NOTHING, ())
    beside = _beside(data) if of_letter is not Letter.C else {}
    total = _cents(data.total_amount)
    if of_letter is not Letter.C:
        parts = untaxed + exempt + sum(beside.values(), _NOTHING) + sum((b + t for _, b, t in rates), _NOTHING)
        if abs(parts - total) > _CENT * (1 + len(rates)):
            made = {"parts": f"{parts:f}", "total": f"{total:f}", "currency": _CURRENCY}
            raise LeftOutError(LeftOutCode.PARTS_NOT_TOTAL, **made)
    if total >= _LARGEST:
        raise LeftOutError(LeftOutCode.TOTAL_TOO_LARGE)
    iva = sum((tax for _, _, tax in rates), _NOTHING)
    return _Voucher(
        key=f"{kind}{int(number[1]):05}{int(number[2]):020}",
        seller=f"{_CUIT}{seller:0>20}",
        day=f"{data.issue_date:%Y%m%d}",
        name=_text(data.seller.name or "", 30),
        total=total,
        untaxed=untaxed,
        exempt=exempt,
        beside=beside,
        rates=rates,
        operation="E" if not iva and exempt else "N" if not iva and untaxed else "0",
        credit=iva if of_letter in _CREDITED else _NOTHING,
    )


def _type_of(data: InvoiceData, letter: Letter | None) -> tuple[str, Letter]:
    """The code of the type: as the data have it, else by the letter."""
    stated = (data.type_code or "").zfill(3)
    for one, codes in _TYPES.items():
        if stated in codes:
            return stated, one
    if letter is None:
        raise LeftOutError(LeftOutCode.LETTER_UNKNOWN)
    return _TYPES[letter][data.document_type == "credit_note"], letter


def _taxes(data: InvoiceData) -> tuple[Decimal, Decimal, tuple[tuple[str, Decimal, Decimal], ...]]:
    """What is not subject to IVA, what is exempt, and base and tax of each rate."""
    untaxed = exempt = _NOTHING
    by_rate: dict[str, tuple[Decimal, Decimal]] = {}
    for row in data.tax_breakdown:
        if row.taxable_amount is None:
            raise LeftOutError(LeftOutCode.TAX_BASE_MISSING)
        base, tax = _cents(row.taxable_amount), _cents(row.tax_amount or _NOTHING)
        if row.category == TaxCategory.NOT_SUBJECT:
            untaxed += base
        elif row.category == TaxCategory.EXEMPT:
            exempt += base
        elif row.rate is None or (code := _RATE_CODES.get(row.rate.normalize())) is None:
            raise LeftOutError(LeftOutCode.TAX_RATE_UNKNOWN)
        else:
            before = by_rate.get(code, (_NOTHING, _NOTHING))
            by_rate[code] = (before[0] + base, before[1] + tax)
    return untaxed, exempt, tuple((code, base, tax) for code, (base, tax) in by_rate.items())


def _beside(data: InvoiceData) -> dict[_Beside, Decimal]:
    found: dict[_Beside, Decimal] = {}
    for row in data.surcharges:
        name = fold(row.name or "")
        kind = next((kind for word, kind in _WORDS if word in name), _Beside.OTHER)
        found[kind] = found.get(kind, _NOTHING) + _cents(row.amount or _NOTHING)
    return found


def _record(one: _Voucher) -> str:
    """325 characters."""
    beside = {kind: _amount(one.beside.get(kind, _NOTHING)) for kind in _Beside}
    return "".join(
        [
            *(one.day, one.key, " " * 16, one.seller, one.name),
            *map(_amount, (one.total, one.untaxed, one.exempt)),
            *(beside[_Beside.IVA], beside[_Beside.NATIONAL], beside[_Beside.GROSS_INCOME], beside[_Beside.MUNICIPAL]),
            *(beside[_Beside.INTERNAL], _PESOS, _RATE_OF_PESOS, str(len(one.rates)), one.operation),
            *(_amount(one.credit), beside[_Beside.OTHER]),
            *("0" * 11, " " * 30, _amount(_NOTHING)),  # no broker
        ]
    )


def _rate_records(one: _Voucher) -> Iterator[str]:
    """84 characters for each rate."""
    for code, base, tax in one.rates:
        yield one.key + one.seller + _amount(base) + code + _amount(tax)


def _summary(vouchers: list[_Voucher], missing: list[LeftOut]) -> bytes:
    """Sums by type, to compare with what ARCA shows after the import."""
    sums: dict[str, _Totals] = {}
    for one in vouchers:
        of_type = sums.setdefault(one.key[:3], _Totals())
        of_type.vouchers += 1
        of_type.total += one.total
        of_type.credit += one.credit
    lines = [
        f"Tipo {kind}: {of_type.vouchers} comprobantes, total {of_type.total:f}, crédito fiscal {of_type.credit:f}"
        for kind, of_type in sorted(sums.items())
    ]
    left = f"Sin incluir: {len(missing)} (ver {FILENAME})" if missing else "Sin incluir: 0"
    return ("\r\n".join([*lines, left]) + "\r\n").encode()


def _amount(amount: Decimal) -> str:
    """Fifteen digits, the last two of them cents."""
    return f"{int(amount * 100):015}"


def _cents(amount: Decimal) -> Decimal:
    return abs(amount).quantize(_CENT, ROUND_HALF_UP)


def _text(text: str, width: int) -> str:
    """Letters without accents, padded with blanks."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(plain.split())[:width].ljust(width)


def _line(record: str) -> bytes:
    return (record + "\r\n").encode(_ENCODING)
