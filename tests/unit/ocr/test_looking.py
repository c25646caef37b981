"""How long the quick lane looks at a document before it leaves it to the slow one."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import numpy
import pytest

from functions.ocr import drawings
from functions.ocr.handling import QUICK_LOOK_SECONDS, ReadingStage
from functions.ocr.options import ReadingOptions
from functions.ocr.pdf_info import PageInfo
from shared.domain.document import DocumentText
from shared.domain.lanes import MOST_SHORT_PAGES, Lane
from shared.domain.lifecycle import Stage, Status
from shared.domain.object_keys import document_key
from shared.errors import ReadingTimeoutError
from tests.support.documents import printed
from tests.support.memory import MemorySystem
from tests.support.reading_stage import reading_stage

CONTENT = b"%PDF"
SHA = sha256(CONTENT).hexdigest()


def _slow_to_look_at(system: MemorySystem, *, seconds: float) -> ReadingStage:
    """The stage with a document that takes so many seconds to look at."""

    def read(
        path: Path,
        content_type: str,
        options: ReadingOptions,
        progress: Callable[[int, int], None],
        on_slow: Callable[[int], None],
    ) -> DocumentText:
        if seconds > min(options.page_timeout, options.look_timeout):
            raise ReadingTimeoutError
        return printed("Invoice no. 17")

    system.objects.put(document_key(SHA), CONTENT, "application/pdf")
    return reading_stage(system, read)


def test_what_the_quick_lane_cannot_look_at_in_time_goes_on_in_the_slow_one_with_the_ordinary_limits() -> None:
    system = MemorySystem()
    stage = _slow_to_look_at(system, seconds=QUICK_LOOK_SECONDS + 1)
    invoice_id = system.added(SHA, size=len(CONTENT))
    system.worker(Stage.OCR).handle(invoice_id, stage.work, lane=Lane.QUICK)
    row = system.row(invoice_id)
    assert (row["status"], row["stage"], row["attempts"]) == (Status.PROCESSING, Stage.OCR, 0)
    assert (row["lane"], row["pages_due"], row.get("error_code")) == (Lane.SLOW, MOST_SHORT_PAGES, None)
    system.worker(Stage.OCR).handle(invoice_id, stage.work, lane=Lane.SLOW)
    assert system.row(invoice_id)["stage"] is Stage.EXTRACT


def test_what_the_slow_lane_cannot_look_at_in_time_fails_as_before() -> None:
    system = MemorySystem()
    stage = _slow_to_look_at(system, seconds=61)
    invoice_id = system.added(SHA, size=len(CONTENT))
    for lane in (Lane.QUICK, Lane.SLOW):
        system.worker(Stage.OCR).handle(invoice_id, stage.work, lane=lane)
    row = system.row(invoice_id)
    assert (row["lane"], row["error_code"]) == (Lane.SLOW, ReadingTimeoutError.code)


def test_all_pages_are_drawn_within_the_same_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now, given = [0.0], list[float]()

    def draw(pdf: Path, *, first: int, last: int, timeout: float, **_: object) -> tuple[list[drawings.Pixels], bool]:
        given.append(timeout)
        now[0] += min(timeout, 3)
        if timeout < 3:
            raise ReadingTimeoutError
        return [numpy.zeros((1, 1), numpy.uint8)] * (last - first + 1), False

    monkeypatch.setattr(drawings, "_draw", draw)
    monkeypatch.setattr(drawings, "time", SimpleNamespace(monotonic=lambda: now[0]))
    pages = [PageInfo(number=number, width=595, height=842, covered=0, picture_dpi=0) for number in range(1, 21)]
    with pytest.raises(ReadingTimeoutError):
        list(drawings.draw_pages(Path("a"), Path("b"), pages, timeout=10, memory_mb=1, longest=10))
    assert given == [10, 7, 4, 1]
    given.clear()
    assert len(list(drawings.draw_pages(Path("a"), Path("b"), pages, timeout=10, memory_mb=1))) == 20
    assert given == [80, 80, 80, 80, 40, 40], "without such a limit each page has its own"
