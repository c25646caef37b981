import re

import pytest

from functions.extract.local.misreadings import spelled, spelled_place


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("BIk G, JIn 1A, 1st F1r", "Blk G, Jln 1A, 1st Flr"),
        ("PIaza", "Plaza"),
        ("II Porto, IT Shop, III", "II Porto, IT Shop, III"),
    ],
)
def test_a_capital_i_inside_a_word_is_an_l(read: str, right: str) -> None:
    assert spelled(read) == right


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("NO.4, JAIAN SS15/4B", "NO.4, JALAN SS15/4B"),
        ("Ground Floer", "Ground Floor"),
        ("Kuala Lumpur, Malaysla.", "Kuala Lumpur, Malaysia."),
        ("SELANGOR DIARUL EHSAN", "SELANGOR DARUL EHSAN"),
        ("81200 Johor Bahtu,Johor", "81200 Johor Bahru,Johor"),
        ("Johor Baru", "Johor Baru"),  # another spelling, no misreading
        ("12 Long Road, Springfield, IL 62704", "12 Long Road, Springfield, IL 62704"),
        ("Av. Corrientes 2835, Argentina", "Av. Corrientes 2835, Argentina"),
    ],
)
def test_known_words_of_places_are_put_right(read: str, right: str) -> None:
    assert spelled_place(read, frozenset(re.findall(r"\w+", read))) == right
