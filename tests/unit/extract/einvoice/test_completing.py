"""A short XML (Factur-X MINIMUM, BASIC WL) is completed from its page."""

from decimal import Decimal

from functions.extract.einvoice.completing import completed_from_page, needs_the_page
from functions.extract.extraction import Extraction
from shared.domain.document import Source
from shared.domain.evidence import Evidence
from shared.domain.extractors import Extractor
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_amounts import Payment
from shared.domain.invoice_lines import Line
from shared.domain.invoice_parties import Party
from shared.domain.json_pointers import leaves

IBAN = "DE02120300000000202051"


def extraction(data: InvoiceData, source: Source) -> Extraction:
    evidence = {pointer: Evidence(confidence=0.9, source=source) for pointer, _ in leaves(data.as_json())}
    return Extraction(data=data, extractor=Extractor.EINVOICE, evidence=evidence)


PAGE = InvoiceData(
    invoice_number="ND-2026-0417",
    due_date="2026-11-16",
    total_amount=Decimal("1190.99"),
    seller=Party(name="Nord Druck", vat_id="DE123", phone="040 1"),
    buyer=Party(name="Someone else", phone="040 2"),
    payment=Payment(iban=IBAN, reference="R 1"),
    lines=[Line(description="Cards", net_amount=Decimal("500.00"))],
)


def completed(xml: InvoiceData, page: InvoiceData = PAGE) -> Extraction:
    return completed_from_page(extraction(xml, Source.XML), extraction(page, Source.TEXT_LAYER))


def test_values_missing_in_the_xml_are_read_from_the_page_and_marked() -> None:
    result = completed(InvoiceData(invoice_number="ND-2026-0417", total_amount=Decimal("1190.00")))

    assert result.data.total_amount == Decimal("1190.00")
    assert str(result.data.due_date) == "2026-11-16"
    assert result.data.payment.iban == IBAN
    assert result.data.lines == PAGE.lines
    assert {
        pointer: result.evidence[pointer].source
        for pointer in ("/invoice_number", "/total_amount", "/due_date", "/payment/iban", "/lines/0/net_amount")
    } == {
        "/invoice_number": Source.XML,
        "/total_amount": Source.XML,
        "/due_date": Source.TEXT_LAYER,
        "/payment/iban": Source.TEXT_LAYER,
        "/lines/0/net_amount": Source.TEXT_LAYER,
    }


def test_a_party_is_completed_by_the_page_only_under_its_own_name() -> None:
    data = completed(InvoiceData(seller=Party(name="NORD-DRUCK GmbH"), buyer=Party(name="Café Elbe"))).data

    assert (data.seller.name, data.seller.vat_id, data.seller.phone) == ("NORD-DRUCK GmbH", "DE123", "040 1")
    assert (data.buyer.name, data.buyer.phone) == ("Café Elbe", None)


def test_an_account_of_the_xml_takes_no_part_of_another_account() -> None:
    payment = completed(InvoiceData(payment=Payment(account="4711"))).data.payment

    assert (payment.account, payment.iban, payment.reference) == ("4711", None, "R 1")


def test_an_xml_with_lines_is_not_completed() -> None:
    assert needs_the_page(InvoiceData(total_amount=Decimal(1)))
    assert not needs_the_page(InvoiceData(lines=[Line(description="Cards")]))
