"""Texts are compared by their normal forms, and a normal form is its own normal form."""

import sys
from collections.abc import Callable
from functools import cache
from unicodedata import category, decomposition

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.upload.filenames import clean_filename
from shared.domain.normalising import caseless, compact, confuse, fold, normalised_code

NORMALISERS = (fold, normalised_code, caseless, compact, confuse, clean_filename)


@given(st.sampled_from(NORMALISERS), st.text())
@example(normalised_code, "𝔸")
@example(caseless, "ᄀ-ᅡ")  # two parts of a syllable that compose once nothing stands between them
@example(clean_filename, ". .a")
@example(clean_filename, "a\u200b\u0301")
@example(clean_filename, "x" * 254 + " x")
def test_every_normaliser_is_idempotent(normalise: Callable[[str], str], text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize("normalise", NORMALISERS)
def test_the_normal_form_of_every_character_is_its_own(normalise: Callable[[str], str]) -> None:
    assert [one for one in _assigned() if normalise(normalise(one)) != normalise(one)] == []


@cache
def _assigned() -> list[str]:
    """Every character that Unicode has given a meaning, but for the ideographs of its later planes, which have no case
    and no other form."""
    unassigned = {"Cn", "Co", "Cs"}
    named = [one for one in map(chr, range(sys.maxunicode + 1)) if category(one) not in unassigned]
    return [one for one in named if ord(one) < 0x20000 or decomposition(one)]


@given(st.text())
def test_letters_and_digits_are_left(text: str) -> None:
    for normalise in (fold, normalised_code, caseless, compact):
        assert all(character.isalnum() for character in normalise(text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller & Cía., S.L.", "mullerciasl"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("Nº 0001-2", "no00012"),
        ("№ 7", "no7"),
        ("ﬁrma", "firma"),
        ("…", ""),
    ],
)
def test_a_name_is_folded_to_plain_letters_and_digits(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("code", "normal"), [("O.P. 443-485", "op443485"), ("É/7 ø", "e7ø"), ("№ 1", "no1"), ("𝔸", "a"), ("--", "")]
)
def test_a_code_is_compared_without_case_accents_and_punctuation(code: str, normal: str) -> None:
    assert normalised_code(code) == normal


@pytest.mark.parametrize(
    ("identifier", "compacted"), [("de 12.34", "DE1234"), ("gomñ-800101", "GOMÑ800101"), ("ＥＳ１２", "ES12")]
)
def test_an_identifier_is_compacted_to_capitals_and_digits(identifier: str, compacted: str) -> None:
    assert compact(identifier) == compacted


def test_caseless_text_keeps_its_accents() -> None:
    assert caseless("Mu\u0308ller & CÍA.") == "müllercía"
