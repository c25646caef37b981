"""Uploads whatever is dropped into a folder."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch

from invoices_client.cli.exit_codes import ExitCode, exit_code
from invoices_client.cli.folder import DropFolder, locked
from invoices_client.cli.stopping import Stop, StoppedError
from invoices_client.cli.uploading import Outcome, Wanted, uploaded
from invoices_client.errors import InvoicesError
from invoices_client.synchronous.client import Invoices

_LOOK_MS = 500
"""A look at the folder even if no change was told: file systems of a network tell none."""

_FIRST_REST = 5.0
_LONGEST_REST = 60.0
"""Seconds until the next attempt while the server is away, doubling."""


def watched(
    invoices: Invoices,
    folder: DropFolder,
    wanted: Wanted,
    stop: Stop,
    tell: Callable[[Outcome], None],
    *,
    is_once: bool,
) -> ExitCode:
    """Uploads each whole file and moves it, until `stop` is asked; with `is_once` those that are there. `tell` is given
    each outcome. Raises FolderInUseError, and OSError if a file cannot be moved."""
    rest = _FIRST_REST
    code = ExitCode.OK
    with locked(folder.path):
        while True:
            trouble: InvoicesError | None = None
            for outcome in uploaded(invoices, _files(folder, stop, is_once=is_once), wanted, stop):
                met = _put_away(folder, outcome)
                if met is None:
                    code = code if outcome.is_ok else ExitCode.SOME_FAILED
                    rest = _FIRST_REST
                trouble = met or trouble
                tell(outcome)
            if stop.is_asked:
                return ExitCode.INTERRUPTED
            if trouble is None:
                return code
            if exit_code(trouble) is ExitCode.NOT_ALLOWED or is_once:
                return exit_code(trouble)
            if stop.event.wait(rest):
                return ExitCode.INTERRUPTED
            rest = min(rest * 2, _LONGEST_REST)


def _put_away(folder: DropFolder, outcome: Outcome) -> InvoicesError | None:
    """Moves the file of the outcome; or leaves it, for a trouble that is none of the file's."""
    error = outcome.error
    if outcome.invoice_ids and outcome.is_ok:
        folder.done(outcome.file)
    elif isinstance(error, FileNotFoundError):
        folder.give_back(outcome.file)
    elif isinstance(error, StoppedError) or (
        isinstance(error, InvoicesError) and exit_code(error) is not ExitCode.SOME_FAILED
    ):
        folder.give_back(outcome.file)
        return error
    else:
        folder.failed(outcome.file, outcome.message)
    return None


def _files(folder: DropFolder, stop: Stop, *, is_once: bool) -> Iterator[Path | None]:
    """Whole files as they appear; None each time that there is none."""
    if is_once:
        yield from _present(folder, stop)
        return
    looks = watch(
        folder.path,
        recursive=False,
        stop_event=stop.event,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        step=50,
        raise_interrupt=False,
    )
    for _ in looks:
        yield from folder.whole_files(time.monotonic())
        yield None


def _present(folder: DropFolder, stop: Stop) -> Iterator[Path]:
    """The files that are there now, once they are whole."""
    list(folder.whole_files(time.monotonic()))
    if not stop.event.wait(folder.settle):
        yield from folder.whole_files(time.monotonic())
