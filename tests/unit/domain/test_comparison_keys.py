"""Two prints of one seller, number or account have one key; two sellers, numbers or accounts are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.comparison_keys import (
    KEY_LENGTH,
    NumberLikeness,
    account_key,
    name_key,
    number_key,
    number_likeness,
    same_account,
    tax_key,
)

SAME, MISREAD, PART, DIFFERENT = NumberLikeness


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("RE-2026 04518", "RE-2026-04518", SAME),
        ("RE-2026/04518", "re 2026.4518", SAME),
        ("RE202604518", "RE-2026-04518", SAME),
        ("000123", "123", SAME),
        ("A-1O41", "A-1041", MISREAD),
        ("FV/26/0I7", "FV/26/017", MISREAD),
        ("B-8812", "8-8812", MISREAD),
        ("04518", "RE-2026-04518", PART),
        ("1041", "1042", DIFFERENT),
        ("1041", "1047", DIFFERENT),  # one digit for another is another number, however alike the two look
        ("A-IO41", "A-1041", DIFFERENT),  # two characters are no slip of a reader
        ("2026-1-11", "2026-11-1", DIFFERENT),
        ("141", "1041", DIFFERENT),
        ("12", "2026-12", DIFFERENT),  # two digits are inside too many numbers
    ],
)
def test_numbers_are_compared_as_a_person_would(one: str, other: str, expected: NumberLikeness) -> None:
    assert number_likeness(one, other) is expected
    assert number_likeness(other, one) is expected


@given(st.text(max_size=30), st.text(max_size=30))
def test_numbers_that_are_the_same_or_misread_are_found_by_one_key(one: str, other: str) -> None:
    if number_key(one) and number_key(other) and number_likeness(one, other) <= MISREAD:
        assert number_key(one) == number_key(other)


@given(st.text(alphabet="0O1Il5S8B6G2Z-/ A7", min_size=1, max_size=12), st.data())
def test_a_number_in_another_print_is_the_same(number: str, data: st.DataObject) -> None:
    if not number_key(number):
        return
    printed = data.draw(st.sampled_from([number.lower(), number.upper(), f" {number}", number.replace("-", " ")]))
    assert number_likeness(number, printed) is SAME
    assert number_key(number) == number_key(printed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ESA58818501", "a-58818501"),
        ("DE 123 456 789", "DE123456789"),
        ("CHE-123.456.789 MWST", "CHE123456789"),
        ("NO 123 456 785 MVA", "123456785"),
        ("30-12345678-9", "30123456789"),
        ("ESB12345678", "ES812345678"),
    ],
)
def test_prints_of_one_tax_number_have_one_key(one: str, other: str) -> None:
    assert tax_key(one) is not None
    assert tax_key(one) == tax_key(other)


@pytest.mark.parametrize("text", [None, "", "n/a", "ATU", "solid", "00000000", "---"])
def test_what_is_no_tax_number_has_no_key(text: str | None) -> None:
    assert tax_key(text) is None


def test_the_first_number_that_is_one_counts() -> None:
    assert tax_key("n/a", "B-12345678") == tax_key("B12345678")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Imprenta Norte, S.L.", "IMPRENTA NORTE SL"),
        ("Imprenta Norte", "Imprenta N0rte S.L."),
        ("Müller GmbH & Co. KG", "MULLER"),
        ("Łódź Druk Sp. z o.o.", "Lodz Druk"),
    ],
)
def test_prints_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_names_that_differ_have_different_keys() -> None:
    assert name_key("Imprenta Norte S.L.") != name_key("Imprenta Sur S.L.")
    assert name_key("Studio DDD") != name_key("Studio OOO")
    assert name_key("S.A.") is not None  # a name that is a legal form alone is still a name
    assert name_key("日本商事") != name_key("日本商会")
    assert name_key(" - ") is None


@given(st.text(max_size=400))
def test_no_key_is_longer_than_its_column(text: str) -> None:
    for key in (number_key(text), name_key(text), tax_key(text), account_key(text)):
        assert key is None or 0 < len(key) <= KEY_LENGTH


def test_an_account_is_one_in_both_of_its_forms() -> None:
    iban = account_key("ES91 2100 0418 4502 0005 1332") or ""
    assert same_account(iban, account_key("2100 0418 4502 0005 1332") or "")
    assert same_account(account_key("0200051332") or "", iban)
    assert not same_account(iban, account_key("ES79 2100 0813 6101 2345 6789") or "")
    assert not same_account(iban, "1332")
    assert not same_account("100418450200051332", "200051332")  # no IBAN: two account numbers
