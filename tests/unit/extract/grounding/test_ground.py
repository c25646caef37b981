"""Values are found where they are printed, in any notation, and nowhere else."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.extract.extraction import Extraction
from functions.extract.grounding import ground
from functions.extract.grounding.ground import CONCLUDED, GUESSED, UNGRADED, UNSUPPORTED
from shared.domain.checks import check_invoice
from shared.domain.document import Box, DocumentText, Source
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.extractors import Extractor
from shared.domain.invoice import InvoiceData
from tests.support.documents import COLUMNS, ROWS, printed

INVOICE = """
Imprenta Norte S.L.                                  FACTURA Nº A-2026/017
Calle Mayor 5
28013 Madrid                                         Fecha: 2 de noviembre de 2026
NIF ESA58818501                                      Vencimiento: 02/12/2026

Cliente: Agencia Faro S.A.

Descripción                  Cant.     Precio      Importe
1  Carteles a color A2           3      20,00        60,00
   tirada corta
2  Folletos                  1.000       0,04        40,00
3  Carteles a color A2           1      20,00        20,00

Base imponible                                      120,00
IVA 21 %                                             25,20
TOTAL EUR                                         1 145,20
IBAN: ES91 2100 0418 4502 0005 1332
"""


def evidence(document: DocumentText, given: EvidenceMap | None = None, **fields: Any) -> EvidenceMap:
    data = InvoiceData.model_validate(fields)
    return ground(Extraction(data=data, extractor=Extractor.OPENAI, evidence=given or {}), document).evidence


def place(shown: Evidence) -> tuple[str | None, int]:
    """The text printed there, and its row on the page."""
    assert shown.box is not None
    return shown.text, round(shown.box.y0 * ROWS)


@pytest.mark.parametrize(
    ("fields", "pointer", "text", "row"),
    [
        ({"invoice_number": "A-2026/017"}, "/invoice_number", "A-2026/017", 0),
        ({"invoice_number": "A 2026 017"}, "/invoice_number", "A-2026/017", 0),
        ({"issue_date": "2026-11-02"}, "/issue_date", "2 de noviembre de 2026", 2),
        ({"due_date": "2026-12-02"}, "/due_date", "02/12/2026", 3),
        ({"currency": "EUR"}, "/currency", "EUR", 15),
        ({"seller": {"name": "IMPRENTA NORTE SL"}}, "/seller/name", "Imprenta Norte S.L.", 0),
        ({"seller": {"vat_id": "ES A58818501"}}, "/seller/vat_id", "ESA58818501", 3),
        ({"buyer": {"name": "Agencia Faro S.A."}}, "/buyer/name", "Agencia Faro S.A.", 5),
        ({"payment": {"iban": "ES9121000418450200051332"}}, "/payment/iban", "ES91 2100 0418 4502 0005 1332", 16),
        ({"net_amount": "120.00"}, "/net_amount", "120,00", 13),
        ({"total_amount": "1145.20"}, "/total_amount", "1 145,20", 15),
        ({"total_amount": "-1145.2"}, "/total_amount", "1 145,20", 15),
        ({"tax_breakdown": [{"rate": "21", "tax_amount": "25.20"}]}, "/tax_breakdown/0/rate", "21", 14),
    ],
)
def test_a_value_is_found_across_notations(fields: dict[str, Any], pointer: str, text: str, row: int) -> None:
    shown = evidence(printed(INVOICE), **fields)[pointer]
    assert place(shown) == (text, row)
    assert shown.page == 1
    assert shown.source is Source.TEXT_LAYER
    assert shown.confidence >= 0.9 * UNGRADED


def test_an_address_is_found_over_its_lines() -> None:
    shown = evidence(printed(INVOICE), seller={"address": "Calle Mayor 5, 28013 Madrid"})["/seller/address"]
    assert shown.text == "Calle Mayor 5 28013 Madrid"
    assert shown.box is not None
    assert shown.box.x1 < 0.5, "the other column is not part of it"


def test_an_address_is_found_though_the_reader_mixed_the_columns() -> None:
    page = """
    Imprenta Norte        Agencia Faro
    Calle Mayor 5         Gran Via 1
    28013 Madrid          08007 Barcelona
    """
    document = printed(page)
    assert [word.text for word in document.pages[0].words[:4]] == ["Imprenta", "Norte", "Agencia", "Faro"]
    found = evidence(document, buyer={"address": "Gran Vía 1, 08007 Barcelona"})["/buyer/address"]
    assert found.text == "Gran Via 1 08007 Barcelona"


def test_lines_are_found_on_their_own_rows() -> None:
    lines = [
        {"description": "Carteles a color A2 tirada corta", "quantity": "3", "unit_price": "20", "net_amount": "60"},
        {"description": "Folletos", "quantity": "1000", "unit_price": "0.04", "net_amount": "40"},
        {"description": "Carteles a color A2", "quantity": "1", "unit_price": "20", "net_amount": "20"},
    ]
    found = evidence(printed(INVOICE), lines=lines)
    rows = {pointer: place(shown) for pointer, shown in found.items()}
    assert rows["/lines/0/description"] == ("Carteles a color A2 tirada corta", 8)
    assert rows["/lines/0/quantity"] == ("3", 8)
    assert rows["/lines/0/net_amount"] == ("60,00", 8)
    assert rows["/lines/1/quantity"] == ("1.000", 10)
    assert rows["/lines/1/unit_price"] == ("0,04", 10)
    assert rows["/lines/2/description"] == ("Carteles a color A2", 11)
    assert rows["/lines/2/quantity"] == ("1", 11)
    assert rows["/lines/2/unit_price"] == ("20,00", 11)
    assert rows["/lines/2/net_amount"] == ("20,00", 11)
    price, amount = found["/lines/2/unit_price"].box, found["/lines/2/net_amount"].box
    assert price is not None
    assert amount is not None
    assert price.x1 < amount.x0, "price and amount are two prints"


def test_equal_lines_take_one_row_each() -> None:
    page = "\n".join(f"{number}   Anzeige        1     50,00     50,00" for number in range(1, 81))
    line = {"description": "Anzeige", "quantity": "1", "unit_price": "50", "net_amount": "50"}
    found = evidence(printed(page), lines=[line] * 80)
    assert [place(found[f"/lines/{number}/net_amount"])[1] for number in range(80)] == list(range(80))


def test_lines_go_on_over_pages() -> None:
    pages = [
        "Pos  Artikel      Betrag\n" + "\n".join(f"{n}    Artikel {n}      {n},50" for n in numbers)
        for numbers in (range(1, 21), range(21, 41))
    ]
    lines = [{"description": f"Artikel {number}", "net_amount": f"{number}.50"} for number in range(1, 41)]
    found = evidence(printed(*pages), lines=lines)
    assert [found[f"/lines/{number}/net_amount"].page for number in range(40)] == [1] * 20 + [2] * 20


@pytest.mark.parametrize(
    "fields",
    [
        {"invoice_number": "A-2026/018"},
        {"issue_date": "2026-11-03"},
        {"total_amount": "1145.21"},
        {"total_amount": "11452.00"},
        {"seller": {"name": "Talleres Sur"}},
        {"seller": {"vat_id": "ESA58818502"}},
        {"payment": {"iban": "DE89370400440532013000"}},
        {"purchase_order": "2029"},
    ],
)
def test_an_invented_value_has_no_place(fields: dict[str, Any]) -> None:
    data = InvoiceData.model_validate(fields)
    grounded = ground(Extraction(data=data, extractor=Extractor.OPENAI), printed(INVOICE))
    (shown,) = grounded.evidence.values()
    assert (shown.page, shown.box, shown.source) == (None, None, Source.OPENAI)
    assert shown.confidence <= UNSUPPORTED
    assert "not-in-document" in {finding.code for finding in check_invoice(data, evidence=grounded.evidence)}


def test_a_short_number_is_not_found_inside_a_longer_one() -> None:
    assert evidence(printed("Ref 20261102"), invoice_number="2611")["/invoice_number"].page is None


def test_a_text_is_found_at_the_beginning_of_the_last_word_of_a_page() -> None:
    shown = evidence(printed("Imprenta Norte S.L.ES12"), seller={"name": "Imprenta Norte S.L."})["/seller/name"]
    assert shown.text == "Imprenta Norte S.L.ES12"
    assert shown.confidence < UNGRADED


def test_a_misread_name_is_found_with_less_confidence() -> None:
    document = printed("lmprenta N0rte S.L.", confidence=0.9, source=Source.TESSERACT)
    shown = evidence(document, seller={"name": "Imprenta Norte S.L."})["/seller/name"]
    assert shown.text == "lmprenta N0rte S.L."
    assert UNSUPPORTED < shown.confidence < 0.65


def test_a_number_with_another_digit_is_another_number() -> None:
    assert evidence(printed("Factura 20260171"), invoice_number="20260172")["/invoice_number"].page is None


def test_a_number_read_with_letters_that_look_like_digits_is_doubtful() -> None:
    shown = evidence(printed("Factura 2O26OI71"), invoice_number="20260171")["/invoice_number"]
    assert shown.page == 1
    assert shown.confidence < 0.7


def test_the_readers_confidence_lowers_the_values() -> None:
    sure = evidence(printed(INVOICE, confidence=1.0), net_amount="120")["/net_amount"].confidence
    doubtful = evidence(printed(INVOICE, confidence=0.5), net_amount="120")["/net_amount"].confidence
    assert doubtful == pytest.approx(sure / 2)


def test_a_date_that_reads_two_ways_is_less_sure() -> None:
    one = evidence(printed("Fecha 02/11/2026"), issue_date="2026-11-02")["/issue_date"]
    other = evidence(printed("Fecha 22/11/2026"), issue_date="2026-11-22")["/issue_date"]
    assert one.confidence < other.confidence


def test_a_date_that_runs_on_into_the_time_is_found() -> None:
    assert evidence(printed("Date 25/02/201715:28"), issue_date="2017-02-25")["/issue_date"].page == 1
    assert evidence(printed("Date 25/02/201715:28"), issue_date="2016-02-25")["/issue_date"].page is None


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("Flight 3/2/2020 - 3/8/2020     Invoice date 3/8/2020", "3/8/2020"),
        ("Period 03/19/20 March 2020     Date 03/20/20", "03/20/20"),
        ("Week 2020 05/31/20", "05/31/20"),
        ("Vom 25.08.2021-26.08.2021", "25.08.2021-26.08.2021"),
    ],
)
def test_a_date_is_not_put_together_from_two(page: str, text: str) -> None:
    day = {"3/8/2020": "2020-03-08", "03/20/20": "2020-03-20", "05/31/20": "2020-05-31"}.get(text, "2021-08-26")
    assert evidence(printed(page), issue_date=day)["/issue_date"].text == text


def test_a_whole_word_is_a_better_place_than_a_part_of_one() -> None:
    shown = evidence(printed("Invoice 1336165-2\nOrder 1336165"), operation_codes=["1336165"])["/operation_codes/0"]
    assert place(shown) == ("1336165", 1)


def test_an_amount_is_shown_with_its_decimals_and_not_by_a_rate() -> None:
    page = "IVA (0%)   0   0,00"
    assert evidence(printed(page), tax_amount="0")["/tax_amount"].text == "0,00"
    assert evidence(printed(page), tax_breakdown=[{"rate": "0"}])["/tax_breakdown/0/rate"].page == 1


def test_the_place_beside_the_label_is_chosen() -> None:
    page = """
    Subtotal                 100,00
    Importe anterior         121,00
    Total factura            121,00
    A pagar                  121,00
    """
    found = evidence(printed(page), total_amount="121", amount_due="121", net_amount="100")
    assert place(found["/total_amount"])[1] == 2
    assert place(found["/amount_due"])[1] == 3


def test_evidence_given_with_its_place_is_kept() -> None:
    given = Evidence(page=1, box=Box(0.1, 0.1, 0.2, 0.2), text="120,00", confidence=0.77, source=Source.TESSERACT)
    assert evidence(printed(INVOICE), {"/net_amount": given}, net_amount="120")["/net_amount"] == given


def test_a_value_of_the_xml_stays_certain_and_gets_its_box() -> None:
    given = Evidence(text="120.00", confidence=1, source=Source.XML)
    found = evidence(
        printed(INVOICE, confidence=0.4),
        {"/net_amount": given, "/paid_amount": given},
        net_amount="120.00",
        paid_amount="999",
    )
    assert (found["/net_amount"].source, found["/net_amount"].confidence) == (Source.XML, 1)
    assert found["/net_amount"].box is not None
    assert found["/paid_amount"] == given


def test_concluded_values_keep_their_confidence_and_the_summary_has_none() -> None:
    found = evidence(printed(INVOICE), document_type="invoice", seller={"country": "ES"}, summary="Invoice over 3")
    assert found["/document_type"].confidence == CONCLUDED
    assert found["/seller/country"].confidence == CONCLUDED
    assert "/summary" not in found


def test_a_currency_without_any_sign_is_a_guess() -> None:
    shown = evidence(printed(INVOICE), currency="USD")["/currency"]
    assert (shown.page, shown.confidence) == (None, GUESSED)


def test_a_conclusion_of_the_extractor_keeps_its_own_confidence() -> None:
    given = Evidence(confidence=0.9, source=Source.TEXT_LAYER)
    assert evidence(printed("Total 5"), {"/currency": given}, currency="MYR")["/currency"] == given


def test_a_currency_is_shown_by_its_symbol() -> None:
    assert evidence(printed("Total €1.145,20"), currency="EUR")["/currency"].text == "€1.145,20"
    shared = evidence(printed("Total $ 5.00"), currency="USD")["/currency"]
    assert shared.confidence < UNGRADED, "other currencies have this symbol too"


def test_an_empty_document_supports_nothing() -> None:
    found = evidence(printed(""), invoice_number="A-1", lines=[{"net_amount": "1"}])
    assert {shown.page for shown in found.values()} == {None}
    assert evidence(DocumentText(pages=()), total_amount="1")["/total_amount"].page is None


ORDERS = {
    "day first": "{d:02d}/{m:02d}/{y}",
    "month first": "{m}/{d}/{y}",
    "year first": "{y}-{m:02d}-{d:02d}",
    "dots and a short year": "{d:02d}.{m:02d}.{s:02d}",
    "split by the reader": "{d:02d} . {m:02d} . {y}",
    "compact": "{y}{m:02d}{d:02d}",
    "English": "{month} {d}, {y}",
    "Spanish": "{d} de {mes} de {y}",
    "German": "{d}. {Monat} {y}",
    "glued": "{d:02d}{mon}{y}",
}
ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905
SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905


@given(st.dates(date(2000, 1, 1), date(2039, 12, 31)), st.sampled_from(sorted(ORDERS)))
def test_dates_are_found_in_every_order(day: date, order: str) -> None:
    names = {"month": ENGLISH, "mes": SPANISH, "Monat": GERMAN, "mon": [name[:3] for name in ENGLISH]}
    text = ORDERS[order].format(
        d=day.day,
        m=day.month,
        y=day.year,
        s=day.year % 100,
        **{key: list_[day.month - 1] for key, list_ in names.items()},
    )
    shown = evidence(printed(f"Ref 7781 Date: {text} page 1"), issue_date=day)["/issue_date"]
    assert shown.text == text


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=10**8, places=2),
    st.sampled_from(["{:,.2f}", "{:.2f}"]),
    st.sampled_from(["en", "de", "fr", "ch"]),
    st.sampled_from(["{}", "€{}", "{}€", "-{}", "{}-", "({})", "EUR{}", "*{}*"]),
)
def test_amounts_are_found_in_every_notation(amount: Decimal, form: str, country: str, frame: str) -> None:
    marks = {"en": ",.", "de": ".,", "fr": " ,", "ch": "'."}[country]
    number = form.format(amount).translate(str.maketrans(",.", marks))
    text = frame.format(number)
    found = evidence(printed(f"Total   {text}"), total_amount=amount)["/total_amount"]
    assert found.text is not None
    assert found.text.replace(" ", "") == text.replace(" ", "")
    assert found.page == 1


@given(st.integers(10_000_000, 99_999_999), st.integers(10_000_000, 99_999_999))
def test_a_number_is_found_if_and_only_if_it_is_printed(one: int, other: int) -> None:
    found = evidence(printed(f"Invoice No. {one}"), invoice_number=str(other))["/invoice_number"]
    assert (found.page == 1) == (one == other)


def test_hundreds_of_lines_keep_their_pages() -> None:
    pages = [
        "\n".join(f"{n}   Posten {n:04d}     1     {n},00     {n},00" for n in range(start, start + 50))
        for start in range(1, 601, 50)
    ]
    lines = [
        {"description": f"Posten {n:04d}", "quantity": "1", "unit_price": str(n), "net_amount": str(n)}
        for n in range(1, 601)
    ]
    found = evidence(printed(*pages), lines=lines)
    wrong = [n for n in range(1, 601) if found[f"/lines/{n - 1}/net_amount"].page != (n - 1) // 50 + 1]
    assert wrong == []


def test_box_is_around_all_words_of_the_value() -> None:
    shown = evidence(printed("Name   Foo Bar"), seller={"name": "Foo Bar"})["/seller/name"]
    assert shown.box == pytest.approx((7 / COLUMNS, 0, 14 / COLUMNS, 0.8 / ROWS))
