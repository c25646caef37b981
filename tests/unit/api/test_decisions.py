"""What a person may decide in which state, and what each decision writes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from functions.api import decisions
from functions.api.corrections import InvalidDataError
from functions.api.decisions import FindingsOpenError, VersionMismatchError, ensure_seen
from functions.api.models.review import Place
from shared.domain.checks import SellerHistory
from shared.domain.document import Box, Source
from shared.domain.duplicates import facts_of
from shared.domain.figures import CountedValues
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.invoice import InvoiceData, Party
from shared.domain.lanes import Lane, Turn
from shared.domain.lifecycle import InvalidStateError, NoPreviewDataError, Stage, Status
from shared.domain.page_range import PageRange
from shared.errors import AppError, BadRequestError
from shared.pipeline.reviews import ReviewedInvoice
from shared.pipeline.splits import PartInvoice
from shared.pipeline.stages import LeaseLostError, StageResult
from shared.pipeline.updates import InvoiceUpdate, WithdrawnData
from tests.support.memory import MemorySystem

NOW = datetime(2026, 1, 2, tzinfo=UTC)
DATA = InvoiceData(
    invoice_number="A-1",
    issue_date=date(2026, 1, 1),
    seller=Party(name="Acme"),
    currency="EUR",
    net_amount=Decimal("10.00"),
    tax_amount=Decimal("2.10"),
    total_amount=Decimal("12.10"),
    operation_codes=["OP-7"],
)
TWO_PARTS = (PageRange(1, 2), PageRange(4, 4))


def _invoice(status: Status = Status.WAITING_VALIDATION, **changed: Any) -> ReviewedInvoice:
    given: dict[str, Any] = {
        "invoice_id": 7,
        "status": status,
        "stage": Stage.OCR if status is Status.PROCESSING else None,
        "version": 3,
        "progress": 5 if status is Status.PROCESSING else 100,
        "counted": CountedValues(status=status, created_at=NOW),
        "preview_data": None if status is Status.PROCESSING else DATA.as_json(),
        "final_data": DATA.as_json() if status is Status.PROCESSED else None,
        "confirmed_at": NOW if status is Status.PROCESSED else None,
        "postponed_until": None,
        "next_version": lambda: 1,
        "evidence": {},
        "checks": [],
        "now": NOW,
        "history": lambda data: SellerHistory(),
        "content_type": "application/pdf",
        "turn": Turn(lane=Lane.SLOW, uploader="a", pages=4),
        "page_count": 4,
        "pages": None,
        "parent_status": lambda: None,
        "parts": list,
        **changed,
    }
    return ReviewedInvoice(**given)


def _written(update: InvoiceUpdate | None) -> InvoiceUpdate:
    assert update is not None
    return update


Decide = Callable[[ReviewedInvoice], InvoiceUpdate | None]


def _reject(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
    return decisions.reject(invoice, "not ours")


def _correct(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
    return decisions.correct(invoice, {"notes": "seen"}, {})


def _reopen(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
    return decisions.reopen(invoice, "wrong account")


def _split(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
    return decisions.split(invoice, TWO_PARTS)


def _postpone(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
    return decisions.postpone(invoice, date(2026, 1, 9))


TABLE: dict[tuple[Decide, Status], Status | type[AppError] | None] = {
    (decisions.confirm, Status.PROCESSING): NoPreviewDataError,
    (decisions.confirm, Status.WAITING_VALIDATION): Status.PROCESSED,
    (decisions.confirm, Status.PROCESSED): None,  # confirmed before: nothing to do
    (decisions.confirm, Status.REJECTED): NoPreviewDataError,
    (decisions.confirm, Status.FAILED): NoPreviewDataError,
    (_reject, Status.PROCESSING): Status.REJECTED,
    (_reject, Status.WAITING_VALIDATION): Status.REJECTED,
    (_reject, Status.PROCESSED): InvalidStateError,
    (_reject, Status.REJECTED): InvalidStateError,
    (_reject, Status.FAILED): Status.REJECTED,
    (decisions.retry, Status.PROCESSING): InvalidStateError,
    (decisions.retry, Status.WAITING_VALIDATION): InvalidStateError,
    (decisions.retry, Status.PROCESSED): InvalidStateError,
    (decisions.retry, Status.REJECTED): Status.PROCESSING,
    (decisions.retry, Status.FAILED): Status.PROCESSING,
    (_reopen, Status.PROCESSING): InvalidStateError,
    (_reopen, Status.WAITING_VALIDATION): InvalidStateError,
    (_reopen, Status.PROCESSED): Status.WAITING_VALIDATION,
    (_reopen, Status.REJECTED): Status.WAITING_VALIDATION,
    (_reopen, Status.FAILED): InvalidStateError,
    (_split, Status.PROCESSING): InvalidStateError,
    (_split, Status.WAITING_VALIDATION): Status.REJECTED,
    (_split, Status.PROCESSED): InvalidStateError,
    (_split, Status.REJECTED): InvalidStateError,
    (_split, Status.FAILED): InvalidStateError,
    (_correct, Status.PROCESSING): InvalidStateError,
    (_correct, Status.WAITING_VALIDATION): Status.WAITING_VALIDATION,
    (_correct, Status.PROCESSED): InvalidStateError,
    (_correct, Status.REJECTED): InvalidStateError,
    (_correct, Status.FAILED): InvalidStateError,
    (_postpone, Status.PROCESSING): InvalidStateError,
    (_postpone, Status.WAITING_VALIDATION): Status.WAITING_VALIDATION,
    (_postpone, Status.PROCESSED): InvalidStateError,
    (_postpone, Status.REJECTED): InvalidStateError,
    (_postpone, Status.FAILED): InvalidStateError,
}


@pytest.mark.parametrize(
    ("decide", "status", "outcome"),
    [(*situation, outcome) for situation, outcome in TABLE.items()],
    ids=[f"{decide.__name__.strip('_')}-{status}" for decide, status in TABLE],
)
def test_each_decision_in_each_state(decide: Decide, status: Status, outcome: Any) -> None:
    invoice = _invoice(status)
    if isinstance(outcome, type):
        with pytest.raises(outcome):
            decide(invoice)
        return
    update = decide(invoice)
    if outcome is None:
        assert update is None
        return
    update = _written(update)
    assert (update.change.status, update.change.version) == (outcome, 4)
    written = {name: update.columns[name] for name in ("status", "stage", "progress", "version", "updated_at")}
    assert written == {
        "status": outcome,
        "stage": update.change.stage,
        "progress": update.change.progress,
        "version": 4,
        "updated_at": NOW,
    }


@pytest.mark.parametrize(
    ("seen", "refused"), [(None, False), ({3}, False), ({2, 3}, False), ({2}, True), ({4, 5}, True)]
)
def test_a_version_that_was_not_seen_is_refused(*, seen: set[int] | None, refused: bool) -> None:
    if not refused:
        ensure_seen(_invoice(), seen)
        return
    with pytest.raises(VersionMismatchError) as caught:
        ensure_seen(_invoice(), seen)
    assert caught.value.details == [{"version": 3}]


def test_confirming_keeps_the_data_and_the_codes_it_is_found_by() -> None:
    update = _written(decisions.confirm(_invoice()))
    assert InvoiceData.model_validate(update.columns["final_data"]) == DATA
    assert update.columns["confirmed_at"] == NOW
    assert update.operation_codes
    assert all("7" in code for code in update.operation_codes)


def test_confirming_without_codes_removes_those_of_before() -> None:
    without = DATA.model_copy(update={"operation_codes": []})
    update = _written(decisions.confirm(_invoice(preview_data=without.as_json())))
    assert update.operation_codes == frozenset()


def test_without_preview_data_there_is_nothing_to_confirm() -> None:
    with pytest.raises(NoPreviewDataError):
        decisions.confirm(_invoice(preview_data=None))


@pytest.mark.parametrize("reason", ["not ours", None])
def test_rejecting_notes_the_reason(reason: str | None) -> None:
    update = decisions.reject(_invoice(Status.FAILED), reason)
    assert (update.columns["reject_reason"], update.event_data) == (reason, {"reason": reason})


def test_an_invoice_whose_place_was_taken_names_the_other() -> None:
    update = decisions.reject(_invoice(Status.FAILED), None, replaced_by=9)
    assert update.columns["reject_reason"] == "Replaced by no. 9"
    assert update.event_data == {"reason": "Replaced by no. 9", "replaced_by": 9}
    with pytest.raises(BadRequestError, match="replaced_by"):
        decisions.reject(_invoice(Status.FAILED), None, replaced_by=7)


def test_rejecting_takes_the_work_that_is_under_way_from_its_worker() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    claim = system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=5)
    assert claim is not None
    system.invoices.decide(invoice_id, actor="ana", rule=_reject)
    with pytest.raises(LeaseLostError):
        system.stages.finish(claim, StageResult())
    system.invoices.decide(invoice_id, actor="ana", rule=decisions.retry)
    assert system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=5), "no lease is left to wait for"


def test_retrying_starts_anew_past_the_caches() -> None:
    system = MemorySystem()
    invoice_id = system.added()
    system.waiting(Stage.OCR)
    system.row(invoice_id).update(status=Status.FAILED, stage=None, attempts=5, error_code="unavailable")
    result = system.invoices.decide(invoice_id, actor="ana", rule=decisions.retry)
    system.after_commit(result.change)
    claim = system.stages.claim(invoice_id, Stage.OCR, lease_seconds=30, max_attempts=5)
    assert claim is not None
    assert (claim.attempt, claim.bypass_caches, claim.enqueued_at) == (1, True, system.clock())
    assert system.row(invoice_id)["error_code"] is None
    assert system.waiting(Stage.OCR) == [invoice_id]
    assert system.trail(invoice_id) == ["uploaded", "retried", "ocr.started"]


# Confirming only what has no error, and taking it back

WRONG = DATA.model_copy(update={"total_amount": Decimal("1.00")})


def test_an_error_that_nobody_accepted_is_not_confirmed_over() -> None:
    # Stored before the value was wrong: what was seen then counts for nothing.
    invoice = _invoice(preview_data=WRONG.as_json(), checks=[])
    with pytest.raises(FindingsOpenError) as caught:
        decisions.confirm(invoice, unwanted={Level.ERROR})
    assert caught.value.details is not None
    assert FindingCode.BR_CO_15 in {one["code"] for one in caught.value.details}


def test_an_accepted_error_is_confirmed_and_noted() -> None:
    invoice = _invoice(preview_data=WRONG.as_json())
    update = _written(decisions.confirm(invoice, unwanted={Level.ERROR}, accepted=[FindingCode.BR_CO_15]))
    assert update.change.status is Status.PROCESSED
    assert update.event_data == {"open_errors": [FindingCode.BR_CO_15]}
    assert update.columns["error_count"] == 1


def test_another_error_than_the_accepted_one_is_not_confirmed_over() -> None:
    twin = facts_of(1, "b.pdf", DATA)
    invoice = _invoice(preview_data=WRONG.as_json(), history=lambda data: SellerHistory(others=(twin,)))
    with pytest.raises(FindingsOpenError):
        decisions.confirm(invoice, unwanted={Level.ERROR}, accepted=[FindingCode.BR_CO_15])


def test_what_nobody_has_looked_at_is_not_confirmed_over_a_warning() -> None:
    warned = DATA.model_copy(update={"due_date": date(2025, 12, 1)})
    invoice = _invoice(preview_data=warned.as_json())
    with pytest.raises(FindingsOpenError) as caught:
        decisions.confirm(invoice, unwanted=decisions.UNWANTED["no-findings"])
    assert "error" not in {one["level"] for one in caught.value.details or ()}
    assert _written(decisions.confirm(invoice, unwanted=decisions.UNWANTED["no-errors"])).change.status == "processed"


def test_accepting_some_findings_accepts_no_others() -> None:
    assert decisions.unwanted(None, [FindingCode.BR_CO_15]) == decisions.UNWANTED["no-findings"]
    assert decisions.unwanted("no-errors", [FindingCode.BR_CO_15]) == decisions.UNWANTED["no-errors"]
    assert decisions.unwanted(None, []) == frozenset()


def test_without_the_condition_an_invoice_is_confirmed_as_it_is() -> None:
    error = finding(FindingCode.ZERO_TOTAL, Level.ERROR, ["/total_amount"])
    invoice = _invoice(preview_data=WRONG.as_json(), checks=[error.model_dump(mode="json")])
    update = _written(decisions.confirm(invoice))
    assert update.event_data == {"open_errors": [FindingCode.ZERO_TOTAL]}
    assert "checks" not in update.columns


def test_reopening_keeps_what_was_final_as_a_version_and_takes_it_out_of_the_data() -> None:
    update = decisions.reopen(_invoice(Status.PROCESSED, next_version=lambda: 2), "wrong account")
    assert update.withdrawn == WithdrawnData(
        number=2, final_data=DATA.as_json(), confirmed_at=NOW, reason="wrong account"
    )
    assert update.columns["final_data"] is update.columns["confirmed_at"] is None
    written = "Document A-1 from Acme dated 2026-01-01 for 12.10 EUR, order OP-7. The checks found nothing wrong."
    assert update.columns["preview_data"] == {**DATA.as_json(), "summary": written}
    assert update.operation_codes == frozenset()
    assert update.accounts == frozenset()
    assert update.event_data == {"reason": "wrong account", "version": 2}


def test_a_rejected_invoice_is_reopened_without_reading_it_again() -> None:
    update = decisions.reopen(_invoice(Status.REJECTED), None)
    assert (update.withdrawn, update.change.stage, update.columns["reject_reason"]) == (None, None, None)


def test_what_was_rejected_before_it_was_read_cannot_be_reopened() -> None:
    with pytest.raises(InvalidStateError, match="read again"):
        decisions.reopen(_invoice(Status.REJECTED, preview_data=None), None)


def test_the_summary_follows_the_findings_as_they_are_now() -> None:
    stale = WRONG.model_copy(update={"summary": "Invoice A-1. The checks found nothing wrong."})
    confirmed = _written(
        decisions.confirm(
            _invoice(preview_data=stale.as_json()), unwanted={Level.ERROR}, accepted=[FindingCode.BR_CO_15]
        )
    )
    reopened = decisions.reopen(_invoice(Status.REJECTED, preview_data=stale.as_json()), None)
    for data in (confirmed.columns["final_data"], confirmed.columns["preview_data"], reopened.columns["preview_data"]):
        assert "nothing wrong" not in data["summary"]
        assert "1.00 EUR" in data["summary"]


def test_a_summary_that_a_person_wrote_stays() -> None:
    own = WRONG.model_copy(update={"summary": "Paid by card."})
    evidence = {"/summary": {"confidence": 1.0, "source": "person"}}
    reopened = decisions.reopen(_invoice(Status.REJECTED, preview_data=own.as_json(), evidence=evidence), None)
    assert reopened.columns["preview_data"]["summary"] == "Paid by card."


# Postponing


@pytest.mark.parametrize("until", [date(2026, 1, 3), date(2027, 1, 3), None])
def test_a_review_is_postponed_until_a_day_and_taken_back(until: date | None) -> None:
    update = _written(decisions.postpone(_invoice(postponed_until=date(2026, 1, 5)), until))
    assert update.columns["postponed_until"] == until
    assert update.event_data == {"until": until.isoformat() if until else None}


@pytest.mark.parametrize("until", [date(2026, 1, 2), date(2025, 12, 31), date(2027, 1, 4)])
def test_a_day_that_has_come_or_is_too_far_away_is_refused(until: date) -> None:
    with pytest.raises(BadRequestError, match="until"):
        decisions.postpone(_invoice(), until)


@pytest.mark.parametrize("until", [date(2026, 1, 3), None])
def test_postponing_to_the_same_day_again_writes_nothing(until: date | None) -> None:
    assert decisions.postpone(_invoice(postponed_until=until), until) is None


@pytest.mark.parametrize("decide", [decisions.confirm, _reject, _split])
def test_whatever_is_decided_about_a_postponed_invoice_takes_it_up_again(decide: Decide) -> None:
    postponed = _invoice(postponed_until=date(2026, 1, 5))
    assert _written(decide(postponed)).columns["postponed_until"] is None


def test_a_correction_leaves_a_review_postponed() -> None:
    assert "postponed_until" not in _written(_correct(_invoice(postponed_until=date(2026, 1, 5)))).columns


# Correcting


def _codes(update: InvoiceUpdate) -> set[str]:
    return {one["code"] for one in update.columns["checks"]}


def test_a_correction_is_checked_again_and_noted_value_by_value() -> None:
    update = _written(decisions.correct(_invoice(), {"total_amount": "99.00"}, {}))
    assert update.columns["preview_data"]["total_amount"] == "99.00"
    assert update.columns["total_amount"] == Decimal("99.00")
    assert update.columns["error_count"] + update.columns["warning_count"] > 0
    assert update.event_data == {
        "changes": [{"pointer": "/total_amount", "from": "12.10", "to": "99.00"}],
        "changed": 1,
        "fields": ["/total_amount"],
    }
    assert update.operation_codes is None
    assert update.change.message is None


def test_a_correction_that_changes_nothing_writes_nothing() -> None:
    assert decisions.correct(_invoice(), {"invoice_number": "A-1"}, {}) is None


def test_a_place_alone_is_a_correction_of_the_evidence() -> None:
    place = Place(page=2, box=Box(0.1, 0.2, 0.3, 0.4), text="A-1")
    update = _written(decisions.correct(_invoice(), {}, {"/invoice_number": place}))
    assert update.columns["evidence"]["/invoice_number"]["page"] == 2
    assert update.columns["evidence"]["/invoice_number"]["source"] == Source.PERSON
    assert update.event_data == {"changes": [], "changed": 0, "fields": []}


def test_data_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InvalidDataError):
        decisions.correct(_invoice(), {"total_amount": "much"}, {})


def test_findings_of_the_document_survive_and_those_of_values_are_made_anew() -> None:
    damaged = finding(FindingCode.FILE_DAMAGED, Level.WARNING)
    before = _written(decisions.correct(_invoice(), {"total_amount": "99.00"}, {}))
    stored = [damaged.model_dump(mode="json"), *before.columns["checks"]]
    wrong = InvoiceData.model_validate(before.columns["preview_data"])
    repaired = _written(
        decisions.correct(_invoice(preview_data=wrong.as_json(), checks=stored), {"total_amount": "12.10"}, {})
    )
    assert FindingCode.FILE_DAMAGED in _codes(repaired)
    assert not {one["code"] for one in before.columns["checks"] if one["level"] == "error"} & _codes(repaired)


def test_the_sellers_other_invoices_are_asked_about_the_new_data() -> None:
    asked: list[str | None] = []

    def history(data: InvoiceData) -> SellerHistory:
        asked.append(data.invoice_number)
        return SellerHistory(others=(facts_of(1, "b.pdf", data),))

    update = _written(decisions.correct(_invoice(history=history), {"invoice_number": "A-2"}, {}))
    assert asked == ["A-2"]
    assert any("duplicate" in code for code in _codes(update))


def test_of_very_many_changes_the_first_are_noted_and_all_are_counted() -> None:
    lines = [{"description": f"line {number}"} for number in range(300)]
    update = _written(decisions.correct(_invoice(), {"lines": lines}, {}))
    assert update.event_data is not None
    assert len(update.event_data["changes"]) == 200
    assert update.event_data["changed"] == 300


def _part(status: Status) -> PartInvoice:
    counted = CountedValues(status=status, created_at=NOW)
    return PartInvoice(invoice_id=8, status=status, version=5, progress=100, counted=counted, now=NOW)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([(2, 1), (3, 3)], "first, last"),
        ([(1, 2), (2, 3)], "share none"),
        ([(3, 4), (1, 2)], "in the order"),
        ([(1, 2), (3, 5)], "has 4 pages"),
    ],
)
def test_parts_that_no_file_can_have_are_refused(parts: list[tuple[int, int]], said: str) -> None:
    with pytest.raises(BadRequestError, match=said):
        decisions.split(_invoice(), [PageRange(*pages) for pages in parts])


@pytest.mark.parametrize(
    "changed", [{"content_type": "application/xml"}, {"pages": PageRange(1, 4)}, {"page_count": None}]
)
def test_what_has_no_pages_of_its_own_is_not_split(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidStateError):
        decisions.split(_invoice(**changed), TWO_PARTS)


@pytest.mark.parametrize("decide", [_reopen, decisions.retry])
def test_a_split_is_taken_back_with_all_of_its_parts(decide: Decide) -> None:
    parts = [_part(Status.PROCESSING), _part(Status.REJECTED), _part(Status.WAITING_VALIDATION)]
    update = _written(decide(_invoice(Status.REJECTED, parts=lambda: parts)))
    assert [(one.change.status, one.change.version, one.change.stage) for one in update.others] == [
        (Status.REJECTED, 6, None),
        (Status.REJECTED, 6, None),
    ]


@pytest.mark.parametrize("decide", [_reopen, decisions.retry])
def test_a_split_with_a_confirmed_part_stays(decide: Decide) -> None:
    with pytest.raises(InvalidStateError, match=r"no\. 8"):
        decide(_invoice(Status.REJECTED, parts=lambda: [_part(Status.PROCESSED)]))


@pytest.mark.parametrize("decide", [_reopen, decisions.retry])
@pytest.mark.parametrize(
    ("parent", "refused"), [(Status.REJECTED, False), (None, False), (Status.WAITING_VALIDATION, True)]
)
def test_a_part_comes_back_only_while_its_file_is_split(
    decide: Decide, parent: Status | None, *, refused: bool
) -> None:
    part = _invoice(Status.REJECTED, pages=PageRange(1, 2), parent_status=lambda: parent)
    if not refused:
        decide(part)
        return
    with pytest.raises(InvalidStateError, match="taken back"):
        decide(part)


def test_who_only_books_an_invoice_has_corrected_nothing_of_it() -> None:
    update = _written(decisions.correct(_invoice(), {"booking": {"account": "6280"}}, {}))

    assert update.columns["preview_data"]["booking"]["account"] == "6280"
    assert update.columns["evidence"]["/booking/account"]["source"] == Source.PERSON
    assert update.event_data is not None
    assert (update.event_data["changed"], update.event_data["fields"]) == (1, [])
    assert "corrected" not in update.columns


def test_who_books_an_invoice_and_corrects_it_has_corrected_it() -> None:
    patch = {"booking": {"account": "6280"}, "invoice_number": "A-2"}
    update = _written(decisions.correct(_invoice(), patch, {}))

    assert update.columns["corrected"] is True
    assert (update.event_data or {})["fields"] == ["/invoice_number"]
