"""The currency: by code, by sign, by country; null when they do not decide it."""

import re
from collections import Counter
from collections.abc import Sequence

from functions.extract.layout import Layout
from functions.extract.local.lexicon.money import COUNTRY_CURRENCY, CURRENCY_CODES, CURRENCY_SIGNS
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.value import Value

CODE = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(sorted(CURRENCY_CODES))})(?![A-Za-z])")
SIGN = re.compile(
    "|".join(re.escape(sign) for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True) if not sign.isalpha())
)
NAMES = re.compile(r"\b(?:euros?|US dollars?|U\.S\. dollars?)\b", re.IGNORECASE)


def find_currency(layout: Layout, amounts: Sequence[Amount], country: str | None) -> Value[str] | None:
    """A code or sign beside an amount outweighs one elsewhere; a sign of several currencies ("$", "kr") needs the
    country; with nothing printed, the country's own currency only if the document shows no other sign."""
    votes: Counter[str] = Counter()
    where: dict[str, Amount] = {}
    unclear = False
    for amount in amounts:
        if amount.sign is None:
            continue
        codes = _codes(amount.sign, country)
        if len(codes) == 1:
            votes[codes[0]] += 3
            where.setdefault(codes[0], amount)
        elif codes:
            unclear = True
    spots: dict[str, tuple[int, tuple[int, int]]] = {}
    for number, segment in enumerate(layout.segments):
        for match in CODE.finditer(segment.text):
            votes[match.group()] += 2
            spots.setdefault(match.group(), (number, match.span()))
        for match in NAMES.finditer(segment.text):
            code = "EUR" if match.group().lower().startswith("euro") else "USD"
            votes[code] += 1
            spots.setdefault(code, (number, match.span()))
        for match in SIGN.finditer(segment.text):
            codes = _codes(match.group(), country)
            if len(codes) == 1:
                votes[codes[0]] += 1
                spots.setdefault(codes[0], (number, match.span()))
    if votes:
        code, most = votes.most_common(1)[0]
        confidence = 0.97 if most >= 0.8 * sum(votes.values()) else 0.75
        if code in where:
            amount = where[code]
            return Value(value=code, page=amount.segment.page, words=amount.words, confidence=confidence)
        segment = layout.segments[spots[code][0]]
        words = segment.words_between(*spots[code][1])
        return Value(value=code, page=segment.page, words=words, confidence=confidence - 0.05)
    if unclear or country is None or country not in COUNTRY_CURRENCY or not layout.pages:
        return None
    return Value(value=COUNTRY_CURRENCY[country], page=layout.pages[0].number, words=(), confidence=0.85)


def _codes(sign: str, country: str | None) -> tuple[str, ...]:
    if sign in CURRENCY_CODES:
        return (sign,)
    codes = CURRENCY_SIGNS.get(sign, ())
    own = COUNTRY_CURRENCY.get(country or "")
    if len(codes) > 1 and own in codes and own is not None:
        return (own,)
    return codes
