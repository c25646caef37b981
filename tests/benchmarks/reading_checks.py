"""Whether a labelled value stands anywhere in the words that an engine read, in any notation."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from shared.domain.normalising import normalised_code

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene gen januar january enero janvier janeiro gennaio januari",
            "feb fev fév februar february febrero février fevereiro febbraio februari",
            "mar mär mrz mrt march märz marzo mars março maart",
            "apr avr abr april abril avril aprile",
            "may mai mag mei mayo maio maggio",
            "jun juin giu june juni junio junho giugno",
            "jul juil lug july juli julio juillet julho luglio",
            "aug ago aoû august agosto août augustus",
            "sep set sept september septiembre septembre setembro settembre",
            "oct okt out ott october oktober octubre octobre outubro ottobre",
            "nov november noviembre novembre novembro",
            "dec dez dic déc december dezember diciembre décembre dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}


def has_date(text: str, iso: str) -> bool:
    """Whether the day stands in the text, numeric in any order or with the month's name in seven languages."""
    year, month, day = (int(part) for part in iso.split("-"))
    wanted = {(year, month, day), (year % 100, month, day)}
    for match in re.finditer(r"(?<!\d)(?=(\d{1,4})\s?[./:, -]\s?(\d{1,2})\s?[./, -]\s?(\d{4}|\d{1,2}))", text):
        a, b, c = (int(part) for part in match.groups())
        if wanted & {(a, b, c), (c, b, a), (c, a, b)}:
            return True
    named = re.findall(r"(\d{1,2})\W{0,3}(?:de )?([a-zäéûç]{3,10})\W{0,3}(?:de )?(\d{4}|\d{2})(?!\d)", text.lower())
    american = re.findall(r"([a-zäéûç]{3,10})\W{0,3}(\d{1,2})\W{0,3}(\d{4}|\d{2})(?!\d)", text.lower())
    dates = [(d, m, y) for d, m, y in named] + [(d, m, y) for m, d, y in american]
    return any((int(y), MONTHS.get(m, 0), int(d)) in wanted for d, m, y in dates)


def has_amount(text: str, amount: float) -> bool:
    """Whether the amount stands in the text with two decimals, or without them if it has none."""
    cents = round(abs(amount) * 100)
    for match in re.finditer(r"\d(?:[\d.,' ]*\d)?", text):
        whole, decimals = re.fullmatch(r"(.*?)(?:[.,](\d{2}))?", match.group()).groups()  # type: ignore[union-attr]
        if int(re.sub(r"\D", "", whole) or 0) * 100 + int(decimals or 0) == cents:
            return True
    tokens = re.findall(r"(?<!\d)(\d[\d.,']*)[.,](\d{2})(?!\d)", text)
    return any(int(re.sub(r"\D", "", whole)) * 100 + int(decimals) == cents for whole, decimals in tokens)


def has_name(text: str, name: str) -> bool:
    """Whether the name stands in the text, without case, marks and spacing."""
    return normalised_code(name) in normalised_code(text)


def words_read(wanted: Sequence[str], text: str) -> tuple[int, int]:
    """How many of the words of two and more characters stand in the text letter by letter, and of how many."""
    known = set(text.split())
    asked = [word for word in wanted if len(word) >= 2]
    return sum(word in known for word in asked), len(asked)


CHECKS: dict[str, tuple[str, Callable[[str, Any], bool]]] = {
    "date": ("date", has_date),
    "total": ("amount_total", has_amount),
    "name": ("supplier_name", has_name),
    "number": ("invoice_number", has_name),
}
