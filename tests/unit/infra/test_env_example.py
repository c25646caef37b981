"""`.env.example` tells of every setting, with the default that the code has."""

import io
import re
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from shared.settings import Settings

EXAMPLE = (Path(__file__).resolve().parents[3] / ".env.example").read_text()
# With every line in force.
VALUES = dotenv_values(stream=io.StringIO(re.sub(r"^#(?=[A-Z_]+=)", "", EXAMPLE, flags=re.MULTILINE)))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_there(name: str) -> None:
    assert name.upper() in VALUES


@pytest.mark.parametrize("name", Settings.model_fields)
def test_default_is_the_code_s(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in Settings.model_fields:
        monkeypatch.delenv(other.upper(), raising=False)
    default = getattr(Settings(), name)
    monkeypatch.setenv(name.upper(), VALUES[name.upper()] or "")
    assert plain(getattr(Settings(), name)) == plain(default)


def test_without_repair_it_is_not_a_number() -> None:
    assert not [name for name, value in dotenv_values(stream=io.StringIO(EXAMPLE)).items() if value]


def plain(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
