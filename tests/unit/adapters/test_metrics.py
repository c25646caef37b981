"""Counting never disturbs the work."""

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.adapters.metrics import RedisMetrics
from shared.domain.metrics import STAGE_SECONDS, UPLOADS
from shared.errors import UnavailableError


@pytest.fixture
def metrics() -> RedisMetrics:
    """Counts in a Redis that is away."""
    return RedisMetrics(redis.Redis(port=1, socket_connect_timeout=0.2, retry=Retry(NoBackoff(), retries=0)))


def test_a_redis_that_is_away_costs_the_count_only(metrics: RedisMetrics) -> None:
    metrics.count(UPLOADS, "taken", "")
    metrics.observe(STAGE_SECONDS, 0.5, "ocr", "finished")
    with pytest.raises(UnavailableError):
        metrics.counted()
