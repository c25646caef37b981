"""Which words of a text layer can be seen on the page.

`text ink` is what differs between the drawing of the page and the drawing without its text: it has no place for words
in the colour of what is behind them, invisible ones (render mode 3), clipped ones, and those covered by something
drawn later; and it has one for white text on a dark band, or for text over a picture, a fill or a watermark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from statistics import median
from typing import Any

import numpy

from functions.ocr.box_places import BoxPlaces
from functions.ocr.drawings import Drawing
from functions.ocr.text_layer import LayerPage
from shared.domain.document import Box, Word
from shared.domain.normalising import caseless
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
# The share of a word's box that must be free of others to be judged by itself.
ENOUGH_ALONE = 0.15
MOSTLY_ALONE = 0.5
# The share of a word's width that must be free of others to prove by its ink that the word is seen.
FREE_BESIDE = 0.25
# A reading of a value that is believed against the layer, and how many values of a page are compared.
SURELY_READ = 0.9
MOST_COMPARED = 2_000
# Similarity of a doubtful word and what is read at its place.
MOSTLY_SAME = 0.6
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


class Verdict(StrEnum):
    """What the drawing says about the layer: `judged` word by word; `elsewhere`: they do not belong together, so that
    the page must be read; `unknown`: the drawing shows too little to judge."""

    JUDGED = "judged"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The words of a page that can be seen, in the layer's order, and those that cannot. `doubtful` are some of
    `words`: they lie on others, so the ink there may be that of the others, and something there may be hidden.
    `lost` are places with the ink of letters that the layer does not have, because their font has no map for them."""

    verdict: Verdict
    words: tuple[Word, ...]
    hidden: tuple[Word, ...] = ()
    doubtful: tuple[Word, ...] = ()
    lost: tuple[Box, ...] = ()


def seen_words(page: LayerPage, drawing: Drawing) -> Seen:
    """The page's words as far as the drawing shows them."""
    if not page.words or drawing.fonts_missing:
        return Seen(verdict=Verdict.UNKNOWN, words=page.words)
    ink = numpy.rot90(text_ink(drawing), -page.rotation // 90)
    boxes = _pixel_boxes(page.words, ink.shape)
    # Dots, dashes and underscores need not have ink in the middle of their box.
    judged = numpy.array([any(map(str.isalnum, word.text)) for word in page.words])
    hidden = judged & ~_inked(ink, boxes, page.words)
    outside = _outside(ink, boxes) if drawing.textless is not None else numpy.zeros_like(ink)
    misplaced = hidden.sum() >= SOME_HIDDEN and outside.sum() > MOST_OUTSIDE * ink.sum()
    if misplaced or hidden.sum() > MOSTLY_HIDDEN * judged.sum():
        return Seen(verdict=Verdict.ELSEWHERE, words=page.words)
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


def with_lost_letters(words: Sequence[Word], read: Sequence[Word], lost: Sequence[Box]) -> tuple[Word, ...]:
    """The words, those with lost letters as a reading of the page's picture has them."""
    if not lost:
        return tuple(words)
    letters, places = BoxPlaces(lost), BoxPlaces([word.box for word in words])
    replaced: dict[int, list[Word]] = {}
    dropped: set[int] = set()
    for one in read:
        if not len(letters.with_middle_in(one.box)):
            continue
        parts = places.with_middle_in(one.box).tolist()
        dropped.update(parts)
        place = parts[0] if parts else 1 + (places.ending_before(one.box) or 0)
        replaced.setdefault(place, []).append(one)
    return tuple(
        word
        for place in range(len(words) + 1)
        for word in (*replaced.get(place, ()), *(words[place : place + 1] if place not in dropped else ()))
    )


def shown_by_reading(seen: Seen, read: Sequence[Word]) -> Seen:
    """The same, with the doubtful words decided: those that a reading of the page's picture has at their place are
    seen."""
    places = BoxPlaces([word.box for word in read])
    lost = {word for word in seen.doubtful if not _is_read(word, [read[there] for there in places.touching(word.box)])}
    words = tuple(word for word in seen.words if word not in lost)
    hidden = sorted((*seen.hidden, *lost), key=lambda word: (word.box.y0, word.box.x0))
    return Seen(verdict=seen.verdict, words=words, hidden=tuple(hidden))


def contradicted(words: Sequence[Word], read: Sequence[Word]) -> tuple[Word, ...]:
    """The values among the words for which a reading surely has another of as many digits at the same place."""
    sure = [(digits_of(other.text), other.box) for other in read if other.confidence >= SURELY_READ]
    places = BoxPlaces([box for _, box in sure])

    def differs(word: Word) -> bool:
        own = digits_of(word.text)
        there = (sure[place][0] for place in places.touching(word.box))
        return any(digits != own and len(digits) == len(own) for digits in there)

    values = [word for word in words if holds_value(word.text)][:MOST_COMPARED]
    return tuple(word for word in values if differs(word))


def _is_read(word: Word, there: Sequence[Word]) -> bool:
    """Whether what is read at its place is the word, or one that is mostly the same."""
    text, read = caseless(word.text), [caseless(other.text) for other in there]
    return text in "".join(read) or any(SequenceMatcher(None, text, other).ratio() >= MOSTLY_SAME for other in read)


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
    return numpy.asarray(_sums(_sum_table(ink), middles) >= LEAST_INK * _areas(middles))


def _under_others(ink: Ink, boxes: Numbers, words: Sequence[Word], judged: Ink, hidden: Ink) -> tuple[Ink, Ink]:
    """Which words lie on others and have no ink where they are alone, and which lie so much on others that the ink may
    be theirs."""
    heights = boxes[:, 3] - boxes[:, 1]
    # The box of a watermark across the page has nothing to do with where its letters are.
    usual = heights <= MUCH_HIGHER * numpy.median(heights)
    middles = _middles(boxes, words)
    shown = judged & ~hidden & usual
    alone = _layers(boxes[shown], ink.shape) == 1
    area, area_alone = _areas(middles), _sums(_sum_table(alone), middles)
    on_others = shown & (area - area_alone > ON_EACH_OTHER * area)
    if not on_others.any():
        return on_others, on_others
    ink_alone = _sums(_sum_table(ink & alone), middles)
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
    rows, columns = numpy.nonzero(outside)
    if len(rows) < LEAST_LOST:
        return ()
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
    complete = drawing.complete.astype(numpy.int16)
    if drawing.textless is not None:
        return numpy.asarray(abs(complete - drawing.textless) >= LEAST_CONTRAST)
    ink = numpy.zeros(complete.shape, dtype=numpy.bool_)
    ink[:, 1:] |= abs(numpy.diff(complete, axis=1)) >= LEAST_CONTRAST
    ink[1:] |= abs(numpy.diff(complete, axis=0)) >= LEAST_CONTRAST
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


def _sum_table(ink: Ink) -> Numbers:
    """How many pixels have ink above and left of each place."""
    table = numpy.zeros((ink.shape[0] + 1, ink.shape[1] + 1), dtype=numpy.int32)
    ink.cumsum(axis=0, dtype=numpy.int32).cumsum(axis=1, out=table[1:, 1:])
    return table


def _sums(table: Numbers, boxes: Numbers) -> Numbers:
    """How many pixels of each box have ink."""
    x0, y0, x1, y1 = boxes.T
    return numpy.asarray(table[y1, x1] - table[y0, x1] - table[y1, x0] + table[y0, x0])


def _layers(boxes: Numbers, shape: tuple[int, ...]) -> Numbers:
    """How many boxes lie on each pixel."""
    steps = numpy.zeros((shape[0] + 1, shape[1] + 1), dtype=numpy.int32)
    x0, y0, x1, y1 = boxes.T
    for y, x, step in ((y0, x0, 1), (y1, x1, 1), (y0, x1, -1), (y1, x0, -1)):
        numpy.add.at(steps, (y, x), step)
    steps.cumsum(axis=0, out=steps).cumsum(axis=1, out=steps)
    return steps[:-1, :-1]


def _outside(ink: Ink, boxes: Numbers) -> Ink:
    """The ink that lies in no box."""
    height, width = ink.shape
    wider = numpy.clip(boxes + numpy.array((-AROUND, -AROUND, AROUND, AROUND)), 0, (width, height, width, height))
    return numpy.asarray(ink & (_layers(wider, ink.shape) == 0))


def _too_small(page: LayerPage) -> Ink:
    """Words that nobody can read: very low, on a page whose other words are not."""
    heights = numpy.array([min(word.box.y1 - word.box.y0, 1.0) * page.height for word in page.words])
    widths = numpy.array([(word.box.x1 - word.box.x0) * page.width for word in page.words])
    # A word that runs up or down is as wide as its letters are high.
    sizes = numpy.minimum(heights, numpy.where([len(word.text) > 2 for word in page.words], widths, heights))
    return numpy.asarray((sizes < SMALLEST) & (sizes < MUCH_SMALLER * median(heights)))
