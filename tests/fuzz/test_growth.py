"""Extraction and reading cost no more than in proportion to the words: counted in calls, so that no other program
disturbs it. `make fuzz TARGET=growth` does it for every kind of document, in processor time as well."""

from time import process_time

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.lexicon.kinds import Column
from functions.extract.local.mentions.amounts import Amount, find_amounts
from functions.extract.local.mentions.name_text import clean_name
from functions.extract.local.tables.arithmetic import after_discounts
from shared.domain.document import DocumentText
from tests.fuzz.growing import page
from tests.fuzz.growth import WORKS, calls_of, extract_all

TWICE = 2.4
"""Calls for twice the words, relative to those for once; the square would be 4."""

SIZES = {
    "marks": 1500,
    "tall marks": 600,
    "labels": 1000,
    "labels in one line": 500,
    "rows with labels": 300,
    "amounts in one line": 500,
    "dates in one line": 400,
    "identifiers": 300,
    "parties": 400,
    "taxes": 300,
    "words at one place": 500,
    "pages of a telephone bill": 3,
    "pages of one line": 40,
    "XML": 100,
    "layer: hidden words": 2000,
    "layer: words in pairs": 2000,
    "layer: lost letters": 2000,
    "layer: letter-spaced lines": 4000,
    "layer: contradicted values": 1000,
}


@pytest.mark.parametrize("kind", SIZES)
def test_twice_the_words_cost_about_twice_the_work(kind: str) -> None:
    make, size = WORKS[kind][0], SIZES[kind]
    make(20 if size > 20 else 1)()  # what is read once a process

    once, twice = calls_of(make(size)), calls_of(make(2 * size))

    assert twice <= TWICE * once


@pytest.mark.parametrize("character", ["9", "x", ".", ",", "<", "-"])
def test_a_line_of_thirty_thousand_characters_is_read_like_lines_of_nine_hundred(character: str) -> None:
    """Processor time, since patterns search without a call."""
    words = [character * 900] * 33

    long, usual = seconds_of(page(" ".join(words))), seconds_of(page("\n".join(words)))

    assert long <= 6 * usual + 2


def test_a_name_with_four_times_the_tax_numbers_costs_about_four_times_the_work() -> None:
    """Processor time: any of the numbers could be the last one, behind which the name ends."""
    few, many = ("Alpha " + "NIF 1 " * count + ";" for count in (2000, 8000))

    assert seconds_of_name(many) <= 6 * seconds_of_name(few) + 0.5


def seconds_of_name(text: str) -> float:
    started = process_time()
    clean_name(text)
    return process_time() - started


def seconds_of(document: DocumentText) -> float:
    started = process_time()
    extract_all(document)
    return process_time() - started


def test_twice_the_lines_after_discounts_cost_about_twice_the_work() -> None:
    rows = [f"{number + 20}.00   20.00   {number}.00" for number in range(1, 801)]
    found = find_amounts(read_layout(page("\n".join(rows))))
    columns = (Column.AMOUNT, Column.DISCOUNT, Column.OTHER)
    lines: list[dict[Column, Amount]] = [
        dict(zip(columns, found[start : start + 3], strict=True)) for start in range(0, len(found), 3)
    ]
    assert after_discounts(lines)[-1][Column.AMOUNT].value == 800

    def of_half() -> None:
        after_discounts(lines[:400])

    def of_all() -> None:
        after_discounts(lines)

    assert calls_of(of_all) <= TWICE * calls_of(of_half)
