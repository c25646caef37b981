"""Deleting an invoice everywhere, on the stores in memory."""

import pytest

from shared.adapters.memory.object_store import MemoryCache
from shared.domain.lifecycle import Stage, Status
from shared.domain.object_keys import document_key, page_image_prefix, text_key
from shared.errors import UnavailableError
from shared.pipeline.deletion import Deletion
from tests.support.memory import MemorySystem

SHA = "ab" * 32


def _kept_everywhere(system: MemorySystem) -> int:
    invoice_id = system.added(SHA)
    for key in (document_key(SHA), text_key(invoice_id), f"{page_image_prefix(invoice_id)}1.png"):
        system.objects.put(key, b"x", "application/octet-stream")
    system.cache.put(SHA, "settings", b"answer")
    return invoice_id


def test_everything_of_an_invoice_is_removed_and_watchers_hear_of_it() -> None:
    system = MemorySystem()
    invoice_id = _kept_everywhere(system)
    assert system.deletion().delete(invoice_id, actor="ana")
    assert list(system.objects.keys("")) == []
    assert system.cache.get(SHA, "settings") is None
    assert (invoice_id in system.rows.rows, system.trail(invoice_id)) == (False, ["deleted"])
    last = system.changes.published[-1]
    assert (last.invoice_id, last.status, last.stage) == (invoice_id, None, None)


def test_bytes_that_a_second_invoice_has_stay_until_that_is_deleted_too() -> None:
    system = MemorySystem()
    first, second = _kept_everywhere(system), _kept_everywhere(system)
    system.deletion().delete(first, actor="ana")
    assert set(system.objects.keys("")) == {
        document_key(SHA),
        text_key(second),
        f"{page_image_prefix(second)}1.png",
    }
    system.deletion().delete(second, actor="ana")
    assert list(system.objects.keys("")) == []


@pytest.mark.parametrize(
    ("status", "age", "deleted"),
    [
        (Status.PROCESSED, 10, True),
        (Status.REJECTED, 10, True),
        (Status.PROCESSED, 0, False),  # touched in the last moment
        (Status.PROCESSING, 10, False),  # at work
    ],
)
def test_what_was_touched_since_stays_whole(*, status: Status, age: float, deleted: bool) -> None:
    system = MemorySystem()
    invoice_id = _kept_everywhere(system)
    system.row(invoice_id)["status"] = status
    system.clock.advance(age)
    since = system.clock()
    published = len(system.changes.published)
    assert system.deletion().delete_untouched([invoice_id], actor="retention", since=since) == int(deleted)
    assert len(list(system.objects.keys(""))) == (0 if deleted else 3)
    assert len(system.changes.published) - published == int(deleted)


def test_many_are_removed_everywhere_with_one_call_to_each_store() -> None:
    system = MemorySystem()
    ids = [system.added(f"{number:064d}") for number in range(3)]
    for invoice_id in ids:
        system.row(invoice_id)["status"] = Status.PROCESSED
        for key in (document_key(system.row(invoice_id)["sha256"]), text_key(invoice_id)):
            system.objects.put(key, b"x", "application/octet-stream")
    system.clock.advance(10)

    class Counting(MemoryCache):
        calls = 0

        def forget(self, *sha256: str) -> None:
            super().forget(*sha256)
            self.calls += 1

    cache = Counting()
    deletion = Deletion(
        invoices=system.invoices, store=system.objects, caches=(cache,), after_commit=system.after_commit
    )
    assert deletion.delete_untouched(ids, actor="retention", since=system.clock()) == 3
    assert (list(system.objects.keys("")), system.rows.rows) == ([], {})
    assert [system.trail(invoice_id) for invoice_id in ids] == [["deleted"]] * 3
    assert [change.invoice_id for change in system.changes.published[-3:]] == ids
    assert cache.calls == 2


def test_an_unknown_invoice_is_not_deleted() -> None:
    system = MemorySystem()
    assert not system.deletion().delete(1, actor="ana")
    assert system.changes.published == []


class _AwayCache(MemoryCache):
    def forget(self, *sha256: str) -> None:
        raise UnavailableError


def test_a_cache_that_is_away_leaves_the_row_for_the_next_try() -> None:
    system = MemorySystem()
    invoice_id = _kept_everywhere(system)
    broken = Deletion(
        invoices=system.invoices,
        store=system.objects,
        caches=(system.cache, _AwayCache()),
        after_commit=system.after_commit,
    )
    with pytest.raises(UnavailableError):
        broken.delete(invoice_id, actor="ana")
    assert system.objects.exists(document_key(SHA))
    assert system.deletion().delete(invoice_id, actor="ana")
    assert list(system.objects.keys("")) == []


def test_what_a_reader_stored_while_its_invoice_was_deleted_is_removed() -> None:
    system = MemorySystem()
    invoice_id = _kept_everywhere(system)

    class Racing(MemoryCache):
        """A cache into which a reader writes once more, right after it was cleared."""

        def __init__(self) -> None:
            super().__init__()
            self.forgotten = 0

        def forget(self, *sha256: str) -> None:
            super().forget(*sha256)
            self.forgotten += 1
            if self.forgotten == 1:
                self.put(sha256[0], "settings", b"late")
                system.objects.put(text_key(invoice_id), b"late", "application/json")

    racing = Racing()
    deletion = Deletion(
        invoices=system.invoices, store=system.objects, caches=(racing,), after_commit=system.after_commit
    )
    assert deletion.delete(invoice_id, actor="ana")
    assert racing.get(SHA, "settings") is None
    assert list(system.objects.keys("")) == []


def test_work_on_a_deleted_invoice_ends_without_a_trace() -> None:
    system = MemorySystem()
    invoice_id = _kept_everywhere(system)
    claim = system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=5)
    assert claim is not None
    system.deletion().delete(invoice_id, actor="ana")
    system.worker(Stage.OCR).handle(invoice_id, lambda claim, lease: pytest.fail("worked"))
    assert system.trail(invoice_id) == ["deleted"]
