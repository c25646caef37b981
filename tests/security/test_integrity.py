"""What is read, told and served is what was uploaded."""

import secrets
from collections.abc import Iterator
from hashlib import sha256
from uuid import uuid4

import httpx
import pytest

from shared.domain.access import Role
from shared.domain.document import DocumentText, Page, Source, dump_document_text
from shared.domain.metrics import DOCUMENTS_CHANGED
from shared.domain.object_keys import document_key, text_key
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
