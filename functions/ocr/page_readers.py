"""A pool of sandboxed page processes: started on first use, reused, killed when stuck."""

import json
import select
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from functions.ocr.options import Engine
from shared.adapters.sandbox import IMPORTS, kill_group, module_argv, start_sandboxed
from shared.domain.document import Box, CodeFormat, Page, PageCode, Source, Word
from shared.errors import DocumentError, ReadingTimeoutError

READ_SIZE = 1 << 16
NICENESS = "10"  # of patient processes: a tenth of the weight of others

Wanted = Literal["words", "words_of_areas", "codes", "codes_of_scan"]
"""What a job asks for; the codes of a scan or photo are worth a second search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJob:
    """A page to read: `page` of a PDF drawn at `dpi`, or, without it, a picture written by this service.

    `areas`, for `words_of_areas` of a PDF, are parts in 0..1 of the page turned clockwise by `rotation`."""

    path: str
    page: int | None
    width: int
    height: int
    dpi: int
    engine: Engine
    languages: str
    timeout: float
    wanted: Wanted = "words"
    areas: tuple[Box, ...] = ()
    rotation: int = 0


class PageReaders:
    """At most `limit` processes, each within `memory_mb`; safe to call from any thread. `patient` ones leave the cores
    to everything else that has work for them."""

    def __init__(self, limit: int, memory_mb: int, *, patient: bool = False) -> None:
        self.memory_mb = memory_mb
        self._patient = patient
        self._slots = threading.BoundedSemaphore(limit)
        self._lock = threading.Lock()
        self._idle: list[subprocess.Popen[bytes]] = []

    def read(self, job: PageJob, number: int) -> Page:
        """Read the page as page `number`. Raises ReadingTimeoutError, DocumentError."""
        answer = self._page(job, number)
        return Page(
            number=number,
            width=answer["width"] * 72 / job.dpi,
            height=answer["height"] * 72 / job.dpi,
            source=Source(answer["source"]),
            rotation=answer["rotation"],
            words=_words(answer),
        )

    def words_of_areas(self, job: PageJob, number: int) -> tuple[Word, ...]:
        """The words in the job's areas of page `number`, boxes on the upright page. Raises ReadingTimeoutError,
        DocumentError."""
        return _words(self._page(job, number))

    def codes(self, job: PageJob, number: int) -> tuple[PageCode, ...]:
        """The codes of page `number`, boxes on the page as drawn. Raises ReadingTimeoutError, DocumentError."""
        answer = self._page(job, number)
        return tuple(
            PageCode(format=CodeFormat(kind), text=text, box=Box(*box)) for kind, text, *box in answer["codes"]
        )

    def _page(self, job: PageJob, number: int) -> dict[str, Any]:
        with self._slots:
            answer = self._answer(job)
        if "error" in answer:
            raise DocumentError(f"Page {number} of this document cannot be read.")
        return answer

    def close(self) -> None:
        """Kill the idle processes."""
        with self._lock:
            while self._idle:
                kill_group(self._idle.pop())

    def _answer(self, job: PageJob) -> dict[str, Any]:
        while process := self._take():
            try:
                answer = _ask(process, json.dumps(asdict(job)).encode() + b"\n", job.timeout)
            except BaseException:
                kill_group(process)
                raise
            if answer:
                with self._lock:
                    self._idle.append(process)
                return json.loads(answer)  # type: ignore[no-any-return]
            kill_group(process)
            # A clean exit means that it reached its idle time-out just as the job came: use another one.
            if process.returncode != 0:
                raise DocumentError("PageReading this document needs more memory than is allowed.")
        raise AssertionError("unreachable: a process is always started")

    def _take(self) -> subprocess.Popen[bytes]:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.poll() is None:
                    return process
                kill_group(process)
        return self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        priority = ("nice", "-n", NICENESS) if self._patient else ()
        command = [*priority, *module_argv("functions.ocr.page_process")]
        process = start_sandboxed(command, memory_mb=self.memory_mb, env=IMPORTS)
        if self._patient:
            # Linux may weigh whole sessions against each other (sched_autogroup); each sandboxed program is one.
            with suppress(OSError):
                Path(f"/proc/{process.pid}/autogroup").write_text(NICENESS)
        return process


def _words(answer: dict[str, Any]) -> tuple[Word, ...]:
    return tuple(Word(text=text, box=Box(*box), confidence=confidence) for text, *box, confidence in answer["words"])


def _ask(process: subprocess.Popen[bytes], line: bytes, timeout: float) -> bytes:
    """The answered line, empty if the process ended. Raises ReadingTimeoutError."""
    assert process.stdin is not None  # noqa: S101 - start_sandboxed opens both
    assert process.stdout is not None  # noqa: S101
    with suppress(BrokenPipeError):
        process.stdin.write(line)
        process.stdin.flush()
    deadline = time.monotonic() + timeout
    answer = bytearray()
    while not answer.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise ReadingTimeoutError
        part = process.stdout.read1(READ_SIZE)  # type: ignore[attr-defined]
        if not part:
            process.wait()
            return b""
        answer += part
    return bytes(answer)


@cache
def shared_readers(limit: int, memory_mb: int) -> PageReaders:
    """The processes of this instance for codes and areas: for them a page of text never waits behind those that are
    recognised."""
    return PageReaders(limit, memory_mb)


@cache
def shared_recognisers(limit: int, memory_mb: int) -> PageReaders:
    """The processes of this instance that recognise pages, shared by parallel calls: no more pages than cores."""
    return PageReaders(limit, memory_mb, patient=True)
