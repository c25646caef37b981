"""Who may send more documents while many wait."""

import pytest

from functions.upload.room import has_room
from shared.domain.lanes import Lane
from shared.domain.lifecycle import Stage
from tests.support.messages import message

MOST = 100


@pytest.mark.parametrize(
    ("waiting", "rooms"),
    [
        ({}, {"a": True}),
        ({"a": 99}, {"a": True, "b": True}),
        ({"a": 100}, {"a": False, "b": True}),
        ({"a": 100, "b": 49}, {"a": False, "b": True}),
        ({"a": 100, "b": 50}, {"a": False, "b": False, "c": True}),
        ({"a": 34, "b": 33, "c": 33}, {"a": False, "b": False, "c": False, "d": True}),
    ],
)
def test_a_full_queue_is_full_for_who_has_filled_it(waiting: dict[str, int], rooms: dict[str, bool]) -> None:
    lines = {message(uploader=uploader).line: number for uploader, number in waiting.items()}
    assert {uploader: has_room(lines, uploader, MOST) for uploader in rooms} == rooms


def test_the_lines_of_an_uploader_count_together() -> None:
    lines = {message(stage, lane=lane).line: 17 for stage in Stage for lane in Lane}
    assert not has_room(lines, "a", MOST)
