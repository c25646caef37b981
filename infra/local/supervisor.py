"""Keeps programs running: starts them in order, forwards their logs, restarts crashed ones, stops all cleanly."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from infra.local.programs import Process, Program, ProgramError, kill_group, spawn, stop, tail, wait_until_ready

Report = Callable[[str, str], None]
"""Called with a program's name and one line of its output."""

_KEEP_LOG_BYTES = 20_000_000
_LAST_WORDS_SECONDS = 2.0
_RESTARTS_FORGOTTEN_AFTER_SECONDS = 60.0
# Each program has one thread that waits for its end, and at times one that prepares, probes or stops it.
_THREADS = 64

P = ParamSpec("P")
T = TypeVar("T")


def restart_delay(crashes: int) -> float:
    """Seconds to wait before the restart after the n-th crash in a row."""
    return float(min(30.0, 0.5 * 2 ** (crashes - 1)))


@dataclass(slots=True)
class _Child:
    program: Program
    process: Process | None = None
    crashes: int = 0
    keeper: "asyncio.Task[None] | None" = None
    pumps: "set[asyncio.Task[None]]" = field(default_factory=set)


class Supervisor:
    """Runs programs as children of this process. Use it within one event loop; `changed` is called after each start and
    crash with the process ids by name."""

    def __init__(self, logs: Path, report: Report, changed: Callable[[Mapping[str, int | None]], None]) -> None:
        self._logs = logs
        self._report = report
        self._changed = changed
        self._children: dict[str, _Child] = {}
        self._stopping = False
        self._threads = ThreadPoolExecutor(_THREADS, "supervisor")
        logs.mkdir(parents=True, exist_ok=True)

    async def start(self, *programs: Program, within_seconds: float = 60.0) -> None:
        """Starts these in parallel and returns once all answer; from then on each is restarted when it ends.
        Raises ProgramError with the end of its log if one does not start."""
        try:
            async with asyncio.TaskGroup() as group:
                for program in programs:
                    group.create_task(self._start(program, within_seconds))
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None

    async def stop(self, *names: str) -> None:
        """Stops these programs in parallel, gracefully first; nothing is restarted any more."""
        self._stopping = True
        children = [child for name in names if (child := self._children.get(name))]
        await asyncio.gather(*(self._stop(child) for child in children))

    @property
    def pids(self) -> dict[str, int | None]:
        return {
            name: child.process.pid if child.process and child.process.poll() is None else None
            for name, child in self._children.items()
        }

    async def _start(self, program: Program, within_seconds: float) -> None:
        child = self._children[program.name] = _Child(program)
        process = await self._spawn(child)
        loop = asyncio.get_running_loop()

        def last_words() -> str:
            return asyncio.run_coroutine_threadsafe(self._last_words(child), loop).result()

        await self._in_thread(wait_until_ready, program, process, last_words, within_seconds)
        child.keeper = asyncio.create_task(self._keep(child))

    async def _last_words(self, child: _Child) -> str:
        """The end of the program's log; of one that has ended, once all that it wrote is there."""
        if child.pumps and child.process is not None and child.process.poll() is not None:
            await asyncio.wait(child.pumps, timeout=_LAST_WORDS_SECONDS)
        return tail(self._log_file(child.program.name))

    async def _spawn(self, child: _Child) -> Process:
        program = child.program
        if program.prepare:
            await self._in_thread(program.prepare)
        reading, writing = os.pipe()
        try:
            # From the loop's own thread: the kernel ends the child with the thread that started it.
            process = child.process = spawn(program, writing)
        except OSError:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        pump = asyncio.create_task(self._pump(program.name, reading))
        child.pumps.add(pump)
        pump.add_done_callback(child.pumps.discard)
        self._changed(self.pids)
        return process

    async def _keep(self, child: _Child) -> None:
        name = child.program.name
        while (process := child.process) is not None:
            started = time.monotonic()
            code = await self._in_thread(process.wait)
            if self._stopping:
                return
            kill_group(process.pid)
            if time.monotonic() - started > _RESTARTS_FORGOTTEN_AFTER_SECONDS:
                child.crashes = 0
            child.crashes += 1
            delay = restart_delay(child.crashes)
            self._changed(self.pids)
            self._report("stack", f"{name} ended unexpectedly ({_why(code)}); restarting it in {delay:g} s")
            if advice := child.program.advice(tail(self._log_file(name))):
                self._report("stack", advice)
            await asyncio.sleep(delay)
            while not self._stopping:
                try:
                    await self._spawn(child)
                    break
                except (ProgramError, OSError) as error:
                    self._report("stack", f"{name} cannot be started: {error}")
                    await asyncio.sleep(restart_delay(child.crashes))

    async def _stop(self, child: _Child) -> None:
        seconds = child.program.stop_seconds
        if child.process is not None and not await self._in_thread(stop, child.process, seconds):
            self._report("stack", f"{child.program.name} did not end in {seconds:g} s; killed")
        if child.keeper:
            child.keeper.cancel()
            await asyncio.gather(child.keeper, return_exceptions=True)
        for pump in tuple(child.pumps):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(pump, _LAST_WORDS_SECONDS)

    async def _in_thread(self, call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: call(*arguments, **named))

    async def _pump(self, name: str, reading: int) -> None:
        path = self._log_file(name)
        if path.exists() and path.stat().st_size > _KEEP_LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        stream = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reading, "rb")
        )
        rest = b""
        with contextlib.closing(transport), path.open("ab") as log:
            while chunk := await stream.read(65_536):
                log.write(chunk)
                log.flush()
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._report(name, line.decode(errors="replace"))
        if rest:
            self._report(name, rest.decode(errors="replace"))

    def _log_file(self, name: str) -> Path:
        return self._logs / f"{name}.log"


def _why(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
