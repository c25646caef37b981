from dataclasses import replace
from decimal import Decimal

import pytest

from functions.extract.einvoice.printed import printed_disagreements, printed_ibans
from shared.domain.document import Box, CodeFormat, DocumentText, PageCode
from shared.domain.findings import Level
from shared.domain.invoice import InvoiceData, Payment
from tests.support.documents import printed

PAGE = (
    "Seller Ltd. 12 Main Street Springfield Invoice no. INV-2024 / 17 dated 1 March 2024 for goods delivered in "
    "February Total due € 1 234,56 payable to IBAN: DE91 1000 0000 0123 4567 89 BIC MARKDEF1100 Thank you"
)
XML = InvoiceData(
    invoice_number="INV-2024/17",
    total_amount=Decimal("1234.56"),
    payment=Payment(iban="DE91100000000123456789"),
)


def test_a_page_with_the_values_of_the_xml_has_no_finding() -> None:
    assert printed_disagreements(XML, printed(PAGE)) == []


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        ("1 234,56", "9 234,56", "/total_amount"),
        ("/ 17", "/ 18", "/invoice_number"),
        ("DE91 1000 0000 0123 4567 89", "DE88 2008 0000 0970 3757 00", "/payment/iban"),
    ],
)
def test_a_value_that_differs_on_the_page_is_an_error(old: str, new: str, pointer: str) -> None:
    [finding] = printed_disagreements(XML, printed(PAGE.replace(old, new)))

    assert (finding.code, finding.level, finding.pointers) == ("xml-differs-from-page", Level.ERROR, [pointer])


def with_code(iban: str) -> DocumentText:
    text = f"BCD\n002\n1\nSCT\n\nSeller Ltd.\n{iban}\nEUR1234.56\n"
    code = PageCode(format=CodeFormat.QR, text=text, box=Box(0.1, 0.7, 0.3, 0.9))
    return DocumentText(pages=(replace(printed(PAGE).pages[0], codes=(code,)),))


def test_a_payment_code_to_another_account_is_an_error() -> None:
    [finding] = printed_disagreements(XML, with_code("DE88200800000970375700"))

    assert (finding.pointers, finding.params) == (
        ["/payment/iban"],
        {"term": "iban", "xml": "DE91100000000123456789", "printed": ["DE88200800000970375700"]},
    )


def test_a_payment_code_to_any_account_of_the_xml_agrees() -> None:
    assert printed_disagreements(XML, with_code("DE91100000000123456789")) == []


def test_a_printed_iban_with_wrong_check_digits_is_a_misprint_not_another_account() -> None:
    assert printed_disagreements(XML, printed(PAGE.replace("DE91 1000", "DE92 1000"))) == []


def test_without_a_printed_page_nothing_disagrees() -> None:
    assert printed_disagreements(XML, DocumentText(pages=())) == []
    assert printed_disagreements(XML, printed("Cover page")) == []


def test_the_amount_due_may_be_the_one_printed() -> None:
    data = XML.model_copy(update={"total_amount": Decimal(2000), "amount_due": Decimal("1234.56")})

    assert printed_disagreements(data, printed(PAGE)) == []


def test_ibans_are_found_in_one_word_or_many() -> None:
    text = "x IBAN:DE91100000000123456789 y ES91 2100 0418 4502 0005 1332."

    assert printed_ibans(text.split()) == {"DE91100000000123456789", "ES9121000418450200051332"}
