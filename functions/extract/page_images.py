"""Pages as pictures for a model that can see; the document is fetched once, and only if a picture is asked for."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from functions.extract.printed_pages import PrintedPage
from shared.adapters.page_images import render_page
from shared.pipeline.stages import Claim
from shared.pipeline.stored_documents import StoredDocuments

WIDTH = 1200
"""Pixels: small print is still legible, and a page stays well below a megabyte."""


class PageImages:
    """The pages of one claimed document, as long as the block lasts."""

    def __init__(self, documents: StoredDocuments, pages: Sequence[PrintedPage], claim: Claim) -> None:
        self._documents = documents
        self._pages = {page.number: page for page in pages}
        self._claim = claim
        self._folder = TemporaryDirectory(prefix="extract-")

    def __enter__(self) -> "PageImages":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def png(self, number: int) -> bytes:
        """The upright page. Raises DocumentError, DocumentChangedError, UnavailableError."""
        page = self._pages[number]
        in_file = number + (self._claim.pages.first if self._claim.pages else 1) - 1
        return render_page(
            self._path,
            self._claim.content_type,
            in_file,
            width=WIDTH,
            rotation=page.rotation,
            renderer=page.renderer,
        )

    @cached_property
    def _path(self) -> Path:
        path = Path(self._folder.name) / "document"
        self._documents.download(self._claim.sha256, path, size=self._claim.size)
        return path
