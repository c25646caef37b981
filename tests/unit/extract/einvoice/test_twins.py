"""One invoice in two syntaxes gives the same data."""

from decimal import Decimal
from typing import Any

import facturx  # type: ignore[import-untyped]
import pytest

from functions.api.einvoices import cii, ubl
from functions.extract.einvoice.parsing import parse_einvoice
from shared.domain.invoice import InvoiceData, Party
from shared.domain.json_pointers import leaves
from tests.support.whole_invoice import ATTACHED, whole_invoice

_NOT_IN_EN_16931 = {
    *("operation_codes", "summary", "withholdings", "surcharges", "instalments", "statement_period", "website"),
    *("gross_before_commission", "commission", "previous_balance", "tip", "until", "booking"),
    "tax_point_date",  # excluded by tax_point_code (BR-CO-03)
}


@pytest.mark.parametrize("write", [ubl, cii], ids=["UBL", "CII"])
def test_every_term_of_the_standard_is_read_as_written(write: Any) -> None:
    extraction = parse_einvoice(write(whole_invoice(), ATTACHED))

    assert dict(leaves(extraction.data.as_json())) == dict(leaves(whole_invoice().as_json()))
    assert extraction.findings == ()


def test_twins_give_equal_json() -> None:
    data = whole_invoice()

    assert parse_einvoice(ubl(data)).data.as_json() == parse_einvoice(cii(data)).data.as_json()


def test_the_whole_invoice_has_something_in_every_field_of_the_standard() -> None:
    empty = [name for name, value in whole_invoice() if value in (None, []) and name not in _NOT_IN_EN_16931]

    assert empty == []


def test_the_whole_invoice_adds_up() -> None:
    data = whole_invoice()
    assert data.net_amount == _sum(data.lines_total, data.charges_total) - _sum(data.allowances_total)
    assert data.total_amount == _sum(data.net_amount, data.tax_amount)
    assert data.amount_due == _sum(data.total_amount, data.rounding_amount) - _sum(data.paid_amount)


def _sum(*amounts: Decimal | None) -> Decimal:
    return sum((amount or Decimal(0) for amount in amounts), Decimal(0))


def test_the_cii_twin_is_valid_by_the_schema() -> None:
    facturx.xml_check_xsd(cii(whole_invoice()), flavor="factur-x", level="en16931")


@pytest.mark.parametrize("write", [ubl, cii], ids=["UBL", "CII"])
def test_a_credit_note_keeps_the_signs_that_are_printed(write: Any) -> None:
    corrected = InvoiceData(
        type_code="384",
        currency="EUR",
        seller=Party(name="Alpha"),
        total_amount=Decimal("-1190.00"),
        amount_due=Decimal("-1190.00"),
    )
    data = parse_einvoice(write(corrected)).data

    assert (data.document_type, data.total_amount, data.amount_due) == ("invoice", Decimal(-1190), Decimal(-1190))
