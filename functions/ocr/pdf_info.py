"""PDF metadata by poppler: pages, their sizes and pictures, and encryption."""

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from shared.adapters.sandbox import run_sandboxed
from shared.errors import DocumentError, EmptyDocumentError, EncryptedDocumentError, TooManyPagesError

PAGE_SIZE = re.compile(rb"^Page +(\d+) size: +([\d.e+]+) x ([\d.e+]+) pts", re.MULTILINE)
PAGE_TURN = re.compile(rb"^Page +(\d+) rot: +(90|270)\s", re.MULTILINE)
PAGE_COUNT = re.compile(rb"^Pages: +(\d+)", re.MULTILINE)
# A page has few pictures; a hostile file may list one a million times.
MOST_PICTURES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """Size of the upright page in points; the share of it, 0..1, covered by pictures, and their highest resolution in
    dots per inch (0 without any)."""

    number: int
    width: float
    height: float
    covered: float
    picture_dpi: float


def pdf_info(path: Path, *, max_pages: int, timeout: float, memory_mb: int) -> list[PageInfo]:
    """The metadata of every page, from 1.

    Raises EncryptedDocumentError (only for a password to open the file, not for one that forbids printing),
    TooManyPagesError, EmptyDocumentError, DocumentError.
    """
    info = run_sandboxed(
        ["pdfinfo", "-f", "1", "-l", str(max_pages), path.resolve()], timeout=timeout, memory_mb=memory_mb
    )
    count = PAGE_COUNT.search(info.stdout)
    if count is None:
        if b"Incorrect password" in info.stderr:
            raise EncryptedDocumentError
        raise DocumentError("This PDF is damaged and cannot be opened.")
    pages = int(count.group(1))
    if pages == 0:
        raise EmptyDocumentError
    if pages > max_pages:
        raise TooManyPagesError(f"This document has {pages} pages; at most {max_pages} are allowed.")
    sizes = {int(number): (float(width), float(height)) for number, width, height in PAGE_SIZE.findall(info.stdout)}
    # poppler reports the size before /Rotate.
    for number, _ in PAGE_TURN.findall(info.stdout):
        sizes[int(number)] = (sizes[int(number)][1], sizes[int(number)][0])
    if sizes.keys() != set(range(1, pages + 1)):
        raise DocumentError("This PDF is damaged: it has pages that cannot be found.")
    listed = run_sandboxed(["pdfimages", "-list", path.resolve()], timeout=timeout, memory_mb=memory_mb)
    # A listing that failed halfway is valid for the pages before; the others count as without pictures.
    pictures = pictures_of_pages(listed.stdout, sizes)
    return [
        PageInfo(number=number, width=width, height=height, covered=covered, picture_dpi=dpi)
        for number, (width, height) in sorted(sizes.items())
        for covered, dpi in [pictures.get(number, (0.0, 0.0))]
    ]


def pictures_of_pages(listing: bytes, sizes: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """`covered` and `picture_dpi` of the pages with pictures, from `pdfimages -list` and the page sizes in points.

    Areas are summed, since a scan may consist of strips; masks overlap their picture and do not count.
    """
    covered: defaultdict[int, float] = defaultdict(float)
    finest: defaultdict[int, float] = defaultdict(float)
    for line in listing.splitlines()[2 : MOST_PICTURES + 2]:
        # page num type width height color comp bpc enc interp object ID x-ppi y-ppi size ratio
        columns = line.split()
        if len(columns) < 14 or columns[2] not in (b"image", b"stencil"):
            continue
        try:
            page, width, height = int(columns[0]), float(columns[3]), float(columns[4])
            x_ppi, y_ppi = float(columns[-4]), float(columns[-3])
        except ValueError:
            continue
        # A picture scaled to nothing has an infinite resolution or NaN.
        if page in sizes and all(0 < one < math.inf for one in (width, height, x_ppi, y_ppi)):
            area = (width / x_ppi * 72) * (height / y_ppi * 72)
            covered[page] = min(1.0, covered[page] + area / max(1.0, sizes[page][0] * sizes[page][1]))
            finest[page] = max(finest[page], x_ppi, y_ppi)
    return {page: (share, finest[page]) for page, share in covered.items()}


def fitting_dpi(width: float, height: float, dpi: float, most_pixels: float) -> int:
    """The resolution for a page of so many points, no finer than `dpi` and with at most so many pixels."""
    square_inches = max(1e-4, width * height / 72**2)
    return max(1, int(min(dpi, (most_pixels / square_inches) ** 0.5)))
