"""Uploads of the whole system: what the sender says, e-mails, waiting, repeating."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.adapters.idempotent_answers import once
from tests.support.mail_shapes import LOGO, attach, mail, zipped
from tests.support.stack import ROOT, RunningStack

UBL = (ROOT / "samples" / "fietsen-ubl-nl.xml").read_bytes()


def _own() -> bytes:
    """An e-invoice of bytes that nobody uploaded before."""
    return UBL + f"<!-- {uuid4()} -->".encode()


def _post(stack: RunningStack, content: bytes, name: str = "a.xml", *, query: str = "", **sent: Any) -> httpx.Response:
    return stack.client.post(f"/api/invoices/ocr{query}", files={"file": (name, content)}, timeout=120, **sent)


def test_what_the_sender_says_is_returned_filtered_by_and_changed(stack: RunningStack) -> None:
    company = stack.client.post("/api/companies", json={"name": f"Ours {uuid4()}"}).json()["id"]
    reference, tag = str(uuid4()), uuid4().hex
    said = {
        "reference": reference,
        "tags": [tag, "radio"],
        "company": str(company),
        "source": json.dumps({"kind": "folder", "path": "in/a.xml"}),
    }
    (taken,) = _post(stack, _own(), data=said).json()
    for asked in ({"reference": reference}, {"tag": [tag, "radio"]}, {"company": company, "source": "folder"}):
        (row,) = stack.client.get("/api/invoices/", params=asked).json()["invoices"]
        assert (row["id"], row["reference"], row["company"]) == (taken["invoice_id"], reference, company)
        assert (row["tags"], row["source"]["path"]) == (sorted([tag, "radio"]), "in/a.xml")
    stack.finished(taken["invoice_id"])
    address = f"/api/invoices/{taken['invoice_id']}/labels"
    changed = stack.client.patch(address, json={"tags": ["late"], "company": None}).json()
    assert (changed["reference"], changed["tags"], changed["company"]) == (reference, ["late"], None)
    assert stack.client.patch(address, json={"company": 2**40}).status_code == 400
    assert stack.client.get("/api/invoices/", params={"tag": tag}).json()["invoices"] == []


def test_an_upload_with_a_field_that_is_wrong_takes_nothing(stack: RunningStack) -> None:
    content = _own()
    refused = _post(stack, content, data={"company": str(2**40)})
    assert (refused.status_code, refused.json()["details"][0]["parameter"]) == (400, "company")
    assert _post(stack, content).json()[0]["status"] == "processing"


def test_a_mail_becomes_the_documents_in_it(stack: RunningStack) -> None:
    first, second = _own(), _own()
    sent = attach(attach(mail(), first, "a.xml", "text/xml"), zipped({"b.xml": second, "logo.png": LOGO}), "b.zip")
    content = attach(sent, b"hello", "notes.txt", "text/plain").as_bytes()
    results = _post(stack, content, "mail.eml").json()
    assert [(one["filename"], one["status"], one.get("code"), one["parent"]) for one in results] == [
        ("a.xml", "processing", None, "mail.eml"),
        ("b.xml", "processing", None, "mail.eml/b.zip"),
        ("logo.png", "processing", None, "mail.eml/b.zip"),
        ("notes.txt", "skipped", "no-document", "mail.eml"),
    ]
    source = stack.client.get(f"/api/invoices/{results[0]['invoice_id']}").json()["source"]
    assert (source["kind"], source["sender"]) == ("mail", "Ana Ruiz <ana@example.com>")
    again = _post(stack, content, "mail.eml").json()
    assert [one["invoice_id"] for one in again] == [one["invoice_id"] for one in results]


def test_a_mail_without_a_document_says_why(stack: RunningStack) -> None:
    refused = _post(stack, mail().as_bytes(), "mail.eml")
    assert refused.status_code == 400
    assert [one["code"] for one in refused.json()["details"]] == ["mail-text", "no-document-inside"]


def test_an_upload_waits_until_its_first_file_is_read(stack: RunningStack) -> None:
    answer = _post(stack, _own(), query="?wait=60")
    (result,) = answer.json()
    assert (answer.status_code, result["status"]) == (200, "processing")
    assert result["invoice"]["status"] == "waiting_validation"
    assert result["invoice"]["preview_data"]["invoice_number"]
    assert answer.headers["Location"].endswith(f"/api/invoices/{result['invoice_id']}")


@pytest.mark.parametrize("seconds", ["61", "-1", "soon"])
def test_a_wait_is_bounded(stack: RunningStack, seconds: str) -> None:
    assert _post(stack, _own(), query=f"?wait={seconds}").status_code == 400


def test_an_upload_that_is_repeated_with_its_key_is_one_upload(stack: RunningStack) -> None:
    key, content = {"Idempotency-Key": f'"{uuid4()}"'}, _own()
    first, again = (_post(stack, content, query="?allow_duplicates=true", headers=key) for _ in range(2))
    assert first.request.headers["Content-Type"] != again.request.headers["Content-Type"]  # another boundary
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    reused = _post(stack, _own(), query="?allow_duplicates=true", headers=key)
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency-key-reused")


def test_a_key_frees_an_upload_of_which_nothing_was_taken(stack: RunningStack) -> None:
    key = {"Idempotency-Key": f'"{uuid4()}"'}
    assert _post(stack, b"no invoice", headers=key).status_code == 400
    assert _post(stack, _own(), headers=key).status_code == 202


def test_an_upload_whose_first_attempt_goes_on_is_told_to_wait(stack: RunningStack) -> None:
    key, engine = str(uuid4()), stack.engine()
    headers = {"Idempotency-Key": f'"{key}"'}
    with once(engine, scope="", key=key, fingerprint="of another process", hours=1):
        busy = _post(stack, _own(), headers=headers)
    assert (busy.status_code, busy.json()["code"], busy.headers["Retry-After"]) == (409, "idempotency-key-in-use", "2")
    # It was killed: nothing was kept, and nobody waits.
    assert _post(stack, _own(), headers=headers).status_code == 202
    engine.dispose()


@pytest.mark.parametrize("key", ["bare", '""', '"a', '"é"', '"' + "k" * 256 + '"'])
def test_a_key_that_is_no_string_in_quotes_is_refused(stack: RunningStack, key: str) -> None:
    refused = _post(stack, _own(), headers=[("Idempotency-Key", key.encode())])
    assert (refused.status_code, refused.json()["details"][0]["parameter"]) == (400, "Idempotency-Key")
