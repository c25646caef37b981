"""Fixtures: the real stores, empty, on free ports, one of each per test session (per worker under xdist)."""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.mariadb import Database
from infra.local.ports import choose_port
from infra.local.redis_server import Queue
from infra.local.s3 import WEED_PORTS, S3Server
from infra.local.servers import serving

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def servers_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for data and logs of this session's servers."""
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def database_server(servers_dir: Path) -> Iterator[Database]:
    """A MariaDB; its user may make further databases whose names begin with `invoices`."""
    with serving(Database(port=choose_port(), password=secrets.token_urlsafe(12)), servers_dir / "mariadb") as database:
        yield database


@pytest.fixture(scope="session")
def redis_queue(servers_dir: Path) -> Iterator[Queue]:
    with serving(Queue(port=choose_port(), password=secrets.token_urlsafe(12)), servers_dir / "redis") as queue:
        yield queue


@pytest.fixture(scope="session")
def minio(servers_dir: Path) -> Iterator[S3Server]:
    """An S3 server with keys and a bucket; `minio.environment` has the settings to connect to it."""
    store = S3Server(
        port=choose_port(also=WEED_PORTS), access_key=secrets.token_hex(8), secret_key=secrets.token_urlsafe(24)
    )
    with serving(store, servers_dir / "s3"):
        yield store


@pytest.fixture(scope="session")
def database_url(database_server: Database) -> str:
    """DATABASE_URL of an empty database, no tables."""
    return database_server.url


@pytest.fixture(scope="session")
def migrated_database_url(database_url: str) -> str:
    """DATABASE_URL of the same database with the tables of the newest migration."""
    subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "DATABASE_URL": database_url},
        check=True,
    )
    return database_url


@pytest.fixture(scope="session")
def redis_url(redis_queue: Queue) -> str:
    return redis_queue.url


@pytest.fixture(scope="session")
def stores_environment(migrated_database_url: str, redis_url: str, minio: S3Server) -> dict[str, str]:
    """The environment variables with which a function connects to all three migrated stores."""
    return {"DATABASE_URL": migrated_database_url, "REDIS_URL": redis_url, **minio.environment}
