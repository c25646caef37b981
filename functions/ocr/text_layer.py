"""The text layer of a PDF: its words with boxes, and whether they are trustworthy."""

import re
import signal
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise, zip_longest
from pathlib import Path

from lxml import etree

from functions.ocr.engines.lines import in_reading_order
from shared.adapters.sandbox import run_sandboxed
from shared.domain.document import Box, Word
from shared.domain.normalising import caseless
from shared.domain.printed_values import digits_of, holds_value
from shared.domain.writing_direction import as_read
from shared.errors import DocumentError

PAGE = b"<page "
XHTML = "{http://www.w3.org/1999/xhtml}"
EDGES = ("xMin", "yMin", "xMax", "yMax")
# Characters that XML forbids; poppler emits them for broken fonts.
FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")

SOFT_HYPHEN = "\u00ad"
WITHIN_WORD = re.compile(r"(?<=[^\W\d_])\u00ad(?=[^\W\d_])")
BESIDE_HYPHEN = re.compile(r"-?\u00ad+-?")

# A page with fewer words is read again: the text may be a footer under a picture, or the body may be drawn as curves.
FEW_WORDS = 12
# A sheet of A0 full of small print has 15 000; what walks the words of a page is not made for a million.
MOST_WORDS_A_PAGE = 20_000
# XHTML: 120 bytes a word, 1300 words on each of 300 pages.
MOST_XHTML_MB = 48
# A picture over this share of the page is a scan, and the text over it is OCR of unknown quality.
PAGE_COVERED = 0.8
MOST_STRANGE = 0.04
LEAST_PRONOUNCEABLE = 0.7
ENOUGH_TO_JUDGE = 20
VOWELS = frozenset("aeiouyæœøıäëïöüáéíóúýàèìòùâêîôûãõåąęėįųūőűěůăâîāēī")


class TooManyWordsError(DocumentError):
    """More text than a document or a page of paper holds."""

    message = (
        "This document, or a page of it, has more text than can be read. Please upload the pages of the invoice alone."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerPage:
    """The text layer of one page, made upright: sizes in points, boxes in 0..1 of the upright page, and the clockwise
    rotation in degrees from the page as shown."""

    width: float
    height: float
    rotation: int
    words: tuple[Word, ...]


# poppler's errors for truncated or modified files: the cross-reference table or a stream is broken. Its other errors
# are for files that are only odd (missing fonts, paths without a start) and are shown completely.
DAMAGE = re.compile(
    rb"""Error[^:]*:\s(?:
        Couldn't\s(?:find\strailer|read\sxref|find\sa\sfont\sfile\sstream)|Dictionary\skey\smust\sbe|Unexpected\send\sof\sfile
       |Missing\s'endstream'|Unknown\s(?:compression\smethod|filter)|Bad\s\w+\s(?:in|stream|header)|Bad\sblock\sheader
       |End\sof\sfile\sinside|Unterminated\sstring|Kids\sobject|Invalid\sXRef|Page\scount\sin
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedLayer:
    """The input of `parse_bbox_layout`, and whether poppler reported broken parts of the file."""

    xhtml: bytes
    damaged: bool


def extract_text_layer(path: Path, *, max_pages: int, timeout: float, memory_mb: int) -> ExtractedLayer:
    """The text layer of all pages, of one more than `max_pages` if there are as many. Raises TooManyWordsError,
    DocumentError, ReadingTimeoutError."""
    answer = run_sandboxed(
        ["pdftotext", "-cropbox", "-bbox-layout", "-l", str(max_pages + 1), path.resolve(), "-"],
        timeout=timeout,
        memory_mb=memory_mb,
        file_mb=MOST_XHTML_MB,
    )
    if answer.returncode == -signal.SIGXFSZ:
        raise TooManyWordsError
    if answer.returncode != 0:
        raise DocumentError("The text of this PDF cannot be read.")
    if any(page.count(b"<word ") > MOST_WORDS_A_PAGE for page in answer.stdout.split(PAGE)):
        raise TooManyWordsError
    return ExtractedLayer(xhtml=answer.stdout, damaged=bool(DAMAGE.search(answer.stderr)))


def page_count(xhtml: bytes) -> int:
    """How many pages it has; the text of a page cannot hold a tag."""
    return xhtml.count(PAGE)


def parse_bbox_layout(xhtml: bytes, sizes: Sequence[tuple[float, float]]) -> Iterator[LayerPage]:
    """The pages of `pdftotext -bbox-layout`; skips words outside the page, empty or without area.

    `sizes` are width and height of the pages as shown: pdftotext writes word positions of the rotated page, but the
    size of the unrotated one. Raises DocumentError if there are more or fewer pages.
    """
    for element, size in zip_longest(_page_elements(xhtml), sizes):
        if element is None or size is None:
            raise DocumentError("This PDF is damaged: it has pages that cannot be found.")
        lines = [
            [word for child in line.iter(f"{XHTML}word") if (word := _word(child, *size))]
            for line in element.iter(f"{XHTML}line")
        ]
        element.clear()
        yield _upright(lines, *size)


def _page_elements(xhtml: bytes) -> Iterator[etree._Element]:
    readable = BytesIO(FORBIDDEN.sub(b"\xef\xbf\xbd", xhtml))
    try:
        for _, element in etree.iterparse(
            readable, tag=f"{XHTML}page", recover=True, resolve_entities=False, no_network=True, huge_tree=True
        ):
            yield element
    except etree.XMLSyntaxError as error:  # too broken to recover, or empty
        raise DocumentError("The text of this PDF cannot be read.") from error


def _word(element: etree._Element, width: float, height: float) -> Word | None:
    # Poppler writes the letters of a word from left to right, whatever the script.
    text = as_read(_as_seen(unicodedata.normalize("NFC", (element.text or "").strip())))
    try:
        x0, y0, x1, y1 = [float(element.get(name, "nan")) for name in EDGES]
    except ValueError:
        return None
    inside = x1 > 0 and y1 > 0 and x0 < width and y0 < height
    if not text or not inside or not (x1 > x0 and y1 > y0):
        return None
    box = Box(max(0.0, x0 / width), max(0.0, y0 / height), min(1.0, x1 / width), min(1.0, y1 / height))
    return Word(text=text, box=box, confidence=1.0)


def _as_seen(text: str) -> str:
    """With the soft hyphens as a reader sees them: none within a word, which may only be parted there; elsewhere the
    hyphen that some fonts map to them."""
    return BESIDE_HYPHEN.sub("-", WITHIN_WORD.sub("", text)) if SOFT_HYPHEN in text else text


def _upright(lines: list[list[Word]], width: float, height: float) -> LayerPage:
    """The page turned so that its text runs from left to right."""
    rotation = clockwise_to_upright(lines, width, height)
    words = tuple(word for line in lines for word in line)
    if rotation:
        # Poppler orders the blocks as if the page were upright.
        words = in_reading_order([replace(word, box=turned(word.box, rotation)) for word in words])
    if rotation % 180:
        width, height = height, width
    return LayerPage(width=width, height=height, rotation=rotation, words=words)


def clockwise_to_upright(lines: Sequence[Sequence[Word]], width: float, height: float) -> int:
    """0, 90, 180 or 270, from the distances in points between consecutive words of each line."""
    ways = {0: 0.0, 90: 0.0, 180: 0.0, 270: 0.0}
    for line in lines:
        for word, following in pairwise(line):
            across = (following.box.x0 + following.box.x1 - word.box.x0 - word.box.x1) * width
            down = (following.box.y0 + following.box.y1 - word.box.y0 - word.box.y1) * height
            if abs(across) > abs(down):
                ways[0 if across > 0 else 180] += abs(across)
            else:
                ways[270 if down > 0 else 90] += abs(down)
    return max(ways, key=lambda rotation: ways[rotation])


def turned(box: Box, rotation: int) -> Box:
    """The box on the page turned clockwise by 0, 90, 180 or 270 degrees."""
    x0, y0, x1, y1 = box
    match rotation:
        case 90:
            return Box(1 - y1, x0, 1 - y0, x1)
        case 180:
            return Box(1 - x1, 1 - y1, 1 - x0, 1 - y0)
        case 270:
            return Box(y0, 1 - x1, y1, 1 - x0)
        case _:
            return box


def may_be_believed(words: tuple[Word, ...]) -> bool:
    """Whether there is a page's text."""
    return len(words) >= FEW_WORDS and is_sane(words)


def is_sane(words: tuple[Word, ...]) -> bool:
    """Whether the words are plausible language: few strange characters, most long words with a vowel."""
    text = "".join(word.text for word in words)
    if not text:
        return False
    strange = sum(number for character, number in Counter(text).items() if _is_strange(character))
    return strange <= MOST_STRANGE * len(text) and _pronounceable(words) >= LEAST_PRONOUNCEABLE


def _is_strange(character: str) -> bool:
    """Replacement, private use, unassigned and control characters, as of a font without a map to Unicode."""
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs")


def _pronounceable(words: tuple[Word, ...]) -> float:
    """Share of the longer Latin words that have a vowel: low for a font with a shifted map.

    1 if there are too few of them; ignores other scripts.
    """
    long_words = [word.text.lower() for word in words if len(word.text) >= 4 and word.text.isalpha()]
    latin = [text for text in long_words if unicodedata.name(text[0], "").startswith("LATIN")]
    if len(latin) < ENOUGH_TO_JUDGE:
        return 1.0
    return sum(not VOWELS.isdisjoint(unicodedata.normalize("NFC", text)) for text in latin) / len(latin)


def agreement(layer: tuple[Word, ...], reading: tuple[Word, ...]) -> float:
    """Share of the layer's words of three or more characters that are also in a reading of the page's picture."""
    known = {caseless(word.text) for word in reading}
    asked = [text for word in layer if len(text := caseless(word.text)) >= 3]
    return sum(text in known for text in asked) / len(asked) if asked else 0.0


def values_agree(layer: tuple[Word, ...], reading: tuple[Word, ...]) -> bool:
    """Whether every number, amount and account in the layer is also in a reading of the page's picture."""
    known = digits_of("\n".join(word.text for word in reading))
    return all(digits_of(word.text) in known for word in layer if holds_value(word.text))
