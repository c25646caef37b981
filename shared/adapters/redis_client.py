"""Redis: the client, and the translation of its errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import redis

from shared.errors import UnavailableError
from shared.settings import Settings, load_settings


def make_redis(settings: Settings) -> redis.Redis:
    """A pooled client that connects on first use. No call takes longer than the time-out: see `longest_wait`."""
    return redis.Redis.from_url(
        settings.redis_url.get_secret_value(),
        socket_connect_timeout=settings.store_timeout_seconds,
        socket_timeout=settings.store_timeout_seconds,
        health_check_interval=30,
    )


@cache
def shared_redis() -> redis.Redis:
    """The client of this process."""
    return make_redis(load_settings())


def longest_wait(client: redis.Redis, wanted: float) -> float:
    """Seconds that a blocking call may wait: well below the socket's time-out, which would fail the call and lose an
    element that Redis has just popped."""
    timeout = client.connection_pool.connection_kwargs.get("socket_timeout")
    return min(wanted, float(timeout) / 2) if timeout else wanted


def ensure_writable(client: redis.Redis) -> None:
    """Raises UnavailableError unless Redis takes a write: one that is full or read-only still answers a PING."""
    with translated_faults():
        client.set("readiness", b"", ex=60)


@contextmanager
def translated_faults() -> Iterator[None]:
    """Raises UnavailableError when Redis is unreachable, loading, full or read-only."""
    try:
        yield
    except redis.OutOfMemoryError as error:
        raise UnavailableError(
            "The queue is full right now (Redis has reached maxmemory). Please try again later."
        ) from error
    except redis.RedisError as error:
        raise UnavailableError("The queue is not available right now. Please try again in a moment.") from error
