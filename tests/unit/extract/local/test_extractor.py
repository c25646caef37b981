"""The extractor gives evidence for every value, gives findings, and leaves undecided values null."""

from decimal import Decimal
from math import log

import pytest

from functions.extract.layout import read_layout
from functions.extract.local import extract_locally
from functions.extract.local.assemble import read_raw
from functions.extract.local.confidence import ANY_FIELD, Calibration, calibrated, is_product
from functions.extract.local.context import read_context
from functions.extract.local.fields.currency import find_currency
from functions.extract.local.rank import LinearModel, ranked
from shared.domain.document import DocumentText, Source
from shared.domain.invoice import Line
from shared.domain.json_pointers import leaves
from tests.support.documents import printed
from tests.unit.extract.local.test_whole_documents import CASES

FIRST = """
Brook Ltd      Invoice No: 1001    Invoice Date: 2026-01-05
Service                    10.00
Total                GBP   10.00
"""
SECOND = FIRST.replace("1001", "1002")


@pytest.mark.parametrize("name", CASES)
def test_every_value_has_evidence_and_every_evidence_a_value(name: str) -> None:
    extraction = extract_locally(printed(CASES[name].text))

    assert sorted(extraction.evidence) == sorted(pointer for pointer, _ in leaves(extraction.data.as_json()))


def test_evidence_shows_the_words_as_printed_and_the_reader_of_the_page() -> None:
    extraction = extract_locally(printed(FIRST, source=Source.RAPIDOCR))

    evidence = extraction.evidence["/invoice_number"]
    assert evidence.text == "1001"
    assert evidence.page == 1
    assert evidence.source is Source.RAPIDOCR
    assert evidence.box is not None
    assert evidence.box.x0 < evidence.box.x1


def test_two_invoices_in_one_file_are_noticed() -> None:
    codes = [finding.code for finding in extract_locally(printed(FIRST, SECOND)).findings]

    assert codes == ["several-invoices"]


def test_the_pages_of_one_invoice_are_not_several() -> None:
    assert extract_locally(printed(FIRST, FIRST)).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "SERVICE AGREEMENT\nbetween Brook Ltd and Hill Ltd\nThe parties agree as follows.",
        "Dear Ms Hill,\nthank you for your letter. We shall meet on Monday.\nYours sincerely",
        "ANGEBOT\nSehr geehrte Damen und Herren,\nwir bieten Ihnen an:\nBeratung   1.000,00 €",
    ],
)
def test_a_contract_a_letter_and_an_offer_are_no_invoices(text: str) -> None:
    assert [finding.code for finding in extract_locally(printed(text)).findings] == ["not-an-invoice"]


@pytest.mark.parametrize("name", CASES)
def test_invoices_are_not_mistaken_for_something_else(name: str) -> None:
    assert extract_locally(printed(CASES[name].text)).findings == ()


def test_a_document_without_words_gives_no_data_and_a_finding() -> None:
    extraction = extract_locally(DocumentText(pages=()))

    assert extraction.data.total_amount is None
    assert [finding.code for finding in extraction.findings] == ["not-an-invoice"]


def test_a_dollar_is_no_currency_without_a_country() -> None:
    context = read_context(read_layout(printed("Total $ 10.00")))

    assert find_currency(context) is None


MODELS = Calibration(
    weights={ANY_FIELD: {"finder": 1.0}, "/lines/*/description": {"finder": 1.0, "product": 2.0}},
    curve=((0.2, 0.1), (0.6, 0.5)),
)


def test_confidence_is_read_off_the_curve_between_its_points() -> None:
    assert calibrated("/currency", {"finder": log(0.4 / 0.6)}, MODELS) == pytest.approx(0.3)
    assert calibrated("/currency", {"finder": 4.0}, MODELS) == 0.5
    assert calibrated("/currency", {"finder": -4.0}, MODELS) == 0.1


def test_a_field_whose_confident_values_were_wrong_too_often_is_never_sure() -> None:
    sure = Calibration(weights={ANY_FIELD: {"finder": 1.0}}, curve=(), unsure=frozenset({"/seller/name"}))

    assert calibrated("/buyer/name", {"finder": 5.0}, sure) > 0.9
    assert calibrated("/seller/name", {"finder": 5.0}, sure) < 0.9


def test_a_field_has_its_own_model_whatever_its_index_and_else_that_of_all_fields() -> None:
    signals = {"finder": log(0.3 / 0.7), "product": 1.0}

    assert calibrated("/lines/12/description", signals, MODELS) == 0.5
    assert calibrated("/payment/means", signals, MODELS) == pytest.approx(0.2)


def test_amounts_that_add_up_and_lines_that_are_products_are_signals() -> None:
    layout = read_layout(printed("Invoice 4711", "Net 100.00", "VAT 20.00", "Total 120.00"))
    reading = read_raw(layout)
    extraction, signals = reading.extraction, reading.signals

    assert extraction.data.net_amount is not None
    assert signals["/total_amount"]["sums_agree"] == 1
    assert signals["/total_amount"]["lines_agree"] == 0
    assert is_product(Line(quantity=Decimal(3), unit_price=Decimal("1.10"), net_amount=Decimal("3.30")))
    assert not is_product(Line(quantity=Decimal(3), unit_price=Decimal("1.10"), net_amount=Decimal("3.50")))


def test_ranking_puts_the_heaviest_first_and_sums_to_one() -> None:
    order = ranked(LinearModel(weights={"label": 2.0, "far": -1.0}), [{"far": 1}, {"label": 1, "unknown": 9}, {}])

    assert [index for index, _ in order] == [1, 2, 0]
    assert sum(probability for _, probability in order) == pytest.approx(1)


def test_a_net_amount_and_a_tax_that_miss_the_total_are_not_sure() -> None:
    till = """
     BLUE RIDGE DINER
  Guest Check         0042871
  10/14/24
  1 Club Sandwich       11.95
  1 Chili Bowl           7.25
  2 Coffee               3.39
  Subtotal              22.59
  Tax                    {tax}
  Total                 24.17
"""
    pointers = ("/net_amount", "/tax_amount")
    closing, missing = (
        extract_locally(printed(till.format(tax=tax), source=Source.RAPIDOCR)).evidence for tax in ("1.58", "1.38")
    )

    assert all(closing[pointer].confidence >= 0.9 > missing[pointer].confidence for pointer in pointers)


def test_a_total_that_misses_what_is_due_is_not_sure() -> None:
    bill = """
  HARBOUR RADIO LTD                            INVOICE
  Invoice number: HF-9917                      Date: 2 November 2026
  Net                  500.00
  VAT 20%              100.00
  Total                600.00
  {deposit}
  Amount due           {due}
"""
    missing, paid = (
        extract_locally(printed(bill.format(deposit=deposit, due="510.00"))).evidence["/total_amount"].confidence
        for deposit in ("", "Deposit paid         90.00")
    )

    assert missing < 0.9 <= paid


def test_a_date_that_lost_its_last_figure_at_the_edge_is_not_sure() -> None:
    till = """
  BLUE RIDGE DINER
  Subtotal              22.59
  Tax                    1.58
  Total                 24.17
  {date}
"""
    cut, whole = (
        extract_locally(printed(till.format(date=date), source=Source.RAPIDOCR)).evidence["/issue_date"].confidence
        for date in ("2013/05/2", "2013/05/21")
    )

    assert cut < 0.9 <= whole


@pytest.mark.parametrize(
    ("print_of", "source", "day"),
    [
        ("2703/2018", Source.RAPIDOCR, "2018-03-27"),
        ("13707/2017", Source.RAPIDOCR, "2017-07-13"),
        ("2703/2018", Source.TEXT_LAYER, None),
        ("2703/2018  Printed 28/03/2018", Source.RAPIDOCR, "2018-03-28"),
        ("9703/2018", Source.RAPIDOCR, None),
    ],
)
def test_a_date_of_which_ocr_lost_a_mark_is_read_where_there_is_no_other_and_never_sure(
    print_of: str, source: Source, day: str | None
) -> None:
    till = f"""
  KEDAI BUKU MAJU
  {print_of}
  Subtotal              22.59
  Total                 22.59
"""
    extraction = extract_locally(printed(till, source=source))

    assert str(extraction.data.issue_date) == str(day)
    assert day is None or "Printed" in print_of or extraction.evidence["/issue_date"].confidence < 0.9
