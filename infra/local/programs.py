"""One program as a child process: how it is started, how one sees that it answers, how it is stopped."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_POLL_SECONDS = 0.05


class ProgramError(RuntimeError):
    """A program did not start, or a file it needs is missing; the sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A long-running process. `environment` is added to the parent's; `ready` answers whether it serves by now and
    raises nothing; `prepare` runs before each start and must be repeatable."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool]
    prepare: Callable[[], None] | None = None
    stop_seconds: float = 20.0

    def full_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


def dying_with_parent(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command, so that the kernel ends it (SIGTERM) when this process is gone, however it went."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM", "--", *command) if setpriv else command


@contextlib.contextmanager
def running(program: Program, *, log_file: Path, start_seconds: float = 60.0) -> Iterator["subprocess.Popen[bytes]"]:
    """Runs the program until the block ends; enters the block once it answers. Raises ProgramError with the end of its
    log when it stops or stays silent for `start_seconds`."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    if program.prepare:
        program.prepare()
    with log_file.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - the command is ours
            dying_with_parent(program.command),
            env=program.full_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the children in order
        )
    try:
        _wait_until_ready(program, process, log_file, time.monotonic() + start_seconds)
        yield process
    finally:
        stop(process, program.stop_seconds)


def stop(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Asks the process to end, and makes it when it has not within `seconds`."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(program: Program, process: "subprocess.Popen[bytes]", log_file: Path, deadline: float) -> None:
    while not program.ready():
        if (code := process.poll()) is not None:
            raise ProgramError(f"{program.name} stopped with code {code} at its start:\n{tail(log_file)}")
        if time.monotonic() > deadline:
            raise ProgramError(f"{program.name} did not answer in time:\n{tail(log_file)}")
        time.sleep(_POLL_SECONDS)


def tail(log_file: Path, lines: int = 15) -> str:
    """The last lines of a log file, for an error message."""
    return "\n".join(log_file.read_text(errors="replace").splitlines()[-lines:]) if log_file.exists() else ""
