"""The demonstration's bars follow the progress that the API reports."""

import io
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from infra.local.demo import Sent, bars, watch

# What the list says of one invoice, call after call.
REPORTED: list[dict[str, Any]] = [
    {"status": "processing", "stage": "ocr", "progress": 0},
    {"status": "processing", "stage": "ocr", "progress": 25},
    {"status": "processing", "stage": "extract", "progress": 60},
    {"status": "waiting_validation", "stage": None, "progress": 100},
]


def test_a_bar_follows_the_reported_progress_and_names_the_stage() -> None:
    progress = bars(Console(file=io.StringIO()))
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/invoices/7":
            return httpx.Response(200, json={"id": 7, "status": "waiting_validation"})
        (bar,) = progress.tasks
        seen.append((bar.percentage, bar.fields["state"]))
        return httpx.Response(200, json={"invoices": [{"id": 7, **REPORTED[len(seen) - 1]}]})

    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://api") as client:
        found = watch(client, [Sent(path=Path("a.pdf"), invoice_id=7, message="")], progress)

    (bar,) = progress.tasks
    assert seen == [(0, "waiting"), (0, "reading"), (25, "reading"), (60, "extracting")]
    assert (bar.percentage, bar.fields["state"]) == (100, "waiting validation")
    assert found == {7: {"id": 7, "status": "waiting_validation"}}


def test_a_file_that_was_refused_has_no_bar() -> None:
    progress = bars(Console(file=io.StringIO()))
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(500)), base_url="http://api") as client:
        assert watch(client, [Sent(path=Path("empty.pdf"), invoice_id=None, message="Empty.")], progress) == {}
    assert progress.tasks == []
