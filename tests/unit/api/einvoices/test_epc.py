"""The code that a banking app pays an invoice with, read back by a reader of codes."""

import io
from decimal import Decimal

import pytest
import segno
import zxingcpp
from PIL import Image

from functions.api.einvoices.epc import epc_text, qr_svg
from shared.domain.invoice import InvoiceData, Party, Payment

IBAN = "DE02 1203 0000 0000 2020 51"


def invoice(**changes: object) -> InvoiceData:
    return InvoiceData.model_validate(
        {
            "invoice_number": "A-17",
            "currency": "EUR",
            "total_amount": Decimal("238.00"),
            "seller": Party(name="Bäckerei Größe GmbH"),
            "payment": Payment(iban=IBAN, bic="BYLADEM1001"),
            **changes,
        }
    )


def test_the_text_is_that_of_the_guidelines() -> None:
    assert (epc_text(invoice()) or "").split("\n") == [
        *("BCD", "002", "1", "SCT", "BYLADEM1001", "Bäckerei Größe GmbH", "DE02120300000000202051", "EUR238.00"),
        *("", "", "A-17"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "CHF"},
        {"payment": Payment()},
        {"seller": Party()},
        {"amount_due": Decimal(0)},
        {"total_amount": Decimal(-5)},
        {"total_amount": None},
    ],
)
def test_what_no_transfer_can_pay_has_none(change: dict[str, object]) -> None:
    assert epc_text(invoice(**change)) is None


def test_long_and_broken_lines_stay_one_line_each() -> None:
    text = epc_text(invoice(payment=Payment(iban=IBAN, reference="a\nb" * 66))) or ""

    assert len(text.split("\n")) == 11
    assert len(text.split("\n")[-1]) == 140


def test_a_reader_of_codes_reads_the_text() -> None:
    text = epc_text(invoice()) or ""
    picture = io.BytesIO()
    segno.make_qr(text, error="m", encoding="utf-8").save(picture, kind="png", scale=6)

    assert [code.text for code in zxingcpp.read_barcodes(Image.open(picture))] == [text]
    assert qr_svg(text).startswith(b"<svg")
