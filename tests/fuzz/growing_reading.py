"""Pages of one kind at any size as the reader of PDFs has them: a text layer, its drawing and a reading of that."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import cycle, islice

import numpy

from functions.ocr.drawings import Drawing, Pixels
from functions.ocr.letter_spacing import is_spaced, joined
from functions.ocr.picture_areas import picture_areas
from functions.ocr.reading import placed_among
from functions.ocr.seen import contradicted, shown_by_reading, with_lost_letters
from functions.ocr.text_layer import LayerPage, agreement, is_sane, parse_bbox_layout, values_agree
from functions.ocr.visibility import seen_words
from shared.domain.document import Box, Word

WIDTH, HEIGHT = 827, 1169
"""A4 at the 100 dpi of the drawings."""

TEXTS = ("Paper", "12.50", "Position", "of", "NT-4711", "delta", "03.02.2026", "x")
ACROSS = 50
"""Words in a row."""


@dataclass(frozen=True, kw_only=True)
class ReadPage:
    """The same page three times: what its file says, what is drawn, and what a reading of the drawing has."""

    layer: LayerPage
    drawing: Drawing
    read: tuple[Word, ...]


def judge(page: ReadPage) -> None:
    """Every step of reading that walks the words of a page."""
    layer, read = page.layer, page.read
    is_sane(layer.words)
    list(parse_bbox_layout(as_xhtml(layer), [(layer.width, layer.height)]))
    picture_areas(page.drawing, layer.words, layer.rotation)
    seen = seen_words(layer, page.drawing)
    decided = shown_by_reading(replace(seen, doubtful=layer.words[:300]), read)
    words = joined(with_lost_letters(decided.words, read, seen.lost), layer.width, layer.height)
    is_spaced(words)
    placed_among(words, read)
    contradicted(layer.words, read)
    agreement(layer.words, read)
    values_agree(layer.words, read)


def as_xhtml(layer: LayerPage) -> bytes:
    """As pdftotext writes it, one word a line."""
    width, height = layer.width, layer.height
    edges = 'xMin="{}" yMin="{}" xMax="{}" yMax="{}"'
    lines = "".join(
        f"<line><word {edges.format(box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height)}>"
        f"{word.text}</word></line>"
        for word in layer.words
        for box in (word.box,)
    )
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body><page>{lines}</page></body></html>'.encode()


def places(count: int) -> Iterable[Box]:
    """So many places in rows over the page."""
    rows = -(-count // ACROSS)
    for number in range(count):
        x, y = number % ACROSS / ACROSS, number // ACROSS / rows
        yield Box(x, y, x + 0.7 / ACROSS, y + 0.7 / rows)


def words_at(boxes: Iterable[Box], texts: Iterable[str] = TEXTS) -> tuple[Word, ...]:
    return tuple(Word(text=text, box=box, confidence=1.0) for text, box in zip(cycle(texts), boxes, strict=False))


def page(words: tuple[Word, ...], *, inked: Iterable[Box], read: tuple[Word, ...], pictures: int = 0) -> ReadPage:
    """A page that has ink in these boxes, and so many pictures under its text."""
    textless = numpy.full((HEIGHT, WIDTH), 255, dtype=numpy.uint8)
    noise = numpy.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH), dtype=numpy.uint8)
    for box in islice(places(2500), pictures):
        _paint(textless, box, noise)
    complete = textless.copy()
    for box in inked:
        _paint(complete, box, noise // 2)
    drawing = Drawing(complete=complete, textless=textless, fonts_missing=False)
    return ReadPage(layer=LayerPage(width=595, height=842, rotation=0, words=words), drawing=drawing, read=read)


def _paint(pixels: Pixels, box: Box, colours: Pixels) -> None:
    y0, y1 = int(box.y0 * HEIGHT), int(box.y1 * HEIGHT) + 1
    x0, x1 = int(box.x0 * WIDTH), int(box.x1 * WIDTH) + 1
    pixels[y0:y1, x0:x1] = colours[y0:y1, x0:x1]


def printed_and_read(count: int) -> ReadPage:
    words = words_at(places(count))
    return page(words, inked=[word.box for word in words], read=words)


def half_hidden(count: int) -> ReadPage:
    """Every third word has no ink."""
    words = words_at(places(count))
    return page(words, inked=[word.box for place, word in enumerate(words) if place % 3], read=words[::3])


def at_one_place(count: int) -> ReadPage:
    box = Box(0.4, 0.4, 0.5, 0.42)
    words = words_at([box] * count, (*TEXTS, *(f"{number}.00" for number in range(count))))
    return page(words, inked=[box], read=words[:100])


def in_pairs(count: int) -> ReadPage:
    """Each word lies on another."""
    boxes = [box for box in places(count // 2) for _ in range(2)]
    return page(words_at(boxes), inked=boxes, read=words_at(boxes, ("13.50", "x")))


def lost_letters(count: int) -> ReadPage:
    """A tenth of the words is missing in the layer, and read."""
    everything = words_at(places(count))
    words = tuple(word for place, word in enumerate(everything) if place % 10)
    lost = everything[::10]
    spots = [Box(one.box.x0, one.box.y0, one.box.x0 + 0.001, one.box.y0 + 0.001) for one in lost[: count // 20]]
    return page(words, inked=[*(word.box for word in words), *spots], read=lost)


def letter_spaced(count: int) -> ReadPage:
    """Groups of four letters: every second group is a plausible word, the others are spaced unlike any of these."""
    boxes = []
    rows = -(-count // 40)
    for row in range(rows):
        high = 0.7 / rows
        for group in range(10):
            step = high * HEIGHT / WIDTH * (1.2 if group % 2 else 0.3 + 0.1 * row / rows)
            letter = min(0.01, high)
            boxes += [Box(x, row / rows, x + letter, row / rows + high) for x in _steps(group / 10, letter + step)]
    words = words_at(boxes, "TOTAXZXZ")
    return page(words, inked=boxes, read=words)


def _steps(start: float, step: float) -> Iterable[float]:
    return (start + number * step for number in range(4))


def many_pictures(count: int) -> ReadPage:
    words = words_at(places(count))
    return page(words, inked=[word.box for word in words], read=words[:50], pictures=count // 10)


def contradicting(count: int) -> ReadPage:
    """Values for which the reading has others."""
    words, read = (words_at(places(count), [f"{one}{number % 90 + 10}.00" for number in range(500)]) for one in (1, 2))
    return page(words, inked=[word.box for word in words], read=read)


READING_KINDS: Mapping[str, tuple[Callable[[int], ReadPage], int]] = {
    "layer: words": (printed_and_read, 4000),
    "layer: hidden words": (half_hidden, 4000),
    "layer: words at one place": (at_one_place, 4000),
    "layer: words in pairs": (in_pairs, 4000),
    "layer: lost letters": (lost_letters, 4000),
    "layer: letter-spaced lines": (letter_spaced, 4000),
    "layer: pictures": (many_pictures, 4000),
    "layer: contradicted values": (contradicting, 500),
}
"""Kind -> how it is made, and its least size; four times that is near the most words of a page that is read."""
