"""The sweeper, in every situation that a row can be in."""

import threading
from collections.abc import Callable

import pytest

from infra.dispatcher.sweeper import Sweeper
from shared.domain.cloud_events import parse_event
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage, Status
from shared.domain.metrics import FAILURES, PUSHED_AGAIN
from shared.errors import UnavailableError
from shared.settings import Settings
from tests.support.memory import MemorySystem

HOUR = 3600


def _sweeper(system: MemorySystem) -> Sweeper:
    return Sweeper(
        stages=system.stages,
        queue=system.queue,
        after_commit=system.after_commit,
        metrics=system.metrics,
        settings=system.settings,
    )


def _message_lost(system: MemorySystem) -> int:
    invoice_id = system.added()
    system.waiting(Stage.OCR)
    system.clock.advance(HOUR)
    return invoice_id


def _message_waits(system: MemorySystem) -> int:
    invoice_id = system.added()
    system.clock.advance(HOUR)
    return invoice_id


def _message_on_its_way(system: MemorySystem) -> int:
    invoice_id = system.added()
    system.waiting(Stage.OCR)
    return invoice_id


def _at_work(system: MemorySystem) -> int:
    invoice_id = _message_lost(system)
    assert system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=5)
    return invoice_id


def _worker_died(system: MemorySystem) -> int:
    invoice_id = _at_work(system)
    system.clock.advance(31)
    return invoice_id


def _failed(system: MemorySystem) -> int:
    invoice_id = _message_lost(system)
    system.row(invoice_id).update(status=Status.FAILED, stage=None)
    return invoice_id


@pytest.mark.parametrize(
    ("situation", "requeued"),
    [
        (_message_lost, True),
        (_worker_died, True),
        (_message_waits, False),
        (_message_on_its_way, False),
        (_at_work, False),
        (_failed, False),
    ],
)
def test_a_row_that_is_due_and_has_no_message_gets_one_and_no_other(
    *, situation: Callable[[MemorySystem], int], requeued: bool
) -> None:
    system = MemorySystem()
    invoice_id = situation(system)
    waiting = system.queued(Stage.OCR)
    assert _sweeper(system).sweep() == int(requeued)
    assert system.queued(Stage.OCR) == waiting + int(requeued)
    assert _sweeper(system).sweep() == 0
    assert system.metrics.counted().get((PUSHED_AGAIN.name, "ocr"), 0) == int(requeued)
    if requeued:
        assert system.waiting(Stage.OCR)[-1] == invoice_id


def test_a_row_behind_messages_that_are_older_waits_for_its_own() -> None:
    system = MemorySystem()
    system.added("aa" * 32)
    system.clock.advance(60)
    system.added("bb" * 32)
    system.clock.advance(HOUR)
    assert _sweeper(system).sweep() == 0


def test_what_was_lost_of_one_uploader_is_found_behind_older_messages_of_another() -> None:
    system = MemorySystem()
    lost = system.added("aa" * 32, actor="ana")
    waits = system.added("bb" * 32, actor="ben")
    for _ in range(2):  # both lines are emptied, and that of ben filled again with what is older
        popped = system.queue.pop(Stage.OCR, Lane.QUICK, 0)
        assert popped is not None
        if parse_event(popped.content).data.invoice_id == waits:
            kept = popped
    system.queue.requeue(kept)
    system.clock.advance(HOUR)
    assert _sweeper(system).sweep() == 1
    assert sorted(system.waiting(Stage.OCR)) == [lost, waits]


def test_a_message_lost_in_one_lane_is_found_though_older_ones_wait_in_the_other() -> None:
    system = MemorySystem()
    scan = system.added("aa" * 32, content_type="image/png")
    system.clock.advance(1)
    digital = system.added("bb" * 32)
    assert system.queue.pop(Stage.OCR, Lane.QUICK, 0) is not None
    system.clock.advance(HOUR)
    assert _sweeper(system).sweep() == 1
    assert [line.lane for line in system.queue.waiting()] == [Lane.SLOW, Lane.QUICK]
    assert system.waiting(Stage.OCR) == [digital, scan]


def test_rows_whose_every_attempt_died_fail_and_watchers_hear_of_it() -> None:
    system = MemorySystem(settings=Settings(max_attempts=2))
    invoice_id = system.added()
    for _ in range(2):
        assert system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=2)
        system.clock.advance(HOUR)
    assert _sweeper(system).sweep() == 0
    assert (system.row(invoice_id)["status"], system.row(invoice_id)["error_code"]) == ("failed", "worker-lost")
    assert system.changes.published[-1].status is Status.FAILED
    assert system.metrics.counted()[FAILURES.name, "ocr", "worker-lost"] == 1


def test_everything_that_was_lost_with_the_queue_comes_again_in_order() -> None:
    system = MemorySystem()
    ids = []
    for number in range(5):
        ids.append(system.added(f"{number:064d}"))
        system.clock.advance(1)
    system.waiting(Stage.OCR)
    system.clock.advance(HOUR)
    assert _sweeper(system).sweep() == 5
    assert system.waiting(Stage.OCR) == ids


def test_a_queue_that_is_away_ends_the_sweep_and_the_next_one_requeues() -> None:
    system = MemorySystem()
    invoice_id = _message_lost(system)
    system.queue.is_away = True
    with pytest.raises(UnavailableError):
        _sweeper(system).sweep()
    system.queue.is_away = False
    assert _sweeper(system).sweep() == 1
    assert system.waiting(Stage.OCR) == [invoice_id]


@pytest.mark.parametrize("fault", [UnavailableError(), RuntimeError("a fault of ours")])
def test_a_sweep_that_fails_does_not_end_the_sweeper(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    system = MemorySystem(settings=Settings(sweep_seconds=0.001))
    invoice_id = _message_lost(system)
    stopping = threading.Event()
    real, calls = system.stages.fail_exhausted, []

    def failing_first(**given: int) -> object:
        calls.append(given)
        if len(calls) == 1:
            raise fault
        stopping.set()
        return real(**given)

    monkeypatch.setattr(system.stages, "fail_exhausted", failing_first)
    _sweeper(system).run(stopping)
    assert system.waiting(Stage.OCR) == [invoice_id]
