"""Printed tokens that may be the number of a document: letters, digits and separators, with at least one digit.

Each is found once a document, as long as it is printed: with blanks around its separators ("2026 / 00 417"), with its
letters apart ("FT 2020/17"), in groups of digits, and continued in the cell below ("HF-2026-11-" over "0020418").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from functions.extract.layout import Layout, PageLayout, Segment
from functions.extract.local.lexicon.columns import COLUMN_NAMES
from functions.extract.local.lexicon.files import comparable
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.numbers import NUMBER_MARKS
from functions.extract.local.mentions.mention import Mention
from shared.domain.confusions import digits_for
from shared.domain.document import Source
from shared.domain.normalising import confuse, fold

MAX_LENGTH = 40
LOOK_BACK = 30
"""Characters before a number in which its letters and its "No." stand."""

MOST_IN_A_CELL = 40
MOST_ON_A_PAGE = 1500
"""Tokens that are looked at; a cell or a page with more of them is a list of figures, and must not cost more time."""

CONTINUES_WITHIN = 1.9
"""Line heights from a cell down to the cell that continues its number at most."""

FISCAL = re.compile(
    r"(?<![\w\-/])(?:(?:[ABCEM]\s?)?(?P<argentine>\d{4,5}\s?-\s?\d{8})"  # point of sale and number, RG 1415 of the AFIP
    r"|(?P<portuguese>(?:FT|FS|FR|NC|ND)\s[A-Z0-9][\w.\-]{0,15}/\d{1,9})"  # kind, series/number: SAF-T (PT)
    r"|(?P<croatian>\d{1,7}/[A-Z][A-Z0-9]{0,9}/\d{1,3}))(?![\w\-/])"  # number/premises/till: Zakon o fiskalizaciji
)
"""Forms that only the numbers of fiscal documents have."""

PART = re.compile(
    r"(?<![^\W_])(?<!\d[.,/\-])[^\W_]+(?:(?:[\-/._\\–]+|(?<=\d)[:,](?=\d)|(?<=[A-Z])\+(?=\d))[^\W_]+)*[\-/]?"
)
"""A run without blanks."""

GLUED_MARK = re.compile(r"(?P<word>[^\W\d_]+)[.º°]+(?=[^\W_])|(?P<sign>[Nn][º°]|№)(?=\d)")
YEAR_AND_COUNT = re.compile(r"\.(?:19|20)\d\d[./\-]\d{3}")
"""Behind the letters of a number: "TX.2026.0418"; a day or a month has two figures."""

GLUED_WORD = re.compile(r"[^\W\d_A-Z]{3,}(?=[A-Z])")
"""Of a text without blanks: "facturaORD24-17"."""

CODED = re.compile(r"(?P<word>[^\W\d_]{3,})[.,]\d{1,3}")
JOIN = re.compile(r"(?:\s[\-–]\s(?=\d)|(?:\s?/\s?|\s[\-–]|[\-–]\s?)(?=[^\W_]*\d))")
"""A dash between blanks joins figures alone: "2 – F25-0714" is a count and a number."""

GOES_ON = re.compile(r"\s(?=\d)")
GROUPS = re.compile(r"(?:\s\d{2,4})+(?!\s?[%€$£]|[^\W_]|[.,]\d)")
FULL_DATE = re.compile(r"\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}$")
LETTERS = re.compile(r"(?<![^\W_])[A-Z]{1,5}\s$")
SIGN = re.compile(r"[#№][\s.:°º\-–)]*$")
MARK = re.compile(r"(?P<word>[^\W\d_]+)[\s.:°º\-–)]*$")
_RAISED = re.compile(r"\b[Nn]\s?(?:[oº]|os|ro)[\s.:\-–)]*$")
"""The end of the word stands higher than its beginning, apart from it: "N o 25-10"."""
MANY_GROUPS = 2
LEAST_COUNT = 3
"""Figures of a count behind a year and a blank at least; two may be a month."""
YEAR = re.compile(r"(?:19|20)\d\d")
_RUN = re.compile(r"[^\W_]+")
_AS_DIGITS = digits_for("OoIl|")


@dataclass(frozen=True, kw_only=True)
class PrintedNumber(Mention):
    """A token with its value as it is to be given. `rest` is its part in the cell below, if it continues there."""

    value: str
    rest: Mention | None = None
    fiscal: bool = False

    @cached_property
    def key(self) -> str:
        """For comparing: without case, punctuation and what OCR confuses."""
        return confuse(fold(self.value))

    @cached_property
    def digits(self) -> int:
        return sum(map(str.isdigit, self.value))

    @cached_property
    def mark(self) -> re.Match[str] | None:
        """The "No.", "Nr." or "#" directly before it in its cell."""
        return mark_at_end(self.segment.text[max(self.start - LOOK_BACK, 0) : self.start])


def mark_at_end(text: str) -> re.Match[str] | None:
    """The sign or word for "number" that a text ends with."""
    if sign := SIGN.search(text) or _RAISED.search(text):
        return sign
    word = MARK.search(text)
    return word if word and fold(word["word"]) in NUMBER_MARKS else None


def without_marks(text: str) -> str:
    """The text without the signs and words for "number" that it ends with ("Rechnung Nr. / N°" -> "Rechnung")."""
    while (match := mark_at_end(text)) is not None:
        text = text[: match.start()].rstrip(" /|")
    return text


def is_mark(text: str) -> bool:
    """Whether a text is nothing but such a sign or word: "No", "N°:", "#"."""
    return mark_at_end(text) is not None and not any(map(str.isalnum, without_marks(text)))


def find_numbers(layout: Layout) -> tuple[PrintedNumber, ...]:
    """Every token in reading order; none overlaps another of its cell."""
    return tuple(
        number
        for page in layout.pages
        for number in islice(
            (number for segment in page.segments for number in islice(_in_segment(page, segment), MOST_IN_A_CELL)),
            MOST_ON_A_PAGE,
        )
        if len(number.value) <= MAX_LENGTH
    )


def _in_segment(page: PageLayout, segment: Segment) -> Iterator[PrintedNumber]:
    text = segment.text
    if not any(map(str.isdigit, text)):
        return
    fiscal = list(FISCAL.finditer(text))
    for match in fiscal:
        kind = next(name for name, found in match.groupdict().items() if found)
        start, end = match.span(kind)
        value = re.sub(r"\s", "", match[kind]) if kind == "argentine" else match[kind]
        yield PrintedNumber(segment=segment, start=start, end=end, value=value, fiscal=True)
    position = 0
    while (part := PART.search(text, position)) is not None:
        position = part.end()
        start = _behind_marks(text, part.start(), part.end())
        if not any(map(str.isdigit, text[start : part.end()])) or _is_code(text[start : part.end()]):
            continue
        if any(match.start() < part.end() and match.end() > start for match in fiscal):
            continue
        start, end = _extended(text, start, part.end())
        rest = _continuation(page, segment, text[start:end]) if end == len(text) else None
        if rest is None:
            end = start + len(text[start:end].rstrip("-/–"))
        value = text[start:end] + (rest.text if rest else "")
        value = value if page.source is Source.TEXT_LAYER else repaired(value)
        position = max(position, end)
        yield PrintedNumber(segment=segment, start=start, end=end, value=value, rest=rest)


def _is_code(token: str) -> bool:
    """ "COD.015", of the kind of a voucher: the name of codes with one of few digits."""
    coded = CODED.fullmatch(token)
    return coded is not None and COLUMN_NAMES.get(comparable(coded["word"])) is Column.CODE


def _behind_marks(text: str, start: int, end: int) -> int:
    """Where the number begins in "Nr.4711", "Rg.Nr.4711", "Nº4711": behind the last word for "number", or behind the
    label that is glued to it."""
    if (glued := GLUED_WORD.match(text, start, end)) is not None:
        start = glued.end()
    for match in GLUED_MARK.finditer(text, start, end):
        word = fold(match["word"] or "")
        if (match["word"] or "").isupper() and YEAR_AND_COUNT.match(text, match.end() - 1) and word not in NUMBER_MARKS:
            continue
        if match["sign"] or word in NUMBER_MARKS or (match.start() == start and word in LABELS):
            start = match.end()
    return start


def _extended(text: str, start: int, end: int) -> tuple[int, int]:
    """The token with what belongs to it beyond blanks: what a separator joins, groups of digits, letters before."""
    joined = False
    while end < len(text) and not FULL_DATE.search(text[start:end]):
        join = GOES_ON.match(text, end) if text[end - 1] in "-/" else JOIN.match(text, end)
        part = PART.match(text, join.end()) if join else None
        if part is None or FULL_DATE.fullmatch(part.group()):
            break
        end, joined = part.end(), True
    letters = _letters_before(text, start)
    if text[start:end].replace("-", "").replace("/", "").replace(" ", "").isdigit():
        groups = GROUPS.match(text, end)
        last = groups is not None and groups.end() == len(text)
        year = _is_year(text, start, end)
        begun = joined or letters is not None or year or _is_marked_thousand(text, start, end)
        counted = year and groups is not None and len(groups.group().split()[0]) >= LEAST_COUNT
        if groups is not None and (len(groups.group().split()) >= MANY_GROUPS or (last and begun) or counted):
            end = groups.end()
    return (start if letters is None else letters.start()), end


def _letters_before(text: str, start: int) -> re.Match[str] | None:
    """The letters that a number begins with, apart from its digits: "FA 2026 0417"."""
    letters = LETTERS.search(text, max(start - LOOK_BACK, 0), start)
    if letters is None or not text[start].isdigit():
        return None
    word = fold(letters.group())
    return letters if word not in NUMBER_MARKS and word not in LABELS else None


def _is_marked_thousand(text: str, start: int, end: int) -> bool:
    """ "N° 118 204" at the end of its cell."""
    before = text[max(start - LOOK_BACK, 0) : start]
    return end - start <= 3 and len(text) - end == 4 and mark_at_end(before) is not None


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether it is a year, with which a cell begins or which a mark or a label with a colon announces: "2026 0417" is
    one number."""
    before = text[max(start - LOOK_BACK, 0) : start].rstrip()
    announced = before.endswith(":") or mark_at_end(before) is not None
    return YEAR.fullmatch(text, start, end) is not None and (start == 0 or announced)


def _continuation(page: PageLayout, segment: Segment, token: str) -> Mention | None:
    """The cell below that goes on with the number: one of the two is cut at a separator, and the cell below is nothing
    but the rest."""
    height = max(segment.line_height, page.line_height)
    for below in page.below(segment, 2):
        if below.middle - segment.middle > CONTINUES_WITHIN * height:
            return None
        part = PART.match(below.text.lstrip("-/"))
        begins = below.text[:1] in "-/" and below.text[:1] != ""
        whole = part is not None and len(part.group()) == len(below.text.lstrip("-/"))
        if whole and (token[-1] in "-/–" or begins) and any(map(str.isdigit, below.text)):
            return Mention(segment=below, start=0, end=len(below.text))
        return None
    return None


def repaired(value: str) -> str:
    """The letters O, I and l of a run of digits as the digits they look like: "2O24-00I7" is 2024-0017."""

    def digits_only(run: re.Match[str]) -> str:
        fixed = run.group().translate(_AS_DIGITS)
        misread = sum(not character.isdigit() for character in run.group())
        return fixed if fixed.isdigit() and len(fixed) - misread >= 2 * misread else run.group()

    return _RUN.sub(digits_only, value)
