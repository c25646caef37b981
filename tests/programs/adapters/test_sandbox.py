import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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


def test_input_may_be_a_secret_so_no_disk_has_it() -> None:
    answer = sandbox.run_sandboxed(["readlink", "/proc/self/fd/0"], timeout=5, memory_mb=256, input=b"a password")

    assert answer.stdout.startswith(b"/memfd:")


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


@pytest.fixture(params=["namespaces", "no namespaces"])
def confinement(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """As the kernel permits here, and as in a container, where `unshare` is refused."""
    sandbox._starter.cache_clear()
    if request.param == "no namespaces":
        monkeypatch.setattr(sandbox, "leave_network", lambda: "refused")
        monkeypatch.setattr(sandbox, "_that_works", lambda *command: ())
    elif not has_network_of_its_own():
        pytest.skip("the kernel does not permit network namespaces here")
    yield str(request.param)
    sandbox._starter.cache_clear()


def has_network_of_its_own() -> bool:
    """Whether a sandboxed program is in another network namespace than this process."""
    answer = sandbox.run_sandboxed(["readlink", "/proc/self/ns/net"], timeout=5, memory_mb=256)
    return answer.stdout.decode().strip() != str(Path("/proc/self/ns/net").readlink())


def test_a_program_has_a_network_of_its_own_where_the_kernel_permits_it(confinement: str) -> None:
    assert has_network_of_its_own() == (confinement == "namespaces")


def test_a_server_on_loopback_cannot_be_reached(confinement: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answer = run_python(f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)")

    assert answer.returncode != 0
    assert b"PermissionError" in answer.stderr


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_UNIX"])
def test_no_socket_of_any_family_is_opened(confinement: str, family: str) -> None:
    answer = run_python(f"import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)")

    assert b"PermissionError: [Errno 1]" in answer.stderr


def test_a_childs_own_programs_open_no_socket_either(confinement: str) -> None:
    inner = "import socket; socket.socket()"
    answer = run_python(f"import subprocess, sys; print(subprocess.run([sys.executable, '-c', {inner!r}]).returncode)")

    assert answer.stdout == b"1\n"
    assert b"PermissionError" in answer.stderr


@pytest.mark.parametrize(
    ("name", "number"),
    [("io_uring_setup", 425), ("socket by its x32 number", 0x40000000 + 41)],
)
def test_no_other_system_call_opens_a_socket(confinement: str, name: str, number: int) -> None:
    answer = run_python(
        f"import ctypes; c = ctypes.CDLL(None, use_errno=True); print(c.syscall({number}, 2, 1, 0), ctypes.get_errno())"
    )

    assert answer.stdout == b"-1 1\n"


def test_pipes_and_pairs_of_sockets_still_work(confinement: str) -> None:
    code = "import socket, os; a, b = socket.socketpair(); a.send(b'x'); print(b.recv(1)); print(os.pipe() != ())"

    assert run_python(code).stdout == b"b'x'\nTrue\n"


def test_this_process_keeps_its_sockets(confinement: str) -> None:
    sandbox.run_sandboxed(["true"], timeout=5, memory_mb=256)

    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), 5):
        pass


def test_programs_are_started_in_a_forked_process_too() -> None:
    sandbox.run_sandboxed(["true"], timeout=5, memory_mb=256)
    child = os.fork()
    if child == 0:  # the thread that starts programs is not in this process
        os._exit(sandbox.run_sandboxed(["true"], timeout=5, memory_mb=256).returncode)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_programs_still_run_where_nothing_can_be_confined(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("leave_network", "give_up_capabilities", "refuse_sockets"):
        monkeypatch.setattr(sandbox, name, lambda: "refused")
    monkeypatch.setattr(sandbox, "_that_works", lambda *command: ())
    sandbox._starter.cache_clear()

    assert sandbox.run_sandboxed(["true"], timeout=5, memory_mb=256).returncode == 0

    sandbox._starter.cache_clear()


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
