"""Legal forms by which a name is recognised, however they are printed."""

import pytest

from functions.extract.local.mentions.names import legal_forms


@pytest.mark.parametrize(
    "form", ["S.p.A.", "S.p.A", "S.R.L", "B.V", "s.r.o", "e.U.", "PartG mbB", "Sp.k.", "S.à r.l.", "ТОВ"]
)
def test_is_found_with_and_without_its_last_point(form: str) -> None:
    assert [found.group() for found in legal_forms(f"Nordwind Alfa {form}")] == [form]


@pytest.mark.parametrize("name", ["Bar Central", "Calle Mayor 12 s", "Casa N", "Musgrave sp"])
def test_a_word_or_a_letter_alone_is_none(name: str) -> None:
    assert legal_forms(name) == []
