"""Words that hold a value somebody might act on: an account, a number, an amount, a date."""

import re

# Four digits, also with single signs between them, or an amount with two decimals.
_VALUE = re.compile(r"\d(?:[^\w\s]?\d){3}|\d[.,]\d\d(?!\d)")


def holds_value(text: str) -> bool:
    """Whether the text holds such a value."""
    return bool(_VALUE.search(text))


def digits_of(text: str) -> str:
    """Its digits alone, which are the same in every notation of a number."""
    return "".join(filter(str.isdecimal, text))
