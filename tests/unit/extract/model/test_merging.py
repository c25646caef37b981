"""Parts of one document become one answer."""

from decimal import Decimal
from typing import Any

from functions.extract.model.answer import Answer
from functions.extract.model.merging import merge_answers
from shared.domain.invoice import InvoiceData


def part(**fields: Any) -> Answer:
    return Answer(data=InvoiceData.model_validate(fields))


def test_header_from_the_first_totals_from_the_last_lines_from_all() -> None:
    merged = merge_answers(
        [
            part(
                invoice_number="A-1",
                total_amount="100",
                seller={"name": "Norte"},
                lines=[{"net_amount": "60"}],
                operation_codes=["1", "2"],
                notes="first",
            ),
            part(lines=[{"net_amount": "40"}], operation_codes=["2"], notes="first"),
            part(
                invoice_number="A-1/3",
                total_amount="121",
                seller={"name": "Norte S.L.", "vat_id": "ESA58818501"},
                payment={"iban": "ES9121000418450200051332"},
                tax_breakdown=[{"rate": "21"}],
                operation_codes=["3"],
                notes="last",
            ),
        ]
    ).data
    assert merged.invoice_number == "A-1"
    assert (merged.seller.name, merged.seller.vat_id) == ("Norte", "ESA58818501")
    assert merged.total_amount == Decimal(121)
    assert [line.net_amount for line in merged.lines] == [Decimal(60), Decimal(40)]
    assert merged.operation_codes == ["1", "2", "3"]
    assert merged.payment.iban is not None
    assert len(merged.tax_breakdown) == 1
    assert merged.notes == "first\nlast"


def test_one_part_that_is_an_invoice_makes_one() -> None:
    pages = [Answer(data=InvoiceData(), is_invoice=False), Answer(data=InvoiceData(), invoice_count=2)]
    merged = merge_answers(pages)
    assert (merged.is_invoice, merged.invoice_count) == (True, 2)


def test_no_more_lines_than_an_invoice_can_hold() -> None:
    many = part(lines=[{"net_amount": "1"}] * 3000)
    assert len(merge_answers([many, many]).data.lines) == 5000
