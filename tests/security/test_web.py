"""Answers to a browser: stored text stays text, security headers are set, foreign origins are refused."""

import csv
import io
import json
import re
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.api.documents import _download_headers
from functions.upload.filenames import clean_filename
from infra.web_rules import HEADERS
from shared.domain.access import Role
from shared.domain.invoice import InvoiceData, Line, Party
from shared.domain.lifecycle import Status
from tests.security.rows import add_invoice
from tests.security.services import Api

pytestmark = pytest.mark.usefixtures("unhurried")

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
COMMON = set(HEADERS) - {"Content-Security-Policy"}  # set by both the web server and the api
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://attacker.example";"x")', "＝1+1", "\t=1", "\r=1")


def hostile(formula: str) -> InvoiceData:
    return InvoiceData(
        invoice_number=formula,
        seller=Party(name=SCRIPT, address=formula),
        buyer=Party(name=formula),
        notes=SCRIPT,
        payment_terms=formula,
        summary=SCRIPT,
        lines=[Line(description=SCRIPT)],
        operation_codes=["CODE-SCRIPT"],
        total_amount="-5.00",
    )


@pytest.fixture(scope="module")
def confirmed(api: Api) -> list[int]:
    return [
        add_invoice(api, Status.PROCESSED, data=hostile(formula), filename=f"{formula.strip()}.pdf")
        for formula in FORMULAS
    ]


# Stored script


def test_script_comes_back_as_json_text_and_nothing_else(api: Api) -> None:
    invoice_id = add_invoice(api, data=hostile("=1"), filename=SCRIPT[:200], reject_reason=SCRIPT)
    client = api.client(Role.REVIEWER)
    client.post(f"/api/invoices/{invoice_id}/reject", json={"reason": SCRIPT})
    for path in (f"/api/invoices/{invoice_id}", f"/api/invoices/{invoice_id}/events", "/api/invoices/?search=script"):
        answer = client.get(path)
        assert answer.mimetype == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert SCRIPT in json.dumps(answer.get_json(), ensure_ascii=False).replace('\\"', '"')


@pytest.mark.parametrize("path", [f"/api/{SCRIPT}", f"/api/invoices/?page={SCRIPT}", f"/api/invoices/?{SCRIPT}=1"])
def test_an_error_that_repeats_what_was_sent_is_json(api: Api, path: str) -> None:
    answer = api.client(Role.VIEWER).get(path)
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_csv_has_no_cell_that_runs(api: Api, confirmed: list[int]) -> None:
    answer = api.client(Role.VIEWER).get("/api/invoices/export?format=csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"), newline="")))
    ours = [row for row in rows if int(row["invoice_id"]) in confirmed]
    assert len(ours) == len(FORMULAS)
    running = re.compile(r"[\s]*[=+\-@＝＋－＠]")
    for row in ours:
        cells = {name: value for name, value in row.items() if name != "total_amount"}
        assert not [value for value in cells.values() if running.match(value)]
        assert row["total_amount"] == "-5.00"
        assert row["seller_name"] == SCRIPT


def test_a_workbook_has_no_formula_and_no_link(api: Api, confirmed: list[int]) -> None:
    answer = api.client(Role.VIEWER).get("/api/invoices/export?format=xlsx")
    with ZipFile(io.BytesIO(answer.data)) as book:
        names = book.namelist()
        sheets = [
            ElementTree.fromstring(book.read(name))  # noqa: S314 - our own
            for name in names
            if name.startswith("xl/worksheets/sheet")
        ]
    assert len(sheets) == 3
    elements = (element.tag.rpartition("}")[2] for sheet in sheets for element in sheet.iter())
    assert not {*elements} & {"f", "hyperlink"}
    assert not [name for name in names if "externalLink" in name or "vbaProject" in name or name.endswith(".rels.rels")]


def test_jsonl_is_one_document_a_line(api: Api, confirmed: list[int]) -> None:
    answer = api.client(Role.VIEWER).get("/api/invoices/export?format=jsonl")
    found = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
    assert {one["invoice_id"] for one in found} >= set(confirmed)


# Names in headers


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(name=st.text(max_size=300))
def test_a_file_name_never_ends_a_header(name: str) -> None:
    cleaned = clean_filename(name)
    headers = _download_headers({"filename": cleaned, "content_type": "application/pdf", "sha256": "a" * 64})
    value = headers["Content-Disposition"]
    assert value.isascii()
    assert value.isprintable()
    assert value.startswith(('attachment; filename="', "attachment; filename="))
    assert cleaned
    assert len(cleaned) <= 255
    assert not set(cleaned) & set("/\\\r\n\0\u202e\u2028")
    assert cleaned not in {".", ".."}


def test_a_stored_name_cannot_split_the_answer(api: Api) -> None:
    """Even if a row held characters that `clean_filename` removes."""
    invoice_id = add_invoice(api, filename='x"\r\nSet-Cookie: a=b\r\n\r\n<html>.pdf', content=b"%PDF-1.4 bytes")
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}/download")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.data == b"%PDF-1.4 bytes"


@pytest.mark.parametrize("request_id", ["a\r\nX-Evil: 1", "<script>", "a" * 500, "ü", "a b"])
def test_an_invalid_request_id_is_replaced(api: Api, request_id: str) -> None:
    answer = api.client().get("/healthz", environ_overrides={"HTTP_X_REQUEST_ID": request_id})
    assert answer.headers["X-Request-Id"] != request_id
    assert re.fullmatch(r"[A-Za-z0-9._:-]{1,128}", answer.headers["X-Request-Id"])


# Headers


def _answers(api: Api) -> list[Any]:
    invoice_id = add_invoice(api, content=b"<Invoice/>")
    client = api.client(Role.ADMIN)
    paths = [
        *(
            "/healthz",
            "/readyz",
            "/metrics",
            "/api/openapi.json",
            "/api/docs",
            "/api/docs/swagger-ui.css",
            "/api/docs/errors",
        ),
        *("/api/me", "/api/keys", "/api/invoices/", "/api/invoices/data", "/api/invoices/export?format=csv"),
        *(
            f"/api/invoices/{invoice_id}{rest}"
            for rest in ("", "/download", "/text", "/attachments", "/events", "/pages/1.png")
        ),
        *("/api/nothing", "/api/invoices/?page=x", "/api/invoices/999999999"),
    ]
    closed = api.client().get("/api/me")
    return [*(client.get(path) for path in paths), client.put("/api/invoices/"), closed]


def test_every_answer_has_the_security_headers(api: Api) -> None:
    for answer in _answers(api):
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff", answer.request.path
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "default-src" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["X-Request-Id"]
        assert {name: headers[name] for name in COMMON} == {name: HEADERS[name] for name in COMMON}
        assert "Set-Cookie" not in headers


def test_answers_with_data_are_kept_by_no_shared_cache(api: Api) -> None:
    for answer in _answers(api):
        if not answer.request.path.startswith(("/api/docs", "/api/openapi")):
            assert any(word in answer.headers["Cache-Control"] for word in ("no-store", "private"))


def test_a_page_of_the_docs_runs_no_script_but_its_own(api: Api) -> None:
    page = api.client().get("/api/docs")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src" not in policy or "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "default-src 'self'" in policy
    assert re.findall(r"<script(?![^>]*src=\"/api/docs/)", page.get_data(as_text=True)) == []


def test_a_stored_document_is_saved_and_not_shown(api: Api) -> None:
    page = b"<html><script>alert(1)</script></html>"
    invoice_id = add_invoice(api, filename="invoice.html", content_type="application/xml", content=page)
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}/download")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_file_inside_an_invoice_is_saved_and_not_shown(api: Api) -> None:
    xml = (
        b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><Attachment>'
        b'<EmbeddedDocumentBinaryObject filename="../../x.html" mimeCode="text/html">PHNjcmlwdD4='
        b"</EmbeddedDocumentBinaryObject></Attachment></Invoice>"
    )
    path = f"/api/invoices/{add_invoice(api, content=xml)}/attachments"
    client = api.client(Role.VIEWER)

    assert client.get(path).get_json() == {
        "attachments": [
            {"n": 1, "filename": "x.html", "media_type": "application/octet-stream", "size": 8, "description": None}
        ]
    }
    answer = client.get(f"{path}/1")
    assert answer.data == b"<script>"
    assert answer.headers["Content-Disposition"] == "attachment; filename=x.html"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(f"{path}/1", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get(f"{path}/2").get_json()["code"] == "attachment-not-found"


def test_a_document_that_holds_no_files_has_an_empty_list(api: Api) -> None:
    invoice_id = add_invoice(api, content_type="application/pdf", content=b"%PDF-1.4 bytes")

    assert api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}/attachments").get_json() == {"attachments": []}


# Other origins


ALLOWED = "https://books.example.com"


def test_a_configured_origin_may_ask_first_without_a_key(api: Api) -> None:
    headers = {
        "Origin": ALLOWED,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, if-match, content-type",
    }
    answer = api.client().options("/api/invoices/1/preview", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize(
    "origin",
    [
        "https://attacker.example",
        "http://books.example.com",
        "https://books.example.com.attacker.example",
        "https://books.example.com:444",
        "https://booksXexample.com",
        "https://sub.books.example.com",
        "null",
        "*",
    ],
)
def test_other_origins_get_no_cors_headers(api: Api, origin: str) -> None:
    for answer in (
        api.client(Role.ADMIN).get("/api/invoices/", headers={"Origin": origin}),
        api.client().options("/api/invoices/", headers={"Origin": origin, "Access-Control-Request-Method": "GET"}),
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_origin_is_let_in_where_none_is_configured(api: Api) -> None:
    app = api.app_with(cors_origins=())
    for origin in (ALLOWED, "https://attacker.example", "null"):
        answer = app.test_client().get("/healthz", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_no_origin_ever_gets_credentials_that_a_browser_keeps(api: Api) -> None:
    answer = api.client().get("/healthz", headers={"Origin": ALLOWED})
    assert "Access-Control-Allow-Credentials" not in answer.headers
