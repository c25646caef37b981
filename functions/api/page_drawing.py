"""Pages of a document as pictures, drawn when they are asked for."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError

from functions.api.services import services
from shared.adapters.page_images import draw_words, render_page
from shared.domain.document import DocumentText, Page, Source, load_document_text
from shared.domain.document_types import XML_TYPES
from shared.domain.languages import DEFAULT_LANGUAGE, Language
from shared.domain.object_keys import printed_text_key, text_key
from shared.errors import AppError, ErrorCode
from shared.pipeline.ports import ObjectMissingError


class TextNotReadyError(AppError):
    """The document has not been read yet, or could not be read."""

    code = ErrorCode.TEXT_NOT_FOUND
    status = 404
    message = "This document has not been read."


def text_of(invoice_id: int) -> DocumentText:
    """What was read of the invoice's document. Raises TextNotReadyError."""
    try:
        return load_document_text(services().store.get(text_key(invoice_id)))
    except (ObjectMissingError, ValidationError) as error:
        raise TextNotReadyError from error


def text_in(file: Mapping[str, Any], language: Language) -> DocumentText:
    """The same, in this language if it is a bare e-invoice's that was printed in it. Raises TextNotReadyError."""
    if is_translated(file, language):
        with suppress(ObjectMissingError, ValidationError):  # an earlier version printed one language only
            return load_document_text(services().store.get(printed_text_key(file["id"], language)))
    return text_of(file["id"])


def is_translated(file: Mapping[str, Any], language: Language) -> bool:
    """Whether the pages may differ from those in the default language: a bare e-invoice's are printed in each."""
    return language != DEFAULT_LANGUAGE and file["content_type"] in XML_TYPES


def draw_page(file: Mapping[str, Any], page: Page, width: int) -> bytes:
    """PNG of one page of the document. Raises DocumentError, ReadingTimeoutError, ObjectMissingError."""
    if page.source is Source.XML:
        return draw_words(page, width, timeout=services().settings.waits.drawing)
    with TemporaryDirectory(prefix="page-") as folder:
        path = Path(folder) / "document"
        services().documents.download(file["sha256"], path, size=file["size"])
        return draw_page_of(path, file, page, width)


def draw_page_of(document: Path, file: Mapping[str, Any], page: Page, width: int) -> bytes:
    """The same of a document that is at hand."""
    if page.source is Source.XML:
        return draw_words(page, width, timeout=services().settings.waits.drawing)
    return render_page(
        document,
        file["content_type"],
        page.number + (file["first_page"] or 1) - 1,
        width=width,
        rotation=page.rotation,
        renderer=page.renderer,
        timeout=services().settings.waits.drawing,
        memory_mb=services().settings.reader_memory_mb,
    )
