"""Numbers as they are printed: "3 038,14", "1.234,56", "1,234.56", "1’234.50", "12,34,567.89".

The last mark may be the decimal mark or a thousands separator. `readings` gives every possible amount; `parse_number`
gives the one amount for a document that uses a decimal comma or point.
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

_NUMBER = re.compile(r"\d(?:[\d.,'’´`\s]*\d)?|[.,]\d+")
_BLANKS = re.compile(r"[’´`\s]")


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
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        return frozenset()
    printed = _cut(_BLANKS.sub("'", numbers[0]))
    marks = printed.marks
    if not marks:
        return frozenset({printed.whole()})
    possible = set()
    if printed.mark != "'" and printed.mark not in printed.head and _grouped(printed.head):
        possible.add(printed.with_decimals())
    if len(set(marks)) == 1 and _grouped(f"{printed.head}{printed.mark}{printed.tail}") and printed.head[:1] != "0":
        possible.add(printed.whole())
    return frozenset(possible)


def _grouped(number: str) -> bool:
    """Plain digits, or groups of three after the first (of two and then three, as in India)."""
    first, *groups = re.split(r"[.,']+", number)
    if not groups:
        return True
    sizes = [len(group) for group in groups]
    return 1 <= len(first) <= 3 and sizes[-1] == 3 and all(size in (2, 3) for size in sizes)


def parse_number(text: str, comma: bool | None) -> tuple[Decimal, int] | None:
    """The number with misread digits corrected, and the count of its printed decimals; null if InvoiceData cannot hold
    it. `comma`: the document writes a decimal comma (true), a point (false), or it is unknown (null)."""
    printed = _cut(re.sub(r"[^\d.,]", "", text.translate(_AS_DIGITS)).rstrip(".,"))
    decimals = len(printed.tail) if _has_decimals(printed, comma) else 0
    whole = len(printed.digits) - decimals
    if not printed.digits or whole > MOST_DIGITS or decimals > MOST_DECIMALS or len(printed.digits) > _MOST_IN_ALL:
        return None
    return (printed.with_decimals() if decimals else printed.whole()), decimals


_MOST_IN_ALL = 14
"""Digits before and after the point; more are a code."""


def _has_decimals(printed: _Print, comma: bool | None) -> bool:
    """The last mark is the decimal mark, unless three digits follow it and it is the only kind. Then it separates
    thousands, except after a zero, or after at most three digits if the document uses this mark for decimals."""
    if not printed.mark:
        return False
    if len(printed.tail) != 3 or len(set(printed.marks)) > 1:
        return True
    if printed.mark in printed.head:
        return False
    # "1.234" in a document of decimal points is a thousand as often as a quantity of three decimals; its own grouping
    # mark would be a comma, so it is taken as decimals.
    usual = comma is not None and (printed.mark == ",") == comma and len(printed.head) <= 3
    return printed.head.startswith("0") or usual


def decimal_comma(numbers: Iterable[str]) -> bool | None:
    """Whether the document writes 1.234,56 (true) or 1,234.56 (false); null when no number shows it."""
    votes: Counter[str] = Counter()
    for number in numbers:
        tail = re.search(r"[.,](?=\ ?\d{1,2}$)", number)
        if tail:
            votes[tail.group()] += 1
        elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", number):
            votes[","] += 1
        elif re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", number):
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
    return "".join(character for character in text if character.isdigit())
