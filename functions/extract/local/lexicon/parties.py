"""The words that names, addresses and roles are known by."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from functions.extract.local.lexicon.alternatives import literal, one_of
from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.lexicon.merged import folded, meanings, words_of
from functions.extract.local.lexicon.phrases import any_of
from shared.domain.legal_forms import LEGAL_FORMS, PRINTED_FORMS

ROLES: dict[str, PartyRole] = meanings(lambda language: language.parties)
"""Folded label -> the role of the block below it."""

TRADE_KEYS = folded(lambda language: language.party_keys.trade)
NAME_KEYS = folded(lambda language: language.party_keys.name) | TRADE_KEYS
ADDRESS_KEYS = folded(lambda language: language.party_keys.address)
"""Folded keys of values inside a party's block; `TRADE_KEYS` are those of the names under which companies trade."""

OPENING = re.compile(
    rf"^(?P<label>{any_of(words_of(lambda language: language.party_keys.opening))})\s+(?=\S)", re.IGNORECASE
)
"""Labels of a party that are followed by its name without a colon."""

_TRADES = words_of(lambda language: language.names.trades)
TRADES = folded(lambda language: language.names.trades)
SHOPS = folded(lambda language: language.names.shops)
"""Of the trades, those that no street or building is named after."""
BUSINESS_WORDS: frozenset[str] = frozenset(
    word for word in (*words_of(lambda language: language.names.words), *_TRADES, *LEGAL_FORMS) if word.isalpha()
)
BUSINESS_PHRASES = words_of(lambda language: language.names.phrases)


GLUED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3200-\u9fff\uac00-\ud7a3]")
"""Letters of Thai, Han, kana and Hangul, which are written without blanks; a legal form in them may begin a name."""


def by_first_letter(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """First letter -> the words that begin with it."""
    return {first: tuple(group) for first, group in groupby(sorted(words), key=lambda word: word[0])}


def _whole_words(words: Iterable[str], *, then: str = "") -> re.Pattern[str]:
    """Any of the words, as whole words; "-str" only at the end of a longer word, "株式会社" anywhere in one. `then` is
    the pattern of what must follow."""
    ordered = sorted(words, key=len, reverse=True)
    glued = [literal(word) for word in ordered if GLUED.search(word)]
    ordered = [word for word in ordered if not GLUED.search(word)]
    whole = [literal(word) for word in ordered if not word.startswith("-") and not word.endswith("/")]
    open_ended = [re.escape(word) for word in ordered if word.endswith("/")]
    endings = [literal(word[1:]) for word in ordered if word.startswith("-")]
    # One look at the letter before for all words: each position within a word is passed over at once.
    begin = [f"{one_of(whole)}(?![^\\W\\d_])", *open_ended]
    alternatives = [f"(?<![^\\W\\d_])(?:{'|'.join(begin)})"]
    if endings:
        alternatives.append(f"(?<=[^\\W\\d_]){one_of(endings)}(?![^\\W\\d_])")
    if glued:
        alternatives.append(one_of(glued))
    return re.compile(f"(?:{'|'.join(alternatives)}){then}", re.IGNORECASE)


_STREETS = words_of(lambda language: language.address.streets)
_WEAK = frozenset(words_of(lambda language: language.address.weak))
STREET = _whole_words(_STREETS)
CERTAIN_STREET = _whole_words([word for word in _STREETS if word not in _WEAK])
"""The words that names of businesses seldom have."""
STREET_WORDS: frozenset[str] = frozenset(_STREETS) - _WEAK
LEGAL_FORM = _whole_words(PRINTED_FORMS, then=r"(?!\.[^\W\d_])")
"""No form is the beginning of a longer one: "A.S" of "A.S.B.L."."""

PAYEE_PHRASE = _whole_words(words_of(lambda language: language.phrases.payee))
SIGNER_PHRASE = re.compile(
    rf"^\W*(?:{_whole_words(words_of(lambda language: language.phrases.signer)).pattern})\s", re.IGNORECASE
)
"""Before the name of whom to pay, and of who signs."""

CAPITAL_PHRASE = _whole_words(words_of(lambda language: language.phrases.capital))
"""Behind the name in a legal notice, before the company's capital."""

SLIPS = folded(lambda language: language.phrases.slips)
"""Headings of a slip that goes back with the money."""

SEATS = folded(lambda language: language.phrases.seats)
"""Folded labels of where a company has its seat: before its address, or its name and address."""

SEAT_OF = re.compile(any_of(words_of(lambda language: language.phrases.seat_of)), re.IGNORECASE)
"""Before the name of a company in a sentence about its seat: "Sitz der"."""

ATTENTION = folded(lambda language: language.phrases.attention)
"""Folded labels of a person, which stand under the name of the person's company or alone."""

CONTRACTORS = folded(lambda language: language.phrases.contractors)
"""Folded labels of a seller who may also have others do the work."""

NOTICE_PHRASE = _whole_words(words_of(lambda language: language.phrases.notice))
"""Behind the name in a sentence about who owns it, or where it is registered."""

CONJUNCTIONS = folded(lambda language: language.names.conjunctions) | {"&"}
"""The words for "and", between the parts of a name."""

DEPARTMENT = _whole_words(words_of(lambda language: language.phrases.departments))
"""Words of a part of a company, which is no part of its name."""

ADDRESSEE = re.compile(
    r"\W*(?:[^\W\d_]{1,4}\W+){0,3}"
    + any_of(
        (
            *words_of(lambda language: language.phrases.addressees),
            *words_of(lambda language: language.phrases.departments),
        )
    )
    + r"\W*",
    re.IGNORECASE,
)
"""A whole line that says to whom in a company a letter goes: "The Finance Director", "An die Verwaltung"."""

FOR_ANOTHER = re.compile(any_of(words_of(lambda language: language.phrases.for_another)), re.IGNORECASE)
"""Between who makes an invoice out and for whom."""

SERVED = folded(lambda language: language.phrases.served)
"""Folded labels of whom the service was for: a guest, a patient."""

NEVER_A_NAME = re.compile(
    rf"{any_of(words_of(lambda language: language.names.never))}"
    rf"|^\W*{any_of(words_of(lambda language: language.names.never_begin))}"
    rf"|^\W*{any_of(words_of(lambda language: language.names.page))}\s*\d",
    re.IGNORECASE,
)
"""In a line that is no name."""

BODY = re.compile(rf"^\W*{any_of(words_of(lambda language: language.names.bodies))}(?![^\W\d_])\s*\S", re.IGNORECASE)
"""The beginning of the name of a body that is called after its street or has a number; not the word alone."""

ORGANISATIONS = folded(lambda language: language.names.organisations) | TRADES
"""Folded words of what is no person."""

GREETINGS = by_first_letter(word.lower() for word in words_of(lambda language: language.names.greetings))
"""First letter -> what a receipt says before the name of the shop, in small letters."""

NO_NAME_ALONE = folded(lambda language: language.names.bare)

_CARE_OF = words_of(lambda language: language.names.care_of)
CARE_OF = re.compile(rf"^\W*{any_of(_CARE_OF)}", re.IGNORECASE)
CARE_OF_BEHIND = re.compile(rf"(?<=\w)\W*\s{any_of(_CARE_OF)}\s", re.IGNORECASE)
"""The beginning of a line about at whose address somebody is; the same behind the name, in its line."""

PERSON = re.compile(rf"^\W*{any_of((*words_of(lambda language: language.names.persons), *_CARE_OF))}", re.IGNORECASE)
"""The same of a person."""

NAME_KEY = re.compile(rf"^{any_of(words_of(lambda language: language.names.keys))}\s*[:.]\s*", re.IGNORECASE)
"""Before a name, in its line."""

FORMER = re.compile(any_of(words_of(lambda language: language.names.former)), re.IGNORECASE)
OUTLET = re.compile(any_of(words_of(lambda language: language.names.outlets)), re.IGNORECASE)
"""In brackets under a name: the one it had before; a place of the business."""

NO_ADDRESS = re.compile(rf"{any_of(words_of(lambda language: language.address.breaks))}\b", re.IGNORECASE)
"""In a line that is no part of an address."""

_ADDRESS_LABELS = words_of(lambda language: language.address.labels)
ADDRESS_LABEL = re.compile(rf"^\W*{any_of(_ADDRESS_LABELS)}\.?\s*:\s*", re.IGNORECASE)
LABEL_INSIDE = re.compile(
    rf"{any_of(_ADDRESS_LABELS)}\s*:\s*|{any_of(label for label in _ADDRESS_LABELS if ' ' in label)}\s+", re.IGNORECASE
)
"""Before an address, in its line; in a sentence one of several words needs no colon ("registered office 3 Main Rd")."""

_PREMISES = any_of(words_of(lambda language: language.address.premises))
PREMISES = re.compile(rf"^\W*{_PREMISES}|{_PREMISES}(?=\W*(?:[A-Z\d]{{1,3}}\W*)?$|,)", re.IGNORECASE)
"""The beginning or the end of the name of a house or a flat ("Rose Cottage", "Flat 2", "Résidence du Lac")."""

BRANCH = any_of(words_of(lambda language: language.address.branches))
BLOCK = any_of(words_of(lambda language: language.address.blocks))
UNIT = any_of(words_of(lambda language: language.address.units))
JOINED = one_of(map(literal, words_of(lambda language: language.address.joined)))
"""Words of addresses before a name or a number; the last are written without the blank by readers that lost it."""
