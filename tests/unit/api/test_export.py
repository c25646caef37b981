"""Exports: complete, streamed, and no cell runs."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from functions.api.export import BATCH, COLUMNS, as_csv, as_jsonl, as_xlsx, chosen_columns, newest_first
from shared.domain.invoice import InvoiceData
from shared.errors import BadRequestError


def _invoice(**data: Any) -> dict[str, Any]:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    return {
        "invoice_id": 7,
        "filename": "a.pdf",
        "confirmed_at": moment,
        **InvoiceData.model_validate(data).as_json(),
    }


def _csv(invoices: list[dict[str, Any]], columns: tuple[str, ...] = COLUMNS) -> list[dict[str, str]]:
    content = b"".join(as_csv(invoices, columns)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


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

    def read(begin: int, end: int) -> list[dict[str, int]]:
        asked.append((begin, end))
        return [{"id": id_} for id_ in sorted(ids, reverse=True) if begin <= id_ < end][:BATCH]

    newest = max(ids, default=0)
    assert [row["id"] for row in newest_first(newest, read)] == sorted(ids, reverse=True)
    assert all(0 < end - begin <= 16_000 for begin, end in asked)
    assert len(asked) <= len(ids) / BATCH * 3 + newest / 16_000 + 12


def test_a_row_has_every_column() -> None:
    (row,) = _csv([_invoice(total_amount="-5.10", seller={"name": "Acme"}, operation_codes=["OP 1", "OP 2"])])
    assert tuple(row) == COLUMNS
    assert row["total_amount"] == "-5.10"
    assert row["seller_name"] == "Acme"
    assert row["operation_codes"] == "OP 1 OP 2"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_never_runs_as_a_formula(name: str) -> None:
    invoice = {**_invoice(), "filename": name}
    (row,) = _csv([invoice])
    assert row["filename"] == f"'{name}"
    sheet = zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx([invoice], ("filename",))))).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_a_workbook_goes_on_in_a_next_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.api.export._SHEET_ROWS", 2)
    workbook = zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx([_invoice()] * 5, ("filename",)))))
    sheets = [name for name in workbook.namelist() if name.startswith("xl/worksheets/sheet")]
    assert [workbook.read(name).count(b"<row") for name in sorted(sheets)] == [3, 3, 2]
    assert workbook.read("xl/workbook.xml").count(b"<sheet ") == 3


def test_columns_are_chosen_in_order() -> None:
    columns = chosen_columns(["total_amount", "filename", "total_amount"])
    assert columns == ("total_amount", "filename")
    assert list(_csv([_invoice()], columns)[0]) == ["total_amount", "filename"]


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(BadRequestError, match="'colour' is not a column"):
        chosen_columns(["colour"])


def test_json_lines_hold_everything() -> None:
    (line,) = b"".join(as_jsonl([_invoice(invoice_number="A-1")])).splitlines()
    assert b'"invoice_number": "A-1"' in line
    assert b'"confirmed_at": "2026-01-02T00:00:00+00:00"' in line
