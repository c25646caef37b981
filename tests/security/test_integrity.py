"""What is read, told and served is what was uploaded."""

import json
import secrets
import time
from collections.abc import Iterator
from hashlib import sha256
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from shared.adapters.tables import invoices
from shared.domain.access import Role
from shared.domain.document import DocumentText, Page, Source, dump_document_text
from shared.domain.invoice import InvoiceData, Line
from shared.domain.metrics import DOCUMENTS_CHANGED
from shared.domain.object_keys import document_key, page_image_prefix, text_key
from tests.security.processes import function_process
from tests.security.rows import add_invoice
from tests.security.services import Api

PARTS_READ = 1000  # of one multipart body


def _pdf() -> bytes:
    return b"%PDF-1.7\n" + secrets.token_hex(8).encode()


# A body with more parts than are read


def test_files_before_the_thousandth_part_are_taken_and_told(api: Api, unhurried: None) -> None:
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + _pdf() + b"\r\n"
        for _ in range(PARTS_READ + 1)
    )
    answer = api.client(Role.UPLOADER).post(
        "/api/invoices/ocr", data=parts + b"--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 202
    *told, last = answer.get_json()
    assert [one["status"] for one in told[:5]] == ["processing"] * 5
    assert len(told) == PARTS_READ
    assert {one["code"] for one in told[5:]} == {"too-many-files"}
    assert (last["status"], last["code"]) == ("error", "bad-request")


# Bytes of another document at an object's key

OTHER = b"%PDF-1.7 of somebody else"
LARGE = b"%PDF-1.7 " + secrets.token_bytes(3 * 1024**2)


@pytest.fixture(scope="module")
def served(stores_environment: dict[str, str], secret_key: str) -> Iterator[str]:
    """The api function under its production server, on the stores of `api`."""
    with function_process("api", {**stores_environment, "SECRET_KEY": secret_key}) as url:
        yield url


def _replaced(api: Api, content: bytes, instead: bytes, content_type: str = "application/pdf") -> int:
    """An invoice whose object holds other bytes than were uploaded."""
    invoice_id = add_invoice(api, content=content, content_type=content_type, filename="a.pdf")
    api.services.store.put(document_key(sha256(content).hexdigest()), instead, content_type)
    return invoice_id


def _changed_documents(api: Api) -> float:
    return api.services.metrics.counted().get((DOCUMENTS_CHANGED.name, "api"), 0)


def _download(api: Api, served: str, invoice_id: int, **headers: str) -> httpx.Response:
    return httpx.get(
        f"{served}/api/invoices/{invoice_id}/download", headers={"X-API-Key": api.keys[Role.VIEWER], **headers}
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7 small", LARGE], ids=["small", "large"])
@pytest.mark.parametrize("asked", [{}, {"Range": "bytes=2-6"}], ids=["whole", "part"])
def test_a_download_is_what_was_uploaded(api: Api, served: str, content: bytes, asked: dict[str, str]) -> None:
    answer = _download(api, served, add_invoice(api, content=content + uuid4().bytes), **asked)
    assert answer.content == (content[2:7] if asked else content + answer.content[-16:])


def test_a_download_that_turns_out_different_is_cut_off(api: Api, served: str) -> None:
    content = LARGE + uuid4().bytes
    invoice_id = _replaced(api, content, content[:-1] + bytes([content[-1] ^ 1]))
    before = _changed_documents(api)
    with pytest.raises(httpx.RemoteProtocolError, match="peer closed"):  # before its Content-Length
        _download(api, served, invoice_id)
    assert _changed_documents(api) == before + 1


def test_no_part_of_other_bytes_is_served(api: Api) -> None:
    content = LARGE + uuid4().bytes
    invoice_id = _replaced(api, content, content)
    client, key = api.client(Role.VIEWER), document_key(sha256(content).hexdigest())

    def part() -> tuple[int, bytes]:
        answer = client.get(f"/api/invoices/{invoice_id}/download", headers={"Range": "bytes=2000000-2000003"})
        return answer.status_code, answer.data

    assert part() == (206, content[2_000_000:2_000_004])
    for instead in (content[:-1] + bytes([content[-1] ^ 1]), OTHER, content + b"!"):
        api.services.store.put(key, instead, "application/pdf")
        before = _changed_documents(api)
        assert part()[0] == 500
        assert _changed_documents(api) == before + 1
    api.services.store.put(key, content, "application/pdf")
    assert part() == (206, content[2_000_000:2_000_004])


@pytest.mark.parametrize(
    "path", ["download", "pages/1.png?width=200", "attachments", "attachments/1"], ids=lambda path: path.split("?")[0]
)
def test_other_bytes_are_used_for_nothing(api: Api, path: str) -> None:
    invoice_id = _replaced(api, f"%PDF-1.7 {uuid4()}".encode(), OTHER)
    text = DocumentText(pages=(Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=()),))
    api.services.store.put(text_key(invoice_id), dump_document_text(text), "application/json")
    before = _changed_documents(api)
    answer = api.client(Role.VIEWER).get(f"/api/invoices/{invoice_id}/{path}")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "file-changed")
    assert _changed_documents(api) == before + 1


def test_another_picture_in_place_of_a_page_is_not_shown(api: Api) -> None:
    first, second = add_invoice(api), add_invoice(api, data=InvoiceData(invoice_number="12"))
    client = api.client(Role.VIEWER)

    def shown(invoice_id: int) -> bytes:
        return bytes(client.get(f"/api/invoices/{invoice_id}/pages/1.png?width=200").data)

    (drawn, _), store = (shown(first), shown(second)), api.services.store
    (mine,), (other,) = (list(store.keys(page_image_prefix(one))) for one in (first, second))
    for forged in (b"\x89PNG of somebody else", store.get(other)):
        store.put(mine, forged, "image/png")
        assert shown(first) == drawn
        assert store.get(mine) != forged


# JSON whose validation would take long


def _lines(**fields: object) -> dict[str, object]:
    return {"preview_data": {"lines": [fields] * 5000}}


UNKNOWN = {f"k{number}": 1 for number in range(450_000)}  # 6 MB
COSTLY = {
    "unknown keys of the data": {"preview_data": UNKNOWN},
    "unknown keys of the body": UNKNOWN,
    "unknown keys of lines": _lines(**{f"k{number}": 1 for number in range(50)}),
    "wrong values of lines": _lines(**{name: {} for name in Line.model_fields}),
    "too many lines": {"preview_data": {"lines": [1] * 1_000_000}},
    "too many values": {"preview_data": {"seller": {"name": [[]] * 1_000_000}}},
}


@pytest.mark.parametrize("body", COSTLY.values(), ids=COSTLY)
def test_a_costly_correction_is_refused_without_the_invoice(api: Api, body: dict[str, object]) -> None:
    invoice_id, client = add_invoice(api), api.client(Role.REVIEWER)
    data = json.dumps(body).encode()
    with api.services.engine.begin() as connection:  # whoever waits for the row waits until the database gives up
        connection.execute(select(invoices.c.id).where(invoices.c.id == invoice_id).with_for_update())
        started = time.process_time()
        answer = client.patch(f"/api/invoices/{invoice_id}/preview", data=data)
        seconds = time.process_time() - started
    assert (answer.status_code, len(answer.data) < 50_000) == (400, True)
    assert seconds < 6  # of this process alone, so that others do not count: about one


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/invoices/{id}/confirm"),
        ("POST", "/api/invoices/{id}/reject"),
        ("POST", "/api/invoices/{id}/reopen"),
        ("POST", "/api/invoices/{id}/split"),
        ("POST", "/api/invoices/{id}/postpone"),
        ("POST", "/api/invoices/{id}/tell-apart"),
        ("POST", "/api/keys"),
        ("POST", "/api/companies"),
        ("PATCH", "/api/companies/1"),
    ],
)
def test_every_other_body_is_a_short_one(api: Api, method: str, path: str) -> None:
    path = path.format(id=add_invoice(api))
    client = api.client(Role.ADMIN)
    assert client.open(path, method=method, data=b'{"k": "' + b"x" * 300_000 + b'"}').status_code == 413
    answer = client.open(path, method=method, json={f"k{number}": [] for number in range(4_000)})
    assert answer.status_code < 500
    assert len(answer.data) < 50_000
