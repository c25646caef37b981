"""Amounts, dates, identifiers and fields as codes write them: fixed forms, unlike print."""

import json
import re
from base64 import b64decode, urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from stdnum import iban as iban_checks
from stdnum.exceptions import ValidationError

from functions.extract.codes.facts import MalformedCodeError
from shared.domain.tax_numbers import validator

_AMOUNT = re.compile(r"[-+]?\d{1,13}(?:[.,]\d{1,6})?")
_YEARS = range(1990, 2101)
_MOST_FIELDS = 60
_CENT = Decimal("0.01")


def amount(text: object) -> Decimal | None:
    """A plain decimal ("1234.5", "1234,50", a JSON number) with two decimals at least; null for nothing or a dash."""
    written = str(text).strip() if text is not None and not isinstance(text, bool) else ""
    if written in ("", "-"):
        return None
    if _AMOUNT.fullmatch(written) is None:
        raise MalformedCodeError("no amount")
    value = Decimal(written.replace(",", "."))
    return value.quantize(_CENT) if value == value.quantize(_CENT) else value.normalize()


def cents(text: str) -> Decimal | None:
    """An amount in hundredths ("000000012355" is 123.55); null for nothing and for zero."""
    if not text.strip():
        return None
    if re.fullmatch(r"\d{1,15}", text.strip(), re.ASCII) is None:
        raise MalformedCodeError("no amount in hundredths")
    return (Decimal(text.strip()) / 100).quantize(_CENT) or None


def payable(value: Decimal | None) -> Decimal | None:
    """An amount to be paid: a code without one leaves the field empty or at zero."""
    return value if value is not None and value > 0 else None


def day(text: object, *forms: str) -> date | None:
    """The date in one of these forms of strptime; null for nothing."""
    written = str(text).strip() if text is not None else ""
    if not written:
        return None
    for form in forms:
        try:
            found = datetime.strptime(written, form).date()  # noqa: DTZ007 - a day, as the code's country counts it
        except ValueError:
            continue
        if found.year in _YEARS:
            return found
    raise MalformedCodeError("no date")


def query(text: str) -> Mapping[str, str]:
    """The parameters of a URL, names in lower case, also those behind a `#` (web apps route there)."""
    try:
        parts = urlsplit(text.strip())
        written = parts.query or parts.fragment.partition("?")[2]
        pairs = parse_qsl(written, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise MalformedCodeError("no URL") from error
    return {name.lower(): value.strip() for name, value in reversed(pairs)}


def base64_bytes(text: str) -> bytes:
    """The bytes of base64 in either alphabet, with padding or without. A URL's `+` may have become a blank."""
    plain = re.sub(r"\s", "", text.replace(" ", "+")).rstrip("=")
    padded = plain + "=" * (-len(plain) % 4)
    try:
        return urlsafe_b64decode(padded) if re.search("[-_]", plain) else b64decode(padded, validate=True)
    except (Base64Error, ValueError) as error:
        raise MalformedCodeError("no base64") from error


def json_object(content: bytes | str) -> Mapping[str, Any]:
    """A JSON object, numbers as Decimal."""
    try:
        value = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise MalformedCodeError("no JSON") from error
    if not isinstance(value, dict):
        raise MalformedCodeError("no JSON object")
    return value


def text_of(value: object, longest: int = 140) -> str | None:
    """One line of text, null for nothing; codes pad with blanks and write `null`."""
    plain = " ".join(str(value).split()) if value is not None else ""
    return plain[:longest] if plain and plain.lower() not in ("null", "none") else None


def currency_code(text: object) -> str | None:
    """A code in the form of ISO 4217, in capitals; null for nothing and for anything else ("Kc", "€")."""
    written = str(text).strip().upper() if text is not None else ""
    return written if re.fullmatch(r"[A-Z]{3}", written) else None


def checked(module: str, number: object) -> str | None:
    """The number if the module of python-stdnum accepts it; null for nothing.

    Raises MalformedCodeError where the check digit is wrong: the code was misread or altered."""
    plain = re.sub(r"[\s.\-/]", "", str(number)) if number is not None else ""
    if not plain:
        return None
    try:
        return str(validator(module).validate(plain))
    except ValidationError as error:
        raise MalformedCodeError(f"no {module}") from error


def checked_or_none(module: str, number: object) -> str | None:
    """The number if it is valid, else null: of a buyer, for whom codes also hold foreign and personal numbers."""
    try:
        return checked(module, number)
    except MalformedCodeError:
        return None


def iban(text: str) -> str:
    """A valid IBAN, in capitals without blanks."""
    plain = re.sub(r"\s", "", text).upper()
    try:
        iban_checks.validate(plain, check_country=False)
    except ValidationError as error:
        raise MalformedCodeError("no IBAN") from error
    return plain


def all_digits(text: str, length: int) -> bool:
    """Whether the text is so many ASCII digits and nothing else."""
    return len(text) == length and text.isascii() and text.isdigit()


def weighted_rest(digits: str, highest: int) -> int:
    """11 less the rest modulo 11 of the digits, weighed 2 to `highest` from the right: 1 to 11. What 10 and 11 mean,
    each country says."""
    total = sum(int(digit) * (2 + place % (highest - 1)) for place, digit in enumerate(reversed(digits)))
    return 11 - total % 11
