"""`looking.look` in sandboxed processes, within limits that grow with the pages of a file. Short files share a fork."""

from collections.abc import Callable
from functools import cache, partial
from math import ceil
from pathlib import Path

from functions.ocr.looks import Look, LookTask, Sizes, look_codec, task_codec
from shared.adapters.sandboxed_calls import CallBrokeError, SandboxedCalls, TooMuchWorkError
from shared.errors import ReadingTimeoutError

LARGEST_SHARED = 1 << 20
"""Bytes of a file that is looked at in a fork that has seen others."""

MOST_SECONDS = 600
"""Of processor time for the pages of one file."""


def look_at(
    pdf: Path,
    xhtml: bytes,
    copy: Path,
    *,
    sizes: Sizes | None = None,
    seconds: float,
    hurried: bool,
    processes: int,
    memory_mb: int,
) -> Look | None:
    """What a look finds, within so many seconds of processor time; None for a file that cannot be looked at. A
    `hurried` look waits for no other kind of look, and of a small file it may happen in a fork that has seen others;
    what exhausts that is not given up, but looked at without hurry, alone.

    Raises DocumentError, CallEndedError, ReadingTimeoutError, and TooMuchWorkError unless it was hurried."""
    task = LookTask(path=str(pdf.resolve()), copy=str(copy), sizes=sizes)
    request = task_codec.dump_json(task) + b"\n" + xhtml
    ask = partial(_calls(processes, memory_mb, hurried=hurried), request, cpu_seconds=ceil(min(seconds, MOST_SECONDS)))
    alone = not hurried or pdf.stat().st_size > LARGEST_SHARED
    try:
        answer = ask(alone=True) if alone else _first_together(ask)
    except TooMuchWorkError as error:
        if hurried:
            raise ReadingTimeoutError from error
        raise
    except CallBrokeError:
        if sizes is not None:
            raise
        return None  # drawing it breaks the process
    return look_codec.validate_json(answer)


def _first_together(ask: Callable[..., bytes]) -> bytes:
    """The answer of a fork that has seen other files; of one of its own if that broke, by what may be left of them."""
    try:
        return ask(alone=False)
    except CallBrokeError:
        return ask(alone=True)


@cache
def _calls(processes: int, memory_mb: int, *, hurried: bool) -> SandboxedCalls:
    """The processes of this instance, shared by parallel calls: those for hurried looks, or for the others, which may
    take minutes."""
    return SandboxedCalls("functions.ocr.looking_process", limit=processes, memory_mb=memory_mb)
