"""A store that is full: readiness says so, uploads are refused to come again, and nothing is lost."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from shared.domain.access import Role
from tests.security.services import Api

pytestmark = pytest.mark.usefixtures("unhurried")


@contextmanager
def _full_redis(api: Api) -> Iterator[None]:
    api.services.redis.config_set("maxmemory", "1")
    try:
        yield
    finally:
        api.services.redis.config_set("maxmemory", "0")  # none, the default


def test_a_full_redis_is_not_ready_and_takes_no_upload_that_would_be_lost(api: Api) -> None:
    client = api.client(Role.UPLOADER)
    content = b"%PDF-1.7 " + uuid4().hex.encode()

    def upload() -> tuple[int, dict[str, str]]:
        answer = client.post("/api/invoices/ocr", data={"file": (io.BytesIO(content), "a.pdf")})
        return answer.status_code, dict(answer.headers)

    with _full_redis(api):
        ready = api.client().get("/readyz")
        assert ready.status_code == 503
        assert ready.get_json()["checks"]["redis"] == "unavailable"
        assert "Redis has reached maxmemory" in ready.get_json()["error"]
        status, headers = upload()
        assert status == 503
        assert int(headers["Retry-After"]) >= 1
        assert client.get("/api/invoices/?search=a.pdf").status_code == 200
    assert api.client().get("/readyz").get_json() == {
        "status": "ok",
        "checks": {"database": "ok", "redis": "ok", "minio": "ok"},
        "error": None,
    }
    assert upload()[0] == 202
