"""Every printed amount, in any notation: "3 038,14", "1,15,000.00", "1’234.50", "$(27.00)", "12,50-", "Rs.1,200/-",
"1200:50 kr", "108.43 CR", "１３２，０００円", and as readers misread them: "l2.50", "RM 9 .00", "1,234,50".

A number-like token is taken whole (`number_tokens.py`), then read: what does not fit the grammar of numbers is no
amount, and neither is any part of it. A lone comma or point is read as the unambiguous amounts of the document use it:
if they end in ",dd", "1.234" is 1234. `whole_amounts.py` says whether numbers without cents are money.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from functions.extract.layout import Layout
from functions.extract.local.lexicon.money import COUNTRY_CURRENCY, WORDLIKE_CODES, codes_of
from functions.extract.local.mentions.labels import PrintedLabel
from functions.extract.local.mentions.mention import Mention, Taken, by_segment
from functions.extract.local.mentions.number_tokens import (
    GROUPED_BY_BLANKS,
    Around,
    NumberToken,
    has_spaced_thousands,
    number_tokens,
)
from functions.extract.local.mentions.whole_amounts import Whole, money_without_cents
from functions.extract.printed_numbers import decimal_comma, parse_number
from shared.domain.codes import MINOR_UNITS
from shared.domain.document import Source


@dataclass(frozen=True, kw_only=True)
class Amount(Mention):
    """An amount. `decimals` is how many were printed, `sign` the currency sign or code beside it, `repaired` that a
    misread character was corrected, `percent` that it is a rate, `usual` that the document prints its money so, without
    a sign: "424.746" pesos, "45.250" dinars; `padded` that zeros fill it up as this document fills up no money."""

    value: Decimal
    decimals: int
    sign: str | None = None
    repaired: bool = False
    percent: bool = False
    usual: bool = False
    padded: bool = False

    @property
    def money(self) -> bool:
        """Two decimals, a currency sign, or printed as the document prints its money; no per cent sign, not padded."""
        return not (self.percent or self.padded) and (self.decimals == 2 or self.sign is not None or self.usual)


def find_amounts(
    layout: Layout,
    others: Iterable[Mention] = (),
    *,
    labels: Iterable[PrintedLabel] = (),
    country: str | None = None,
) -> tuple[Amount, ...]:
    """Every number that may be an amount, in reading order; plain integers and rates are among them. `others` are
    known to be something else: dates, times, identifiers. `labels` and `country` help to tell money without cents."""
    occupied = {segment: Taken(spans) for segment, spans in by_segment(others).items()}
    spaced = has_spaced_thousands(segment.text for segment in layout.segments)
    tokens = [
        token
        for page in layout.pages
        for segment in page.segments
        for token in number_tokens(segment, misread=page.source is not Source.TEXT_LAYER, spaced=spaced)
        if segment not in occupied or not occupied[segment].overlaps(token.start, token.end)
    ]
    comma = decimal_comma(token.number for token in tokens)
    minor = _minor_units(layout, tokens, country)
    read = [(token, amount) for token in tokens if (amount := _amount(token, comma, minor)) is not None]
    padded = {token for token, _ in read if _PADDED.match(token.number)}
    if 0 < 2 * len(padded) < len(read):
        read = [(token, replace(amount, padded=token in padded)) for token, amount in read]
    bare = [
        Whole(token=token, decimals=amount.decimals, cents=amount.decimals == 2 and not _ended(token.around))
        for token, amount in read
    ]
    usual = money_without_cents(layout, bare, by_segment(labels), minor)
    return tuple(replace(amount, usual=True) if token in usual else amount for token, amount in read)


def _amount(token: NumberToken, comma: bool | None, minor: int) -> Amount | None:
    around = token.around
    if around.percent and _DECIMALS_OF_A_RATE.fullmatch(token.number):
        comma = "," in token.number
    parsed = parse_number(_OTHER_MARK.sub(".", token.number), comma, minor=minor)
    if parsed is None or (around.glued and parsed[1] != 2):
        return None  # no number, or part of a word or a code: "A35", "INV-12"
    value, decimals = parsed
    thousands = minor == 0 and value >= 1000 and around.sign is None  # "￥1,000-" only ends there
    minus = around.minus or around.bracket or around.credit or (around.dash and (decimals == 2 or thousands))
    return Amount(
        value=-value if minus else value,
        segment=token.segment,
        start=around.start,
        end=around.end,
        decimals=2 if _ended(around) and not decimals else decimals,  # "50,-" is exact money
        sign=around.sign,
        repaired=token.repaired or (" " in token.number and GROUPED_BY_BLANKS.fullmatch(token.number) is None),
        percent=around.percent,
    )


def _ended(around: Around) -> bool:
    """Whether a mark says that there are no cents: "50,-", "￥1,000-"."""
    return around.no_cents or (around.dash and around.sign is not None)


def _minor_units(layout: Layout, tokens: Sequence[NumberToken], country: str | None) -> int:
    """The decimals of the currency that most signs name, else of a code printed anywhere, else of the country's. Three
    only if most amounts have them."""
    named = Counter(codes[0] for token in tokens if (codes := codes_of(token.around.sign or "", country)))
    printed = {code for segment in layout.segments for code in _ODD_CODES.findall(segment.text)} if not named else set()
    own = COUNTRY_CURRENCY.get(country or "")
    code = named.most_common(1)[0][0] if named else printed.pop() if len(printed) == 1 else own
    minor = MINOR_UNITS.get(code or "", 2)
    if minor != 3:
        return minor
    dinars = sum(_THREE_DECIMALS.search(token.number) is not None for token in tokens)
    return 2 if sum(token.cents for token in tokens) > dinars else minor


_PADDED = re.compile(r"0\d+[.,]")
"""A whole part that begins with a zero: a time ("08.30"), a date, a position, or a misread first figure, since no
language prints money so (CLDR: patterns of currencies have no zeros before other figures)."""

_DECIMALS_OF_A_RATE = re.compile(r"\d{1,2}[.,]\d{3}")
"""A tax of thousands of per cent there is none: "9,975 %" is less than ten, however the document prints its money."""

_OTHER_MARK = re.compile(r"[=:](?=\d\d$)")
_THREE_DECIMALS = re.compile(r"[.,]\d{3}$")
_ODD_CODES = re.compile(rf"\b(?:{'|'.join(sorted(MINOR_UNITS.keys() - WORDLIKE_CODES))})\b")
