"""Legal forms by which a name is recognised, however they are printed."""

import pytest

from functions.extract.local.mentions.name_text import clean_name, is_name, legal_forms


@pytest.mark.parametrize(
    "form", ["S.p.A.", "S.p.A", "S.R.L", "B.V", "s.r.o", "e.U.", "PartG mbB", "Sp.k.", "Sp. Jawna", "S.à r.l.", "ТОВ"]
)
def test_is_found_with_and_without_its_last_point(form: str) -> None:
    assert [found.group() for found in legal_forms(f"Nordwind Alfa {form}")] == [form]


@pytest.mark.parametrize("name", ["Bar Central", "Calle Mayor 12 s", "Casa N", "Musgrave sp"])
def test_a_word_or_a_letter_alone_is_none(name: str) -> None:
    assert legal_forms(name) == []


def test_a_form_alone_is_no_name() -> None:
    assert [text for text in ("SARL", "S.A.S.", "Ab Company", "SARL Alfa") if is_name(text)] == [
        "Ab Company",
        "SARL Alfa",
    ]


def test_a_name_ends_before_the_capital_of_the_company() -> None:
    assert clean_name("MENUISERIE ALFA EURL au capital de 7 500 €") == "MENUISERIE ALFA EURL"
    assert clean_name("Au capital de la forêt") == "Au capital de la forêt"
