"""The box around boxes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.document import Box, union

shares = st.floats(0, 1)
boxes = st.builds(
    lambda x, y: Box(min(x), min(y), max(x), max(y)), st.tuples(shares, shares), st.tuples(shares, shares)
)
some_boxes = st.lists(boxes, min_size=1, max_size=8)


@given(some_boxes)
def test_a_union_holds_every_box_and_touches_one_at_each_side(found: list[Box]) -> None:
    around = union(found)
    assert all(around.x0 <= box.x0 and around.y0 <= box.y0 for box in found)
    assert all(around.x1 >= box.x1 and around.y1 >= box.y1 for box in found)
    for side in range(4):
        assert around[side] in {box[side] for box in found}


@given(some_boxes, some_boxes)
def test_a_union_of_unions_is_the_union_of_all_in_any_order(some: list[Box], others: list[Box]) -> None:
    assert union([union(others), union(some)]) == union([*some, *others])
    assert union([union(some)]) == union(some) == union([*some, *some])


def test_there_is_no_box_around_nothing() -> None:
    with pytest.raises(ValueError):
        union([])
