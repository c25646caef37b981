"""Discounts and charges on the whole document are found where the sums need them, and nowhere else."""

import pytest

from functions.extract.local import extract_locally
from shared.domain.checks import check_invoice
from shared.domain.findings import Level
from shared.domain.invoice import InvoiceData
from tests.support.documents import printed

HEAD = """
  Harbour Paint Supplies Ltd            Invoice no. 4711
  12 Quay Street, Dublin                Date 14 December 2026
  Description            Qty     Price      Amount
  Paint, white            10     20.00      200.00
  Brushes                 20      5.00      100.00
"""


def read(totals: str) -> InvoiceData:
    return extract_locally(printed(HEAD + totals)).data


def open_findings(data: InvoiceData) -> list[str]:
    return [one.code.value for one in check_invoice(data) if one.level is not Level.INFO and "BR-CO" in one.code.value]


@pytest.mark.parametrize(
    ("totals", "less", "more"),
    [
        pytest.param(
            """
                                 Total      300.00
                     Less discount 10%       30.00
                             Net amount     270.00
                               VAT 20%       54.00
                           Total amount     324.00
            """,
            ["30.00"],
            [],
            id="between the lines and the net amount",
        ),
        pytest.param(
            """
                              Shipping       15.00
                             Net amount     315.00
                               VAT 20%       63.00
                           Total amount     378.00
            """,
            [],
            ["15.00"],
            id="a charge",
        ),
        pytest.param(
            """
                  Total before tax            300.00
                    Total shipping             15.00
                         Total tax             63.00
                       Grand total            378.00
            """,
            [],
            ["15.00"],
            id="a charge among amounts that are all called totals",
        ),
        pytest.param(
            """
             Total before discount            300.00
                    Total discount            -30.00
                  Total before tax            270.00
                    Total shipping             15.00
                         Total tax             57.00
                       Grand total            342.00
            """,
            ["30.00"],
            ["15.00"],
            id="a discount before the net amount and a charge behind it",
        ),
        pytest.param(
            """
                              Subtotal      300.00
                              Discount      -30.00
                               VAT 20%       60.00
                           Total amount     330.00
            """,
            ["30.00"],
            [],
            id="between net amount and total",
        ),
    ],
)
def test_what_stands_between_the_sums_is_found(totals: str, less: list[str], more: list[str]) -> None:
    data = read(totals)
    assert [str(one.amount) for one in data.allowances] == less
    assert [str(one.amount) for one in data.charges] == more
    assert all(one.reason for one in (*data.allowances, *data.charges))
    assert open_findings(data) == []


def test_a_discount_that_the_sums_do_not_need_is_none() -> None:
    data = read(
        """
                         You saved           30.00
                         Discount            30.00
                         Net amount         300.00
                         VAT 20%             60.00
                         Total amount       360.00
        """
    )
    assert (str(data.net_amount), str(data.total_amount)) == ("300.00", "360.00")
    assert data.allowances == []
    assert data.charges == []


def test_a_discount_does_not_explain_another_gap() -> None:
    data = read(
        """
                         Discount            30.00
                         Net amount         260.00
                         VAT 20%             52.00
                         Total amount       312.00
        """
    )
    assert data.allowances == []
    assert "BR-CO-10" in open_findings(data)
