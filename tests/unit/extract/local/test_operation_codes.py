import pytest

from functions.extract.layout import read_layout
from functions.extract.local.fields.operation_codes import find_operation_codes
from tests.support.documents import printed


def codes(text: str) -> list[str]:
    return [code.value for code in find_operation_codes(read_layout(printed(text)))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Publicidad en diario OP 443485", "443485"),
        ("O.P. Nº 443.485", "443.485"),
        ("Orden de Publicidad Nro. A-1234", "A-1234"),
        ("Ordem de Publicidade nº 9988", "9988"),
        ("Insertion order # 55-1234", "55-1234"),
    ],
)
def test_an_operation_code_is_found_by_the_label_before_it(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_labels_of_an_advertising_invoice_beside_and_under() -> None:
    text = """
Advertiser   Alpha for Senate        Order #     1336165        Agency Code   99
Contract / Revision       Alt Order #
97410    /                09743890                               Air Date
"""
    assert codes(text) == ["1336165", "97410", "09743890"]


def test_an_order_number_of_other_trades_is_none() -> None:
    assert codes("Order #  12345\nContract 777\nTotal 10.00") == []


def test_words_dates_and_small_numbers_are_no_codes() -> None:
    assert codes("''iDEAL'' op 21 april 2015") == []
    assert codes("Flight dates 01/02/20  Advertiser spots\nOrder Date 01/29/20") == []


def test_each_code_once_and_not_again_when_a_line_has_it() -> None:
    document = read_layout(printed("OP 443485\nOP 443485\nOP 443486"))
    first, second = find_operation_codes(document)

    assert (first.value, second.value) == ("443485", "443486")
    assert [code.value for code in find_operation_codes(document, [first])] == ["443486"]
