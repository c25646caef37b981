"""Amounts and dates in every notation, printed and read back; any other text is read as something sound or nothing."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from functions.extract.local.amounts import MOST_DIGITS, decimal_comma, find_amounts, parse_number
from functions.extract.local.dates import find_dates
from shared.domain.invoice import InvoiceData
from tests.support.documents import layout_of

MARKS = ((",", "."), (".", ","), (" ", ","), ("’", "."), ("'", "."), ("\u202f", ","), ("", ","), ("", "."))
"""Of thousands, and of decimals."""

amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
days = st.dates(date(2000, 1, 1), date(2039, 12, 31))


def written(amount: Decimal, thousands: str, decimal: str) -> str:
    whole, _, cents = f"{amount:,.2f}".partition(".")
    return f"{whole.replace(',', thousands)}{decimal}{cents}"


@given(amounts, st.sampled_from(MARKS), st.sampled_from([True, False, None]))
def test_an_amount_of_money_is_read_whatever_the_document_is_thought_to_write(
    amount: Decimal, marks: tuple[str, str], comma: bool | None
) -> None:
    assert parse_number(written(amount, *marks), comma) == (amount, 2)


@given(st.lists(amounts, min_size=1, max_size=5), st.sampled_from(MARKS))
def test_amounts_tell_which_mark_the_document_uses(found: list[Decimal], marks: tuple[str, str]) -> None:
    assert decimal_comma(written(amount, *marks) for amount in found) == (marks[1] == ",")


@given(amounts, st.sampled_from(MARKS))
def test_a_printed_amount_is_found_with_the_words_it_stands_in(amount: Decimal, marks: tuple[str, str]) -> None:
    text = written(amount, *marks)
    found = find_amounts(layout_of(f"Total due   EUR {text}"))
    assert [one.value for one in found] == [amount]
    assert text.replace("\u202f", " ").split() <= [word.text for word in found[0].words] or text in " ".join(
        word.text for word in found[0].words
    )


@given(st.text("0123456789.,'’´` OolI|SBZQ", max_size=30), st.sampled_from([True, False, None]))
def test_any_text_is_a_number_that_fits_or_none(text: str, comma: bool | None) -> None:
    found = parse_number(text, comma)
    if found is not None:
        value, decimals = found
        assert value >= 0
        assert value < Decimal(10) ** MOST_DIGITS
        assert -int(value.as_tuple().exponent) == decimals
        assert InvoiceData(total_amount=value).total_amount == value


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
