"""`looking.look` in sandboxed processes, a fork for each file, within limits that grow with its pages."""

from functools import cache
from math import ceil
from pathlib import Path

from functions.ocr.looks import Look, LookTask, Sizes, look_codec, task_codec
from shared.adapters.sandboxed_calls import CallBrokeError, SandboxedCalls, TooMuchWorkError
from shared.errors import ReadingTimeoutError

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
    `hurried` look waits for no other kind of look.

    Raises DocumentError, CallEndedError, ReadingTimeoutError, and TooMuchWorkError unless it was hurried."""
    task = LookTask(path=str(pdf.resolve()), copy=str(copy), sizes=sizes)
    request = task_codec.dump_json(task) + b"\n" + xhtml
    try:
        answer = _calls(processes, memory_mb, hurried=hurried)(request, cpu_seconds=ceil(min(seconds, MOST_SECONDS)))
    except TooMuchWorkError as error:
        if hurried:
            raise ReadingTimeoutError from error
        raise
    except CallBrokeError:
        if sizes is not None:
            raise
        return None  # drawing it breaks the process
    return look_codec.validate_json(answer)


@cache
def _calls(processes: int, memory_mb: int, *, hurried: bool) -> SandboxedCalls:
    """The processes of this instance, shared by parallel calls: those for hurried looks, or for the others, which may
    take minutes."""
    return SandboxedCalls("functions.ocr.looking_process", limit=processes, memory_mb=memory_mb)
