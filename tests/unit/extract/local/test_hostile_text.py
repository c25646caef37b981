"""Unusual text in unusual amounts: extraction ends and gives its values."""

from time import process_time

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.mentions.amounts import find_amounts
from functions.extract.local.mentions.dates import find_dates
from shared.domain.document import Box, DocumentText, Page, Source, Word
from tests.support.documents import layout_of, printed


def test_words_of_a_megabyte_are_left_out() -> None:
    words = (
        Word(text="9" * 1_500_000, box=Box(0.0, 0.0, 1.0, 0.1), confidence=1.0),
        Word(text="1," * 750_000, box=Box(0.0, 0.2, 1.0, 0.3), confidence=1.0),
        Word(text="Total", box=Box(0.1, 0.5, 0.2, 0.52), confidence=1.0),
        Word(text="12.50", box=Box(0.3, 0.5, 0.4, 0.52), confidence=1.0),
    )
    page = Page(number=1, width=595.0, height=842.0, source=Source.TEXT_LAYER, words=words)

    data = extract_locally(DocumentText(pages=(page,))).data

    assert str(data.total_amount) == "12.50"


def test_a_total_of_zero_and_one_below_zero_are_totals() -> None:
    zero = extract_locally(printed("Invoice No. 4711\nDate 2026-02-03\nTotal EUR  0.00")).data
    below = extract_locally(printed("Credit note 4712\nDate 2026-02-03\nTotal EUR  -10.00")).data

    assert str(zero.total_amount) == "0.00"
    assert (str(below.total_amount), below.document_type) == ("-10.00", "credit_note")


def test_languages_mixed_on_one_page_do_not_hide_its_values() -> None:
    text = """
  Rechnung / Facture / Invoice    Nr. / N° / No.  2026-0815
  Datum / Date                    03.02.2026
  Summe netto / Total HT          100,00 EUR
  MwSt. / TVA 19 %                 19,00 EUR
  Gesamtbetrag / Total TTC        119,00 EUR
"""
    data = extract_locally(printed(text)).data

    assert (data.invoice_number, str(data.issue_date), str(data.total_amount)) == ("2026-0815", "2026-02-03", "119.00")


@pytest.mark.parametrize("piece", ["1 ", "1.", "1,234 ", "12/", "1 000 ", "9OO.", "2 de ", "12. ", "($", "2026-"])
def test_the_time_for_a_long_run_of_figures_grows_with_its_length(piece: str) -> None:
    def seconds(times: int) -> float:
        layout = layout_of(piece * times)
        started = process_time()
        find_amounts(layout, find_dates(layout))
        return process_time() - started

    # Eight times as much text; the square would be 64 times. Processor time: other programs do not count.
    assert min(seconds(4000), seconds(4000)) < 0.05 + 24 * max(seconds(500), seconds(500))
