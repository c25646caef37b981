"""What the drawings of a PDF's pages show: the words of the layer that can be seen, and pictures that may hold more."""

from dataclasses import dataclass, field
from hashlib import sha256

import numpy

from functions.ocr.drawings import Drawing, TextlessCopy
from functions.ocr.picture_areas import picture_areas
from functions.ocr.text_layer import LayerPage
from functions.ocr.visibility import Seen, seen_words
from shared.domain.document import Box

# Pages whose pictures are read: the letterhead is on the first, a payment slip or a stamp on one of the next.
MOST_PAGES = 3


@dataclass(kw_only=True)
class Shown:
    """By page number: `seen` and the `areas` to read, which are parts of the upright page. `copy` is the one of the
    document without its text."""

    copy: TextlessCopy
    seen: dict[int, Seen] = field(default_factory=dict)
    areas: dict[int, tuple[Box, ...]] = field(default_factory=dict)
    _known: set[bytes] = field(default_factory=set)

    def add(self, page: LayerPage, drawing: Drawing) -> None:
        """Judge one page; a picture that an earlier page has too is not read again."""
        self.seen[drawing.number] = seen_words(page, drawing)
        if len(self.areas) < MOST_PAGES:
            areas = picture_areas(drawing, page.words, page.rotation)
            self.areas[drawing.number] = tuple(area for area in areas if self._is_new(area, page, drawing))

    def _is_new(self, area: Box, page: LayerPage, drawing: Drawing) -> bool:
        if drawing.textless is None:
            return False
        upright = numpy.rot90(drawing.textless, -page.rotation // 90)
        height, width = upright.shape
        rows, columns = (int(area.y0 * height), int(area.y1 * height)), (int(area.x0 * width), int(area.x1 * width))
        content = sha256(upright[slice(*rows), slice(*columns)].tobytes()).digest()
        is_new = content not in self._known
        self._known.add(content)
        return is_new
