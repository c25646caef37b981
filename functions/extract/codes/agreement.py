"""When a code and the print mean the same, field by field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from functions.extract.grounding.finders import find_amount, find_date, find_identifier, find_text
from functions.extract.grounding.index import WordIndex
from shared.domain.comparison_keys import NumberLikeness, account_key, number_likeness, same_account, tax_key
from shared.domain.findings import Level
from shared.domain.normalising import compact, fold


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The field of a fact. `pointers`: where the value may stand, the first one if it is to be written. `level` of the
    finding where a sure print differs. `prefer_code(code, printed)`: of two writings of the same value the code's is
    kept. `signless`: an amount whose sign is the document's."""

    pointers: tuple[str, ...]
    same: Callable[[Any, Any], bool]
    printed: Callable[[WordIndex, Any], bool]
    level: Level = Level.WARNING
    prefer_code: Callable[[Any, Any], bool] | None = None
    signless: bool = False


def same_number(code: str, printed: str) -> bool:
    """`00003-00000123` is `A 0003-00000123`, and `123` of a code without series is `000.000.123`."""
    if number_likeness(code, printed) is not NumberLikeness.DIFFERENT:
        return True
    ours, theirs = _groups(code), _groups(printed)
    shorter = min(len(ours), len(theirs))
    if shorter and ours[-shorter:] == theirs[-shorter:]:
        return True
    return "".join(theirs).lstrip("0") == "".join(ours).lstrip("0") != ""


def _groups(number: str) -> list[str]:
    return [group.lstrip("0") for group in re.findall(r"\d+", number) if group.strip("0")]


def _fuller_number(code: str, printed: str) -> bool:
    """The print was misread, or shows only the end of the number."""
    likeness = number_likeness(code, printed)
    return likeness is NumberLikeness.MISREAD or len(_groups(printed)) < len(_groups(code))


def same_tax_number(code: object, printed: object) -> bool:
    """Equal without country prefix and separators."""
    if not isinstance(code, str) or not isinstance(printed, str):
        return False
    ours, theirs = tax_key(code), tax_key(printed)
    return ours is not None and theirs is not None and (ours == theirs or compact(code) == compact(printed))


def _same_amount(code: Decimal, printed: Decimal) -> bool:
    return abs(code) == abs(printed)


def _same_account(code: str, printed: str) -> bool:
    return same_account(account_key(code) or "", account_key(printed) or "")


def _same_name(code: str, printed: str) -> bool:
    ours, theirs = fold(code), fold(printed)
    return bool(ours and theirs) and (ours in theirs or theirs in ours)


def _same_text(code: str, printed: str) -> bool:
    return compact(code) == compact(printed)


def _amount_printed(index: WordIndex, value: Decimal) -> bool:
    return bool(find_amount(index, value, money=True))


def _date_printed(index: WordIndex, value: date) -> bool:
    return bool(find_date(index, value))


def _identifier_printed(index: WordIndex, value: str) -> bool:
    return bool(find_identifier(index, value)) or compact(value) in compact("".join(word.text for word in index.words))


def _number_printed(index: WordIndex, value: str) -> bool:
    return _identifier_printed(index, value) or any(same_number(value, word.text) for word in index.words)


def _text_printed(index: WordIndex, value: str) -> bool:
    return bool(find_text(index, value))


def _never(_index: WordIndex, _value: object) -> bool:
    """Of what is concluded and not printed as such."""
    return False


def _amount(pointer: str, level: Level = Level.WARNING) -> Agreement:
    return Agreement(pointers=(pointer,), same=_same_amount, printed=_amount_printed, level=level, signless=True)


def _day(pointer: str) -> Agreement:
    return Agreement(pointers=(pointer,), same=date.__eq__, printed=_date_printed)


def _tax_number(role: str, kind: str, other: str) -> Agreement:
    pointers = (f"/{role}/{kind}", f"/{role}/{other}")
    return Agreement(pointers=pointers, same=same_tax_number, printed=_identifier_printed)


def _account(pointer: str, level: Level) -> Agreement:
    pointers = (pointer,)
    return Agreement(pointers=pointers, same=_same_account, printed=_identifier_printed, level=level)


AGREEMENTS: Mapping[str, Agreement] = {
    "document_type": Agreement(pointers=("/document_type",), same=str.__eq__, printed=_never),
    "invoice_number": Agreement(
        pointers=("/invoice_number",),
        same=same_number,
        printed=_number_printed,
        level=Level.ERROR,
        prefer_code=_fuller_number,
    ),
    "issue_date": _day("/issue_date"),
    "due_date": _day("/due_date"),
    "currency": Agreement(pointers=("/currency",), same=str.__eq__, printed=_text_printed),
    "net_amount": _amount("/net_amount"),
    "tax_amount": _amount("/tax_amount"),
    "total_amount": _amount("/total_amount", Level.ERROR),
    "payable": _amount("/amount_due", Level.ERROR),
    "seller_vat_id": _tax_number("seller", "vat_id", "tax_id"),
    "seller_tax_id": _tax_number("seller", "tax_id", "vat_id"),
    "buyer_vat_id": _tax_number("buyer", "vat_id", "tax_id"),
    "buyer_tax_id": _tax_number("buyer", "tax_id", "vat_id"),
    "seller_name": Agreement(pointers=("/seller/name",), same=_same_name, printed=_text_printed),
    "buyer_name": Agreement(pointers=("/buyer/name",), same=_same_name, printed=_text_printed),
    "iban": _account("/payment/iban", Level.ERROR),
    "account": _account("/payment/account", Level.ERROR),
    "bic": _account("/payment/bic", Level.WARNING),
    "reference": Agreement(pointers=("/payment/reference",), same=_same_text, printed=_identifier_printed),
}
"""Fact -> its field. `amount_due` has its own rule (`settle`), which ends at `payable`."""
