from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from functions.extract.codes import settled
from functions.extract.codes.agreement import same_number
from functions.extract.codes.payloads import PayloadKind
from functions.extract.extraction import Extraction
from shared.domain.document import Box, CodeFormat, DocumentText, Page, PageCode, Source, Word
from shared.domain.evidence import Evidence
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.invoice import InvoiceData
from tests.unit.extract.codes.payload_examples import EXAMPLES

CODE_BOX = Box(0.7, 0.7, 0.9, 0.85)
GIROCODE = "BCD\n002\n1\nSCT\n\nNorddruck GmbH\nDE02120300000000202051\nEUR{amount}\n\n\nRE-7"
VERIFACTU = EXAMPLES[PayloadKind.ES_VERIFACTU][0]  # 12345678&G33 of 2026-09-01 over 241.40 by 89890001K
ATCUD = EXAMPLES[PayloadKind.PT_ATCUD][0]  # FT A/12 of 2026-01-31 over 123.00 by 501964843 for 503504564


def document(printed: str, *codes: str) -> DocumentText:
    """A page that prints these words in lines, and these codes."""
    words = tuple(
        Word(
            text=text,
            box=Box(0.1 + place * 0.12, 0.05 + row * 0.03, 0.2 + place * 0.12, 0.07 + row * 0.03),
            confidence=1,
        )
        for row, line in enumerate(printed.splitlines())
        for place, text in enumerate(line.split())
    )
    found = tuple(PageCode(format=CodeFormat.QR, text=text, box=CODE_BOX) for text in codes)
    page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=words, codes=found)
    return DocumentText(pages=(page,))


def extraction(values: Mapping[str, Any], confidence: float = 0.97) -> Extraction:
    """An extraction of these values (pointer -> value), each printed somewhere on page 1."""
    data: dict[str, Any] = {}
    for pointer, value in values.items():
        *owners, name = pointer.strip("/").split("/")
        holder = data
        for owner in owners:
            holder = holder.setdefault(owner, {})
        holder[name] = value
    evidence = {
        pointer: Evidence(
            page=1, box=Box(0.1, 0.1, 0.2, 0.2), text=str(value), confidence=confidence, source=Source.TEXT_LAYER
        )
        for pointer, value in values.items()
    }
    return Extraction(data=InvoiceData.model_validate(data), extractor=Extractor.LOCAL, evidence=evidence)


def differences(result: Extraction) -> list[tuple[str, Level]]:
    return [(one.pointers[0], one.level) for one in result.findings if one.code == FindingCode.CODE_DIFFERS]


def test_an_extraction_of_pages_without_known_codes_stays_the_same() -> None:
    given = extraction({"/total_amount": Decimal(5)})

    assert settled(given, document("Total 5.00", "https://example.org/menu")) is given


def test_what_code_and_print_give_alike_is_all_but_certain_and_keeps_its_place() -> None:
    given = extraction({"/total_amount": Decimal("241.40"), "/issue_date": date(2026, 9, 1)}, confidence=0.7)

    result = settled(given, document("Total 241,40\n01/09/2026", VERIFACTU))

    for pointer in ("/total_amount", "/issue_date"):
        shown = result.evidence[pointer]
        assert (shown.confidence, shown.source) == (0.99, Source.CODE)
        assert shown.box == given.evidence[pointer].box
    assert differences(result) == []


def test_what_only_the_code_gives_is_taken_from_it_with_its_box() -> None:
    result = settled(extraction({}), document("Factura", VERIFACTU))

    assert result.data.seller.vat_id == "89890001K"
    assert result.data.invoice_number == "12345678&G33"
    assert result.evidence["/invoice_number"].box == CODE_BOX
    assert result.evidence["/invoice_number"].source is Source.CODE
    assert differences(result) == []


def test_a_total_printed_otherwise_is_an_error_and_stays_as_an_alternative() -> None:
    result = settled(extraction({"/total_amount": Decimal("941.40")}), document("Total 941,40", VERIFACTU))

    assert result.data.total_amount == Decimal("241.40")
    assert differences(result) == [("/total_amount", Level.ERROR)]
    assert [one.value for one in result.evidence["/total_amount"].alternatives] == ["941.40"]
    assert result.evidence["/total_amount"].confidence < 0.9


def test_a_date_printed_otherwise_is_a_warning() -> None:
    result = settled(extraction({"/issue_date": date(2026, 8, 1)}), document("Fecha 01/08/2026", VERIFACTU))

    assert differences(result) == [("/issue_date", Level.WARNING)]


def test_an_unsure_extraction_beside_the_printed_value_was_only_wrong() -> None:
    given = extraction({"/total_amount": Decimal("199.50")}, confidence=0.6)

    result = settled(given, document("Base 199,50\nTotal 241,40", VERIFACTU))

    assert result.data.total_amount == Decimal("241.40")
    assert differences(result) == []


def test_an_account_printed_otherwise_is_an_error() -> None:
    given = extraction({"/payment/iban": "DE89370400440532013000"})

    result = settled(given, document("IBAN DE89370400440532013000", GIROCODE.format(amount="10.00")))

    assert result.data.payment.iban == "DE02120300000000202051"
    assert ("/payment/iban", Level.ERROR) in differences(result)


def test_a_second_printed_account_is_no_difference() -> None:
    given = extraction({"/payment/iban": "DE89370400440532013000"}, confidence=0.8)
    printed = "IBAN DE89370400440532013000\nIBAN DE02 1203 0000 0000 2020 51"

    result = settled(given, document(printed, GIROCODE.format(amount="10.00")))

    assert result.data.payment.iban == "DE02120300000000202051"
    assert differences(result) == []


def test_the_amount_of_a_payment_code_agrees_with_the_total() -> None:
    given = extraction({"/total_amount": Decimal("119.00")}, confidence=0.8)

    result = settled(given, document("Gesamt 119,00", GIROCODE.format(amount="119.00")))

    assert (result.data.total_amount, result.data.amount_due) == (Decimal("119.00"), Decimal("119.00"))
    assert result.evidence["/total_amount"].confidence == 0.99
    assert differences(result) == []


def test_what_prepayments_leave_is_due_and_no_total() -> None:
    given = extraction({"/total_amount": Decimal("119.00"), "/paid_amount": Decimal("100.00")})

    result = settled(given, document("Gesamt 119,00\nAnzahlung 100,00", GIROCODE.format(amount="19.00")))

    assert (result.data.total_amount, result.data.amount_due) == (Decimal("119.00"), Decimal("19.00"))
    assert differences(result) == []


def test_a_payment_code_that_asks_for_what_is_printed_nowhere_is_an_error() -> None:
    given = extraction({"/total_amount": Decimal("119.00")})

    result = settled(given, document("Gesamt 119,00", GIROCODE.format(amount="919.00")))

    assert result.data.total_amount == Decimal("119.00")
    assert differences(result) == [("/amount_due", Level.ERROR)]


def test_the_amount_due_decides_between_totals_where_net_and_tax_say_so() -> None:
    given = extraction(
        {"/total_amount": Decimal("19.00"), "/net_amount": Decimal("100.00"), "/tax_amount": Decimal("19.00")}, 0.8
    )

    result = settled(given, document("100,00\n19,00\n119,00", GIROCODE.format(amount="119.00")))

    assert result.data.total_amount == Decimal("119.00")


def test_the_holder_of_an_account_names_a_seller_only_where_none_is_known() -> None:
    code = GIROCODE.format(amount="10.00")

    known = settled(extraction({"/seller/name": "Druckerei Nord"}), document("Druckerei Nord", code))
    unknown = settled(extraction({}), document("Rechnung", code))

    assert known.data.seller.name == "Druckerei Nord"
    assert unknown.data.seller.name == "Norddruck GmbH"


def test_parties_are_exchanged_where_the_code_says_who_sells() -> None:
    given = extraction(
        {
            "/seller/name": "Cliente Lda",
            "/seller/vat_id": "503504564",
            "/buyer/name": "Loja Lda",
            "/buyer/vat_id": "PT501964843",
        }
    )

    result = settled(given, document("Cliente Lda 503504564\nLoja Lda 501964843", ATCUD))

    assert (result.data.seller.name, result.data.buyer.name) == ("Loja Lda", "Cliente Lda")
    assert result.evidence["/seller/name"].text == "Loja Lda"


def test_a_customer_taken_for_the_seller_becomes_the_buyer() -> None:
    given = extraction({"/seller/name": "Cliente Lda", "/seller/vat_id": "503504564"})

    result = settled(given, document("Cliente Lda 503504564", ATCUD))

    assert result.data.buyer.name == "Cliente Lda"
    assert (result.data.seller.name, result.data.seller.vat_id) == (None, "501964843")


def test_codes_that_contradict_each_other_decide_nothing_and_are_several_invoices() -> None:
    given = extraction({"/total_amount": Decimal("50.00")})

    result = settled(given, document("Total 50,00", VERIFACTU, VERIFACTU.replace("G33", "G34").replace("241.4", "99")))

    assert result.data.total_amount == Decimal("50.00")
    assert FindingCode.SEVERAL_INVOICES in [one.code for one in result.findings]


def test_the_same_code_on_every_copy_is_one_statement() -> None:
    assert settled(extraction({}), document("x", ATCUD, ATCUD)).data.total_amount == Decimal("123.00")


def test_a_code_with_number_and_total_is_an_invoice() -> None:
    doubt = finding(FindingCode.NOT_AN_INVOICE, Level.WARNING, reason="no_number_no_total", kind=None, title=None)

    result = settled(replace(extraction({}), findings=(doubt,)), document("x", ATCUD))

    assert result.findings == ()


def test_a_credit_note_keeps_the_sign_of_its_print() -> None:
    given = extraction({"/total_amount": Decimal("-123.00")})

    assert settled(given, document("Total -123,00", ATCUD)).data.total_amount == Decimal("-123.00")


@pytest.mark.parametrize(
    ("code", "printed", "same"),
    [
        ("00003-00000123", "0003-00000123", True),
        ("00003-00000123", "A 0003-00000123", True),
        ("00003-00000123", "00000123", True),
        ("123", "000.000.123", True),
        ("T-27174", "T27174", True),
        ("FT A/12", "FT A/12", True),
        ("00003-00000123", "0003-00000124", False),
        ("00003-00000123", "0004-00000123", False),
        ("123", "1234", False),
    ],
)
def test_numbers_are_the_same_however_they_are_printed(code: str, printed: str, same: bool) -> None:
    assert same_number(code, printed) is same
