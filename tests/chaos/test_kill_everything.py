"""Fifty mixed documents go through while every process of ours is killed once and Redis forgets everything."""

import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.chaos.documents import mixed_documents
from tests.chaos.verdict import judge
from tests.support.stack import RunningStack, eventually, running_stack

DOCUMENTS = 50
STORM = ("dispatcher", "ocr", "extract", "FLUSHALL", "api", "upload", "dispatcher", "ocr")


def _send(stack: RunningStack, documents: list[tuple[str, bytes]]) -> dict[int, str]:
    """Every document is sent until it is taken, as a client does that was not answered; id -> name."""
    accepted = {}
    for name, content in documents:

        def send(name: str = name, content: bytes = content) -> int | None:
            try:
                answer = stack.client.post("/api/invoices/ocr", files={"file": (name, content)})
            except httpx.HTTPError:
                return None
            if answer.status_code != 202:
                assert answer.status_code in {429, 500, 502, 503}, answer.text
                return None
            invoice_id: int = answer.json()[0]["invoice_id"]
            return invoice_id

        accepted[eventually(send, seconds=120, pause=0.3)] = name
    return accepted


def _storm(stack: RunningStack, calm: threading.Event) -> None:
    for blow in STORM:
        if blow == "FLUSHALL":
            stack.redis().flushall()
        else:
            stack.kill(blow, signal.SIGKILL)
        if calm.wait(4):
            return


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_nothing_is_done_twice(tmp_path: Path) -> None:
    documents = mixed_documents(DOCUMENTS)
    settings = {
        "LEASE_SECONDS": "5",
        "LOST_MESSAGE_SECONDS": "3",
        "SWEEP_SECONDS": "0.5",
        "RETRY_BASE_SECONDS": "0.5",
        "MAX_ATTEMPTS": "8",
        "OCR_LANGUAGES": "eng",
        "OCR_ENGINE": "tesseract",
    }
    with running_stack(tmp_path / "stack", **settings) as stack:
        calm = threading.Event()
        storm = threading.Thread(target=_storm, args=(stack, calm))
        storm.start()
        try:
            accepted = _send(stack, documents)
            storm.join()
        finally:
            calm.set()
        assert len(accepted) == DOCUMENTS
        started = time.monotonic()
        eventually(lambda: not _processing(stack), seconds=600, pause=1)
        verdict = judge(stack, accepted)
        print(f"{DOCUMENTS} documents, {len(STORM)} blows, settled after {time.monotonic() - started:.0f} s: {verdict}")
        assert verdict.is_clean, verdict
        assert verdict.invoices == DOCUMENTS


def _processing(stack: RunningStack) -> bool:
    try:
        summary = stack.client.get("/api/invoices/status-summary/").json()["summary"]
    except (httpx.HTTPError, ValueError, KeyError):
        return True
    return bool(summary["processing"])
