"""Tokens that may be the number of a document, and which of them is given."""

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.context import read_context
from functions.extract.local.fields.invoice_number import find_invoice_number
from functions.extract.local.mentions.numbers import find_numbers, repaired
from shared.domain.document import Source
from shared.domain.evidence import Evidence
from tests.support.documents import layout_of, printed


def values(text: str) -> list[str]:
    return [number.value for number in find_numbers(layout_of(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INV 2026 / 00 417", ["2026 / 00 417"]),
        ("FT 2020/17", ["FT 2020/17"]),
        ("No.4711", ["4711"]),
        ("Nº4711", ["4711"]),
        ("Rg.Nr.4711", ["4711"]),
        ("Invoice#123", ["123"]),
        ("82 751 500 758", ["82 751 500 758"]),
        ("A 0003 - 00001234", ["0003-00001234"]),
        ("7358/SFLS/1", ["7358/SFLS/1"]),
        ("FA 2026 0417", ["FA 2026 0417"]),
        ("2026 0417", ["2026 0417"]),
        ("Nr. 2026 0417", ["2026 0417"]),
        ("TX.2026.0418", ["TX.2026.0418"]),
        ("NR.2026.0418", ["2026.0418"]),
        ("Nr. 2026 0417 vom 05.03.2018", ["2026 0417", "05.03.2018"]),
        ("Factuurnummer: 2026 0417", ["2026 0417"]),
        ("Factuurnummer: 2026 12 kg", ["2026", "12"]),
        ("4711 / 03.02.2026", ["4711", "03.02.2026"]),
        ("2024-03-10t172205", ["2024-03-10t172205"]),
        ("HF+204/18", ["HF+204/18"]),
        ("12+4 = 16", ["12", "4", "16"]),
        ("no figures at all", []),
    ],
)
def test_a_token_is_found_as_long_as_it_is_printed(text: str, found: list[str]) -> None:
    assert values(text) == found


def test_a_number_cut_at_a_separator_goes_on_in_the_cell_below() -> None:
    assert values("Invoice No   HF-2026-11-\n             0020418")[0] == "HF-2026-11-0020418"
    assert values("Invoice No   HF-2026-11\n             0020418")[0] == "HF-2026-11"


def test_the_word_for_number_may_have_its_end_apart_from_it() -> None:
    [found] = find_numbers(layout_of("N o 25-10"))

    assert found.value == "25-10"
    assert found.mark is not None


def test_the_label_of_a_party_behind_a_number_is_no_text_of_its_cell() -> None:
    page = """
 ПОЛУЧАТЕЛ                     № 0000000418 ДОСТАВЧИК
 Хотел Родопи ЕООД             Дата: 12.05.2025       Перун Системи ООД
 Общо                          2530.00
 Всичко                        3036.00
"""

    assert extract_locally(printed(page)).data.invoice_number == "0000000418"


def test_letters_read_for_digits_are_put_right_inside_runs_of_digits_only() -> None:
    assert repaired("2O24-00I7") == "2024-0017"
    assert repaired("INVO-17") == "INVO-17"
    assert repaired("O1") == "O1"


def evidence(text: str, field: str) -> Evidence:
    return extract_locally(printed(text)).evidence[f"/{field}"]


def test_the_words_of_a_number_in_two_parts_are_all_of_its_evidence() -> None:
    found = evidence(
        "Factura\nPunto de Venta: 0003   Comp. Nro: 00001234\nFecha: 05/06/2026\nTotal $ 10,00", "invoice_number"
    )

    assert found.text == "0003 00001234"


def test_the_next_best_number_is_an_alternative_with_its_place() -> None:
    found = evidence("Invoice No: 4711\nReceipt No: 0815\nDate 3 May 2026\nTotal 10.00", "invoice_number")

    assert [(other.value, other.box is not None) for other in found.alternatives] == [("0815", True)]


def test_a_date_in_either_order_is_never_sure_and_offers_the_other() -> None:
    found = evidence("Invoice No: 4711\nDate 03/04/2026\nTotal 10.00", "issue_date")

    assert found.confidence < 0.9
    assert found.alternatives[0].value == "2026-03-04"


@pytest.mark.parametrize(
    "text",
    [
        "Invoice No: 4711\nDate 03/04/2026\nDelivered 17/03/2026\nTotal 10.00",
        "Invoice No: 4711\nDate 03.04.2026\nTotal 10.00",
        "Invoice No: 4711\nDate 03/04/2026\nDue date 03/05/2026\nTerms 30 days\nTotal 10.00",
        "Invoice No: 4711\nDate 03/04/2026\n3 April 2026\nTotal 10.00",
    ],
    ids=["another-date", "dots", "terms", "the-same-in-words"],
)
def test_what_proves_the_order_of_a_date_leaves_no_other_reading(text: str) -> None:
    found = evidence(text, "issue_date")

    assert "2026-03-04" not in [other.value for other in found.alternatives]


def test_terms_turn_the_dates_that_they_only_fit_the_other_way_round() -> None:
    data = extract_locally(
        printed("Invoice No: 4711\nDate 03/04/2026\nDue date 04/03/2026\nNet 30 days\nTotal 10.00")
    ).data

    assert (str(data.issue_date), str(data.due_date)) == ("2026-03-04", "2026-04-03")


def test_terms_without_a_printed_date_give_no_due_date() -> None:
    data = extract_locally(printed("Invoice No: 4711\nDate 3 May 2026\nPayable within 30 days\nTotal 10.00")).data

    assert data.due_date is None


def test_pages_with_titles_and_numbers_of_their_own_are_several_invoices() -> None:
    page = "Harrow Ltd\nInvoice HF-2041{n}\nDate {n} May 2026\nOak   2   10.00   20.00\nTotal   20.00"
    document = printed(*(page.format(n=number) for number in (1, 2, 3)))

    findings = extract_locally(document).findings

    (several,) = [finding for finding in findings if finding.code == "several-invoices"]
    assert several.params is not None
    assert several.params["parts"] == [
        {"first": n, "last": n, "number": f"HF-2041{n}", "confidence": 0.95} for n in (1, 2, 3)
    ]


def test_several_invoices_may_have_a_currency_each() -> None:
    page = "Invoice No: HF-2041{n}\nDate {n} May 2026\nOak   2   10.00   20.00\nElm   1   5.00   5.00\nTotal {total}"
    pages = (page.format(n=1, total="€ 25.00"), page.format(n=2, total="£ 25.00"))

    findings = extract_locally(printed(*pages)).findings

    assert [finding.code for finding in findings] == ["several-invoices"]


def test_pages_with_short_numbers_behind_their_labels_are_several_invoices() -> None:
    page = "INVOICE\n\nInvoice No   H-{n}\nDate {n} May 2026\nOak   2   10.00   20.00\nTotal   20.00"

    findings = extract_locally(printed(page.format(n=1), page.format(n=2))).findings

    assert [finding.code for finding in findings] == ["several-invoices"]


def test_pages_without_a_number_of_their_own_belong_to_the_invoice_before_them() -> None:
    first, second = "Invoice No: HF-20411\nOak 2 10.00 20.00\nTotal 20.00", "Invoice No: HF-20412\nElm 10.00"
    document = printed("Dear customer", first, "Terms of delivery", second, "Total 10.00")

    findings = extract_locally(document).findings

    (several,) = [finding for finding in findings if finding.code == "several-invoices"]
    assert several.params is not None
    assert several.params["parts"] == [
        {"first": 2, "last": 3, "number": "HF-20411", "confidence": 0.95},
        {"first": 4, "last": 5, "number": "HF-20412", "confidence": 0.95},
    ]


@pytest.mark.parametrize(
    "page",
    [
        """
  Fern & Moss Florist                                  Fern & Moss Florist
  Invoice No: FM-1180                                  Invoice No: FM-1181
  Date: 03/02/2026                                     Date: 05/02/2026
  Roses             4      18.00      72.00            Table posies     12       6.50      78.00
  Arrangement       1      85.00      85.00            Delivery          1       5.00       5.00
                      Total         £157.00                                Total          £83.00
""",
        """
  Cole Plumbing Ltd
  Invoice No: 2204
  Date: 11 March 2026
  Labour            1      60.00      60.00
                      Total          £60.00

  Cole Plumbing Ltd
  Invoice No: 2205
  Date: 12 March 2026
  Labour            2      60.00     120.00
                      Total         £120.00
""",
    ],
    ids=["beside each other", "one above the other"],
)
def test_of_two_invoices_on_a_page_nothing_is_sure(page: str) -> None:
    extraction = extract_locally(printed(page))

    (several,) = [one for one in extraction.findings if one.code == "several-invoices"]
    assert several.params is not None
    assert (several.params["count"], several.params["parts"]) == (2, None)
    assert extraction.evidence
    assert all(one.confidence < 0.9 for one in extraction.evidence.values())


def test_a_word_of_a_label_under_a_title_is_no_part_of_the_number() -> None:
    page = "FLORERÍA JAZMÍN         REMISIÓN / FACTURA\nPortal Hidalgo 8        FOLIO 3390\n\nTOTAL   $4,750.00"

    assert extract_locally(printed(page)).data.invoice_number == "3390"


def test_a_number_under_a_row_of_headings_is_not_named_by_a_label_alone_below_it() -> None:
    page = """
  Orion Lab Supply, Inc.
  Madison, WI 53711
  Memo #         Memo Date       Orig. Invoice #     RMA #
  CM-20817       06/02/2026      INV-77120           R-5512
  Customer
  Lakeshore Community College
  1290 North Ave
"""
    assert extract_locally(printed(page)).data.invoice_number == "CM-20817"


def test_the_number_of_another_invoice_on_a_page_with_one_total_is_no_second_invoice() -> None:
    page = (
        "Invoice No: HF-20412\nDate 5 May 2026\nReplaces invoice no. HF-20411\nOak   2   10.00   20.00\nTotal   20.00"
    )

    assert "several-invoices" not in [one.code for one in extract_locally(printed(page)).findings]


def test_of_a_cell_that_is_a_long_list_of_figures_only_the_first_are_looked_at() -> None:
    assert 0 < len(find_numbers(layout_of("1 " * 200))) <= 40


@pytest.mark.parametrize(
    ("number", "source", "meant"),
    [
        ("0RD25-INV2803", Source.RAPIDOCR, "ORD25-INV2803"),
        ("AB0C-2803", Source.RAPIDOCR, "ABOC-2803"),
        ("0RD25-INV2803", Source.TEXT_LAYER, None),
        ("0A-2803", Source.RAPIDOCR, None),
        ("A0028-03", Source.RAPIDOCR, None),
    ],
)
def test_a_nought_among_letters_that_ocr_read_is_never_sure(number: str, source: Source, meant: str | None) -> None:
    page = f"Alpha Ltd\nInvoice number: {number}\nInvoice date: 03/04/2026\nTotal GBP 120.00"
    found = find_invoice_number(read_context(layout_of(page, source=source)))

    assert found is not None
    assert found.value == number
    assert found.ambiguous is (meant is not None)
    assert meant is None or found.alternatives[0].value == meant
