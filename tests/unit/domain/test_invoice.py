"""The invoice model: what it takes, what it refuses, how it is written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.domain.fields import PARTS
from shared.domain.invoice import InvoiceData, Line, all_operation_codes, asked_code, code_keys


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=4, allow_nan=False, allow_infinity=False))
def test_amounts_come_back_as_they_went_in(amount: Decimal) -> None:
    written = InvoiceData(total_amount=amount).model_dump_json()
    assert InvoiceData.model_validate_json(written).total_amount == amount
    assert "e" not in InvoiceData(total_amount=amount).as_json()["total_amount"].lower()


def test_a_json_number_keeps_its_digits() -> None:
    assert InvoiceData.model_validate({"total_amount": 0.1}).total_amount == Decimal("0.1")


OF_BEFORE = {
    "document_type": "invoice",
    "invoice_number": "7",
    "seller": {"name": "Alpha", "vat_id": None},
    "payment": {"iban": "DE02120300000000202051"},
    "tax_breakdown": [{"rate": "19", "category": None}],
    "lines": [{"description": "Chair", "operation_codes": ["OP 1"]}],
    "summary": None,
}


def test_data_written_before_a_group_existed_stays_valid() -> None:
    data = InvoiceData.model_validate(OF_BEFORE)

    assert (data.payee, data.delivery, data.seller.contact, data.lines[0].period) == (None, None, None, None)
    assert (data.booking, data.lines[0].booking) == (None, None)
    assert (data.allowances, data.withholdings, data.payment.accounts, data.lines[0].charges) == ([], [], [], [])
    assert InvoiceData.model_validate(data.as_json()) == data


def test_every_field_may_be_left_out() -> None:
    assert InvoiceData.model_validate({}) == InvoiceData()
    given = InvoiceData().as_json()
    assert all(value in (None, []) for name, value in given.items() if name not in PARTS)


def test_groups_may_be_given_in_part() -> None:
    data = InvoiceData.model_validate(
        {
            "payee": {"name": "Factor AG"},
            "seller": {"legal_id": {"id": "552100554", "scheme": "0002"}, "postal_address": {"city": "Paris"}},
            "cash_discounts": [{"days": 14, "percent": "2"}],
            "lines": [{"attributes": [{"name": "Colour", "value": "red"}], "period": {"start": "2024-02-01"}}],
        }
    )

    assert data.payee is not None
    assert (data.payee.name, data.payee.legal_id) == ("Factor AG", None)
    assert data.cash_discounts[0].percent == Decimal(2)
    assert InvoiceData.model_validate(data.as_json()) == data


@pytest.mark.parametrize(
    "broken",
    [
        {"total_amount": "NaN"},
        {"total_amount": "1e30"},
        {"total_amount": True},
        {"total_amount": "12,50"},
        {"issue_date": "31.12.2024"},
        {"currency": "EURO"},
        {"seller": {"country": "Germany"}},
        {"unknown_field": 1},
        {"lines": [{"quantity": {}}]},
        {"document_type": "contract"},
        {"invoice_number": "x" * 201},
        {"allowances": [{}] * 201},
        {"lines": [{"classifications": [{"id": "1"}] * 201}]},
        {"seller": {"legal_id": {"scheme": "0002"}}},
        {"cash_discounts": [{"days": -1}]},
        {"payee": {"iban": "DE02120300000000202051"}},
    ],
)
def test_what_is_no_invoice_data_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        InvoiceData.model_validate(broken)


def test_blank_is_the_same_as_nothing() -> None:
    data = InvoiceData.model_validate({"invoice_number": "  ", "currency": "", "issue_date": "", "total_amount": " "})
    assert data == InvoiceData()


@pytest.mark.parametrize(
    "written", ["443485", "OP 443485", "op-443485", "O.P. Nº 443485", "OP № 443485", "Orden de Publicidad 443.485"]
)
def test_a_code_is_found_with_and_without_its_label(written: str) -> None:
    assert "443485" in code_keys(written)


@pytest.mark.parametrize(("written", "keys"), [("AB-12/3", {"ab123"}), ("OPERA", {"opera"}), ("--", set())])
def test_letters_that_are_no_label_belong_to_the_code(written: str, keys: set[str]) -> None:
    assert code_keys(written) == keys


_PIECES = ("op", "O.P. ", "Nº ", "no", "n", "order", "orden de publicidad ", "443485", "7", "-", "A", "ß")
_CODES = st.lists(st.sampled_from(_PIECES), max_size=5).map("".join) | st.text(max_size=12)


@given(_CODES, _CODES)
def test_one_key_finds_whatever_shares_one(written: str, asked: str) -> None:
    shares_one = bool(code_keys(written) & code_keys(asked))
    assert (asked_code(asked) in code_keys(written)) is shares_one


def test_every_operation_code_is_listed_once() -> None:
    data = InvoiceData(operation_codes=["OP 1"], lines=[Line(operation_codes=["OP 2", "OP 1"])])
    assert all_operation_codes(data) == ["OP 1", "OP 2"]
