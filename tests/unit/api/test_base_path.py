"""Below a path of a shared host (BASE_PATH), which a proxy removes: the API's own links lead through the proxy."""

import io

import httpx
import pytest
import redis
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import create_engine

from functions.api.app import create_app
from functions.api.services import make_services
from shared.adapters.object_store import make_object_store
from shared.settings import Settings

TAKEN = [{"filename": "a.pdf", "invoice_id": 7, "status": "processing", "message": "The file was accepted."}]


def _client(base_path: str) -> FlaskClient:
    settings = Settings(
        base_path=base_path,
        auth="off",
        host="127.0.0.1",
        secret_key=SecretStr("a-secret-of-the-tests-0123456789abcdef"),
        minio_access_key=SecretStr("unused"),
        minio_secret_key=SecretStr("unused"),
    )
    upload = httpx.MockTransport(lambda request: httpx.Response(202, json=TAKEN))
    services = make_services(
        settings,
        engine=create_engine("mysql+pymysql://unused@127.0.0.1:1/unused"),
        client=redis.Redis(port=1),
        store=make_object_store(settings),
        upload_client=httpx.Client(transport=upload),
    )
    return create_app(services).test_client()


@pytest.mark.parametrize("base", ["", "/invoices"])
def test_every_link_of_the_api_begins_with_the_base_path(base: str) -> None:
    client = _client(base)
    answer = client.post("/api/invoices/ocr", data={"file": (io.BytesIO(b"%PDF-1.7"), "a.pdf")})
    assert answer.headers["Location"] == f"{base}/api/invoices/7"
    assert client.get("/api/openapi.json").get_json()["servers"][0]["url"] == (base or "/")
    assert client.get("/api/nothing").headers["Link"] == f'<{base}/api/docs/errors#not-found>; rel="help"'
    page, script = (
        client.get("/api/docs").get_data(as_text=True),
        client.get("/api/docs/reference.js").get_data(as_text=True),
    )
    assert f'src="{base}/api/docs/reference.js"' in page
    assert f'href="{base}/api/docs/swagger-ui.css"' in page
    assert f'fetch("{base}/api/openapi.json")' in script
