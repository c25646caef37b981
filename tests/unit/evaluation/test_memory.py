"""The measuring of memory: a person's review, the order of documents, and what is counted."""

from pathlib import Path
from typing import Any

from functions.extract.extraction import Extraction
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import TextTask
from shared.domain.blockers import BlockerCode
from shared.domain.document import Box, Source, dump_document_text
from shared.domain.evidence import Evidence
from shared.domain.extractors import Extractor
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves
from tests.evaluation.memory.automatic import Verdict, known_seller, memory_of_others, verdict
from tests.evaluation.memory.booking import Books, Suggested
from tests.evaluation.memory.correcting import Confirmed, reviewed
from tests.evaluation.memory.orders import seeded_orders, seller_of
from tests.evaluation.running import Way, compared
from tests.evaluation.truth import LabelledDocument
from tests.support.documents import printed

PAGE = """
Blue Door Ltd                       INVOICE
1 High Street, Leeds

Invoice number: BD-17               Total: 120.00
"""


def labelled(*, complete: bool = False, **fields: Any) -> LabelledDocument:
    return LabelledDocument(path=Path("one.pdf"), set_name="made", fields=fields, meta={"complete": complete})


def review(truth: LabelledDocument, data: dict[str, Any]) -> Confirmed:
    document = printed(PAGE)
    place = Evidence(page=1, box=Box(0.1, 0.1, 0.2, 0.12), confidence=0.7, source=Source.TEXT_LAYER)
    extraction = Extraction(
        data=InvoiceData.model_validate(data), extractor=Extractor.LOCAL, evidence={"/invoice_number": place}
    )
    return reviewed(truth, extraction, compared(truth, Way(cache=None), extraction, document), document)


def test_a_wrong_value_is_corrected_at_its_place_on_the_page() -> None:
    confirmed = review(
        labelled(supplier_name="Blue Door Ltd", amount_total=120.0),
        {"seller": {"name": "INVOICE"}, "total_amount": "12.00"},
    )

    assert (confirmed.data.seller.name, str(confirmed.data.total_amount)) == ("Blue Door Ltd", "120.0")
    for pointer, text in (("/seller/name", "Blue Door Ltd"), ("/total_amount", "120.00")):
        support = confirmed.evidence[pointer]
        assert (support.source, support.page, support.text) == (Source.PERSON, 1, text)
        assert support.box is not None


def test_what_is_printed_nowhere_is_corrected_without_a_place() -> None:
    confirmed = review(labelled(supplier_name="The Green Window"), {})

    assert confirmed.data.seller.name == "The Green Window"
    assert confirmed.evidence["/seller/name"].box is None


def test_a_right_value_keeps_its_evidence() -> None:
    confirmed = review(labelled(invoice_number="BD-17"), {"invoice_number": "BD17"})

    assert confirmed.data.invoice_number == "BD17"
    assert confirmed.evidence["/invoice_number"].source is Source.TEXT_LAYER


def test_a_value_that_no_invoice_can_have_is_left_out() -> None:
    confirmed = review(labelled(date="the day before", amount_total=120.0), {})

    assert confirmed.data.issue_date is None
    assert confirmed.data.total_amount is not None


def test_a_number_that_two_sellers_have_makes_them_no_one_seller() -> None:
    one, other = (labelled(supplier_name=name, supplier_vat_id="DE123456789") for name in ("Blue Door", "Green Door"))

    assert seller_of(one) != seller_of(other)
    assert seller_of(one) == seller_of(labelled(supplier_name="BLUE  DOOR", supplier_vat_id="DE 123 456 789"))
    assert seller_of(labelled(amount_total=1.0)) is None


def test_orders_are_the_same_each_time_and_differ_from_each_other() -> None:
    orders = seeded_orders(2, 30, seed=1)

    assert orders == seeded_orders(2, 30, seed=1)
    assert orders[0] != orders[1]
    assert all(sorted(order) == list(range(30)) for order in orders)


def test_a_number_that_a_complete_truth_does_not_have_is_taken_away() -> None:
    data = {"seller": {"vat_id": "GB123456789"}}

    assert review(labelled(amount_total=120.0), data).data.seller.vat_id == "GB123456789"
    assert review(labelled(amount_total=120.0, complete=True), data).data.seller.vat_id is None


def test_an_account_is_suggested_once_an_invoice_of_the_seller_was_booked() -> None:
    truth = LabelledDocument(
        path=Path("one.pdf"),
        set_name="made",
        fields={"items": [{"description": "Pens", "booking": {"account": "4930"}}]},
        meta={"booking": {"account": "4930", "cost_center": "100"}},
    )
    data = InvoiceData.model_validate({"lines": [{"description": "Pens"}]})
    books = Books()

    assert books.suggested(truth, data, 1) == Suggested(asked=2)
    books.book(truth, data, 1, number=1)
    assert books.suggested(truth, data, 1) == Suggested(asked=2, given=2, right=2)
    assert books.suggested(truth, data, 2) == Suggested(asked=2)


def judge(truth: LabelledDocument, data: dict[str, Any], *, known: dict[str, Any]) -> Verdict:
    document = printed(PAGE)
    sure = Evidence(page=1, box=Box(0.1, 0.1, 0.2, 0.12), confidence=0.99, source=Source.TEXT_LAYER)
    extraction = Extraction(
        data=InvoiceData.model_validate(data),
        extractor=Extractor.LOCAL,
        evidence={pointer: sure for pointer, _ in leaves(data)},
    )
    result = compared(truth, Way(cache=None), extraction, document)
    seller = known_seller(Confirmed(data=InvoiceData.model_validate(known), evidence={}))
    return verdict(truth, extraction, result, document, seller)


def test_what_passes_and_is_wrong_is_told() -> None:
    data = {
        "document_type": "invoice",
        "invoice_number": "BD-17",
        "issue_date": "2026-03-02",
        "currency": "GBP",
        "total_amount": "120.00",
        "seller": {"name": "Blue Door Ltd", "vat_id": "GB980780684", "address": "1 High Street, Leeds"},
        "buyer": {"name": "Harbour Foods"},
    }

    right = judge(labelled(date="2026-03-02", amount_total=120.0), data, known=data)
    wrong = judge(labelled(date="2026-03-02", amount_total=12.0), data, known=data)
    unknown = judge(labelled(date="2026-03-02"), data, known={"seller": {"name": "Green Door"}})

    assert not {BlockerCode.SELLER_UNKNOWN, BlockerCode.VALUE_UNSURE} & right.blocked
    assert (right.wrong, wrong.wrong) == ((), ("amount_total: '120.00' (12.0)",))
    assert BlockerCode.SELLER_UNKNOWN in unknown.blocked


def test_a_document_teaches_of_its_own_truth_what_is_the_same_on_every_invoice_and_no_place() -> None:
    document = printed(PAGE)
    first = extract_text(dump_document_text(document), TextTask())
    truth = labelled(supplier_name="Blue Door Ltd", invoice_number="BD-17", amount_total=120.0)
    result = compared(truth, Way(cache=None), first.extraction, document)

    memory = memory_of_others(first, reviewed(truth, first.extraction, result, document))

    assert memory is not None
    learned = [one for lesson in memory.lessons for one in lesson.learned]
    assert "Blue Door Ltd" in [one.value for one in learned]
    assert [one.shape for one in learned if one.pointer == "/invoice_number"] == ["BD-99"] * 5
    assert not any(one.anchor or one.moved for one in learned)
