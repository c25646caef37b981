"""Currency signs and codes before and behind a number: "Rs.1,200", "US$ 5", "150.00USD", "1200 kr", "１２０円"."""

import re

from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.labels import LABELS
from functions.extract.local.lexicon.money import (
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    SIGN_LETTERS,
    UNIT_CODES,
    UNIT_LETTERS,
    WORDLIKE_CODES,
)
from shared.domain.codes import MINOR_UNITS
from shared.domain.normalising import fold

SIGNS = frozenset(CURRENCY_SIGNS) | CURRENCY_CODES - UNIT_CODES
MONEY_LABELS = frozenset({Label.TOTAL, Label.NET, Label.TAX, Label.DUE})


def _lengths(place: int) -> dict[str, tuple[int, ...]]:
    """First (0) or last (-1) character of signs -> their lengths, the longest first."""
    characters = {sign[place] for sign in SIGNS}
    return {
        character: tuple(sorted({len(sign) for sign in SIGNS if sign[place] == character}, reverse=True))
        for character in characters
    }


_BY_FIRST, _BY_LAST = _lengths(0), _lengths(-1)
_WORDS_TOO = WORDLIKE_CODES | SIGN_LETTERS
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\W{0,2}$")


def sign_before(text: str, end: int, *, cents: bool) -> tuple[int, str] | None:
    """(start, sign) of the longest sign that ends here, perhaps with the point of an abbreviation. `cents`: two
    decimals follow; without them a letter is no sign."""
    for stop in (end, end - 1) if text[end - 1 : end] == "." else (end,):
        for length in _BY_LAST.get(text[stop - 1 : stop], ()):
            start = stop - length
            sign = text[max(start, 0) : stop]
            if (
                sign in SIGNS
                and start >= 0
                and _begins_a_word(text, start)
                and _is_sign(
                    text[max(start - LONGEST_WORD, 0) : start], sign, cents or _before_thousandths(text, end, sign)
                )
            ):
                return start, sign
    return None


def sign_behind(text: str, start: int, *, cents: bool) -> tuple[int, str] | None:
    """(end, sign) of the longest sign that begins here, after one blank or none; null if it is glued to the next
    number."""
    begin = start + text[start : start + 1].isspace()
    for length in _BY_FIRST.get(text[begin : begin + 1], ()):
        sign, end = text[begin : begin + length], begin + length
        if sign in SIGNS and len(sign) == length and _ends_a_word(text, end):
            followed = text[end : end + 1].isdecimal()
            exact = cents or (_of_thousandths(sign) and _BEHIND_THREE_DECIMALS.search(text, 0, start) is not None)
            unit = sign in UNIT_LETTERS or (not exact and sign in _WORDS_TOO)
            return None if followed or unit else (end, sign)
    return None


def _is_sign(before: str, sign: str, cents: bool) -> bool:
    """ "BALL PEN 2.50" has none: a code that is a word too is one only at the beginning or behind a label of money. The
    letter of "1L (21,00)" is a unit."""
    if sign in SIGN_LETTERS:
        return cents and not before[-1:].isdigit()
    if sign not in WORDLIKE_CODES:
        return True
    word = _WORD_BEFORE.search(before)
    if word is None:
        return not any(map(str.isalnum, before))
    return LABELS.get(fold(word.group(1))) in MONEY_LABELS


def _of_thousandths(sign: str) -> bool:
    """Whether it is the sign of a currency of three decimals (ISO 4217), which ends like thousands: "1 190,000 DT"."""
    codes = CURRENCY_SIGNS.get(sign, (sign,))
    return MINOR_UNITS.get(codes[0]) == 3


def _before_thousandths(text: str, end: int, sign: str) -> bool:
    return _of_thousandths(sign) and _TO_THREE_DECIMALS.match(text, end) is not None


_BEHIND_THREE_DECIMALS = re.compile(r"\d[.,]\d{3}$")
_TO_THREE_DECIMALS = re.compile(r"\s?\d[\d.,\s]*[.,]\d{3}(?![\d.,])")
LONGEST_WORD = 40


def _begins_a_word(text: str, start: int) -> bool:
    """No letter stands before it; signs of scripts without capitals stand among letters: "合計円"."""
    return not (start and text[start].isalpha() and text[start - 1].isalpha() and _cased(text[start]))


def _ends_a_word(text: str, end: int) -> bool:
    return not (text[end - 1].isalpha() and text[end : end + 1].isalpha() and _cased(text[end - 1]))


def _cased(letter: str) -> bool:
    return letter.lower() != letter.upper()
