"""Dates of which OCR lost or misread a mark, on the next receipt of a seller whose dates are known, and on one without a date."""

import pytest

from functions.extract.local.mentions.dates import find_dates
from functions.extract.local.mentions.misread_dates import misread_dates
from shared.domain.document import Source
from tests.support.documents import layout_of


def dates(text: str, *shapes: str, source: Source = Source.TESSERACT) -> list[str]:
    layout = layout_of(text, source=source)
    return [one.value.isoformat() for one in misread_dates(layout, shapes, find_dates(layout))]


@pytest.mark.parametrize(
    ("text", "shape", "day"),
    [
        ("2703/2018 No. CS-20242", "99/99/9999", "2018-03-27"),
        ("DATE: 13707/2017", "99/99/9999", "2017-07-13"),
        ("3182 295069/02 30.04:20 09:58", "99.99.99", "2020-04-30"),
        ("Date 14-0918", "99-99-99", "2018-09-14"),
    ],
)
def test_one_mark_may_be_lost_or_misread(text: str, shape: str, day: str) -> None:
    assert dates(text, shape) == [day]


@pytest.mark.parametrize(
    "text", ["Tel. 0127 03/2018", "140918", "Ref 92703/2018", "2703/20181", "3213/2018", "2703/2018-4"]
)
def test_other_figures_are_no_date(text: str) -> None:
    assert dates(text, "99/99/9999", "99-99-99") == []


def test_what_is_printed_or_read_with_its_marks_is_left_alone() -> None:
    assert dates("2703/2018", "99/99/9999", source=Source.TEXT_LAYER) == []
    assert dates("No. 2703/2018\nDate 28/03/2018", "99/99/9999") == []
    assert dates("2703/2018\n2018-03-28") == [], "without a shape, beside another date"


def test_where_there_is_neither_a_shape_nor_a_date_those_of_the_usual_shape_are_doubtful() -> None:
    layout = layout_of("2703/2018", source=Source.TESSERACT)

    doubtful, known = (misread_dates(layout, shapes, ()) for shapes in ((), ("99/99/9999",)))

    assert [(one.value.isoformat(), one.doubtful) for one in (*doubtful, *known)] == [
        ("2018-03-27", True),
        ("2018-03-27", False),
    ]
