"""The document: its bytes, the text read from it, and its page images."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import flask
from werkzeug.http import dump_options_header, quote_etag

from functions.api import queries
from functions.api.blueprints import Resource
from functions.api.byte_ranges import asked_span
from functions.api.models.base import Error
from functions.api.models.documents import ImageQuery, PagePath, ReadText, TextQuery
from functions.api.models.invoices import InvoicePath
from functions.api.page_drawing import draw_page, is_translated, text_in
from functions.api.responses import ANY_MEDIA_TYPE, binary_response, json_response
from functions.api.services import services
from shared.adapters.database import transaction
from shared.domain.document import Box, Page, Word
from shared.domain.languages import Language
from shared.domain.object_keys import page_image_prefix
from shared.errors import AppError, ErrorCode
from shared.pipeline.ports import ObjectMissingError

log = logging.getLogger(__name__)

blueprint = Resource("documents", __name__, tag="documents")

_WIDTH_STEP = 200  # images are cached in steps of width, so that not every window size makes a new one
_DRAWING = 2  # raised when pages are drawn in another way: images that were kept before are not shown any more


class PageNotFoundError(AppError):
    """There is no page of this number."""

    code = ErrorCode.PAGE_NOT_FOUND
    status = 404
    message = "The document has no page of this number."


@blueprint.get(
    "/api/invoices/<int:invoice_id>/download",
    responses={
        200: binary_response("The bytes as uploaded.", ANY_MEDIA_TYPE),
        206: binary_response("The requested range of them.", ANY_MEDIA_TYPE),
        416: Error,
    },
)
def download(path: InvoicePath) -> flask.Response:
    """The document as uploaded, whole even for an invoice that was split off it; supports ranges and ETag. If the
    stored bytes turn out to be others, the answer is 500 or ends before its Content-Length."""
    with transaction(services().engine) as connection:
        file = queries.file_of(connection, path.invoice_id)
    size = file["size"]
    headers = _download_headers(file)
    request = flask.request
    if request.if_none_match.contains_weak(file["sha256"]):
        return flask.Response(status=304, headers=headers)
    # A date never matches: without Last-Modified it cannot be compared.
    may_range = "If-Range" not in request.headers or request.if_range.etag == file["sha256"]
    span = asked_span(request.headers.get("Range"), size) if may_range else None
    served = services().documents.serve(file["sha256"], size=size, span=span)
    first, end = span or (0, size)
    headers |= {"Content-Length": str(end - first)}
    if span is not None:
        headers |= {"Content-Range": f"bytes {first}-{end - 1}/{size}"}
    response = flask.Response(served.chunks, 200 if span is None else 206, headers=headers)
    response.call_on_close(served.close)
    return response


def _download_headers(file: Mapping[str, Any]) -> dict[str, str]:
    return {
        "Content-Type": file["content_type"],
        "Content-Disposition": attachment_disposition(str(file["filename"])),
        "Accept-Ranges": "bytes",
        "ETag": quote_etag(file["sha256"]),
        "Cache-Control": "private, no-cache",
    }


def attachment_disposition(name: str) -> str:
    """The header that makes a browser save a file under this name and never show it (RFC 6266)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '?\\"' else "_" for c in name)
    options: dict[str, Any] = {"filename": plain}
    if plain != name:
        options["filename*"] = f"UTF-8''{quote(name, safe='')}"  # encoded by RFC 8187
    return dump_options_header("attachment", options)


@blueprint.get("/api/invoices/<int:invoice_id>/text", responses={200: ReadText})
def text(path: InvoicePath, query: TextQuery) -> flask.Response:
    """The document text: pages, words, boxes, and the source of each page. `pages` bounds the answer: the text of
    hundreds of pages is some megabytes."""
    with transaction(services().engine) as connection:
        file = queries.file_of(connection, path.invoice_id)
    pages, asked = text_in(file, query.language).pages, query.asked
    shown = [_shown(page) for page in pages if asked is None or asked.first <= page.number <= asked.last]
    return json_response(ReadText, {"page_count": len(pages), "pages": shown})


def _shown(page: Page) -> Page:
    """The page with places of five decimals, a hundredth of a point: readers store sixteen, which no screen shows."""
    return replace(page, words=tuple(map(_rounded, page.words)), hidden=tuple(map(_rounded, page.hidden)))


def _rounded(word: Word) -> Word:
    box = Box(*(round(side, 5) for side in word.box))
    return Word(text=word.text, box=box, confidence=round(word.confidence, 3))


@blueprint.get(
    "/api/invoices/<int:invoice_id>/pages/<int:number>.png",
    responses={200: binary_response("The upright page.", "image/png")},
)
def page_image(path: PagePath, query: ImageQuery) -> flask.Response:
    """An upright page as an image: the coordinate system of all boxes. The width is rounded up to a step."""
    with transaction(services().engine) as connection:
        file = queries.file_of(connection, path.invoice_id)
    width = min(-(-query.width // _WIDTH_STEP) * _WIDTH_STEP, 3000)
    language = f"-{query.language}" if is_translated(file, query.language) else ""
    drawn = f"{path.number}-{width}-{_DRAWING}{language}"
    etag = f"{file['sha256'][:32]}-{drawn}"
    headers = {"ETag": quote_etag(etag), "Cache-Control": "private, max-age=3600"}
    if flask.request.if_none_match.contains_weak(etag):
        return flask.Response(status=304, headers=headers)
    key = f"{page_image_prefix(path.invoice_id)}{drawn}.png"
    content = _kept_image(key)
    if content is None:
        with services().turns.turn():
            content = _render(file, path.number, width, query.language)
        services().store.put(key, services().image_seal.sealed(content, key), "application/octet-stream")
    return flask.Response(content, 200, mimetype="image/png", headers=headers)


def _kept_image(key: str) -> bytes | None:
    """The image that was drawn before. One without the right seal is drawn again: people confirm what they see."""
    try:
        kept = services().store.get(key)
    except ObjectMissingError:
        return None
    content = services().image_seal.opened(kept, key)
    if content is None:
        log.error("page image refused: its seal is wrong", extra={"key": key})
    return content


def _render(file: Mapping[str, Any], number: int, width: int, language: Language) -> bytes:
    page = next((page for page in text_in(file, language).pages if page.number == number), None)
    if page is None:
        raise PageNotFoundError
    return draw_page(file, page, width)
