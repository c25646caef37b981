"""Counting: what every kind of metrics promises."""

import threading

import pytest

from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.metrics import SUM, RedisMetrics
from shared.domain.metrics import STAGE_SECONDS, UPLOADS

Counted = MemoryMetrics | RedisMetrics


def test_counts_of_many_threads_add_up(metrics: Counted) -> None:
    def many() -> None:
        for _ in range(50):
            metrics.count(UPLOADS, "taken", "")

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    metrics.count(UPLOADS, "refused", "empty-file", amount=3)
    assert metrics.counted() == {(UPLOADS.name, "taken", ""): 200, (UPLOADS.name, "refused", "empty-file"): 3}


def test_durations_fall_into_their_buckets(metrics: Counted) -> None:
    for seconds in (0.05, 0.1, 0.2, 5000):
        metrics.observe(STAGE_SECONDS, seconds, "ocr", "finished")
    found = metrics.counted()
    of = (STAGE_SECONDS.name, "ocr", "finished")
    assert found[(*of, "0")] == 2, "a bound belongs to its bucket"
    assert found[(*of, "1")] == 1
    assert found[(*of, str(len(STAGE_SECONDS.bounds)))] == 1
    assert found[(*of, SUM)] == pytest.approx(5000.35)


def test_a_label_too_few_is_a_mistake_of_ours(metrics: Counted) -> None:
    with pytest.raises(ValueError, match="labels"):
        metrics.count(UPLOADS, "taken")
