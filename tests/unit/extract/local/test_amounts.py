"""Amounts in every notation, and numbers that are no amounts."""

from decimal import Decimal

import pytest

from functions.extract.local.mentions.amounts import find_amounts
from functions.extract.local.mentions.mention import Mention
from tests.support.documents import layout_of


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3 038,14", "3038.14"),
        ("1.234,56 €", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1’234.50", "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("€ 2.321,00", "2321.00"),
        ("RM80.91", "80.91"),
        ("Total9.00", "9.00"),
        ("$(27.00)", "-27.00"),
        ("12,50-", "-12.50"),
        ("€ -9,32", "-9.32"),
        ("-$5.00", "-5.00"),
        ("50,-", "50"),
        ("100,0000", "100.0000"),
        ("l2.50", "12.50"),
        ("9OO.OO", "900.00"),
        ("RM 9 .00", "9.00"),
        ("1,234,50", "1234.50"),
        ("0.00", "0.00"),
    ],
)
def test_every_notation(printed: str, value: str) -> None:
    amounts = find_amounts(layout_of(printed))

    assert [amount.value for amount in amounts] == [Decimal(value)]


def test_two_numbers_in_a_row_are_not_one() -> None:
    assert [str(amount.value) for amount in find_amounts(layout_of("5 1.50"))] == ["5", "1.50"]


def test_a_rate_is_no_money() -> None:
    rate, base = find_amounts(layout_of("Tax 15% on $ 112.90"))

    assert rate.percent
    assert not rate.money
    assert base.money
    assert base.sign == "$"


def test_letters_and_digits_of_a_code_are_no_amount() -> None:
    assert find_amounts(layout_of("A35 B2")) == ()


def test_digits_of_a_date_are_not_an_amount() -> None:
    layout = layout_of("12.05.20")

    assert find_amounts(layout, [Mention(segment=layout.segments[0], start=0, end=8)]) == ()
