"""Every printed amount, in any notation: "3 038,14", "1.234,56", "1,234.56", "1’234.50", "$(27.00)", "12,50-",
and as readers misread them: "l2.50", "RM 9 .00", "1,234,50".

A lone comma or point is read as the unambiguous amounts of the document use it: if they end in ",dd", "1.234" is 1234.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from functions.extract.layout import Layout, Segment
from functions.extract.local.lexicon.money import CURRENCY_CODES, CURRENCY_SIGNS
from functions.extract.local.mentions.mention import Mention, by_segment
from functions.extract.printed_numbers import DIGIT, decimal_comma, parse_number

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
class Amount(Mention):
    """An amount with its sign. `decimals` is how many were printed, `sign` the
    currency sign or code beside it, `repaired` that a misread character was corrected, `percent` that it is a rate."""

    value: Decimal
    decimals: int
    sign: str | None = None
    repaired: bool = False
    percent: bool = False

    @property
    def money(self) -> bool:
        """Looks like money: two decimals or a currency sign, and no per cent sign."""
        return not self.percent and (self.decimals == 2 or self.sign is not None)


def find_amounts(layout: Layout, others: Iterable[Mention] = ()) -> tuple[Amount, ...]:
    """Every number that may be an amount, in reading order; plain integers and rates are among them. `others` are
    known to be something else: dates, times, identifiers."""
    occupied = by_segment(others)
    matches = [
        (segment, match)
        for segment in layout.segments
        for match in AMOUNT.finditer(segment.text)
        if not any(other.overlaps(match.start("number"), match.end()) for other in occupied.get(segment, ()))
    ]
    comma = decimal_comma(match["number"] for _, match in matches)
    found = (_amount(segment, match, comma) for segment, match in matches)
    return tuple(amount for amount in found if amount is not None)


def _amount(segment: Segment, match: re.Match[str], comma: bool | None) -> Amount | None:
    number = match["number"]
    group = match["group"]
    if group in (" ", "\u00a0", "\u202f") and not _one_number(segment, match):
        # Two numbers close together ("1 250.00": one piece at 250): the last one is the amount.
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
    """Whether blanks inside a number separate thousands: no wider than a letter."""
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
