"""Numbers as they are printed: "3 038,14", "1.234,56", "1,234.56", "1’234.50", "12,34,567.89".

The last mark may be the decimal one or part thousands. `readings` says what a print can mean, `parse_number` what it
means in a document that is known to use a decimal comma or point.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.domain.confusions import digits_for

DIGIT = "[0-9OoQIl|SBZ]"
"""What may stand for a digit inside a misread amount; at least one real digit is asked for."""

_AS_DIGITS = digits_for("OoQIl|SBZ")

MOST_DECIMALS = 8
"""As many as InvoiceData takes; more are no amount but a measure or a code."""

MOST_DIGITS = 12
"""Before the point, as InvoiceData allows; longer ones are article numbers."""

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
        """Every mark parts thousands."""
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
    """What amount this print can mean, without its sign: "1.234" is 1234 or 1.234, "1.234,56" only one.

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
    """The number, misread digits put right, and how many decimals were printed; null if it is none that an invoice can
    hold. `comma`: the document writes a decimal comma (true), a point (false), or nothing tells (null)."""
    printed = _cut(re.sub(r"[^\d.,]", "", text.translate(_AS_DIGITS)).rstrip(".,"))
    decimals = len(printed.tail) if _has_decimals(printed, comma) else 0
    whole = len(printed.digits) - decimals
    if not printed.digits or whole > MOST_DIGITS or decimals > MOST_DECIMALS or len(printed.digits) > _MOST_IN_ALL:
        return None
    return (printed.with_decimals() if decimals else printed.whole()), decimals


_MOST_IN_ALL = 14
"""Digits before and after the point; more are a code."""


def _has_decimals(printed: _Print, comma: bool | None) -> bool:
    """The last mark is the decimal one, unless three digits follow it and it is the only kind: those are a thousand,
    except behind a zero, or up to three digits and the mark that the document uses for decimals."""
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
    """Whether the document writes 1.234,56 (true) or 1,234.56 (false); null when nothing tells."""
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
    """The digits of a print without leading zeros: words are indexed by it. Empty when there are no digits."""
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
