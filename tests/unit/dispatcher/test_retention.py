"""Retention: what nobody touched for so long is deleted, batch after batch."""

import threading
from functools import partial

import pytest

from infra.dispatcher.retention import Retention
from shared.domain.lifecycle import Status
from shared.errors import UnavailableError
from tests.support.memory import MemorySystem

DAY = 24 * 3600


def _retention(system: MemorySystem, days: int = 30) -> Retention:
    return Retention(invoices=system.invoices, deletion=system.deletion(), days=days)


@pytest.mark.parametrize("status", Status)
def test_old_invoices_are_deleted_unless_they_are_being_processed(status: Status) -> None:
    system = MemorySystem()
    old = system.added("aa" * 32)
    system.row(old)["status"] = status
    system.clock.advance(30 * DAY)
    young = system.added("bb" * 32)
    system.row(young)["status"] = Status.PROCESSED
    system.clock.advance(1)
    gone = status is not Status.PROCESSING
    assert _retention(system).sweep() == int(gone)
    assert (old in system.rows.rows, young in system.rows.rows) == (not gone, True)


def test_more_than_one_batch_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    system = MemorySystem()
    for number in range(5):
        system.row(system.added(f"{number:064d}"))["status"] = Status.REJECTED
    system.clock.advance(99 * DAY)
    monkeypatch.setattr(system.invoices, "untouched_for", partial(system.invoices.untouched_for, limit=2))
    assert _retention(system, days=98).sweep() == 5
    assert system.rows.rows == {}


def test_a_store_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    system = MemorySystem()
    stopping = threading.Event()

    def away(**given: int) -> object:
        stopping.set()
        raise UnavailableError

    monkeypatch.setattr(system.invoices, "untouched_for", away)
    _retention(system).run(stopping)
    assert stopping.is_set()
