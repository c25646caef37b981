from functions.ocr.engines.lines import in_reading_order
from shared.domain.document import Box, Word


def word(text: str, left: float, top: float, *, height: float = 0.02) -> Word:
    return Word(text=text, box=Box(left, top, left + 0.08, top + height), confidence=1)


def texts(*words: Word) -> str:
    return " ".join(found.text for found in in_reading_order(words))


def test_lines_come_from_top_to_bottom_and_words_from_left_to_right() -> None:
    assert texts(word("d", 0.5, 0.2), word("b", 0.5, 0.1), word("c", 0.1, 0.2), word("a", 0.1, 0.1)) == "a b c d"


def test_words_of_a_line_may_stand_a_little_higher_or_lower() -> None:
    assert texts(word("a", 0.1, 0.105), word("b", 0.3, 0.1), word("c", 0.5, 0.104)) == "a b c"


def test_large_print_beside_small_is_on_its_line() -> None:
    assert texts(word("Total", 0.1, 0.11), word("99,00", 0.3, 0.1, height=0.04), word("next", 0.1, 0.16)) == (
        "Total 99,00 next"
    )


def test_lines_of_a_page_that_hangs_stay_together() -> None:
    """Each line sinks by nearly a line's height from left to right, so that heights alone would mix them."""
    rows = [
        [word(f"{row}{column}", column / 10, 0.1 + row * 0.03 + column * 0.003) for column in range(9)]
        for row in range(3)
    ]

    assert texts(*rows[2], *rows[0], *rows[1]) == " ".join(found.text for row in rows for found in row)


def test_a_page_without_words_has_no_order() -> None:
    assert in_reading_order(()) == ()


def test_ten_thousand_words_on_one_line_are_no_trouble() -> None:
    words = [word(str(number), number / 20_000, 0.1) for number in range(10_000)]

    assert [found.text for found in in_reading_order(words[::-1])] == [found.text for found in words]
