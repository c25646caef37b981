"""The kind of a document from its title and the sentences below it."""

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.fields.document_type import find_document_type
from tests.support.documents import printed


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
    ],
)
def test_an_invoice_that_its_buyer_makes_out_is_no_credit_note(title: str, sentence: str, kind: str) -> None:
    layout = read_layout(printed(f"{title}\n\nNr. 4711\n\n{sentence}"))
    assert find_document_type(layout).value == kind
