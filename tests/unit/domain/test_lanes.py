"""Where messages wait: names of lists that no name of a key can break, and a first lane for each type."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.document_types import CONTAINER_TYPES, XML_TYPES, DocumentType
from shared.domain.lanes import (
    MOST_SHORT_PAGES,
    Lane,
    first_turn,
    turn_columns,
    turn_of,
    turn_of_slow_pages,
    uploader_id,
)
from shared.domain.lifecycle import Stage
from tests.support.messages import message


@given(st.text(max_size=100))
def test_an_uploaders_name_never_shows_in_the_name_of_a_list(actor: str) -> None:
    key = message(uploader=uploader_id(actor)).line.key
    assert re.fullmatch(r"invoices:ocr:quick:[0-9a-f]{16}", key)


def test_uploaders_are_told_apart() -> None:
    assert len({uploader_id(f"key {number}") for number in range(1000)}) == 1000


@pytest.mark.parametrize("content_type", [kind for kind in DocumentType if kind not in CONTAINER_TYPES])
def test_only_pictures_are_slow_from_the_start_and_only_xml_skips_reading(content_type: DocumentType) -> None:
    stage, turn = first_turn(content_type, "a")
    assert (stage is Stage.EXTRACT) == (content_type in XML_TYPES)
    assert (turn.lane is Lane.SLOW) == content_type.is_picture
    assert turn_of(turn_columns(turn)) == turn


@pytest.mark.parametrize(
    ("pages", "lane"), [(1, Lane.SLOW), (MOST_SHORT_PAGES, Lane.SLOW), (MOST_SHORT_PAGES + 1, Lane.LONG)]
)
def test_what_takes_minutes_does_not_share_workers_with_what_takes_seconds(pages: int, lane: Lane) -> None:
    turn = turn_of_slow_pages("a", pages)
    assert (turn.lane, turn.pages) == (lane, pages)
