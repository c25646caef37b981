"""The kind of a document from its title and the sentences below it."""

from dataclasses import replace

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.context import read_context
from functions.extract.local.fields.document_kind import candidates
from shared.domain.document import Box, DocumentText
from shared.domain.document_kinds import DocumentKind
from shared.domain.finding_codes import FindingCode
from tests.support.documents import layout_of, printed


@pytest.mark.parametrize(
    ("title", "sentence", "kind"),
    [
        ("Rechnung", "", "invoice"),
        ("Gutschrift", "Wir schreiben Ihnen gut:", "credit_note"),
        ("Gutschrift", "Gutschrift gemäß Ihrer Rücksendung vom 14.10.", "credit_note"),
        ("Gutschrift", "Abrechnung im Gutschriftsverfahren", "invoice"),
        ("Gutschrift", "Gutschrift gemäß § 14 Abs. 2 Satz 2 UStG", "invoice"),
        ("Credit note", "Self-billing: made out by the customer", "invoice"),
        ("Avoir", "Autofacturation", "invoice"),
        ("ALFA S.A. A NOTA DE CRÉDITO", "Comprobante asociado: Factura A 00011-00004417", "credit_note"),
        ("FACTURA A ORIGINAL", "", "invoice"),
    ],
)
def test_an_invoice_that_its_buyer_makes_out_is_no_credit_note(title: str, sentence: str, kind: str) -> None:
    extraction = extract_locally(printed(f"{title}\n\nNr. 4711\n\n{sentence}"))
    assert extraction.data.document_type == kind


def test_the_number_of_the_invoice_that_a_credit_note_corrects_is_no_title() -> None:
    text = "CREDIT\n\nCredit #  CR-5519\nOriginal invoice 88120\n\nSales tax  6.73\nTotal credit  112.73"
    assert extract_locally(printed(text)).data.document_type == "credit_note"


ASKED = "Rechnung an:          Rechnungsnummer  ND-17\nCafé Linde            Fällig am  16.11.2026"


@pytest.mark.parametrize(
    ("text", "higher", "kind"),
    [
        (f"Proforma-Rechnung\n\n\n{ASKED}", 2.0, "pro_forma"),
        (f"Proforma-Rechnung\n\n\n{ASKED}", 1.0, None),
        (f"Rechnung\n\n\nProforma-Rechnung\n\n\n{ASKED}", 2.0, None),
    ],
)
def test_an_invoices_title_under_a_much_higher_one_is_a_label(text: str, higher: float, kind: str | None) -> None:
    (page,) = printed(f"{text}\n{INVOICE_BODY}").pages
    words = [
        replace(
            word, box=Box(word.box.x0, word.box.y0, word.box.x1, word.box.y0 + higher * (word.box.y1 - word.box.y0))
        )
        if word.text == "Proforma-Rechnung"
        else word
        for word in page.words
    ]
    found = extract_locally(DocumentText(pages=(replace(page, words=tuple(words)),))).findings
    kinds = [(one.params or {})["kind"] for one in found if one.code == FindingCode.NOT_AN_INVOICE]
    assert kinds == ([kind] if kind else [])


INVOICE_BODY = """
Description                 Qty    Unit price      Amount
Oak counter                   2        400.00      800.00
Delivery                      1        200.00      200.00
                               Subtotal          1,000.00
                               VAT 20%             200.00
                               Total             1,200.00
"""

SENTENCE = "Rechnungsadresse: Alpha KG. Die Rechnung erhalten Sie mit der Ware."

OPEN_INVOICES = """
Invoice        Date            Due             Amount
HF-20301       01/09/2026      15/09/2026    1,200.00
HF-20322       01/10/2026      15/10/2026      600.00
                               Total         1,800.00
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"PROFORMA INVOICE\n\nProforma No  PF-2207\n{INVOICE_BODY}", "pro_forma"),
        (f"Factura proforma Nº 17\n{INVOICE_BODY}", "pro_forma"),
        (f"Zálohová faktura č. 2026001\n{INVOICE_BODY}", "pro_forma"),
        (f"3. Mahnung\n\nMahnungsnummer  M-99\n{OPEN_INVOICES}", "reminder"),
        (f"Rappel de paiement\n{OPEN_INVOICES}", "reminder"),
        (f"STATEMENT OF ACCOUNT\n{OPEN_INVOICES}", "statement"),
        (f"Activity Statement\n{OPEN_INVOICES}", "statement"),
        (f"Remittance advice\n\nWe have paid the invoices listed below.\n{OPEN_INVOICES}", "remittance_advice"),
        (f"Quotation\n\nQuote No  Q-77\n{INVOICE_BODY}", "quotation"),
        (f"Offerte 2026-17\n{INVOICE_BODY}", "quotation"),
        (f"ORDER CONFIRMATION\n\nOrder No  4711\n{INVOICE_BODY}", "order_confirmation"),
        (f"Purchase Order\n\nPO Number  4500012\n{INVOICE_BODY}", "order"),
        (f"REMITO Nº 0001-00000017\n{INVOICE_BODY}", "delivery_note"),
        (f"Bon de commande\n\nCommande N°  A-40117\n{INVOICE_BODY}", "order"),
        (f"Auftragsbestätigung\n\nDatum 3.5.2026\n{INVOICE_BODY}\n{SENTENCE}", "order_confirmation"),
    ],
)
def test_what_is_not_to_be_paid_is_named_however_many_numbers_it_has(text: str, kind: str) -> None:
    findings = {one.code: one.params or {} for one in extract_locally(printed(text)).findings}
    assert findings[FindingCode.NOT_AN_INVOICE]["kind"] == kind


@pytest.mark.parametrize(
    "text",
    [
        f"INVOICE\n\nInvoice No  17   Order No  4711\n{INVOICE_BODY}",
        f"Rechnung Nr. 17\n\nIhre Bestellung  4711\n\nLieferschein  88\n{INVOICE_BODY}",
        f"Tax Invoice\n\nQuotation ref  Q-17\n\nInvoice No  17\n{INVOICE_BODY}",
        (
            "Wattle Concreting Pty Ltd\nPROGRESS CLAIM / TAX INVOICE No. WC-03\nClaim date 30/06/2025\n\n"
            "Item          Contract       Claimed to date\nSlab          60,000.00      60,000.00\n"
            "Driveway      20,000.00      10,000.00\n\nThis claim    25,000.00\nAmount payable   $25,000.00"
        ),
        (
            "GlobalParcel (UK) Ltd   Duty & tax invoice   GPD0118822\n                        Invoice date   18/02/2025\n"
            "                        Waybill   77 1182 2044\nImport duty   12.40\nTotal due   GBP 12.40"
        ),
        f"Alpha Cloud Invoice\n\nInvoice Number  17\n{INVOICE_BODY}\n** This is not a VAT invoice",
        "Order 17\n\nLatte   4.00\nTotal   4.00\nCash   5.00\nChange   1.00",
    ],
)
def test_an_invoice_that_names_other_documents_stays_one(text: str) -> None:
    assert FindingCode.NOT_AN_INVOICE not in {one.code for one in extract_locally(printed(text)).findings}


def test_a_document_that_says_that_it_is_no_invoice_is_believed() -> None:
    findings = {
        one.code: one.params or {}
        for one in extract_locally(printed(f"Acme Ltd\n\nThis is not a VAT invoice.\n{INVOICE_BODY}")).findings
    }
    assert findings[FindingCode.NOT_AN_INVOICE]["reason"] == "denied"


def test_what_may_be_a_statement_is_not_surely_an_invoice() -> None:
    page = (
        """
  JANE DOE
  ISSUED TO:                    Account Statement
  Spencer Bradford              Generated: 19 Aug 2025

  Opening Balance               Total Billed     Total Paid     Closing Balance
  0.00                              862.00         700.00              162.00
"""
        + "\n" * 40
        + """
  Date             Type         Reference        Amount         Balance
  15 Jan 2025      Invoice      INV-2025-004     400.00          400.00
  16 Jan 2025      Invoice      INV-2025-002     462.00          862.00
  Tax 0.00    Receipt No REC-17    Due Date 30 Jan 2025    Cash 700.00
"""
    )
    extraction = extract_locally(printed(page))
    told = FindingCode.NOT_AN_INVOICE in {one.code for one in extraction.findings}
    assert told or extraction.evidence["/document_type"].confidence < 0.9
    surely = extract_locally(printed(f"INVOICE\n\nInvoice No  17\n{INVOICE_BODY}"))
    assert surely.evidence["/document_type"].confidence >= 0.9


def test_a_proof_of_payment_is_no_invoice() -> None:
    page = """
  Comprovante Pix
  R$ 12,50
  14/07/2026
  Recebedor
  Caixa Loterias S A
  CNPJ 24.038.490/0001-83
"""
    kinds = [
        (one.params or {})["kind"]
        for one in extract_locally(printed(page)).findings
        if one.code == FindingCode.NOT_AN_INVOICE
    ]
    assert kinds == ["remittance_advice"]


def test_a_key_of_a_box_beside_another_is_no_title() -> None:
    form = f"Tax Invoice\n\nDelivery Note     Mode/Terms of Payment\n\n{INVOICE_BODY}"

    assert {one.value for one in candidates(read_context(layout_of(form)))} == {DocumentKind.INVOICE}
