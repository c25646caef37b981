"""The metrics page of a real stack."""

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from functions.api.metrics import GAUGES
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage
from tests.support.stack import RunningStack, eventually

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


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


def test_an_invoice_is_counted_in_the_metrics(stack: RunningStack) -> None:
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
    assert steps["invoices_stage_seconds_count", "finished", "extract"] >= 1
    assert steps["invoices_stage_seconds_bucket", "+Inf", "finished", "extract"] >= 1
    assert steps["invoices_by_status", "waiting_validation"] >= 1


def test_gauges_cover_every_stage_and_store(stack: RunningStack) -> None:
    found = scraped(stack)
    assert {gauge.name for gauge in GAUGES} <= {name for name, *_ in found}
    by_lane = [gauge.name for gauge in GAUGES if gauge.labels == ("stage", "lane")]
    assert by_lane
    for gauge in by_lane:
        assert {(gauge, lane, stage) for lane in Lane for stage in Stage} <= found.keys()
    assert [found["invoices_store_up", store] for store in ("database", "redis", "minio")] == [1, 1, 1]
