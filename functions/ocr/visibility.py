"""Which words of a text layer can be seen on the page.

`text ink` is what differs between the drawing of the page and the drawing without its text: it has no place for words
in the colour of what is behind them, invisible ones (render mode 3), clipped ones, and those covered by something
drawn later; and it has one for white text on a dark band, or for text over a picture, a fill or a watermark.

Pixels are counted word by word: tables of sums over the page cost more in fresh memory than they save.
"""

from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy

from functions.ocr.box_places import BoxPlaces
from functions.ocr.drawings import Drawing, differing
from functions.ocr.seen import Seen, Verdict
from functions.ocr.text_layer import LayerPage
from shared.domain.document import Box, Word
from shared.domain.printed_values import digits_of, holds_value

Ink = numpy.ndarray[Any, numpy.dtype[numpy.bool_]]
Numbers = numpy.ndarray[Any, numpy.dtype[numpy.integer[Any]]]

# Grey values that text must differ from what is behind it. Light grey print of five points (#c0c0c0) differs by 30 to
# 60 in strokes thinner than a pixel; text of #f0f0f0 on white, which nobody sees, by 15.
LEAST_CONTRAST = 18
# Share of the middle of a word's box that ink covers: 15 % and more for letters and digits; 2 % where a letter of the
# line above reaches into it.
LEAST_INK = 0.05
# The middle of a box, where every letter and digit has ink, and letters of the lines above and below end.
MIDDLE = (0.3, 0.8)
# Text lower than this in points, and than this share of the page's usual height, is too small to be seen.
SMALLEST = 2.2
MUCH_SMALLER = 0.45
# Words that lie on each other by this share of the smaller one: one of them may be hidden by the other's ink.
ON_EACH_OTHER = 0.4
# Boxes that are compared each with each; a page of text has one to three hundred words.
MOST_COMPARED = 300
# The share of a word's box that must be free of others to be judged by itself.
ENOUGH_ALONE = 0.15
MOSTLY_ALONE = 0.5
# The share of a word's width that must be free of others to prove by its ink that the word is seen.
FREE_BESIDE = 0.25
# A page with more doubtful words is read whole.
MOST_DOUBTFUL = 300
# Glyphs may reach some pixels over the edge of their box.
AROUND = 3
# Pixels outside of all boxes from which letters are lost, the squares in which they are counted, and how many there may
# be on a page before it is read whole. Pages without lost letters have none to five such pixels.
LEAST_LOST = 12
LOST_SQUARE = 4
MOST_LOST = 2_000
MOST_MENDED = 20_000
# Text ink outside of all boxes, as a share of all text ink, up to which the boxes are where the text is drawn.
MOST_OUTSIDE = 0.15
SOME_HIDDEN = 3
# A word this many times the usual height is a watermark or a heading.
MUCH_HIGHER = 4
# The share of hidden words from which the layer is not the page's text: a layer behind text drawn as curves.
MOSTLY_HIDDEN = 0.5


def seen_words(page: LayerPage, drawing: Drawing) -> Seen:
    """The page's words as far as the drawing shows them."""
    if not page.words:
        return Seen(verdict=Verdict.UNKNOWN, words=page.words)
    ink = numpy.ascontiguousarray(numpy.rot90(text_ink(drawing), -page.rotation // 90))
    boxes = _pixel_boxes(page.words, ink.shape)
    # Dots, dashes and underscores need not have ink in the middle of their box.
    judged = numpy.array([any(map(str.isalnum, word.text)) for word in page.words])
    hidden = judged & ~_inked(ink, boxes, page.words)
    outside = _outside(ink, boxes) if drawing.textless is not None else numpy.zeros_like(ink)
    misplaced = hidden.sum() >= SOME_HIDDEN and numpy.count_nonzero(outside) > MOST_OUTSIDE * numpy.count_nonzero(ink)
    if misplaced or hidden.sum() > MOSTLY_HIDDEN * judged.sum():
        # Text without a font may not be drawn at all.
        return Seen(verdict=Verdict.UNKNOWN if drawing.fonts_missing else Verdict.ELSEWHERE, words=page.words)
    hidden |= judged & _too_small(page)
    lost = _lost_places(outside, boxes)
    if lost and (len(lost) > MOST_LOST or len(page.words) > MOST_MENDED):
        return Seen(verdict=Verdict.ELSEWHERE, words=page.words)
    under, doubtful = _under_others(ink, boxes, page.words, judged, hidden)
    hidden |= under
    asked = _worth_asking(page.words, doubtful, hidden) if doubtful.sum() <= MOST_DOUBTFUL else page.words
    if len(asked) > MOST_DOUBTFUL:
        return Seen(verdict=Verdict.ELSEWHERE, words=page.words)
    return Seen(
        verdict=Verdict.JUDGED,
        words=_chosen(page.words, ~hidden),
        hidden=_chosen(page.words, hidden),
        doubtful=asked,
        lost=lost,
    )


def _worth_asking(words: Sequence[Word], doubtful: Ink, hidden: Ink) -> tuple[Word, ...]:
    """The doubtful words and those on exactly the same lines, which were printed with them.

    None if none of the page is hidden and each doubtful value is repeated by one on the same place: fat print is often
    the same word printed twice, and tight tables overlap.
    """
    values = [word for word in _chosen(words, doubtful) if holds_value(word.text)]
    if not doubtful.any() or not (hidden.any() or not _all_repeated(values)):
        return ()
    return _chosen(words, ~hidden & (doubtful | _beside(words, hidden | doubtful)))


def _all_repeated(values: Sequence[Word]) -> bool:
    """Whether each of them is printed again, by another word on its place."""
    digits, places = [digits_of(word.text) for word in values], BoxPlaces([word.box for word in values])
    return all(
        any(digits[other] == digits[own] and other != own for other in places.touching(word.box))
        for own, word in enumerate(values)
    )


def _inked(ink: Ink, boxes: Numbers, words: Sequence[Word]) -> Ink:
    """Which words have ink in the middle of their box."""
    middles = _middles(boxes, words)
    return numpy.asarray(_sums(ink, middles) >= LEAST_INK * _areas(middles))


def _under_others(ink: Ink, boxes: Numbers, words: Sequence[Word], judged: Ink, hidden: Ink) -> tuple[Ink, Ink]:
    """Which words lie on others and have no ink where they are alone, and which lie so much on others that the ink may
    be theirs."""
    heights = boxes[:, 3] - boxes[:, 1]
    # The box of a watermark across the page has nothing to do with where its letters are.
    usual = heights <= MUCH_HIGHER * numpy.median(heights)
    middles = _middles(boxes, words)
    shown = judged & ~hidden & usual
    nothing = numpy.zeros_like(shown)
    if _surely_apart(boxes[shown]):
        return nothing, nothing
    covered, shared = _covered(boxes[shown], ink.shape)
    if not shared.any():
        return nothing, nothing
    alone = covered & ~shared
    area, area_alone = _areas(middles), _sums(alone, middles)
    on_others = shown & (area - area_alone > ON_EACH_OTHER * area)
    if not on_others.any():
        return on_others, on_others
    ink_alone = _sums(ink & alone, middles)
    bare = on_others & (area_alone >= ENOUGH_ALONE * area) & (ink_alone < LEAST_INK * area_alone)
    # Lines that are set too tight lie on each other as well; what is left of a word may then be free of ink.
    under = bare & ((area_alone >= MOSTLY_ALONE * area) | _beside(words, hidden))
    doubtful = on_others & ~under
    if doubtful.sum() <= MOST_DOUBTFUL:
        for place in numpy.flatnonzero(doubtful):
            doubtful[place] = not _is_seen_beside(ink, alone, middles[place])
    return under, doubtful


def _is_seen_beside(ink: Ink, alone: Ink, middle: Numbers) -> bool:
    """Whether the word has ink where nothing is above or below it: two texts that run into each other are both seen."""
    x0, y0, x1, y1 = middle.tolist()
    free = alone[y0:y1, x0:x1].all(axis=0)
    if free.sum() < FREE_BESIDE * (x1 - x0):
        return False
    return bool(ink[y0:y1, x0:x1][:, free].mean() >= LEAST_INK)


def _lost_places(outside: Ink, boxes: Numbers) -> tuple[Box, ...]:
    """Small squares with ink outside of all boxes; none on a page with a watermark, whose box is not where its letters
    are."""
    heights = boxes[:, 3] - boxes[:, 1]
    if (heights > MUCH_HIGHER * numpy.median(heights)).any():
        return ()
    height, width = outside.shape
    if numpy.count_nonzero(outside) < LEAST_LOST:
        return ()
    rows, columns = numpy.nonzero(outside)
    squares = sorted(set(zip((rows // LOST_SQUARE).tolist(), (columns // LOST_SQUARE).tolist(), strict=True)))
    return tuple(
        Box(
            column * LOST_SQUARE / width,
            row * LOST_SQUARE / height,
            min(1.0, (column + 1) * LOST_SQUARE / width),
            min(1.0, (row + 1) * LOST_SQUARE / height),
        )
        for row, column in squares
    )


def _beside(words: Sequence[Word], hidden: Ink) -> Ink:
    """Which words stand on exactly the same line as a hidden one, so that they were printed with it."""
    lines = {(word.box.y0, word.box.y1) for word in _chosen(words, hidden)}
    return numpy.array([(word.box.y0, word.box.y1) in lines for word in words])


def text_ink(drawing: Drawing) -> Ink:
    """Where text can be seen; without a copy of the page without text, where anything differs from its
    surroundings."""
    if drawing.textless is not None:
        return differing(drawing.complete, drawing.textless, LEAST_CONTRAST)
    complete = drawing.complete
    ink = numpy.zeros(complete.shape, dtype=numpy.bool_)
    ink[:, 1:] |= differing(complete[:, 1:], complete[:, :-1], LEAST_CONTRAST)
    ink[1:] |= differing(complete[1:], complete[:-1], LEAST_CONTRAST)
    return ink


def _chosen(words: Sequence[Word], which: Ink) -> tuple[Word, ...]:
    return tuple(word for word, chosen in zip(words, which, strict=True) if chosen)


def _pixel_boxes(words: Sequence[Word], shape: tuple[int, ...]) -> Numbers:
    """x0, y0, x1, y1 of each word, at least one pixel wide and high."""
    height, width = shape
    edges = numpy.array([word.box for word in words]) * (width, height, width, height)
    start = numpy.minimum(numpy.floor(edges[:, :2]), (width - 1, height - 1))
    end = numpy.clip(numpy.ceil(edges[:, 2:]), start + 1, (width, height))
    return numpy.concatenate([start, end], axis=1).astype(numpy.int64)


def _middles(boxes: Numbers, words: Sequence[Word]) -> Numbers:
    """The boxes without their upper and lower edges; those of words that run up or down stay whole."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    upended = (high > wide) & numpy.array([len(word.text) > 2 for word in words])
    middles = boxes.copy()
    middles[:, 1] += numpy.where(upended, 0, numpy.floor(MIDDLE[0] * high)).astype(middles.dtype)
    middles[:, 3] -= numpy.where(upended, 0, numpy.floor((1 - MIDDLE[1]) * high)).astype(middles.dtype)
    return middles


def _areas(boxes: Numbers) -> Numbers:
    return numpy.asarray((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))


def _sums(ink: Ink, boxes: Numbers) -> Numbers:
    """How many pixels of each box have ink."""
    return numpy.array([numpy.count_nonzero(ink[y0:y1, x0:x1]) for x0, y0, x1, y1 in boxes.tolist()])


def _surely_apart(boxes: Numbers) -> bool:
    """Whether none of these few boxes lies on another: a comparison of each with each takes no memory of the page's
    size. Of more boxes it is not known."""
    if len(boxes) > MOST_COMPARED:
        return False
    x0, y0, x1, y1 = boxes.T
    meets = (x0[:, None] < x1) & (x0 < x1[:, None]) & (y0[:, None] < y1) & (y0 < y1[:, None])
    return bool(numpy.count_nonzero(meets) == len(boxes))  # each meets itself


def _covered(boxes: Numbers, shape: tuple[int, ...]) -> tuple[Ink, Ink]:
    """The pixels on which a box lies, and those on which more than one lies."""
    one, more = numpy.zeros(shape, dtype=numpy.bool_), numpy.zeros(shape, dtype=numpy.bool_)
    for x0, y0, x1, y1 in boxes.tolist():
        there = one[y0:y1, x0:x1]
        more[y0:y1, x0:x1] |= there
        there[...] = True
    return one, more


def _outside(ink: Ink, boxes: Numbers) -> Ink:
    """The ink that lies in no box."""
    height, width = ink.shape
    wider = numpy.clip(boxes + numpy.array((-AROUND, -AROUND, AROUND, AROUND)), 0, (width, height, width, height))
    outside = ink.copy()
    for x0, y0, x1, y1 in wider.tolist():
        outside[y0:y1, x0:x1] = False
    return outside


def _too_small(page: LayerPage) -> Ink:
    """Words that nobody can read: very low, on a page whose other words are not."""
    heights = numpy.array([min(word.box.y1 - word.box.y0, 1.0) * page.height for word in page.words])
    widths = numpy.array([(word.box.x1 - word.box.x0) * page.width for word in page.words])
    # A word that runs up or down is as wide as its letters are high.
    sizes = numpy.minimum(heights, numpy.where([len(word.text) > 2 for word in page.words], widths, heights))
    return numpy.asarray((sizes < SMALLEST) & (sizes < MUCH_SMALLER * median(heights)))
