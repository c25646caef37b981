"""Names of months, runs of characters and characters that look alike."""

from typing import Literal

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from functions.extract.grounding.notation import names_month, runs
from shared.domain.normalising import confuse, fold

LANGUAGES = ["en", "es", "de", "fr", "it", "pt", "nl"]


@given(st.text())
def test_any_text_can_be_cut_into_runs(text: str) -> None:
    assert all(runs(text))


def test_characters_that_look_alike_are_confused() -> None:
    assert confuse(fold("INV-O0l5")) == confuse(fold("1NV-00I5"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", ["wide", "abbreviated"])
def test_months_are_known_by_the_names_of_each_language(language: str, width: Literal["wide", "abbreviated"]) -> None:
    for month, name in get_month_names(width, locale=language).items():
        assert names_month(fold(name), month), name


def test_a_word_is_no_month() -> None:
    assert not any(names_month("total", month) for month in range(1, 13))
    assert not names_month("ma", 3)
