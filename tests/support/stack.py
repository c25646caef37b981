"""The whole local stack as a fixture: real servers, functions and dispatcher, free ports, a folder of its own."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import pytest
import redis
from pydantic import SecretStr
from sqlalchemy import Engine

from infra.local.programs import Program, running
from shared.adapters.api_keys import KeyStore
from shared.adapters.database import make_engine
from shared.adapters.object_store import S3ObjectStore, make_object_store
from shared.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180  # a busy machine with two cores
WORK_SECONDS = 240
FINAL = {"waiting_validation", "processed", "rejected", "failed"}

T = TypeVar("T")


def eventually(call: Callable[[], T | None], *, seconds: float = WORK_SECONDS, pause: float = 0.1) -> T:
    """The first truthy result of the call. Raises AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = call()
        if found:
            return found
        assert time.monotonic() <= deadline, f"waited {seconds:g} s in vain for {call}"
        time.sleep(pause)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningStack:
    """A running stack; `client` calls its API."""

    state_dir: Path
    client: httpx.Client

    @property
    def record(self) -> dict[str, Any]:
        """The stack's record: `ports` and `programs` (pids)."""
        found: dict[str, Any] = json.loads((self.state_dir / "stack.json").read_text())
        return found

    @property
    def secrets(self) -> dict[str, str]:
        """The stack's generated passwords and keys."""
        found: dict[str, str] = json.loads((self.state_dir / "secrets.json").read_text())
        return found

    @property
    def database_url(self) -> str:
        """DATABASE_URL of the stack."""
        port = self.record["ports"]["mariadb"]
        return f"mysql://invoices:{quote(self.secrets['database_password'])}@127.0.0.1:{port}/invoices"

    def engine(self) -> Engine:
        """The stack's database."""
        return make_engine(Settings(database_url=self.database_url))

    def redis(self) -> redis.Redis:
        """The stack's Redis."""
        return redis.Redis(port=self.record["ports"]["redis"], password=self.secrets["redis_password"])

    def objects(self) -> S3ObjectStore:
        """The stack's object store."""
        return make_object_store(
            Settings(
                minio_endpoint=f"127.0.0.1:{self.record['ports']['s3']}",
                minio_access_key=SecretStr(self.secrets["minio_access_key"]),
                minio_secret_key=SecretStr(self.secrets["minio_secret_key"]),
            )
        )

    def new_key(self, name: str, role: str = "reviewer") -> str:
        """A new API key."""
        key, _ = KeyStore(self.engine(), self.secrets["secret_key"]).create(name, role, days=1)
        return key

    def kill(self, program: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send a signal to one of the stack's programs and its children; the supervisor restarts those that die."""
        pid = eventually(lambda: self.record["programs"].get(program), seconds=60)
        os.killpg(pid, number)

    def upload(self, *files: tuple[str, bytes], **query: str) -> list[dict[str, Any]]:
        """The upload endpoint's results, file by file."""
        answer = self.client.post(
            "/api/invoices/ocr", files=[("file", (name, content)) for name, content in files], params=query
        )
        assert answer.status_code == 202, answer.text
        results: list[dict[str, Any]] = answer.json()
        return results

    def invoice(self, invoice_id: int) -> dict[str, Any]:
        """One invoice."""
        answer = self.client.get(f"/api/invoices/{invoice_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def finished(self, invoice_id: int, seconds: float = WORK_SECONDS) -> dict[str, Any]:
        """The invoice once it is no longer processing."""

        def final() -> dict[str, Any] | None:
            invoice = self.invoice(invoice_id)
            return invoice if invoice["status"] in FINAL else None

        return eventually(final, seconds=seconds)

    def trail(self, invoice_id: int) -> list[dict[str, Any]]:
        """The audit trail of one invoice."""
        events: list[dict[str, Any]] = self.client.get(f"/api/invoices/{invoice_id}/events").json()["events"]
        return events


@contextmanager
def running_stack(state_dir: Path, **environment: str) -> Iterator[RunningStack]:
    """A stack with these settings, always stopped at the end of the block."""
    log = state_dir / "stack.log"
    log.unlink(missing_ok=True)  # of an earlier run: its ready line must not be mistaken for this one's
    program = replace(stack_program(state_dir, **environment), ready=lambda: bool(ready_lines(log)))
    with running(program, log_file=log, start_seconds=START_SECONDS):
        (addresses,) = ready_lines(log)
        with httpx.Client(base_url=addresses["api"], timeout=60) as client:
            yield RunningStack(state_dir=state_dir, client=client)


def stack_program(state_dir: Path, **environment: str) -> Program:
    """`make run` as a process, with these settings and none from the tester's environment."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return Program(
        name="stack",
        command=(sys.executable, "-m", "infra.local", "--state-dir", str(state_dir), "run"),
        environment={**inherited, "PYTHONPATH": str(ROOT), **environment},
        inherit=False,
        folder=ROOT,
        ready=lambda: True,
        stop_seconds=90,
    )


def ready_lines(log: Path) -> list[dict[str, str]]:
    """The addresses in each `ready` line of a stack: one once it is ready."""
    lines = log.read_text(errors="replace").splitlines(keepends=True)
    found = [line for line in lines if line.startswith("ready ") and line.endswith("\n")]
    return [dict(part.split("=", 1) for part in line.split()[1:]) for line in found]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """One stack for all tests that change only their own invoices."""
    with running_stack(
        tmp_path_factory.mktemp("stack"),
        LEASE_SECONDS="6",
        LOST_MESSAGE_SECONDS="3",
        SWEEP_SECONDS="0.5",
        RETRY_BASE_SECONDS="0.5",
        MAX_UPLOAD_MB="4",
        MAX_FILES_PER_UPLOAD="60",
        OCR_LANGUAGES="eng+spa+deu",
        WEBHOOK_NETWORKS="127.0.0.0/8",
        WEBHOOK_HTTP="true",
    ) as running:
        yield running
