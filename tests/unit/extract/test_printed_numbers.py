"""The possible readings of a printed number, and its reading in a document whose decimal mark is known."""

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from functions.extract.printed_numbers import (
    MOST_DIGITS,
    decimal_comma,
    digit_key,
    digit_keys,
    parse_number,
    readings,
)
from shared.domain.invoice import InvoiceData

LOCALES = ["en_US", "de_DE", "de_CH", "fr_FR", "es_AR", "pt_PT", "it_IT", "nl_NL", "en_IN", "sv_SE"]
MARKS = ((",", "."), (".", ","), (" ", ","), ("’", "."), ("'", "."), ("\u202f", ","), ("", ","), ("", "."))
"""The thousands separator and the decimal mark."""

amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
decimal_marks = st.sampled_from([True, False, None])


def written(amount: Decimal, thousands: str, decimal: str) -> str:
    whole, _, cents = f"{amount:,.2f}".partition(".")
    return f"{whole.replace(',', thousands)}{decimal}{cents}"


@pytest.mark.parametrize(
    ("text", "possible", "unknown", "with_comma", "with_point"),
    [
        # the text, its possible readings; its reading with an unknown mark, with a decimal comma, with a decimal point
        ("1.234,56", "1234.56", "1234.56", "1234.56", "1234.56"),
        ("1,234.56", "1234.56", "1234.56", "1234.56", "1234.56"),
        ("1 234,56", "1234.56", "1234.56", "1234.56", "1234.56"),
        ("1’234.50", "1234.50", "1234.50", "1234.50", "1234.50"),
        ("12,34,567.89", "1234567.89", "1234567.89", "1234567.89", "1234567.89"),
        ("1.234", "1234 1.234", "1234", "1234", "1.234"),
        ("1,234", "1234 1.234", "1234", "1.234", "1234"),
        ("12.345", "12345 12.345", "12345", "12345", "12.345"),
        ("1234.567", "1234.567", "1234.567", "1234.567", "1234.567"),
        ("1,15,000.00", "115000.00", "115000.00", "115000.00", "115000.00"),
        ("1,15,000", "115000", "115000", "115000", "115000"),
        ("１３２，０００", "132000 132.000", "132000", "132.000", "132000"),
        ("١٢٣٫٥٠", "123.50", "123.50", "123.50", "123.50"),
        ("1.234.567", "1234567", "1234567", "1234567", "1234567"),
        ("0.125", "0.125", "0.125", "0.125", "0.125"),
        ("12,5", "12.5", "12.5", "12.5", "12.5"),
        (".50", "0.50", "0.50", "0.50", "0.50"),
        ("1,2345", "1.2345", "1.2345", "1.2345", "1.2345"),
        ("100", "100", "100", "100", "100"),
    ],
)
def test_the_meanings_of_a_printed_number(
    text: str, possible: str, unknown: str, with_comma: str, with_point: str
) -> None:
    assert readings(text) == {Decimal(amount) for amount in possible.split()}
    for comma, value in ((None, unknown), (True, with_comma), (False, with_point)):
        parsed = parse_number(text, comma)
        assert parsed is not None
        assert str(parsed[0]) == value


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("€1.234,56", "1234.56"),
        ("-121,00", "121.00"),
        ("(121.00)", "121.00"),
        ("USD100", "100"),
        ("21%", "21"),
        ("12.34.56", ""),
        ("3x20", ""),
        ("12-34", ""),
        ("total", ""),
    ],
)
def test_text_around_a_number_is_ignored_unless_it_is_another_number(text: str, possible: str) -> None:
    assert readings(text) == {Decimal(amount) for amount in possible.split()}


@pytest.mark.parametrize(("text", "value"), [("l2.5O", "12.50"), ("I.2S4,SB", "1254.58"), ("9 .00", "9.00")])
def test_misread_digits_are_put_right(text: str, value: str) -> None:
    assert parse_number(text, None) == (Decimal(value), 2)


@pytest.mark.parametrize(
    ("text", "minor", "value"),
    [("45.250", 3, "45.250"), ("1,045.250", 3, "1045.250"), ("424.746", 0, "424746"), ("1.596.097", 0, "1596097")],
)
def test_the_decimals_of_the_currency_decide_what_three_figures_behind_a_mark_are(
    text: str, minor: int, value: str
) -> None:
    for comma in (None, True, False):
        parsed = parse_number(text, comma, minor=minor)
        assert parsed is not None
        assert str(parsed[0]) == value


@pytest.mark.parametrize(
    "text", ["12.34.5", "10.0.0.1", "1.2.2026", "1,23,45", "1'23", "12'3456", "1.23,456.78", "123,45,678"]
)
def test_what_is_grouped_like_no_number_is_none(text: str) -> None:
    assert parse_number(text, None) is None


@pytest.mark.parametrize("text", ["---", "", "1234567890123", "1.123456789"])
def test_a_number_that_invoice_data_cannot_hold_is_null(text: str) -> None:
    assert parse_number(text, None) is None


@pytest.mark.parametrize(
    ("numbers", "comma"),
    [
        (["1,50", "2,75", "3.20"], True),
        (["1.50"], False),
        (["1.234.567"], True),
        (["1.234"], None),
        ([], None),
        (["2025.03.16", "2025.04.15"], None),
    ],
)
def test_the_document_decides_what_a_comma_means(numbers: list[str], comma: bool | None) -> None:
    assert decimal_comma(numbers) is comma


@given(st.lists(amounts, min_size=1, max_size=5), st.sampled_from(MARKS))
def test_the_amounts_show_which_decimal_mark_the_document_uses(found: list[Decimal], marks: tuple[str, str]) -> None:
    assert decimal_comma(written(amount, *marks) for amount in found) == (marks[1] == ",")


@given(amounts, st.sampled_from(MARKS), decimal_marks)
def test_an_amount_of_money_is_read_with_either_assumed_mark(
    amount: Decimal, marks: tuple[str, str], comma: bool | None
) -> None:
    assert parse_number(written(amount, *marks), comma) == (amount, 2)


@given(amounts, st.sampled_from(LOCALES))
def test_an_amount_is_among_the_readings_of_every_country_s_print(amount: Decimal, locale: str) -> None:
    text = format_decimal(amount, "#,##0.00", locale=locale, decimal_quantization=False)
    assert amount in readings(text)
    assert digit_key(text) in digit_keys(amount)


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False), st.sampled_from(LOCALES), decimal_marks)
def test_an_amount_with_two_marks_has_one_reading_and_is_read_so(
    amount: Decimal, locale: str, comma: bool | None
) -> None:
    text = format_decimal(amount + 1000, "#,##0.00", locale=locale)
    parsed = parse_number(text, comma)
    assert parsed is not None
    assert readings(text) == {parsed[0]}


@given(st.text("0123456789.,'’´` OolI|SBZQ", max_size=30), decimal_marks)
def test_any_text_is_a_number_that_fits_or_none(text: str, comma: bool | None) -> None:
    found = parse_number(text, comma)
    if found is not None:
        value, decimals = found
        assert value >= 0
        assert value < Decimal(10) ** MOST_DIGITS
        assert -int(value.as_tuple().exponent) == decimals
        assert InvoiceData(total_amount=value).total_amount == value


@given(st.text() | st.text("0123456789.,' -"))
def test_no_text_has_more_than_two_readings(text: str) -> None:
    possible = readings(text)
    assert len(possible) <= 2
    assert all(value.is_finite() and value >= 0 for value in possible)
