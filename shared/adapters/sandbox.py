"""Runs foreign programs on hostile documents: little memory and time, small files, no secrets, no network, no rights.

The kernel enforces the limits: `prlimit` sets them and then execs the program, so its children inherit them. All are
started by one thread, which has no network and no capability to give (`thread_rights`) and may open no sockets
(`seccomp`), so neither may they. A sandboxed program runs as the same user as this process, root without capabilities
included; `hide_memory` keeps it from reading this process's memory.
"""

import ctypes
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from shared.adapters.seccomp import refuse_sockets
from shared.adapters.thread_rights import give_up_capabilities, leave_network
from shared.errors import ReadingTimeoutError, UnavailableError

log = logging.getLogger(__name__)

_PR_SET_DUMPABLE = 4  # linux/prctl.h

MEGABYTE = 1024 * 1024
DEFAULT_FILE_MB = 256
IMPORTS = {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
"""What a child process needs to import this project's modules."""

# The only inherited variables: where programs and their data are; no keys, no addresses.
KEPT_VARIABLES = ("PATH", "TMPDIR", "TESSDATA_PREFIX", "VIRTUAL_ENV")
FIXED_VARIABLES = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    # One thread per page: a thread per core competes with the pages read in parallel (4 to 5 times slower).
    "OMP_THREAD_LIMIT": "1",
    # Each malloc arena reserves 64 MB of the address space that the memory limit counts.
    "MALLOC_ARENA_MAX": "2",
}


def hide_memory(*, debug: bool = False) -> None:
    """Forbid other processes of the same user to read this one's environment and memory, trace it or use its open
    files (prctl(2), PR_SET_DUMPABLE); also prevents core dumps. Forked workers inherit it. `debug` leaves it open to
    debuggers and profilers."""
    if debug or sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        log.warning("memory not hidden", extra={"reason": os.strerror(ctypes.get_errno())})


def run_sandboxed(
    argv: Sequence[str | Path],
    *,
    timeout: float,
    memory_mb: int,
    input: bytes | None = None,  # noqa: A002 - the name that subprocess.run gives it
    cwd: Path | None = None,
    cpu_seconds: int | None = None,
    file_mb: int = DEFAULT_FILE_MB,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run the program and return its output; the caller checks the exit code (negative: killed by that signal).

    Output goes through files of at most `file_mb`, so endless output kills the program and not the caller. Input is a
    file in memory: it may be a password, which no disk is to have.
    Raises ReadingTimeoutError when it exceeds its wall or CPU time, UnavailableError when it is not installed.
    """
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr, _in_memory() as stdin:
        stdin.write(input or b"")
        stdin.seek(0)
        process = _start(
            sandboxed_argv(argv, memory_mb=memory_mb, file_mb=file_mb, cpu_seconds=cpu_seconds),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=cwd,
            env=env,
        )
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise ReadingTimeoutError from error
        finally:
            kill_group(process)
        if code == -signal.SIGXCPU:
            raise ReadingTimeoutError
        stdout.seek(0)
        stderr.seek(0)
        return subprocess.CompletedProcess([str(part) for part in argv], code, stdout.read(), stderr.read())


def _in_memory() -> IO[bytes]:
    """An empty file without a name and without a disk (memfd_create(2))."""
    return os.fdopen(os.memfd_create("input"), "w+b")


def run_module(
    module: str,
    *arguments: str | Path,
    timeout: float,
    memory_mb: int,
    input: bytes | None = None,  # noqa: A002 - the name that subprocess.run gives it
    file_mb: int = DEFAULT_FILE_MB,
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of this project as `run_sandboxed` runs a program."""
    return run_sandboxed(
        module_argv(module, *arguments),
        timeout=timeout,
        memory_mb=memory_mb,
        input=input,
        file_mb=file_mb,
        env=IMPORTS,
    )


def module_argv(module: str, *arguments: str | Path) -> list[str | Path]:
    """The command of a module of this project; it needs `IMPORTS` in its environment."""
    return [sys.executable, "-m", module, *arguments]


def start_sandboxed(
    argv: Sequence[str | Path],
    *,
    memory_mb: int,
    file_mb: int = DEFAULT_FILE_MB,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """A long-running sandboxed program with pipes for stdin and stdout; end it with `kill_group`."""
    return _start(
        sandboxed_argv(argv, memory_mb=memory_mb, file_mb=file_mb, cpu_seconds=None),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=env,
    )


def _start(
    command: list[str],
    *,
    stdin: IO[bytes] | int,
    stdout: IO[bytes] | int,
    stderr: IO[bytes] | int,
    cwd: Path | None = None,
    env: Mapping[str, str] | None,
) -> subprocess.Popen[bytes]:
    """Starts the command in a session of its own, without sockets and with `sandboxed_environment`."""

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - a list, no shell; the caller names the program
            command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=cwd,
            env=sandboxed_environment(env),
            start_new_session=True,
        )

    return _starter().thread.submit(start).result()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Starter:
    """The thread of this process that starts sandboxed programs and does nothing else. What it may not do they may not
    either; `commands` come before each program, for what the thread could not give up."""

    thread: ThreadPoolExecutor
    commands: tuple[str, ...]


@cache
def _starter() -> _Starter:
    thread = ThreadPoolExecutor(1, "sandbox")
    return _Starter(thread=thread, commands=thread.submit(_confine).result())


def _confine() -> tuple[str, ...]:
    """Gives up the network, capabilities and sockets of this thread, as far as the kernel or the container permits;
    returns the commands that confine each program further."""
    commands: tuple[str, ...] = ()
    if (reason := leave_network()) is not None:
        commands = _that_works("unshare", "--user", "--map-current-user", "--net")
        if not commands:
            log.info(
                "no network namespaces here: sandboxed programs are kept from the network by their filter alone",
                extra={"reason": reason},
            )
    if (reason := give_up_capabilities()) is not None:
        log.warning("sandboxed programs may have privileges", extra={"reason": reason})
    if (reason := refuse_sockets()) is not None:
        log.warning("sandboxed programs may open sockets: no filter of system calls", extra={"reason": reason})
    return commands


os.register_at_fork(after_in_child=_starter.cache_clear)  # a forked process inherits no threads


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kills the program with its children and waits for it; harmless when it has ended."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()  # does nothing to a process that has been waited for
    process.wait()


def sandboxed_argv(argv: Sequence[str | Path], *, memory_mb: int, file_mb: int, cpu_seconds: int | None) -> list[str]:
    """The command line with its limits before it. Raises UnavailableError if the program is not installed."""
    program, *arguments = (str(part) for part in argv)
    limits = [f"--as={memory_mb * MEGABYTE}", f"--fsize={file_mb * MEGABYTE}", "--core=0"]
    if cpu_seconds is not None:
        limits.append(f"--cpu={cpu_seconds}:{cpu_seconds + 1}")
    return [*_starter().commands, _installed("prlimit"), *limits, "--", _installed(program), *arguments]


def sandboxed_environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    """The environment of a sandboxed program: where to find programs, and what the caller adds."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | FIXED_VARIABLES | dict(extra or {})


@cache
def _installed(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise UnavailableError(f"The program {program} is not installed.")
    return found


def _that_works(name: str, *options: str) -> tuple[str, ...]:
    """This command with its full path; empty if it does not work here."""
    if found := shutil.which(name):
        tried = subprocess.run([found, *options, "true"], capture_output=True, check=False)  # noqa: S603
        if tried.returncode == 0:
            return (found, *options)
    return ()
