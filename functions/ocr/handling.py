"""Reads one invoice's document: from the caches if possible, else page by page, and stores the text."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from functions.ocr.options import ReadingOptions
from shared.domain.document import DocumentText, dump_document_text, load_document_text
from shared.domain.document_types import XML_TYPES
from shared.domain.lanes import MOST_SHORT_PAGES, Lane, Turn
from shared.domain.object_keys import text_key
from shared.domain.page_range import PageRange, only_pages
from shared.domain.pages_read import PagesRead
from shared.errors import EmptyDocumentError, ReadingTimeoutError
from shared.pipeline.ports import Cache, ObjectStore
from shared.pipeline.stages import Claim, StageResult, WorkMovesOnError
from shared.pipeline.stored_documents import StoredDocuments
from shared.pipeline.worker import Lease

Read = Callable[[Path, str, ReadingOptions, Callable[[int, int], None], Callable[[int], None]], DocumentText]

QUICK_LOOK_SECONDS = 10.0
"""What takes longer to look at is no work of the quick lane, whatever then turns out to be in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingStage:
    """Reads documents; the caches are tried in order. `fingerprint(content_type)` names every setting and program
    version that changes the result."""

    documents: StoredDocuments
    store: ObjectStore
    caches: tuple[Cache, ...]
    options: ReadingOptions
    fingerprint: Callable[[str], str]
    read: Read

    def work(self, claim: Claim, lease: Lease) -> StageResult:
        """Read the document and store its text; of a file that was split, the pages of this part. Raises
        DocumentError, DocumentChangedError, UnavailableError, and WorkMovesOnError for what is slower than its turn
        was taken for."""
        if claim.content_type in XML_TYPES:  # uploaded before extraction took these itself
            return StageResult()
        document = None if claim.bypass_caches else self._cached(claim)
        cached = document is not None
        content = None
        if document is None:
            document = self._read(claim, lease)
            content = dump_document_text(document)  # the whole file, for all of its parts
            for cache in self.caches:
                cache.put(claim.sha256, self.fingerprint(claim.content_type), content)
        if claim.pages is not None:
            document, content = _part(document, claim.pages), None
        self.store.put(text_key(claim.invoice_id), content or dump_document_text(document), "application/json")
        sources = sorted({page.source.value for page in document.pages})
        return StageResult(
            columns={"page_count": len(document.pages)},
            attributes={"pages": len(document.pages), "sources": sources, "from_cache": cached},
        )

    def _cached(self, claim: Claim) -> DocumentText | None:
        for cache in self.caches:
            content = cache.get(claim.sha256, self.fingerprint(claim.content_type))
            if content is not None:
                try:
                    return load_document_text(content)
                except ValidationError:  # an older format: read again
                    continue
        return None

    def _read(self, claim: Claim, lease: Lease) -> DocumentText:
        with TemporaryDirectory(prefix="ocr-") as folder:
            path = Path(folder) / "document"
            self.documents.download(claim.sha256, path, size=claim.size)
            is_quick = claim.turn.lane is Lane.QUICK
            try:
                return self.read(
                    path,
                    claim.content_type,
                    replace(self.options, look_timeout=QUICK_LOOK_SECONDS) if is_quick else self.options,
                    partial(_show_pages, lease),
                    lambda pages: _ensure_paid(claim.turn, pages),
                )
            except ReadingTimeoutError as error:
                if not is_quick:
                    raise
                # How many pages are slow is not known yet: as many as a document of the slow lane may have.
                raise WorkMovesOnError(MOST_SHORT_PAGES) from error


def _show_pages(lease: Lease, done: int, total: int) -> None:
    pages = PagesRead(read=done, of=total)
    lease.progress(pages.share, pages)


def _ensure_paid(turn: Turn, pages: int) -> None:
    """Raises WorkMovesOnError unless it is the turn of so many slow pages. A document has the same ones whenever it is
    read, so nothing moves on twice."""
    if turn.lane is Lane.QUICK or pages > turn.pages:
        raise WorkMovesOnError(pages)


def _part(document: DocumentText, pages: PageRange) -> DocumentText:
    part = only_pages(document, pages)
    if not any(page.words for page in part.pages):
        raise EmptyDocumentError("No text can be found on these pages of the document.")
    return part
