"""One stage of one invoice, in every situation that a worker can be in."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.adapters.memory.stage_store import MemoryStageStore
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage, Status
from shared.domain.metrics import FAILURES, RETRIES, STAGE_SECONDS
from shared.domain.pages_read import PagesRead
from shared.errors import EncryptedDocumentError, UnavailableError
from shared.pipeline.stages import Claim, LeaseLostError, StageResult, WorkMovesOnError
from shared.pipeline.updates import Change
from shared.pipeline.worker import Lease, Work
from shared.settings import Settings
from tests.support.memory import MemorySystem


def _done(claim: Claim, lease: Lease) -> StageResult:
    return StageResult(columns={"page_count": 2}, attributes={"pages": 2, "sources": [], "from_cache": False})


def _raising(error: Exception) -> Work:
    def work(claim: Claim, lease: Lease) -> StageResult:
        raise error

    return work


def test_finished_work_is_kept_and_the_next_stage_enqueued() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    system.worker(Stage.OCR).handle(invoice_id, _done)
    row = system.row(invoice_id)
    assert (row["status"], row["stage"], row["page_count"]) == (Status.PROCESSING, Stage.EXTRACT, 2)
    assert system.waiting(Stage.EXTRACT) == [invoice_id]
    assert [(change.stage, change.progress) for change in system.changes.published] == [
        (Stage.OCR, 0),
        (Stage.OCR, 5),
        (Stage.EXTRACT, 70),
    ]
    assert system.trail(invoice_id) == ["uploaded", "ocr.started", "ocr.finished"]


def test_the_last_stage_leaves_the_invoice_to_a_person() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    system.worker(Stage.OCR).handle(invoice_id, _done)
    system.worker(Stage.EXTRACT).handle(invoice_id, lambda claim, lease: StageResult())
    last = system.changes.published[-1]
    assert (last.status, last.stage, last.progress) == (Status.WAITING_VALIDATION, None, 100)
    assert system.row(invoice_id)["progress"] == 100


def test_work_that_moves_on_gives_its_claim_back_and_enqueues_a_message_for_the_slow_lane() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    system.waiting(Stage.OCR)
    system.worker(Stage.OCR).handle(invoice_id, _raising(WorkMovesOnError(3)))
    assert [(line.lane, number) for line, number in system.queue.waiting().items()] == [(Lane.SLOW, 1)]
    row = system.row(invoice_id)
    assert (row["lane"], row["pages_due"], row["attempts"], row["lease_token"]) == (Lane.SLOW, 3, 0, None)
    assert system.waiting(Stage.OCR) == [invoice_id]
    system.worker(Stage.OCR).handle(invoice_id, _done)
    assert [line.lane for line in system.queue.waiting()] == [Lane.SLOW], "so is its extraction"
    counted = system.metrics.counted()
    assert [counted[f"{STAGE_SECONDS.name}", "ocr", outcome, "sum"] >= 0 for outcome in ("moved", "finished")]


def test_a_second_message_left_in_the_quick_lane_runs_nothing_after_the_work_has_moved_on() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    system.worker(Stage.OCR).handle(invoice_id, _raising(WorkMovesOnError(3)), lane=Lane.QUICK)
    system.worker(Stage.OCR).handle(invoice_id, _done, lane=Lane.QUICK)
    assert (system.row(invoice_id)["stage"], system.row(invoice_id)["lease_token"]) == (Stage.OCR, None)
    system.worker(Stage.OCR).handle(invoice_id, _done, lane=Lane.SLOW)
    assert system.row(invoice_id)["stage"] is Stage.EXTRACT


class _DefectError(Exception):
    """A fault of ours."""


@pytest.mark.parametrize(
    ("error", "status", "code", "counted"),
    [
        (UnavailableError(), Status.PROCESSING, "unavailable", RETRIES),
        (EncryptedDocumentError(), Status.FAILED, "encrypted-document", FAILURES),
        (_DefectError(), Status.PROCESSING, "internal-error", RETRIES),
    ],
)
def test_a_fault_ends_the_attempt_by_its_kind(error: Exception, status: Status, code: str, counted: object) -> None:
    system = MemorySystem()
    invoice_id = system.added()
    system.worker(Stage.OCR).handle(invoice_id, _raising(error))
    row = system.row(invoice_id)
    assert (row["status"], row["error_code"], row["lease_token"]) == (status, code, None)
    assert system.metrics.counted()[counted.name, "ocr", code] == 1  # type: ignore[attr-defined]
    assert system.changes.published[-1].status is status
    assert system.waiting(Stage.EXTRACT) == []


def test_a_fault_that_passes_is_tried_until_the_attempts_are_used_up() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    for _ in range(system.settings.max_attempts):
        assert system.row(invoice_id)["status"] is Status.PROCESSING
        system.worker(Stage.OCR).handle(invoice_id, _raising(UnavailableError()))
        system.clock.advance(24 * 3600)
    assert system.row(invoice_id)["status"] is Status.FAILED


def test_an_outage_of_the_store_of_documents_costs_no_attempt_however_long_it_lasts() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    worker = system.worker(Stage.OCR)
    system.objects.is_away = True
    for _ in range(3 * system.settings.max_attempts):
        with pytest.raises(UnavailableError, match="file store"):
            worker.handle(invoice_id, _raising(UnavailableError()))
    row = system.row(invoice_id)
    assert (row["status"], row["attempts"], row["lease_token"]) == (Status.PROCESSING, 0, None)
    assert (row["next_attempt_at"], row["error_code"]) == (None, "unavailable"), "due at once, and it says why it waits"
    assert system.trail(invoice_id) == ["uploaded", "ocr.started"], "claimed once, and then not while it is known"
    assert system.metrics.counted()[RETRIES.name, "ocr", "unavailable"] == 1
    system.objects.is_away = False
    worker.handle(invoice_id, _done)
    row = system.row(invoice_id)
    assert (row["stage"], row["attempts"], row["error_code"]) == (Stage.EXTRACT, 0, None)


def test_a_claim_that_is_lost_in_an_outage_stays_with_who_took_it() -> None:
    system = MemorySystem()
    invoice_id = system.added()

    def work(claim: Claim, lease: Lease) -> StageResult:
        system.clock.advance(24 * 3600)
        other = system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=5)
        assert other is not None
        system.objects.is_away = True
        raise UnavailableError

    system.worker(Stage.OCR).handle(invoice_id, work)
    assert (system.row(invoice_id)["attempts"], system.row(invoice_id)["error_code"]) == (2, None)


def _nothing(system: MemorySystem, invoice_id: int) -> None:
    system.rows.rows.pop(invoice_id)


def _taken(system: MemorySystem, invoice_id: int) -> None:
    assert system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=5)


def _done_before(system: MemorySystem, invoice_id: int) -> None:
    system.worker(Stage.OCR).handle(invoice_id, _done)


def _rejected(system: MemorySystem, invoice_id: int) -> None:
    system.row(invoice_id).update(status=Status.REJECTED, stage=None)


def _postponed(system: MemorySystem, invoice_id: int) -> None:
    system.worker(Stage.OCR).handle(invoice_id, _raising(UnavailableError()))


@pytest.mark.parametrize("before", [_nothing, _taken, _done_before, _rejected, _postponed])
def test_a_message_that_comes_twice_or_late_starts_no_work(before: Callable[[MemorySystem, int], None]) -> None:
    system = MemorySystem()
    invoice_id = system.added()
    before(system, invoice_id)
    published = len(system.changes.published)
    system.worker(Stage.OCR).handle(invoice_id, _raising(AssertionError("worked")))
    assert len(system.changes.published) == published


def test_work_after_a_lost_claim_changes_nothing() -> None:
    system = MemorySystem()
    invoice_id = system.added()

    def overtaken(claim: Claim, lease: Lease) -> StageResult:
        system.clock.advance(3600)
        system.worker(Stage.OCR).handle(invoice_id, _done)
        return StageResult(columns={"page_count": 99})

    system.worker(Stage.OCR).handle(invoice_id, overtaken)
    assert system.row(invoice_id)["page_count"] == 2
    assert system.waiting(Stage.EXTRACT) == [invoice_id]
    assert system.trail(invoice_id) == ["uploaded", "ocr.started", "ocr.started", "ocr.finished"]


@pytest.mark.parametrize("error", [UnavailableError(), _DefectError()])
def test_an_error_after_a_lost_claim_is_not_recorded(error: Exception) -> None:
    system = MemorySystem()
    invoice_id = system.added()

    def overtaken(claim: Claim, lease: Lease) -> StageResult:
        system.row(invoice_id).update(status=Status.REJECTED, stage=None)
        raise error

    system.worker(Stage.OCR).handle(invoice_id, overtaken)
    assert system.row(invoice_id)["error_code"] is None


def test_a_database_that_cannot_record_the_end_leaves_the_work_to_another_attempt() -> None:
    system = MemorySystem()
    invoice_id = system.added()

    class Away(MemoryStageStore):
        def finish(self, claim: Claim, result: StageResult) -> Change:
            raise UnavailableError

        def end_attempt(self, *given: object, **named: object) -> Change:
            raise UnavailableError

    worker = replace(system.worker(Stage.OCR), stages=Away(system.rows))
    with pytest.raises(UnavailableError):
        worker.handle(invoice_id, _done)
    system.clock.advance(3600)
    system.worker(Stage.OCR).handle(invoice_id, _done)
    assert system.row(invoice_id)["stage"] is Stage.EXTRACT


def test_a_queue_that_is_away_costs_no_result() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    system.queue.is_away = True
    system.worker(Stage.OCR).handle(invoice_id, _done)
    assert system.row(invoice_id)["stage"] is Stage.EXTRACT


# The lease


def test_progress_is_shown_once_for_each_per_cent_of_the_whole_way() -> None:
    system = MemorySystem()
    invoice_id = system.added()

    def work(claim: Claim, lease: Lease) -> StageResult:
        for share in (0.0, 0.5, 0.5, 1.0):
            lease.progress(share)
            assert system.row(invoice_id)["progress"] == {0.0: 0, 0.5: 37, 1.0: 70}[share]
        return StageResult()

    replace(system.worker(Stage.OCR), progress_seconds=0).handle(invoice_id, work)
    assert [change.progress for change in system.changes.published] == [0, 5, 37, 70, 70]


def test_each_page_that_is_read_is_shown_though_the_per_cent_are_the_same() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    stored = []

    def work(claim: Claim, lease: Lease) -> StageResult:
        for done in (1, 2):
            pages = PagesRead(read=done, of=300)
            lease.progress(pages.share, pages)
            row = system.row(invoice_id)
            stored.append((row["progress"], row["pages_read"], row["pages_to_read"]))
        return StageResult()

    replace(system.worker(Stage.OCR), progress_seconds=0).handle(invoice_id, work)
    assert stored == [(5, 1, 300), (5, 2, 300)]
    assert [change.reading for change in system.changes.published] == [
        None,
        None,
        PagesRead(read=1, of=300),
        PagesRead(read=2, of=300),
        None,
    ]
    assert system.row(invoice_id)["pages_read"] is None, "nothing is being read any more"


def test_work_of_a_moment_shows_no_progress_which_would_cost_a_commit() -> None:
    system = MemorySystem()
    invoice_id = system.added()

    def work(claim: Claim, lease: Lease) -> StageResult:
        lease.progress(0.5)
        assert system.row(invoice_id)["progress"] == 0
        return StageResult()

    system.worker(Stage.OCR).handle(invoice_id, work)
    assert [change.progress for change in system.changes.published] == [0, 5, 70]


def test_progress_ends_work_that_is_no_longer_wanted() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    reached: list[float] = []

    def work(claim: Claim, lease: Lease) -> StageResult:
        lease.progress(0.5)
        system.row(invoice_id).update(status=Status.REJECTED, stage=None)
        for share in (0.6, 0.7):
            lease.progress(share)
            reached.append(share)
        return StageResult()

    replace(system.worker(Stage.OCR), progress_seconds=0).handle(invoice_id, work)
    assert reached == []
    assert system.row(invoice_id)["status"] is Status.REJECTED


class _Renewals(MemoryStageStore):
    """Notes each renewal; the first `faults` of them raise UnavailableError."""

    def __init__(self, system: MemorySystem, *, faults: int = 0) -> None:
        super().__init__(system.rows)
        self.faults = faults
        self.made = 0
        self.renewed = threading.Event()

    def renew(self, claim: Claim, *, lease_seconds: float, progress: int, pages: PagesRead | None = None) -> None:
        self.made += 1
        if self.made <= self.faults:
            raise UnavailableError
        super().renew(claim, lease_seconds=lease_seconds, progress=progress, pages=pages)
        self.renewed.set()


def _lease(system: MemorySystem, stages: MemoryStageStore, *, longest: float = 60) -> tuple[Claim, Lease]:
    claim = system.stages.claim(system.added(), Stage.OCR, lease_seconds=30, max_attempts=5)
    assert claim is not None
    return claim, Lease(claim, stages, system.after_commit, seconds=0.03, longest=longest)


@pytest.mark.parametrize("faults", [0, 2])
def test_long_work_keeps_its_lease_though_the_database_is_away_now_and_then(faults: int) -> None:
    system = MemorySystem()
    stages = _Renewals(system, faults=faults)
    _, lease = _lease(system, stages)
    with lease.kept_alive():
        assert stages.renewed.wait(10)
        lease.progress(0)


def test_work_that_hangs_is_not_kept_alive_for_ever() -> None:
    system = MemorySystem()
    stages = _Renewals(system)
    _, lease = _lease(system, stages, longest=0.03)
    with lease.kept_alive():
        # On a busy machine it may have ended already.
        for keeper in [thread for thread in threading.enumerate() if thread.name.startswith("lease-")]:
            keeper.join(10)
            assert not keeper.is_alive()
    assert stages.made == 3


def test_a_lost_lease_is_noticed_between_two_steps_of_the_work() -> None:
    system = MemorySystem()
    claim, lease = _lease(system, _Renewals(system))
    system.row(claim.invoice_id)["lease_token"] = "another"
    with lease.kept_alive():
        keeper = next(thread for thread in threading.enumerate() if thread.name.startswith("lease-"))
        keeper.join(10)
        with pytest.raises(LeaseLostError):
            lease.progress(0)


def test_settings_say_how_long_a_lease_is() -> None:
    system = MemorySystem(settings=Settings(lease_seconds=45))
    invoice_id = system.added()

    def work(claim: Claim, lease: Lease) -> StageResult:
        assert (system.row(invoice_id)["lease_expires_at"] - system.clock()).total_seconds() == 45
        return StageResult()

    system.worker(Stage.OCR).handle(invoice_id, work)
    assert system.row(invoice_id)["stage"] is Stage.EXTRACT
