"""The ways in which one value is printed: months by their names, runs of letters and of digits."""

import re

from shared.domain.normalising import fold


def runs(text: str) -> tuple[str, ...]:
    """Runs of letters and of digits, folded: "Nº12-Nov/2026" -> ("no", "12", "nov", "2026")."""
    return tuple(fold(run) for run in re.findall(r"\d+|[^\W\d_]+", text))


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
