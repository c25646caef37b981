"""Confirming automatically, in the transaction that stores what was read: what every store promises."""

from typing import Any

import pytest

from functions.api import decisions
from shared.domain.automation import AutomationPolicy
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Stage, Status
from shared.pipeline.reviews import ReviewedInvoice
from shared.pipeline.stages import StageResult
from shared.pipeline.updates import Change, InvoiceUpdate
from tests.contract.documents import added
from tests.contract.stores import Stores
from tests.support.known_seller import FOREIGN_IBAN, as_read, invoice_data

ON = AutomationPolicy(enabled=True, after=2, person_share=0)


def read(stores: Stores, data: InvoiceData, *, read_again: bool = False) -> Change:
    """An invoice that is read now."""
    invoice_id = added(stores)
    for stage in Stage:
        claim = stores.stages.claim(invoice_id, stage, lease_seconds=30, max_attempts=3)
        assert claim is not None
        result = as_read(data, read_again=read_again) if stage is Stage.EXTRACT else StageResult()
        change = stores.stages.finish(claim, result)
    return change


def confirmed_by_a_person(stores: Stores, number: int, **changed: Any) -> int:
    """A seller is known by such invoices."""
    invoice_id = read(stores, invoice_data(number, **changed)).invoice_id
    stores.invoices.decide(invoice_id, actor="ana", rule=decisions.confirm)
    return invoice_id


def _blockers(stores: Stores, invoice_id: int) -> list[str] | None:
    stored = stores.inside.row(invoice_id)["blockers"]
    return None if stored is None else [one["code"] for one in stored]


def test_nothing_is_confirmed_automatically_unless_somebody_decided_so(stores: Stores) -> None:
    for number in (1, 2, 3, 4, 5, 6):
        confirmed_by_a_person(stores, number)
    change = read(stores, invoice_data(7))
    assert change.status is Status.WAITING_VALIDATION
    assert _blockers(stores, change.invoice_id) is None


def test_what_is_as_before_is_confirmed_at_once_by_nobody(stores: Stores) -> None:
    for number in (1, 2):
        confirmed_by_a_person(stores, number)
    stores.inside.set_policy(ON)
    data = invoice_data(3, operation_codes=["OP-7"])
    change = read(stores, data)
    row = stores.inside.row(change.invoice_id)
    assert (change.status, row["status"], row["automatic"]) == (Status.PROCESSED, Status.PROCESSED, True)
    assert InvoiceData.model_validate(row["final_data"]) == InvoiceData.model_validate(row["preview_data"])
    assert (row["version"], row["stage"], _blockers(stores, change.invoice_id)) == (change.version, None, [])
    trail = stores.inside.trail(change.invoice_id)
    assert [(type_, actor) for type_, actor, _ in trail[-2:]] == [("extract.finished", "system"), ("confirmed", "auto")]
    assert trail[-1][2] == {"open_errors": [], "automatic": True}
    assert stores.inside.codes(change.invoice_id) == {"op7", "7"}
    assert stores.inside.wrong_figures() == {}


def test_it_teaches_nothing_and_vouches_for_nothing(stores: Stores) -> None:
    for number in (1, 2):
        confirmed_by_a_person(stores, number)
    stores.inside.set_policy(ON)
    booked = invoice_data(3, booking={"account": "6280"})
    change = read(stores, booked)
    assert change.status is Status.PROCESSED
    assert stores.inside.bookings(change.invoice_id) == []
    (seller,) = stores.inside.known_sellers()
    assert seller.lessons[change.invoice_id] is None
    assert set(seller.keys.values()) == {2}, "of the two that a person confirmed"


def test_one_that_does_not_pass_waits_for_a_person_and_says_why(stores: Stores) -> None:
    confirmed_by_a_person(stores, 1)
    stores.inside.set_policy(ON)
    change = read(stores, invoice_data(2))
    row = stores.inside.row(change.invoice_id)
    assert (change.status, row["status"]) == (Status.WAITING_VALIDATION, Status.WAITING_VALIDATION)
    assert _blockers(stores, change.invoice_id) == ["too-few-confirmed", "amount-not-compared"]
    assert (row["automatic"], row["version"]) == (False, change.version)
    assert stores.inside.trail(change.invoice_id)[-1][0] == "extract.finished"
    assert stores.inside.wrong_figures() == {}


@pytest.mark.parametrize("certain", [True, False])
def test_who_asks_for_the_money_elsewhere_never_passes(stores: Stores, certain: bool) -> None:
    for number in (1, 2, 3):
        confirmed_by_a_person(stores, number)
    stores.inside.set_policy(ON.model_copy(update={"after": 1 if certain else 2}))
    change = read(stores, invoice_data(4, payment={"iban": FOREIGN_IBAN}))
    assert change.status is Status.WAITING_VALIDATION
    assert set(_blockers(stores, change.invoice_id) or ()) == {"account-unknown", "finding-open"}


def test_a_copy_that_is_read_later_waits(stores: Stores) -> None:
    for number in (1, 2):
        confirmed_by_a_person(stores, number)
    stores.inside.set_policy(ON)
    assert read(stores, invoice_data(3)).status is Status.PROCESSED
    copy = read(stores, invoice_data(3))
    assert copy.status is Status.WAITING_VALIDATION
    assert "possible-duplicate" in (_blockers(stores, copy.invoice_id) or ())


def test_what_a_person_had_read_again_waits(stores: Stores) -> None:
    for number in (1, 2):
        confirmed_by_a_person(stores, number)
    stores.inside.set_policy(ON)
    assert _blockers(stores, read(stores, invoice_data(3), read_again=True).invoice_id) == ["read-again"]


def test_a_corrected_one_ends_it_until_enough_were_right_again(stores: Stores) -> None:
    def corrected(invoice: ReviewedInvoice) -> InvoiceUpdate | None:
        return decisions.correct(invoice, {"purchase_order": "PO-1"}, {})

    for number in (1, 2):
        confirmed_by_a_person(stores, number)
    stores.inside.set_policy(ON)
    first = read(stores, invoice_data(3))
    stores.invoices.decide(first.invoice_id, actor="ana", rule=lambda invoice: decisions.reopen(invoice, None))
    row = stores.inside.row(first.invoice_id)
    assert (row["status"], row["automatic"]) == (Status.WAITING_VALIDATION, False)
    stores.invoices.decide(first.invoice_id, actor="ana", rule=corrected)
    stores.invoices.decide(first.invoice_id, actor="ana", rule=decisions.confirm)
    assert _blockers(stores, read(stores, invoice_data(4)).invoice_id) == ["too-few-confirmed"]
    assert stores.inside.wrong_figures() == {}
