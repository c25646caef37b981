"""Stores that are set up in another way than the local stack's: they work, or the operator is told what to set.

Each server here is a few lines that answer as the real one does at the point in question.
"""

import os
import re
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from shared.adapters.database import UnsupportedDatabaseError, make_engine, ping
from shared.adapters.object_store import make_object_store
from shared.errors import UnavailableError
from shared.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
REGION = "eu-central-1"
WRONG_REGION = f"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region 'us-east-1'
 is wrong; expecting '{REGION}'</Message><Region>{REGION}</Region></Error>""".encode()


# A bucket outside us-east-1


class _Regional(BaseHTTPRequestHandler):
    """S3 in REGION: refuses what is signed for another one."""

    def do_HEAD(self) -> None:
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(WRONG_REGION)

    def _answer(self, refusal: bytes) -> None:
        right = f"/{REGION}/s3/aws4_request" in self.headers.get("Authorization", "")
        body = b"content" if right and self.command == "GET" else b"" if right else refusal
        self.send_response(200 if right else 400)
        self.send_header("x-amz-bucket-region", REGION) if self.command == "HEAD" else None
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def regional_s3() -> Iterator[str]:
    """host:port"""
    server = ThreadingHTTPServer((LOOPBACK, 0), _Regional)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"{LOOPBACK}:{server.server_port}"
    server.shutdown()
    server.server_close()


def _settings(endpoint: str, region: str) -> Settings:
    key, secret = SecretStr("key"), SecretStr("secret-key")
    address = f"http://{endpoint}/"
    return Settings(minio_endpoint=address, minio_region=region, minio_access_key=key, minio_secret_key=secret)


def test_a_bucket_of_another_region_works_once_the_region_is_set(regional_s3: str) -> None:
    store = make_object_store(_settings(regional_s3, REGION))
    store.ping()
    assert store.get("documents/a") == b"content"


def test_a_bucket_of_another_region_is_told_with_what_to_set(regional_s3: str) -> None:
    store = make_object_store(_settings(regional_s3, "us-east-1"))
    for call in (store.ping, lambda: store.get("documents/a")):
        with pytest.raises(UnavailableError, match=f"set MINIO_REGION={REGION}"):
            call()


# Databases that are no MariaDB, and logins that need packages which are not installed


OK = b"\0\0\0\2\0\0\0"
END = b"\xfe\0\0\2\0"


class _Mysql:
    """A server of this version, for one connection; its account logs in by this plugin."""

    def __init__(self, version: bytes, plugin: bytes) -> None:
        self.version = version
        self._plugin = plugin
        self._listening = socket.create_server((LOOPBACK, 0))
        self._listening.settimeout(20)
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        return f"mysql://invoices:password@{LOOPBACK}:{self._listening.getsockname()[1]}/invoices"

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError), self._listening.accept()[0] as connection:
            connection.settimeout(20)
            self._connection, self._sent, self._number = connection, connection.makefile("rb"), 0
            self._log_in()
            while (query := self._read()) is not None:
                self._number = 1
                self._send(*self._version_row() if b"SELECT" in query else (OK,))

    def _log_in(self) -> None:
        self._send(self._greeting())
        self._read()
        self._send(b"\xfe" + self._plugin + b"\0" + b"s" * 20 + b"\0")
        self._read()
        if self._plugin == b"caching_sha2_password":
            self._send(b"\x01\x04")  # the server has not cached the password and wants it
            self._read()
            self._send(b"\x01-----BEGIN PUBLIC KEY-----\n")
        self._send(OK)

    def _greeting(self) -> bytes:
        capabilities = 0x80AFF7FF & ~0x0800  # all that the driver asks for, but TLS
        low, high = struct.pack("<H", capabilities & 0xFFFF), capabilities >> 16
        first, second = b"s" * 8 + b"\0", b"s" * 12 + b"\0"
        start = b"\x0a" + self.version + b"\0" + struct.pack("<I", 1) + first + low
        return start + struct.pack("<BHHB", 45, 2, high, 21) + bytes(10) + second + b"mysql_native_password\0"

    def _version_row(self) -> tuple[bytes, ...]:
        column = b"\x03def" + b"\0\0\0" + b"\x01v\0" + b"\x0c\x2d\0" + struct.pack("<I", 50) + b"\xfd\0\0\0\0\0"
        return b"\x01", column, END, bytes([len(self.version)]) + self.version, END

    def _send(self, *payloads: bytes) -> None:
        for payload in payloads:
            self._connection.sendall(struct.pack("<I", len(payload))[:3] + bytes([self._number]) + payload)
            self._number += 1

    def _read(self) -> bytes | None:
        head = self._sent.read(4)
        if len(head) < 4:
            return None
        self._number = head[3] + 1
        return self._sent.read(int.from_bytes(head[:3], "little"))


@pytest.mark.parametrize(
    ("version", "plugin", "sentence"),
    [
        (b"8.0.36", b"caching_sha2_password", "caching_sha2_password or sha256_password.*MariaDB 10.6 or newer"),
        (b"10.11.6-MariaDB", b"client_ed25519", "ed25519.*ALTER USER <user> IDENTIFIED VIA mysql_native_password"),
        (b"8.0.36", b"mysql_native_password", "MySQL 8.0.36.*MariaDB 10.6 or newer"),
    ],
    ids=["MySQL 8", "ed25519", "MySQL 8 with the old login"],
)
def test_a_database_that_is_not_supported_says_so(
    version: bytes, plugin: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pymysql._auth._have_cryptography", False)  # the functions' own packages have none
    with closing(_Mysql(version, plugin)) as server:
        engine = make_engine(Settings(database_url=SecretStr(server.url), store_timeout_seconds=20))
        with pytest.raises(UnavailableError) as caught:
            ping(engine)
        engine.dispose()
    assert isinstance(caught.value.__cause__, UnsupportedDatabaseError)
    assert re.search(sentence, str(caught.value.__cause__))


def test_the_migrations_of_a_start_end_with_that_sentence() -> None:
    with closing(_Mysql(b"8.0.36", b"mysql_native_password")) as server:
        ended = subprocess.run(
            [sys.executable, "-m", "alembic", "upgrade", "head"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": server.url},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode != 0
    assert "FAILED: The server of DATABASE_URL is MySQL 8.0.36. This system is made for MariaDB" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
