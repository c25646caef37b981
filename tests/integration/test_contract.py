"""Section 1 of the REST contract on the real stack, and the other behaviour that clients rely on."""

import json
import re
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.adapters.event_queue import RedisEventQueue
from shared.domain.lanes import Lane, Popped
from shared.domain.lifecycle import Stage
from tests.support.messages import message
from tests.support.stack import ROOT, RunningStack, eventually

SAMPLES = ROOT / "samples"
UBL = (SAMPLES / "fietsen-ubl-nl.xml").read_bytes()
AGENCY = SAMPLES / "agencia-publicidad-es.pdf"


def _distinct(marker: str) -> bytes:
    """The UBL invoice with a comment that changes its hash."""
    return UBL + f"<!-- {marker} -->".encode()


def _ready(stack: RunningStack, marker: str) -> int:
    """An invoice that waits for validation."""
    (result,) = stack.upload((f"{marker}.xml", _distinct(marker)))
    assert stack.finished(result["invoice_id"])["status"] == "waiting_validation"
    invoice_id: int = result["invoice_id"]
    return invoice_id


def _read(stack: RunningStack, marker: str) -> int:
    """An invoice of a PDF, which was read before it was extracted."""
    content = (SAMPLES / "design-studio-en.pdf").read_bytes() + f"\n% {marker}\n".encode()
    (result,) = stack.upload((f"{marker}.pdf", content))
    assert stack.finished(result["invoice_id"])["status"] == "waiting_validation"
    invoice_id: int = result["invoice_id"]
    return invoice_id


def _failed(stack: RunningStack, marker: str) -> int:
    """An invoice that cannot be read."""
    content = (SAMPLES / "bad" / "encrypted.pdf").read_bytes() + f"\n% {marker}\n".encode()
    (result,) = stack.upload((f"{marker}.pdf", content))
    assert stack.finished(result["invoice_id"])["status"] == "failed"
    invoice_id: int = result["invoice_id"]
    return invoice_id


def _error(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body["code"] == code
    assert body["error"]
    assert body["request_id"] == answer.headers["X-Request-Id"]
    return body


# POST /api/invoices/ocr


def test_a_body_without_a_length_is_taken(stack: RunningStack) -> None:
    form = httpx.Request("POST", "http://x/", files={"file": ("chunked.xml", _distinct("chunked"))})
    content = form.read()
    pieces = (content[start : start + 1000] for start in range(0, len(content), 1000))
    answer = stack.client.post(
        "/api/invoices/ocr", content=pieces, headers={"Content-Type": form.headers["Content-Type"]}
    )
    assert (answer.status_code, answer.json()[0]["status"]) == (202, "processing")


def test_every_file_has_its_result_in_order(stack: RunningStack) -> None:
    results = stack.upload(("a.xml", _distinct("order-a")), ("note.txt", b"hello"), ("b.xml", _distinct("order-b")))
    assert [result["filename"] for result in results] == ["a.xml", "note.txt", "b.xml"]
    assert [result["status"] for result in results] == ["processing", "error", "processing"]
    assert results[1]["invoice_id"] is None
    assert results[1]["code"] == "unsupported-type"
    assert all(set(result) >= {"filename", "invoice_id", "status", "message"} for result in results)


def test_the_same_bytes_are_duplicated_unless_a_copy_is_requested(stack: RunningStack) -> None:
    (first,) = stack.upload(("a.xml", _distinct("twice")))
    (second,) = stack.upload(("other name.xml", _distinct("twice")))
    assert (second["status"], second["invoice_id"]) == ("duplicated", first["invoice_id"])
    (third,) = stack.upload(("a.xml", _distinct("twice")), allow_duplicates="true")
    assert third["status"] == "processing"
    assert third["invoice_id"] != first["invoice_id"]


def test_no_file_is_an_error(stack: RunningStack) -> None:
    _error(stack.client.post("/api/invoices/ocr", files={"document": ("a.pdf", b"%PDF-1.4")}), 400, "no-file")
    _error(stack.client.post("/api/invoices/ocr", files={"file": ("", b"")}), 400, "no-file")
    _error(stack.client.post("/api/invoices/ocr"), 400, "no-file")
    _error(stack.client.post("/api/invoices/ocr", json={}), 400, "no-file")
    _error(stack.client.post("/api/invoices/ocr", data={"file": "a.pdf"}), 400, "no-file")
    _error(stack.client.post("/api/invoices/ocr", content=iter([])), 400, "no-file")
    coded = {"Content-Encoding": "gzip", "Content-Type": "multipart/form-data; boundary=b"}
    _error(stack.client.post("/api/invoices/ocr", content=b"a", headers=coded), 415, "unsupported-media-type")


def test_no_usable_file_is_an_error_with_every_reason(stack: RunningStack) -> None:
    files = [("file", ("empty.pdf", b"")), ("file", ("text.pdf", b"only text"))]
    body = _error(stack.client.post("/api/invoices/ocr", files=files), 400, "no-usable-file")
    assert [detail["code"] for detail in body["details"]] == ["empty-file", "unsupported-type"]


def test_a_file_over_the_limit_is_413(stack: RunningStack) -> None:
    content = b"%PDF-1.4\n" + b"x" * (4 * 1024**2 + 1)
    _error(stack.client.post("/api/invoices/ocr", files={"file": ("big.pdf", content)}), 413, "too-large")


def test_a_file_name_is_data(stack: RunningStack) -> None:
    (result,) = stack.upload(("../../etc/Rechnung „März“ <b>.xml", _distinct("name")))
    assert result["filename"] == "Rechnung „März“ <b>.xml"
    answer = stack.client.get(f"/api/invoices/{result['invoice_id']}/download")
    assert "filename*=UTF-8''Rechnung%20%E2%80%9EM%C3%A4rz" in answer.headers["Content-Disposition"]


# GET /api/invoices/<id>


def test_an_invoice_has_every_field(stack: RunningStack) -> None:
    invoice = stack.invoice(_ready(stack, "fields"))
    assert set(invoice) >= {
        *("id", "filename", "content_type", "size", "sha256", "page_count", "status", "stage", "progress"),
        *("created_at", "updated_at", "error", "reject_reason", "preview_data", "final_data", "evidence", "checks"),
        *("agent_response", "extractor", "version"),
    }
    truth = json.loads((SAMPLES / "fietsen-ubl-nl.truth.json").read_text())["fields"]
    assert invoice["preview_data"]["invoice_number"] == truth["invoice_number"]
    assert float(invoice["preview_data"]["total_amount"]) == truth["amount_total"]
    assert invoice["preview_data"]["summary"]
    assert invoice["final_data"] is None
    assert invoice["extractor"] == "einvoice"
    assert invoice["evidence"]["/total_amount"]["confidence"] == 1


@pytest.mark.parametrize("invoice_id", ["0", "999999999", "99999999999999999999999"])
def test_an_unknown_invoice_is_404(stack: RunningStack, invoice_id: str) -> None:
    _error(stack.client.get(f"/api/invoices/{invoice_id}"), 404, "invoice-not-found")


def test_an_id_that_is_no_number_is_404(stack: RunningStack) -> None:
    _error(stack.client.get("/api/invoices/abc"), 404, "not-found")


@pytest.mark.parametrize("path", ["/api/invoices", "/api/invoices/status-summary", "/api/invoices/data"])
def test_paths_answer_with_and_without_the_slash(stack: RunningStack, path: str) -> None:
    assert stack.client.get(path).status_code == stack.client.get(f"{path}/").status_code == 200


# Confirm, reject, retry


def test_confirming_makes_the_preview_final_and_again_changes_nothing(stack: RunningStack) -> None:
    invoice_id = _ready(stack, "confirm")
    answer = stack.client.post(f"/api/invoices/{invoice_id}/confirm")
    assert answer.status_code == 200
    assert answer.json()["status"] == "processed"
    assert answer.json()["invoice_id"] == invoice_id
    first = stack.invoice(invoice_id)
    assert first["final_data"] == first["preview_data"]
    assert stack.client.post(f"/api/invoices/{invoice_id}/confirm").status_code == 200
    assert stack.invoice(invoice_id) == first


def test_an_error_is_not_confirmed_over_unless_it_is_accepted(stack: RunningStack) -> None:
    invoice_id = _ready(stack, "no-errors")
    url = f"/api/invoices/{invoice_id}"
    wrong = stack.client.patch(f"{url}/preview", json={"preview_data": {"total_amount": "1.00"}})
    seen = {"If-Match": wrong.headers["ETag"]}
    refused = stack.client.post(f"{url}/confirm", params={"if": "no-errors"}, headers=seen)
    _error(refused, 409, "findings-open")
    assert "BR-CO-15" in {one["code"] for one in refused.json()["details"] if one["level"] == "error"}
    assert stack.invoice(invoice_id)["status"] == "waiting_validation"
    stale = stack.client.post(f"{url}/confirm", params={"if": "no-errors"}, headers={"If-Match": '"1"'})
    _error(stale, 412, "version-mismatch")
    _error(stack.client.post(f"{url}/confirm", params={"if": "sure"}), 400, "bad-request")
    codes = [one["code"] for one in refused.json()["details"] if one["level"] == "error"]
    _error(stack.client.post(f"{url}/confirm", json={"accepted": ["BR-14"]}), 409, "findings-open")
    accepted = stack.client.post(f"{url}/confirm", params={"if": "no-errors"}, json={"accepted": codes}, headers=seen)
    assert accepted.json()["status"] == "processed"
    assert stack.trail(invoice_id)[-1]["data"] == {"open_errors": codes}


def test_a_confirmed_invoice_can_be_reopened_and_is_listed_as_withdrawn(stack: RunningStack) -> None:
    invoice_id = _ready(stack, "reopen")
    url = f"/api/invoices/{invoice_id}"
    _error(stack.client.post(f"{url}/reopen"), 400, "invalid-state")
    stack.client.post(f"{url}/confirm").raise_for_status()
    final = stack.invoice(invoice_id)["final_data"]
    answer = stack.client.post(f"{url}/reopen", json={"reason": "wrong account"})
    assert (answer.status_code, answer.json()["status"]) == (200, "waiting_validation")
    invoice = stack.invoice(invoice_id)
    assert (invoice["final_data"], invoice["confirmed_at"]) == (None, None)
    assert invoice["preview_data"] == final
    (version,) = stack.client.get(f"{url}/versions").json()["versions"]
    assert (version["number"], version["reason"], version["final_data"]) == (1, "wrong account", final)
    newest = stack.client.get("/api/invoices/data/withdrawn").json()["withdrawn"][0]
    assert (newest["invoice_id"], newest["reason"]) == (invoice_id, "wrong account")
    assert invoice_id not in {
        one["invoice_id"] for one in stack.client.get("/api/invoices/data?per_page=100").json()["invoices"]
    }
    stack.client.post(f"{url}/reject").raise_for_status()
    assert stack.client.post(f"{url}/reopen").json()["status"] == "waiting_validation"
    assert [event["type"] for event in stack.trail(invoice_id)][-4:] == [
        "confirmed",
        "reopened",
        "rejected",
        "reopened",
    ]
    _error(stack.client.get("/api/invoices/999999999/versions"), 404, "invoice-not-found")


def test_an_invoice_without_a_preview_cannot_be_confirmed(stack: RunningStack) -> None:
    answer = stack.client.post(f"/api/invoices/{_failed(stack, 'confirm-failed')}/confirm")
    assert "No preview data found" in _error(answer, 400, "no-preview-data")["error"]
    _error(stack.client.post("/api/invoices/999999999/confirm"), 404, "invoice-not-found")


@pytest.mark.parametrize("body", [{"json": {"reason": "Not ours"}}, {"json": {}}, {}])
def test_rejecting_with_or_without_a_reason(stack: RunningStack, body: dict[str, Any]) -> None:
    invoice_id = _ready(stack, f"reject-{len(json.dumps(body))}")
    answer = stack.client.post(f"/api/invoices/{invoice_id}/reject", **body)
    assert (answer.status_code, answer.json()["status"]) == (200, "rejected")
    assert stack.invoice(invoice_id)["reject_reason"] == body.get("json", {}).get("reason")
    _error(stack.client.post(f"/api/invoices/{invoice_id}/reject", json={}), 400, "invalid-state")


@pytest.mark.parametrize("content", [b"not json", b"[1]", b'"x"', b'{"reason": 5}'])
def test_a_rejection_must_be_a_json_object(stack: RunningStack, content: bytes) -> None:
    invoice_id = _ready(stack, f"reject-{content.hex()}")
    _error(stack.client.post(f"/api/invoices/{invoice_id}/reject", content=content), 400, "bad-request")
    assert stack.invoice(invoice_id)["status"] == "waiting_validation"


def test_retrying_reads_again_past_the_caches(stack: RunningStack) -> None:
    invoice_id = _read(stack, "retry")
    _error(stack.client.post(f"/api/invoices/{invoice_id}/retry"), 400, "invalid-state")
    stack.client.post(f"/api/invoices/{invoice_id}/reject", json={"reason": "again"})
    answer = stack.client.post(f"/api/invoices/{invoice_id}/retry")
    assert (answer.status_code, answer.json()["status"]) == (202, "processing")
    assert stack.finished(invoice_id)["status"] == "waiting_validation"
    assert stack.invoice(invoice_id)["reject_reason"] is None
    readings = [event["data"]["from_cache"] for event in stack.trail(invoice_id) if event["type"] == "ocr.finished"]
    assert readings == [False, False]
    _error(stack.client.post("/api/invoices/999999999/retry"), 404, "invoice-not-found")


def test_a_failed_document_has_an_error_message(stack: RunningStack) -> None:
    invoice = stack.invoice(_failed(stack, "why"))
    assert invoice["error"]["code"] == "encrypted-document"
    assert "password" in invoice["error"]["message"]
    assert invoice["stage"] is None


# Lists


def test_lists_are_paged_filtered_searched_and_sorted(stack: RunningStack) -> None:
    stack.upload(*((f"Findme-{letter}.xml", _distinct(f"list-{letter}")) for letter in "bca"))
    query: dict[str, Any] = {"search": "FINDME-", "sort_by": "filename", "sort_order": "asc", "per_page": 2}
    first = stack.client.get("/api/invoices/", params=query).json()
    assert [row["filename"] for row in first["invoices"]] == ["Findme-a.xml", "Findme-b.xml"]
    assert (first["page"], first["per_page"], first["total"], first["pages"]) == (1, 2, 3, 2)
    second = stack.client.get("/api/invoices/", params={**query, "page": 2}).json()
    assert [row["filename"] for row in second["invoices"]] == ["Findme-c.xml"]
    everything = {"status": ["processing", "waiting_validation"], "search": "findme-"}
    assert stack.client.get("/api/invoices/", params=everything).json()["total"] == 3
    assert stack.client.get("/api/invoices/", params={"search": "find%"}).json()["total"] == 0
    assert set(first["invoices"][0]) >= {
        *("id", "filename", "status", "stage", "progress", "created_at", "updated_at"),
        *("invoice_number", "seller_name", "issue_date", "total_amount", "currency"),
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("page", "0"),
        ("page", "x"),
        ("per_page", "101"),
        ("per_page", "-1"),
        ("status", "done"),
        ("sort_by", "password"),
        ("sort_order", "up"),
    ],
)
def test_an_error_names_the_parameter_of_a_bad_value(stack: RunningStack, name: str, value: str) -> None:
    body = _error(stack.client.get("/api/invoices/", params={name: value}), 400, "bad-request")
    assert name in body["error"]


def _changed(number: str, *, seller: str, issued: str, due: str = "2026-12-01", total: str = "33071.48") -> bytes:
    """The UBL invoice with other values; a changed total does not fit its lines."""
    content = UBL
    for old, new in (
        ("2026-10447", number),
        ("Van Dijk Bedrijfsfietsen B.V.", seller),
        ("2026-11-09", issued),
        ("2026-11-23", due),
        ("33071.48", total),
    ):
        assert old.encode() in content
        content = content.replace(old.encode(), new.encode())
    return content


@pytest.fixture(scope="module")
def to_sort(stack: RunningStack) -> str:
    """The search text of three invoices that differ in every column, in three states."""
    found = []
    for name, seller, issued, total in (
        ("tosort-1.xml", "Beta Fietsen B.V.", "2026-01-31", "300.00"),
        ("tosort-2.xml", "alpha Fietsen B.V.", "2026-03-01", "20.00"),
        ("tosort-3.xml", "Gamma Fietsen B.V.", "2026-02-15", "1000.00"),
    ):
        (result,) = stack.upload((name, _changed(f"S-{name[7]}", seller=seller, issued=issued, total=total)))
        stack.finished(result["invoice_id"])
        found.append(result["invoice_id"])
    stack.client.post(f"/api/invoices/{found[2]}/confirm").raise_for_status()
    stack.client.post(f"/api/invoices/{found[0]}/reject").raise_for_status()
    return "tosort-"


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize(
    "column", ["id", "filename", "status", "updated_at", "issue_date", "total_amount", "seller_name"]
)
def test_every_column_sorts(stack: RunningStack, to_sort: str, column: str, order: str) -> None:
    query = {"search": to_sort, "sort_by": column, "sort_order": order}
    values = [row[column] for row in stack.client.get("/api/invoices/", params=query).json()["invoices"]]
    key = float if column == "total_amount" else (str.casefold if column == "seller_name" else lambda value: value)
    assert len(set(values)) == 3
    assert values == sorted(values, key=key, reverse=order == "desc")


def test_the_summary_has_every_status(stack: RunningStack) -> None:
    summary = stack.client.get("/api/invoices/status-summary/").json()["summary"]
    assert set(summary) == {"processing", "waiting_validation", "processed", "rejected", "failed"}
    assert all(isinstance(count, int) for count in summary.values())


# GET /api/invoices/data


def test_confirmed_data_is_found_by_operation_code(stack: RunningStack) -> None:
    truth = json.loads(AGENCY.with_suffix(".truth.json").read_text())["fields"]
    (result,) = stack.upload((AGENCY.name, AGENCY.read_bytes()))
    invoice = stack.finished(result["invoice_id"])
    assert invoice["status"] == "waiting_validation"
    code = next(code for line in invoice["preview_data"]["lines"] for code in line["operation_codes"])
    stack.client.post(f"/api/invoices/{invoice['id']}/confirm")
    for spelling in (code, code.lower().replace(" ", ""), f" {code.replace(' ', '-')}.", f"O.P. Nº {code}"):
        found = stack.client.get("/api/invoices/data", params={"op_number": spelling}).json()
        assert [one["invoice_id"] for one in found["invoices"]] == [invoice["id"]]
    (one,) = found["invoices"]
    assert one["filename"] == AGENCY.name
    assert one["confirmed_at"]
    assert float(one["total_amount"]) == truth["amount_total"]
    assert stack.client.get("/api/invoices/data", params={"op_number": "OP 0000000"}).json()["total"] == 0


def test_filters_narrow_the_list_the_data_the_totals_and_the_export_alike(stack: RunningStack) -> None:
    (result,) = stack.upload(("filtered.xml", _distinct("filters")))
    invoice = stack.finished(result["invoice_id"])
    data = invoice["preview_data"]
    stack.client.patch(
        f"/api/invoices/{invoice['id']}/preview",
        json={"preview_data": {"issue_date": "1999-12-31", "seller": {"name": "Quince & Medlar"}}},
        headers={"If-Match": f'"{invoice["version"]}"'},
    ).raise_for_status()
    stack.client.post(f"/api/invoices/{invoice['id']}/confirm").raise_for_status()
    right = {"q": "medlar filtered", "issued_from": "1999-12-31", "issued_to": "1999-12-31", "currency": "EUR"}
    for name, other in (("q", "medlar nowhere"), ("issued_from", "2000-01-01"), ("issued_to", "1999-12-30")):
        for path in ("/api/invoices/", "/api/invoices/data"):
            assert stack.client.get(path, params={**right, name: other}).json()["total"] == 0, (path, name)
    assert stack.client.get("/api/invoices/", params={**right, "currency": "USD"}).json()["total"] == 0
    (row,) = stack.client.get("/api/invoices/", params=right).json()["invoices"]
    assert row["id"] == invoice["id"]
    (one,) = stack.client.get("/api/invoices/data", params=right).json()["invoices"]
    assert one["invoice_id"] == invoice["id"]
    exported = stack.client.get("/api/invoices/export", params={**right, "format": "jsonl"}).text
    assert [json.loads(line)["invoice_id"] for line in exported.splitlines()] == [invoice["id"]]
    (total,) = stack.client.get("/api/invoices/data/totals", params=right).json()["totals"]
    assert (total["currency"], total["count"]) == ("EUR", 1)
    assert Decimal(total["total_amount"]) == Decimal(data["total_amount"])


def test_a_credit_note_reduces_the_totals(stack: RunningStack) -> None:
    for name, changes in (
        ("debit", {"document_type": "invoice", "total_amount": "100", "net_amount": None, "currency": "XTS"}),
        ("credit", {"document_type": "credit_note", "total_amount": "30.5", "net_amount": "-25", "currency": "XTS"}),
    ):
        (result,) = stack.upload((f"{name}.xml", _distinct(name)))
        invoice = stack.finished(result["invoice_id"])
        stack.client.patch(
            f"/api/invoices/{invoice['id']}/preview",
            json={"preview_data": changes},
            headers={"If-Match": f'"{invoice["version"]}"'},
        ).raise_for_status()
        stack.client.post(f"/api/invoices/{invoice['id']}/confirm").raise_for_status()
    (total,) = stack.client.get("/api/invoices/data/totals", params={"currency": "XTS"}).json()["totals"]
    assert (total["count"], total["total_amount"], total["net_amount"]) == (2, "69.50", "-25.00")


@pytest.fixture(scope="module")
def with_findings(stack: RunningStack) -> str:
    """The search text of three invoices: with an error, with a warning only, and with neither."""
    seller = "Delta Fietsen B.V."
    for name, content in (
        ("finds-error.xml", _changed("F-1", seller=seller, issued="2026-11-09", total="300.00")),
        ("finds-warning.xml", _changed("F-2", seller=seller, issued="2026-11-10", due="2026-11-02")),
        ("finds-none.xml", _changed("F-3", seller=seller, issued="2026-11-11")),
    ):
        (result,) = stack.upload((name, content))
        stack.finished(result["invoice_id"])
    return "finds-"


@pytest.mark.parametrize("findings", ["error", "warning", "none"])
def test_the_list_is_filtered_by_the_level_of_findings(stack: RunningStack, with_findings: str, findings: str) -> None:
    query = {"search": with_findings, "findings": findings}
    rows = stack.client.get("/api/invoices/", params=query).json()["invoices"]
    assert [row["filename"] for row in rows] == [f"finds-{findings}.xml"]
    counts = rows[0]["checks_summary"]
    assert ("error" if counts["error"] else "warning" if counts["warning"] else "none") == findings


def test_a_row_of_a_list_has_the_version_that_if_match_takes(stack: RunningStack, with_findings: str) -> None:
    (row,) = stack.client.get("/api/invoices/", params={"search": f"{with_findings}none"}).json()["invoices"]
    whole = stack.client.get(f"/api/invoices/{row['id']}")
    assert f'"{row["version"]}"' == whole.headers["ETag"]


# GET /api/invoices/<id>/download


def test_a_download_is_the_upload(stack: RunningStack) -> None:
    (result,) = stack.upload(("bytes.xml", _distinct("download")))
    path = f"/api/invoices/{result['invoice_id']}/download"
    answer = stack.client.get(path)
    assert answer.content == _distinct("download")
    assert answer.headers["Content-Type"] == "application/xml"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert stack.client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    part = stack.client.get(path, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, answer.content[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{len(answer.content)}"
    tail = stack.client.get(path, headers={"Range": "bytes=-4"})
    assert tail.content == answer.content[-4:]
    _error(stack.client.get(path, headers={"Range": "bytes=99999999-"}), 416, "range-not-satisfiable")
    _error(stack.client.get("/api/invoices/999999999/download"), 404, "invoice-not-found")


# Section 2


def test_a_correction_is_checked_stored_and_published(stack: RunningStack) -> None:
    invoice_id = _ready(stack, "correct")
    before = stack.client.get(f"/api/invoices/{invoice_id}")
    path = f"/api/invoices/{invoice_id}/preview"
    patch = {"preview_data": {"total_amount": "1.00", "seller": {"name": "Corrected"}}}
    answer = stack.client.patch(path, json=patch, headers={"If-Match": before.headers["ETag"]})
    assert answer.status_code == 200, answer.text
    after = answer.json()
    assert after["preview_data"]["seller"]["name"] == "Corrected"
    assert after["preview_data"]["invoice_number"] == before.json()["preview_data"]["invoice_number"]
    assert after["evidence"]["/total_amount"]["source"] == "person"
    assert "BR-CO-15" in {finding["code"] for finding in after["checks"]}
    assert after["version"] == before.json()["version"] + 1
    stale = stack.client.patch(path, json=patch, headers={"If-Match": before.headers["ETag"]})
    _error(stale, 412, "version-mismatch")
    (told,) = [event for event in stack.trail(invoice_id) if event["type"] == "corrected"]
    assert {"pointer": "/seller/name", "from": before.json()["preview_data"]["seller"]["name"], "to": "Corrected"} in (
        told["data"]["changes"]
    )


def test_the_summary_follows_a_correction_into_the_export_until_a_person_writes_one(stack: RunningStack) -> None:
    invoice_id = _ready(stack, "summary")
    path = f"/api/invoices/{invoice_id}/preview"
    read = stack.client.get(f"/api/invoices/{invoice_id}").json()["preview_data"]["summary"]
    patch = {"preview_data": {"invoice_number": "SUM-1", "total_amount": "4711.00"}}
    corrected = stack.client.patch(path, json=patch).json()["preview_data"]["summary"]
    assert "4,711.00" in corrected
    assert "4,711.00" not in read
    own = {"preview_data": {"summary": "Ask Ana before paying."}}
    assert stack.client.patch(path, json=own).json()["preview_data"]["summary"] == "Ask Ana before paying."
    again = {"preview_data": {"total_amount": "4712.00"}}
    assert stack.client.patch(path, json=again).json()["preview_data"]["summary"] == "Ask Ana before paying."
    emptied = stack.client.patch(path, json={"preview_data": {"summary": None}}).json()["preview_data"]["summary"]
    assert "4,712.00" in emptied
    stack.client.post(f"/api/invoices/{invoice_id}/confirm").raise_for_status()
    exported = stack.client.get("/api/invoices/export", params={"format": "jsonl", "q": "SUM-1"}).text
    (row,) = [json.loads(line) for line in exported.splitlines()]
    assert row["summary"] == emptied


def test_a_bad_correction_names_every_place(stack: RunningStack) -> None:
    invoice_id = _ready(stack, "bad-correct")
    patch = {"preview_data": {"total_amount": "lots", "lines": [{"quantity": "x"}]}}
    body = _error(stack.client.patch(f"/api/invoices/{invoice_id}/preview", json=patch), 400, "invalid-data")
    assert {detail["pointer"] for detail in body["details"]} == {"/total_amount", "/lines/0/quantity"}


def test_the_audit_trail_has_every_step(stack: RunningStack) -> None:
    read, listed = _read(stack, "story"), _ready(stack, "short story")
    extraction = ["extract.started", "extract.finished", "confirmed"]
    for invoice_id, way in ((read, ["ocr.started", "ocr.finished", *extraction]), (listed, extraction)):
        stack.client.post(f"/api/invoices/{invoice_id}/confirm")
        assert [event["type"] for event in stack.trail(invoice_id)] == ["uploaded", *way]


def test_the_text_and_the_page_can_be_seen(stack: RunningStack) -> None:
    (result,) = stack.upload((AGENCY.name, AGENCY.read_bytes() + b"\n% seen\n"))
    stack.finished(result["invoice_id"])
    pages = stack.client.get(f"/api/invoices/{result['invoice_id']}/text").json()["pages"]
    assert pages[0]["source"] == "text_layer"
    assert len(pages[0]["words"]) > 50
    assert all(0 <= edge <= 1 for word in pages[0]["words"] for edge in word["box"])
    for asked, given in (("1", pages), ("1-20", pages), ("2-300", [])):
        bounded = stack.client.get(f"/api/invoices/{result['invoice_id']}/text", params={"pages": asked})
        assert bounded.json() == {"page_count": 1, "pages": given}
    for wrong in ("0", "3-2", "one"):
        refused = stack.client.get(f"/api/invoices/{result['invoice_id']}/text", params={"pages": wrong})
        assert refused.status_code == 400, refused.text
    image = stack.client.get(f"/api/invoices/{result['invoice_id']}/pages/1.png", params={"width": 400})
    assert image.headers["Content-Type"] == "image/png"
    assert int.from_bytes(image.content[16:20]) == 400
    again = stack.client.get(
        f"/api/invoices/{result['invoice_id']}/pages/1.png",
        params={"width": 400},
        headers={"If-None-Match": image.headers["ETag"]},
    )
    assert again.status_code == 304
    _error(stack.client.get(f"/api/invoices/{result['invoice_id']}/pages/99.png"), 404, "page-not-found")


def test_a_deleted_invoice_leaves_one_event(stack: RunningStack) -> None:
    invoice_id = _ready(stack, "delete")
    stack.client.get(f"/api/invoices/{invoice_id}/pages/1.png")
    assert stack.client.delete(f"/api/invoices/{invoice_id}").status_code == 204
    _error(stack.client.get(f"/api/invoices/{invoice_id}"), 404, "invoice-not-found")
    assert [event["type"] for event in stack.trail(invoice_id)] == ["deleted"]
    (result,) = stack.upload(("again.xml", _distinct("delete")))
    assert result["status"] == "processing"


def test_changes_are_streamed_to_clients(stack: RunningStack) -> None:
    with stack.client.stream("GET", "/api/events", timeout=60) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith("retry:")
        (result,) = stack.upload(("live.xml", _distinct("live")))
        for line in lines:
            if line.startswith("data:"):
                change = json.loads(line.removeprefix("data:"))
                if change["invoice_id"] == result["invoice_id"] and change["status"] == "waiting_validation":
                    break
        assert change["progress"] == 100


def test_the_document_and_its_page_are_served(stack: RunningStack) -> None:
    document = stack.client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/api/invoices/ocr" in document["paths"]
    page = stack.client.get("/api/docs").text
    items = [*document["paths"].values(), *document["webhooks"].values()]
    assert sorted(re.findall('<details id="([^"]+)"', page)) == sorted(
        call["operationId"] for item in items for call in item.values()
    )
    for file in re.findall('(?:src|href)="(/api/docs/[^"]+)"', page):
        assert stack.client.get(file).status_code == 200, file


def test_health_names_each_store(stack: RunningStack) -> None:
    assert stack.client.get("/healthz").json() == {"status": "ok"}
    assert stack.client.get("/readyz").json()["checks"] == {"database": "ok", "redis": "ok", "minio": "ok"}


def test_answers_404_and_405_have_the_shape_of_errors(stack: RunningStack) -> None:
    _error(stack.client.get("/api/nothing"), 404, "not-found")
    _error(stack.client.put("/api/invoices/"), 405, "method-not-allowed")


def test_a_request_id_travels_to_the_trail(stack: RunningStack) -> None:
    answer = stack.client.post(
        "/api/invoices/ocr",
        files={"file": ("id.xml", _distinct("request-id"))},
        headers={"X-Request-Id": "my-request-1"},
    )
    assert answer.headers["X-Request-Id"] == "my-request-1"
    invoice_id = answer.json()[0]["invoice_id"]
    stack.finished(invoice_id)
    from sqlalchemy import select

    from shared.adapters.tables import audit_events

    with stack.engine().connect() as connection:
        ids = (
            connection.execute(select(audit_events.c.request_id).where(audit_events.c.invoice_id == invoice_id))
            .scalars()
            .all()
        )
    assert set(ids) == {"my-request-1"}


def test_the_functions_refuse_unsigned_calls(stack: RunningStack) -> None:
    import httpx

    ports = stack.record["ports"]
    body = json.dumps({"specversion": "1.0", "id": "1", "source": "x", "type": "t", "data": {}})
    for name in ("ocr", "extract"):
        answer = httpx.post(
            f"http://127.0.0.1:{ports[name]}",
            content=body,
            headers={"Content-Type": "application/cloudevents+json"},
        )
        assert answer.status_code == 403, answer.text
    answer = httpx.post(f"http://127.0.0.1:{ports['upload']}", files={"file": ("a.xml", UBL)})
    assert answer.status_code == 403


def test_a_message_that_is_no_event_is_dropped_and_work_goes_on(stack: RunningStack) -> None:
    queue = RedisEventQueue(stack.redis())
    for stage, lane in product(Stage, Lane):
        for content in (b"not json", b"\xff\x00", b'{"specversion": "1.0"}', b"[]"):
            queue.requeue(Popped(line=message(stage, lane=lane).line, content=content))
    assert _read(stack, "after-nonsense")
    eventually(lambda: not queue.waiting())


def test_bad_samples_end_with_an_error_message(stack: RunningStack) -> None:
    expected = {"cut-off.pdf", "encrypted.pdf", "600-pages.pdf", "huge-40000x40000.png"}
    taken = {}
    for path in sorted((SAMPLES / "bad").iterdir()):
        answer = stack.client.post("/api/invoices/ocr", files={"file": (path.name, path.read_bytes())})
        if answer.status_code == 202:
            taken[path.name] = answer.json()[0]["invoice_id"]
        else:
            assert answer.status_code == 400
            assert answer.json()["details"][0]["message"]
    assert set(taken) == expected
    for invoice_id in taken.values():
        invoice = stack.finished(invoice_id)
        assert invoice["status"] == "failed"
        assert invoice["error"]["message"].endswith(".")


def test_errors_reveal_nothing_of_the_machine(stack: RunningStack) -> None:
    answers = [
        stack.client.get("/api/invoices/999999999"),
        stack.client.get("/api/invoices/", params={"page": "'"}),
        stack.client.post("/api/invoices/1/reject", content=b"{"),
    ]
    for answer in answers:
        assert answer.json()["error"]
        assert "Traceback" not in answer.text
        assert str(Path(ROOT)) not in answer.text
        assert "SELECT" not in answer.text
