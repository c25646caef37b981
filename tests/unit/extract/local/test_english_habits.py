"""Invented documents with the habits of invoices in English of several countries."""

from decimal import Decimal

import pytest

from functions.extract.extraction import Extraction
from functions.extract.local import extract_locally
from functions.extract.local.mentions.names import is_name
from tests.support.documents import printed


def extraction(text: str) -> Extraction:
    return extract_locally(printed(text))


def parties(text: str) -> tuple[str | None, str | None]:
    data = extraction(text).data
    return data.seller.name, data.buyer.name


LINES = """
  Description                    Qty     Rate       Amount
  Bearing puller                   1     95.00       95.00

                                 Total             $ 95.00
"""


@pytest.mark.parametrize(
    ("block", "name"),
    [
        (("Attn: Quarrel Labs Limited", "93B Sai Yu Chung", "Yuen Long, N.T., 0000, HK"), "Quarrel Labs Limited"),
        (("BC 312345", "C/- Tidewater Strata Management Ltd", "PO Box 8811", "Auckland 1150"), "BC 312345"),
        (("Ann Thornbury,", "4 Gander Road,", "Leeds LS1 4AB"), "Ann Thornbury"),
        (("614220 N.B. INC.", "57 Baldwin Road", "Chatham ON N7L 5B6"), "614220 N.B. INC."),
    ],
    ids=["company behind attn", "number over care of", "name with a comma", "numbered company"],
)
def test_the_first_line_under_the_label_buys(block: tuple[str, ...], name: str) -> None:
    lines = "\n".join(f"  {line}" for line in block)
    page = f"""
  MERIDIAN TOOLS LTD                                Invoice No: 00008814
  14 Forge Lane, Bristol BS1 4DJ                    Date: 28/02/2019

  Bill to:
{lines}
{LINES}"""
    assert parties(page) == ("MERIDIAN TOOLS LTD", name)


def test_a_number_with_a_word_is_no_name() -> None:
    assert is_name("9123-4567 Québec Inc.")
    assert not is_name("614220 Item")


def test_whom_an_invoice_is_issued_for_sells() -> None:
    page = f"""
  Tax Invoice
  Rohan Mallik                                 Invoice issued by Hopper Systems Private
  Pick up address: 3A, Sector 33, Gurugram,    Limited on behalf of:
  Haryana 122101                               K P TRAVELS
                                               Flat 801, Sector 19B
                                               Dwarka, New Delhi 110075
                                               GSTIN: 07AHEPK5797K2ZP
  Invoice number: HCJF251562
{LINES}"""
    assert parties(page)[0] == "K P TRAVELS"


def test_a_notice_in_two_rows_names_who_sells() -> None:
    page = f"""
                                                    INVOICE
                                                    INVOICE NO: FI0091872
  Halden Asset Management AS                        INVOICE DATE 12-Mar-2019
  Storgata 11
  0155 Oslo
  Norway
{LINES}





















  Quill Index International Limited. Registered in England No 03108236. Registered office: 10 Abbey Square, London EC4M
  7LS. VAT No GB524922449
"""
    assert parties(page) == ("Quill Index International Limited", "Halden Asset Management AS")


def test_a_code_in_the_cell_before_a_sign_says_which_currency_it_is() -> None:
    page = """
  Northern Quotes Inc.                              Invoice Number  DL0088213
  100 Adelaide Street West, Toronto, Ontario M5H 1S3, Canada

  Level 1 feed, professional               4      45.00         180.00

                                           Pre-Tax Total        180.00
                                           HST/GST                0.00
                                           Total Amount Due     USD     $180.00
"""
    assert extraction(page).data.currency == "USD"


def test_the_word_order_between_others_names_no_order() -> None:
    page = """
  Gable Data Ltd                                    Invoice No: IN0044187
  11 Wall Lane, York YO1 7HH                        Terms: Net 30

  Product                  Description                    Amount
  Stop Order Alerts        Access fee - February 2019    $500.00

                           Total                         $500.00
"""
    assert extraction(page).data.purchase_order is None


def test_the_years_that_an_invoice_is_for_are_no_number() -> None:
    page = f"""
  Orchard Levy Board
  4 Mill Road, Hastings 4122

  Tax invoice for the 2019/20 levy year
{LINES}"""
    assert extraction(page).data.invoice_number is None


def test_the_totals_of_two_parts_are_not_that_of_the_bill() -> None:
    page = """
  Kowhai Energy Ltd                             Tax Invoice No: 5035849717
  Payment is due on 09/01/2020                                          $153.25

  Electricity
  Sub total electricity charges                                          $94.74
  GST                                                                    $14.21
  Less prompt payment discount                                           $16.34CR
  Total electricity charges                                              $92.61
  Gas
  Sub total gas charges                                                  $63.31
  GST                                                                     $9.50
  Less prompt payment discount                                           $12.17CR
  Total gas charges                                                      $60.64
  Total due                                                             $153.25
"""
    assert extraction(page).data.total_amount == Decimal("153.25")


def test_a_net_amount_before_freight_without_a_tax_is_not_sure() -> None:
    page = """
  PRAIRIE IMPLEMENTS INC.                       INVOICE 0011402887
  1525 E. North St., Salina, KS 67402

  Blade 25 in                     3      61.40       184.20
                                  Subtotal           184.20
                                  Freight             14.60
                                  Invoice total      198.80
"""
    found = extraction(page)

    assert found.data.net_amount == Decimal("184.20")
    assert found.evidence["/net_amount"].confidence < 0.9
