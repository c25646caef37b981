"""Amounts and dates in every notation, printed and read back; any other text gives a valid value or none."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from functions.extract.local.mentions.amounts import find_amounts
from functions.extract.local.mentions.dates import find_dates
from shared.domain.invoice import InvoiceData
from tests.support.documents import layout_of
from tests.unit.extract.test_printed_numbers import MARKS, amounts, written

days = st.dates(date(2000, 1, 1), date(2039, 12, 31))


@given(amounts, st.sampled_from(MARKS))
def test_a_printed_amount_is_found_with_its_words(amount: Decimal, marks: tuple[str, str]) -> None:
    text = written(amount, *marks)
    found = find_amounts(layout_of(f"Total due   EUR {text}"))
    assert [one.value for one in found] == [amount]
    assert text.replace("\u202f", " ").split() <= [word.text for word in found[0].words] or text in " ".join(
        word.text for word in found[0].words
    )


@given(days, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y年%m月%d日"]))
def test_a_date_that_can_be_read_in_one_way_is_read_so(day: date, form: str) -> None:
    assert [printed.value for printed in find_dates(layout_of(day.strftime(form)))] == [day]


@given(days, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d.%m.%y"]))
def test_a_date_in_figures_is_among_the_readings(day: date, form: str) -> None:
    (printed,) = find_dates(layout_of(day.strftime(form)))
    assert day in {printed.value, *printed.alternatives}


@given(st.text(max_size=40) | st.text("0123456789./-: ", max_size=40))
def test_any_text_has_sound_dates_or_none(text: str) -> None:
    for printed in find_dates(layout_of(text)):
        assert printed.text in printed.segment.text
        assert InvoiceData(issue_date=printed.value).issue_date == printed.value
        assert printed.words
