"""The ways one value is printed: amounts with points, commas, apostrophes and blanks; months by their names; letters
with and without accents."""

import re
from decimal import Decimal

from shared.domain.normalising import fold


def runs(text: str) -> tuple[str, ...]:
    """Runs of letters and of digits, folded: "Nº12-Nov/2026" -> ("no", "12", "nov", "2026")."""
    return tuple(fold(run) for run in re.findall(r"\d+|[^\W\d_]+", text))


_NUMBER = re.compile(r"\d(?:[\d.,'’´`\s]*\d)?|[.,]\d+")


def readings(text: str) -> frozenset[Decimal]:
    """What amount this print can mean, without its sign: "1.234" is 1234 or 1.234, "1.234,56" only one.

    Empty when the text holds no number, or more than one."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        return frozenset()
    number = re.sub(r"[’´`\s]", "'", numbers[0])
    marks = [mark for mark in number if not mark.isdigit()]
    if not marks:
        return frozenset({Decimal(number)})
    last = marks[-1]
    head, _, tail = number.rpartition(last)
    possible = set()
    if last != "'" and last not in head and _grouped(head):
        possible.add(Decimal(f"{_digits(head) or '0'}.{tail}"))
    if len(set(marks)) == 1 and _grouped(number) and not number.startswith("0"):
        possible.add(Decimal(_digits(number)))
    return frozenset(possible)


def _grouped(number: str) -> bool:
    """Plain digits, or groups of three after the first (of two and then three, as in India)."""
    first, *groups = re.split(r"[.,']+", number)
    if not groups:
        return True
    sizes = [len(group) for group in groups]
    return 1 <= len(first) <= 3 and sizes[-1] == 3 and all(size in (2, 3) for size in sizes)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def digit_key(text: str) -> str:
    """The digits of a print without leading zeros: words are indexed by it. Empty when there are no digits."""
    digits = _digits(text)
    return digits.lstrip("0") or digits[:1]


def digit_keys(amount: Decimal) -> list[str]:
    """The keys that this amount may be printed under, with as many decimals as it needs and up to four."""
    amount = abs(amount).normalize()
    exponent = amount.as_tuple().exponent
    needed = max(0, -exponent) if isinstance(exponent, int) else 0
    return [digit_key(f"{amount:.{decimals}f}") for decimals in range(needed, max(needed, 4) + 1)]


_MONTHS = tuple(
    frozenset(names.split())
    for names in (
        "january enero januar janner janvier gennaio janeiro januari",
        "february febrero februar fevrier febbraio fevereiro februari",
        "march marzo marz maerz mars marco maart mrz mrt",
        "april abril avril aprile apr",
        "may mayo mai maggio maio mei",
        "june junio juni juin giugno junho",
        "july julio juli juillet luglio julho",
        "august agosto aout augustus ago",
        "september septiembre setiembre septembre settembre setembro sept",
        "october octubre oktober octobre ottobre outubro",
        "november noviembre novembre novembro",
        "december diciembre dezember decembre dicembre dezembro",
    )
)
"""Names of the months in English, Spanish, German, French, Italian, Portuguese and Dutch, folded."""


def names_month(run: str, month: int) -> bool:
    """Whether a folded run is this month's name or a beginning of it of three letters or more."""
    names = _MONTHS[month - 1]
    return run in names or (len(run) >= 3 and any(name.startswith(run) for name in names))
