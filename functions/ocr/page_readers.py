"""Page jobs for the pool of sandboxed page processes."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Literal

from functions.ocr.options import Engine
from shared.adapters.process_pool import ProcessEndedError, ProcessPool
from shared.domain.document import Box, CodeFormat, Page, PageCode, Source, Word
from shared.errors import DocumentError

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
    """At most `limit` processes, each within `memory_mb`; safe to call from any thread."""

    def __init__(self, limit: int, memory_mb: int) -> None:
        self._pool = ProcessPool("functions.ocr.page_process", limit=limit, memory_mb=memory_mb)

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
        try:
            answer: dict[str, Any] = json.loads(self._pool.ask(json.dumps(asdict(job)).encode(), timeout=job.timeout))
        except ProcessEndedError as error:
            raise DocumentError("Reading this document needs more memory than is allowed.") from error
        if "error" in answer:
            raise DocumentError(f"Page {number} of this document cannot be read.")
        return answer

    def close(self) -> None:
        """Kill the idle processes."""
        self._pool.close()


def _words(answer: dict[str, Any]) -> tuple[Word, ...]:
    return tuple(Word(text=text, box=Box(*box), confidence=confidence) for text, *box, confidence in answer["words"])


@cache
def shared_readers(limit: int, memory_mb: int) -> PageReaders:
    """The processes of this instance for pages whose text is copied: for their codes and picture areas they never wait
    behind pages that are recognised."""
    return PageReaders(limit, memory_mb)


@cache
def shared_recognisers(limit: int, memory_mb: int) -> PageReaders:
    """The processes of this instance that recognise pages and search them for codes, shared by parallel calls: no more
    pages than cores."""
    return PageReaders(limit, memory_mb)
