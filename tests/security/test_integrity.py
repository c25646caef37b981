"""What is read, told and served is what was uploaded."""

import secrets

from shared.domain.access import Role
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
