"""The labels that are found, and the places of their values."""

import sys
import unicodedata

import pytest

from functions.extract.local.context import read_context
from functions.extract.local.fields.invoice_number import find_invoice_number
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import TOKEN
from functions.extract.local.links.places import LabelMap, Relation
from functions.extract.local.mentions.labels import find_labels
from shared.domain.document import Source
from tests.support.documents import layout_of


def labels(text: str, source: Source = Source.TEXT_LAYER) -> list[tuple[Label, str]]:
    return [(found.label, found.text) for found in find_labels(layout_of(text, source=source))]


def test_the_longest_label_wins() -> None:
    assert labels("Sub-Total") == [(Label.NET, "Sub-Total")]
    assert labels("Invoice Date") == [(Label.ISSUE_DATE, "Invoice Date")]


def test_accents_case_and_glued_words_do_not_matter() -> None:
    assert labels("NUMERO DE FACTURE") == [(Label.INVOICE_NUMBER, "NUMERO DE FACTURE")]
    assert labels("TotalAmount") == [(Label.TOTAL, "TotalAmount")]
    assert labels("INVOICENO:12") == [(Label.INVOICE_NUMBER, "INVOICENO")]


def test_a_misread_letter_is_forgiven_only_where_reading_may_err() -> None:
    assert labels("Gesamtbetrog", Source.TESSERACT) == [(Label.TOTAL, "Gesamtbetrog")]
    assert labels("Gesamtbetrog") == []


def test_the_number_sign_makes_a_label_one_of_a_number() -> None:
    assert labels("Credit # CR-5519") == [(Label.INVOICE_NUMBER, "Credit")]
    assert labels("Credit 12.00") == [(Label.CARD, "Credit")]
    assert labels("Memo # CM-20817") == [(Label.INVOICE_NUMBER, "Memo")]
    assert labels("Memo CM-20817") == []
    assert labels("發票 # 4711") == [(Label.INVOICE_NUMBER, "發票")]
    assert labels("Котировка № 4711") == [(Label.OTHER_NUMBER, "Котировка")]


def test_a_date_of_what_unknown_words_behind_it_name_is_no_date_of_the_document() -> None:
    assert labels("Datum montáže: 02.02.2026") == []
    assert labels("Date of our survey: 02.02.2026") == []
    assert labels("Date and place: 02.02.2026") == [(Label.DATE, "Date")]
    assert labels("Date: 02.02.2026") == [(Label.DATE, "Date")]


def test_a_label_of_one_character_is_no_part_of_a_word_that_is_written_without_blanks() -> None:
    assert labels("税：1,000") == [(Label.TAX, "税")]
    assert labels("山田税理士法人") == []


@pytest.mark.parametrize("code", ["INV/2023/03/0008", "INV20918", "PO-4711", "TX.2026.0418"])
def test_the_letters_of_a_code_are_no_label(code: str) -> None:
    assert labels(code) == []


def test_the_one_letter_that_a_code_begins_with_is_no_word_of_the_label_before_it() -> None:
    assert labels("č. F 4711") == [(Label.OTHER_NUMBER, "č. F")]
    assert labels("č. F/1182/26") == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ohne MwSt.", Label.NET),
        ("zzgl. 19 % MwSt.", Label.TAX),
        ("Excl. VAT", Label.NET),
        ("plus VAT", Label.TAX),
        ("Sans remise, hors TVA", Label.NET),
        ("HT TVA", Label.TAX),
        ("Totalt (eksl. MVA)", Label.NET),
        ("Totale (Tasse Escl.)", Label.NET),
        ("Totale (Tasse Incl.)", Label.TOTAL),
        ("Yhteensä (ei sis. Alv)", Label.NET),
        ("Importe libre de impuestos", Label.NET),
    ],
)
def test_a_word_before_the_name_of_a_tax_says_whether_the_sum_is_without_it(text: str, label: Label) -> None:
    assert [found for found, _ in labels(text)][-1] is label


def test_a_rate_is_no_part_of_a_label_that_goes_further_without_it() -> None:
    assert labels("20% MwSt. Basis 3,00") == [(Label.NET, "MwSt. Basis")]
    assert labels("20% MwSt. 0,60") == [(Label.TAX, "20% MwSt")]


def test_german_compounds_announce_a_number() -> None:
    assert labels("Handelsrechnung")[0][0] is Label.INVOICE_NUMBER


def test_places_behind_beside_and_below_end_at_the_next_label() -> None:
    layout = layout_of("""
Invoice No    Date
4711          2026-01-02
""")
    found = find_labels(layout)

    places = [(place.relation, place.text) for place in LabelMap(layout, found).places(found[0])]

    assert places == [(Relation.BELOW, "4711")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Invoice No: 4711", "4711"),
        ("Rechnung Nr. 471102 vom 05.03.2018", "471102"),
        ("Rechnung des Versicherers (575) Nr. 00.123-18", "00.123-18"),
        ("Facture n° 2022089083", "2022089083"),
        ("Invoice INV/2023/03/0008", "INV/2023/03/0008"),
        ("Fatura   FT 2026/318", "FT 2026/318"),
        ("Factura   Nº 0002-00000871", "0002-00000871"),
        ("Punto de Venta: 00005  Comp. Nro: 00012345", "00005-00012345"),
        ("Invoice No   Total\n    77-1    12.00", "77-1"),
        ("Booking ID\nIBZY2087", "IBZY2087"),
        ("Sale ID: POS 5521", "POS 5521"),
        ("Invoice No: INV CL-311", "CL-311"),
        ("Factura A-2026/017", "A-2026/017"),
        ("Factura INV 00718", "INV 00718"),
        ("Rechnung Nr. INV 00718", "INV 00718"),
        ("INVOICE\n# INV 00718", "INV 00718"),
        ("Invoice No:  #INV 00718", "INV 00718"),
        ("FACTURA NO 00718", "00718"),
    ],
)
def test_invoice_numbers(text: str, number: str) -> None:
    layout = layout_of(text)

    found = find_invoice_number(read_context(layout))

    assert found is not None
    assert found.value == number
    assert "".join(found.text.split()).find(number.split("-")[-1].replace(" ", "")) >= 0


@pytest.mark.parametrize("text", ["Invoice", "Please quote the invoice number with your payment", "Invoice total 15%"])
def test_no_number_where_none_is_printed(text: str) -> None:
    layout = layout_of(text)

    assert find_invoice_number(read_context(layout)) is None


def test_a_tax_that_is_charged_beside_the_tax_is_not_it() -> None:
    assert labels("I.V.A. 21%   Perc. IVA 3%") == [(Label.TAX, "I.V.A. 21"), (Label.OTHER_AMOUNT, "IVA")]


def test_the_sum_of_what_was_given_is_no_total() -> None:
    assert labels("Suma de sus pagos") == [(Label.CASH, "Suma de sus pagos")]


def test_a_figure_before_letters_is_one_of_them_where_reading_may_err() -> None:
    assert labels("0rg.nr 556123-4567", Source.RAPIDOCR) == [(Label.OTHER_NUMBER, "0rg.nr")]
    assert (Label.OTHER_NUMBER, "0rg.nr") not in labels("0rg.nr 556123-4567")


def test_every_mark_is_a_part_of_its_word() -> None:
    marks = [mark for mark in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(mark).startswith("M")]

    assert all(TOKEN.fullmatch(f"a{mark}") for mark in marks)


def test_a_word_for_number_behind_an_unknown_word_is_of_something_else() -> None:
    assert labels("Nummer: 4711") == [(Label.INVOICE_NUMBER, "Nummer")]
    assert labels("Ihre Nummer: 4711") == [(Label.OTHER_NUMBER, "Nummer")]
    assert labels("Rechnung, Zweitschrift, Nummer 4711")[-1] == (Label.INVOICE_NUMBER, "Nummer")
    assert labels("Twój numer faktury: 4711") == [(Label.INVOICE_NUMBER, "numer faktury")]


def test_a_title_with_a_word_for_number_is_the_label_of_the_number() -> None:
    assert labels("Кредитно известие номер: 17") == [(Label.INVOICE_NUMBER, "Кредитно известие номер")]
    assert labels("ใบลดหนี้ เลขที่: 17") == [(Label.INVOICE_NUMBER, "ใบลดหนี้ เลขที่")]
    assert labels("Pakkseddel nummer: 17") == [(Label.OTHER_NUMBER, "Pakkseddel nummer")]


def test_a_total_with_the_tax_is_no_total_of_the_tax() -> None:
    assert labels("Razem z VAT") == [(Label.TOTAL, "Razem z VAT")]
    assert labels("Razem VAT") == [(Label.TAX, "Razem VAT")]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Data da Nota Pagamento", Label.ISSUE_DATE),
        ("Date du crédit", Label.ISSUE_DATE),
        ("Maksettava ennen", Label.DUE_DATE),
        ("Gelieve te betalen tot", Label.DUE_DATE),
        ("Termine ultimo per il pagamento", Label.DUE_DATE),
        ("Tilauksen päiväys", Label.OTHER_DATE),
        ("Avoin lasku", Label.DUE),
        ("Netto til betaling", Label.DUE),
        ("Comanda número", Label.PURCHASE_ORDER),
        ("Comunicación de pago", Label.OTHER_NUMBER),
    ],
)
def test_a_label_of_several_words_is_not_what_one_of_them_is(text: str, label: Label) -> None:
    assert labels(text) == [(label, text)]


def test_a_figure_read_for_a_letter_inside_a_word_does_not_cut_it() -> None:
    assert labels("INV0ICE INV-20448", Source.TESSERACT)[:1] == [(Label.INVOICE_NUMBER, "INV0ICE")]
    assert labels("Total5.30", Source.TESSERACT) == [(Label.TOTAL, "Total")]
