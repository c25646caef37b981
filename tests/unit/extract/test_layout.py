"""Rows, segments and columns from words placed by hand."""

import math

from functions.extract.layout import read_layout
from functions.extract.layout_text import page_text
from shared.domain.document import Box, DocumentText, Page, Source, Word

WIDTH, HEIGHT = 600.0, 800.0


def a_word(text: str, x: float, y: float, *, size: float = 10, slope: float = 0.0) -> Word:
    """At x, y points from the top left, 0.6 of its size a character wide; `slope` skews the page."""
    y += slope * x
    box = Box(x / WIDTH, y / HEIGHT, (x + 0.6 * size * len(text)) / WIDTH, (y + size) / HEIGHT)
    return Word(text=text, box=box, confidence=1.0)


def a_document(*pages: list[Word]) -> DocumentText:
    return DocumentText(
        pages=tuple(
            Page(number=number, width=WIDTH, height=HEIGHT, source=Source.TEXT_LAYER, words=tuple(words))
            for number, words in enumerate(pages, 1)
        )
    )


def row_texts(*words: Word) -> list[str]:
    return [row.text for row in read_layout(a_document(list(words))).rows]


def test_words_close_together_are_one_segment_and_a_wide_gap_splits() -> None:
    layout = read_layout(a_document([a_word("Total", 10, 10), a_word("due", 44, 10), a_word("9.00", 200, 10)]))

    assert [segment.text for segment in layout.segments] == ["Total due", "9.00"]


def test_rows_are_ordered_from_top_to_bottom_for_any_order_of_the_words() -> None:
    assert row_texts(a_word("under", 10, 40), a_word("right", 200, 10), a_word("left", 10, 10)) == [
        "left  right",
        "under",
    ]


def test_a_skewed_page_keeps_its_rows() -> None:
    words = [
        a_word(f"{column}{row}", 20 + 90 * column, 20 + 14 * row, slope=0.05) for row in range(8) for column in range(6)
    ]
    words += [a_word("x", 35 + 90 * column, 20 + 14 * row, slope=0.05) for row in range(8) for column in range(6)]

    rows = read_layout(a_document(words)).rows

    assert [len(row.words) for row in rows] == [12] * 8


def test_a_bent_line_stays_one_row() -> None:
    words = [a_word("abc", 10 + 22 * i, 100 + 9 * math.sin(i / 8)) for i in range(25)]

    assert len(row_texts(*words)) == 1


def test_small_print_beside_a_tall_heading_keeps_its_two_rows() -> None:
    texts = row_texts(a_word("INVOICE", 10, 10, size=24), a_word("Date", 300, 10), a_word("Number", 300, 23))

    assert len(texts) == 2


def test_a_printed_table_line_splits_cells_and_is_no_text() -> None:
    layout = read_layout(a_document([a_word("10", 10, 10), a_word("|", 23, 10), a_word("20", 30, 10)]))

    assert [segment.text for segment in layout.segments] == ["10", "20"]


def test_below_above_and_beside() -> None:
    page = read_layout(
        a_document([a_word("Date", 10, 10), a_word("Number", 100, 10), a_word("2026", 10, 24), a_word("77", 100, 24)])
    ).pages[0]
    date, number = page.rows[0].segments

    assert [s.text for s in page.below(date)] == ["2026"]
    assert [s.text for s in page.right_of(date)] == ["Number"]
    assert [s.text for s in page.left_of(number)] == ["Date"]
    assert [s.text for s in page.above(page.rows[1].segments[1])] == ["Number"]


def test_blocks_keep_two_addresses_beside_each_other_apart() -> None:
    left, right = ["Acme", "Road 1", "Town"], ["Buyer", "Street 2", "City"]
    words = [a_word(text, 10, 10 + 13 * i) for i, text in enumerate(left)]
    words += [a_word(text, 300, 10 + 13 * i) for i, text in enumerate(right)]

    blocks = read_layout(a_document([*words, a_word("far", 10, 300)])).pages[0].blocks

    assert [block.text for block in blocks] == ["Acme\nRoad 1\nTown", "Buyer\nStreet 2\nCity", "far"]


def test_the_text_of_a_page_keeps_its_columns() -> None:
    words = [a_word("Item", 10, 10), a_word("Price", 200, 10), a_word("Pen", 10, 24), a_word("1.50", 200, 24)]

    heading, line = page_text(read_layout(a_document(words)).pages[0]).split("\n")

    assert heading.index("Price") == line.index("1.50") > 10


def test_an_empty_page_has_no_text() -> None:
    assert page_text(read_layout(a_document([])).pages[0]) == ""
