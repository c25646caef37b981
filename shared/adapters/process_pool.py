"""A pool of sandboxed processes of one module that keep running: started on first use, reused, killed when stuck."""

import os
import selectors
import subprocess
import threading
import time
from typing import IO

from shared.adapters.frames import LENGTH
from shared.adapters.sandbox import IMPORTS, MEGABYTE, kill_group, module_argv, start_sandboxed
from shared.errors import ReadingTimeoutError

MOST_ANSWER = 64 * MEGABYTE
"""Bytes: ten times the longest answer, which is that of an invoice with 5000 lines."""

_CHUNK = 1 << 16


class ProcessEndedError(Exception):
    """The process ended without an answer; the argument is its exit code (negative: killed by that signal)."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class ProcessPool:
    """At most `limit` processes, each within `memory_mb`; safe to call from any thread. A process answers each frame
    (`frames`) with one, in turn, and may exit with 0 when it has been idle."""

    def __init__(self, module: str, *, limit: int, memory_mb: int) -> None:
        self._module = module
        self._memory_mb = memory_mb
        self._slots = threading.BoundedSemaphore(limit)
        self._lock = threading.Lock()
        self._idle: list[subprocess.Popen[bytes]] = []

    def ask(self, request: bytes, *, timeout: float) -> bytes:
        """The answer, which may be hostile: whoever answered has read the document. `timeout` is in seconds, without
        the wait for a free process. Raises ReadingTimeoutError, ProcessEndedError."""
        with self._slots:
            while True:
                process = self._take()
                try:
                    answer = _exchange(process, request, timeout)
                except BaseException:
                    kill_group(process)
                    raise
                if answer is not None:
                    with self._lock:
                        self._idle.append(process)
                    return answer
                # It has ended; or it closed its pipe, and is ended.
                code = _code_of(process)
                # A clean exit means that it reached its idle time-out just as the request came: use another one.
                if code != 0:
                    raise ProcessEndedError(code)

    def close(self) -> None:
        """Kill the idle processes."""
        with self._lock:
            while self._idle:
                kill_group(self._idle.pop())

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.poll() is None:
                    return process
                kill_group(process)
        return self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        process = start_sandboxed(module_argv(self._module), memory_mb=self._memory_mb, env=IMPORTS)
        for pipe in _pipes(process):
            os.set_blocking(pipe.fileno(), False)
        return process


def _code_of(process: subprocess.Popen[bytes]) -> int:
    try:
        code = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        code = -1
    kill_group(process)
    return code


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None  # noqa: S101 - start_sandboxed opens both
    assert process.stdout is not None  # noqa: S101
    return process.stdin, process.stdout


def _exchange(process: subprocess.Popen[bytes], request: bytes, timeout: float) -> bytes | None:
    """The answer, None if the process ended. Neither writing nor reading waits beyond the time-out: a stuck process
    reads no more than it answers. Raises ReadingTimeoutError, ProcessEndedError for an answer that is none."""
    stdin, stdout = (pipe.fileno() for pipe in _pipes(process))
    unsent = memoryview(LENGTH.pack(len(request)) + request)
    received = bytearray()
    deadline = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        selector.register(stdin, selectors.EVENT_WRITE)
        selector.register(stdout, selectors.EVENT_READ)
        while not _is_whole(received):
            ready = selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise ReadingTimeoutError
            for key, _ in ready:
                if key.fd == stdout:
                    part = os.read(stdout, _CHUNK)
                    if not part:
                        return None
                    received += part
                    continue
                try:
                    unsent = unsent[os.write(stdin, unsent[:_CHUNK]) :]
                except BrokenPipeError:
                    return None
                if not unsent:
                    selector.unregister(stdin)
    return bytes(received[LENGTH.size :])


def _is_whole(received: bytearray) -> bool:
    """Raises ProcessEndedError for more than one answer, or one that is too long."""
    if len(received) < LENGTH.size:
        return False
    length: int = LENGTH.unpack_from(received)[0]
    if length > MOST_ANSWER or len(received) > LENGTH.size + length:
        raise ProcessEndedError(-1)
    return len(received) == LENGTH.size + length
