"""The supervisor restarts what dies, reports it, and leaves nothing behind."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from infra.local.programs import Program, ProgramError, running
from infra.local.supervisor import Supervisor, restart_delay

SLEEPER = (sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)")
# Its child outlives a parent that is killed, as a server's worker does.
PARENT = (sys.executable, "-c", f"import subprocess; subprocess.run({list(SLEEPER)!r})")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
)


class Log:
    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def report(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def has(self, name: str, part: str) -> bool:
        return any(part in line for reported_by, line in self.lines if reported_by == name)


@asynccontextmanager
async def supervising(folder: Path, *programs: Program) -> AsyncIterator[tuple[Supervisor, Log]]:
    """A supervisor with these programs started; they are gone afterwards, whatever the test found."""
    log = Log()
    supervisor = Supervisor(folder, log.report, lambda pids: None)
    try:
        await supervisor.start(*programs)
        yield supervisor, log
    finally:
        await supervisor.stop(*(program.name for program in programs))


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not condition():
            await asyncio.sleep(0.02)


def program(command: tuple[str, ...], *, ready: Callable[[], bool] = lambda: True, stop: float = 30) -> Program:
    return Program(name="it", command=command, ready=ready, stop_seconds=stop)


def alive(pid: int) -> bool:
    """Whether the process runs; one that nobody has waited for yet (a zombie) does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_killed_program_is_started_again_and_that_is_reported(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with supervising(tmp_path, program(SLEEPER)) as (supervisor, log):
            first = supervisor.pids["it"]
            assert first is not None
            os.kill(first, signal.SIGKILL)
            await until(lambda: supervisor.pids["it"] not in (None, first))
            assert log.has("stack", "it ended unexpectedly (SIGKILL)")
        assert supervisor.pids["it"] is None

    asyncio.run(scenario())


def test_children_of_a_killed_program_go_with_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with supervising(tmp_path, program(PARENT)) as (supervisor, log):
            await until(lambda: log.has("it", "here"))
            parent = supervisor.pids["it"]
            assert parent is not None
            child = int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])
            os.kill(parent, signal.SIGKILL)
            await until(lambda: not alive(child))

    asyncio.run(scenario())


def test_program_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with supervising(tmp_path, program(STUBBORN, stop=0.3)) as (supervisor, log):
            await until(lambda: log.has("it", "deaf"))
        assert log.has("stack", "did not end")
        assert supervisor.pids["it"] is None

    asyncio.run(scenario())


@pytest.mark.parametrize("late", [0, 0.3])
def test_program_that_fails_at_its_start_is_reported_with_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: float
) -> None:
    broken = (sys.executable, "-c", "raise SystemExit('no room on the disk')")
    pump = Supervisor._pump

    async def late_pump(self: Supervisor, name: str, reading: int) -> None:
        await asyncio.sleep(late)
        await pump(self, name, reading)

    monkeypatch.setattr(Supervisor, "_pump", late_pump)

    async def scenario() -> None:
        with pytest.raises(ProgramError, match="no room on the disk"):
            async with supervising(tmp_path, program(broken, ready=lambda: False)):
                pass

    asyncio.run(scenario())


def test_log_goes_into_a_file_too(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with supervising(tmp_path, program(SLEEPER)) as (_, log):
            await until(lambda: log.has("it", "here"))

    asyncio.run(scenario())
    assert (tmp_path / "it.log").read_text() == "here\n"


def test_program_dies_with_its_parent(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        "import sys, time; from pathlib import Path; from infra.local.programs import Program, running\n"
        f"sleeper = Program(name='it', command={SLEEPER!r}, ready=lambda: True)\n"
        f"with running(sleeper, log_file=Path({str(log)!r})) as process:\n"
        "    print(process.pid, flush=True); time.sleep(600)"
    )

    async def scenario() -> None:
        parent = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
        assert parent.stdout is not None
        child = int(await parent.stdout.readline())
        await until(lambda: log.read_text() == "here\n")
        parent.kill()
        await parent.wait()
        await until(lambda: not alive(child))

    asyncio.run(scenario())


def test_context_manager_stops_what_it_started(tmp_path: Path) -> None:
    with running(program(SLEEPER), log_file=tmp_path / "log") as process:
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.parametrize(("crashes", "seconds"), [(1, 0.5), (2, 1), (3, 2), (6, 16), (7, 30), (50, 30)])
def test_delay_grows_and_has_a_limit(crashes: int, seconds: float) -> None:
    assert restart_delay(crashes) == seconds
