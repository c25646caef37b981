"""What follows a commit: the queue gets what is owed, watchers hear of it, and nothing that is away undoes it."""

import pytest

from shared.domain.lanes import Message
from shared.domain.lifecycle import Stage, Status
from shared.pipeline.updates import Change
from tests.support.memory import MemorySystem
from tests.support.messages import message


def _change(status: Status | None, stage: Stage | None, owed: Message | None) -> Change:
    return Change(invoice_id=7, status=status, stage=stage, progress=5, version=2, message=owed)


@pytest.mark.parametrize(
    ("change", "enqueued"),
    [
        (_change(Status.PROCESSING, Stage.OCR, message(Stage.OCR)), Stage.OCR),
        (_change(Status.PROCESSING, Stage.EXTRACT, message(Stage.EXTRACT)), Stage.EXTRACT),
        (_change(Status.PROCESSING, Stage.OCR, None), None),  # at work, or postponed
        (_change(Status.WAITING_VALIDATION, None, None), None),
        (_change(Status.FAILED, None, None), None),
        (_change(None, None, None), None),  # deleted
    ],
)
def test_a_stage_that_is_owed_a_message_is_enqueued_and_every_change_is_published(
    change: Change, enqueued: Stage | None
) -> None:
    system = MemorySystem()
    system.after_commit(change)
    assert {stage: system.waiting(stage) for stage in Stage} == {
        stage: [7] if stage is enqueued else [] for stage in Stage
    }
    assert system.changes.published == [change]


def test_a_queue_that_is_away_costs_the_message_and_nothing_else() -> None:
    system = MemorySystem()
    system.queue.is_away = True
    system.after_commit(_change(Status.PROCESSING, Stage.OCR, message()))
    assert len(system.changes.published) == 1


def test_watchers_get_no_more_than_the_public_form() -> None:
    assert _change(Status.PROCESSING, Stage.OCR, message()).as_json() == {
        "invoice_id": 7,
        "status": "processing",
        "stage": "ocr",
        "progress": 5,
        "reading": None,
        "version": 2,
    }
