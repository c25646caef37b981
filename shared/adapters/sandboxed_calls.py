"""Calls of a function of this project in sandboxed processes, whose forks answer a document each, or a few
(`forked_calls`)."""

import json
from collections.abc import Iterator

from shared.adapters.forked_calls import ANSWER, HEADER, REFUSAL, Ending
from shared.adapters.process_pool import ProcessEndedError, ProcessPool
from shared.errors import AppError, DocumentError, ErrorCode

START_SECONDS = 30
"""For a process that must be started first: it takes one, on a busy machine five."""

WALL_PER_CPU_SECOND = 10
"""Processes share the cores: more than this means that the call hangs, or that the machine has no time at all."""

LONGEST_WAIT = 600

_LONGEST_SENTENCE = 500


class TooMuchWorkError(DocumentError):
    """The call reached its limit of processor time or memory. Permanent: it would do so again."""

    message = "This document needs more time or memory than is allowed."


class CallEndedError(AppError):
    """The process was killed from outside, as by a machine without memory."""

    code = ErrorCode.INTERNAL_ERROR
    retryable = True
    message = "Reading this document broke off."


class CallBrokeError(CallEndedError):
    """The call broke its process, and may do so again."""


class SandboxedCalls:
    """The function that `module` serves, in at most `limit` processes at a time, each within `memory_mb`. Safe to call
    from any thread."""

    def __init__(self, module: str, *, limit: int, memory_mb: int) -> None:
        self._pool = ProcessPool(module, limit=limit, memory_mb=memory_mb)

    def __call__(self, request: bytes, *, cpu_seconds: int, timeout: float | None = None, alone: bool = False) -> bytes:
        """What the function returned; treat it like the document. `timeout`: the seconds to wait, if somebody waits for
        the caller; `alone`: in a fork of its own, also where others share one. Raises the DocumentErrors that it
        raised, and TooMuchWorkError, CallEndedError, ReadingTimeoutError; RuntimeError if it broke."""
        framed = HEADER.pack(cpu_seconds, alone) + request
        if timeout is None:
            timeout = min(START_SECONDS + cpu_seconds * WALL_PER_CPU_SECOND, LONGEST_WAIT)
        try:
            answer = self._pool.ask(framed, timeout=timeout)
        except ProcessEndedError as error:
            if error.code in (Ending.CPU, Ending.MEMORY):
                raise TooMuchWorkError from error
            if error.code == Ending.BROKEN:
                raise CallBrokeError from error
            raise CallEndedError from error
        kind, body = answer[:1], answer[1:]
        if kind == ANSWER:
            return body
        if kind == REFUSAL:
            raise _refusal(body)
        raise RuntimeError(f"the sandboxed call broke: {body[:4000].decode('utf-8', 'replace')}")

    def close(self) -> None:
        """Kill the idle processes."""
        self._pool.close()


def _refusal(body: bytes) -> DocumentError:
    """The error that the function raised; a DocumentError whatever the process says."""
    said = json.loads(body)
    code, message = str(said["code"]), str(said["message"])[:_LONGEST_SENTENCE]
    kind = next((kind for kind in _kinds(DocumentError) if kind.code == code), DocumentError)
    error = kind.__new__(kind)
    AppError.__init__(error, message)
    return error


def _kinds(kind: type[DocumentError]) -> Iterator[type[DocumentError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _kinds(inner)
