"""File names are data."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.upload.filenames import clean_filename


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("Rechnung März 2024 – nº 12 (1).pdf", "Rechnung März 2024 – nº 12 (1).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\scan.tiff", "scan.tiff"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\x00\x01", "document"),
        ("..", "document"),
        (". .hidden", "hidden"),
        ("a\u200b\u0301.pdf", "á.pdf"),
        ("", "document"),
        (None, "document"),
    ],
)
def test_a_name_is_one_visible_line(given_name: str | None, shown: str) -> None:
    assert clean_filename(given_name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_filename("x" * 400 + ".pdf")
    assert len(name) == 255
    assert name.endswith(".pdf")


@given(st.text())
def test_no_name_can_break_a_line_or_a_path(given_name: str) -> None:
    name = clean_filename(given_name)
    assert 0 < len(name) <= 255
    assert name.splitlines() == [name]
    assert not any(category(character) in {"Cc", "Cf"} for character in name)
    assert "/" not in name
    assert "\\" not in name
