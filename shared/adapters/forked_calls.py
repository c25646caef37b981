"""The inside of a sandboxed process that calls one function for many documents, in forks of its own.

The process imports and warms up once, and never looks at a document: it hands the bytes of each request to a child
that is forked for it, within a limit of processor time, and returns what that child wrote. A fork answers one document
and ends, unless `serve` is told that several may share one. So a hostile document finds the process as the first one
did, and nothing of it is left for the next fork: a request and its answer are held in pages of their own
(`read_private_frame`), which are gone before the next fork. `sandboxed_calls` is the other side.
"""

import gc
import json
import mmap
import os
import resource
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import IntEnum
from math import ceil
from time import process_time

from shared.adapters.frames import read_private_frame, write_frame
from shared.adapters.process_pool import MOST_ANSWER
from shared.adapters.sandbox import hide_memory
from shared.errors import AppError

HEADER = struct.Struct(">I?")
"""A request begins with the processor seconds that it may take, and whether it must have a fork of its own."""

ANSWER, REFUSAL, FAULT = b"a", b"r", b"f"
"""How an answer begins: what the function returned; the code and sentence of an AppError as JSON; where it broke."""


class Ending(IntEnum):
    """Exit codes of the process that say how its fork ended: by its limits, by a fault of its own, by somebody else."""

    CPU = 70
    MEMORY = 71
    BROKEN = 72
    KILLED = 73


def serve(function: Callable[[bytes], bytes], *, shared_bytes: int = 0) -> None:
    """Answers each frame on stdin until there is no more. Call it once everything that the function needs is loaded:
    each fork starts from there.

    A fork answers requests until they are so many bytes together, and a longer one alone: then what documents leave in
    its memory takes nothing from a large one. What would take over a fork sees, and answers, the documents after it
    there: let them share one only where no byte of a document can become code, or where few documents do. One may ask
    for its own."""
    hide_memory()  # from the forks, which run as the same user
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries may print; only answers may reach the pipe
    gc.collect()
    gc.freeze()  # a collection in a fork would copy every page that it looks at
    fork: _Fork | None = None
    asked = 0  # bytes of this fork
    while (request := read_private_frame(sys.stdin.fileno())) is not None:
        with request:
            _, is_alone = HEADER.unpack_from(request)
            size = shared_bytes if is_alone else len(request)
            if fork and asked + size > shared_bytes:
                fork.end()
                fork = None
            if fork is None:
                fork, asked = _Fork(function, closed=(answers, sys.stdin.fileno()), is_shared=shared_bytes > 0), 0
            asked += size
            with fork.answer(request) as answer:
                if asked >= shared_bytes:
                    fork.end()
                    fork = None
                write_frame(answers, answer)


class _Fork:
    """A child of this process, and the pipes to it. When that is killed this process ends with an `Ending`: rather a
    new one than a doubt."""

    def __init__(self, function: Callable[[bytes], bytes], *, closed: Iterable[int], is_shared: bool) -> None:
        readable, self._requests = os.pipe()
        self._answers, writable = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            for descriptor in (self._requests, self._answers, *closed):
                os.close(descriptor)
            os._exit(_answer_all(function, readable, writable, is_shared=is_shared))
        os.close(readable)
        os.close(writable)

    def answer(self, request: mmap.mmap) -> mmap.mmap:
        """What the child wrote."""
        with suppress(BrokenPipeError):
            write_frame(self._requests, request)
        answer = read_private_frame(self._answers, most=MOST_ANSWER)
        if answer is None:
            self.end()
            sys.exit(Ending.BROKEN)
        return answer

    def end(self) -> None:
        """Waits for its end, which is near: it is asked no more."""
        os.close(self._requests)
        os.close(self._answers)
        code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
        endings = {-signal.SIGXCPU: Ending.CPU, Ending.MEMORY: Ending.MEMORY, -signal.SIGKILL: Ending.KILLED}
        if code != 0:
            sys.exit(endings.get(code, Ending.BROKEN))


def _answer_all(function: Callable[[bytes], bytes], readable: int, writable: int, *, is_shared: bool) -> int:
    """Answers until nothing is asked any more; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))  # no processes or threads of its own
    gc.disable()  # what ends with the document needs no collection
    code = 0
    while code == 0 and (request := read_private_frame(readable)) is not None:
        with request:
            seconds, _ = HEADER.unpack_from(request)
            _limit_time(seconds, is_shared=is_shared)
            code = _answer(function, request, writable)
        if is_shared:
            gc.collect()
    return code


def _limit_time(seconds: int, *, is_shared: bool) -> None:
    """So many more seconds of processor time. A limit that is to be raised for the next document leaves the one that
    cannot be."""
    limit = ceil(process_time()) + seconds
    hardest = resource.getrlimit(resource.RLIMIT_CPU)[1] if is_shared else limit + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hardest))


def _answer(function: Callable[[bytes], bytes], request: mmap.mmap, writable: int) -> int:
    """Writes the answer; returns the exit code, 0 if the next may be asked."""
    try:
        answer = ANSWER + function(request[HEADER.size :])
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
