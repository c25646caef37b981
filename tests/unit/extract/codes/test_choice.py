"""The printed amounts are chosen by what a code says, together."""

from dataclasses import replace
from decimal import Decimal

from functions.extract.codes import settled
from functions.extract.codes.payloads import PayloadKind
from functions.extract.extraction import Extraction
from functions.extract.local import extract_locally
from shared.domain.document import Box, CodeFormat, PageCode
from shared.domain.finding_codes import FindingCode
from tests.support.documents import printed
from tests.unit.extract.codes.payload_examples import EXAMPLES

TWO_SUMS = """
  TALLER LUNA SL                                  FACTURA
  NIF 89890001K                                   Fecha: 01-09-2026

  Concepto                                        Importe
  Reparacion                                       199,50

                              Base imponible       199,50
                              IVA 21 %              41,90
                              Total                241,40

  Presupuesto                 Base imponible       250,00
                              IVA 21 %              52,50
                              Total factura        302,50
"""


def extracted(*codes: str, text: str = TWO_SUMS) -> Extraction:
    document = printed(text)
    page = replace(
        document.pages[0],
        codes=tuple(PageCode(format=CodeFormat.QR, text=code, box=Box(0.7, 0.7, 0.9, 0.9)) for code in codes),
    )
    document = replace(document, pages=(page,))
    return settled(extract_locally(document), document)


def test_net_and_tax_are_those_of_the_total_that_the_code_states() -> None:
    alone, with_code = extracted(), extracted(EXAMPLES[PayloadKind.ES_VERIFACTU][0])

    assert alone.data.total_amount == Decimal("302.50")
    found = with_code.data
    assert (found.net_amount, found.tax_amount, found.total_amount) == (
        Decimal("199.50"), Decimal("41.90"), Decimal("241.40"),
    )  # fmt: skip
    assert not [one for one in with_code.findings if one.code == FindingCode.CODE_DIFFERS]


def test_a_payment_code_chooses_the_total_that_net_and_tax_make() -> None:
    code = "BCD\n002\n1\nSCT\n\nTaller Luna\nES9121000418450200051332\nEUR241.40\n\n\n7"

    found = extracted(code).data

    assert (found.net_amount, found.tax_amount, found.total_amount) == (
        Decimal("199.50"), Decimal("41.90"), Decimal("241.40"),
    )  # fmt: skip


def test_a_payment_code_leaves_the_tax_that_a_discount_stands_beside() -> None:
    text = """
  JANE DOE                                        INVOICE NO: INV-2025-002
  Graphic Designer                                DATE: 16 Jan 2025

  DESCRIPTION            UNIT PRICE       QTY     TOTAL
  Special Design         400.00             1     400.00

  Subtotal                                        400.00
                                     Discount      10.00
                                         CGST       0.00
                                         SGST       0.00
                                         IGST      72.00
                                        TOTAL     462.00
"""
    found = extracted("upi://pay?pa=jane@upi&pn=Jane%20Doe&am=462.00&cu=INR", text=text).data

    assert (found.net_amount, found.tax_amount, found.total_amount) == (
        Decimal("390.00"), Decimal("72.00"), Decimal("462.00"),
    )  # fmt: skip


def test_the_only_addressed_block_is_not_the_seller_where_the_code_says_it_buys() -> None:
    """The seller's name is a picture: nothing but the customer's block can be read."""
    text = """
                                                  FACTURA A
                                                  00010-00000094
                                                  Fecha: 13/10/2026
  Molinos del Sur S.A.
  Av. Colon 1450
  5000 Cordoba
  CUIT: 33-69345023-9

  Detalle                                         Importe
  Servicio de reparto                           12.100,50
                              Total             12.100,50
"""
    alone = extracted(text=text).data
    with_code = extracted(EXAMPLES[PayloadKind.AR_QR][0], text=text).data

    assert alone.seller.name == "Molinos del Sur S.A."
    assert (with_code.seller.name, with_code.buyer.name) == (None, "Molinos del Sur S.A.")
    assert (with_code.seller.tax_id, with_code.invoice_number) == ("30500010912", "00010-00000094")
