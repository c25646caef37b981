"""The files inside an e-invoice: a list, and each as a download."""

from pathlib import Path
from tempfile import TemporaryDirectory

import flask
from werkzeug.http import quote_etag

from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.documents import attachment_disposition
from functions.api.models.base import Error
from functions.api.models.documents import AttachmentPath, Attachments
from functions.api.models.invoices import InvoicePath
from functions.api.responses import ANY_MEDIA_TYPE, binary_response, json_response
from functions.api.services import services
from shared.adapters.attachments import AttachedFile, attached_files
from shared.adapters.database import transaction
from shared.errors import AppError, ErrorCode

blueprint = Resource("attachments", __name__, tag="documents")


class AttachmentNotFoundError(AppError):
    """There is no attached file of this number."""

    code = ErrorCode.ATTACHMENT_NOT_FOUND
    status = 404
    message = "The document has no attached file of this number."


@blueprint.get("/api/invoices/<int:invoice_id>/attachments", responses={200: Attachments, 422: Error})
def list_attachments(path: InvoicePath) -> flask.Response:
    """The files inside the e-invoice; empty for a document without any, and for a part that was split off a file."""
    with TemporaryDirectory(prefix="attachments-") as folder:
        _, files = _files_of(path.invoice_id, Path(folder))
    listed = [
        {
            "n": one.number,
            "filename": one.filename,
            "media_type": one.media_type,
            "size": one.size,
            "description": one.description,
        }
        for one in files
    ]
    return json_response(Attachments, {"attachments": listed})


@blueprint.get(
    "/api/invoices/<int:invoice_id>/attachments/<int:number>",
    responses={
        200: binary_response("The bytes of the attached file.", ANY_MEDIA_TYPE),
        422: Error,
    },
)
def download_attachment(path: AttachmentPath) -> flask.Response:
    """One attached file, always as a download; supports ETag."""
    with TemporaryDirectory(prefix="attachments-") as folder:
        sha256, files = _files_of(path.invoice_id, Path(folder))
        file = next((one for one in files if one.number == path.number), None)
        if file is None:
            raise AttachmentNotFoundError
        etag = f"{sha256}-{file.number}"
        headers = {
            "Content-Type": file.media_type,
            "Content-Disposition": attachment_disposition(file.filename),
            "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
            "ETag": quote_etag(etag),
            "Cache-Control": "private, no-cache",
        }
        if flask.request.if_none_match.contains_weak(etag):
            return flask.Response(status=304, headers=headers)
        return flask.Response(file.path.read_bytes(), 200, headers=headers)


def _files_of(invoice_id: int, folder: Path) -> tuple[str, list[AttachedFile]]:
    """The hash of the document, and the files inside it. Raises InvoiceNotFoundError, ObjectMissingError,
    DocumentChangedError."""
    with transaction(services().engine) as connection:
        file = queries.file_of(connection, invoice_id)
    if file["first_page"] is not None:  # the e-invoice is that of the whole file
        return str(file["sha256"]), []
    document = folder / "document"
    with services().turns.turn():
        services().documents.download(file["sha256"], document, size=file["size"])
        files = attached_files(document, file["content_type"], folder, timeout=services().settings.waits.drawing)
    return str(file["sha256"]), files
