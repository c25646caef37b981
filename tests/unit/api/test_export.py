"""Files of confirmed invoices: complete, streamed, typed, and no cell runs."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pydantic import ValidationError

from functions.api.export import BATCH, as_jsonl, newest_first
from functions.api.export_columns import (
    COLUMN_NAMES,
    INVOICE_COLUMNS,
    LINE_COLUMNS,
    SUBTOTAL_COLUMNS,
    ExportedInvoice,
    exported_invoice,
)
from functions.api.export_csv import BYTE_ORDER_MARK, as_csv
from functions.api.export_xlsx import as_xlsx
from functions.api.headings import headings
from functions.api.models.exports import ExportQuery
from shared.domain.invoice import InvoiceData
from shared.domain.languages import LANGUAGES

NAMES = [column.name for column in INVOICE_COLUMNS]
TWO_LINES = [
    {"description": "Paper", "quantity": "2", "unit_price": "1.255", "net_amount": "2.51"},
    {"description": "Ink", "net_amount": "-1", "operation_codes": ["OP 2"]},
]


def _confirmed(filename: str = "a.pdf", **data: Any) -> dict[str, Any]:
    return {
        "invoice_id": 7,
        "filename": filename,
        "confirmed_at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        "exported_at": None,
        "exported_reference": None,
        "reference": "4711",
        "tags": ["radio", "urgent"],
        "company": 7,
        "source": {"kind": "mail"},
        **InvoiceData.model_validate(data).as_json(),
    }


def _invoice(filename: str = "a.pdf", **data: Any) -> ExportedInvoice:
    return exported_invoice(_confirmed(filename, **data))


def _csv(invoices: list[ExportedInvoice], columns: Sequence[str] = (), **form: Any) -> list[dict[str, str]]:
    content = b"".join(as_csv(invoices, columns, **form)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";" if "separator" in form else ","))


def _book(invoices: list[ExportedInvoice], columns: Sequence[str] = (), language: Any = "en") -> Workbook:
    return load_workbook(io.BytesIO(b"".join(as_xlsx(invoices, columns, language=language))))


def _cells(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    """The cells of each row by their headings."""
    first, *rows = book[sheet].iter_rows()
    return [dict(zip([cell.value for cell in first], row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    "ids",
    [
        range(1, 2_001),
        range(1, 100_000, 500),
        [1, 2, 50_000, *range(90_000, 91_000)],
        [],
    ],
)
def test_every_invoice_is_exported_once_and_no_statement_looks_through_all(ids: Sequence[int]) -> None:
    asked: list[tuple[int, int]] = []

    def read(begin: int, end: int, most: int) -> list[dict[str, int]]:
        asked.append((begin, end))
        assert most <= BATCH
        return [{"id": id_} for id_ in sorted(ids, reverse=True) if begin <= id_ < end][:most]

    newest = max(ids, default=0)
    assert [row["id"] for row in newest_first(newest, read)] == sorted(ids, reverse=True)
    assert all(0 < end - begin <= 16_000 for begin, end in asked)
    assert len(asked) <= len(ids) / BATCH * 3 + newest / 16_000 + 12


def test_a_file_begins_before_many_invoices_are_read() -> None:
    read_so_far = 0

    def read(begin: int, end: int, most: int) -> list[dict[str, int]]:
        nonlocal read_so_far
        found = [{"id": id_} for id_ in range(end - 1, begin - 1, -1)][:most]
        read_so_far += len(found)
        return found

    invoice = _invoice(seller={"name": "Papelería Sol S.L."}, total_amount="12.50")
    chunks = as_csv(invoice for _ in newest_first(5_000, read))
    assert next(chunks) == BYTE_ORDER_MARK
    assert next(chunks)
    assert 0 < read_so_far <= 50
    lengths = [len(chunk) for chunk in chunks]
    assert len(lengths) < 100
    assert read_so_far == 5_000


def test_every_column_has_a_heading_in_every_language() -> None:
    names = [column.name for column in (*INVOICE_COLUMNS, *LINE_COLUMNS, *SUBTOTAL_COLUMNS)]
    for language in LANGUAGES:
        assert list(headings(language)) == names
        assert all(headings(language).values())


def test_a_row_has_every_column() -> None:
    (row,) = _csv([_invoice(total_amount="-5.10", seller={"name": "Acme"}, operation_codes=["OP 1", "OP 2"])])
    assert list(row) == NAMES
    assert row["total_amount"] == "-5.10"
    assert row["seller_name"] == "Acme"
    assert row["operation_codes"] == "OP 1 OP 2"


def test_a_row_for_each_line_repeats_its_invoice() -> None:
    rows = _csv([_invoice(invoice_number="A-1", lines=TWO_LINES), _invoice(invoice_number="A-2")], rows="lines")
    assert list(rows[0]) == [*COLUMN_NAMES]
    shown = [
        (row["invoice_number"], row["line_number"], row["line_description"], row["line_net_amount"]) for row in rows
    ]
    assert shown == [("A-1", "1", "Paper", "2.51"), ("A-1", "2", "Ink", "-1"), ("A-2", "", "", "")]


def test_the_booking_of_an_invoice_and_that_of_a_line_are_columns_of_their_own() -> None:
    lines = [{"description": "Paper", "booking": {"account": "6280", "tax_code": "V7"}}, {"description": "Ink"}]
    booked = _invoice(booking={"account": "6000", "cost_center": "K1"}, lines=lines)
    chosen = ["booking_account", "booking_cost_center", "line_booking_account", "line_booking_tax_code"]
    rows = _csv([booked, _invoice(lines=[])], chosen, rows="lines")
    assert [tuple(row.values()) for row in rows] == [
        ("6000", "K1", "6280", "V7"),
        ("6000", "K1", "", ""),
        ("", "", "", ""),
    ]


def test_columns_of_invoice_and_line_are_chosen_in_order() -> None:
    chosen = ["line_description", "total_amount"]
    rows = _csv([_invoice(total_amount="3", lines=TWO_LINES)], chosen, rows="lines")
    assert [list(row) for row in rows] == [chosen, chosen]
    assert rows[1] == {"line_description": "Ink", "total_amount": "3"}


def test_with_semicolons_amounts_have_a_decimal_comma() -> None:
    (row,) = _csv([_invoice(total_amount="-1234.50", issue_date="2026-01-02", notes="a;b")], separator="semicolon")
    assert row["total_amount"] == "-1234,50"
    assert row["issue_date"] == "2026-01-02"


def test_headings_of_csv_are_names_unless_a_language_is_asked_for() -> None:
    (row,) = _csv([_invoice(total_amount="3")], ["total_amount", "due_date"], heading=headings("es").__getitem__)
    assert list(row) == ["Total", "Vencimiento"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_never_runs_as_a_formula(name: str) -> None:
    invoice = _invoice(name, lines=[{"description": "=1+1"}])
    (row,) = _csv([invoice], rows="lines")
    assert row["filename"] == f"'{name}"
    assert row["line_description"] == "'=1+1"
    with zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx([invoice], language="en")))) as book:
        lines = book.read("xl/worksheets/sheet2.xml")
    assert b"=1+1" in lines
    assert b"<f>" not in lines


def test_a_workbook_has_real_dates_and_numbers() -> None:
    book = _book(
        [
            _invoice(
                currency="EUR",
                issue_date="2026-01-02",
                total_amount="1234.5",
                lines=TWO_LINES,
                tax_breakdown=[{"rate": "21", "taxable_amount": "1000", "tax_amount": "210"}],
            ),
            _invoice(currency="JPY", issue_date="0001-01-01", total_amount="1200.00"),
            _invoice(currency="KWD", total_amount="7"),
        ]
    )
    assert book.sheetnames == ["Invoices", "Lines", "Taxes"]
    euro, yen, dinar = _cells(book, "Invoices")
    assert str(euro["Date"].value) == "2026-01-02 00:00:00"
    assert euro["Date"].is_date
    assert euro["Confirmed (UTC)"].is_date
    assert str(euro["Confirmed (UTC)"].value) == "2026-01-02 03:04:00"
    assert euro["Total"].value == 1234.5
    assert [row["Total"].number_format for row in (euro, yen, dinar)] == ["#,##0.00", "#,##0", "#,##0.000"]
    assert yen["Date"].value == "0001-01-01"  # before the calendar of a workbook
    paper, ink = _cells(book, "Lines")
    assert (paper["Id"].value, paper["Currency"].value, paper["Line"].value) == (7, "EUR", 1)
    assert (paper["Price"].value, paper["Price"].number_format) == (1.255, "#,##0.000")  # no digit is hidden
    assert (ink["Line net"].value, ink["Line operation codes"].value) == (-1, "OP 2")
    (tax,) = _cells(book, "Taxes")
    assert (tax["Rate %"].value, tax["Taxable"].value, tax["Tax"].value) == (21, 1000, 210)


def test_a_workbook_can_be_read_at_once() -> None:
    invoices = [_invoice(seller={"name": "A name that needs some room to be read"}, lines=TWO_LINES)] * 3
    book = _book(invoices, ["seller_name", "total_amount"], language="es")
    assert book.sheetnames == ["Facturas", "Líneas", "Impuestos"]
    sheet = book["Facturas"]
    assert [cell.value for cell in sheet[1]] == ["Vendedor", "Total"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert sheet.column_dimensions["A"].width > len("A name that needs some room to be read")
    assert book["Líneas"].auto_filter.ref.endswith("7")
    assert book["Impuestos"].freeze_panes == "A2"


def test_a_workbook_goes_on_in_a_next_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.api.export_xlsx._SHEET_ROWS", 2)
    book = _book([_invoice(lines=TWO_LINES[:1])] * 5, ["filename"])
    assert {name: book[name].max_row for name in book.sheetnames} == {
        "Invoices": 3,
        "Lines": 3,
        "Taxes": 1,
        "Invoices 2": 3,
        "Lines 2": 3,
        "Invoices 3": 2,
        "Lines 3": 2,
    }
    assert book["Lines 3"].freeze_panes == "A2"
    assert book["Lines 3"].auto_filter.ref is not None


def test_the_memory_of_a_workbook_does_not_grow_with_its_rows() -> None:
    def peak(number: int) -> int:
        tracemalloc.start()
        for _ in as_xlsx((_invoice(lines=TWO_LINES) for _ in range(number)), language="en"):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)  # imports
    few, many = peak(50), peak(400)
    print(f"50 invoices: {few / 1e6:.2f} MB, 400 invoices: {many / 1e6:.2f} MB")
    assert many < 2 * few  # eight times as many


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(ValidationError, match="colour is not a column; the columns are invoice_id"):
        ExportQuery.model_validate({"columns": "total_amount,colour"})


def test_json_lines_hold_everything() -> None:
    (line,) = b"".join(as_jsonl([_confirmed(invoice_number="A-1")])).splitlines()
    assert b'"invoice_number": "A-1"' in line
    assert b'"confirmed_at": "2026-01-02T03:04:00+00:00"' in line
