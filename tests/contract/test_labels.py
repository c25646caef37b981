"""What the sender of a document says of it: what every store promises."""

from dataclasses import replace

from functions.api import decisions
from shared.adapters.answers import answer_columns
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Status
from shared.domain.origins import Labels, SourceKind, UploadSource
from shared.domain.page_range import PageRange
from shared.pipeline.reviews import ReviewedInvoice
from tests.contract.documents import document
from tests.contract.stores import Stores

MAIL = UploadSource(kind=SourceKind.MAIL, sender="ana@example.com", subject="March")
LABELS = Labels(reference="4711", tags=("radio", "ads"), company=7)


def _registered(stores: Stores, content: bytes = b"x", labels: Labels = LABELS) -> int:
    sent = replace(document(content), labels=labels, source=MAIL)
    return stores.invoices.register(sent, lambda: None, allow_duplicates=False).invoice_id


def _seen(stores: Stores, invoice_id: int) -> tuple[Labels, UploadSource]:
    """What a decision sees of them."""
    found: list[ReviewedInvoice] = []
    stores.invoices.decide(invoice_id, actor="ana", rule=lambda invoice: found.append(invoice))
    return found[0].labels, found[0].source


def _label(stores: Stores, invoice_id: int, labels: Labels) -> bool:
    rule = lambda invoice: decisions.label(invoice, labels)  # noqa: E731
    return stores.invoices.decide(invoice_id, actor="berta", rule=rule).changed


def test_what_the_sender_said_is_kept_and_stands_in_the_trail(stores: Stores) -> None:
    invoice_id = _registered(stores)
    assert _seen(stores, invoice_id) == (LABELS, MAIL)
    ((_, _, data),) = stores.inside.trail(invoice_id)
    assert {name: data[name] for name in ("reference", "tags", "company")} == {
        "reference": "4711",
        "tags": ["ads", "radio"],
        "company": 7,
    }
    assert data["source"] == {"kind": "mail", "sender": "ana@example.com", "subject": "March"}


def test_the_first_upload_of_the_same_bytes_names_them(stores: Stores) -> None:
    first = _registered(stores)
    assert _registered(stores, labels=Labels(reference="another", tags=("late",))) == first
    assert _seen(stores, first)[0] == LABELS


def test_labels_are_changed_in_any_state_and_the_change_stands_in_the_trail(stores: Stores) -> None:
    invoice_id = _registered(stores)
    stores.inside.put(invoice_id, status=Status.FAILED, stage=None)
    changed = Labels(reference=None, tags=("late",), company=7)
    assert _label(stores, invoice_id, changed)
    assert _seen(stores, invoice_id) == (changed, MAIL)
    type_, actor, data = stores.inside.trail(invoice_id)[-1]
    assert (type_, actor) == ("labelled", "berta")
    assert data == {"reference": None, "tags": ["late"], "changed": ["reference", "tags"]}


def test_labels_that_stay_as_they_are_change_nothing(stores: Stores) -> None:
    invoice_id = _registered(stores)
    before = stores.inside.row(invoice_id)["version"]
    assert not _label(stores, invoice_id, LABELS)
    assert stores.inside.row(invoice_id)["version"] == before


def test_the_parts_of_a_file_are_labelled_as_the_file(stores: Stores) -> None:
    invoice_id = _registered(stores)
    read = answer_columns(InvoiceData(), {}, [])
    stores.inside.put(invoice_id, status=Status.WAITING_VALIDATION, stage=None, page_count=2, **read)
    parts = [PageRange(1, 1), PageRange(2, 2)]
    result = stores.invoices.decide(invoice_id, actor="ana", rule=lambda one: decisions.split(one, parts))
    for part in result.others:
        assert _seen(stores, part.invoice_id) == (LABELS, MAIL)
