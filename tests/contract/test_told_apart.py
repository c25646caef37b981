"""Telling two invoices apart that look like one: what every store promises."""

from datetime import date
from decimal import Decimal

import pytest

from functions.api import decisions
from shared.adapters.answers import answer_columns
from shared.domain.finding_codes import FindingCode
from shared.domain.invoice import InvoiceData, Party
from shared.domain.lifecycle import InvalidStateError, Stage, Status
from shared.pipeline.reviews import InvoiceNotFoundError, Result, ReviewedInvoice
from shared.pipeline.updates import InvoiceUpdate
from tests.contract.documents import added
from tests.contract.stores import Stores

DATA = InvoiceData(
    invoice_number="A-1",
    issue_date=date(2026, 1, 1),
    seller=Party(name="Acme", vat_id="ESB10000017"),
    currency="EUR",
    total_amount=Decimal("12.10"),
)


def _waiting(stores: Stores, content: bytes) -> int:
    invoice_id = added(stores, content)
    stores.inside.put(invoice_id, status=Status.WAITING_VALIDATION, stage=None, **answer_columns(DATA, {}, []))
    return invoice_id


def _twice(stores: Stores) -> tuple[int, int]:
    """Two invoices that look like one, each with the finding that says so."""
    first, second = _waiting(stores, b"%PDF-1.7 first"), _waiting(stores, b"%PDF-1.7 second")
    for one in (first, second):
        _correct(stores, one, "read")
    return first, second


def _correct(stores: Stores, invoice_id: int, notes: str) -> None:
    stores.invoices.decide(invoice_id, actor="ana", rule=lambda one: decisions.correct(one, {"notes": notes}, {}))


def _tell(stores: Stores, invoice_id: int, other_id: int, *, apart: bool = True) -> Result:
    return stores.invoices.decide(
        invoice_id, actor="berta", rule=lambda one: decisions.tell_apart(one, apart=apart), beside=other_id
    )


def _looks_twice(stores: Stores, invoice_id: int) -> bool:
    codes = {one["code"] for one in stores.inside.row(invoice_id)["checks"]}
    return FindingCode.DUPLICATE_NUMBER in codes


def test_neither_is_taken_for_the_other_any_more_though_it_is_checked_anew(stores: Stores) -> None:
    first, second = _twice(stores)
    assert _looks_twice(stores, first)
    assert _looks_twice(stores, second)
    result = _tell(stores, second, first)
    assert {result.change.invoice_id, *(other.invoice_id for other in result.others)} == {first, second}
    for one in (first, second):
        assert not _looks_twice(stores, one)
        _correct(stores, one, "again")
        assert not _looks_twice(stores, one)


def test_a_third_copy_is_still_found(stores: Stores) -> None:
    first, second = _twice(stores)
    _tell(stores, first, second)
    third = _waiting(stores, b"%PDF-1.7 third")
    for one in (first, third):
        _correct(stores, one, "and a third")
        assert _looks_twice(stores, one)


def test_both_trails_say_who_said_so_and_of_which_invoice(stores: Stores) -> None:
    first, second = _twice(stores)
    _tell(stores, first, second)
    for one, other in ((first, second), (second, first)):
        said = ("told_apart", "berta", {"invoice_id": other, "apart": True})
        assert stores.inside.trail(one)[-1] == said


def test_it_is_taken_back_from_either_side(stores: Stores) -> None:
    first, second = _twice(stores)
    _tell(stores, first, second)
    _tell(stores, second, first, apart=False)
    assert _looks_twice(stores, first)
    assert _looks_twice(stores, second)


@pytest.mark.parametrize("apart", [True, False])
def test_saying_it_twice_changes_nothing(stores: Stores, apart: bool) -> None:
    first, second = _twice(stores)
    if apart:
        _tell(stores, first, second)
    assert not _tell(stores, second, first, apart=apart).changed


def test_a_removed_invoice_leaves_no_pair_behind(stores: Stores) -> None:
    first, second = _twice(stores)
    _tell(stores, first, second)
    stores.invoices.remove([first], actor="ana", untouched_since=None, erase=lambda _: None, release=lambda _: None)
    _correct(stores, second, "alone")
    assert not _looks_twice(stores, second)


def test_the_final_data_of_a_confirmed_one_stays_as_it_is(stores: Stores) -> None:
    first, second = _twice(stores)
    stores.invoices.decide(first, actor="ana", rule=decisions.confirm)
    before = stores.inside.row(first)
    _tell(stores, second, first)
    after = stores.inside.row(first)
    assert (after["status"], after["final_data"]) == (Status.PROCESSED, before["final_data"])
    assert not _looks_twice(stores, second)


def test_one_that_is_being_read_cannot_be_told_apart(stores: Stores) -> None:
    first, second = _twice(stores)
    stores.inside.put(second, status=Status.PROCESSING, stage=Stage.EXTRACT)
    with pytest.raises(InvalidStateError):
        _tell(stores, first, second)


def test_there_must_be_another_one(stores: Stores) -> None:
    first, _ = _twice(stores)
    with pytest.raises(InvoiceNotFoundError):
        _tell(stores, first, 999_999)


def test_the_rule_sees_both_whichever_is_asked_about(stores: Stores) -> None:
    first, second = _twice(stores)
    seen: list[tuple[int, int | None]] = []

    def rule(one: ReviewedInvoice) -> InvoiceUpdate | None:
        seen.append((one.invoice_id, one.other.invoice_id if one.other else None))
        return None

    for one, other in ((first, second), (second, first)):
        stores.invoices.decide(one, actor="ana", rule=rule, beside=other)
    assert seen == [(first, second), (second, first)]
