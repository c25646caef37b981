"""Calls between the system's processes: signed, bound to target, body and claims, short-lived, and valid once."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import redis
from itsdangerous import URLSafeSerializer

from shared.domain.cloud_events import stage_event
from shared.domain.lifecycle import Stage
from shared.errors import UnavailableError
from shared.http import signing
from shared.http.signing import HEADER, NotSignedError, WeakSecretError, check_secret, sign, verify
from tests.security.processes import bare_environment, function_process
from tests.support.messages import message
from tests.support.stack import ROOT

SECRET = secrets.token_urlsafe(36)
BODY = b'{"subject": "invoices/7"}'


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as found:
        yield found


def accepts(client: redis.Redis, token: str | None, **changed: Any) -> Any:
    call: dict[str, Any] = {"secret": SECRET, "audience": "ocr", "seconds": 60, "body": BODY, **changed}
    return verify(token, call.pop("secret"), call.pop("audience"), client=client, **call)


def test_a_call_as_it_was_signed_is_accepted_with_its_claims(client: redis.Redis) -> None:
    token = sign(SECRET, "ocr", body=BODY, claims={"actor": "José"})
    assert accepts(client, token) == {"actor": "José"}


def test_a_call_is_accepted_once(client: redis.Redis) -> None:
    token = sign(SECRET, "ocr", body=BODY)
    accepts(client, token)
    with pytest.raises(NotSignedError, match="already"):
        accepts(client, token)


@pytest.mark.parametrize(
    "changed",
    [
        {"audience": "extract"},
        {"body": BODY.replace(b"7", b"8")},
        {"body": b""},
        {"body": None, "length": len(BODY)},
        {"secret": secrets.token_urlsafe(36)},
    ],
    ids=["another target", "another body", "no body", "a length instead", "another key"],
)
def test_another_call_is_not_covered(client: redis.Redis, changed: dict[str, Any]) -> None:
    with pytest.raises(NotSignedError):
        accepts(client, sign(SECRET, "ocr", body=BODY), **changed)


def test_a_streamed_body_is_bound_to_its_length(client: redis.Redis) -> None:
    accepts(client, sign(SECRET, "upload", length=5), audience="upload", body=None, length=5)
    with pytest.raises(NotSignedError):
        accepts(client, sign(SECRET, "upload", length=5), audience="upload", body=None, length=6)


def test_a_claim_cannot_be_changed(client: redis.Redis) -> None:
    token = sign(SECRET, "ocr", body=BODY, claims={"actor": "viewer"})
    payload, signature = token.rsplit(".", 1)
    forged = URLSafeSerializer("x" * 32, salt="internal-call").dumps({"claims": {"actor": "admin"}}).rsplit(".", 1)[0]
    for attempt in (f"{forged}.{signature}", f"{payload}.", payload, f"{payload}.{signature[:-2]}", "", None, "é", "."):
        with pytest.raises(NotSignedError):
            accepts(client, attempt)


def test_a_signature_for_another_purpose_is_no_token(client: redis.Redis) -> None:
    other = URLSafeSerializer(SECRET, salt="something-else").dumps({"aud": "ocr"})
    with pytest.raises(NotSignedError):
        accepts(client, other)


def test_a_call_expires_and_clocks_may_differ_a_little(client: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()

    def signed_at(moment: float) -> str:
        monkeypatch.setattr(time, "time", lambda: moment)
        token = sign(SECRET, "ocr", body=BODY)
        monkeypatch.setattr(time, "time", lambda: now)
        return token

    accepts(client, signed_at(now - 59))
    accepts(client, signed_at(now + 2))  # the caller's clock is ahead
    for moment in (now - 66, now + 6, now - 86_400):
        with pytest.raises(NotSignedError):
            accepts(client, signed_at(moment))


def test_a_token_is_remembered_for_longer_than_it_is_valid(client: redis.Redis) -> None:
    before = set(client.scan_iter("internal-token:*"))
    accepts(client, sign(SECRET, "ocr", body=BODY))
    (kept,) = set(client.scan_iter("internal-token:*")) - before
    assert client.ttl(kept) >= 60 + 2 * signing._SKEW_SECONDS


def test_without_the_token_store_no_call_is_accepted() -> None:
    away = redis.Redis(port=9, socket_connect_timeout=1)
    with pytest.raises(UnavailableError):
        accepts(away, sign(SECRET, "ocr", body=BODY))


# SECRET_KEY


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "short",
        "a" * 64,
        "0123456789abcdef" * 4,
        "correct-horse-battery-staple",
        "change-me-change-me-change-me-please-do",
        "CHANGE_ME_TO_A_LONG_RANDOM_STRING_0123456789",
        "your-secret-key-goes-here-and-is-long-enough",
        "replace-this-with-the-output-of-openssl-rand",
        "an-example-key-of-more-than-32-characters",
        "django-insecure-k2#v9!x0q8w7e6r5t4y3u2i1o0p",
        "My-Super-Secret-Key-1234567890-abcdefgh",
        "password-password-123-password-456-abc",
    ],
)
def test_a_weak_secret_key_is_refused(weak: str) -> None:
    with pytest.raises(WeakSecretError, match="SECRET_KEY"):
        check_secret(weak)


def test_random_keys_of_every_common_form_are_accepted() -> None:
    for _ in range(200):
        for strong in (secrets.token_hex(32), secrets.token_urlsafe(32), secrets.token_hex(16), str(os.urandom(32))):
            check_secret(strong)


FUNCTIONS = ("upload", "ocr", "extract", "api")


@pytest.mark.parametrize("program", [f"functions.{name}.main" for name in FUNCTIONS] + ["infra.dispatcher"])
def test_no_process_starts_with_a_weak_key(program: str) -> None:
    command = [sys.executable, "-m", program]
    given = bare_environment(SECRET_KEY="please-change-me-please-change-me-1234")
    ended = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode != 0
    assert "SECRET_KEY" in ended.stderr
    assert "please-change-me" not in ended.stderr + ended.stdout


def test_the_api_does_not_start_open_to_the_world() -> None:
    command = [sys.executable, "-m", "functions.api.main"]
    given = bare_environment(SECRET_KEY=SECRET, AUTH="off")
    del given["HOST"]
    ended = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode != 0
    assert "AUTH=off" in ended.stderr


@pytest.mark.parametrize(
    "faulty",
    [{"EXTRACTOR": "openai"}, {"CORS_ORIGINS": "*"}, {"CORS_ORIGINS": "https://.*"}, {"RETENTION_DAYS": "-1"}],
    ids=str,
)
def test_a_wrong_setting_is_named_and_no_value_is_revealed(faulty: dict[str, str]) -> None:
    canary = "canary0pQ7"
    given = bare_environment(
        SECRET_KEY=f"{canary}{SECRET}",
        DATABASE_URL=f"mysql://u:{canary}@127.0.0.1/x",
        MINIO_SECRET_KEY=canary,
        **faulty,
    )
    command = [sys.executable, "-c", "from shared.settings import load_settings; load_settings()"]
    ended = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert next(iter(faulty)).lower() in ended.stderr.lower()
    assert canary not in ended.stderr


# The functions themselves, under their production server


@pytest.fixture(scope="module")
def ocr_url(stores_environment: dict[str, str]) -> Iterator[str]:
    """The ocr function, listening."""
    with function_process("ocr", {**stores_environment, "SECRET_KEY": SECRET}) as url:
        yield url


def _event(invoice_id: int) -> bytes:
    return stage_event(invoice_id, message(Stage.OCR)).dump().encode()


STRUCTURED = {"Content-Type": "application/cloudevents+json"}


def test_a_signed_event_is_accepted_once_and_an_unsigned_one_never(ocr_url: str) -> None:
    body = _event(999_999_999)
    headers = {**STRUCTURED, HEADER: sign(SECRET, "ocr", body=body)}
    assert httpx.post(ocr_url, content=body, headers=STRUCTURED).status_code == 403
    assert httpx.post(ocr_url, content=_event(5), headers=headers).status_code == 403
    assert httpx.post(ocr_url, content=body, headers=headers).is_success
    replayed = httpx.post(ocr_url, content=body, headers=headers)
    assert (replayed.status_code, replayed.json()["code"]) == (403, "not-signed")


def test_an_event_with_the_invoice_in_a_header_is_refused(ocr_url: str) -> None:
    """In the binary mode of CloudEvents only the data is the body and is signed; subject and type are headers."""
    body = b'{"invoice_id": 5}'
    headers = {
        "Content-Type": "application/json",
        "ce-specversion": "1.0",
        "ce-id": "1",
        "ce-source": "/invoices",
        "ce-type": "invoices.document.uploaded.v1",
        "ce-subject": "invoices/5",
        HEADER: sign(SECRET, "ocr", body=body),
    }
    answer = httpx.post(ocr_url, content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-event")


def test_an_event_of_another_stage_is_refused(ocr_url: str) -> None:
    body = stage_event(5, message(Stage.EXTRACT)).dump().encode()
    answer = httpx.post(ocr_url, content=body, headers={**STRUCTURED, HEADER: sign(SECRET, "ocr", body=body)})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-event")


def test_an_unsigned_upload_is_refused_before_its_body_comes(upload_url: str) -> None:
    """Who has no signature fills neither memory nor disk, and waits for no deadline."""
    address = urlsplit(upload_url)
    head = (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), timeout=8) as sock:
        sock.sendall(head)
        assert sock.recv(1000).startswith(b"HTTP/1.1 403 ")


def test_a_large_body_is_refused_before_it_is_read(ocr_url: str) -> None:
    event = json.loads(_event(5))
    event["data"]["padding"] = "x" * 1_000_000
    answer = httpx.post(ocr_url, content=json.dumps(event), headers=STRUCTURED)
    assert answer.status_code == 413
