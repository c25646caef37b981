"""Numbers as they are printed: "3 038,14", "1.234,56", "1,234.56", "1’234.50", "12,34,567.89", "１３２，０００".

The last mark may be the decimal mark or a thousands separator. `readings` gives every possible amount; `parse_number`
gives the one amount for a document that uses a decimal comma or point. What is grouped like no number is none: of
"1.2.2026" or "10.0.0.1" no part is an amount.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.domain.confusions import digits_for

DIGIT = "[0-9OoQIl|SBZ]"
"""Characters that a misread amount may have in place of digits; it must have at least one real digit."""

_AS_DIGITS = digits_for("OoQIl|SBZ")

MOST_DECIMALS = 8
"""As many as InvoiceData accepts; a number with more is a measure or a code."""

MOST_DIGITS = 12
"""Digits before the point, as InvoiceData accepts; longer numbers are article numbers."""

APOSTROPHES = "'’‘´`"
BLANKS = " \u00a0\u2007\u2008\u2009\u200a\u202f\u3000"
"""Thousands separators that are never the decimal mark."""

ZEROS = "\u0660\u06f0\u0966\u09e6\u0e50\uff10"
"""The zeros of Arabic, Persian, Devanagari, Bengali, Thai and full-width figures; the other nine follow each."""

_ASCII = {ord(zero) + digit: str(digit) for zero in ZEROS for digit in range(10)} | {
    ord(mark): plain for mark, plain in zip("，．：％－（）＝／＃＊＠￠٫٬−", ",.:%-()=/#*@¢.,-", strict=True)
}

_NUMBER = re.compile(rf"\d(?:[\d.,{APOSTROPHES}\s]*\d)?|[.,]\d+")
_BLANK_AT_MARK = re.compile(r"(?<=[.,])\s|\s(?=[.,])")
_SEPARATORS = re.compile(rf"[{APOSTROPHES}\s]")


def in_ascii(text: str) -> str:
    """The text, as long as before, with the digits and marks of other scripts and widths as ASCII has them."""
    return text if text.isascii() else text.translate(_ASCII)


@dataclass(frozen=True, slots=True)
class _Print:
    """A number at its last mark, which may be the decimal one (empty if it has none); `head` may hold other marks."""

    head: str
    mark: str
    tail: str

    @property
    def marks(self) -> Sequence[str]:
        return [*(character for character in self.head if not character.isdigit()), *self.mark]

    @property
    def digits(self) -> str:
        return _digits(self.head) + self.tail

    def whole(self) -> Decimal:
        """Every mark is a thousands separator."""
        return Decimal(self.digits)

    def with_decimals(self) -> Decimal:
        """The last mark is the decimal one."""
        return Decimal(f"{_digits(self.head) or '0'}.{self.tail}")


def _cut(number: str) -> _Print:
    """A number of digits and marks that ends in a digit."""
    last = max((place for place, character in enumerate(number) if not character.isdigit()), default=None)
    if last is None:
        return _Print(head="", mark="", tail=number)
    return _Print(head=number[:last], mark=number[last], tail=number[last + 1 :])


def readings(text: str) -> frozenset[Decimal]:
    """The amounts that the text can mean, without sign: "1.234" is 1234 or 1.234, "1.234,56" has one reading.

    Empty when the text holds no number, or more than one."""
    numbers = _NUMBER.findall(in_ascii(text))
    if len(numbers) != 1:
        return frozenset()
    printed = _cut(_SEPARATORS.sub("'", numbers[0]))
    marks = printed.marks
    if not marks:
        return frozenset({printed.whole()})
    possible = set()
    if printed.mark != "'" and printed.mark not in printed.head and _grouped(printed.head):
        possible.add(printed.with_decimals())
    if len(set(marks)) == 1 and _grouped(f"{printed.head}{printed.mark}{printed.tail}") and printed.head[:1] != "0":
        possible.add(printed.whole())
    return frozenset(possible)


_GROUPED = re.compile(r"\d+|\d{1,3}(?:[.,']\d{3})+|\d{1,2}(?:[.,']\d{2})+[.,']\d{3}")


def _grouped(number: str) -> bool:
    """Plain digits, or groups of three after the first (of two and then three, as in India)."""
    return not number or _GROUPED.fullmatch(number) is not None


def parse_number(text: str, comma: bool | None, *, minor: int = 2) -> tuple[Decimal, int] | None:
    """The number with misread digits corrected, and the count of its printed decimals; null if it is grouped like no
    number or InvoiceData cannot hold it. `comma`: the document writes a decimal comma (true), a point (false), or it is
    unknown (null). `minor`: the decimals of its currency; three of them are decimals ("45.250" dinars), none make
    every group of three one of thousands."""
    digits = in_ascii(text).translate(_AS_DIGITS)
    printed = _cut(_SEPARATORS.sub("'", _BLANK_AT_MARK.sub("", digits)).strip("'").rstrip(".,"))
    if not printed.digits or not _fits(printed):
        return None
    decimals = len(printed.tail) if _has_decimals(printed, comma, minor) else 0
    whole = len(printed.digits) - decimals
    if whole > MOST_DIGITS or decimals > MOST_DECIMALS or len(printed.digits) > _MOST_IN_ALL:
        return None
    return (printed.with_decimals() if decimals else printed.whole()), decimals


_MOST_IN_ALL = 14
"""Digits before and after the point; more are a code."""


def _fits(printed: _Print) -> bool:
    """Whether the marks stand as in a number. Readers take a comma for a point: "1,234,50" has two decimals."""
    if any(not (character.isdecimal() or character in ".,'") for character in printed.head + printed.mark):
        return False
    if len(set(printed.marks)) == 1 and _grouped(f"{printed.head}{printed.mark}{printed.tail}"):
        return True
    groups = set(printed.head) - set("0123456789")
    sound = len(groups) <= 1 and printed.mark != "'" and _grouped(printed.head)
    return sound and (printed.mark not in groups or len(printed.tail) == 2)


def _has_decimals(printed: _Print, comma: bool | None, minor: int) -> bool:
    """The last mark is the decimal mark, unless it separates thousands: three digits follow it and it is the only kind
    of mark. Then it is one for decimals only after a zero or more than three digits, in a currency of three decimals,
    or where the document uses this mark for decimals."""
    if not printed.mark or printed.mark == "'":
        return False
    if len(printed.tail) != 3 or len(set(printed.marks)) > 1:
        return True
    if printed.mark in printed.head:
        return False
    if printed.head.startswith("0") or len(printed.head) > 3 or not printed.head:
        return True
    # "1.234" in a document of decimal points is a thousand as often as a quantity of three decimals; its own grouping
    # mark would be a comma, so it is taken as decimals.
    return minor == 3 or (minor != 0 and comma is not None and (printed.mark == ",") == comma)


_DECIMAL_MARK = re.compile(r"[.,](?=\ ?\d{1,2}$)")
_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{2,3})*\.\d{3}")
_BY_COMMAS = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}")


def decimal_comma(numbers: Iterable[str]) -> bool | None:
    """Whether the document writes 1.234,56 (true) or 1,234.56 (false); null when no number shows it. What is grouped
    like no number shows nothing: "2025.03.16" of a period is a day."""
    votes: Counter[str] = Counter()
    for number in numbers:
        tail = _DECIMAL_MARK.search(number)
        if tail and number.count(tail.group()) > 1 and not _fits(_cut(number)):
            continue
        if tail:
            votes[tail.group()] += 1
        elif number.count(".") > 1 and _BY_POINTS.fullmatch(number):
            votes[","] += 1
        elif number.count(",") > 1 and _BY_COMMAS.fullmatch(number):
            votes["."] += 1
    if votes[","] == votes["."]:
        return None
    return votes[","] > votes["."]


def digit_key(text: str) -> str:
    """The digits of the text without leading zeros: the index key of a word. Empty when there are no digits."""
    digits = _digits(text)
    return digits.lstrip("0") or digits[:1]


def digit_keys(amount: Decimal) -> list[str]:
    """The keys that this amount may be printed under, with as many decimals as it needs and up to four."""
    amount = abs(amount).normalize()
    exponent = amount.as_tuple().exponent
    needed = max(0, -exponent) if isinstance(exponent, int) else 0
    return [digit_key(f"{amount:.{decimals}f}") for decimals in range(needed, max(needed, 4) + 1)]


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, in_ascii(text)))
