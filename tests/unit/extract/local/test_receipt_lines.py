from decimal import Decimal

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.tables.lines import find_lines
from tests.support.documents import printed


def bought(text: str) -> list[tuple[object, ...]]:
    return [
        tuple(
            value.value if value is not None else None for value in (line.description, line.quantity, line.net_amount)
        )
        for line in find_lines(read_layout(printed(text)))
    ]


def test_rows_that_add_up_to_the_sum_are_the_lines() -> None:
    text = """
SUNRISE CAFE
Table 7                 12:40
Salted rice              8.50
Soya drink               4.30
Subtotal                12.80
Tax                      0.77
Total                   13.57
Cash                    20.00
"""
    assert bought(text) == [("Salted rice", None, Decimal("8.50")), ("Soya drink", None, Decimal("4.30"))]


def test_rows_that_add_up_to_nothing_are_none() -> None:
    assert bought("Salted rice    8.50\nSoya drink    4.30\nTotal    99.00") == []


def test_quantity_and_price_before_the_amount_or_in_a_row_of_their_own() -> None:
    text = """
Milk 2 x 1.50            3.00
BREAD ROLLS
   3 x 0.80              2.40
Total                    5.40
"""
    assert bought(text) == [("Milk", Decimal(2), Decimal("3.00")), ("BREAD ROLLS", Decimal(3), Decimal("2.40"))]


def test_the_heading_and_a_tax_letter_are_no_part_of_a_name() -> None:
    text = """
Item             Qty   Amount   Tax
Modelling clay          9.00 SR
Total Sales             9.00
"""
    assert bought(text) == [("Modelling clay", None, Decimal("9.00"))]


def test_a_discount_is_a_line_of_its_own() -> None:
    assert bought("Notebook    12.00\nMember discount    -1.20\nTotal    10.80") == [
        ("Notebook", None, Decimal("12.00")),
        ("Member discount", None, Decimal("-1.20")),
    ]


def test_quantity_and_price_before_the_name_and_its_amount() -> None:
    text = """
Cant./Precio Unit.
Descripcion       (%IVA)     Importe
2,000 x 8.450,0000
LATEX 4L (21,00)           16.900,00
1,000 x 3.275,5000
RODILLO (21,00)             3.275,50
TOTAL                      20.175,50
Efectivo                   30.000,00
Suma de sus pagos          30.000,00
Su vuelto                   9.824,50
"""
    assert bought(text) == [
        ("LATEX 4L", Decimal(2), Decimal("16900.00")),
        ("RODILLO", Decimal(1), Decimal("3275.50")),
    ]


def test_a_heading_of_two_rows_over_items_of_two_rows() -> None:
    text = """
COD  DESCRICAO
QTDE UN   VL UNIT            VL TOTAL
0012 PAO FRANCES
0,455 KG x 16,90                 7,69
0107 CAFE COADO
2 UN x 6,50                     13,00
VALOR TOTAL R$                  20,69
"""
    assert [line[1:] for line in bought(text)] == [
        (Decimal("0.455"), Decimal("7.69")),
        (Decimal(2), Decimal("13.00")),
    ]


@pytest.mark.parametrize("soup", ["2 x Fish soup      ", "2x Fish soup       ", "Fish soup x2       "])
def test_how_many_stands_before_a_name_or_behind_it(soup: str) -> None:
    assert bought(f"{soup}    11.60\nTea    3.10\nTotal    14.70") == [
        ("Fish soup", Decimal(2), Decimal("11.60")),
        ("Tea", None, Decimal("3.10")),
    ]


def test_items_that_make_the_total_with_the_taxes_between_are_the_lines() -> None:
    text = """
Generation charge        1,950.00
Transmission charge        300.00
VAT                        270.00
Total amount due         2,520.00
"""
    assert [line[2] for line in bought(text)] == [Decimal("1950.00"), Decimal("300.00")]


def test_one_amount_that_makes_the_total_with_the_tax_is_no_line_for_that() -> None:
    assert bought("Charged before    9.00\nOther    50.00\nTax    5.00\nTotal    55.01") == []
    assert bought("Basis    50.00\nTax    5.00\nTotal    55.00") == []


def test_a_dash_between_a_name_and_its_amount_is_no_minus() -> None:
    assert bought("Phone case - 500.00\nScreen film - 200.00\nSubtotal    700.00") == [
        ("Phone case", None, Decimal("500.00")),
        ("Screen film", None, Decimal("200.00")),
    ]
