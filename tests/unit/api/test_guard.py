"""Who may call what: keys, roles, guessing, and a browser of this machine; no store is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

import httpx
import pytest
import redis
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import create_engine

from functions.api.access import UnauthenticatedError
from functions.api.app import create_app
from functions.api.loopback import OpenToTheWorldError, ensure_safe
from functions.api.services import make_services
from shared.adapters.api_keys import ApiKey, KeyStore
from shared.adapters.memory.clock import ManualClock
from shared.adapters.memory.guess_counter import MemoryGuessCounter
from shared.adapters.object_store import make_object_store
from shared.domain.access import Role
from shared.settings import Settings

ADDRESS = "203.0.113.5"


class _Keys:
    """One key a role: its name is the role."""

    def __init__(self) -> None:
        self.asked = 0

    def find(self, key: str) -> ApiKey | None:
        self.asked += 1
        if key not in set(Role):
            return None
        created = datetime(2026, 1, 1, tzinfo=UTC)
        return ApiKey(
            id=1, name="ana", role=key, created_at=created, last_used_at=None, expires_at=None, revoked_at=None
        )

    def all(self) -> list[ApiKey]:
        return []


@dataclass(frozen=True)
class _Api:
    client: FlaskClient
    keys: _Keys
    clock: ManualClock

    def status(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET", **environ: Any) -> int:
        environ = {"REMOTE_ADDR": ADDRESS, **environ}
        return self.client.open(path, method=method, headers=dict(headers or {}), environ_base=environ).status_code


def _api(**given: Any) -> _Api:
    settings = Settings(
        secret_key=SecretStr("a-secret-of-the-tests-0123456789abcdef"),
        minio_access_key=SecretStr("unused"),
        minio_secret_key=SecretStr("unused"),
        **given,
    )
    services = make_services(
        settings,
        engine=create_engine("mysql+pymysql://unused@127.0.0.1:1/unused"),
        client=redis.Redis(port=1),
        store=make_object_store(settings),
        upload_client=httpx.Client(),
    )
    keys, clock = _Keys(), ManualClock()
    app = create_app(replace(services, keys=cast(KeyStore, keys), guesses=MemoryGuessCounter(clock)))
    return _Api(app.test_client(), keys, clock)


@pytest.fixture(scope="module")
def module_api() -> _Api:
    """AUTH=required, made once: making the app's document takes a moment."""
    return _api(auth="required")


@pytest.fixture
def api(module_api: _Api) -> Iterator[_Api]:
    """AUTH=required; what was noted of keys is forgotten."""
    module_api.keys.asked = 0
    yield module_api
    module_api.clock.advance(25 * 3600)


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer viewer"}, 200),
        ({"Authorization": "bearer  viewer "}, 200),
        ({"X-API-Key": "viewer"}, 200),
        ({"Authorization": "Bearer", "X-API-Key": "viewer"}, 200),
        ({"Authorization": "Basic viewer"}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Bearer wrong", "X-API-Key": "viewer"}, 401),
        ({"X-API-Key": ""}, 401),
    ],
)
def test_a_key_is_accepted_in_either_header(api: _Api, headers: dict[str, str], status: int) -> None:
    assert api.status("/api/me", headers) == status


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/me", set(Role)),
        ("GET", "/api/keys", {Role.ADMIN}),
    ],
)
@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_its_endpoint_asks_for(
    api: _Api, method: str, path: str, allowed: set[Role], role: Role
) -> None:
    assert api.status(path, _bearer(role), method) == (200 if role in allowed else 403)


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/api/openapi.json", 200), ("/nowhere", 404)])
def test_what_is_public_or_no_route_asks_for_no_key(api: _Api, path: str, status: int) -> None:
    assert api.status(path) == status
    assert api.status("/api/me", method="OPTIONS") == 200
    assert api.keys.asked == 0


def test_an_address_that_guesses_is_refused_for_a_minute_but_every_valid_key_passes(api: _Api) -> None:
    for number in range(30):
        assert api.status("/api/me", _bearer(f"guess-{number}")) == 401
    assert api.status("/api/me", _bearer("guess-31")) == 429
    assert api.status("/api/me", _bearer("admin")) == 200, "it was not used before, and is no guess"
    assert api.status("/api/me", _bearer("guess-31"), REMOTE_ADDR="203.0.113.6") == 401
    api.clock.advance(60)
    assert api.status("/api/me", _bearer("guess-32")) == 401


@pytest.fixture(scope="module")
def proxied_api() -> _Api:
    """AUTH=required, behind a proxy of which it knows."""
    return _api(auth="required", trusted_proxies=ADDRESS)


def test_clients_of_a_trusted_proxy_are_counted_one_by_one(proxied_api: _Api) -> None:
    def guess(client: str, **environ: str) -> int:
        return proxied_api.status("/api/me", {"X-Forwarded-For": client, **_bearer("guess")}, **environ)

    assert [guess(f"198.51.100.{number}, 192.0.2.1") for number in range(31)] == [401] * 30 + [429]
    assert guess("192.0.2.2") == 401
    assert guess("192.0.2.1", REMOTE_ADDR="203.0.113.7") == 401, "this one is no proxy: its header is not read"


def test_calls_without_a_key_are_no_guesses(api: _Api) -> None:
    for _ in range(40):
        assert api.status("/api/me") == UnauthenticatedError.status
    assert api.status("/api/me", _bearer("reviewer")) == 200


# AUTH=off


@pytest.fixture(scope="module")
def open_api() -> _Api:
    """AUTH=off, on a loopback address."""
    return _api(auth="off", host="127.0.0.1", cors_origins=("https://books.example.com",))


@pytest.mark.parametrize(
    ("host", "address", "headers", "method", "status"),
    [
        ("localhost", "127.0.0.1", {}, "GET", 200),
        ("[::1]:8000", "::1", {}, "GET", 200),
        ("books.example.com", "127.0.0.1", {}, "GET", 421),  # a name that was pointed at this machine
        ("localhost", ADDRESS, {}, "GET", 421),
        ("localhost", "127.0.0.1", {"Origin": "https://evil.example.com"}, "GET", 200),  # it cannot read the answer
        ("localhost", "127.0.0.1", {"Origin": "https://evil.example.com"}, "PUT", 403),
        ("localhost", "127.0.0.1", {"Origin": "null"}, "PUT", 403),
        ("localhost", "127.0.0.1", {"Origin": "http://localhost"}, "PUT", 405),
        ("localhost", "127.0.0.1", {"Origin": "https://books.example.com"}, "PUT", 405),
        ("localhost", "127.0.0.1", {}, "PUT", 405),  # no browser: it would have named its origin
    ],
)
def test_without_keys_only_this_machine_and_its_own_pages_are_served(
    open_api: _Api, host: str, address: str, headers: dict[str, str], method: str, status: int
) -> None:
    assert open_api.status("/api/me", {"Host": host, **headers}, method, REMOTE_ADDR=address) == status


@pytest.mark.parametrize(
    ("auth", "host", "safe"),
    [
        ("off", "127.0.0.1", True),
        ("off", "::1", True),
        ("off", "localhost", True),
        ("off", "0.0.0.0", False),  # noqa: S104
        ("off", "192.0.2.1", False),
        ("off", "example.com", False),
        ("required", "0.0.0.0", True),  # noqa: S104
    ],
)
def test_without_keys_no_address_is_listened_on_that_others_reach(*, auth: Any, host: str, safe: bool) -> None:
    settings = Settings(auth=auth, host=host)
    if safe:
        ensure_safe(settings)
        return
    with pytest.raises(OpenToTheWorldError):
        ensure_safe(settings)
