"""The number-like tokens of a segment, each taken whole, with what stands around it: sign, minus, brackets, dashes.

Pieces of longer tokens are none: of dates, times, codes, ranges and telephone numbers ("12.05.20-", "1/2", "No.122").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from functions.extract.layout import Segment
from functions.extract.local.mentions.currency_signs import SIGNS, sign_before, sign_behind
from functions.extract.local.mentions.mention import Taken
from functions.extract.printed_numbers import APOSTROPHES, BLANKS, DIGIT
from shared.domain.document import Word

FIGURE = re.compile(r"\d")
FIGURES = re.compile(rf"(?:(?<![.,\w])[.,](?=\d\d(?!\d|[.,]\d)))?\d+(?:[.,{APOSTROPHES}]\d+)*")
"""Digits with marks between them, as many as there are."""

MISREAD = re.compile(rf"(?<![^\W_])(?=[^\d]{{0,9}}\d)(?=\S{{0,9}}?[OoQIl|SBZ]){DIGIT}{{1,9}}[.,]{DIGIT}{{2}}(?!\w)")
"""Two decimals with letters for some of the digits: "9OO.OO"."""

CENTS = re.compile(r"[.,=:]\d{2}$")
MONEY = re.compile(r"\d+(?:[.,]\d{3})*[.,]\d{2}(?!\d)")
TORN_CENTS = re.compile(r"(?: [.,] ?|[.,] )\d{2}(?!\d|[.,]\d)")
"""Decimals that a reader set apart: "9 .00", "12. 50"."""

OTHER_CENTS = re.compile(r"[=:]\d\d(?![\d:=])")
"""Decimals behind a sign that few use: "13,098=00", Swedish "1200:50 kr"."""

FIRST_GROUPS = re.compile(rf"\d{{1,3}}(?:[{BLANKS}]\d{{3}})*")
NEXT_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,4})?")
GROUPED_BY_BLANKS = re.compile(rf"\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?:[.,]\d{{1,4}})?")

IN_PIECES = re.compile(rf"\d{{1,3}}(?:[{BLANKS}]\d+)+[.,]\d\d")
THOUSAND = re.compile(rf"(?<![\d.,])(?:\d{{4,}}|\d{{1,3}}(?:[.,{APOSTROPHES}]\d{{3}})+)[.,]\d\d(?!\d)")
"""A thousand and more, printed without a blank."""

NO_CENTS = re.compile(r"[.,] ?[-–—]{1,2}| ?/[-=]|[:=][-–—]{1,2}|\.=")
"""Says that there are none: "5,-", "12’500.—", "1,200/-", "1200:-"."""

DASH = re.compile(r" ?[-–—]{1,2}")
CREDIT = re.compile(r" ?(?:(?P<credit>CR|Cr|cr)|DR|Dr|dr)\b\.?")
PERCENT = re.compile(r"[%٪]| [%٪](?!\d)")
IN_A_SENTENCE = re.compile(r"\)\s+(?=[^\W\d_]{3})[^\W\d_]*[a-zß-ÿ]")
"""Behind a number in brackets: the sentence goes on ("the VAT (24,41 €) is included"), which makes it no minus."""
WORD_BEHIND = re.compile(r"\s?[^\W\d_]{2}")
MINUS = frozenset("-–")
COMPOUND = frozenset("/:*#=-–")
"""Between digits: a date, a time, a code, a range, a masked card."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """Everything that belongs to a number besides it, from `start` to `end`. `no_cents`: the print says that there are
    none ("5,-"); `dash`: a dash stands behind; `glued`: a letter stands before; `word`: one follows in the cell."""

    start: int
    end: int
    sign: str | None = None
    minus: bool = False
    bracket: bool = False
    no_cents: bool = False
    dash: bool = False
    credit: bool = False
    percent: bool = False
    glued: bool = False
    word: bool = False


@dataclass(frozen=True, kw_only=True)
class NumberToken:
    """Characters start..end of a segment that are one number; `plain` is the segment's text with ASCII digits."""

    segment: Segment
    plain: str
    start: int
    end: int
    repaired: bool = False

    @property
    def number(self) -> str:
        return self.plain[self.start : self.end]

    @cached_property
    def cents(self) -> bool:
        """Ends in two decimals."""
        return CENTS.search(self.plain, self.start, self.end) is not None

    @cached_property
    def around(self) -> Around:
        return _behind(self.plain, self.end, _before(self.plain, self.start, cents=self.cents), cents=self.cents)


def has_spaced_thousands(cells: Iterable[str]) -> bool:
    """Whether these texts of a document print thousands with blanks before decimals: two cells at least can be read so,
    none has other figures behind its blank ("2 15.00" is a quantity and a price), and no thousand is printed in another
    way. In print of one width a blank says no more than that, and OCR places the ends of words by half a letter."""
    texts = list(cells)
    pieces = [text for text in texts if IN_PIECES.fullmatch(text)]
    if len(pieces) < 2 or not all(map(GROUPED_BY_BLANKS.fullmatch, pieces)):
        return False
    return not any(map(THOUSAND.search, texts))


def number_tokens(segment: Segment, *, misread: bool = False, spaced: bool = False) -> Iterator[NumberToken]:
    """From left to right; `misread` takes letters that a reader gives in place of digits ("l2.50") for these. `spaced`:
    the document `has_spaced_thousands`."""
    if FIGURE.search(segment.text) is None:
        return
    plain = segment.text
    repaired = [match.span() for match in MISREAD.finditer(plain)] if misread else []
    taken = Taken()
    for span in repaired:
        taken.add(*span)
    figures = [match.span() for match in FIGURES.finditer(plain) if not taken.overlaps(*match.span())]
    found = [NumberToken(segment=segment, plain=plain, start=a, end=b, repaired=True) for a, b in repaired]
    found += _joined(segment, plain, figures, spaced=spaced)
    yield from sorted((token for token in map(_with_cents, found) if not _is_piece(token)), key=lambda one: one.start)


def _joined(segment: Segment, plain: str, figures: Sequence[tuple[int, int]], *, spaced: bool) -> Iterator[NumberToken]:
    """Figures that blanks separate into thousands ("3 038,14") or that a reader tore before the cents ("9 .00")."""
    index = 0
    while index < len(figures):
        token = NumberToken(segment=segment, plain=plain, start=figures[index][0], end=figures[index][1])
        whole, last = token, index
        while last + 1 < len(figures) and _goes_on(whole, figures[last + 1]):
            last += 1
            whole = replace(whole, end=figures[last][1])
        if last > index and not _one_number(whole, spaced=spaced):
            ends = (figures[at][1] for at in range(min(last, index + MOST_GROUPS), index, -1))
            whole = next((one for end in ends if _set_apart(one := replace(token, end=end))), token)
        torn = None if whole.cents else TORN_CENTS.match(plain, whole.end)
        if torn:
            whole = replace(whole, end=torn.end(), repaired=True)
        yield whole
        while index < len(figures) and figures[index][0] < whole.end:
            index += 1


MOST_GROUPS = 4
"""Thousands of a number beside others in its cell, at most."""

WIDER = 1.3
"""How much wider the blanks around a number are than those inside it where its cell has several: "319 300  61 571"."""


def _set_apart(token: NumberToken) -> bool:
    """Whether it is one of several numbers of a cell, with wider blanks around it than between its thousands."""
    plain, start, end = token.plain, token.start, token.end
    inside = token.segment.words_between(start, end)
    before = token.segment.words_between(start - 2, start - 1) if start > 1 and plain[start - 2].isdecimal() else ()
    behind = token.segment.words_between(end + 1, end + 2) if plain[end + 1 : end + 2].isdecimal() else ()
    if token.number[0] == "0" or len(inside) < 2 or not (before or behind):
        return False
    around = [_gap(*pair) for pair in (*zip(before, inside, strict=False), *zip(inside[-1:], behind, strict=False))]
    within = [_gap(*pair) for pair in pairwise(inside)]
    alike = max(within) <= WIDER * min(within)
    return alike and max(within) <= CLOSE * _width(inside) and min(around) > WIDER * max(within)


def _gap(word: Word, following: Word) -> float:
    """How far it is from one word to the next."""
    return following.box.x0 - word.box.x1


def _width(words: Sequence[Word]) -> float:
    """Of a letter."""
    return sum(word.box.x1 - word.box.x0 for word in words) / max(sum(len(word.text) for word in words), 1)


_RATE_SIGN = re.compile(r"(?<!\d)%$")
"""Before the figures of a rate, and not behind another's: "21%60 016,00" are a rate and an amount."""


def _goes_on(number: NumberToken, figures: tuple[int, int]) -> bool:
    """Whether the figures behind a single blank may be the next three digits of the number, which is no rate ("%5")."""
    start, end = figures
    return (
        start == number.end + 1
        and _RATE_SIGN.search(number.plain, max(number.start - 2, 0), number.start) is None
        and number.plain[number.end] in BLANKS
        and NEXT_GROUP.fullmatch(number.plain, start, end) is not None
        and FIRST_GROUPS.fullmatch(number.plain, number.start, number.end) is not None
    )


_THEN_RATE = re.compile(r"\s\d{1,2}(?:[.,]\d{1,2})?\s?%$")
"""Behind an amount in its cell: the rate of the next column, "202 800 27%"."""
_COLON = re.compile(r":\s*$")
"""Before an amount that is all that its cell says: "áfa 27 %: 17 550"."""
_ZEROS = re.compile(r"\s0\d\d")
_COMMA_CENTS = re.compile(r",\d\d$")


SPACED, USUAL, CLOSE = 1.6, 1.15, 0.9
"""Letters between the thousands of a number at most: where the document has several such numbers, where marks speak for
it, and elsewhere."""


def _one_number(token: NumberToken, *, spaced: bool) -> bool:
    """Whether blanks inside a number separate thousands: no wider than a letter. "000" is no number of its own."""
    words = token.segment.words_between(token.start, token.end)
    if len(words) < 2:
        return True
    number = token.number
    colon = token.end == len(token.plain) and _COLON.search(token.plain, 0, token.start) is not None
    cell = len(number) >= len(token.plain) - 1 or (token.start == 0 and _THEN_RATE.match(token.plain, token.end))
    zeros = _ZEROS.search(number) is not None
    if number[0] == "0" or not (token.cents or token.around.sign or cell or colon or zeros):
        return False
    gaps = [_gap(*pair) for pair in pairwise(words)]
    usual = zeros or colon or token.around.sign is not None or _COMMA_CENTS.search(number) is not None
    return max(gaps) <= (SPACED if spaced else USUAL if usual else CLOSE) * _width(words)


def _with_cents(token: NumberToken) -> NumberToken:
    cents = OTHER_CENTS.match(token.plain, token.end)
    if cents and (token.plain[token.end] == "=" or sign_behind(token.plain, cents.end(), cents=True)):
        return replace(token, end=cents.end())
    return token


def _is_piece(token: NumberToken) -> bool:
    """Two amounts may stand at both ends of a dash or a slash; other numbers that are joined so are something else."""
    plain, start, end = token.plain, token.start, token.end
    behind, before = plain[end : end + 1], plain[start - 1 : start]
    if behind in COMPOUND and plain[end + 1 : end + 2].isdecimal():
        return not (token.cents and behind in "-–/*" and MONEY.match(plain, end + 1))
    if before in COMPOUND and plain[start - 2 : start - 1].isdecimal():
        return not (token.cents and before in "-–/*" and CENTS.search(plain, max(start - 4, 0), start - 1))
    if before in (":", "#", "/", "*"):
        return not (token.cents and before != "/") and token.around.sign is None and before != ":"
    if before in (".", ","):
        leaders = start < 2 or not plain[start - 2].isalnum()
        return not (leaders or token.cents or token.around.sign)
    return False


def _before(plain: str, start: int, *, cents: bool) -> Around:
    """Sign, minus and bracket in any order: "$ -5", "-$5", "$(27", "(USD 27". Or the sign of a rate: "%20"."""
    found = Around(start=start, end=start)
    if _RATE_SIGN.search(plain, max(start - 2, 0), start):
        return replace(found, start=start - 1, percent=True)
    for _ in range(4):
        place = found.start
        while place and plain[place - 1] in BLANKS and found.start - place < 3:
            place -= 1
        character = plain[place - 1 : place]
        sign = None if found.sign or not character else sign_before(plain, place, cents=cents)
        if sign:
            found = replace(found, start=sign[0], sign=sign[1])
        elif character in MINUS and not found.minus and not _joins(plain, place - 1):
            if plain[place - 2 : place - 1].isalpha() and not cents:
                return replace(found, glued=True)
            found = replace(found, start=place - 1, minus=True)
        elif character == "(" and not found.bracket:
            found = replace(found, start=place - 1, bracket=True)
        else:
            break
    letter = plain[start - 1 : start]
    return replace(found, glued=found.sign is None and letter.isalpha() and letter.lower() != letter.upper())


def _joins(plain: str, dash: int) -> bool:
    """A dash behind a digit or another dash is no minus."""
    before = plain[dash - 1 : dash]
    return before.isdecimal() or before in MINUS


def _behind(plain: str, end: int, before: Around, *, cents: bool) -> Around:
    """What follows: "-", ",-", ")", a sign, "CR", "%"."""
    no_cents = None if cents else NO_CENTS.match(plain, end)
    if no_cents and not _ends(plain, no_cents.end()):
        no_cents = None
    end = no_cents.end() if no_cents else end
    dash = None if no_cents else DASH.match(plain, end)
    if dash and (not _ends(plain, dash.end()) or (not cents and plain[end] == " ")):
        dash = None
    end = dash.end() if dash else end
    closed = before.bracket and plain[end : end + 1] == ")"
    end += closed
    sign = None if before.sign else sign_behind(plain, end, cents=cents)
    end = sign[0] if sign else end
    if sign and not closed and before.bracket and plain[end : end + 1] == ")":
        closed, end = True, end + 1
    if sign and cents and not dash and (behind := DASH.match(plain, end)) and plain[end] != " ":
        dash, end = behind, behind.end()
    credit = CREDIT.match(plain, end) if cents or sign or before.sign else None
    end = credit.end() if credit else end
    percent = None if before.percent else PERCENT.match(plain, end)
    word = WORD_BEHIND.match(plain, end) is not None
    in_a_sentence = closed and IN_A_SENTENCE.match(plain, end - 1) is not None
    return replace(
        before,
        end=percent.end() if percent else end,
        sign=before.sign or (sign[1] if sign else None),
        bracket=closed and not in_a_sentence,
        no_cents=no_cents is not None,
        dash=dash is not None and not (cents and "€" in plain[dash.end() : dash.end() + 2]),
        credit=credit is not None and credit["credit"] is not None,
        percent=before.percent or percent is not None,
        word=word,
    )


def _ends(plain: str, end: int) -> bool:
    """Whether a dash ends the word, or only a sign follows."""
    following = plain[end : end + 1]
    return not following or following in BLANKS or following == ")" or following in SIGNS
