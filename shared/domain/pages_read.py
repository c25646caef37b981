"""How far a document has been read, in its pages: what a person who waits is told."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """So many pages were `read`, of so many. They are those of the whole file, of which a split part is read too."""

    read: int
    of: int

    @property
    def share(self) -> float:
        """The share of the pages that were read, 0..1."""
        return self.read / max(self.of, 1)

    def as_json(self) -> dict[str, int]:
        """The public form."""
        return {"read": self.read, "of": self.of}


NO_PAGES: dict[str, Any] = {"pages_read": None, "pages_to_read": None}
"""The columns of an invoice of which no pages are being read."""


def columns_of_pages(pages: PagesRead | None) -> dict[str, Any]:
    """The columns that hold it."""
    return NO_PAGES if pages is None else {"pages_read": pages.read, "pages_to_read": pages.of}
