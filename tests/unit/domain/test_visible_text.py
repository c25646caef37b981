"""Texts of other people without what nobody sees."""

import pytest

from shared.domain.visible_text import visible, visible_line


@pytest.mark.parametrize("unseen", ["\x00", "\n", "\x7f", "\u202e", "\u200b", "\ud800", "\ue000", "\u2028", "\u2029"])
def test_what_nobody_sees_is_left_out(unseen: str) -> None:
    assert visible(f"in{unseen}voice 7") == "invoice 7"


def test_a_text_becomes_one_line_of_words() -> None:
    assert visible_line(" Factura\r\n\taño\u2028\u202e 7 ") == "Factura año 7"
