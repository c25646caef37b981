"""The request budget on a real Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis

from infra.local.redis_server import Queue
from shared.adapters.request_budget import RedisRequestBudget
from shared.errors import UnavailableError


@pytest.fixture
def client(redis_queue: Queue) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_queue.url) as connected:
        connected.flushdb()
        yield connected


def hasten(client: redis.Redis, name: str, seconds: float) -> None:
    """Lets time pass: moves every reserved turn to an earlier time."""
    turns = f"budget:{{{name}}}:turns"
    members: Any = client.zrange(turns, 0, -1)
    for key in members:
        client.zincrby(turns, -seconds * 1000, key)


def test_requests_up_to_the_limit_go_at_once_and_the_rest_get_turns(client: redis.Redis) -> None:
    budget = RedisRequestBudget(client, "m", per_minute=2)
    waits = [budget.acquire(key) for key in "abcde"]
    assert waits[:2] == [0, 0]
    assert [round(wait / 60) for wait in waits[2:]] == [1, 1, 2]
    assert all(wait > 0 for wait in waits[2:])


def test_a_repeated_request_keeps_its_turn(client: redis.Redis) -> None:
    budget = RedisRequestBudget(client, "m", per_minute=1)
    budget.acquire("a")
    first = budget.acquire("b")
    assert 0 < budget.acquire("b") <= first
    assert client.zcard("budget:{m}:turns") == 2


def test_a_turn_that_has_come_is_used_once(client: redis.Redis) -> None:
    budget = RedisRequestBudget(client, "m", per_minute=1)
    budget.acquire("a")
    budget.acquire("b")
    hasten(client, "m", 61)
    assert budget.acquire("b") == 0
    assert budget.acquire("b") > 0, "the next request of the same invoice needs its own turn"


def test_unused_turns_expire(client: redis.Redis) -> None:
    budget = RedisRequestBudget(client, "m", per_minute=1)
    budget.acquire("a")
    for number in range(3):
        budget.acquire(f"gone-{number}")
    hasten(client, "m", 600)
    assert budget.acquire("b") == 0
    assert client.zcard("budget:{m}:turns") == 1


def test_what_is_spent_is_counted(client: redis.Redis) -> None:
    budget = RedisRequestBudget(client, "m", per_minute=2)
    budget.spend()
    budget.spend()
    assert budget.acquire("a") > 0


def test_processes_share_it_and_models_do_not(client: redis.Redis) -> None:
    RedisRequestBudget(client, "m", per_minute=1).acquire("a")
    assert RedisRequestBudget(client, "m", per_minute=1).acquire("b") > 0
    assert RedisRequestBudget(client, "other", per_minute=1).acquire("b") == 0


def test_threads_at_once_get_no_more_than_the_limit(client: redis.Redis) -> None:
    budget = RedisRequestBudget(client, "m", per_minute=5)
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda number: budget.acquire(str(number)), range(40)))
    assert waits.count(0) == 5


def test_it_leaves_nothing_behind_for_ever(client: redis.Redis) -> None:
    budget = RedisRequestBudget(client, "m", per_minute=1)
    budget.acquire("a")
    budget.acquire("b")
    budget.spend()
    keys = list(client.scan_iter())
    assert keys
    assert all(client.ttl(key) > 0 for key in keys)


def test_an_unavailable_redis_is_a_temporary_fault() -> None:
    away = redis.Redis(port=9, socket_connect_timeout=0.5)
    with pytest.raises(UnavailableError):
        RedisRequestBudget(away, "m", per_minute=1).acquire("a")


def test_a_budget_of_nothing_is_refused(client: redis.Redis) -> None:
    with pytest.raises(ValueError, match="at least one"):
        RedisRequestBudget(client, "m", per_minute=0)
