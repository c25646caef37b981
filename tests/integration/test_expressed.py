"""Confirmed invoices in the forms of other systems, from the real stack, and read by it again."""

from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader

from tests.support.stack import ROOT, RunningStack

pytestmark = pytest.mark.servers

SAMPLES = ROOT / "samples"
SAME = (
    "invoice_number",
    "issue_date",
    "due_date",
    "currency",
    "net_amount",
    "tax_amount",
    "total_amount",
    "amount_due",
)


def confirmed(stack: RunningStack, name: str, content: bytes) -> int:
    (taken,) = stack.upload((name, content), allow_duplicates="true")
    invoice_id: int = taken["invoice_id"]
    stack.finished(invoice_id)
    stack.client.post(f"/api/invoices/{invoice_id}/confirm").raise_for_status()
    return invoice_id


def facturx(stack: RunningStack, invoice_id: int, **query: str) -> httpx.Response:
    return stack.client.get(f"/api/invoices/{invoice_id}/as/facturx", params=query)


@pytest.mark.parametrize("name", ["maschinenbau-de.pdf", "fietsen-ubl-nl.xml"])
def test_the_facturx_of_an_invoice_is_read_as_an_einvoice_with_the_same_data(stack: RunningStack, name: str) -> None:
    invoice_id = confirmed(stack, name, (SAMPLES / name).read_bytes())
    written = facturx(stack, invoice_id)
    assert (written.status_code, written.headers["Content-Type"]) == (200, "application/pdf")
    assert f"filename={invoice_id}-facturx.pdf" in written.headers["Content-Disposition"]
    (taken,) = stack.upload(("again.pdf", written.content))
    again = stack.finished(taken["invoice_id"])
    data, before = again["preview_data"], stack.invoice(invoice_id)["final_data"]
    assert again["extractor"] == "einvoice"
    assert {key: data[key] for key in SAME if before[key]} == {key: before[key] for key in SAME if before[key]}
    assert [line["net_amount"] for line in data["lines"]] == [line["net_amount"] for line in before["lines"]]


def test_a_photo_has_its_picture_as_the_page(stack: RunningStack) -> None:
    invoice_id = confirmed(stack, "osteria-photo-it.jpg", (SAMPLES / "osteria-photo-it.jpg").read_bytes())
    seller = {**stack.invoice(invoice_id)["final_data"]["seller"], "vat_id": "IT12345670017"}
    stack.client.post(f"/api/invoices/{invoice_id}/reopen").raise_for_status()
    body = {"preview_data": {"seller": seller}}
    stack.client.patch(f"/api/invoices/{invoice_id}/preview", json=body).raise_for_status()
    stack.client.post(f"/api/invoices/{invoice_id}/confirm").raise_for_status()
    made = facturx(stack, invoice_id)
    assert made.status_code == 200, made.text
    (page,) = PdfReader(BytesIO(made.content)).pages
    (picture,) = page.images
    assert picture.image is not None
    assert picture.image.width == 1240
