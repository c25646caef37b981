"""Splitting a file into several invoices, and taking the split back: what every store promises."""

from decimal import Decimal

import pytest

from functions.api import decisions
from shared.adapters.answers import answer_columns
from shared.domain.invoice import InvoiceData, Party
from shared.domain.lanes import uploader_id
from shared.domain.lifecycle import InvalidStateError, Stage, Status
from shared.domain.page_range import PageRange
from shared.errors import BadRequestError
from shared.pipeline.reviews import Result, ReviewedInvoice
from shared.pipeline.updates import Change, InvoiceUpdate
from tests.contract.documents import added
from tests.contract.stores import Stores
from tests.support.messages import message

PARTS = [PageRange(1, 2), PageRange(4, 4)]
DATA = InvoiceData(invoice_number="A-1", seller=Party(name="Acme"), currency="EUR")


def _waiting(stores: Stores, content: bytes | None = None) -> int:
    """A file of four pages that waits for validation."""
    invoice_id = added(stores, content)
    columns = answer_columns(DATA, {}, [])
    stores.inside.put(invoice_id, status=Status.WAITING_VALIDATION, stage=None, page_count=4, **columns)
    return invoice_id


def _split(stores: Stores, invoice_id: int) -> Result:
    return stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: decisions.split(invoice, PARTS))


def _reopen(stores: Stores, invoice_id: int) -> Result:
    return stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: decisions.reopen(invoice, None))


def _read(stores: Stores, invoice_id: int, data: InvoiceData = DATA) -> None:
    """As if its data had been found."""
    columns = answer_columns(data, {}, [])
    stores.inside.put(invoice_id, status=Status.WAITING_VALIDATION, stage=None, page_count=1, **columns)


def _confirm(stores: Stores, invoice_id: int) -> None:
    stores.invoices.decide(invoice_id, actor="ana", rule=decisions.confirm)


def test_each_part_is_a_new_invoice_of_the_same_bytes_that_is_due_at_once(stores: Stores) -> None:
    parent = _waiting(stores)
    result = _split(stores, parent)
    assert result.change.status is Status.REJECTED
    first, second = (change.invoice_id for change in result.others)
    assert stores.inside.ids() == [parent, first, second]
    assert result.others == tuple(
        Change(
            invoice_id=invoice_id,
            status=Status.PROCESSING,
            stage=Stage.OCR,
            progress=0,
            version=1,
            message=message(uploader=uploader_id("ana"), at=stores.clock()),
        )
        for invoice_id in (first, second)
    )
    file = stores.inside.row(parent)
    for invoice_id, pages in zip((first, second), PARTS, strict=True):
        row = stores.inside.row(invoice_id)
        same = ("filename", "content_type", "size", "sha256")
        assert {name: row[name] for name in same} == {name: file[name] for name in same}
        assert (row["parent_id"], row["first_page"], row["last_page"]) == (parent, *pages)
        assert row["dedup_key"] is None
        assert stores.inside.trail(invoice_id) == [
            ("split_off", "ana", {"parent_id": parent, "pages": list(pages)}),
        ]
    assert file["reject_reason"] == "Split into 2 invoices"
    assert stores.inside.trail(parent)[-1] == (
        "split",
        "ana",
        {"parts": [{"invoice_id": first, "pages": [1, 2]}, {"invoice_id": second, "pages": [4, 4]}]},
    )


def test_a_part_is_claimed_with_its_pages_and_a_whole_file_without(stores: Stores) -> None:
    parent = _waiting(stores)
    part = _split(stores, parent).others[1].invoice_id
    claim = stores.stages.claim(part, Stage.OCR, lease_seconds=60, max_attempts=3)
    assert claim is not None
    assert claim.pages == PageRange(4, 4)
    whole = stores.stages.claim(added(stores), Stage.OCR, lease_seconds=60, max_attempts=3)
    assert whole is not None
    assert whole.pages is None


def test_of_a_split_that_is_refused_nothing_is_written(stores: Stores) -> None:
    parent = _waiting(stores)
    too_far = [PageRange(1, 1), PageRange(2, 5)]
    with pytest.raises(BadRequestError):
        stores.invoices.decide(parent, actor="ana", rule=lambda invoice: decisions.split(invoice, too_far))
    assert stores.inside.ids() == [parent]
    assert stores.inside.row(parent)["status"] == "waiting_validation"


def test_a_split_that_fails_after_its_rule_leaves_no_part(stores: Stores) -> None:
    parent = _waiting(stores)

    def unstorable(invoice: ReviewedInvoice) -> InvoiceUpdate:
        update = decisions.split(invoice, PARTS)
        return InvoiceUpdate(
            before=update.before,
            columns=update.columns,
            event=update.event,
            change=update.change,
            parts=update.parts,
            # An event whose data is not declared ends the transaction at its very end.
            others=(
                InvoiceUpdate(
                    before=update.before,
                    columns={"progress": 0},
                    event=update.event,
                    event_data={"no": "key"},
                    change=update.change,
                ),
            ),
        )

    with pytest.raises(TypeError):
        stores.invoices.decide(parent, actor="ana", rule=unstorable)
    assert stores.inside.ids() == [parent]
    assert stores.inside.row(parent)["status"] == "waiting_validation"


def test_the_file_taken_back_rejects_its_parts_and_the_work_on_them_is_lost(stores: Stores) -> None:
    parent = _waiting(stores)
    first, second = (change.invoice_id for change in _split(stores, parent).others)
    claim = stores.stages.claim(first, Stage.OCR, lease_seconds=60, max_attempts=3)
    assert claim is not None
    _read(stores, second)
    result = _reopen(stores, parent)
    assert [(other.invoice_id, other.status) for other in result.others] == [
        (first, Status.REJECTED),
        (second, Status.REJECTED),
    ]
    row = stores.inside.row(first)
    assert (row["status"], row["stage"], row["lease_token"]) == ("rejected", None, None)
    assert row["reject_reason"] == "The split was taken back"
    assert stores.inside.row(parent)["status"] == "waiting_validation"
    assert stores.stages.claim(first, Stage.OCR, lease_seconds=60, max_attempts=3) is None
    with pytest.raises(InvalidStateError, match="taken back"):
        _reopen(stores, second)


def test_a_confirmed_part_keeps_the_split(stores: Stores) -> None:
    parent = _waiting(stores)
    first, second = (change.invoice_id for change in _split(stores, parent).others)
    _read(stores, second)
    _confirm(stores, second)
    with pytest.raises(InvalidStateError, match=f"no. {second}"):
        _reopen(stores, parent)
    assert stores.inside.row(first)["status"] == "processing"
    assert stores.inside.row(parent)["status"] == "rejected"


def test_the_bytes_stay_until_the_last_part_is_deleted(stores: Stores) -> None:
    parent = _waiting(stores, b"split")
    parts = [change.invoice_id for change in _split(stores, parent).others]
    released: list[str] = []
    for invoice_id in (parent, *parts):
        assert released == []
        stores.invoices.remove(
            [invoice_id], actor="ana", untouched_since=None, erase=lambda _: None, release=released.extend
        )
        if invoice_id == parent:
            assert [stores.inside.row(part)["parent_id"] for part in parts] == [None, None]
    assert len(released) == 1


def test_a_file_and_its_own_parts_are_not_held_for_duplicates(stores: Stores) -> None:
    parent = _waiting(stores)
    part = _split(stores, parent).others[0].invoice_id
    _read(stores, part)  # the number of the file is that of its first invoice
    seen: list[int] = []

    def look(invoice: ReviewedInvoice) -> None:
        seen.extend(other.invoice_id for other in invoice.history(DATA).others)

    stores.invoices.decide(parent, actor="ana", rule=look)
    stores.invoices.decide(part, actor="ana", rule=look)
    assert seen == []
    stores.invoices.decide(_waiting(stores), actor="ana", rule=look)
    assert seen == [part]


def test_the_usual_totals_of_a_seller_leave_a_file_s_own_parts_out(stores: Stores) -> None:
    parent = _waiting(stores)
    part = _split(stores, parent).others[0].invoice_id
    data = DATA.model_copy(update={"currency": "EUR", "total_amount": Decimal("120.00")})
    _read(stores, part, data)
    seen: list[int] = []

    def look(invoice: ReviewedInvoice) -> None:
        seen.append(len(invoice.history(data).totals))

    stores.invoices.decide(parent, actor="ana", rule=look)
    stores.invoices.decide(_waiting(stores), actor="ana", rule=look)
    assert seen == [0, 1]


def test_the_same_bytes_are_the_split_file_and_once_that_is_deleted_a_part_that_is_in_use(stores: Stores) -> None:
    parent = _waiting(stores, b"same")
    _split(stores, parent)
    _reopen(stores, parent)
    second_split = [change.invoice_id for change in _split(stores, parent).others]
    assert added(stores, b"same") == parent
    stores.invoices.remove(
        [parent], actor="ana", untouched_since=None, erase=lambda removed: None, release=lambda hashes: None
    )
    assert added(stores, b"same") == second_split[0]
