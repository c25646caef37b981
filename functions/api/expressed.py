"""A confirmed invoice in the words of other systems: an e-invoice, a code to pay it with."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import flask

from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.documents import attachment_disposition
from functions.api.einvoices import cii, standardised, ubl
from functions.api.einvoices.epc import epc_text, qr_svg
from functions.api.einvoices.facturx import MOST_PICTURES, facturx_xml, with_pdf, with_pictures
from functions.api.models.base import Error
from functions.api.models.documents import Form, FormPath, FormQuery, PagesOf
from functions.api.page_drawing import draw_page_of, text_of
from functions.api.responses import binary_response
from functions.api.services import services
from shared.adapters.database import transaction
from shared.domain.document_types import DocumentType
from shared.domain.finding_codes import FindingCode
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Action, ensure_allowed
from shared.domain.page_range import page_range
from shared.errors import AppError, ErrorCode, TooManyPagesError

blueprint = Resource("expressed", __name__, tag="documents")


class NotPayableError(AppError):
    """No code can be made to pay this invoice with."""

    code = ErrorCode.NOT_PAYABLE
    status = 409
    message = "A transfer in euros needs an IBAN, a name and an amount that is due, and this invoice lacks one of them."


class AccountChangedError(AppError):
    """Money would go to an account that nobody has confirmed before."""

    code = ErrorCode.ACCOUNT_CHANGED
    status = 409
    message = "The account is not the one that earlier invoices of this seller named. Ask the seller before you pay."


_XML, _SVG, _PDF = "application/xml", "image/svg+xml", "application/pdf"
_WRITERS: Mapping[Form, Callable[[InvoiceData], bytes]] = {Form.UBL: ubl, Form.CII: cii}
_PICTURE_WIDTH = 1240
"""Pixels: A4 at 150 to the inch."""


@blueprint.get(
    "/api/invoices/<int:invoice_id>/as/<form>",
    responses={200: binary_response("The invoice in this form.", _XML, _PDF, _SVG), 409: Error, 422: Error},
)
def express(path: FormPath, query: FormQuery) -> flask.Response:
    """A confirmed invoice as an e-invoice that breaks no rule of EN 16931. `ubl` is UBL 2.1, Peppol BIS Billing 3 where
    it has what that asks for, `cii` is CII D16B, the XML of Factur-X and ZUGFeRD, `facturx` the PDF with that XML
    inside. What the standard asks for and follows from the rest is filled in; what is missing is in the `details` of
    the 409. `epc-qr` is the code with which a banking app pays the invoice, as SVG, also before it is confirmed; none
    where the account has changed."""
    with transaction(services().engine) as connection:
        invoice = queries.whole_invoice(connection, path.invoice_id)
    if path.form is Form.EPC_QR:
        return _answer(_payment_code(invoice), _SVG)
    ensure_allowed(Action.EXPORT, invoice["status"])
    data = standardised(InvoiceData.model_validate(invoice["final_data"]))
    if path.form is Form.FACTURX:
        return _download(_facturx(path.invoice_id, data, query.pages), _PDF, f"{path.invoice_id}-facturx.pdf")
    return _download(_WRITERS[path.form](data), _XML, f"{path.invoice_id}-{path.form}.xml")


def _facturx(invoice_id: int, standardised_data: InvoiceData, asked: PagesOf) -> bytes:
    """The Factur-X PDF of the invoice. Raises TooManyPagesError, DocumentError, ReadingTimeoutError, NoTurnError."""
    xml = facturx_xml(standardised_data)
    with transaction(services().engine) as connection:
        file = queries.file_of(connection, invoice_id)
    seconds = services().settings.waits.drawing
    with services().turns.turn(), TemporaryDirectory(prefix="facturx-") as name:
        folder = Path(name)
        document = folder / "document"
        services().documents.download(file["sha256"], document, size=file["size"])
        if asked is PagesOf.ORIGINAL and file["content_type"] == DocumentType.PDF:
            pages = page_range(file["first_page"], file["last_page"])
            return with_pdf(xml, document, pages=pages, folder=folder, timeout=seconds)
        pictures = list(_pictures(document, file, folder))
        return with_pictures(xml, pictures, folder=folder, timeout=seconds)


def _pictures(document: Path, file: Mapping[str, Any], folder: Path) -> Iterator[Path]:
    pages = text_of(file["id"]).pages
    if len(pages) > MOST_PICTURES:
        raise TooManyPagesError(f"At most {MOST_PICTURES} pages are drawn for one file, and this has {len(pages)}.")
    for page in pages:
        picture = folder / f"{page.number}.png"
        picture.write_bytes(draw_page_of(document, file, page, _PICTURE_WIDTH))
        yield picture


def _payment_code(invoice: Mapping[str, Any]) -> bytes:
    if any(found["code"] == FindingCode.ACCOUNT_CHANGED for found in invoice["checks"] or ()):
        raise AccountChangedError
    text = epc_text(InvoiceData.model_validate(invoice["final_data"] or invoice["preview_data"] or {}))
    if text is None:
        raise NotPayableError
    return qr_svg(text)


def _download(content: bytes, media_type: str, filename: str) -> flask.Response:
    answer = _answer(content, media_type)
    answer.headers["Content-Disposition"] = attachment_disposition(filename)
    return answer


def _answer(content: bytes, media_type: str) -> flask.Response:
    return flask.Response(content, headers={"Content-Type": media_type, "Cache-Control": "private, no-cache"})
