"""Arabic and Hebrew words in the order in which they are read."""

import pytest

from shared.domain.writing_direction import as_read, in_reading_order, mostly_from_right, reads_only_from_right


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("ةروتاف", "فاتورة"),
        ("תינובשח", "חשבונית"),
        ("قاقحتسلاا", "الاستحقاق"),  # the ligature of lam and alef keeps its order
        ("تاراملإا", "الإمارات"),
        (":خيراتلا", "التاريخ:"),
        ("(" + "ةبيرض" + ")", "(" + "ضريبة" + ")"),
        ("2026/17-ف", "ف-2026/17"),
        ("٣١٠١٢", "٣١٠١٢"),
        ("Faktura", "Faktura"),
        ("15%", "15%"),
    ],
)
def test_a_word_is_read_in_the_order_of_its_script(seen: str, read: str) -> None:
    assert as_read(seen) == read


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("VAT 5% / المضافة القيمة ضريبة", "VAT 5% / ضريبة القيمة المضافة"),
        ("15% المضافة القيمة ضريبة", "ضريبة القيمة المضافة 15%"),
        ("Total الإجمالي", "Total الإجمالي"),
        ("Tax Invoice", "Tax Invoice"),
    ],
)
def test_the_words_of_a_line_are_read_in_the_order_of_their_scripts(seen: str, read: str) -> None:
    words = seen.split()

    assert in_reading_order(words, words) == tuple(read.split())


def test_only_a_text_without_other_letters_is_read_from_the_right_alone() -> None:
    assert reads_only_from_right("رقم 15:")
    assert not reads_only_from_right("Date / التاريخ")
    assert not reads_only_from_right("2026")


def test_on_a_page_read_from_the_right_only_latin_words_keep_their_order() -> None:
    words = ["درهم", "Al", "Noor", "9,135.00", "الفاتورة", "رقم"]

    assert in_reading_order(words, words, from_right=True) == ("رقم", "الفاتورة", "9,135.00", "Al", "Noor", "درهم")


def test_a_page_is_read_from_the_right_where_most_of_its_words_are() -> None:
    assert mostly_from_right(["رقم", "الفاتورة", "DS", "9917"])
    assert not mostly_from_right(["Invoice", "no.", "فاتورة", "9917"])
