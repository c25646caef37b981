"""Counting never disturbs the work."""

import pytest
import redis

from shared.adapters.metrics import STAGE_SECONDS, UPLOADS, count, counted, observe
from shared.errors import UnavailableError


@pytest.fixture
def nowhere() -> redis.Redis:
    """A client of a Redis that is away."""
    return redis.Redis(port=1, socket_connect_timeout=0.2)


def test_a_redis_that_is_away_costs_the_count_only(nowhere: redis.Redis) -> None:
    count(nowhere, UPLOADS, "taken", "")
    observe(nowhere, STAGE_SECONDS, 0.5, "ocr", "finished")
    with pytest.raises(UnavailableError):
        counted(nowhere)


def test_a_label_too_few_is_a_mistake_of_ours(nowhere: redis.Redis) -> None:
    with pytest.raises(ValueError, match="labels"):
        count(nowhere, UPLOADS, "taken")
