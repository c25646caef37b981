"""Amounts in every notation, and what is none."""

from decimal import Decimal

import pytest

from functions.extract.local.amounts import decimal_comma, find_amounts, parse_number
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


def test_what_is_taken_by_a_date_is_no_amount() -> None:
    layout = layout_of("12.05.20")

    assert find_amounts(layout, [(layout.segments[0], 0, 8)]) == ()


@pytest.mark.parametrize(
    ("numbers", "comma"),
    [(["1,50", "2,75", "3.20"], True), (["1.50"], False), (["1.234.567"], True), (["1.234"], None), ([], None)],
)
def test_the_document_decides_what_a_comma_means(numbers: list[str], comma: bool | None) -> None:
    assert decimal_comma(numbers) is comma


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("1.234", True, "1234"),
        ("1.234", None, "1234"),
        ("1.234", False, "1.234"),
        ("0.125", None, "0.125"),
        ("1,234", False, "1234"),
        ("12.345", True, "12345"),
    ],
)
def test_three_digits_behind_a_lone_separator(text: str, comma: bool | None, value: str) -> None:
    parsed = parse_number(text, comma)

    assert parsed is not None
    assert parsed[0] == Decimal(value)


def test_no_number_in_no_digits() -> None:
    assert parse_number("---", None) is None
