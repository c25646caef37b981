"""When an answer is right. Amounts within half a cent; dates equal; numbers without case and punctuation; names and
addresses without case, punctuation and spacing, their likeness (0.9 or more of the tokens) counted beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pycountry
from rapidfuzz import fuzz

from shared.domain.invoice import Line
from shared.domain.normalising import normalised_code
from tests.evaluation.truth import ValueKind

LIKE = 0.9
HALF_A_CENT = Decimal("0.005")
COUNTRY_NAMES = frozenset(
    name
    for country in pycountry.countries
    for name in (country.alpha_2, country.name, *("Deutschland", "Nederland", "España", "Italia", "Österreich"))
)
CREDIT_NOTE_CODES = {"381", "261", "396", "credit_note"}


@dataclass(frozen=True, kw_only=True)
class Match:
    """`right` is the figure that counts; `exact` is letter by letter, `like` is right or very similar."""

    given: bool
    exact: bool
    right: bool
    like: bool


def bare(text: object) -> str:
    """Letters and digits only, without case and accents."""
    return normalised_code(str(text))


def match(kind: ValueKind, wanted: Any, answer: Any, also: Sequence[str] = ()) -> Match:
    """Compares one answer with the truth; `also` are other names that are as right."""
    if answer is None or answer == [] or answer == "":
        return Match(given=False, exact=False, right=False, like=False)
    if kind is ValueKind.AMOUNT:
        right = abs(Decimal(str(wanted)) - Decimal(answer)) < HALF_A_CENT
        return Match(given=True, exact=right, right=right, like=right)
    if kind is ValueKind.DATE:
        right = str(wanted) == (answer.isoformat() if isinstance(answer, date) else str(answer))
        return Match(given=True, exact=right, right=right, like=right)
    if kind is ValueKind.TYPE:
        right = (str(wanted) in CREDIT_NOTE_CODES) == (answer == "credit_note")
        return Match(given=True, exact=right, right=right, like=right)
    if kind is ValueKind.ANY_CODE:
        right = bare(wanted) in {bare(code) for code in answer}
        return Match(given=True, exact=str(wanted) in answer, right=right, like=right)
    if kind is ValueKind.CODES:
        right = {bare(code) for code in wanted} == {bare(code) for code in answer}
        return Match(given=True, exact=list(wanted) == list(answer), right=right, like=right)
    names = [str(wanted), *also]
    if kind is ValueKind.ADDRESS:
        right = bare(wanted) == bare(answer) or _places(str(wanted)) == _places(str(answer))
        like = right or likeness(str(wanted), str(answer)) >= LIKE
        return Match(given=True, exact=str(answer) == wanted, right=right, like=like)
    right = any(bare(name) == bare(answer) for name in names)
    like = right or (kind is ValueKind.NAME and max(likeness(name, str(answer)) for name in names) >= LIKE)
    return Match(given=True, exact=str(answer) in names, right=right, like=like)


def _places(address: str) -> list[str]:
    """The words of an address in any order (a truth made of fields has an order of its own), without the country."""
    words = re.findall(r"[^\W_]+", address)
    countries = {word for word in words if len(word) == 2 and word.isupper()} | {words[-1]} if words else set()
    named = {bare(country) for country in COUNTRY_NAMES}
    return sorted(bare(word) for word in words if not (word in countries and bare(word) in named))


def likeness(one: str, other: str) -> float:
    """0..1: the better of the same tokens in any order and, for texts read without blanks, the same characters."""
    tokens = fuzz.token_sort_ratio(one.casefold(), other.casefold())
    return float(max(tokens, fuzz.ratio(bare(one), bare(other)))) / 100


def line_right(wanted: dict[str, Any], line: Line) -> bool:
    """Whether all that the truth says of an item is right; descriptions may be alike or, ours being wrapped, longer."""
    amounts = {"quantity": line.quantity, "unit_price": line.unit_price, "amount": line.net_amount}
    for name, value in amounts.items():
        known = wanted.get(name)
        if known is not None and (value is None or abs(Decimal(str(known)) - value) >= HALF_A_CENT):
            return False
    description = wanted.get("description")
    if description is None:
        return True
    given = line.description or ""
    return bare(description) in bare(given) or likeness(str(description), given) >= LIKE


def right_lines(wanted: Sequence[dict[str, Any]], lines: Sequence[Line]) -> int:
    """How many items of the truth have a line of ours that is all right; each line serves once."""
    left = list(lines)
    count = 0
    for item in wanted:
        found = next((line for line in left if line_right(item, line)), None)
        if found is not None:
            left.remove(found)
            count += 1
    return count
