"""Where a page prints what a person typed."""

import sys

import pytest

from functions.api.typed_places import place_of
from shared.domain.document import Box, Page, Source, Word


def page(*lines: str, number: int = 1, indent: float = 0.1) -> Page:
    """Lines of words, one under the other; two blanks begin a second column."""
    words = []
    for row, line in enumerate(lines):
        for column, cell in enumerate(line.split("  ")):
            x = indent + 0.5 * column
            for text in cell.split():
                words.append(
                    Word(
                        text=text, box=Box(x, 0.1 + 0.02 * row, x + 0.01 * len(text), 0.115 + 0.02 * row), confidence=1
                    )
                )
                x += 0.01 * len(text) + 0.005
    return Page(number=number, width=595, height=842, source=Source.TEXT_LAYER, words=tuple(words))


LETTER = page(
    "Schöpfsoft e.U.  Rechnung 2025/0071",
    "Weg 1a  Datum 09.03.2025",
    "24103 Kiel  Kunde 4711",
    "Netto 53 317,85",
    "Steuer 5.331,79",
    "Summe 58.649,64",
)


@pytest.mark.parametrize(
    ("pointer", "value", "text"),
    [
        ("/seller/name", "Schöpfsoft e. U.", "Schöpfsoft e.U."),
        ("/seller/address", "Weg 1a, 24103 Kiel", "Weg 1a 24103 Kiel"),
        ("/invoice_number", "2025/0071", "2025/0071"),
        ("/issue_date", "2025-03-09", "09.03.2025"),
        ("/net_amount", "53317.85", "53 317,85"),
        ("/tax_amount", "5331.79", "5.331,79"),
    ],
)
def test_a_typed_value_is_found_as_it_is_printed(pointer: str, value: str, text: str) -> None:
    found = place_of(pointer, value, [LETTER])

    assert found is not None
    assert (found.page, found.text) == (1, text)


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/seller/name", "Schöpfsoft GmbH"),
        ("/seller/name", "e"),
        ("/issue_date", "2025-03-10"),
        ("/tax_amount", "5331.78"),
        ("/tax_amount", "533179.00"),
        ("/invoice_number", "0071"),
    ],
)
def test_what_is_not_printed_has_no_place(pointer: str, value: str) -> None:
    assert place_of(pointer, value, [LETTER]) is None


def test_of_two_places_only_what_is_printed_alike_everywhere_has_one() -> None:
    pages = [page("Alpha GmbH  100,00"), page("Alpha GmbH  100,00", number=2)]

    assert place_of("/total_amount", "100.00", pages) is None
    name = place_of("/seller/name", "Alpha GmbH", pages)
    assert name is not None
    assert name.page == 1


def test_the_box_holds_all_its_words() -> None:
    found = place_of("/seller/address", "Weg 1a, 24103 Kiel", [LETTER])

    assert found is not None
    assert found.box == pytest.approx((0.1, 0.12, 0.195, 0.155))


def test_a_long_page_of_nothing_but_beginnings_costs_little_more_than_a_short_one() -> None:
    def calls(lines: int) -> int:
        counted = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        words = page(*["a b a b a b a b"] * lines)
        sys.setprofile(count)
        try:
            place_of("/seller/name", "ab" * 140 + "c", [words])
        finally:
            sys.setprofile(None)
        return counted

    assert calls(2000) < 2.5 * calls(1000)
