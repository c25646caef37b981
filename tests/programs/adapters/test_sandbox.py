import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shared.adapters import sandbox
from shared.errors import ReadingTimeoutError, UnavailableError


def run_python(
    code: str, *, timeout: float = 20, memory_mb: int = 512, cpu_seconds: int | None = None
) -> subprocess.CompletedProcess[bytes]:
    argv = [sys.executable, "-c", code]
    return sandbox.run_sandboxed(argv, timeout=timeout, memory_mb=memory_mb, cpu_seconds=cpu_seconds)


def test_answer_and_input_pass_through() -> None:
    answer = sandbox.run_sandboxed(["cat"], timeout=5, memory_mb=256, input=b"caf\xc3\xa9")

    assert (answer.returncode, answer.stdout) == (0, b"caf\xc3\xa9")


def test_memory_is_bounded() -> None:
    answer = run_python("x = bytearray(400 * 1024 * 1024)", memory_mb=256)

    assert answer.returncode != 0
    assert b"MemoryError" in answer.stderr


def test_memory_within_the_bound_is_given() -> None:
    assert run_python("x = bytearray(100 * 1024 * 1024)", memory_mb=256).returncode == 0


def test_endless_output_kills_the_program_and_not_the_caller() -> None:
    answer = sandbox.run_sandboxed(["yes"], timeout=20, memory_mb=256, file_mb=1)

    assert answer.returncode < 0
    assert len(answer.stdout) <= 1024 * 1024


def test_time_out_ends_the_program_and_what_it_started(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = f"""
import pathlib, subprocess
process = subprocess.Popen(["sleep", "60"])
pathlib.Path({str(pid_file)!r}).write_text(str(process.pid))
process.wait()
"""

    with pytest.raises(ReadingTimeoutError):
        run_python(code, timeout=3)

    assert is_gone(int(pid_file.read_text()))


def test_cpu_time_is_bounded_before_the_wall_time_is_reached() -> None:
    with pytest.raises(ReadingTimeoutError):
        run_python("while True: pass", timeout=60, cpu_seconds=1)


def test_secrets_of_the_caller_are_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")

    answer = sandbox.run_sandboxed(["env"], timeout=5, memory_mb=256, env={"ASKED_FOR": "yes"})

    assert b"do-not-tell" not in answer.stdout
    assert b"ASKED_FOR=yes" in answer.stdout


def test_there_is_no_network() -> None:
    if "--net" not in sandbox._confinement():
        pytest.skip("the kernel does not permit network namespaces here")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answer = run_python(f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)")

    assert answer.returncode != 0


def test_programs_still_run_where_namespaces_are_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_confinement", lambda: ())

    assert sandbox.run_sandboxed(["true"], timeout=5, memory_mb=256).returncode == 0


def test_missing_program_is_named() -> None:
    with pytest.raises(UnavailableError, match="no-such-reader"):
        sandbox.run_sandboxed(["no-such-reader"], timeout=5, memory_mb=256)


def test_long_lived_program_is_spoken_to_and_ended() -> None:
    process = sandbox.start_sandboxed(["cat"], memory_mb=256)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"hello\n")
    process.stdin.flush()

    assert process.stdout.readline() == b"hello\n"

    sandbox.kill_group(process)
    assert process.returncode is not None
    sandbox.kill_group(process)  # twice does no harm


def is_gone(pid: int) -> bool:
    """Whether the process ends within five seconds; a zombie that nobody has waited for yet counts as ended."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False
