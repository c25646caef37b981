"""The invoices that `make bench-scale` makes are such as the system itself writes."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samples.make.content import all_samples
from shared.adapters.answers import answer_columns
from shared.adapters.invoice_rows import DOCUMENT_COLUMNS
from shared.adapters.search_index import answer_row, file_row
from shared.domain.accounts import confirmed_accounts
from shared.domain.evidence import EvidenceMap
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData, all_operation_codes, code_keys
from shared.domain.lifecycle import Status
from tests.benchmarks.scale.made_invoices import MadeInvoices, Row
from tests.benchmarks.scale.templates import Templates, read_templates

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
FINDING = {
    "code": "BR-CO-25",
    "level": "info",
    "message": "An amount is to be paid, but neither a due date nor payment terms were found.",
    "pointers": ["/due_date"],
    "scope": "values",
    "params": {},
}

IN_DOCUMENTS = {column.name for column in DOCUMENT_COLUMNS}


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    """Of what the samples say, as if it had been read."""
    results = [
        {
            "filename": f"{sample.name}.pdf",
            "content_type": "application/pdf",
            "size": 50_000,
            "page_count": 1,
            "extractor": "local",
            "preview_data": sample.data.as_json(),
            "evidence": {},
            "checks": [FINDING],
            "text": f"{sample.data.seller.name} {sample.data.summary} Total: {sample.data.total_amount}",
        }
        for sample in all_samples()
    ]
    path = tmp_path / "samples.json"
    path.write_text(json.dumps(results))
    return read_templates(path)


def test_a_row_has_what_the_system_would_write_for_its_document(templates: Templates) -> None:
    tables = MadeInvoices(templates, rows=10_000, until=UNTIL, seed=1).tables(first=5_001, count=500)
    rows = {row["id"]: row for row in tables["invoices"]}
    assert len(tables["invoice_documents"]) > 400
    for document in tables["invoice_documents"]:
        row, data = rows[document["invoice_id"]], InvoiceData.model_validate_json(document["preview_data"])
        findings = [Finding.model_validate(one) for one in json.loads(document["checks"])]
        nothing: EvidenceMap = {}
        for name, value in answer_columns(data, nothing, findings).items():
            assert name in IN_DOCUMENTS or row[name] == value, name
        assert (document["final_data"] is not None) == (row["status"] is Status.PROCESSED)


def test_codes_and_accounts_are_those_of_the_confirmed_documents(templates: Templates) -> None:
    tables = MadeInvoices(templates, rows=10_000, until=UNTIL, seed=1).tables(first=5_001, count=500)
    codes, accounts = _by_invoice(tables["operation_codes"]), _by_invoice(tables["invoice_accounts"])
    assert len(codes) > 50
    for document in tables["invoice_documents"]:
        if document["final_data"]:
            data = InvoiceData.model_validate_json(document["final_data"])
            keys = {key for code in all_operation_codes(data) for key in code_keys(code)}
            assert {row["code"] for row in codes.get(document["invoice_id"], [])} == keys
            written = {(row["seller_key"], row["account"]) for row in accounts[document["invoice_id"]]}
            assert written == {(one.seller_key, one.account) for one in confirmed_accounts(data)}


def test_an_invoice_is_indexed_by_its_file_its_data_and_its_text(templates: Templates) -> None:
    tables = MadeInvoices(templates, rows=10_000, until=UNTIL, seed=1).tables(first=5_001, count=100)
    filenames = {row["id"]: row["filename"] for row in tables["invoices"]}
    indexed = {(row["invoice_id"], row["source"]): row for row in tables["invoice_search"]}
    for invoice_id, filename in filenames.items():
        assert indexed[invoice_id, "file"] == file_row(invoice_id, filename)
    for document in tables["invoice_documents"]:
        invoice_id, data = document["invoice_id"], json.loads(document["preview_data"])
        row = answer_row(invoice_id, filenames[invoice_id], data, document["text"])
        assert indexed[invoice_id, "answer"] == row


def test_the_same_seed_makes_the_same_rows(templates: Templates) -> None:
    one, other = (MadeInvoices(templates, rows=1_000, until=UNTIL, seed=1).tables(first=1, count=20) for _ in range(2))
    assert one == other
    assert MadeInvoices(templates, rows=1_000, until=UNTIL, seed=2).tables(first=1, count=20) != one


def _by_invoice(rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["invoice_id"], []).append(row)
    return found
