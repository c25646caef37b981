"""Counting on a real Redis, and the page that Prometheus reads from a real stack."""

import threading
from pathlib import Path

import pytest
import redis
from prometheus_client.parser import text_string_to_metric_families

from functions.api.metrics import GAUGES
from infra.local.redis_server import Queue
from shared.adapters.metrics import STAGE_SECONDS, SUM, UPLOADS, count, counted, observe
from tests.support.stack import RunningStack, eventually

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture
def client(redis_queue: Queue) -> redis.Redis:
    """Redis, nothing counted yet."""
    client = redis.Redis.from_url(redis_queue.url)
    client.flushall()
    return client


def test_counts_of_many_processes_add_up(client: redis.Redis) -> None:
    def many() -> None:
        for _ in range(50):
            count(client, UPLOADS, "taken", "")

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(client) == {(UPLOADS.name, "taken", ""): 200}


def test_durations_fall_into_their_buckets(client: redis.Redis) -> None:
    for seconds in (0.05, 0.1, 0.2, 5000):
        observe(client, STAGE_SECONDS, seconds, "ocr", "finished")
    found = counted(client)
    of = (STAGE_SECONDS.name, "ocr", "finished")
    assert found[(*of, "0")] == 2, "a bound belongs to its bucket"
    assert found[(*of, "1")] == 1
    assert found[(*of, str(len(STAGE_SECONDS.bounds)))] == 1
    assert found[(*of, SUM)] == pytest.approx(5000.35)


def scraped(stack: RunningStack) -> dict[tuple[str, ...], float]:
    """(sample name, label values in the order of their names …) -> value, as Prometheus' own parser reads the page."""
    answer = stack.client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_an_invoice_leaves_its_traces(stack: RunningStack) -> None:
    before = scraped(stack)
    content = (SAMPLES / "fietsen-ubl-nl.xml").read_bytes() + b"<!-- metrics -->"
    (result,) = stack.upload(("a.xml", content))
    assert stack.upload(("a.xml", content))[0]["status"] == "duplicated"
    assert stack.client.post("/api/invoices/ocr", files={"file": ("a.txt", b"no invoice")}).status_code == 400
    stack.finished(result["invoice_id"])

    def grown() -> dict[tuple[str, ...], float] | None:
        now = scraped(stack)
        steps = {key: value - before.get(key, 0) for key, value in now.items() if value != before.get(key, 0)}
        return steps if ("invoices_stage_seconds_count", "finished", "extract") in steps else None

    steps = eventually(grown, seconds=30)
    # Counters of a sample are labelled (code, outcome) and (outcome, stage).
    assert steps["invoices_uploads_total", "", "taken"] >= 1
    assert steps["invoices_uploads_total", "", "duplicated"] == 1
    assert steps["invoices_uploads_total", "unsupported-type", "refused"] == 1
    assert ("invoices_uploads_total", "no-usable-file", "refused") not in steps, "counted file by file already"
    assert steps["invoices_stage_seconds_count", "finished", "ocr"] >= 1
    assert steps["invoices_stage_seconds_bucket", "+Inf", "finished", "ocr"] >= 1
    assert steps["invoices_by_status", "waiting_validation"] >= 1


def test_how_things_stand_is_told_for_every_stage_and_store(stack: RunningStack) -> None:
    found = scraped(stack)
    assert {gauge.name for gauge in GAUGES} <= {name for name, *_ in found}
    by_stage = [gauge.name for gauge in GAUGES if gauge.label == "stage"]
    assert by_stage
    for gauge in by_stage:
        assert {(gauge, "ocr"), (gauge, "extract")} <= found.keys()
    assert [found["invoices_store_up", store] for store in ("database", "redis", "minio")] == [1, 1, 1]
