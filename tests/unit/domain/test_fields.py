"""Which fields are of which kind, and where their values stand."""

from decimal import Decimal

import pytest

from shared.domain.fields import AMOUNTS, LISTS, MONEY, PARTS, TABLES, is_concluded
from shared.domain.invoice import InvoiceData, Line
from shared.domain.json_pointers import leaves, pointer_to


def test_lists_parts_and_numbers_are_derived_from_the_model() -> None:
    assert {"lines", "tax_breakdown", "operation_codes", "identifiers", "accounts", "allowances"} < LISTS
    assert {"payment", "payee", "delivery", "days", "issue_date"}.isdisjoint(LISTS)
    assert {"seller", "buyer", "payment"} == PARTS
    assert {"net_amount", "amount_due", "rate", "tax_rate", "quantity", "gross_price", "base", "tip"} < AMOUNTS
    assert {"days", "due_date", "unit", "currency"}.isdisjoint(AMOUNTS)
    assert {"quantity", "price_base_quantity", "rate", "tax_rate", "percent"} == AMOUNTS - MONEY


def test_tables_are_the_lists_of_the_document_itself() -> None:
    assert TABLES[:3] == ("tax_breakdown", "lines", "operation_codes")
    assert "identifiers" not in TABLES


def test_a_field_name_has_one_kind_everywhere() -> None:
    assert LISTS.isdisjoint(PARTS | AMOUNTS)


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
        ("/type_code", True),
        ("/lines/3/allowances/0/reason_code", True),
        ("/seller/postal_address/country", True),
        ("/note_subjects/0", True),
        ("/booking/account", True),
        ("/lines/3/booking/cost_center", True),
        ("/payment/account", False),
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
