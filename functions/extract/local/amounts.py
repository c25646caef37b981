"""Every amount printed, in whatever notation: "3 038,14", "1.234,56", "1,234.56", "1’234.50", "$(27.00)", "12,50-",
and as readers misread them: "l2.50", "RM 9 .00", "1,234,50".

The document decides what a lone comma or point means: if its clear amounts end in ",dd", then "1.234" is a thousand.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from functions.extract.layout import Layout, Segment
from functions.extract.local.vocabulary import CURRENCY_CODES, CURRENCY_SIGNS
from shared.domain.document import Box, Word

DIGIT = "[0-9OoQIl|SBZ]"
"""What may stand for a digit inside a misread amount; at least one real digit is asked for."""

REPAIR = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})

SIGNS = sorted({*CURRENCY_SIGNS, *CURRENCY_CODES}, key=len, reverse=True)
_SIGN = "|".join(re.escape(sign) for sign in SIGNS)

AMOUNT = re.compile(
    rf"""
    (?P<before>(?<![^\W\d_])(?:{_SIGN})\.?)?[\ ]{{0,3}}
    (?P<open>\()?(?P<minus>[-−–](?=[\ ]?[\d$€£R(]))?[\ ]?(?P<between>{_SIGN})?[\ ]?(?P<minus2>[-−–])?
    (?<![\d.,/:*\#])(?<!\d[-–])
    (?P<number>
        \d{{1,3}}(?:(?P<group>[.,'’`´\ \u00a0\u202f])\d{{3}}(?:(?P=group)\d{{3}})*)(?:[.,]\ ?\d{{1,4}})?(?!\d)
      | \d+\ ?[.,]\ ?\d{{1,4}}(?!\d)
      | (?<![^\W\d_])(?=[^\d]{{0,9}}\d){DIGIT}{{1,9}}[.,]{DIGIT}{{2}}(?![\w])
      | [.,]\d{{2}}(?!\d)
      | \d+(?:[.,](?=\ ?[-–—]))?
    )
    (?P<dash>\ ?[-–—]{{1,2}}(?=\ |$|\ ?[€%]))?
    (?P<close>\))?
    (?P<after>\ ?(?:{_SIGN})(?![^\W\d_]))?
    (?P<percent>\ ?%)?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount at characters start..end of its segment's text. `decimals` is how many were printed, `sign` the
    currency sign or code beside it, `repaired` that a misread character was put right, `percent` that it is a rate."""

    value: Decimal
    segment: Segment
    start: int
    end: int
    decimals: int
    sign: str | None = None
    repaired: bool = False
    percent: bool = False

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return self.segment.words_between(self.start, self.end)

    @cached_property
    def box(self) -> Box:
        x0 = min(word.box.x0 for word in self.words)
        x1 = max(word.box.x1 for word in self.words)
        return Box(x0, min(w.box.y0 for w in self.words), x1, max(w.box.y1 for w in self.words))

    @property
    def money(self) -> bool:
        """Looks like money: two decimals or a currency sign, and no per cent sign."""
        return not self.percent and (self.decimals == 2 or self.sign is not None)


Taken = Collection[tuple[Segment, int, int]]
"""Places that are something else: dates, times, identifiers."""


def find_amounts(layout: Layout, taken: Taken = ()) -> tuple[Amount, ...]:
    """Every number that may be an amount, in reading order; plain integers and rates are among them."""
    occupied: dict[int, list[tuple[int, int]]] = {}
    for segment, start, end in taken:
        occupied.setdefault(id(segment), []).append((start, end))
    matches = [
        (segment, match)
        for segment in layout.segments
        for match in AMOUNT.finditer(segment.text)
        if not any(match.start("number") < end and match.end() > start for start, end in occupied.get(id(segment), ()))
    ]
    comma = decimal_comma(match["number"] for _, match in matches)
    found = (_amount(segment, match, comma) for segment, match in matches)
    return tuple(amount for amount in found if amount is not None)


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


MOST_DECIMALS = 8
"""As many as InvoiceData takes; more are no amount but a measure or a code."""

MOST_DIGITS = 12
"""Before the point, as InvoiceData allows; longer ones are article numbers."""


def parse_number(text: str, comma: bool | None) -> tuple[Decimal, int] | None:
    """The number and how many decimals were printed, or null if it is none. The last separator is the decimal one if
    one or two digits follow, or if it differs from another before; three digits after a lone separator are a thousand
    unless the document's decimal mark says otherwise."""
    compact = re.sub(r"[\s'’`´]", "", text.translate(REPAIR)).rstrip(".,")
    digits = re.sub(r"\D", "", compact)
    if not digits or len(digits) > 14:
        return None
    separators = [character for character in compact if character in ".,"]
    if not separators:
        return (Decimal(digits), 0) if len(digits) <= MOST_DIGITS else None
    tail = len(compact) - 1 - max(compact.rfind("."), compact.rfind(","))
    last = separators[-1]
    if tail == 3 and len(set(separators)) == 1:
        is_decimal = len(separators) == 1 and compact.startswith("0")
        if len(separators) == 1 and not is_decimal and comma is not None and (last == ",") == comma:
            is_decimal = len(compact) - 1 - tail <= 3
            # "1.234" in a document of decimal points is a thousand as often as a quantity of three decimals; its own
            # grouping mark would be a comma, so it is taken as decimals.
    else:
        is_decimal = tail != 3 or len(set(separators)) > 1
    if not is_decimal:
        return (Decimal(digits), 0) if len(digits) <= MOST_DIGITS else None
    if len(digits) - tail > MOST_DIGITS or tail > MOST_DECIMALS:
        return None
    return Decimal(f"{digits[: len(digits) - tail] or '0'}.{digits[len(digits) - tail :]}"), tail


def _amount(segment: Segment, match: re.Match[str], comma: bool | None) -> Amount | None:
    number = match["number"]
    group = match["group"]
    if group in (" ", "\u00a0", "\u202f") and not _one_number(segment, match):
        # Two numbers that stand close ("1 250.00": one piece at 250): the last one is the amount.
        tail = number.rsplit(group, 1)[1]
        parsed = parse_number(tail, comma)
        start = match.end("number") - len(tail)
    else:
        parsed = parse_number(number, comma)
        start = match.start()
    if parsed is None:
        return None
    value, decimals = parsed
    before = segment.text[match.start("number") - 1 : match.start("number")]
    if before.isalpha() and decimals != 2 and not (match["before"] or match["between"]):
        return None  # part of a word or a code: "A35"
    sign = match["before"] or match["between"] or (match["after"] or "").strip() or None
    trailing_minus = bool(match["dash"]) and decimals == 2 and "€" not in segment.text[match.end("dash") :][:2]
    negative = bool(match["minus"] or match["minus2"] or (match["open"] and match["close"])) or trailing_minus
    start += len(segment.text[start : match.end()]) - len(segment.text[start : match.end()].lstrip())
    return Amount(
        value=-value if negative else value,
        segment=segment,
        start=start,
        end=match.end(),
        decimals=decimals if not match["dash"] or decimals else 2,  # "50,-" is exact money
        sign=sign.rstrip(".") if sign and sign not in CURRENCY_SIGNS else sign,
        repaired=bool(re.search(r"[OoQIl|SBZ]|\ [.,]|[.,]\ ", number)),
        percent=bool(match["percent"]),
    )


def _one_number(segment: Segment, match: re.Match[str]) -> bool:
    """Whether blanks inside a number part thousands: no wider than a letter."""
    words = segment.words_between(match.start("number"), match.end("number"))
    if len(words) < 2:
        return True
    number = match["number"]
    if not re.search(r"[.,]\ ?\d{2}$", number) and not (match["before"] or match["between"] or match["after"]):
        return False
    if number[0] == "0":
        return False
    gaps = [right.box.x0 - left.box.x1 for left, right in pairwise(words)]
    width = sum(word.box.x1 - word.box.x0 for word in words) / max(sum(len(word.text) for word in words), 1)
    blank = 1.15 if re.search(r",\d{2}$", number) else 0.9  # with a decimal comma blanks are the usual grouping
    return max(gaps) <= blank * width
