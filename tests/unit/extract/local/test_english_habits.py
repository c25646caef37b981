"""Invented documents with the habits of invoices in English of several countries."""

from decimal import Decimal

import pytest

from functions.extract.extraction import Extraction
from functions.extract.layout import read_layout
from functions.extract.local import extract_locally
from functions.extract.local.context import read_context
from functions.extract.local.fields.invoice_number import candidates
from functions.extract.local.mentions.name_text import clean_name, is_name
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


@pytest.mark.parametrize("terms", ["PREPAID", "CASH"])
def test_the_terms_beside_an_order_do_not_name_it(terms: str) -> None:
    page = f"""
  MERIDIAN PAPER INC.                               INVOICE
  550 Pendant Drive, Mississauga ON L5T 2W6

  INVOICE NO.        INVOICE DATE        CUSTOMER NO.
  62450686           2023-03-06          01110906

  ORDER NO.          TERMS          P.O. NUMBER
  8841120755         {terms:8}       WEB-51432
{LINES}"""
    assert extraction(page).data.purchase_order == "WEB-51432"


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


def test_a_servers_name_is_no_series() -> None:
    page = """
   YAMADA RAMEN HOUSE
 GF Plaza Ermita, Manila
 VAT Reg. TIN 303-124-202-00000
         SALES INVOICE
 SI No: 000118820
 Date: 06/14/2025 07:42 PM
 Table: 12      Server: JOY
 2 GYOZA               180.00   360.00
 Total                          360.00
"""
    assert extraction(page).data.invoice_number == "000118820"


FREIGHT = """
                                SHREE DATTA TRANSPORT
                          Fleet Owners & Transport Contractors
            Shop No 4, MIDC Road, Chakan, Pune - 410501   Mob: 98220 11882, 98220 11883
 Bill No: 447                         Location: Chakan                      Date: 12/06/2024
 M/s. VARDHAN AUTO COMPONENTS PVT LTD
 Plot B-22, MIDC Phase II, Chakan, Pune

 Sr   LR No.   Date         From      To         Inv No.     Rate      Other Charges   Freight Amt
 1    8812     03/06/2024   Chakan    Nashik     TX/1182     8500      200             8700
 2    8829     07/06/2024   Chakan    Mumbai     TX/1207     7200      0               7200

                                                                       TOTAL           15900
                                                            For SHREE DATTA TRANSPORT
"""


def test_the_invoices_that_a_carriers_lines_are_about_do_not_number_its_bill() -> None:
    possible = {one.value for one in candidates(read_context(read_layout(printed(FREIGHT))))}

    assert possible & {"447", "TX/1182", "TX/1207"} == {"447"}


def test_the_ends_of_journeys_are_no_parties() -> None:
    assert parties(FREIGHT) == ("SHREE DATTA TRANSPORT", "VARDHAN AUTO COMPONENTS PVT LTD")


def test_a_name_ends_before_care_of() -> None:
    assert clean_name("AnyHosting Services c/o Bert Holm") == "AnyHosting Services"


def test_the_total_of_a_line_is_not_that_of_the_invoice() -> None:
    page = """
  Tax Invoice
  Invoice No: LWACC0004186                   Invoice Date: 14-07-2026
  Sold By: SAE TEXTILES, No 12, Big Bazaar Street, Tiruchirappalli - 620008

  Product           Qty  Gross Amount  Discount  Taxable Value  IGST   CESS   Total
  Curtain rod       1    146.00        -0.00     139.05         6.95   0.00   146.00
  Curtain rings     2    170.00        -5.00     157.14         7.86   0.00   165.00
  TOTAL QTY: 3                                   TOTAL PRICE: 311.00
"""
    assert extraction(page).data.total_amount == Decimal("311.00")
