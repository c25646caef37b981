"""Pages of a file that are a document of their own, and the parts a file may be split into."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from shared.domain.document import DocumentText

FEWEST_PARTS = 2
MOST_PARTS = 50


class PageRange(NamedTuple):
    """Pages from the first to the last, both included, from 1."""

    first: int
    last: int


def page_range(first: int | None, last: int | None) -> PageRange | None:
    """The pages that two columns of a row name; None for a whole file."""
    return None if first is None or last is None else PageRange(first, last)


def problem_of(parts: Sequence[PageRange]) -> str | None:
    """Why a file cannot be split into these parts, whatever its length; None if it can. Pages may be left out."""
    if any(not 1 <= part.first <= part.last for part in parts):
        return "each part must be [first, last], from page 1 on"
    if any(one.last >= other.first for one, other in pairwise(parts)):
        return "parts must be in the order of their pages and share none"
    return None


def only_pages(document: DocumentText, pages: PageRange) -> DocumentText:
    """These pages of the document, numbered from 1. The e-invoice of a file is not that of a part of it."""
    kept = tuple(
        replace(page, number=page.number - pages.first + 1)
        for page in document.pages
        if pages.first <= page.number <= pages.last
    )
    return replace(document, pages=kept, einvoice=None, einvoice_unread=None)
