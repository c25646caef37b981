"""One amount, one month, one name: many prints."""

from decimal import Decimal
from typing import Literal

import pytest
from babel.dates import get_month_names
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from functions.extract.grounding.notation import digit_key, digit_keys, names_month, readings, runs
from shared.domain.normalising import confuse, fold

LANGUAGES = ["en", "es", "de", "fr", "it", "pt", "nl"]
LOCALES = ["en_US", "de_DE", "de_CH", "fr_FR", "es_AR", "pt_PT", "it_IT", "nl_NL", "en_IN", "sv_SE"]


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1’234.50", "1234.50"),
        ("12,34,567.89", "1234567.89"),
        ("€1.234,56", "1234.56"),
        ("-121,00", "121.00"),
        ("(121.00)", "121.00"),
        ("USD100", "100"),
        ("1.234", "1234 1.234"),
        ("1.234.567", "1234567"),
        ("0.125", "0.125"),
        ("21%", "21"),
        ("12,5", "12.5"),
        (".50", "0.50"),
        ("1,2345", "1.2345"),
        ("12.34.56", ""),
        ("3x20", ""),
        ("12-34", ""),
        ("total", ""),
    ],
)
def test_a_print_has_its_readings(text: str, amounts: str) -> None:
    assert readings(text) == {Decimal(amount) for amount in amounts.split()}


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(LOCALES),
)
def test_amounts_are_read_as_every_country_prints_them(amount: Decimal, locale: str) -> None:
    text = format_decimal(amount, "#,##0.00", locale=locale, decimal_quantization=False)
    assert amount in readings(text)
    assert digit_key(text) in digit_keys(amount)


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False), st.sampled_from(LOCALES))
def test_an_amount_is_never_read_as_another_with_two_separators(amount: Decimal, locale: str) -> None:
    text = format_decimal(amount + 1000, "#,##0.00", locale=locale)
    assert len(readings(text)) == 1


@given(st.text())
def test_any_text_can_be_read_and_cut_into_runs(text: str) -> None:
    readings(text)
    assert all(runs(text))


def test_characters_that_look_alike_are_confused() -> None:
    assert confuse(fold("INV-O0l5")) == confuse(fold("1NV-00I5"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
def test_months_are_known_by_the_names_of_each_language(language: str, width: Literal["wide", "abbreviated"]) -> None:
    for month, name in get_month_names(width, locale=language).items():
        assert names_month(fold(name), month), name


def test_a_word_is_no_month() -> None:
    assert not any(names_month("total", month) for month in range(1, 13))
    assert not names_month("ma", 3)
