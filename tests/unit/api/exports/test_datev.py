"""DATEV: each line of the files is as DATEV's format description has it, and bookings make the invoice's total."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from functions.api.datev.archive import MOST_INVOICES, datev_archive
from functions.api.datev.extf import HEADINGS, header, rows
from functions.api.datev.postings import Ledger, fiscal_year, postings_of
from functions.api.export_columns import ExportedInvoice
from functions.api.left_out import LeftOutError
from shared.domain.booking import Booking
from shared.domain.invoice import InvoiceData, Line, Party, TaxSubtotal
from shared.errors import BadRequestError

LEDGER = Ledger(
    consultant=29098,
    client=55003,
    fiscal_year_start=(1, 1),
    account_length=4,
    creditor_account="70000",
    expense_account=None,
)
NOW = datetime(2024, 1, 30, 14, 4, 40, tzinfo=UTC)
GUID = "0A1B2C3D-0000-4000-8000-0123456789AB"
_EMPTY_TEXT = r'""'
# The expressions of the fields that are filled, by number: developer.datev.de, DATEV-Format, booking batch.
EXPRESSIONS = {
    1: r"(?!0{1,10},00)\d{1,10},\d{2}",
    2: r'"(S|H)"',
    3: r'"[A-Z]{3}"',
    7: r"(?!0{1,9}$)\d{1,9}",
    8: r"(?!0{1,9}$)\d{1,9}",
    9: r'"(\d{4})?"',
    10: r"\d{4}",
    11: r'"[\w$&%*+\-/]{0,36}"',
    14: r'".{0,60}"',
    20: r'"BEDI ""[0-9A-F-]{36}"""',
    37: r'".{0,36}"',
    114: r"[01]",
    117: r"(\d{8})?",
}
# And of the header's.
HEADER = [
    *(r'"EXTF"', "700", "21", r'"Buchungsstapel"', "13", r"\d{17}", "", r'"\w{0,2}"', r'"\w{0,25}"', r'"\w{0,25}"'),
    *(r"\d{4,7}", r"\d{1,5}", r"20\d{6}", "[4-8]", r"20\d{6}", r"20\d{6}", r'"[\w.\-/ ]{0,30}"', r'"([A-Z]{2})?"'),
    *("[12]", "(0|30|40|50|64)", "[01]", r'"[A-Z]{3}"', "", _EMPTY_TEXT, "", "", r'"(\d{2})?"', r"\d{0,4}", ""),
    *(_EMPTY_TEXT, r'".{0,16}"'),
]


def invoice(**changes: Any) -> InvoiceData:
    values = {
        "document_type": "invoice",
        "invoice_number": "RE 2026/17 #1",
        "issue_date": date(2026, 3, 31),
        "due_date": date(2026, 4, 14),
        "currency": "EUR",
        "net_amount": Decimal("200.00"),
        "tax_amount": Decimal("38.00"),
        "total_amount": Decimal("238.00"),
        "seller": Party(name='Bäckerei "Größe" 株'),
        "tax_breakdown": [TaxSubtotal(rate=Decimal(19), taxable_amount=Decimal(200), tax_amount=Decimal(38))],
        "booking": Booking(account="4930", cost_center="K-1", tax_code="9"),
    }
    return InvoiceData.model_validate({**values, **changes})


def line(net: str, **booking: str) -> Line:
    return Line(net_amount=Decimal(net), tax_rate=Decimal(19), booking=Booking(**booking) if booking else None)


def fields(written: bytes) -> list[str]:
    """The fields with their quotation marks."""
    text = written.decode("cp1252")
    assert text.endswith("\r\n")
    return re.findall(r'(?:^|;)("(?:[^"]|"")*"|[^;]*)', text.removesuffix("\r\n"))


def booked(data: InvoiceData, ledger: Ledger = LEDGER) -> list[tuple[Decimal, str, str, str]]:
    return [(one.amount, one.account, one.tax_key, one.cost_center) for one in postings_of(data, ledger)]


def test_the_header_is_that_of_the_format() -> None:
    written = fields(header(LEDGER, date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 31), NOW))
    assert len(written) == len(HEADER) == 31
    assert [
        (number, value)
        for number, (value, expression) in enumerate(zip(written, HEADER, strict=True), start=1)
        if not re.fullmatch(expression, value)
    ] == []
    assert (written[10], written[12], written[14]) == ("29098", "20260101", "20260301")


def test_there_are_125_columns_under_the_names_of_the_format() -> None:
    assert len(HEADINGS) == 125
    assert [HEADINGS[number - 1] for number in (7, 20, 37, 48, 49, 86, 87, 103, 114, 117, 125)] == [
        *("Konto", "Beleglink", "KOST1 - Kostenstelle", "Zusatzinformation - Art 1", "Zusatzinformation- Inhalt 1"),
        *("Zusatzinformation - Art 20", "Zusatzinformation- Inhalt 20", "Buchungs GUID", "Festschreibung"),
        *("Fälligkeit", "Abw. Skontokonto"),
    ]


def test_a_row_is_that_of_the_format() -> None:
    (written,) = rows(invoice(), postings_of(invoice(), LEDGER), LEDGER, GUID)
    values = fields(written)
    assert len(values) == 125
    wrong = {
        number: value
        for number, value in enumerate(values, start=1)
        if not re.fullmatch(EXPRESSIONS.get(number, r'(?:"")?'), value)
    }
    assert wrong == {}
    assert values[:14] == [
        *("238,00", '"S"', '"EUR"', "", "", '""', "4930", "70000", '"0009"', "3103", '"RE2026/171"', '""', ""),
        '"Bäckerei ""Größe"" ?"',
    ]
    assert values[116] == "14042026"


def test_a_credit_note_is_credited() -> None:
    data = invoice(document_type="credit_note")
    (written,) = rows(data, postings_of(data, LEDGER), LEDGER, GUID)
    assert fields(written)[:2] == ["238,00", '"H"']


def test_lines_that_are_booked_differently_are_rows_that_make_the_total() -> None:
    lines = [line("33.33", account="4930"), line("66.67", account="4940", cost_center="K-2"), line("100.00")]
    made = booked(invoice(lines=lines))
    assert made == [
        (Decimal("158.66"), "4930", "0009", "K-1"),
        (Decimal("79.34"), "4940", "0009", "K-2"),
    ]
    assert sum(row[0] for row in made) == Decimal("238.00")


def test_the_lines_of_a_printed_credit_note_keep_their_direction() -> None:
    data = invoice(document_type="credit_note", lines=[line("150.00", account="4930"), line("50.00", account="4940")])
    assert [row[:2] for row in booked(data)] == [(Decimal("-178.50"), "4930"), (Decimal("-59.50"), "4940")]


def test_what_is_in_the_total_beside_the_lines_is_booked_as_the_invoice() -> None:
    made = booked(invoice(lines=[line("100.00", account="4940")]))
    assert made == [(Decimal("119.00"), "4940", "0009", "K-1"), (Decimal("119.00"), "4930", "0009", "K-1")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"currency": "CHF"}, "another currency"),
        ({"issue_date": None}, "missing: invoice date"),
        ({"issue_date": date(206, 3, 5)}, "invoice date, 0206-03-05"),
        ({"due_date": date(206, 3, 5)}, "due date, 0206-03-05"),
        ({"total_amount": None}, "total"),
        ({"booking": None}, "no account"),
        ({"booking": Booking(account="12345")}, "no account of 4 digits"),
        ({"booking": Booking(account="=HYPERLINK()")}, "no account"),
        ({"booking": Booking(account="4930", tax_code="V19")}, "BU-Schlüssel"),
        ({"booking": None, "lines": [line("100.00", account="4940")]}, "do not make its total"),
    ],
)
def test_what_cannot_be_booked_is_left_out_with_a_reason(changes: Any, reason: str) -> None:
    with pytest.raises(LeftOutError, match=reason):
        postings_of(invoice(**changes), LEDGER)


def test_the_fiscal_year_is_that_of_the_day() -> None:
    july = Ledger(
        consultant=1001,
        client=1,
        fiscal_year_start=(7, 1),
        account_length=4,
        creditor_account="70000",
        expense_account="4900",
    )
    assert fiscal_year(date(2026, 6, 30), july) == date(2025, 7, 1)
    assert fiscal_year(date(2026, 7, 1), july) == date(2026, 7, 1)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2000, 6, 30)])
def test_a_fiscal_year_that_the_format_does_not_have_is_left_out(day: date) -> None:
    july = replace(LEDGER, fiscal_year_start=(7, 1))
    with pytest.raises(LeftOutError, match="within 2000 to 2099"):
        postings_of(invoice(issue_date=day), july)


def exported(number: int, data: InvoiceData) -> ExportedInvoice:
    names = {"filename": "=a.pdf", "confirmed_at": NOW, "exported_at": None, "exported_reference": None}
    known = dict.fromkeys(ExportedInvoice.__dataclass_fields__)
    return ExportedInvoice(**{**known, **names, "invoice_id": number, "data": data})  # type: ignore[arg-type]


def archive(*invoices: ExportedInvoice, deleted: frozenset[int] = frozenset()) -> zipfile.ZipFile:
    def files(ids: Any) -> dict[int, dict[str, Any]]:
        kept = [one for one in ids if one not in deleted]
        return {one: {"id": one, "sha256": f"{one:064}", "size": 3, "content_type": "application/pdf"} for one in kept}

    made = datev_archive(invoices, LEDGER, files_of=files, chunks_of=lambda _: [b"%P", b"DF"], now=NOW)
    return zipfile.ZipFile(io.BytesIO(b"".join(made)))


def test_the_archive_has_a_file_for_each_fiscal_year_and_the_documents_that_they_name() -> None:
    made = archive(
        exported(1, invoice()),
        exported(2, invoice(issue_date=date(2025, 12, 31))),
        exported(3, invoice(currency="CHF")),
    )
    assert made.testzip() is None
    assert made.namelist() == [
        *("EXTF_Buchungsstapel_2025.csv", "EXTF_Buchungsstapel_2026.csv", "document.xml", "1.pdf", "2.pdf"),
        "left-out.csv",
    ]
    assert made.read("1.pdf") == b"%PDF"
    booking = csv.reader(io.StringIO(made.read("EXTF_Buchungsstapel_2026.csv").decode("cp1252")), delimiter=";")
    link = list(booking)[2][19]
    documents = etree.fromstring(made.read("document.xml")).iterfind(".//{*}document")
    guids = {next(one.iter("{*}extension")).get("name"): one.get("guid") for one in documents}
    assert link == f'BEDI "{guids["1.pdf"]}"'
    assert "3,'=a.pdf,RE 2026/17 #1," in made.read("left-out.csv").decode("utf-8-sig")


def test_an_invoice_that_was_deleted_meanwhile_is_not_in_the_archive() -> None:
    made = archive(exported(1, invoice()), exported(2, invoice()), deleted=frozenset({2}))
    assert made.namelist() == ["EXTF_Buchungsstapel_2026.csv", "document.xml", "1.pdf"]


def test_an_archive_has_no_end_of_documents() -> None:
    with pytest.raises(BadRequestError):
        archive(*(exported(number, invoice()) for number in range(MOST_INVOICES + 1)))
