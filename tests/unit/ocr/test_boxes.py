"""Boxes: wherever a reader finds a word, its box lies on the page, and turning the page turns it along."""

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.ocr.engines.quads import RecognisedLine, line_words
from functions.ocr.engines.tesseract import words_of
from functions.ocr.text_layer import parse_bbox_layout, turned
from shared.domain.document import Box

ROTATIONS = (0, 90, 180, 270)

shares = st.floats(0, 1)
boxes = st.builds(
    lambda x, y: Box(min(x), min(y), max(x), max(y)), st.tuples(shares, shares), st.tuples(shares, shares)
)


def lies_on_the_page(box: Box) -> bool:
    return 0 <= box.x0 <= box.x1 <= 1 and 0 <= box.y0 <= box.y1 <= 1


def same(one: Box, other: Box) -> bool:
    return one == pytest.approx(other, abs=1e-12)


# Turning


@given(box=boxes, rotation=st.sampled_from(ROTATIONS))
def test_a_turned_box_is_on_the_turned_page_with_the_same_area(box: Box, rotation: int) -> None:
    after = turned(box, rotation)
    assert lies_on_the_page(after)
    sides, turned_sides = (box.x1 - box.x0, box.y1 - box.y0), (after.x1 - after.x0, after.y1 - after.y0)
    assert turned_sides == pytest.approx(sides[::-1] if rotation % 180 else sides, abs=1e-12)


@given(box=boxes, one=st.sampled_from(ROTATIONS), other=st.sampled_from(ROTATIONS))
def test_turning_twice_is_turning_by_both(box: Box, one: int, other: int) -> None:
    assert same(turned(turned(box, one), other), turned(box, (one + other) % 360))


def test_a_quarter_clockwise_takes_the_upper_left_to_the_upper_right() -> None:
    assert same(turned(Box(0.0, 0.0, 0.1, 0.2), 90), Box(0.8, 0.0, 1.0, 0.1))


# What the readers give

coordinates = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-100, 900)
sizes = st.floats(1, 20_000)


@given(edges=st.lists(coordinates, min_size=4, max_size=4), width=sizes, height=sizes)
def test_a_word_of_the_text_layer_is_on_its_page_or_left_out(edges: list[float], width: float, height: float) -> None:
    x0, y0, x1, y1 = edges
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><doc><page><flow><block><line>'
        f'<word xMin="{x0}" yMin="{y0}" xMax="{x1}" yMax="{y1}">Word</word>'
        "</line></block></flow></page></doc></body></html>"
    )
    (page,) = parse_bbox_layout(xhtml.encode(), [(width, height)])
    assert all(lies_on_the_page(word.box) for word in page.words)
    if not any(map(math.isnan, edges)) and 0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height:
        (word,) = page.words
        assert same(word.box, Box(x0 / width, y0 / height, x1 / width, y1 / height))


pixels = st.integers(-50, 3000)


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "level": st.integers(1, 5),
                "text": st.text(max_size=5),
                "conf": st.floats(-1, 100),
                "left": st.integers(0, 2000),
                "top": st.integers(0, 2000),
                "width": st.integers(-5, 500),
                "height": st.integers(-5, 500),
            }
        ),
        max_size=5,
    )
)
def test_a_word_of_tesseract_is_on_its_page(rows: list[dict[str, Any]]) -> None:
    found = {name: [row[name] for row in rows] for name in (rows[0] if rows else ())}
    for word in words_of(found, 2000, 2000):
        assert lies_on_the_page(word.box)
        assert 0 <= word.confidence <= 1
        assert word.text == word.text.strip() != ""


@example(corners=[(-9, -9), (-1, -9), (-1, -1), (-9, -1)], text="left of the page", confidence=1.0)
@given(
    corners=st.lists(st.tuples(pixels, pixels), min_size=4, max_size=4),
    text=st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12),
    confidence=st.floats(-0.5, 1.5),
)
def test_a_word_of_a_recognised_line_is_on_its_page(
    corners: list[tuple[int, int]], text: str, confidence: float
) -> None:
    columns = [2 * number for number in range(len(text))]
    line = RecognisedLine(
        quad=corners, text=text, columns=columns, column_count=2 * len(text), confidences=[confidence] * len(text)
    )
    for word in line_words(line, 2000, 2500):
        assert lies_on_the_page(word.box), word.box
        assert 0 <= word.confidence <= 1
