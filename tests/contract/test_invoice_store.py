"""Registering, deciding and removing: what every invoice store promises."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from shared.adapters.answers import answer_columns
from shared.domain.accounts import AccountHistory, confirmed_accounts
from shared.domain.audit import AuditEventType
from shared.domain.booking_history import BookedRow, booked_rows
from shared.domain.document_types import DocumentType
from shared.domain.duplicates import Likeness, duplicates_of, facts_of
from shared.domain.invoice import InvoiceData, Party
from shared.domain.lanes import Lane, uploader_id
from shared.domain.lifecycle import Stage, Status
from shared.errors import UnavailableError
from shared.pipeline.ports import RemovedInvoice
from shared.pipeline.reviews import InvoiceNotFoundError, ReviewedInvoice
from shared.pipeline.updates import Change, InvoiceUpdate, WithdrawnData
from tests.contract.documents import added, document
from tests.contract.stores import Stores
from tests.support.messages import message

DAY = 24 * 3600


def test_a_new_document_is_due_at_its_first_stage(stores: Stores) -> None:
    registered = stores.invoices.register(document(b"x"), lambda: None, allow_duplicates=False)
    assert registered.change == Change(
        invoice_id=registered.invoice_id,
        status=Status.PROCESSING,
        stage=Stage.OCR,
        progress=0,
        version=1,
        message=message(uploader=uploader_id("test"), at=stores.clock()),
    )
    row = stores.inside.row(registered.invoice_id)
    assert (row["status"], row["stage"], row["version"], row["progress"]) == ("processing", "ocr", 1, 0)
    assert (row["created_at"], row["updated_at"], row["enqueued_at"]) == (stores.clock(),) * 3
    ((type_, actor, data),) = stores.inside.trail(registered.invoice_id)
    assert (type_, actor, data["sha256"]) == ("uploaded", "test", document(b"x").sha256)


@pytest.mark.parametrize(
    ("content_type", "stage", "lane"),
    [
        (DocumentType.PDF, Stage.OCR, Lane.QUICK),
        (DocumentType.PNG, Stage.OCR, Lane.SLOW),
        (DocumentType.XML, Stage.EXTRACT, Lane.QUICK),
        (DocumentType.SIGNED_XML, Stage.EXTRACT, Lane.QUICK),
    ],
)
def test_a_document_begins_where_its_type_says(
    stores: Stores, content_type: DocumentType, stage: Stage, lane: Lane
) -> None:
    sent = replace(document(b"x"), content_type=content_type)
    registered = stores.invoices.register(sent, lambda: None, allow_duplicates=False)
    assert registered.change is not None
    assert registered.change.message == message(stage, lane=lane, uploader=uploader_id("test"), at=stores.clock())
    claim = stores.stages.claim(registered.invoice_id, stage, lease_seconds=30, max_attempts=3)
    assert claim is not None
    assert claim.turn == registered.change.message.turn


def test_the_same_bytes_are_one_invoice(stores: Stores) -> None:
    placed: list[int] = []
    first = stores.invoices.register(document(b"same"), lambda: placed.append(1), allow_duplicates=False)
    again = stores.invoices.register(document(b"same"), lambda: placed.append(2), allow_duplicates=False)
    assert (again.invoice_id, again.change) == (first.invoice_id, None)
    assert placed == [1]


def test_a_second_copy_is_made_on_request(stores: Stores) -> None:
    first = added(stores, b"same")
    second = stores.invoices.register(document(b"same"), lambda: None, allow_duplicates=True)
    assert second.change is not None
    assert second.invoice_id != first
    assert added(stores, b"same") == first


def test_the_same_bytes_are_the_copy_that_is_in_use_rather_than_a_rejected_one(stores: Stores) -> None:
    rejected = added(stores, b"same")
    copy = stores.invoices.register(document(b"same"), lambda: None, allow_duplicates=True).invoice_id
    stores.inside.put(rejected, status=Status.REJECTED)
    assert added(stores, b"same") == copy
    stores.inside.put(copy, status=Status.REJECTED)
    assert added(stores, b"same") == rejected


def test_a_copy_with_a_key_is_made_once(stores: Stores) -> None:
    first = added(stores, b"same")
    keyed = replace(document(b"same"), copy_key="c" * 64)
    second, again = (stores.invoices.register(keyed, lambda: None, allow_duplicates=True) for _ in range(2))
    assert second.change is not None
    assert (again.invoice_id, again.change) == (second.invoice_id, None)
    assert second.invoice_id != first


def test_a_row_is_made_only_after_its_object(stores: Stores) -> None:
    def broken() -> None:
        raise UnavailableError

    with pytest.raises(UnavailableError):
        stores.invoices.register(document(), broken, allow_duplicates=False)
    assert stores.inside.ids() == []


def test_two_uploads_of_the_same_bytes_at_once_are_one_invoice(stores: Stores) -> None:
    placing, go_on = threading.Event(), threading.Event()
    ids: list[int] = []

    def place() -> None:
        placing.set()
        assert go_on.wait(20)

    def register() -> None:
        ids.append(stores.invoices.register(document(b"same"), place, allow_duplicates=False).invoice_id)

    threads = [threading.Thread(target=register) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert placing.wait(20)
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(ids) == 2
    assert stores.inside.ids() == [ids[0]]


# Deciding


def _rejected(invoice: ReviewedInvoice, *codes: str) -> InvoiceUpdate:
    return InvoiceUpdate(
        before=invoice.counted,
        columns={"status": Status.REJECTED, "stage": None, "version": invoice.version + 1, "updated_at": invoice.now},
        event=AuditEventType.REJECTED,
        event_data={"reason": "no"},
        operation_codes=frozenset(codes) if codes else None,
        change=Change(
            invoice_id=invoice.invoice_id,
            status=Status.REJECTED,
            stage=None,
            progress=invoice.progress,
            version=invoice.version + 1,
        ),
    )


def test_a_rule_sees_the_row_and_its_update_is_written_with_its_event(stores: Stores) -> None:
    invoice_id = added(stores)
    data = InvoiceData(invoice_number="A-1")
    stores.inside.put(invoice_id, status=Status.FAILED, stage=None, version=4, **answer_columns(data, {}, []))
    stores.clock.advance(5)
    seen: list[ReviewedInvoice] = []

    def rule(invoice: ReviewedInvoice) -> InvoiceUpdate:
        seen.append(invoice)
        return _rejected(invoice)

    result = stores.invoices.decide(invoice_id, actor="ana", rule=rule)
    (invoice,) = seen
    assert (invoice.status, invoice.stage, invoice.version, invoice.now) == (Status.FAILED, None, 4, stores.clock())
    assert InvoiceData.model_validate(invoice.preview_data) == data
    assert (invoice.evidence, invoice.checks) == ({}, [])
    assert (result.changed, result.change.status, result.change.version) == (True, Status.REJECTED, 5)
    row = stores.inside.row(invoice_id)
    assert (row["status"], row["version"], row["updated_at"]) == ("rejected", 5, stores.clock())
    assert stores.inside.trail(invoice_id)[-1] == ("rejected", "ana", {"reason": "no"})


def test_operation_codes_are_replaced_only_where_an_update_names_them(stores: Stores) -> None:
    invoice_id = added(stores)
    stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: _rejected(invoice, "op-1", "op-2"))
    assert stores.inside.codes(invoice_id) == {"op-1", "op-2"}
    stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: _rejected(invoice, "op-3"))
    stores.invoices.decide(invoice_id, actor="ana", rule=_rejected)
    assert stores.inside.codes(invoice_id) == {"op-3"}


def test_withdrawn_data_is_kept_in_numbered_versions_and_goes_with_its_invoice(stores: Stores) -> None:
    invoice_id = added(stores)
    confirmed_at = stores.clock()
    stores.inside.put(invoice_id, final_data={"invoice_number": "A-1"}, confirmed_at=confirmed_at)
    stores.clock.advance(5)

    def withdraw(invoice: ReviewedInvoice) -> InvoiceUpdate:
        assert invoice.final_data == {"invoice_number": "A-1"}
        kept = WithdrawnData(
            number=invoice.next_version(),
            final_data=invoice.final_data,
            confirmed_at=invoice.confirmed_at,
            reason="twice",
        )
        return replace(_rejected(invoice), withdrawn=kept)

    for _ in range(2):
        stores.invoices.decide(invoice_id, actor="ana", rule=withdraw)
    first, second = stores.inside.versions(invoice_id)
    assert first == {
        "invoice_id": invoice_id,
        "number": 1,
        "final_data": {"invoice_number": "A-1"},
        "confirmed_at": confirmed_at,
        "withdrawn_at": stores.clock(),
        "withdrawn_by": "ana",
        "reason": "twice",
    }
    assert second["number"] == 2
    Calls(stores).remove(invoice_id)
    assert stores.inside.versions(invoice_id) == []


def test_a_rule_that_changes_nothing_writes_nothing(stores: Stores) -> None:
    invoice_id = added(stores)
    before = stores.inside.row(invoice_id)
    result = stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: None)
    assert (result.changed, result.change.status, result.change.stage) == (False, Status.PROCESSING, Stage.OCR)
    assert stores.inside.row(invoice_id) == before
    assert len(stores.inside.trail(invoice_id)) == 1


def test_a_rule_that_refuses_writes_nothing(stores: Stores) -> None:
    invoice_id = added(stores)
    before = stores.inside.row(invoice_id)

    def refuse(invoice: ReviewedInvoice) -> InvoiceUpdate:
        raise UnavailableError

    with pytest.raises(UnavailableError):
        stores.invoices.decide(invoice_id, actor="ana", rule=refuse)
    assert stores.inside.row(invoice_id) == before


def test_an_unknown_invoice_is_not_decided_on(stores: Stores) -> None:
    with pytest.raises(InvoiceNotFoundError):
        stores.invoices.decide(added(stores) + 1, actor="ana", rule=_rejected)


def test_a_sellers_other_invoices_are_found(stores: Stores) -> None:
    data = InvoiceData(
        invoice_number="A-1",
        issue_date=date(2026, 1, 2),
        seller=Party(name="Acme", vat_id="ESB12345674"),
        total_amount=Decimal("10.00"),
        currency="EUR",
    )
    twin, other_number, of_another, in_work, asked = (added(stores) for _ in range(5))
    waiting = {"status": Status.WAITING_VALIDATION, "stage": None}
    stores.inside.put(twin, **waiting, **answer_columns(data, {}, []))
    renamed = data.model_copy(update={"invoice_number": "A-2", "total_amount": Decimal("12.50")})
    stores.inside.put(other_number, **waiting, **answer_columns(renamed, {}, []))
    elsewhere = data.model_copy(update={"seller": Party(name="Other", vat_id="ESA58818501")})
    stores.inside.put(of_another, **waiting, **answer_columns(elsewhere, {}, []))
    stores.inside.put(in_work, **answer_columns(data, {}, []))
    stores.inside.put(asked, **waiting, **answer_columns(data, {}, []))

    def rule(invoice: ReviewedInvoice) -> None:
        history = invoice.history(data)
        alike = duplicates_of(facts_of(asked, "a.pdf", data), history.others)
        assert [(one.invoice_id, why) for one, why in alike] == [(twin, Likeness.NUMBER_AND_AMOUNT)]
        assert set(history.totals) == {Decimal("12.50"), Decimal("10.00")}
        unknown = invoice.history(InvoiceData(invoice_number="A-1"))
        assert (unknown.others, unknown.totals) == ((), ())

    assert not stores.invoices.decide(asked, actor="ana", rule=rule).changed


def _confirmed(invoice: ReviewedInvoice, data: InvoiceData) -> InvoiceUpdate:
    return replace(_rejected(invoice), accounts=confirmed_accounts(data))


def test_the_accounts_of_a_seller_are_known_as_long_as_an_invoice_names_them(stores: Stores) -> None:
    own, factored = "ES9121000418450200051332", "DE89370400440532013000"
    data = InvoiceData.model_validate({"seller": {"name": "Acme", "vat_id": "ESB12345674"}, "payment": {"iban": own}})
    through_factor = InvoiceData.model_validate(
        {"seller": {"name": "Other"}, "payment": {"iban": factored}, "payee": {"name": "Factor AG"}}
    )
    first, second, third, asked = (added(stores) for _ in range(4))

    def known(asked_for: InvoiceData, by: int | None = None) -> list[tuple[str, ...]]:
        found: list[AccountHistory] = []

        def rule(invoice: ReviewedInvoice) -> None:
            found.append(invoice.history(asked_for).accounts)

        stores.invoices.decide(by or asked, actor="ana", rule=rule)
        return [found[0].of_seller, found[0].of_payee]

    assert known(data) == [(), ()]
    stores.invoices.decide(first, actor="ana", rule=lambda invoice: _confirmed(invoice, data))
    stores.invoices.decide(second, actor="ana", rule=lambda invoice: _confirmed(invoice, data))
    stores.invoices.decide(third, actor="ana", rule=lambda invoice: _confirmed(invoice, through_factor))
    assert known(data) == [(own,), ()]
    by_name = InvoiceData.model_validate({"seller": {"name": "ACME S.L."}})
    assert known(by_name) == [(own,), ()]
    # The factor's account is known to whoever is paid through it, and to nobody else.
    newcomer = InvoiceData.model_validate(
        {"seller": {"name": "New"}, "payment": {"iban": factored}, "payee": {"name": "FACTOR AG"}}
    )
    assert known(newcomer) == [(), (factored,)]
    assert known(newcomer.model_copy(update={"payee": None})) == [(), ()]

    stores.invoices.decide(second, actor="ana", rule=lambda invoice: replace(_rejected(invoice), accounts=frozenset()))
    assert known(data) == [(own,), ()]
    assert known(data, by=first) == [(), ()], "an invoice does not vouch for itself"
    stores.invoices.decide(first, actor="ana", rule=_rejected)
    assert known(data) == [(own,), ()], "an update that says nothing of accounts leaves them"
    Calls(stores).remove(first)
    assert known(data) == [(), ()]


def test_how_an_invoice_was_booked_is_kept_as_long_as_it_is_confirmed(stores: Stores) -> None:
    lines = [{"description": "Paper 80 g", "booking": {"account": "6281"}}]
    data = InvoiceData.model_validate({"booking": {"account": "6000"}, "lines": lines})
    invoice_id = added(stores)

    def booked(rows: tuple[BookedRow, ...] | None) -> list[tuple[int, str | None, str | None]]:
        stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: replace(_rejected(invoice), bookings=rows))
        return stores.inside.bookings(invoice_id)

    assert booked(booked_rows(data)) == [(0, None, "6000"), (1, "paper", "6281")]
    assert booked(None) == [(0, None, "6000"), (1, "paper", "6281")], "an update that says nothing leaves them"
    assert booked(()) == []
    booked(booked_rows(data))
    Calls(stores).remove(invoice_id)
    assert stores.inside.bookings(invoice_id) == []


# Removing


class Calls:
    """Notes what a removal asks to be removed beside the row."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self.made: list[tuple[str, list[str], list[int]]] = []

    def erase(self, removed: Sequence[RemovedInvoice]) -> None:
        self.made.append(("erase", [one.sha256 for one in removed], self._stores.inside.ids()))

    def release(self, hashes: Sequence[str]) -> None:
        self.made.append(("release", list(hashes), self._stores.inside.ids()))

    def remove(self, *invoice_ids: int, untouched_since: datetime | None = None) -> list[int]:
        removed = self._stores.invoices.remove(
            invoice_ids, actor="ana", untouched_since=untouched_since, erase=self.erase, release=self.release
        )
        return [one.invoice_id for one in removed]


def test_a_row_goes_after_its_texts_and_before_its_bytes(stores: Stores) -> None:
    invoice_id = added(stores, b"bytes")
    sha256 = document(b"bytes").sha256
    calls = Calls(stores)
    assert calls.remove(invoice_id) == [invoice_id]
    assert calls.made == [("erase", [sha256], [invoice_id]), ("release", [sha256], [])]
    assert stores.inside.trail(invoice_id) == [("deleted", "ana", None)]
    assert calls.remove(invoice_id) == []


def test_many_rows_go_together_with_an_event_each(stores: Stores) -> None:
    contents = (b"one", b"two", b"three")
    kept, *gone = (added(stores, content) for content in (b"kept", *contents))
    calls = Calls(stores)
    assert calls.remove(*reversed(gone), 10**9) == gone
    hashes = [document(content).sha256 for content in contents]
    assert calls.made == [("erase", hashes, [kept, *gone]), ("release", sorted(hashes), [kept])]
    assert [stores.inside.trail(invoice_id) for invoice_id in gone] == [[("deleted", "ana", None)]] * 3
    assert [type_ for type_, _, _ in stores.inside.trail(kept)] == ["uploaded"]


def test_figures_and_the_names_of_sellers_go_with_the_last_of_many(stores: Stores) -> None:
    ids = [added(stores, bytes([number])) for number in range(4)]
    for invoice_id, seller in zip(ids, ("Acme", "Acme", "Bolt", "Kept"), strict=True):
        stores.inside.put(
            invoice_id,
            status=Status.PROCESSED,
            confirmed_at=stores.clock(),
            currency="EUR",
            seller_name=seller,
            total_amount=Decimal(10),
        )
    assert Calls(stores).remove(*ids[:3]) == ids[:3]
    assert stores.inside.wrong_figures() == {}
    assert stores.inside.sellers() == {"Kept"}


def test_bytes_that_another_invoice_has_are_not_released(stores: Stores) -> None:
    first = added(stores, b"same")
    second = stores.invoices.register(document(b"same"), lambda: None, allow_duplicates=True).invoice_id
    calls = Calls(stores)
    calls.remove(first)
    assert [call for call, *_ in calls.made] == ["erase"]
    calls.remove(second)
    assert [call for call, *_ in calls.made] == ["erase", "erase", "release"]


def test_bytes_of_two_rows_that_go_together_are_released_once(stores: Stores) -> None:
    first = added(stores, b"same")
    second = stores.invoices.register(document(b"same"), lambda: None, allow_duplicates=True).invoice_id
    calls = Calls(stores)
    assert calls.remove(first, second) == [first, second]
    assert calls.made[-1] == ("release", [document(b"same").sha256], [])


def test_bytes_that_are_being_uploaded_again_are_not_released(stores: Stores) -> None:
    invoice_id = added(stores, b"again")
    stores.inside.put(invoice_id, status=Status.PROCESSED)
    since = stores.clock() + timedelta(days=1)
    calls, placing, go_on = Calls(stores), threading.Event(), threading.Event()
    new: list[int] = []

    def place() -> None:
        placing.set()
        assert go_on.wait(20)

    def upload() -> None:
        new.append(stores.invoices.register(document(b"again"), place, allow_duplicates=True).invoice_id)

    thread = threading.Thread(target=upload)
    thread.start()
    assert placing.wait(20)
    try:
        assert calls.remove(invoice_id, untouched_since=since) == [invoice_id]
    finally:
        go_on.set()
        thread.join()
    assert [call for call, *_ in calls.made] == ["erase"]
    assert stores.inside.ids() == new


def test_a_removal_whose_store_is_away_leaves_the_row(stores: Stores) -> None:
    invoice_id = added(stores)

    def away(_: object) -> None:
        raise UnavailableError

    with pytest.raises(UnavailableError):
        stores.invoices.remove([invoice_id], actor="ana", untouched_since=None, erase=away, release=away)
    assert stores.inside.ids() == [invoice_id]
    assert [type_ for type_, _, _ in stores.inside.trail(invoice_id)] == ["uploaded"]


def test_ids_of_removed_invoices_never_come_again(stores: Stores) -> None:
    invoice_id = added(stores)
    Calls(stores).remove(invoice_id)
    assert added(stores) > invoice_id


def test_unchanged_invoices_are_found_oldest_first_but_never_processing_ones(stores: Stores) -> None:
    old, older, at_work, young = (added(stores) for _ in range(4))
    now = stores.clock()
    stores.inside.put(old, status=Status.PROCESSED)
    stores.clock.advance(-DAY)
    stores.inside.put(older, status=Status.REJECTED, updated_at=stores.clock())
    stores.clock.advance(DAY + 30 * DAY + 1)
    stores.inside.put(young, status=Status.PROCESSED, updated_at=stores.clock())
    moment, due = stores.invoices.untouched_for(days=30)
    assert (moment - now).total_seconds() == 1
    assert due == [older, old]
    assert stores.invoices.untouched_for(days=30, limit=1)[1] == [older]
    assert Calls(stores).remove(at_work, young, untouched_since=moment) == []
    assert Calls(stores).remove(at_work, young, old, untouched_since=moment) == [old]
