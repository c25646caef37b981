"""Reads a PDF or a picture: each page from its cheapest trustworthy source, its codes, and an e-invoice's XML in it."""

import logging
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import TypedDict

from functions.ocr.einvoice_xml import EmbeddedInvoice, embedded_invoice
from functions.ocr.letter_spacing import is_spaced, joined
from functions.ocr.looks import FileFacts, Look, PageLook
from functions.ocr.options import ReadingOptions
from functions.ocr.page_codes import MOST_PAGES, codes_of_pages, with_codes
from functions.ocr.page_readers import PageJob, PageReaders, shared_readers, shared_recognisers
from functions.ocr.pdf_info import PageInfo, fitting_dpi, pdf_info
from functions.ocr.sandboxed_looking import look_at
from functions.ocr.seen import Verdict, contradicted, shown_by_reading, with_lost_letters
from functions.ocr.text_layer import (
    PAGE_COVERED,
    ExtractedLayer,
    agreement,
    extract_text_layer,
    is_sane,
    may_be_believed,
    page_count,
    values_agree,
)
from shared.adapters.page_images import PICTURE_TYPES, DecodedPicture, decode_picture
from shared.domain.document import MOST_HIDDEN, DocumentText, Page, Source, Word
from shared.domain.document_types import DocumentType
from shared.domain.lanes import MOST_SHORT_PAGES
from shared.errors import DocumentError, EmptyDocumentError, TooManyPagesError

__all__ = ["ReadingOptions", "read_document"]

log = logging.getLogger(__name__)

OnPage = Callable[[int, int], None]
OnSlow = Callable[[int], None]


class SandboxLimits(TypedDict):
    """The limits of each poppler program."""

    timeout: float
    memory_mb: int


# More pixels do not help: A3 at 300 dpi has 17 million, a receipt of one metre 11 million.
MOST_PIXELS_READ = 30_000_000
# Below this the areas of a page's pictures need not be known as exactly as poppler lists them.
SURELY_NOT_COVERED = 0.5
# A text layer over a page picture is trusted if a reading of the picture has this share of its words.
AGREES = 0.9
# Enough for the letters of a letterhead; what is not read well is read again enlarged.
AREA_DPI = 200
# Long side in points of a picture without a resolution: A4.
ASSUMED_LENGTH = 842


def read_document(
    path: Path,
    content_type: str,
    options: ReadingOptions,
    on_page: OnPage = lambda done, total: None,
    on_slow: OnSlow = lambda pages: None,
) -> DocumentText:
    """Every page of the document in order with its codes, and the XML of an e-invoice that it contains.

    `on_page(done, total)` is called from this thread after each page, `on_slow(pages)` once before any page is
    recognised if some have to be, or if there are very many: with the number of these pages. Both may raise to abort.
    Raises DocumentError or a subclass for permanent failures (ReadingTimeoutError also for a PDF that cannot be looked
    at within `look_timeout`), UnavailableError for a program that is not installed, CallEndedError for a process that
    the machine ended.
    """
    if path.stat().st_size == 0:
        raise EmptyDocumentError
    if content_type == DocumentType.PDF:
        document, without_codes = _read_pdf(path, options, on_page, on_slow)
    elif content_type in PICTURE_TYPES:
        document, without_codes = _read_pictures(path, content_type, options, on_page, on_slow), frozenset[int]()
    else:
        raise DocumentError(f"Documents of the type {content_type} cannot be read.")
    if options.read_codes:
        searched = [page for page in document.pages[:MOST_PAGES] if page.number not in without_codes]
        document = with_codes(document, codes_of_pages(path, content_type, searched, options))
    if document.einvoice is None and not any(page.words for page in document.pages):
        raise EmptyDocumentError("No text can be found in this document: its pages are blank or not legible.")
    return document


def _read_pdf(
    path: Path, options: ReadingOptions, on_page: OnPage, on_slow: OnSlow
) -> tuple[DocumentText, frozenset[int]]:
    """The document, and the numbers of its pages that surely show no code."""
    limits = SandboxLimits(timeout=min(options.page_timeout, options.look_timeout), memory_mb=options.memory_mb)
    with ThreadPoolExecutor(options.workers) as threads, NamedTemporaryFile(prefix="textless-") as file:
        copy = Path(file.name)
        extracted = _text_layer(path, options, limits)
        count = page_count(extracted.xhtml)
        if count > MOST_SHORT_PAGES:  # long even if their text is only copied: 300 pages about 20 s
            on_slow(count)
        look, infos = _looked_at(path, extracted.xhtml, copy, options, limits)
        judged = [_judged(info, page, look.facts) for info, page in zip(infos, look.pages, strict=True)]
        to_recognise = sum(not page.is_trusted for page in judged)
        if to_recognise and count <= MOST_SHORT_PAGES:
            on_slow(to_recognise)
        einvoice = threads.submit(embedded_invoice, path, **limits) if look.facts.may_hold_files else None
        jobs = [partial(_pdf_page, path, page, copy, options) for page in judged]
        pages = _in_parallel(threads, jobs, on_page)
        attached = einvoice.result() if einvoice is not None else EmbeddedInvoice()
        document = DocumentText(
            pages=pages,
            einvoice=attached.einvoice,
            einvoice_unread=attached.unread,
            damaged=extracted.damaged,
            xfa_form=look.facts.xfa_form,
        )
        return document, frozenset(page.number for page in look.pages if not page.may_show_codes)


def _text_layer(path: Path, options: ReadingOptions, limits: SandboxLimits) -> ExtractedLayer:
    """Raises DocumentError; pdfinfo knows better what is wrong with a file than pdftotext."""
    try:
        extracted = extract_text_layer(path, max_pages=options.max_pages, **limits)
    except DocumentError:
        pdf_info(path, max_pages=options.max_pages, **limits)
        raise
    if not 1 <= page_count(extracted.xhtml) <= options.max_pages:
        pdf_info(path, max_pages=options.max_pages, **limits)
    return extracted


def _looked_at(
    path: Path, xhtml: bytes, copy: Path, options: ReadingOptions, limits: SandboxLimits
) -> tuple[Look, list[PageInfo]]:
    """What a look finds, and the pages as far as it is needed: poppler lists the pictures of a file only if a page of
    it may have to be recognised. Raises DocumentError, ReadingTimeoutError, CallEndedError."""
    seconds = min(options.look_timeout, options.page_timeout * (1 + page_count(xhtml)))
    look_here = partial(
        look_at,
        path,
        xhtml,
        copy,
        seconds=seconds,
        hurried=options.is_hurried,
        processes=options.workers,
        memory_mb=options.memory_mb,
    )
    look = look_here()
    if look is not None and all(page.is_judged and page.covered < SURELY_NOT_COVERED for page in look.pages):
        return look, [_info(page) for page in look.pages]
    infos = pdf_info(path, max_pages=options.max_pages, **limits)
    look = look or look_here(sizes=tuple((info.width, info.height) for info in infos))
    if look is None:
        raise DocumentError("This PDF is damaged and cannot be opened.")
    return look, infos


def _info(page: PageLook) -> PageInfo:
    width, height = (page.height, page.width) if page.rotation % 180 else (page.width, page.height)
    return PageInfo(number=page.number, width=width, height=height, covered=page.covered, picture_dpi=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _JudgedPage:
    """A page of a PDF and what its text layer says. `drawn`: it seems to show what the layer says; `is_trusted`:
    so surely that the page need not be recognised."""

    info: PageInfo
    look: PageLook
    believed: Page
    drawn: bool
    is_trusted: bool
    text_may_lie: bool


def _judged(info: PageInfo, look: PageLook, facts: FileFacts) -> _JudgedPage:
    seen = look.seen
    believed = Page(
        number=info.number,
        width=look.width,
        height=look.height,
        source=Source.TEXT_LAYER,
        rotation=look.rotation,
        words=joined(seen.words, look.width, look.height),
        hidden=seen.hidden[:MOST_HIDDEN],
        unjudged=seen.verdict is not Verdict.JUDGED,
    )
    drawn = (
        may_be_believed(seen.words)
        and not is_spaced(believed.words)
        and seen.verdict is not Verdict.ELSEWHERE
        and info.covered < PAGE_COVERED
    )
    return _JudgedPage(
        info=info,
        look=look,
        believed=believed,
        drawn=drawn,
        is_trusted=drawn and not seen.doubtful and not seen.lost and not facts.text_may_lie,
        text_may_lie=facts.text_may_lie,
    )


def _pdf_page(path: Path, judged: _JudgedPage, copy: Path, options: ReadingOptions) -> Page:
    """The page from its text layer if that is trustworthy and can be seen, with what its pictures say; else from its
    picture."""
    info, seen, believed = judged.info, judged.look.seen, judged.believed
    if judged.is_trusted:
        return _with_pictures(believed, judged, copy, options)
    read = _recognisers(options).read(_pdf_job(path, info, options), info.number)
    if judged.drawn and not judged.text_may_lie:
        words_read = read.words if read.rotation == believed.rotation else ()
        decided = shown_by_reading(seen, words_read)
        words = joined(with_lost_letters(decided.words, words_read, seen.lost), believed.width, believed.height)
        believed = replace(believed, words=words, hidden=decided.hidden[:MOST_HIDDEN])
        return _with_pictures(believed, judged, copy, options)
    unproved = seen.verdict is Verdict.ELSEWHERE or judged.text_may_lie
    if is_sane(seen.words) and _same_page(believed, read, unproved=unproved):
        return replace(believed, unjudged=True)  # poppler's drawing was read, and pdfium's may be another
    if judged.text_may_lie and read.rotation == believed.rotation:
        return replace(read, hidden=contradicted(seen.words, read.words)[:MOST_HIDDEN])
    return read


def _with_pictures(page: Page, judged: _JudgedPage, copy: Path, options: ReadingOptions) -> Page:
    """The page with the words that are read in its picture areas, from the copy of the file without text."""
    info, areas = judged.info, judged.look.areas
    if not areas:
        return page
    dpi = min(AREA_DPI, drawing_dpi(info, options))
    job = replace(_pdf_job(copy, info, options), wanted="words_of_areas", areas=areas, rotation=page.rotation, dpi=dpi)
    try:
        words = shared_readers(options.workers, options.memory_mb).words_of_areas(job, info.number)
    except DocumentError as error:  # a picture that is too much for the engine must not cost the page
        log.warning("pictures not read", extra={"page": info.number, "code": error.code})
        return page
    return replace(page, words=placed_among(page.words, words))


def placed_among(words: Sequence[Word], read: Sequence[Word]) -> tuple[Word, ...]:
    """The words with each of those `read` before the first that is below it."""
    lines: defaultdict[int, list[Word]] = defaultdict(list)
    lowest = list(accumulate((word.box.y0 for word in words), max))  # up to each word: ascending
    for one in read:
        lines[bisect_left(lowest, one.box.y1)].append(one)
    return tuple(word for place in range(len(words) + 1) for word in (*lines[place], *words[place : place + 1]))


def _same_page(layer: Page, read: Page, *, unproved: bool) -> bool:
    """Whether a reading of the page's picture agrees with its text layer, which is then correct.

    Digital text over a picture of letter paper agrees; a scanner's poor OCR does not. Of one that is `unproved`,
    because it is invisible or its maps contradict themselves, every value must agree: nobody would see that one does
    not.
    """
    if unproved and not values_agree(layer.words, read.words):
        return False
    return (
        layer.rotation == read.rotation
        and len(layer.words) * 2 >= len(read.words)
        and agreement(layer.words, read.words) >= AGREES
    )


def _pdf_job(path: Path, info: PageInfo, options: ReadingOptions) -> PageJob:
    return PageJob(
        path=str(path.resolve()),
        page=info.number,
        width=0,
        height=0,
        dpi=drawing_dpi(info, options),
        engine=options.engine,
        languages=options.languages,
        timeout=options.page_timeout,
    )


def drawing_dpi(info: PageInfo, options: ReadingOptions) -> int:
    """The resolution for drawing a PDF page: as configured, less for pages that are or claim to be too large."""
    dpi = float(options.dpi)
    if info.covered >= PAGE_COVERED:
        # A scan with one pixel per point is a metre high: drawing it finer than its pixels shows nothing more.
        as_a4 = dpi * ASSUMED_LENGTH / max(info.width, info.height)
        dpi = min(dpi, max(info.picture_dpi, as_a4))
    return fitting_dpi(info.width, info.height, dpi, min(options.max_pixels, MOST_PIXELS_READ))


def _read_pictures(
    path: Path, content_type: str, options: ReadingOptions, on_page: OnPage, on_slow: OnSlow
) -> DocumentText:
    with TemporaryDirectory() as folder, ThreadPoolExecutor(options.workers) as threads:
        # The first page also gives the number of pages, so it is not decoded twice.
        first = _decode(path, content_type, 1, Path(folder), options)
        if first.frames > options.max_pages:
            raise TooManyPagesError(f"This document has {first.frames} pages; at most {options.max_pages} are allowed.")
        on_slow(first.frames)
        jobs = [partial(_read_picture, first, 1, options)]
        jobs += [
            partial(_picture_page, path, content_type, number, Path(folder), options)
            for number in range(2, first.frames + 1)
        ]
        return DocumentText(pages=_in_parallel(threads, jobs, on_page))


def _decode(path: Path, content_type: str, number: int, folder: Path, options: ReadingOptions) -> DecodedPicture:
    return decode_picture(
        path,
        content_type,
        number,
        output=folder / f"{number}.ppm",
        timeout=options.page_timeout,
        memory_mb=options.memory_mb,
        max_pixels=options.max_pixels,
        keep_pixels=MOST_PIXELS_READ,
    )


def _picture_page(path: Path, content_type: str, number: int, folder: Path, options: ReadingOptions) -> Page:
    picture = _decode(path, content_type, number, folder, options)
    return _read_picture(picture, number, options)


def _read_picture(picture: DecodedPicture, number: int, options: ReadingOptions) -> Page:
    dpi = picture.dpi or max(picture.width, picture.height) * 72 / ASSUMED_LENGTH
    job = PageJob(
        path=str(picture.path),
        page=None,
        width=picture.width,
        height=picture.height,
        dpi=max(1, round(dpi)),
        engine=options.engine,
        languages=options.languages,
        timeout=options.page_timeout,
    )
    page = _recognisers(options).read(job, number)
    picture.path.unlink()
    return page


def _in_parallel(threads: ThreadPoolExecutor, jobs: Sequence[Callable[[], Page]], on_page: OnPage) -> tuple[Page, ...]:
    """The pages in order, read in parallel. The first error, also one raised by `on_page`, aborts the rest."""
    futures: list[Future[Page]] = [threads.submit(job) for job in jobs]
    try:
        for done, future in enumerate(as_completed(futures), start=1):
            future.result()
            on_page(done, len(futures))
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        raise
    return tuple(future.result() for future in futures)


def _recognisers(options: ReadingOptions) -> PageReaders:
    return shared_recognisers(options.workers, options.memory_mb)
