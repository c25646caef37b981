from typing import Any

from functions.api.row_facts import worst_finding


def _finding(code: str, level: str) -> dict[str, Any]:
    return {"code": code, "level": level}


def test_an_error_comes_before_a_warning_and_a_warning_before_a_note() -> None:
    note, warning, error = _finding("BR-07", "info"), _finding("low-confidence", "warning"), _finding("BR-14", "error")
    assert worst_finding([note, warning, error]) == error
    assert worst_finding([note, warning]) == warning
    assert worst_finding([]) is None


def test_of_equal_ones_first_the_one_about_whom_is_paid() -> None:
    rounding, account = _finding("BR-CO-17", "warning"), _finding("account-changed", "warning")
    assert worst_finding([rounding, account]) == account
    assert worst_finding([rounding, _finding("BR-07", "warning")]) == rounding


def test_a_changed_account_does_not_hide_an_error() -> None:
    wrong = _finding("BR-CO-15", "error")
    assert worst_finding([_finding("account-changed", "warning"), wrong]) == wrong
