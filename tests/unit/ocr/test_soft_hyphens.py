"""Soft hyphens of a text layer are read as they are seen."""

import pytest

from functions.ocr.text_layer import parse_bbox_layout


@pytest.mark.parametrize(
    ("layer", "seen"),
    [
        ("Novem\u00adber", "November"),
        ("RE\u00ad2026\u00ad0418", "RE-2026-0418"),
        ("HF-\u00ad20418", "HF-20418"),
        ("Rechnungs\u00ad", "Rechnungs-"),
        ("RE-2026", "RE-2026"),
    ],
)
def test_a_soft_hyphen_within_a_word_is_not_seen_and_any_other_is_a_hyphen(layer: str, seen: str) -> None:
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><doc><page><flow><block><line>'
        f'<word xMin="1" yMin="1" xMax="9" yMax="3">{layer}</word>'
        "</line></block></flow></page></doc></body></html>"
    )
    (page,) = parse_bbox_layout(xhtml.encode(), [(10, 10)])

    assert [word.text for word in page.words] == [seen]
