import numpy
from hypothesis import given
from hypothesis import strategies as st

from functions.ocr.visibility import MOST_COMPARED, _covered, _surely_apart

SIDE = 30
BOXES = st.lists(
    st.tuples(*[st.integers(0, SIDE - 1)] * 2, *[st.integers(1, 9)] * 2).map(
        lambda box: (box[0], box[1], min(SIDE, box[0] + box[2]), min(SIDE, box[1] + box[3]))
    ),
    max_size=8,
)


@given(BOXES)
def test_boxes_are_apart_if_no_pixel_is_in_two(boxes: list[tuple[int, int, int, int]]) -> None:
    numbers = numpy.array(boxes, dtype=numpy.int64).reshape(-1, 4)

    assert _surely_apart(numbers) == (not _covered(numbers, (SIDE, SIDE))[1].any())


def test_of_many_boxes_it_is_not_known() -> None:
    numbers = numpy.array([(place, 0, place + 1, 1) for place in range(MOST_COMPARED + 1)])

    assert not _surely_apart(numbers)
    assert _surely_apart(numbers[:-1])
