"""Which fields are of which kind, and where their values stand."""

from decimal import Decimal

import pytest

from shared.domain.fields import AMOUNTS, LISTS, PARTS, is_concluded
from shared.domain.invoice import InvoiceData, Line
from shared.domain.json_pointers import leaves, pointer_to


def test_the_model_says_which_fields_are_lists_parts_and_numbers() -> None:
    assert {"lines", "tax_breakdown", "operation_codes"} == LISTS
    assert {"seller", "buyer", "payment"} == PARTS
    assert {
        *("net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due"),
        *("rate", "tax_rate", "taxable_amount", "quantity", "unit_price"),
    } == AMOUNTS


@pytest.mark.parametrize(
    ("pointer", "concluded"),
    [
        ("/document_type", True),
        ("/currency", True),
        ("/seller/country", True),
        ("/buyer/country", True),
        ("/payment/means", True),
        ("/tax_breakdown/12/category", True),
        ("/summary", True),
        ("/seller/name", False),
        ("/total_amount", False),
        ("/lines/0/unit", False),
        ("/tax_breakdown/0/rate", False),
    ],
)
def test_what_is_concluded_need_not_be_printed(pointer: str, concluded: bool) -> None:
    assert is_concluded(pointer) is concluded


def test_leaves_are_the_values_that_are_given_in_the_order_of_the_model() -> None:
    data = InvoiceData(
        invoice_number="7", lines=[Line(operation_codes=["A"]), Line(quantity=Decimal(2))], operation_codes=["B"]
    )
    assert list(leaves(data.as_json())) == [
        ("/invoice_number", "7"),
        ("/lines/0/operation_codes/0", "A"),
        ("/lines/1/quantity", "2"),
        ("/operation_codes/0", "B"),
    ]


def test_leaves_below_a_pointer_begin_with_it() -> None:
    assert list(leaves({"a": [0, None, False]}, "/x")) == [("/x/a/0", 0), ("/x/a/2", False)]


def test_a_path_is_a_pointer() -> None:
    assert pointer_to(("lines", 2, "net_amount")) == "/lines/2/net_amount"
    assert pointer_to(()) == ""
