"""The labels of parties and of what is printed of them: which role, or which part of a party, a text names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from functions.extract.local.lexicon.kinds import PartyRole
from functions.extract.local.lexicon.labels import GUARDED_LABELS, LABELS
from functions.extract.local.lexicon.merged import beginnings_of
from functions.extract.local.lexicon.parties import (
    ADDRESS_KEYS,
    NAME_KEYS,
    OPENING,
    ROLES,
    TRADE_KEYS,
)
from functions.extract.local.lexicon.phrases import ADDRESSED
from functions.extract.local.mentions.remembered import remembered
from shared.domain.normalising import fold

MOST_LANGUAGES = 3
"""Languages in which a label is printed side by side at most."""
_VALUE = re.compile(r"^\W*(?P<label>[^:]{1,45}?)\s*:[\s:\-–]*(?=\S)")
_BRACKET = re.compile(r"^(?P<outside>[^()]*)\((?P<inside>[^()]*)\)\W*$")


@dataclass(frozen=True, kw_only=True)
class RoleLabel:
    """What a cell's label says: the folded label, and where in the cell its value begins (the cell's length when it is
    all label). `glued`: no sign parts the label from the value."""

    role: PartyRole
    folded: str
    start: int
    glued: bool = False


@remembered
def role_of(text: str, *, misread: bool = False) -> RoleLabel | None:
    """The role that a cell's label names; null for a cell without one. `misread` forgives one wrong letter."""
    whole = role_of_label(text, misread=misread)
    if whole is not None:
        return RoleLabel(role=whole[0], folded=whole[1], start=len(text))
    match = _VALUE.match(text)
    if match and (found := role_of_label(match["label"], misread=misread)) is not None:
        return RoleLabel(role=found[0], folded=found[1], start=match.end())
    match = OPENING.match(text)
    if match and (role := ROLES.get(fold(match["label"]))) is not None and len(text) > match.end() + 2:
        return RoleLabel(role=role, folded=fold(match["label"]), start=match.end())
    if (match := ADDRESSED.search(text)) is not None:
        return RoleLabel(role=PartyRole.BUYER, folded=fold(match.group()), start=0)
    return _glued(text)


_COLON = re.compile(r":\s*(?=\S)")
_LEAST_BEHIND = 8
"""Letters of a label behind another value; shorter ones are words of values."""
MOST_COLONS = 5
"""Values of a cell that are looked at."""
MOST_WORDS = 6
"""Words of a label of a party at most."""


@remembered
def behind_value(text: str) -> RoleLabel | None:
    """ "CUIT: 30-12345678-9 Apellido y Nombre / Razón Social: Alpha SRL": the label of a party behind another value in
    one cell, and the name behind it."""
    for _, folded, end in labels_inside(text):
        if len(folded) >= _LEAST_BEHIND and folded in ROLES:
            return RoleLabel(role=ROLES[folded], folded=folded, start=end)
    return None


def labels_inside(text: str) -> Iterator[tuple[int, str, int]]:
    """The labels with a colon behind another value in a cell: where each begins, its folded words, and where its value
    begins."""
    for colon in islice(_COLON.finditer(text), 1, MOST_COLONS):
        words = list(islice(reversed(list(WORDS.finditer(text, 0, colon.start()))), MOST_WORDS))
        for first in reversed(words):
            folded = fold(text[first.start() : colon.start()])
            if first.start() > 0 and folded in _KNOWN:
                yield first.start(), folded, colon.end()
                break


_LEAST_GLUED = 5
"""Letters of one word that is a label before a name; shorter ones are parts of names ("Von", "De")."""


def _glued(text: str) -> RoleLabel | None:
    """ "Facturé à Sylvie Larocque", "Cliente ALIMENTOS BENÍCIO": a label of a party right before its name, which has
    two words or more and does not begin with a small letter."""
    if ":" in text or not text[:1].isalpha() or not 3 <= len(text.split()) <= 14:
        return None
    words = [(match.group(), match.start()) for match in WORDS.finditer(text)]
    if fold(words[0][0]) not in _BEGINNINGS:
        return None
    for count in range(min(4, len(words) - 2), 0, -1):
        start = words[count][1]
        label, rest = text[:start].strip(), [word for word, _ in words[count:]]
        role = ROLES.get(fold(label))
        if role in (None, PartyRole.OTHER) or (count == 1 and len(fold(label)) < _LEAST_GLUED):
            continue
        heading = any(fold(part) in NO_NAMES for part in (*rest[:2], " ".join(rest)))
        if rest[0][:1].isupper() and not heading and not any(map(str.isdigit, rest[0])):
            return RoleLabel(role=role, folded=fold(label), start=start, glued=True)
    return None


WORDS = re.compile(r"\S+")
_BEGINNINGS = beginnings_of(ROLES)
_KEYS = NAME_KEYS | ADDRESS_KEYS | frozenset(ROLES)
_KNOWN = _KEYS | frozenset(LABELS)
NO_NAMES = _KNOWN | frozenset(GUARDED_LABELS)


def role_of_label(label: str, *, misread: bool) -> tuple[PartyRole, str] | None:
    """The role of a label that may be made of two ("Ship to / Bill to", "Buyer (Bill to)"): of the parties named the
    buyer comes first, a place of delivery last."""
    folded = fold(label)
    if not folded:
        return None
    if (role := ROLES.get(folded)) is not None:
        return role, folded
    bracketed = _BRACKET.match(label)
    parts = [bracketed["outside"], bracketed["inside"]] if bracketed else _BETWEEN_LABELS.split(label)
    if len(parts) == 1:
        parts = [" ".join(words) for _, words in groupby(label.split(), key=str.isascii)]  # "Bill To فاتورة إلى"
    if 1 < len(parts) <= MOST_LANGUAGES and len(label) <= 60:
        roles = [ROLES.get(fold(part)) for part in parts]
        if bracketed and roles[0] is not None:
            return roles[0], fold(parts[0])
        named = any(roles) and all(role or fold(part) in NAME_KEYS for role, part in zip(roles, parts, strict=True))
        if named or (bracketed and roles[1]):
            return next(role for role in _PRECEDENCE if role in roles), folded
    return _near(folded) if misread else None


_BETWEEN_LABELS = re.compile(r"[/&]")
_PRECEDENCE = (PartyRole.BUYER, PartyRole.SELLER, PartyRole.PAYEE, PartyRole.OTHER)
_LONG_LABEL = 9
"""Letters from which on one may be misread."""


@lru_cache(maxsize=4096)
def _near(folded: str) -> tuple[PartyRole, str] | None:
    if not _LONG_LABEL <= len(folded) <= 40:
        return None
    found = extract(folded, tuple(ROLES), scorer=Levenshtein.distance, score_cutoff=1, limit=None)
    near = {(ROLES[label], label) for label, _, _ in found}
    return near.pop() if len({role for role, _ in near}) == 1 else None


def is_label(text: str) -> bool:
    """Whether a cell is nothing but a label: it ends with a colon, or is a known one, perhaps in two languages."""
    stripped = text.strip()
    if stripped.endswith((":", ":-")):
        return True
    parts = stripped.split("/")
    return is_known(stripped) or (1 < len(parts) <= MOST_LANGUAGES and all(map(is_known, parts)))


def is_known(text: str) -> bool:
    return fold(text) in _KNOWN or is_key(text)


def is_name_key(text: str) -> bool:
    """Whether a cell is nothing but the key of a party's name."""
    return key_kind(text) in ("name", "trade")


def is_key(text: str) -> bool:
    """Whether a cell is nothing but the key of a party's name or address ("Adress", "Razón Social")."""
    return key_kind(text) != "other"


def key_kind(key: str) -> str:
    folded = fold(key)
    if folded in NAME_KEYS:
        return "trade" if folded in TRADE_KEYS else "name"
    if folded in ADDRESS_KEYS:
        return "address"
    parts = key.split("/")  # "Nom / société", "NOME / RAZÃO"
    kinds = {key_kind(part) for part in parts} if 1 < len(parts) <= MOST_LANGUAGES else set[str]()
    return kinds.pop() if len(kinds) == 1 else "other"


def says_who_buys(text: str) -> bool:
    """ "Customer: A. Beta, 5 Hill Top, Anytown AB1 2CD": a line of a block that is nobody's else."""
    label = role_of(text)
    return label is not None and label.role is PartyRole.BUYER and label.start < len(text)
