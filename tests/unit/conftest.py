"""A unit test starts no program, and so no server: what needs one stands in `tests/programs` or `tests/integration`."""

import subprocess
from typing import NoReturn

import pytest


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting a program fails the test."""

    def refuse(self: object, *given: object, **named: object) -> NoReturn:
        pytest.fail(f"a unit test starts a program: {given or named}")

    monkeypatch.setattr(subprocess.Popen, "__init__", refuse)
