"""The model's stand-in from the command line, as the chaos run starts it."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from infra.local.programs import Program, running
from tests.support.model_server import KEY, MODEL, Plan

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[str]:
    """The server as a process; its base URL."""
    log = folder / "model.log"

    def base_url() -> str:
        return log.read_text().removeprefix("ready ").strip()

    program = Program(
        name="model",
        command=(sys.executable, "-u", "-m", "tests.support.model_server", "--port", "0", *arguments),
        folder=ROOT,
        ready=lambda: bool(base_url()),
    )
    with running(program, log_file=log):
        yield base_url()


def ask(base_url: str) -> httpx.Response:
    body = {"model": MODEL, "messages": [{"role": "user", "content": "[document a1]\nInvoice 1\n[end of document a1]"}]}
    return httpx.post(f"{base_url}/chat/completions", json=body, headers={"Authorization": f"Bearer {KEY}"}, timeout=60)


def test_a_script_of_faults_is_played_from_its_file(tmp_path: Path) -> None:
    script = tmp_path / "faults.json"
    script.write_text(json.dumps({"script": [{"fault": "rate_limit", "retry_after": 3}, None]}))
    with started(tmp_path, "--script", str(script)) as base_url:
        first, second = ask(base_url), ask(base_url)
    assert (first.status_code, first.headers["Retry-After"]) == (429, "3")
    assert second.status_code == 200
    assert "invoice_number" in json.loads(second.json()["choices"][0]["message"]["content"])


def test_random_faults_are_the_same_for_the_same_seed() -> None:
    plans = [Plan(rate=0.5, choices=[{"fault": "refusal"}, {"fault": "quota"}], seed=7) for _ in range(2)]
    runs = [[tuple(plan.take()) for _ in range(50)] for plan in plans]
    assert runs[0] == runs[1]
    assert {(), ("refusal",), ("quota",)} == set(runs[0])


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        Plan(always=[{"fault": "gremlins"}])
