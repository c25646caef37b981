"""Claims, leases and the sweeper's questions: what every stage store promises."""

from dataclasses import replace
from datetime import datetime

import pytest

from shared.domain.lanes import Lane, Line, uploader_id
from shared.domain.lifecycle import RetryPolicy, Stage, Status
from shared.domain.pages_read import PagesRead
from shared.errors import EncryptedDocumentError, UnavailableError
from shared.pipeline.stages import Claim, LeaseLostError, StageResult
from tests.contract.documents import added
from tests.contract.stores import Stores
from tests.support.messages import message

POLICY = RetryPolicy(max_attempts=3, base_seconds=60, max_seconds=300)
LEASE = 30
HOUR = 3600
LINE = Line(stage=Stage.OCR, lane=Lane.QUICK, uploader=uploader_id("test"))
SLOW_LINE = replace(LINE, lane=Lane.SLOW)


def _claim(stores: Stores, invoice_id: int, stage: Stage = Stage.OCR) -> Claim | None:
    return stores.stages.claim(invoice_id, stage, lease_seconds=LEASE, max_attempts=POLICY.max_attempts)


def _claimed(stores: Stores, invoice_id: int, stage: Stage = Stage.OCR) -> Claim:
    claim = _claim(stores, invoice_id, stage)
    assert claim is not None
    return claim


def _types(stores: Stores, invoice_id: int) -> list[str]:
    return [type_ for type_, _, _ in stores.inside.trail(invoice_id)]


def test_a_claim_has_what_the_work_needs(stores: Stores) -> None:
    invoice_id = added(stores, b"bytes")
    enqueued_at = stores.clock()
    stores.clock.advance(7)
    claim = _claimed(stores, invoice_id)
    assert (claim.filename, claim.content_type, claim.size) == ("a.pdf", "application/pdf", 3)
    assert (claim.enqueued_at, claim.claimed_at) == (enqueued_at, stores.clock())
    assert (claim.attempt, claim.version, claim.bypass_caches) == (1, 1, False)
    assert stores.inside.trail(invoice_id)[-1] == ("ocr.started", "system", {"attempt": 1})


def test_a_stage_is_claimed_once(stores: Stores) -> None:
    invoice_id = added(stores)
    assert _claim(stores, invoice_id) is not None
    assert _claim(stores, invoice_id) is None


def test_another_stage_and_an_unknown_invoice_are_not_claimed(stores: Stores) -> None:
    invoice_id = added(stores)
    assert _claim(stores, invoice_id, Stage.EXTRACT) is None
    assert _claim(stores, invoice_id + 1) is None


def test_a_message_of_another_lane_claims_nothing(stores: Stores) -> None:
    invoice_id = added(stores)

    def claimed_from(lane: Lane) -> Claim | None:
        return stores.stages.claim(
            invoice_id, Stage.OCR, lease_seconds=LEASE, max_attempts=POLICY.max_attempts, lane=lane
        )

    assert claimed_from(Lane.LONG) is None
    quick = claimed_from(Lane.QUICK)
    assert quick is not None
    stores.stages.move_on(quick, pages=40)
    assert [claimed_from(lane) for lane in (Lane.QUICK, Lane.SLOW)] == [None, None]
    moved = claimed_from(Lane.LONG)
    assert moved is not None
    assert (moved.turn.lane, moved.attempt) == (Lane.LONG, 1)


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.PROCESSING])
def test_what_is_not_processing_is_not_claimed(stores: Stores, status: Status) -> None:
    invoice_id = added(stores)
    stores.inside.put(invoice_id, status=status)
    assert _claim(stores, invoice_id) is None


def test_a_lease_that_ran_out_is_somebody_elses(stores: Stores) -> None:
    invoice_id = added(stores)
    first = _claimed(stores, invoice_id)
    stores.clock.advance(LEASE)
    assert _claim(stores, invoice_id) is None, "the lease holds to its last moment"
    stores.clock.advance(0.001)
    second = _claimed(stores, invoice_id)
    assert second.attempt == first.attempt + 1
    with pytest.raises(LeaseLostError):
        stores.stages.finish(first, StageResult(columns={"page_count": 9}))
    with pytest.raises(LeaseLostError):
        stores.stages.renew(first, lease_seconds=LEASE, progress=10)
    with pytest.raises(LeaseLostError):
        stores.stages.end_attempt(first, UnavailableError(), policy=POLICY, jitter=0)
    stores.stages.finish(second, StageResult(columns={"page_count": 1}))
    assert stores.inside.row(invoice_id)["page_count"] == 1


def test_a_renewed_lease_holds_longer_and_shows_its_progress(stores: Stores) -> None:
    invoice_id = added(stores)
    claim = _claimed(stores, invoice_id)
    stores.clock.advance(LEASE - 1)
    stores.stages.renew(claim, lease_seconds=LEASE, progress=42, pages=PagesRead(read=2, of=5))
    stores.clock.advance(LEASE - 1)
    assert _claim(stores, invoice_id) is None
    row = stores.inside.row(invoice_id)
    assert (row["progress"], row["version"]) == (42, 1)
    assert (row["pages_read"], row["pages_to_read"]) == (2, 5)


@pytest.mark.parametrize("end", ["finished", "failed", "postponed", "moved on", "given back", "claimed anew"])
def test_no_pages_are_shown_as_read_once_nobody_reads_them(stores: Stores, end: str) -> None:
    invoice_id = added(stores)
    claim = _claimed(stores, invoice_id)
    stores.stages.renew(claim, lease_seconds=LEASE, progress=42, pages=PagesRead(read=2, of=5))
    match end:
        case "finished":
            stores.stages.finish(claim, StageResult())
        case "failed":
            stores.stages.end_attempt(claim, EncryptedDocumentError(), policy=POLICY, jitter=0)
        case "postponed":
            stores.stages.end_attempt(claim, UnavailableError(), policy=POLICY, jitter=0)
        case "moved on":
            stores.stages.move_on(claim, pages=40)
        case "given back":
            stores.stages.give_back(claim, UnavailableError())
        case "claimed anew":
            stores.clock.advance(LEASE + 1)
            _claimed(stores, invoice_id)
    row = stores.inside.row(invoice_id)
    assert (row["pages_read"], row["pages_to_read"]) == (None, None)


def test_an_expired_lease_may_still_be_finished_if_nobody_claimed_it(stores: Stores) -> None:
    claim = _claimed(stores, added(stores))
    stores.clock.advance(HOUR)
    assert stores.stages.finish(claim, StageResult()).stage is Stage.EXTRACT


def test_finishing_moves_the_invoice_on_to_the_next_stage_and_then_to_a_person(stores: Stores) -> None:
    invoice_id = added(stores)
    claim = _claimed(stores, invoice_id)
    stores.clock.advance(2)
    change = stores.stages.finish(claim, StageResult(columns={"page_count": 2}, attributes={"pages": 2}))
    assert (change.status, change.stage, change.version) == (Status.PROCESSING, Stage.EXTRACT, 2)
    assert change.message == message(Stage.EXTRACT, uploader=uploader_id("test"), at=stores.clock())
    row = stores.inside.row(invoice_id)
    assert (row["status"], row["stage"], row["attempts"], row["lease_token"]) == ("processing", "extract", 0, None)
    assert (row["enqueued_at"], row["version"], row["progress"]) == (stores.clock(), 2, change.progress)
    assert stores.inside.trail(invoice_id)[-1] == ("ocr.finished", "system", {"seconds": 2.0, "pages": 2})
    last = stores.stages.finish(_claimed(stores, invoice_id, Stage.EXTRACT), StageResult())
    assert (last.status, last.stage, last.message, last.progress) == (Status.WAITING_VALIDATION, None, None, 100)
    assert stores.inside.row(invoice_id)["progress"] == 100
    assert _types(stores, invoice_id) == [
        "uploaded",
        "ocr.started",
        "ocr.finished",
        "extract.started",
        "extract.finished",
    ]


def test_finishing_twice_is_refused(stores: Stores) -> None:
    claim = _claimed(stores, added(stores))
    stores.stages.finish(claim, StageResult())
    with pytest.raises(LeaseLostError):
        stores.stages.finish(claim, StageResult())


def test_work_on_an_invoice_that_was_rejected_meanwhile_is_not_wanted(stores: Stores) -> None:
    invoice_id = added(stores)
    claim = _claimed(stores, invoice_id)
    stores.inside.put(invoice_id, status=Status.REJECTED)
    with pytest.raises(LeaseLostError):
        stores.stages.finish(claim, StageResult())
    assert stores.inside.row(invoice_id)["status"] == "rejected"


def test_a_passing_fault_is_postponed_and_a_claim_before_then_refused(stores: Stores) -> None:
    invoice_id = added(stores)
    change = stores.stages.end_attempt(_claimed(stores, invoice_id), UnavailableError(), policy=POLICY, jitter=0)
    assert (change.status, change.stage, change.message, change.version) == (
        Status.PROCESSING,
        Stage.OCR,
        None,
        1,
    )
    stores.clock.advance(29)
    assert _claim(stores, invoice_id) is None
    assert stores.inside.row(invoice_id)["error_code"] == "unavailable"
    stores.clock.advance(1)
    assert _claimed(stores, invoice_id).attempt == 2


def test_the_time_that_a_server_asks_for_is_kept(stores: Stores) -> None:
    invoice_id = added(stores)
    error = UnavailableError(retry_after=HOUR)
    stores.stages.end_attempt(_claimed(stores, invoice_id), error, policy=POLICY, jitter=0)
    stores.clock.advance(HOUR - 1)
    assert _claim(stores, invoice_id) is None
    stores.clock.advance(1)
    assert _claim(stores, invoice_id) is not None


def test_a_permanent_fault_fails_at_once_with_its_sentence(stores: Stores) -> None:
    invoice_id = added(stores)
    change = stores.stages.end_attempt(_claimed(stores, invoice_id), EncryptedDocumentError(), policy=POLICY, jitter=0)
    assert (change.status, change.stage, change.version) == (Status.FAILED, None, 2)
    row = stores.inside.row(invoice_id)
    assert (row["status"], row["stage"], row["error_code"]) == ("failed", None, "encrypted-document")
    assert (row["version"], row["lease_token"]) == (2, None)
    assert "password" in row["error_message"]
    assert stores.inside.trail(invoice_id)[-1] == ("ocr.failed", "system", {"code": "encrypted-document", "attempt": 1})


def test_the_last_attempt_fails(stores: Stores) -> None:
    invoice_id = added(stores)
    for attempt in range(1, POLICY.max_attempts + 1):
        claim = _claimed(stores, invoice_id)
        assert claim.attempt == attempt
        stores.stages.end_attempt(claim, UnavailableError(), policy=POLICY, jitter=0)
        stores.clock.advance(HOUR)
    assert stores.inside.row(invoice_id)["status"] == "failed"
    assert _claim(stores, invoice_id) is None


def test_workers_that_die_use_up_the_attempts(stores: Stores) -> None:
    invoice_id = added(stores)
    for _ in range(POLICY.max_attempts):
        assert stores.stages.fail_exhausted(max_attempts=POLICY.max_attempts) == []
        _claimed(stores, invoice_id)
        stores.clock.advance(HOUR)
    assert _claim(stores, invoice_id) is None
    (failed,) = stores.stages.fail_exhausted(max_attempts=POLICY.max_attempts)
    assert (failed.stage, failed.change.invoice_id, failed.change.status) == (Stage.OCR, invoice_id, Status.FAILED)
    row = stores.inside.row(invoice_id)
    assert (row["error_code"], row["version"]) == ("worker-lost", failed.change.version)
    assert stores.stages.fail_exhausted(max_attempts=POLICY.max_attempts) == []


def test_a_last_attempt_that_is_under_way_is_left_alone(stores: Stores) -> None:
    invoice_id = added(stores)
    for _ in range(POLICY.max_attempts):
        stores.clock.advance(HOUR)
        _claimed(stores, invoice_id)
    assert stores.stages.fail_exhausted(max_attempts=POLICY.max_attempts) == []


def _requeued(stores: Stores, waiting_since: datetime | None = None) -> list[int]:
    lost = stores.stages.requeue_lost(LINE, waiting_since=waiting_since, grace_seconds=10)
    assert all(owed == message(uploader=LINE.uploader, at=stores.clock()) for _, owed in lost)
    return [invoice_id for invoice_id, _ in lost]


def test_a_message_on_its_way_is_not_lost(stores: Stores) -> None:
    added(stores)
    stores.clock.advance(10)
    assert _requeued(stores) == []


def test_a_lost_message_is_found_once(stores: Stores) -> None:
    invoice_id = added(stores)
    stores.clock.advance(HOUR)
    assert _requeued(stores) == [invoice_id]
    assert _requeued(stores) == []
    assert stores.inside.row(invoice_id)["version"] == 1


def test_the_oldest_are_found_first(stores: Stores) -> None:
    ids = []
    for _ in range(3):
        ids.append(added(stores))
        stores.clock.advance(1)
    stores.clock.advance(HOUR)
    lost = stores.stages.requeue_lost(LINE, waiting_since=None, grace_seconds=10, limit=2)
    assert [invoice_id for invoice_id, _ in lost] == ids[:2]


def test_a_row_behind_the_oldest_waiting_message_still_has_its_own(stores: Stores) -> None:
    before = stores.clock()
    stores.clock.advance(60)
    invoice_id = added(stores)
    stores.clock.advance(60)
    after = stores.clock()
    stores.clock.advance(HOUR)
    assert _requeued(stores, waiting_since=before) == []
    assert _requeued(stores, waiting_since=after) == [invoice_id]


def test_a_leased_row_is_not_lost_until_its_lease_runs_out(stores: Stores) -> None:
    invoice_id = added(stores)
    stores.clock.advance(HOUR)
    _claimed(stores, invoice_id)
    assert _requeued(stores) == []
    stores.clock.advance(LEASE + 1)
    assert _requeued(stores) == [invoice_id]


def test_a_postponed_row_is_requeued_when_it_is_due(stores: Stores) -> None:
    long_ago = stores.clock()
    stores.clock.advance(HOUR)
    invoice_id = added(stores)
    stores.stages.end_attempt(_claimed(stores, invoice_id), UnavailableError(), policy=POLICY, jitter=0)
    assert _requeued(stores) == []
    stores.clock.advance(31)
    # Though messages older than it wait: its own is spent.
    assert _requeued(stores, waiting_since=long_ago) == [invoice_id]


def test_a_clock_that_was_set_back_leaves_nothing_waiting(stores: Stores) -> None:
    invoice_id = added(stores)
    stores.clock.advance(-HOUR)
    assert _requeued(stores) == [invoice_id]
    assert _requeued(stores) == []


def test_work_finishes_once_when_the_clock_jumps_ahead(stores: Stores) -> None:
    invoice_id = added(stores)
    first = _claimed(stores, invoice_id)
    stores.clock.advance(24 * HOUR)
    second = _claimed(stores, invoice_id)
    with pytest.raises(LeaseLostError):
        stores.stages.finish(first, StageResult())
    assert stores.stages.finish(second, StageResult()).stage is Stage.EXTRACT


def test_a_claim_that_is_given_back_in_an_outage_has_lost_no_attempt_and_is_due_at_once(stores: Stores) -> None:
    invoice_id = added(stores)
    claim = _claimed(stores, invoice_id)
    stores.clock.advance(1)
    change = stores.stages.give_back(claim, UnavailableError("The file store is away."))
    assert (change.status, change.stage, change.progress, change.version) == (Status.PROCESSING, Stage.OCR, 5, 1)
    assert change.message is None, "whoever delivered the message delivers it again"
    with pytest.raises(LeaseLostError):
        stores.stages.give_back(claim, UnavailableError())
    again = _claimed(stores, invoice_id)
    assert (again.attempt, again.turn, again.enqueued_at) == (1, claim.turn, claim.enqueued_at)
    assert _types(stores, invoice_id) == ["uploaded", "ocr.started", "ocr.started"]


def test_the_message_of_a_claim_given_back_is_owed_if_it_is_lost(stores: Stores) -> None:
    invoice_id = added(stores)
    stores.stages.give_back(_claimed(stores, invoice_id), UnavailableError())
    stores.clock.advance(HOUR)
    assert _requeued(stores) == [invoice_id]


# Lanes


def test_work_that_moves_on_waits_in_the_slow_lane_at_its_price_and_has_lost_no_attempt(stores: Stores) -> None:
    invoice_id = added(stores)
    claim = _claimed(stores, invoice_id)
    stores.clock.advance(1)
    change = stores.stages.move_on(claim, pages=7)
    slow = message(lane=Lane.SLOW, uploader=LINE.uploader, pages=7, at=stores.clock())
    assert (change.status, change.stage, change.version, change.message) == (Status.PROCESSING, Stage.OCR, 1, slow)
    with pytest.raises(LeaseLostError):
        stores.stages.finish(claim, StageResult())
    again = _claimed(stores, invoice_id)
    assert (again.attempt, again.turn, again.enqueued_at) == (1, slow.turn, stores.clock())
    assert _types(stores, invoice_id) == ["uploaded", "ocr.started", "ocr.started"]
    assert stores.stages.finish(again, StageResult()).message == message(
        Stage.EXTRACT, lane=Lane.SLOW, uploader=LINE.uploader, pages=7, at=stores.clock()
    )


def test_a_message_that_is_lost_while_work_moves_on_is_owed_by_the_slow_lane(stores: Stores) -> None:
    invoice_id = added(stores)
    stores.stages.move_on(_claimed(stores, invoice_id), pages=7)
    stores.clock.advance(HOUR)
    assert stores.stages.lines() == [SLOW_LINE]
    assert _requeued(stores) == []
    lost = stores.stages.requeue_lost(SLOW_LINE, waiting_since=None, grace_seconds=10)
    assert lost == [
        (invoice_id, message(lane=Lane.SLOW, uploader=LINE.uploader, pages=7, at=stores.clock())),
    ]


def test_every_line_of_what_is_processed_is_known_and_its_losses_are_its_own(stores: Stores) -> None:
    quick, slow, other, done = (added(stores, bytes([number])) for number in range(4))
    stores.inside.put(slow, lane=Lane.SLOW)
    stores.inside.put(other, uploader="other")
    stores.inside.put(done, uploader="done", status=Status.FAILED, stage=None)
    stores.clock.advance(HOUR)
    assert set(stores.stages.lines()) == {LINE, SLOW_LINE, replace(LINE, uploader="other")}
    assert [
        [invoice_id for invoice_id, _ in stores.stages.requeue_lost(line, waiting_since=None, grace_seconds=10)]
        for line in (LINE, SLOW_LINE, replace(LINE, uploader="other"), replace(LINE, stage=Stage.EXTRACT))
    ] == [[quick], [slow], [other], []]
