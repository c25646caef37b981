"""What the code lists of EN 16931 mean, and what all syntaxes of it share."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from functions.extract.einvoice.elements import tidy

# UNTDID 1001: the codes that EN 16931 allows for a credit note (BT-3); all its others are invoices.
_CREDIT_NOTE_CODES = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}

# BT-39 and BT-54 belong to the postal address where letters go by state; elsewhere the postcode says it all.
_ADDRESSED_BY_STATE = {"AR", "AU", "BR", "CA", "CN", "IN", "JP", "MX", "MY", "US", "VE"}

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def document_type(code: str | None) -> Literal["invoice", "credit_note"] | None:
    """BT-3 as an invoice or a credit note."""
    if code is None:
        return None
    return "credit_note" if code in _CREDIT_NOTE_CODES else "invoice"


def postal_address(
    *, lines: Iterable[str | None], postcode: str | None, city: str | None, state: str | None, country: str | None
) -> str | None:
    """BG-5, BG-8: the parts that are given, joined by ", "; null when there is no more than a country."""
    region = state if (country or "").upper() in _ADDRESSED_BY_STATE else None
    parts = [part for part in [*lines, postcode, city, region] if part]
    return ", ".join([*parts, *([country] if country else [])]) if parts else None


def iban_or_account(identifier: str | None) -> tuple[str | None, str | None]:
    """BT-84 as (IBAN, other account number): what has the form of an IBAN is one (check digits come later)."""
    if identifier is None:
        return None, None
    compact = re.sub(r"[\s.-]", "", identifier).upper().removeprefix("IBAN")
    return (compact, None) if _IBAN.fullmatch(compact) else (None, identifier)


def email_only(address: str | None) -> str | None:
    """The address if it is an e-mail address: electronic addresses (BT-34, BT-49) are of many kinds."""
    return address if address and _EMAIL.fullmatch(address) else None


def price_per_unit(price: Decimal | None, base_quantity: Decimal | None) -> Decimal | None:
    """BT-146 for one unit: the net price is for BT-149 units, one if it is not given."""
    if price is None or not base_quantity or base_quantity == 1:
        return price
    return tidy(price / base_quantity)
