"""Ctrl+C and SIGTERM: what was begun is finished, nothing more is begun."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from invoices_client.cli.exit_codes import ExitCode
from invoices_client.errors import InvoicesError


class StoppedError(InvoicesError):
    """The person wants to stop: who waits gives up."""


class Stop:
    """Whether to stop."""

    def __init__(self) -> None:
        self.event = threading.Event()

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked to stop."""
        return self.event.is_set()

    def pause(self, seconds: float) -> None:
        """Waits. Raises StoppedError as soon as somebody asks to stop."""
        if self.event.wait(seconds):
            raise StoppedError("stopped")


@contextmanager
def stopping() -> Iterator[Stop]:
    """Signals ask to stop inside the block; a second one ends the program at once."""
    stop = Stop()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_asked:
            os._exit(ExitCode.INTERRUPTED)
        stop.event.set()
        print("Finishing what was begun; press Ctrl+C again to end at once.", file=sys.stderr)

    earlier = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
