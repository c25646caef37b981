"""One program as a child process: start, readiness probe and stop.

Every process of the local stack and of the tests is started here: `running` for a block of code, `Supervisor` for
programs that are restarted when they end.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.state import PRIVATE

_POLL_SECONDS = 0.05

Process = subprocess.Popen[bytes]


class ProgramError(RuntimeError):
    """A program did not start, or a file it needs is missing; the sentence has the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A long-running process. `environment` is added to the parent's if it shall `inherit`, else replaces it; `ready`
    returns whether it serves and never raises; `prepare` runs before each start and must be repeatable; `advice` says
    what to do about the end of its log, if that is known."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    inherit: bool = True
    folder: Path | None = None  # its working directory; None: the parent's
    ready: Callable[[], bool]
    prepare: Callable[[], None] | None = None
    stop_seconds: float = 20.0
    advice: Callable[[str], str | None] = lambda log: None

    def full_environment(self) -> dict[str, str]:
        return {**(os.environ if self.inherit else {}), **self.environment}


def dying_with_parent(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command, such that the kernel sends it SIGTERM when the thread that started it ends."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM", "--", *command) if setpriv else command


@contextlib.contextmanager
def running(
    program: Program, *, log_file: Path, start_seconds: float = 60.0, poll_seconds: float = _POLL_SECONDS
) -> Iterator[Process]:
    """Runs the program until the block ends; enters the block once it answers, asked every `poll_seconds`. Raises
    ProgramError with the end of its log when it stops or stays silent for `start_seconds`."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    if program.prepare:
        program.prepare()
    with log_file.open("ab") as log:
        process = spawn(program, log.fileno())
    try:
        wait_until_ready(program, process, lambda: tail(log_file), start_seconds, poll_seconds)
        yield process
    finally:
        stop(process, program.stop_seconds)


def spawn(program: Program, output: int) -> Process:
    """Starts the program with its output to this file descriptor; does not run `prepare`. What it writes is readable by
    its owner only."""
    return subprocess.Popen(  # noqa: S603 - the command is ours
        dying_with_parent(program.command),
        cwd=program.folder,
        env=program.full_environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        umask=PRIVATE,
        start_new_session=True,  # Ctrl-C reaches us alone; we stop the children in order
    )


def wait_until_ready(
    program: Program,
    process: Process,
    last_words: Callable[[], str],
    seconds: float,
    poll_seconds: float = _POLL_SECONDS,
) -> None:
    """Returns once the program answers. Raises ProgramError with its last words when it does not in time."""
    deadline = time.monotonic() + seconds
    while not program.ready():
        if (code := process.poll()) is not None:
            last = last_words()
            advice = program.advice(last)
            raise ProgramError(
                "\n".join(filter(None, (f"{program.name} stopped with code {code} at its start:", last, advice)))
            )
        if time.monotonic() > deadline:
            raise ProgramError(f"{program.name} did not answer in time:\n{last_words()}")
        time.sleep(poll_seconds)


def stop(process: Process, seconds: float) -> bool:
    """Terminates the process, and kills it if it does not end within `seconds`; also kills the rest of its session.
    Returns whether it ended by itself."""
    ended = True
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            ended = False
    kill_group(process.pid)
    process.wait()
    return ended


def kill_group(pid: int) -> None:
    """Kills the program's whole session: a worker of a dead server would keep its port."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def tail(log_file: Path, lines: int = 15) -> str:
    """The last lines of a log file, for an error message."""
    return "\n".join(log_file.read_text(errors="replace").splitlines()[-lines:]) if log_file.exists() else ""
