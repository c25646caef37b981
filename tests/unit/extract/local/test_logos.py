import pytest

from functions.extract.layout import Layout, read_layout
from functions.extract.local.fields.parties.parties import find_parties
from functions.extract.local.mentions.logos import logo_words, without_logos
from shared.domain.document import Box, DocumentText, Page, Source, Word
from tests.support.documents import printed


def names(text: str) -> tuple[str | None, str | None]:
    seller = find_parties(read_layout(printed(text))).seller
    return (seller.name.value if seller.name else None, seller.address.value if seller.address else None)


BESIDE = """
   PC                              Plomberie Castelnau
                                   26 avenue de Lodève
                                   34070 Montpellier

   Facture 17                                                   917,35 €
"""
BELOW = """
              Osteria del Porto S.r.l.
    OP        +39 041 555 0173

    Fattura   312
"""
OVER = """
    BF
    Beta Fabrik GmbH
    Gewerbering 8
    12345 Berlin

    Rechnung   312
"""


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        (BESIDE, "Plomberie Castelnau", "26 avenue de Lodève, 34070 Montpellier"),
        (BELOW, "Osteria del Porto S.r.l.", None),
        (OVER, "Beta Fabrik GmbH", "Gewerbering 8, 12345 Berlin"),
    ],
)
def test_initials_near_a_name_are_its_logo(text: str, name: str, address: str | None) -> None:
    assert names(text) == (name, address)


def test_capitals_that_are_not_initials_may_be_the_name() -> None:
    assert names("ABX\n12 Main Street\nSpringfield, IL 62704\nTea   2.00")[0] == "ABX"


def large_mark(name: str) -> Layout:
    """A letter four lines high beside a name, with lines of usual height under them."""
    placed = [("Q", Box(0.1, 0.05, 0.14, 0.09)), (name, Box(0.4, 0.06, 0.7, 0.07))]
    placed.extend((f"line{row}", Box(0.1, 0.2 + row / 50, 0.3, 0.21 + row / 50)) for row in range(10))
    words = tuple(Word(text=text, box=box, confidence=0.9) for text, box in placed)
    return read_layout(
        DocumentText(pages=(Page(number=1, width=595, height=842, source=Source.TESSERACT, words=words),))
    )


def test_a_letter_much_larger_than_the_name_beside_it_is_a_logo() -> None:
    [row, *_] = without_logos(large_mark("Alpha GmbH")).rows

    assert row.text == "Alpha GmbH"


def test_a_large_letter_without_a_name_near_it_stays() -> None:
    assert logo_words(large_mark("Seite").pages[0]) == frozenset()
