"""A second dispatcher beside the stack's own, restarted when it ends."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from infra.local.programs import Process, Program, running
from infra.local.stack import stack_on
from tests.support.stack import ROOT, RunningStack, eventually


class SecondDispatcher:
    """Keeps one process alive until it is stopped."""

    def __init__(self, stack: RunningStack, environment: Mapping[str, str], *, under: tuple[str, ...] = ()) -> None:
        self._program = Program(
            name="dispatcher-2",
            command=(*under, sys.executable, "-m", "infra.dispatcher"),
            environment=environment,
            folder=ROOT,
            ready=lambda: True,  # it does not listen
        )
        self._log = stack.state_dir / "logs" / "dispatcher-2.log"
        self._stopping = threading.Event()
        self._process: Process | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start it, and restart it when it ends."""
        self._keeper.start()

    def stop(self) -> None:
        """End it for good."""
        self._stopping.set()
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        self._keeper.join(60)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process."""
        process = eventually(lambda: self._process, seconds=60)
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, number)

    def log(self) -> str:
        """Its output."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def _keep(self) -> None:
        while not self._stopping.is_set():
            with running(self._program, log_file=self._log) as process:
                self._process = process
                process.wait()
            self._stopping.wait(0.5)


@contextmanager
def second_dispatcher(stack: RunningStack, settings: Mapping[str, str]) -> Iterator[SecondDispatcher]:
    """A dispatcher with the environment of the stack's own."""
    given = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | dict(settings)
    dispatcher = SecondDispatcher(stack, stack_on(stack.state_dir, given, stack.record["ports"]).environment)
    dispatcher.start()
    try:
        yield dispatcher
    finally:
        dispatcher.stop()
