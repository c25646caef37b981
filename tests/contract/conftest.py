"""Each contract test runs once for every implementation: in memory, and on real servers (marker `servers`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from infra.local.s3 import S3Server
from shared.adapters.caches import DiskCache, RedisCache
from shared.adapters.database import make_engine
from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.guess_counter import RedisGuessCounter
from shared.adapters.memory.clock import ManualClock
from shared.adapters.memory.event_queue import MemoryEventQueue
from shared.adapters.memory.guess_counter import MemoryGuessCounter
from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.memory.object_store import MemoryCache, MemoryObjectStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import make_object_store
from shared.pipeline.ports import Cache, EventQueue, GuessCounter, ObjectStore
from shared.settings import Settings
from tests.contract.stores import Stores, mariadb_stores, memory_stores

MEMORY = "memory"
SECRET = "a-secret-of-the-tests-0123456789abcdef"
SERVERS = pytest.mark.servers


@pytest.fixture(params=[MEMORY, pytest.param("mariadb", marks=SERVERS)])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """The stage store and the invoice store, with no invoice in them. Whatever a test does, the figures must be right
    afterwards."""
    if request.param == MEMORY:
        in_memory = memory_stores()
        yield in_memory
        assert in_memory.inside.wrong_figures() == {}
        return
    engine = make_engine(Settings(database_url=request.getfixturevalue("migrated_database_url")))
    with mariadb_stores(engine) as real:
        yield real
        assert real.inside.wrong_figures() == {}
    engine.dispose()


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """An empty Redis."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
        yield client
        client.flushall()


@pytest.fixture(params=[MEMORY, pytest.param("redis", marks=SERVERS)])
def queue(request: pytest.FixtureRequest) -> EventQueue:
    """An event queue, empty."""
    return MemoryEventQueue() if request.param == MEMORY else RedisEventQueue(request.getfixturevalue("client"))


@pytest.fixture(params=[MEMORY, pytest.param("redis", marks=SERVERS)])
def metrics(request: pytest.FixtureRequest) -> MemoryMetrics | RedisMetrics:
    """Metrics with nothing counted."""
    return MemoryMetrics() if request.param == MEMORY else RedisMetrics(request.getfixturevalue("client"))


@pytest.fixture(params=[MEMORY, "disk", pytest.param("redis", marks=SERVERS)])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Cache:
    """A cache, empty."""
    if request.param == MEMORY:
        return MemoryCache()
    if request.param == "disk":
        return DiskCache(tmp_path / "cache", secret=SECRET, metrics=MemoryMetrics())
    return RedisCache(request.getfixturevalue("client"), "ocr", seconds=60, secret=SECRET)


@pytest.fixture(params=[MEMORY, pytest.param("s3", marks=SERVERS)])
def objects(request: pytest.FixtureRequest) -> ObjectStore:
    """An object store, empty."""
    if request.param == MEMORY:
        return MemoryObjectStore()
    server: S3Server = request.getfixturevalue("minio")
    given: dict[str, Any] = {name.lower(): value for name, value in server.environment.items()}
    store = make_object_store(Settings(**given))
    store.delete(*store.keys(""))
    return store


@pytest.fixture(params=[MEMORY, pytest.param("redis", marks=SERVERS)])
def guesses(request: pytest.FixtureRequest) -> GuessCounter:
    """A guess counter, with nothing noted."""
    if request.param == MEMORY:
        return MemoryGuessCounter(ManualClock())
    return RedisGuessCounter(request.getfixturevalue("client"))
