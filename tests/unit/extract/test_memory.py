"""The second invoice of a seller is read as the first one was corrected: pairs of documents for each field, and what
memory must never do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from functions.api.corrections import carried_evidence, merged
from functions.api.models.review import Place
from functions.extract.extraction import dump_extraction
from functions.extract.text_extraction import extract_text
from functions.extract.text_tasks import Extracted, TextTask, task_codec
from shared.domain.accounts import named_accounts
from shared.domain.document import DocumentText, Source, dump_document_text
from shared.domain.evidence import Origin
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves
from shared.domain.memory.lesson import Learned, Lesson, lesson_of
from shared.domain.memory.seller_memory import MOST_MARKS, SellerMemory
from tests.fuzz.growth import calls_of
from tests.support.documents import printed

FIRST = """
QUALITÄTSPRODUKTE                                          Brücke & Turm
Nordstraße 7, 20095 Hamburg                                Handelsgesellschaft

Beleg 55-00017                                             Vorgang K/2026/331
Datum 03.04.2026      Leistung 01.03.2026      Auftrag 99812

Artikel               Menge    Preis     Betrag
Schrauben               10      1,00      10,00
Nägel                   20      2,00      40,00

Zwischensumme                             50,00
MwSt 19 %                                  9,50
Summe                                     59,50

IBAN DE02 5001 0517 0137 0750 30
IBAN DE02 1203 0000 0000 2020 51
"""

SECOND = (
    FIRST.replace("55-00017", "56-00233")
    .replace("K/2026/331", "K/2026/412")
    .replace("03.04.2026", "05.06.2026")
    .replace("01.03.2026", "02.05.2026")
    .replace("99812", "99977")
    .replace("50,00", "70,00")
    .replace("59,50", "83,30")
    .replace(" 9,50", "13,30")
)


def read(document: DocumentText, *lessons: Lesson) -> Extracted:
    """As the stage reads it: with these lessons, the newest first."""
    memory = SellerMemory(lessons=lessons) if lessons else None
    return extract_text(dump_document_text(document), TextTask(memory=memory))


def place(document: DocumentText, text: str) -> Place:
    """Where these words stand one behind the other, line by line."""
    words, wanted = document.pages[0].words, text.split()
    start = next(
        start for start in range(len(words)) if [word.text for word in words[start : start + len(wanted)]] == wanted
    )
    boxes = [word.box for word in words[start : start + len(wanted)]]
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Place(page=1, box=(min(x0), min(y0), max(x1), max(y1)), text=text)


def lesson(document: DocumentText, values: Mapping[str, str] = {}, prints: Mapping[str, str] = {}) -> Lesson:
    """What the document teaches once a person has corrected these values (by pointer), each picked where it is printed
    so, or as `prints` says; an empty print: typed, and printed nowhere."""
    extracted = read(document)
    before = extracted.extraction.data
    data = before
    places = {}
    for pointer, value in values.items():
        patch: dict[str, Any] = {}
        *groups, name = pointer.strip("/").split("/")
        inner = patch
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[name] = value
        data = merged(data, patch)
        if text := prints.get(pointer, value):
            places[pointer] = place(document, text)
    evidence = carried_evidence(before, data, extracted.extraction.evidence, places)
    return lesson_of(data, evidence, extracted.sketch)


def value_at(data: InvoiceData, pointer: str) -> Any:
    return dict(leaves(data.as_json())).get(pointer)


CORRECTIONS = {
    "/invoice_number": ("K/2026/331", "K/2026/331", "K/2026/412"),
    "/purchase_order": ("99812", "99812", "99977"),
    "/issue_date": ("2026-03-01", "01.03.2026", "2026-05-02"),
    "/due_date": ("2026-04-03", "03.04.2026", "2026-06-05"),
    "/total_amount": ("50.00", "50,00", "70.00"),
    "/seller/name": ("Handelsgesellschaft", "Handelsgesellschaft", "Handelsgesellschaft"),
    "/seller/address": ("Nordstraße 7", "Nordstraße 7,", "Nordstraße 7"),
    "/payment/iban": ("DE02120300000000202051", "DE02 1203 0000 0000 2020 51", "DE02120300000000202051"),
}


@pytest.mark.parametrize("pointer", CORRECTIONS)
def test_what_was_corrected_on_the_first_invoice_is_right_on_the_second(pointer: str) -> None:
    corrected, text, expected = CORRECTIONS[pointer]
    learned = lesson(printed(FIRST), {pointer: corrected}, {pointer: text})

    without, second = read(printed(SECOND)), read(printed(SECOND), learned)

    assert value_at(without.extraction.data, pointer) != expected
    assert value_at(second.extraction.data, pointer) == expected
    origin = second.extraction.evidence[pointer].origin
    assert origin is not None
    assert origin.invoices == 1


def test_every_value_says_on_how_many_earlier_invoices_it_was_so() -> None:
    learned = lesson(printed(FIRST))

    evidence = read(printed(SECOND), *[learned] * 7).extraction.evidence

    pointers = ("/invoice_number", "/issue_date", "/total_amount", "/seller/address", "/payment/iban")
    assert {evidence[pointer].origin for pointer in pointers} == {Origin(invoices=7)}


def test_a_value_that_earlier_invoices_say_too_is_surer() -> None:
    learned = lesson(printed(FIRST))

    confidence = [
        read(printed(SECOND), *[learned] * count).extraction.evidence["/total_amount"].confidence for count in (0, 1, 7)
    ]

    assert confidence[0] < confidence[1] < confidence[2]


def test_the_seller_of_a_layout_never_seen_is_read_as_if_nothing_of_its_places_were_known() -> None:
    other = printed("Rechnung Nr. 4711\nDatum: 01.02.2026\n\nGesamtbetrag EUR 119,00")
    learned = lesson(
        printed(FIRST), {"/invoice_number": "K/2026/331", "/net_amount": "59.50"}, {"/net_amount": "59,50"}
    )

    without, with_memory = read(other), read(other, learned)

    assert with_memory.extraction.data == without.extraction.data


def test_without_lessons_the_answer_is_the_same_to_the_byte() -> None:
    without = extract_text(dump_document_text(printed(FIRST)), TextTask())
    empty = extract_text(dump_document_text(printed(FIRST)), TextTask(memory=SellerMemory(lessons=())))

    assert dump_extraction(empty.extraction) == dump_extraction(without.extraction)
    assert b'"origin":' not in dump_extraction(without.extraction)


# --- wrong lessons ----------------------------------------------------------------------------------------------------


def test_one_wrong_confirmation_does_not_win_over_three_right_ones() -> None:
    right = lesson(printed(FIRST))
    wrong = lesson(printed(FIRST), {"/invoice_number": "99812"})

    data = read(printed(SECOND), wrong, right, right, right).extraction.data

    assert data.invoice_number == "56-00233"


def test_one_wrong_confirmation_is_healed_by_two_right_ones() -> None:
    wrong = lesson(printed(FIRST), {"/invoice_number": "99812", "/seller/name": "Handelsgesellschaft"})
    right = lesson(printed(FIRST), {"/invoice_number": "K/2026/331", "/seller/name": "QUALITÄTSPRODUKTE"})

    spoiled = read(printed(SECOND), wrong).extraction.data
    healed = read(printed(SECOND), right, right, wrong).extraction.data

    assert (spoiled.invoice_number, spoiled.seller.name) == ("99977", "Handelsgesellschaft")
    assert (healed.invoice_number, healed.seller.name) == ("K/2026/412", "QUALITÄTSPRODUKTE")


def test_a_value_that_is_printed_nowhere_teaches_nothing() -> None:
    typed = lesson(printed(FIRST), {"/seller/name": "Somebody Else Ltd"}, {"/seller/name": ""})

    assert typed.of("/seller/name") is None
    assert read(printed(SECOND), typed).extraction.data.seller.name == "QUALITÄTSPRODUKTE"


# --- constants --------------------------------------------------------------------------------------------------------

ACCOUNT = {"/payment/iban": "DE02120300000000202051"}
OTHER_ACCOUNT = "GB33BUKB20201555555555"
ACCOUNT_PRINT = {"/payment/iban": "DE02 1203 0000 0000 2020 51"}


def test_an_account_is_never_repaired_where_another_one_is_printed() -> None:
    learned = lesson(printed(FIRST), ACCOUNT, ACCOUNT_PRINT)
    other = FIRST.replace("IBAN DE02 1203 0000 0000 2020 51\n", "").replace(
        "DE02 5001 0517 0137 0750 30", "GB33 BUKB 2020 1555 5555 55"
    )

    found = read(printed(other), *[learned] * 9).extraction

    assert found.data.payment.iban == OTHER_ACCOUNT
    assert found.evidence["/payment/iban"].origin is None


def test_a_new_account_beside_the_known_one_is_not_hidden_by_it() -> None:
    learned = lesson(printed(FIRST), ACCOUNT, ACCOUNT_PRINT)
    both = FIRST.replace("DE02 5001 0517 0137 0750 30", "GB33 BUKB 2020 1555 5555 55")

    assert read(printed(both), learned).extraction.data.payment.iban == OTHER_ACCOUNT


def test_a_new_account_behind_the_known_one_is_told_beside_it() -> None:
    learned = lesson(printed(FIRST), ACCOUNT, ACCOUNT_PRINT)
    both = f"{SECOND}IBAN GB33 BUKB 2020 1555 5555 55\n"

    assert OTHER_ACCOUNT in [one.key for one in named_accounts(read(printed(both), learned).extraction.data)]


def test_an_account_with_a_letter_for_a_figure_is_not_read_as_the_known_one() -> None:
    learned = lesson(printed(FIRST), ACCOUNT, ACCOUNT_PRINT)
    alike = FIRST.replace("DE02 1203 0000 0000 2020 51", "DE02 12O3 0000 0000 2020 51")

    assert read(printed(alike), learned).extraction.data.payment.iban != "DE02120300000000202051"


def test_a_name_that_the_document_does_not_print_is_not_given() -> None:
    learned = lesson(printed(FIRST), {"/seller/name": "Handelsgesellschaft"})
    renamed = SECOND.replace("Handelsgesellschaft", "")

    assert read(printed(renamed), learned).extraction.data.seller.name == "QUALITÄTSPRODUKTE"


def test_a_scan_with_misread_letters_has_the_name_and_the_address_as_they_were_confirmed() -> None:
    learned = lesson(printed(FIRST), {"/seller/name": "Handelsgesellschaft"})
    misread = SECOND.replace("Handelsgesellschaft", "Handelsgese11schoft").replace("Nordstraße", "Nordstrabe")

    seller = read(printed(misread, confidence=0.6, source=Source.TESSERACT), learned).extraction.data.seller

    assert (seller.name, seller.address) == ("Handelsgesellschaft", "Nordstraße 7, 20095 Hamburg")


def test_a_name_misread_as_it_was_before_is_the_confirmed_one() -> None:
    """A drawn logo: nothing on the page is like the name, and the reader makes the same of it each time."""
    first, second = (text.replace("QUALITÄTSPRODUKTE", "AISIFIiINIAIG GmbH") for text in (FIRST, SECOND))
    learned = lesson(
        printed(first, source=Source.TESSERACT), {"/seller/name": "ASFINAG Gesellschaft mbH"}, {"/seller/name": ""}
    )

    seen = read(printed(second, source=Source.TESSERACT), learned).extraction
    other = read(printed(SECOND, source=Source.TESSERACT), learned).extraction

    assert seen.data.seller.name == "ASFINAG Gesellschaft mbH"
    assert seen.evidence["/seller/name"].text == "AISIFIiINIAIG GmbH"
    assert other.data.seller.name == "QUALITÄTSPRODUKTE"


@pytest.mark.parametrize("moved", ["Nordstraße 9, 20095 Hamburg", "Südstraße 7, 20095 Hamburg"])
def test_another_address_is_read_as_it_is_printed(moved: str) -> None:
    learned = lesson(printed(FIRST))

    found = read(printed(SECOND.replace("Nordstraße 7, 20095 Hamburg", moved)), *[learned] * 9)

    assert found.extraction.data.seller.address == moved


def test_a_word_of_the_address_that_looks_like_the_confirmed_one_is_misread_however_sure_the_reader_is() -> None:
    learned = lesson(printed(FIRST))
    text = SECOND.replace("Hamburg", "Hanburg")
    scan, page = printed(text, confidence=0.99, source=Source.TESSERACT), printed(text)

    assert read(scan, learned).extraction.data.seller.address == "Nordstraße 7, 20095 Hamburg"
    assert "Hanburg" in str(read(page, learned).extraction.data.seller.address)  # nobody read it: it says so


@pytest.mark.parametrize(
    ("read_so", "confidence", "is_meant"),
    [("Hamburtg", 0.93, True), ("Hamburtg", 0.99, False), ("Hanover", 0.93, False)],
)
def test_a_word_of_the_address_not_quite_surely_read_is_the_confirmed_one_but_for_one_letter(
    read_so: str, confidence: float, is_meant: bool
) -> None:
    learned = lesson(printed(FIRST))
    scan = printed(SECOND.replace("Hamburg", read_so), confidence=confidence, source=Source.TESSERACT)

    address = read(scan, learned).extraction.data.seller.address

    assert address == f"Nordstraße 7, 20095 {'Hamburg' if is_meant else read_so}"


RECEIPT = """
{name}
Jalan Dinar 49,
Subang Perdana,
{last}
Tel 03-7845 8155
Receipt No. 17
Date 25/04/2017
Total 10.00
"""


@pytest.mark.parametrize(("last", "is_whole"), [("", True), ("1032-Kepong Utara", False)])
def test_a_line_of_the_address_that_was_lost_is_known_unless_another_stands_there(last: str, is_whole: bool) -> None:
    text = RECEIPT.format(name="Bemed Sdn. Bhd.", last="{last}")
    learned = lesson(printed(text.format(last="40150 Shah Alam")))
    second = text.format(last=last)

    scan, page = (printed(second, confidence=sure, source=Source.TESSERACT) for sure in (0.99, 1.0))

    assert ("40150 Shah Alam" in str(read(scan, learned).extraction.data.seller.address)) == is_whole
    assert "40150" not in str(read(page, learned).extraction.data.seller.address)


@pytest.mark.parametrize(("read_so", "name"), [("LDL", "Lidl"), ("ALDI", "ALDI"), ("LDL Ost", "LDL Ost")])
def test_a_short_name_that_stands_alone_is_the_confirmed_one_but_for_one_letter(read_so: str, name: str) -> None:
    text = RECEIPT.format(name="{name}", last="40150 Shah Alam")
    learned = lesson(printed(text.format(name="Lidl")), {"/seller/name": "Lidl"})
    scan = printed(text.format(name=read_so), confidence=0.99, source=Source.TESSERACT)

    assert read(scan, learned).extraction.data.seller.name == name


def test_the_memory_of_another_company_with_the_same_number_is_not_used() -> None:
    """A group's companies have one tax number; so do samples."""
    learned = lesson(printed(FIRST), {"/seller/name": "QUALITÄTSPRODUKTE"})
    other = printed(SECOND.replace("QUALITÄTSPRODUKTE", "Zweigwerk Ost KG  "))

    assert dump_extraction(read(other, learned).extraction) == dump_extraction(read(other).extraction)
    assert read(printed(SECOND), learned).extraction.evidence["/seller/name"].origin is not None


def test_of_two_names_that_are_printed_the_one_that_more_invoices_confirm_is_the_sellers() -> None:
    one = lesson(printed(FIRST), {"/seller/name": "Handelsgesellschaft"})
    other = lesson(printed(FIRST), {"/seller/name": "QUALITÄTSPRODUKTE"})

    assert read(printed(SECOND), one, one, other).extraction.data.seller.name == "Handelsgesellschaft"
    assert read(printed(SECOND), one, other, other).extraction.data.seller.name == "QUALITÄTSPRODUKTE"


def test_a_number_that_was_misread_is_spelled_as_the_series_is() -> None:
    learned = lesson(printed("Rechnung Nr. ORD25-INV2803\nDatum 03.04.2026\nSumme EUR 10,00"))
    scan = "Rechnung Nr. 0RD25-1NV2839\nDatum 03.05.2026\nSumme EUR 12,00"

    assert read(printed(scan, source=Source.TESSERACT), learned).extraction.data.invoice_number == "ORD25-INV2839"
    assert read(printed(scan), learned).extraction.data.invoice_number == "0RD25-1NV2839"  # nobody read it: it says so


def test_a_number_has_the_letter_apart_that_its_series_was_confirmed_with() -> None:
    text = "Factura N° {}\nFecha 03.04.2026\nTotal ARS 12.000,00"
    learned = lesson(printed(text.format("A 0003-00002680")), {"/invoice_number": "A 0003-00002680"})
    of_another_letter = printed(text.format("B 0003-00002741"))
    without_one = printed(text.format("0003-00002742"))

    assert read(of_another_letter).extraction.data.invoice_number == "0003-00002741"
    assert read(of_another_letter, learned).extraction.data.invoice_number == "B 0003-00002741"
    assert read(without_one, learned).extraction.data.invoice_number == "0003-00002742"


def test_dates_are_read_in_the_order_that_the_seller_writes() -> None:
    text = "Invoice No. 17\nDate: {}\nTotal 10.00"
    learned = lesson(printed(text.format("04/25/2026")))

    assert str(read(printed(text.format("05/06/2026"))).extraction.data.issue_date) == "2026-06-05"
    assert str(read(printed(text.format("05/06/2026")), learned).extraction.data.issue_date) == "2026-05-06"
    assert str(read(printed(text.format("25/06/2026")), learned).extraction.data.issue_date) == "2026-06-25"


def test_a_date_whose_mark_was_misread_is_one_where_the_sellers_dates_are_printed_so() -> None:
    text = "Invoice No. 17\nDate: {}\nDelivered 2026-07-02\nTotal 10.00"
    learned = lesson(printed(text.format("25/04/2026")))
    scan = printed(text.format("0607/2026"), source=Source.TESSERACT)

    assert str(read(scan).extraction.data.issue_date) != "2026-07-06"
    assert str(read(scan, learned).extraction.data.issue_date) == "2026-07-06"
    assert str(read(printed(text.format("0607/2026")), learned).extraction.data.issue_date) != "2026-07-06"


def test_columns_whose_headings_nobody_knows_are_those_that_were_corrected() -> None:
    text = "Beleg 17\nDatum 03.04.2026\n\nZwirbel               Knoffel      Brumsel\n{}\n\nSumme EUR 59,50"
    first = printed(text.format("Schrauben M8                10        59,50"))
    second = printed(
        text.format("Nägel lang                  20        40,00\nLatten                       5        19,50")
    )
    corrected = {"description": "Schrauben M8", "quantity": "10", "net_amount": "59.50"}
    lesson_of_lines = lesson_with_lines(first, corrected)

    assert [line.description for line in read(second).extraction.data.lines] != ["Nägel lang", "Latten"]
    lines = read(second, lesson_of_lines).extraction.data.lines
    assert [(line.description, str(line.quantity), str(line.net_amount)) for line in lines] == [
        ("Nägel lang", "20", "40.00"),
        ("Latten", "5", "19.50"),
    ]


def lesson_with_lines(document: DocumentText, line: Mapping[str, str]) -> Lesson:
    """What it teaches once a person has entered its one line, each value picked on the page."""
    extracted = read(document)
    data = merged(extracted.extraction.data, {"lines": [dict(line)]})
    places = {f"/lines/0/{name}": place(document, value.replace(".", ",")) for name, value in line.items()}
    return lesson_of(
        data, carried_evidence(extracted.extraction.data, data, extracted.extraction.evidence, places), extracted.sketch
    )


# --- sellers of all kinds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Общество Ромашка", "Εταιρεία Ελιά", "株式会社山田", "X" * 200])
def test_names_of_any_alphabet_and_length_are_remembered(name: str) -> None:
    text = "{}\n\nInvoice No. {}\nDate 2026-03-0{}\nTotal EUR 1{}.00\n\n{name}"
    first, second = (printed(text.format("ACME GMBH", number, number, number, name=name)) for number in (4, 5))
    learned = lesson(first, {"/seller/name": name})

    assert read(second, learned).extraction.data.seller.name == name


def test_two_sellers_of_one_template_have_their_own_constants() -> None:
    text = "{}\n{}\n\nInvoice {}\nRef. {}\nDate 2026-03-04\nTotal EUR 10.00"
    mine = lesson(printed(text.format("Alpha Ltd", "1 High Street, London", "17", "A-1")), {"/invoice_number": "A-1"})

    data = read(printed(text.format("Beta Ltd", "2 Low Road, Leeds", "18", "B-2")), mine).extraction.data

    assert data.seller.name == "Beta Ltd"
    assert data.seller.address == "2 Low Road, Leeds"


def test_of_ten_thousand_layouts_the_newest_lessons_count_and_travel() -> None:
    lessons = [lesson(printed(FIRST)).model_copy(update={"layout": f"{number:016x}"}) for number in range(3)] * 3334
    task = TextTask(memory=SellerMemory(lessons=tuple(lessons)))

    content = task_codec.dump_json(task)

    assert len(content) < 50 * 20_000
    assert task_codec.validate_json(content) == task


def test_marks_and_sketch_are_bounded() -> None:
    lines = [f"Company {letter * 3} Ltd   VAT GB{number:09}" for number, letter in enumerate("abcdefghij" * 40)]

    extracted = read(printed("\n".join(lines)))

    assert extracted.marks is not None
    assert extracted.sketch is not None
    assert len((*extracted.marks.tax, *extracted.marks.accounts, *extracted.marks.names)) <= MOST_MARKS
    assert len(extracted.sketch.model_dump_json()) <= 8_000


# --- cost -------------------------------------------------------------------------------------------------------------


def many_lessons() -> Sequence[Lesson]:
    """Fifty that differ in all they may differ in."""
    learned = lesson(printed(FIRST), {"/invoice_number": "K/2026/331"})

    def other(one: Learned, number: int) -> Learned:
        anchor = one.anchor and one.anchor.model_copy(update={"x": number / 100, "left": f"{one.anchor.left}{number}"})
        return one.model_copy(update={"anchor": anchor, "value": one.value and f"{one.value} {number}"})

    return [
        learned.model_copy(update={"learned": tuple(other(one, number) for one in learned.learned)})
        for number in range(50)
    ]


def test_twice_the_document_costs_about_twice_the_work_with_fifty_lessons() -> None:
    lessons = many_lessons()

    def work(rows: int) -> DocumentText:
        lines = [f"Posten {row}   Ref. {row}-{row}   {row},00   01.03.2026" for row in range(1, rows + 1)]
        return printed(FIRST + "\n".join(lines))

    small, large = work(100), work(200)
    read(small, *lessons)  # what is read once a process

    once, twice = calls_of(lambda: read_all(small, lessons)), calls_of(lambda: read_all(large, lessons))

    assert twice <= 2.4 * once


def read_all(document: DocumentText, lessons: Sequence[Lesson]) -> None:
    read(document, *lessons)


def test_fifty_lessons_that_all_differ_cost_no_more_than_the_document_twice_more() -> None:
    document = printed(FIRST * 3)
    lessons = many_lessons()
    read(document, *lessons)

    without, with_all = calls_of(lambda: read_all(document, ())), calls_of(lambda: read_all(document, lessons))

    assert with_all <= 3 * without


def test_the_model_s_pages_are_those_of_the_reading_with_memory() -> None:
    learned = lesson(printed(FIRST), {"/invoice_number": "K/2026/331"})
    task = TextTask(memory=SellerMemory(lessons=(learned,)), wants_pages=True)

    extracted = extract_text(dump_document_text(printed(SECOND)), task)

    assert extracted.local is not None
    assert extracted.local.data.invoice_number == "K/2026/412"
    assert replace(extracted, pages=None).extraction.data == extracted.local.data
