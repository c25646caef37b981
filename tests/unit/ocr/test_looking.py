"""How long the quick lane looks at a document before it leaves it to the slow one."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from functions.ocr.handling import QUICK_LOOK_SECONDS, ReadingStage
from functions.ocr.options import ReadingOptions
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
