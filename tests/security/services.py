"""The API in this process over the real stores, and keys of every role."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import flask
import httpx
import pytest
import redis
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Engine

from functions.api.app import create_app
from functions.api.services import Services, make_services
from shared.adapters.database import make_engine
from shared.adapters.object_store import make_object_store
from shared.domain.access import Role
from shared.settings import Settings
from tests.security.processes import function_process

_NO_SHARES = {
    f"{share}_{of}": "1000000"
    for share in ("uploads", "downloads", "exports", "streams", "requests")
    for of in ("per_key", "at_once")
    if (share, of) != ("requests", "at_once")
}
"""Flask's test client does not close responses that nobody reads, so that none of them would ever be over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The app, its stores, and one valid key for each role."""

    app: flask.Flask
    services: Services
    keys: Mapping[Role, str] = field(repr=False)

    def client(self, role: Role | None = None) -> FlaskClient:
        """A client that sends the key of this role; none without one."""
        client = self.app.test_client()
        if role is not None:
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {self.keys[role]}"
        return client

    def app_with(self, **changed: object) -> flask.Flask:
        """Another app on the same stores, with these settings changed."""
        settings = self.services.settings.model_copy(update=changed)
        return create_app(services_with(settings, self.services.engine, self.services.redis))


def services_with(settings: Settings, engine: Engine, client: redis.Redis) -> Services:
    """The services on these stores."""
    return make_services(
        settings,
        engine=engine,
        client=client,
        store=make_object_store(settings),
        upload_client=httpx.Client(timeout=30),
    )


@pytest.fixture(scope="session")
def secret_key() -> str:
    """SECRET_KEY of all processes of this folder's tests."""
    return secrets.token_urlsafe(36)


@pytest.fixture(scope="session")
def upload_url(stores_environment: dict[str, str], secret_key: str) -> Iterator[str]:
    """The upload function, listening; files up to 1 MB."""
    environment = {**stores_environment, "SECRET_KEY": secret_key, "MAX_UPLOAD_MB": "1", "MAX_FILES_PER_UPLOAD": "5"}
    with function_process("upload", environment) as url:
        yield url


@pytest.fixture(scope="session")
def api(stores_environment: dict[str, str], secret_key: str, upload_url: str) -> Iterator[Api]:
    """AUTH=required, one app for the whole session: its tests must not count on an empty database."""
    given = {name.lower(): value for name, value in stores_environment.items()} | _NO_SHARES
    settings = Settings(
        **given,  # type: ignore[arg-type]
        secret_key=SecretStr(secret_key),
        max_upload_mb=1,
        max_files_per_upload=5,
        cors_origins=("https://books.example.com",),
        upload_url=upload_url,
    )
    client = redis.Redis.from_url(settings.redis_url.get_secret_value())
    engine = make_engine(settings)
    services = services_with(settings, engine, client)
    keys = {role: services.keys.create(f"a {role}", role)[0] for role in Role}
    yield Api(app=create_app(services), services=services, keys=keys)
    engine.dispose()
    client.close()


@pytest.fixture
def unhurried(api: Api) -> Iterator[None]:
    """Clears the counts of other tests' wrong keys, before and after."""
    _forget(api)
    yield
    _forget(api)


def _forget(api: Api) -> None:
    for name in api.services.redis.scan_iter("wrong-keys:*"):
        api.services.redis.delete(name)
