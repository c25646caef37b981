"""Boxes are found by their place just as by trying each."""

from random import Random

from functions.ocr.box_places import BoxPlaces
from shared.domain.document import Box


def boxes(count: int, seed: int) -> list[Box]:
    """Boxes on a coarse grid, so that many edges and middles are equal."""
    random = Random(seed)
    starts = ((random.randrange(20) / 20, random.randrange(20) / 20) for _ in range(count))
    return [Box(x, y, x + random.randrange(1, 6) / 20, y + random.randrange(1, 4) / 20) for x, y in starts]


def test_the_same_boxes_have_their_middle_in_another_as_by_trying_each() -> None:
    given = boxes(300, 1)
    places = BoxPlaces(given)

    for box in boxes(100, 2):
        middles = [((one.x0 + one.x1) / 2, (one.y0 + one.y1) / 2) for one in given]
        expected = [n for n, (x, y) in enumerate(middles) if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1]
        assert places.with_middle_in(box).tolist() == expected


def test_the_same_boxes_touch_another_as_by_trying_each() -> None:
    given = boxes(300, 3)
    places = BoxPlaces(given)

    for box in boxes(100, 4):
        expected = [
            n
            for n, one in enumerate(given)
            if min(one.x1, box.x1) - max(one.x0, box.x0) > 0 and min(one.y1, box.y1) - max(one.y0, box.y0) > 0
        ]
        assert places.touching(box).tolist() == expected


def test_the_first_of_the_nearest_boxes_before_another_is_found() -> None:
    given = boxes(300, 5)
    places = BoxPlaces(given)

    for box in boxes(100, 6):
        away = [abs(one.x1 - box.x0) + 10 * abs(one.y0 + one.y1 - box.y0 - box.y1) for one in given]
        assert places.ending_before(box) == away.index(min(away))


def test_a_page_without_boxes_has_none_anywhere() -> None:
    places, box = BoxPlaces(()), Box(0, 0, 1, 1)

    assert (len(places.with_middle_in(box)), len(places.touching(box)), places.ending_before(box)) == (0, 0, None)
