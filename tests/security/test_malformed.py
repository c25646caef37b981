"""Damaged, hostile and odd documents through the whole stack: each ends with an error message or data, without a crash.

The folder is not part of the repository; MALFORMED_DOCUMENTS names it. MALFORMED_SAMPLE=n takes every n-th document (12
by default, a minute of work; 1 for all, many minutes).
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from shared.adapters.event_queue import RedisEventQueue
from tests.support.stack import ROOT, RunningStack, eventually

FOLDER = Path(os.environ.get("MALFORMED_DOCUMENTS", ROOT.parent / "shared" / "data" / "malformed"))
EVERY = int(os.environ.get("MALFORMED_SAMPLE", "12"))
FUNCTIONS = ("upload", "ocr", "extract", "api")
MEGABYTE = 1024 * 1024
# A process that kept every document would grow by more; allocator and caches grow by less.
MOST_GROWTH = {"upload": 80, "ocr": 200, "extract": 250, "api": 80}

if not FOLDER.is_dir():
    pytest.skip("there is no folder of malformed documents here (MALFORMED_DOCUMENTS)", allow_module_level=True)

pytestmark = pytest.mark.timeout(1800)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of one document: refused by the upload, or an invoice."""

    name: str
    status: int
    answer: dict[str, Any]
    invoice: dict[str, Any] | None

    @property
    def told(self) -> str:
        """One line for the report."""
        if self.invoice is None:
            return f"refused {self.answer['details'][0]['code']}"
        error = self.invoice["error"] or {}
        return f"{self.invoice['status']} {error.get('code', self.invoice['extractor'])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """All outcomes, and each function's process and memory before and after."""

    outcomes: list[Outcome]
    before: dict[str, tuple[int, int]]
    after: dict[str, tuple[int, int]]


def _processes(stack: RunningStack) -> dict[str, tuple[int, int]]:
    """Process id and resident megabytes of each function, with its server's workers, without sandboxed children."""
    found = {}
    for name in FUNCTIONS:
        server = psutil.Process(stack.record["programs"][name])
        workers = [child for child in server.children() if "shared.http.server" in " ".join(child.cmdline())]
        found[name] = (server.pid, sum(one.memory_info().rss for one in (server, *workers)) // MEGABYTE)
    return found


@pytest.fixture(scope="module")
def run(stack: RunningStack) -> Run:
    """Sends every document under its own name, one request each."""
    paths = sorted(path for path in FOLDER.iterdir() if path.is_file() and path.name != "manifest.json")[::EVERY]
    warm = stack.upload(("warm.pdf", (ROOT / "samples" / "design-studio-en.pdf").read_bytes()))
    stack.finished(warm[0]["invoice_id"])
    before = _processes(stack)
    sent = []
    for path in paths:
        answer = stack.client.post(
            "/api/invoices/ocr", files={"file": (path.name, path.read_bytes())}, params={"allow_duplicates": "true"}
        )
        sent.append((path.name, answer.status_code, answer.json()))
    outcomes = [
        Outcome(name=name, status=status, answer=answer, invoice=None)
        if status != 202
        else Outcome(
            name=name, status=status, answer=answer[0], invoice=stack.finished(answer[0]["invoice_id"], seconds=1500)
        )
        for name, status, answer in sent
    ]
    eventually(lambda: not RedisEventQueue(stack.redis()).waiting())
    # Each test below checks some of these outcomes.
    states = {outcome.invoice["status"] if outcome.invoice else "refused" for outcome in outcomes}
    assert states == {"refused", "failed", "waiting_validation"}
    return Run(outcomes=outcomes, before=before, after=_processes(stack))


def test_each_is_refused_with_a_reason_or_ends_in_a_state(run: Run) -> None:
    for outcome in run.outcomes:
        if outcome.invoice is None:
            assert outcome.status in {400, 413}, f"{outcome.name}: {outcome.answer}"
            (detail,) = outcome.answer["details"]
            assert detail["code"] in {"empty-file", "unsupported-type", "einvoice-not-read", "file-too-large"}, outcome
            assert detail["message"].endswith(".")
        else:
            assert outcome.invoice["status"] in {"waiting_validation", "failed"}, outcome


def test_a_failure_has_an_error_message(run: Run) -> None:
    failed = [outcome for outcome in run.outcomes if outcome.invoice and outcome.invoice["status"] == "failed"]
    for outcome in failed:
        assert outcome.invoice is not None
        error = outcome.invoice["error"]
        assert error["code"] not in {"internal-error", "worker-lost", "unavailable"}, f"{outcome.name}: {error}"
        assert error["message"].endswith(".")
        assert not any(word in error["message"] for word in ("Traceback", "Error", "/tmp", "None"))


def test_what_was_read_can_be_looked_at(stack: RunningStack, run: Run) -> None:
    for outcome in run.outcomes:
        if outcome.invoice is None:
            continue
        path = f"/api/invoices/{outcome.invoice['id']}"
        statuses = {
            rest: stack.client.get(f"{path}{rest}").status_code
            for rest in ("/download", "/text", "/events", "/pages/1.png?width=200")
        }
        assert all(status < 500 for status in statuses.values()), f"{outcome.name}: {statuses}"


def test_no_function_died_and_none_kept_the_documents(run: Run, record_property: Any) -> None:
    for name in FUNCTIONS:
        (pid, memory), (pid_after, memory_after) = run.before[name], run.after[name]
        record_property(f"{name} MB", f"{memory} -> {memory_after}")
        print(f"{name}: {memory} -> {memory_after} MB")
        assert pid == pid_after, f"{name} was started anew"
        assert memory_after - memory <= MOST_GROWTH[name], f"{name}: {memory} -> {memory_after} MB"


def test_report_of_all_outcomes(run: Run) -> None:
    for outcome in run.outcomes:
        print(f"{outcome.name[:60]:60} {outcome.told}")
    by_name = {outcome.name: outcome for outcome in run.outcomes}
    for name, word in {
        "made_user_password_geheim.pdf": "encrypted-document",
        "made_zero_bytes.pdf": "empty-file",
    }.items():
        if name in by_name:
            assert word in by_name[name].told
    for name in ("made_billion_laughs.xml", "made_xxe.xml"):
        if name in by_name:
            assert by_name[name].told.startswith(("failed", "refused"))
