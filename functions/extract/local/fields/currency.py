"""The currency (BT-5): what the signs, codes and names on the pages and the country speak for, ranked.

A sign of several currencies ("$", "kr") needs the country or another witness; a code that is a word too ("BALL PEN")
counts only beside an amount or in the place of a currency; a code that ISO 4217 does not know is none, and nothing else
is put in its place.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log

from functions.extract.layout import Segment
from functions.extract.local.context import Context
from functions.extract.local.lexicon.alternatives import literal, one_of
from functions.extract.local.lexicon.kinds import Label
from functions.extract.local.lexicon.money import (
    CURRENCY_CODES,
    CURRENCY_NAMES,
    CURRENCY_SIGNS,
    SIGN_LETTERS,
    WORDLIKE_CODES,
    codes_of,
    currency_of,
)
from functions.extract.local.links.numbers import OWN_LABELS
from functions.extract.local.mentions.amounts import Amount
from functions.extract.local.mentions.currency_signs import MONEY_LABELS
from functions.extract.local.mentions.mention import Mention
from functions.extract.local.rank import Candidate, best_value, rank
from functions.extract.local.value import Value
from shared.domain.codes import WITHDRAWN_CURRENCIES

SUMS = (Label.TOTAL, Label.DUE)
CODE = re.compile(r"(?<![A-Za-z\d])[A-Z]{3}(?![A-Za-z\d])")
WORD = re.compile(r"[^\W\d_]+")
_SIGNS = [sign for sign in sorted(CURRENCY_SIGNS, key=len, reverse=True) if not sign[-1].isalpha()]
SYMBOL = re.compile(
    rf"(?<![^\W\d_]){one_of(literal(sign) for sign in _SIGNS if sign[0].isalpha())}(?!(?<=/)[^\W\d_])"
    rf"|{one_of(literal(sign) for sign in _SIGNS if not sign[0].isalpha())}"
)
"""Signs anywhere: one of letters is a word of its own ("S/N" is no "S/")."""
BRACKETED = re.compile(r"[(\[/]\s?(?:in\s)?(?P<sign>[^\s()\[\]/\d]{1,5})\s?[)\]]|\b(?:in|en|em)\s(?P<code>[A-Z]{3})\b")
"""In a heading: "Amount (USD)", "Betrag [€]", "Betrag in EUR"."""

NAMED = frozenset(
    {"amounts", "total", "money_label", "currency_label", "heading", "code", "symbol", "name", "country", "remembered"}
)
"""Features that decide; the others only say what a sign may mean."""


def _longest_names() -> Mapping[str, int]:
    longest: dict[str, int] = {}
    for name in CURRENCY_NAMES:
        first = name.split()[0]
        longest[first] = max(longest.get(first, 0), name.count(" ") + 1)
    return longest


_FIRST_WORDS: Mapping[str, int] = _longest_names()
"""First word of the names of currencies -> the words of the longest of them."""


@dataclass(kw_only=True)
class _Evidence:
    """What speaks for one code: counts by feature, and where it is printed, the best place first."""

    features: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    places: dict[int, list[Mention]] = field(default_factory=dict)

    def add(self, feature: str, weight: float, mention: Mention, place: int) -> None:
        self.features[feature] += weight
        self.places.setdefault(place, []).append(mention)


def find_currency(context: Context) -> Value[str] | None:
    """The most probable currency; null when only the general meaning of a sign speaks for it, or when the document
    names a currency that is none."""
    ranking = rank("currency", context.recollection.by_value("/currency", candidates(context), str))
    if not ranking or not NAMED & ranking[0].candidate.features.keys() or _unknown(context):
        return None
    return best_value(ranking)


def currency_of_seller(context: Context, country: str | None) -> Value[str] | None:
    """What the seller's country pays with, if a sign beside an amount may mean it: for a document that says no more
    than "$ 12.00" and an address in Seattle."""
    own = currency_of(country, _day(context))
    if own is None:
        return None
    signed = (amount for amount in context.money.amounts if amount.sign is not None)
    shown = next((amount for amount in signed if own in codes_of(amount.sign or "", None)), None)
    if shown is None or _unknown(context):
        return None
    return Value(value=own, page=shown.segment.page, words=shown.words, confidence=0.8)


def candidates(context: Context) -> list[Candidate[str]]:
    """Every currency that a sign, a code, a name or the country speaks for."""
    found: defaultdict[str, _Evidence] = defaultdict(_Evidence)
    _from_amounts(context, found)
    _from_labels(context, found)
    for segment in context.layout.segments:
        for feature, codes, mention in _printed(segment):
            for code in codes:
                found[code].add(feature if len(codes) == 1 else "shared_name", 1.0, mention, 3)
    own = _meant_abroad(context, currency_of(context.country, _day(context)))
    printed = bool(found)
    if own is not None and context.layout.pages:
        found[own].features["country"] = 1.0
        found[own].features["country_only"] = float(not printed)
        for shared in ("shared_sign", "shared_name"):
            found[own].features[f"{shared}_of_country"] = float(found[own].features[shared] > 0)
    for code in found.keys() & WITHDRAWN_CURRENCIES - {own}:
        found[code].features["withdrawn"] = 1.0
    return [_candidate(code, evidence) for code, evidence in found.items()]


def _meant_abroad(context: Context, own: str | None) -> str | None:
    """The country's currency; where the one sign beside amounts is a symbol of several others, what it usually means:
    "40,00 $" in a country that pays with euros is an amount in US dollars. Letters may be no sign ("SR 6 %")."""
    signs = {amount.sign for amount in context.money.amounts if amount.sign is not None}
    if own is None or len(signs) != 1:
        return own
    [sign] = signs
    codes = codes_of(sign, None)
    is_foreign = len(codes) > 1 and own not in codes and not any(map(str.isalpha, sign))
    return codes[0] if is_foreign else own


def _day(context: Context) -> date | None:
    """The first printed date: near enough to tell what a country paid with."""
    return context.dates[0].printed.value if context.dates else None


def _candidate(code: str, evidence: _Evidence) -> Candidate[str]:
    features = {
        name: log(1 + value) if name in ("code", "symbol", "name") else value
        for name, value in evidence.features.items()
        if value
    }
    mentions = tuple(mention for place in sorted(evidence.places) for mention in evidence.places[place])
    return Candidate(value=code, mentions=mentions[:1], features=features)


def _from_amounts(context: Context, found: Mapping[str, _Evidence]) -> None:
    """Shares of the amounts that have a sign, and the sign of the total."""
    signed = [one for one in context.money.amounts if one.sign is not None and not _is_numbers(context, one)]
    sums = {item.amount for item in context.money.by_label(*SUMS, columns=False)}
    for amount in signed:
        codes = _meant_by(amount, context)
        alone = len(codes) == 1
        for number, code in enumerate(codes):
            found[code].add("amounts" if alone else "shared_sign", 1 / len(signed), amount, 1)
            if alone and amount in sums:
                found[code].features["total"] = 1.0
                found[code].places.setdefault(0, []).append(amount)
            if not alone and number == 0:
                found[code].features["usual"] = 1.0


def _meant_by(amount: Amount, context: Context) -> Sequence[str]:
    """The codes that its sign stands for; of several the one that is all there is in the cell before it ("USD" in front
    of "$270.00")."""
    codes = codes_of(amount.sign or "", None)
    if len(codes) < 2 or any(map(str.isalnum, amount.segment.text[: amount.start])):
        return codes
    before = next(iter(context.layout.page(amount.segment.page).before(amount.segment)), None)
    said = before.text.strip(" :()") if before is not None else ""
    return (said,) if said in codes else codes


def _is_numbers(context: Context, amount: Mention) -> bool:
    """Whether its sign is the letters of a number under its label: "Invoice no.: KD 20417" says nothing of dinars."""
    return any(
        number.start <= amount.start < number.printed.end
        and number.value[:1].isalpha()
        and any(link.label.label in OWN_LABELS for link in number.links)
        for number in context.numbers_of(amount.segment)
    )


def _from_labels(context: Context, found: Mapping[str, _Evidence]) -> None:
    """ "Currency: EUR", "Total KWD", "Amount (USD)", "Betrag in EUR"."""
    for label in context.places.labels:
        text = label.segment.text
        if label.label is Label.CURRENCY:
            for place in list(context.places.places(label))[:2]:
                for code, mention in _codes_in(place.segment, place.start, place.end):
                    found[code].add("currency_label", 1.0, mention, 1)
        elif label.label in MONEY_LABELS:
            after = [(code, mention) for code, mention in _codes_in(label.segment, label.start, len(text))]
            for code, mention in after[:1]:
                found[code].features["money_label"] = 1.0
                found[code].places.setdefault(2, []).append(mention)
    for segment in context.layout.segments:
        for match in BRACKETED.finditer(segment.text):
            sign = match["sign"] or match["code"]
            codes = codes_of(sign, context.country)
            if len(codes) == 1 and sign not in SIGN_LETTERS:
                mention = Mention(segment=segment, start=match.start(), end=match.end())
                found[codes[0]].features["heading"] = 1.0
                found[codes[0]].places.setdefault(2, []).append(mention)


def _codes_in(segment: Segment, start: int, end: int) -> Iterator[tuple[str, Mention]]:
    for match in CODE.finditer(segment.text, start, end):
        if match.group() in CURRENCY_CODES:
            yield match.group(), Mention(segment=segment, start=match.start(), end=match.end())
    for match in SYMBOL.finditer(segment.text, start, end):
        codes = codes_of(match.group(), None)
        if len(codes) == 1:
            yield codes[0], Mention(segment=segment, start=match.start(), end=match.end())


def _printed(segment: Segment) -> Iterator[tuple[str, Sequence[str], Mention]]:
    """(feature, codes, place) of the codes, symbols and names in a segment, wherever they stand."""
    text = segment.text
    for match in CODE.finditer(text):
        code = match.group()
        if code in CURRENCY_CODES and code not in WORDLIKE_CODES and code not in WITHDRAWN_CURRENCIES:
            yield "code", (code,), Mention(segment=segment, start=match.start(), end=match.end())
    for match in SYMBOL.finditer(text):
        codes = codes_of(match.group(), None)
        if len(codes) == 1:
            yield "symbol", codes, Mention(segment=segment, start=match.start(), end=match.end())
    words = list(WORD.finditer(text))
    for number, word in enumerate(words):
        longest = _FIRST_WORDS.get(word.group().lower(), 0)
        for count in range(min(longest, len(words) - number), 0, -1):
            end = words[number + count - 1].end()
            named = CURRENCY_NAMES.get(text[word.start() : end].lower())
            if named:
                yield "name", (named,), Mention(segment=segment, start=word.start(), end=end)
                break
        else:
            codes = CURRENCY_SIGNS.get(word.group(), ()) if len(word.group()) > 3 else ()
            if codes:
                yield "name", codes, Mention(segment=segment, start=word.start(), end=word.end())


def _unknown(context: Context) -> bool:
    """Whether the label of the currency has a code behind it that ISO 4217 does not know ("Currency: XBT")."""
    for label in context.places.labels:
        if label.label is Label.CURRENCY:
            for place in list(context.places.places(label))[:1]:
                code = CODE.fullmatch(place.text.strip(" :.-"))
                if code is not None and code.group() not in CURRENCY_CODES:
                    return True
    return False
