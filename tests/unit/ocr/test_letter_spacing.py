import pytest

from functions.ocr.letter_spacing import is_spaced, joined
from shared.domain.document import Box, Word

WIDTH, HEIGHT = 600.0, 800.0


def line(text: str, *, top: float = 100, letter: float = 6, gap: float = 4, size: float = 10) -> list[Word]:
    """The pieces of the text, `gap` points apart; `|` is the wider gap between words, `||` the next cell."""
    words, x = [], 50.0
    for cell in text.split("||"):
        for stretch in cell.split("|"):
            for piece in stretch.split():
                right = x + letter * len(piece)
                box = Box(x / WIDTH, top / HEIGHT, right / WIDTH, (top + size) / HEIGHT)
                words.append(Word(text=piece, box=box, confidence=1))
                x = right + gap
            x += gap + 1
        x += 60
    return words


def texts(words: list[Word]) -> list[str]:
    return [word.text for word in joined(words, WIDTH, HEIGHT)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("I N V O I C E", ["INVOICE"]),
        ("S ub t o t al || £1,000.00", ["Subtotal", "£1,000.00"]),
        ("T A S C A | M A R I N A", ["TASCA", "MARINA"]),
        ("1 . 2 0 0 , 0 0", ["1.200,00"]),
        ("R e c h n u n g || 4 7 1 1", ["Rechnung", "4711"]),
        ("Σ ύ ν ο λ ο", ["Σ", "ύ", "ν", "ο", "λ", "ο"]),
    ],
    ids=["title", "pairs that stay together", "two words", "amount", "digits beside letters", "no vowel that is known"],
)
def test_letters_printed_apart_are_one_word(printed: str, expected: list[str]) -> None:
    assert texts(line(printed)) == expected


@pytest.mark.parametrize(
    "printed",
    ["1 2 3 4 5", "M T W T F S S", "S. A. de C. V.", "a || b || c || d || e", "We pay 2 x 3 m", "x y z"],
    ids=["columns", "weekdays", "legal form", "cells", "sentence", "axes"],
)
def test_what_is_no_spaced_print_stays_as_it_is(printed: str) -> None:
    assert texts(line(printed)) == printed.replace("||", " ").split()


def test_what_is_spaced_like_a_word_of_the_page_is_joined_too() -> None:
    assert texts([*line("T O T A L"), *line("V A T", top=120), *line("2 0 %", top=140)]) == ["TOTAL", "VAT", "20%"]


def test_letters_apart_as_wide_as_usual_words_are_joined_by_their_own_gap() -> None:
    assert texts(line("I N V O I C E | N O", gap=9, size=16)) == ["INVOICE", "NO"]


def test_the_box_of_the_joined_word_is_around_its_letters() -> None:
    letters = line("T O T A L")

    (word,) = joined(letters, WIDTH, HEIGHT)

    assert word.box == Box(letters[0].box.x0, letters[0].box.y0, letters[-1].box.x1, letters[-1].box.y1)


def test_a_page_of_single_letters_is_noticed() -> None:
    assert is_spaced(line("T o t a l s a l e s of"))
    assert not is_spaced(line("Total sales of a year"))
    assert not is_spaced(line("合 计 金 额 元"))
