"""The codes printed on a document's pages: a step of its own beside the words, so that neither makes the other wait.

Every page of a PDF or picture is drawn for it, also those with a text layer, since a text layer says nothing about
codes: about 0.1 seconds a page. What goes wrong here costs the codes of that page and nothing else.
"""

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from functions.ocr.options import ReadingOptions
from functions.ocr.page_readers import PageJob, shared_readers, shared_recognisers
from functions.ocr.pdf_info import fitting_dpi
from functions.ocr.text_layer import turned
from shared.adapters.page_images import decode_picture
from shared.domain.document import DocumentText, Page, PageCode, Source
from shared.domain.document_types import DocumentType
from shared.errors import DocumentError

log = logging.getLogger(__name__)

PageCodes = Mapping[int, tuple[PageCode, ...]]
"""Page number -> its codes, boxes on the page as drawn; pages without any are left out."""

MOST_PAGES = 20
"""Pages searched; an invoice with more repeats its code on each or has it on the first."""

MOST_PIXELS = 12_000_000
"""A4 at 300 dpi has 9 million."""

LONGEST_SEARCH = 10.0
"""Seconds for one page: usually 0.1, 0.5 for a photo."""

SCAN_DPI, DIGITAL_DPI = 300, 200
"""A module of a code is 0.4 mm or more where it is drawn exactly, and 0.25 mm on receipts."""


def codes_of_pages(path: Path, content_type: str, pages: Sequence[Page], options: ReadingOptions) -> PageCodes:
    """The codes of the first pages of the PDF or picture that these pages were read from.

    Raises UnavailableError for a program that is not installed.
    """
    with TemporaryDirectory() as folder, ThreadPoolExecutor(options.workers) as threads:
        search = partial(_codes_of_page, path, content_type, Path(folder), options)
        searched = pages[:MOST_PAGES]
        found = threads.map(search, searched)
        return {page.number: codes for page, codes in zip(searched, found, strict=True) if codes}


def with_codes(document: DocumentText, codes: PageCodes) -> DocumentText:
    """The document with these codes on its pages, turned upright like their words."""
    pages = tuple(
        replace(
            page, codes=tuple(replace(code, box=turned(code.box, page.rotation)) for code in codes.get(page.number, ()))
        )
        for page in document.pages
    )
    return replace(document, pages=pages)


def _codes_of_page(
    path: Path, content_type: str, folder: Path, options: ReadingOptions, page: Page
) -> tuple[PageCode, ...]:
    try:
        job = _pdf_job(path, page, options) if content_type == DocumentType.PDF else None
        job = job or _picture_job(path, content_type, page, folder, options)
        readers = shared_readers if page.source is Source.TEXT_LAYER else shared_recognisers
        return readers(options.workers, options.memory_mb).codes(job, page.number)
    except DocumentError as error:  # the words of the page were read before: it is the codes that are too much
        log.warning("codes not read", extra={"page": page.number, "code": error.code})
        return ()


def _pdf_job(path: Path, page: Page, options: ReadingOptions) -> PageJob:
    digital = page.source is Source.TEXT_LAYER
    dpi = DIGITAL_DPI if digital else SCAN_DPI
    return PageJob(
        path=str(path.resolve()),
        page=page.number,
        width=0,
        height=0,
        dpi=fitting_dpi(page.width, page.height, dpi, min(options.max_pixels, MOST_PIXELS)),
        engine=options.engine,
        languages=options.languages,
        timeout=min(options.page_timeout, LONGEST_SEARCH),
        wanted="codes" if digital else "codes_of_scan",
    )


def _picture_job(path: Path, content_type: str, page: Page, folder: Path, options: ReadingOptions) -> PageJob:
    picture = decode_picture(
        path,
        content_type,
        page.number,
        output=folder / f"{page.number}.ppm",
        timeout=options.page_timeout,
        memory_mb=options.memory_mb,
        max_pixels=options.max_pixels,
        keep_pixels=MOST_PIXELS,
    )
    return PageJob(
        path=str(picture.path),
        page=None,
        width=picture.width,
        height=picture.height,
        dpi=SCAN_DPI,
        engine=options.engine,
        languages=options.languages,
        timeout=min(options.page_timeout, LONGEST_SEARCH),
        wanted="codes_of_scan",
    )
