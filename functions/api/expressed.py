"""A confirmed invoice in the words of other systems: an e-invoice, a code to pay it with."""

from collections.abc import Callable, Mapping
from typing import Any

import flask

from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.documents import attachment_disposition
from functions.api.einvoices import cii, standardised, ubl
from functions.api.einvoices.epc import epc_text, qr_svg
from functions.api.models.base import Error
from functions.api.models.documents import Form, FormPath
from functions.api.responses import binary_response
from functions.api.services import services
from shared.adapters.database import transaction
from shared.domain.finding_codes import FindingCode
from shared.domain.invoice import InvoiceData
from shared.domain.lifecycle import Action, ensure_allowed
from shared.errors import AppError, ErrorCode

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


_XML, _SVG = "application/xml", "image/svg+xml"
_WRITERS: Mapping[Form, Callable[[InvoiceData], bytes]] = {Form.UBL: ubl, Form.CII: cii}


@blueprint.get(
    "/api/invoices/<int:invoice_id>/as/<form>",
    responses={200: binary_response("The invoice in this form.", _XML, _SVG), 409: Error},
)
def express(path: FormPath) -> flask.Response:
    """A confirmed invoice as an e-invoice that breaks no rule of EN 16931: `ubl` (UBL 2.1, Peppol BIS Billing 3 where
    it has what that asks for) or `cii` (CII D16B, the XML of Factur-X and ZUGFeRD). What the standard asks for and
    follows from the rest is filled in; what is missing is in the `details` of the 409. `epc-qr` is the code with which
    a banking app pays the invoice, as SVG, also before it is confirmed; none where the account has changed."""
    with transaction(services().engine) as connection:
        invoice = queries.whole_invoice(connection, path.invoice_id)
    if path.form is Form.EPC_QR:
        return _answer(_payment_code(invoice), _SVG)
    ensure_allowed(Action.EXPORT, invoice["status"])
    data = InvoiceData.model_validate(invoice["final_data"])
    answer = _answer(_WRITERS[path.form](standardised(data)), _XML)
    answer.headers["Content-Disposition"] = attachment_disposition(f"{path.invoice_id}-{path.form}.xml")
    return answer


def _payment_code(invoice: Mapping[str, Any]) -> bytes:
    if any(found["code"] == FindingCode.ACCOUNT_CHANGED for found in invoice["checks"] or ()):
        raise AccountChangedError
    text = epc_text(InvoiceData.model_validate(invoice["final_data"] or invoice["preview_data"] or {}))
    if text is None:
        raise NotPayableError
    return qr_svg(text)


def _answer(content: bytes, media_type: str) -> flask.Response:
    return flask.Response(content, headers={"Content-Type": media_type, "Cache-Control": "private, no-cache"})
