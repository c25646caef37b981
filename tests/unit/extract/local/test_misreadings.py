import re

import pytest

from functions.extract.local.mentions.misreadings import doubtful_words, spelled, spelled_name, spelled_place
from shared.domain.document import Box, Word


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
        ("Grounid Fleor", "Ground Floor"),
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


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("TANAN BERKELEY", "TAMAN BERKELEY"),
        ("Bandar Maukota Cheras", "Bandar Mahkota Cheras"),
        ("Genting Highlande", "Genting Highlands"),
        ("SETIA ALAN", "SETIA ALAM"),
        ("KEDAH DARUL AMAN", "KEDAH DARUL AMAN"),  # one letter from Darul Iman, another region
        ("NO 1 LEBOH AMPANG", "NO 1 LEBOH AMPANG"),  # an older spelling
        ("JALAN KERIS, TAMAN KIRI", "JALAN KERIS, TAMAN KIRI"),  # unknown words
    ],
)
def test_doubtful_words_of_malay_addresses_are_put_right(read: str, right: str) -> None:
    assert spelled_place(read, frozenset(re.findall(r"\w+", read)), malay=True) == right


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("OLIVE PHARHACY", "OLIVE PHARMACY"),
        ("SENG HARUWARL", "SENG HARDWARE"),
        ("SENG DARUWARL", "SENG DARUWARL"),  # three letters
        ("Maju Resounces", "Maju Resources"),
        ("STAR CASHY CARRY", "STAR CASH & CARRY"),
        ("Mega Resource", "Mega Resource"),  # no misread plural
        ("Kobe Stationary", "Kobe Stationary"),  # often spelled so
    ],
)
def test_doubtful_words_of_names_are_put_right(read: str, right: str) -> None:
    assert spelled_name(read, frozenset(re.findall(r"\w+", read))) == right


def test_words_read_with_confidence_are_not_corrected() -> None:
    box = Box(0.1, 0.1, 0.2, 0.12)
    words = [Word(text="TANAN", box=box, confidence=0.999), Word(text="MAUKOTA,", box=box, confidence=0.91)]

    assert spelled_place("TANAN MAUKOTA,", doubtful_words(words), malay=True) == "TANAN MAHKOTA,"
