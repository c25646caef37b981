"""The inside of a sandboxed process that calls one function for many documents, each in a fork of its own.

The process imports and warms up once, and never looks at a document: it hands the bytes of each request to a child
that is forked for it, within a limit of processor time, and returns what that child wrote once it has ended. So a
hostile document finds the process as the first one did, and nothing of it is left for the next: a request and its
answer are held in pages of their own (`read_private_frame`), which are gone before the next fork. `sandboxed_calls` is
the other side.
"""

import gc
import json
import mmap
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum

from shared.adapters.frames import read_private_frame, write_frame
from shared.adapters.process_pool import MOST_ANSWER
from shared.adapters.sandbox import hide_memory
from shared.errors import AppError

CPU_SECONDS_BYTES = 4
"""A request begins with the processor seconds that it may take, big-endian."""

ANSWER, REFUSAL, FAULT = b"a", b"r", b"f"
"""How an answer begins: what the function returned; the code and sentence of an AppError as JSON; where it broke."""


class Ending(IntEnum):
    """Exit codes of the process that say how its fork ended: by its limits, by a fault of its own, by somebody else."""

    CPU = 70
    MEMORY = 71
    BROKEN = 72
    KILLED = 73


def serve(function: Callable[[bytes], bytes]) -> None:
    """Answers each frame on stdin until there is no more. Call it once everything that the function needs is loaded:
    each fork starts from there."""
    hide_memory()  # from the forks, which run as the same user
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries may print; only answers may reach the pipe
    gc.collect()
    gc.freeze()  # a collection in a fork would copy every page that it looks at
    while (request := read_private_frame(sys.stdin.fileno())) is not None:
        with request, _forked(function, request, answers) as answer:
            write_frame(answers, answer)


def _forked(function: Callable[[bytes], bytes], request: mmap.mmap, answers: int) -> mmap.mmap:
    """What the fork wrote. Ends this process, with an `Ending`, if that was killed: rather a new one than a doubt."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        os.close(answers)
        os.close(sys.stdin.fileno())
        os._exit(_answer(function, request, writable))
    os.close(writable)
    written = read_private_frame(readable, most=MOST_ANSWER)
    os.close(readable)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == 0 and written is not None:
        return written
    endings = {-signal.SIGXCPU: Ending.CPU, Ending.MEMORY: Ending.MEMORY, -signal.SIGKILL: Ending.KILLED}
    sys.exit(endings.get(code, Ending.BROKEN))


def _answer(function: Callable[[bytes], bytes], request: mmap.mmap, writable: int) -> int:
    """Writes the answer; returns the exit code."""
    seconds = int.from_bytes(request[:CPU_SECONDS_BYTES])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))  # no processes or threads of its own
    gc.disable()  # what ends with the document needs no collection
    try:
        answer = ANSWER + function(request[CPU_SECONDS_BYTES:])
    except MemoryError:
        return Ending.MEMORY
    except AppError as error:
        answer = REFUSAL + json.dumps({"code": error.code, "message": str(error)}).encode()
    except Exception as error:  # noqa: BLE001 - the boundary of the process; the other side raises it again
        answer = FAULT + _where(error).encode()
    try:
        write_frame(writable, answer)
    except MemoryError:
        return Ending.MEMORY
    return 0


def _where(error: Exception) -> str:
    """The type of the error and the lines that led to it; not its sentence, which may quote the document."""
    lines = "".join(f"\n  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__))
    return type(error).__name__ + lines
