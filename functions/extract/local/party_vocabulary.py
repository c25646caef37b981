"""The words that names, addresses and roles are known by, read once from `party_vocabulary.toml` beside this file."""

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any

from shared.domain.legal_forms import LEGAL_FORMS
from shared.domain.normalising import fold


class PartyRole(StrEnum):
    """The role of the party in a block of an invoice. `OTHER`: a place of delivery, an agent, a bank."""

    SELLER = "seller"
    BUYER = "buyer"
    OTHER = "other"


_WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "party_vocabulary.toml").read_text(encoding="utf-8"))

ROLES: dict[str, PartyRole] = {
    fold(phrase): PartyRole(role) for role, phrases in _WORDS["roles"].items() for phrase in phrases
}
"""Folded label -> the role of the block below it."""

COUNTRY_NAMES: dict[str, str] = {fold(name): code for code, names in _WORDS["countries"].items() for name in names}
"""Folded name of a country -> ISO 3166-1 alpha-2."""

REGIONS: frozenset[str] = frozenset(map(fold, _WORDS["address"]["regions"]))
US_STATES: frozenset[str] = frozenset(_WORDS["us_states"]["names"])
TRADES: frozenset[str] = frozenset(map(fold, _WORDS["names"]["trades"]))
SHOPS: frozenset[str] = frozenset(map(fold, _WORDS["names"]["shops"]))
"""Of the trades, those that no street or building is named after."""
BUSINESS_WORDS: frozenset[str] = frozenset(
    word for word in (*_WORDS["names"]["words"], *_WORDS["names"]["trades"], *LEGAL_FORMS) if word.isalpha()
)
BUSINESS_PHRASES: tuple[str, ...] = tuple(_WORDS["names"]["phrases"])


def _whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, as whole words; "-str" only at the end of a longer word."""
    alternatives = []
    for word in sorted(words, key=len, reverse=True):
        if word.startswith("-"):
            alternatives.append(rf"(?<=[^\W\d_]){re.escape(word[1:])}(?![^\W\d_])")
        else:
            end = "" if word.endswith("/") else r"(?![^\W\d_])"
            alternatives.append(rf"(?<![^\W\d_]){re.escape(word)}{end}")
    return re.compile("|".join(alternatives), re.IGNORECASE)


_WEAK = set(_WORDS["address"]["weak"])
STREET = _whole_words(_WORDS["address"]["streets"])
CERTAIN_STREET = _whole_words([word for word in _WORDS["address"]["streets"] if word not in _WEAK])
"""The words that names of businesses seldom have."""
STREET_WORDS: frozenset[str] = frozenset(_WORDS["address"]["streets"]) - _WEAK
COUNTRY_WORDS: frozenset[str] = frozenset(name for names in _WORDS["countries"].values() for name in names)
REGION_PHRASES: tuple[str, ...] = tuple(region for region in _WORDS["address"]["regions"] if len(region) >= 8)
"""Long enough to be recognised with one letter wrong."""
MALAY_WORDS: frozenset[str] = frozenset(word for word in _WORDS["address"]["malay"] if " " not in word)
MALAY_TOWNS: tuple[str, ...] = tuple(town for town in _WORDS["address"]["malay"] if " " in town)
LEGAL_FORM = _whole_words(LEGAL_FORMS)

NAME_KEYS: frozenset[str] = frozenset(map(fold, _WORDS["keys"]["name"]))
ADDRESS_KEYS: frozenset[str] = frozenset(map(fold, _WORDS["keys"]["address"]))
"""Folded keys of values inside a party's block."""
