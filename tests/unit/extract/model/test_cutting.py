"""No line of a document is lost or sent twice, however long it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.extract.model.cutting import HEAD_CHARS, cut, halves, head

pages = st.lists(st.text(alphabet="ab \n", max_size=120), max_size=12)


@given(pages, st.integers(1, 60))
def test_every_character_is_in_one_part_in_order(texts: list[str], limit: int) -> None:
    parts = cut(texts, limit)
    assert "".join(parts).replace("\n", "") == "".join(texts).replace("\n", "")
    assert all(len(part) <= limit for part in parts)


@pytest.mark.parametrize(
    ("texts", "limit", "parts"),
    [
        ([], 10, [""]),
        (["one"], 10, ["one"]),
        (["one", "two"], 10, ["one\ntwo"]),
        (["one", "two"], 6, ["one", "two"]),
        (["a long\npage of\nlines"], 14, ["a long\npage of", "lines"]),
        (["unbroken"], 3, ["unb", "rok", "en"]),
    ],
)
def test_parts_are_whole_pages_if_they_can_be(texts: list[str], limit: int, parts: list[str]) -> None:
    assert cut(texts, limit) == parts


@given(st.text(alphabet="ab\n", max_size=200))
def test_halves_make_the_whole(text: str) -> None:
    both = halves(text)
    if both is not None:
        assert "\n".join(both) == text
        assert all(both) or "\n\n" in text or text.startswith("\n")


def test_one_line_has_no_halves() -> None:
    assert halves("one line") is None
    assert halves("one line\n") is None


def test_the_head_is_the_beginning_in_whole_lines() -> None:
    assert head("short") == "short"
    text = "\n".join(["x" * 70] * 100)
    assert text.startswith(head(text))
    assert HEAD_CHARS - 71 <= len(head(text)) <= HEAD_CHARS
    assert head(text).endswith("x" * 70)
