"""`python -m infra.local`: two stacks beside each other, a clean stop, data that stays, and the demonstration."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local.programs import Process, running
from infra.local.state import is_running, read_record
from tests.support.stack import START_SECONDS, eventually, ready_lines, stack_program

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A stack started from the command line, as a person would."""

    state_dir: Path
    process: Process
    output: Path

    def ready_lines(self) -> list[dict[str, str]]:
        return ready_lines(self.output)

    def lines(self) -> list[str]:
        return self.output.read_text(errors="replace").splitlines()

    def addresses(self) -> dict[str, str]:
        """`{"api": url, "web": url}` from the line for scripts."""
        eventually(lambda: self.ready_lines() or self.process.poll() is not None, seconds=START_SECONDS)
        assert self.process.poll() is None, self.lines()
        (found,) = self.ready_lines()
        return found

    def record(self) -> dict[str, Any]:
        return read_record(self.state_dir)


@contextmanager
def started(state_dir: Path) -> Iterator[Started]:
    output = state_dir.with_name(f"{state_dir.name}.log")
    output.unlink(missing_ok=True)
    with running(stack_program(state_dir, EXTRACTOR="local"), log_file=output) as process:
        yield Started(state_dir=state_dir, process=process, output=output)


def upload(api: str, name: str) -> int:
    path = SAMPLES / name
    answer = httpx.post(f"{api}/api/invoices/ocr", files={"file": (name, path.read_bytes())}, timeout=60)
    assert answer.status_code == 202, answer.text
    invoice_id: int = answer.json()[0]["invoice_id"]
    return invoice_id


def status(api: str, invoice_id: int) -> str:
    answer: str = httpx.get(f"{api}/api/invoices/{invoice_id}", timeout=60).json()["status"]
    return answer


def _open_to_others(state_dir: Path) -> list[str]:
    """Names in the state directory, and its own, that somebody else has any right to; a socket or a link in a folder
    that is closed cannot be reached."""
    found = [
        state_dir,
        *(Path(folder, one) for folder, folders, files in os.walk(state_dir) for one in (*folders, *files)),
    ]
    modes = ((path, path.lstat().st_mode) for path in found)
    return [
        str(path)
        for path, mode in modes
        if (stat.S_ISDIR(mode) or stat.S_ISREG(mode)) and mode & 0o077 and path.suffix not in SET_BY_THE_STORE
    ]


SET_BY_THE_STORE = {".vif"}  # SeaweedFS gives the version numbers of its volumes a mode itself


def test_two_stacks_beside_each_other_stop_cleanly_and_keep_their_data_for_their_owner(tmp_path: Path) -> None:
    with started(tmp_path / "a") as first, started(tmp_path / "b") as second:
        one, two = first.addresses(), second.addresses()
        assert not {*one.values()} & {*two.values()}
        invoice_id = upload(one["api"], "fietsen-ubl-nl.xml")
        eventually(lambda: status(one["api"], invoice_id) == "waiting_validation")
        assert httpx.get(f"{two['api']}/api/invoices/", timeout=60).json()["total"] == 0
        assert httpx.get(f"{one['web']}/api/invoices/{invoice_id}", timeout=60).status_code == 200
        assert httpx.get(one["web"], timeout=60).headers["content-type"].startswith("text/html")
        programs = first.record()["programs"]
        assert programs
        assert all(programs.values())
        assert {path.name for path in first.state_dir.iterdir()} >= {"mariadb", "redis", "s3", "logs", "secrets.json"}
        assert _open_to_others(first.state_dir) == []

        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(90) == 0
        assert len(first.ready_lines()) == 1
        assert not is_running(first.state_dir)
        assert not [name for name, pid in programs.items() if Path(f"/proc/{pid}").exists()]
        assert httpx.get(f"{two['api']}/readyz", timeout=60).status_code == 200

    for path in (first.state_dir, *first.state_dir.rglob("*")):  # as an earlier version left it
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    with started(tmp_path / "a") as again:
        api = again.addresses()["api"]
        assert _open_to_others(again.state_dir) == []
        assert status(api, invoice_id) == "waiting_validation"
        assert upload(api, "fietsen-ubl-nl.xml") == invoice_id


def test_killed_function_comes_back_and_the_api_key_command_reaches_the_running_stack(tmp_path: Path) -> None:
    with started(tmp_path) as stack:
        api = stack.addresses()["api"]
        before = stack.record()["programs"]["upload"]
        os.kill(before, signal.SIGKILL)
        eventually(lambda: stack.record()["programs"]["upload"] not in (None, before))
        eventually(lambda: takes_files(api))
        assert [line for line in stack.lines() if "upload ended unexpectedly (SIGKILL)" in line]

        made = run_in(tmp_path, "exec", "--", sys.executable, "-m", "infra.apikey", "accounts", "viewer")
        assert made.returncode == 0, made.stderr
        assert len(made.stdout.split()) == 1
        shown = run_in(tmp_path, "status")
        assert shown.returncode == 0
        assert f"api={api}" in shown.stdout
        assert run_in(tmp_path, "stop").stdout == "Stopped.\n"
        assert stack.process.wait(90) == 0
    assert run_in(tmp_path, "status").returncode == 3


def test_a_program_beside_no_stack_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    result = run_in(tmp_path, "exec", "--", sys.executable, "-m", "infra.backup", "save", str(tmp_path / "b.tar"))
    assert result.returncode == 1
    assert "There is no stack in" in result.stderr
    assert list(tmp_path.iterdir()) == []


def takes_files(api: str) -> bool:
    files = {"file": ("credit-note-en.pdf", (SAMPLES / "credit-note-en.pdf").read_bytes())}
    return httpx.post(f"{api}/api/invoices/ocr", files=files, timeout=60).status_code == 202


def run_in(state_dir: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "infra.local", "--state-dir", str(state_dir), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_signal_while_it_starts_leaves_nothing_behind(tmp_path: Path) -> None:
    with started(tmp_path) as stack:
        eventually(lambda: stack.record().get("programs"), seconds=START_SECONDS)
        programs = stack.record()["programs"]
        stack.process.send_signal(signal.SIGINT)
        assert stack.process.wait(90) == 0
    assert not stack.ready_lines()
    assert not [name for name, pid in programs.items() if pid and Path(f"/proc/{pid}").exists()]


def test_a_port_in_use_is_reported_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "-m", "infra.local", "--state-dir", str(tmp_path), "run"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr == f"PORT={port} is used by another program. Set another number, or none.\n"


def test_demonstration_reads_every_sample(tmp_path: Path) -> None:
    result = run_demo(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "/api/invoices/data?op_number=" in result.stdout


def run_demo(state_dir: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "infra.local", "--state-dir", str(state_dir), "demo"],
        cwd=ROOT,
        env={**os.environ, "EXTRACTOR": "local"},
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
