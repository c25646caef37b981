"""Index keys for finding rows that may have the same seller, number or account.

A key is coarse on purpose: values that could be equal share a key, so that an index finds them; the values themselves
are compared afterwards (`number_likeness`, `shared.domain.duplicates`, `same_account`). The keys are stored: a change
here needs a migration that computes them again.
"""

import re
from enum import IntEnum

from shared.domain.codes import EU_VAT_COUNTRIES
from shared.domain.confusions import digits_for
from shared.domain.legal_forms import LEGAL_FORMS
from shared.domain.normalising import compact, confuse, fold

KEY_LENGTH = 100
"""Maximum characters of a stored key; longer ones are cut."""

_LEAST_TAX_DIGITS = 4
"""With fewer digits it is a placeholder ("n/a", "ATU")."""

_ACCOUNT_NUMBER = 8
"""Minimum length of a national account number that matches the end of an IBAN; shorter ends are ambiguous."""

_VAT_PREFIXES = EU_VAT_COUNTRIES | {"GB", "NO", "CHE"}
_VAT_SUFFIX = re.compile(r"(?<=\d)(?:mwst|tva|iva|mva|vat)$")
_LEGAL_FORM = re.compile(
    r"(?<=[^\w])(?:" + "|".join(re.escape(form) for form in sorted(LEGAL_FORMS, key=len, reverse=True)) + r")(?!\w)"
)
_MISREAD_IN_NAMES = digits_for("oilzsgb")
"""Letters that stand for no other letter but i for l: two names that differ in letters alone stay two names."""

_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_SEPARATORS = re.compile(r"[\W_]+")
_SIGNIFICANT = 4
"""Minimum length of a number contained in another one to count as a part of it and not as chance."""


def tax_key(*numbers: str | None) -> str | None:
    """The key of the first of these VAT or tax numbers that is one: without country prefix, case, separators and
    look-alike letters ("ESB-12345678", "b 12345678" -> "812345678"). None if there is none."""
    for number in numbers:
        plain = _VAT_SUFFIX.sub("", fold(number or ""))
        prefix = next((one for one in _VAT_PREFIXES if plain.upper().startswith(one)), "")
        digits = [character for character in plain if character.isdigit()]
        if len(digits) >= _LEAST_TAX_DIGITS and set(digits) != {"0"}:
            return confuse(plain[len(prefix) :])[:KEY_LENGTH]
    return None


def name_key(name: str | None) -> str | None:
    """The key of a business's name: without case, accents, separators, legal form and look-alike letters. None if
    nothing is left."""
    lower = (name or "").casefold()
    folded = fold(_LEGAL_FORM.sub("", lower)) or fold(lower)
    return folded.translate(_MISREAD_IN_NAMES)[:KEY_LENGTH] or None


def account_key(account: str | None) -> str | None:
    """An IBAN or other account number, normalised: capital letters and digits. None if nothing is left."""
    return compact(account or "")[:KEY_LENGTH] or None


def same_account(one: str, other: str) -> bool:
    """Whether two account keys are the same account: equal apart from letters that look like digits, or one is an IBAN
    that ends in the other, a national account number of eight characters or more."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    whole, part = confuse(longer.lower()), confuse(shorter.lower())
    return whole == part or (len(part) >= _ACCOUNT_NUMBER and longer[:2].isalpha() and whole[4:].endswith(part))


def number_key(number: str | None) -> str | None:
    """The key of an invoice number: without case, separators, look-alike letters and zeros, which may lead any part of
    it ("RE-2026 04518", "re/2026/4518" -> "re2264518"). None if nothing is left."""
    plain = confuse(fold(number or ""))[:KEY_LENGTH]
    return plain.replace("0", "") or plain[:1] or None


class NumberLikeness(IntEnum):
    """How similar two invoice numbers are, most similar first."""

    SAME = 0  # written differently at most
    MISREAD = 1  # apart from one character that looks like the other
    PART = 2  # one contains the other: a prefix is missing
    DIFFERENT = 3


def number_likeness(one: str, other: str) -> NumberLikeness:
    """Compares two invoice numbers without case, separators and leading zeros."""
    parts, other_parts = _parts(one), _parts(other)
    if len(parts) == len(other_parts):
        if [_bare(part) for part in parts] == [_bare(part) for part in other_parts]:
            return NumberLikeness.SAME
    elif _forms(parts) & _forms(other_parts):
        return NumberLikeness.SAME
    if any(_one_misread(form, also) for form in _forms(parts) for also in _forms(other_parts)):
        return NumberLikeness.MISREAD
    shorter, longer = sorted(("".join(parts), "".join(other_parts)), key=len)
    if len(shorter) >= _SIGNIFICANT and len(shorter) < len(longer) and longer.endswith(shorter):
        return NumberLikeness.PART
    return NumberLikeness.DIFFERENT


def _parts(number: str) -> list[str]:
    return [plain for part in _SEPARATORS.split(number) if (plain := fold(part))]


def _bare(text: str) -> str:
    return _LEADING_ZEROS.sub("", text)


def _forms(parts: list[str]) -> set[str]:
    joined = "".join(parts)
    return {joined, _bare(joined), "".join(map(_bare, parts))}


def _one_misread(one: str, other: str) -> bool:
    if len(one) != len(other):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and confuse(differing[0][0]) == confuse(differing[0][1])
