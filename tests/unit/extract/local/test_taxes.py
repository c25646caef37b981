from decimal import Decimal

from functions.extract.layout import read_layout
from functions.extract.local.fields.tax_breakdown import find_tax_breakdown
from tests.support.documents import printed


def rows(text: str) -> list[tuple[object, ...]]:
    found = find_tax_breakdown(read_layout(printed(text)))
    return [
        tuple(value.value if value is not None else None for value in (row.rate, row.taxable_amount, row.tax_amount))
        for row in found
    ]


def test_rate_base_and_tax_in_any_order() -> None:
    text = """
USt. Satz     Nettopreis   Ust.-Betrag
7%            160,00 €     11,20 €
Umsatzsteuer  (S)     336,00     19     63,84
Tax 15% on $ 112.90                      $ 16.94
"""
    assert rows(text) == [
        (Decimal(7), Decimal("160.00"), Decimal("11.20")),
        (Decimal(19), Decimal("336.00"), Decimal("63.84")),
        (Decimal(15), Decimal("112.90"), Decimal("16.94")),
    ]


def test_the_category_in_brackets() -> None:
    [row] = find_tax_breakdown(read_layout(printed("Umsatzsteuer  (S)     336,00     19     63,84")))

    assert row.category is not None
    assert row.category.value == "S"


def test_a_tax_without_its_base() -> None:
    assert rows("TVA 20% :      9,34 €") == [(Decimal(20), None, Decimal("9.34"))]


def test_a_discount_with_a_rate_is_no_tax() -> None:
    assert rows("Transportkosten   19 % UST (S)   15,00") == []


def test_zero_rated() -> None:
    assert rows("VAT (E)      59.50      0 %      0.00") == [(Decimal(0), Decimal("59.50"), Decimal("0.00"))]


def test_figures_that_do_not_fit_are_no_row() -> None:
    assert rows("Rabatt 10%    100,00     90,00") == []


def test_a_repeated_row_is_returned_once() -> None:
    assert len(rows("7%   160,00 €   11,20 €\nMwSt 7% : 11,20 €\n7%   160,00 €   11,20 €")) == 1


def test_two_taxes_of_one_base_are_two_rows() -> None:
    text = """
  HSN/SAC    Taxable Value   CGST Rate   Amount   SGST Rate   Amount    Total
  0902       13,600.00       2.5%        340.00   2.5%        340.00    680.00
"""

    assert rows(text) == [
        (Decimal("2.5"), Decimal("13600.00"), Decimal("340.00")),
        (Decimal("2.5"), Decimal("13600.00"), Decimal("340.00")),
    ]


def test_taxes_of_two_names_at_one_rate_are_not_one_printed_twice() -> None:
    text = """
  CGST 9%      90.00
  SGST 9%      90.00
"""

    assert rows(text) == [(Decimal(9), None, Decimal("90.00")), (Decimal(9), None, Decimal("90.00"))]


def test_the_taxes_of_a_summary_are_not_added_to_those_beside_the_total() -> None:
    text = """
  IGST 18%                              1,116.00
  HSN       Taxable Value   IGST Rate   IGST Amount
  8544      4,500.00        18%         810.00
  8537      1,700.00        18%         306.00
"""

    assert rows(text) == [
        (Decimal(18), Decimal("4500.00"), Decimal("810.00")),
        (Decimal(18), Decimal("1700.00"), Decimal("306.00")),
    ]
