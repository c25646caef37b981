"""Which of a document's places is the one that a lesson remembers."""

from functions.extract.local.recollection import meant
from shared.domain.memory.anchor import Anchor


def place(*, left: str = "", above: str = "", x: float = 0.7, y: float = 0.64) -> Anchor:
    return Anchor(left=left, above=above, page=1, pages_behind=0, x=x, y=y, right=x + 0.1)


def test_a_place_that_nothing_was_above_is_not_one_that_nothing_is_above() -> None:
    learned = place(left="totalinclusivegst")
    misread, other = place(left="lalinclusivegst", above="ok"), place(left="roundingadj", x=0.8, y=0.61)
    rows = [place(left=left, above="ok", y=y) for left, y in (("master", 0.67), ("subtotal", 0.59), ("gst", 0.75))]

    shares = meant(learned, [misread, other, *rows])

    assert shares[0] > 0.9
    assert sum(shares) <= 1


def test_a_heading_at_the_other_end_of_the_page_is_not_surely_the_same_one() -> None:
    learned = place(above="cashieranna", y=0.13)

    near, far = (
        meant(learned, [place(above="cashieranna", y=y), place(above="receipt", y=0.43), place(y=0.5)])[0]
        for y in (0.15, 0.95)
    )

    assert near > 0.9
    assert far < 0.6


def test_where_nothing_is_like_the_remembered_place_no_place_is_meant() -> None:
    assert meant(place(left="summe"), [place(left="gesamt"), place(above="datum")]) == [0.0, 0.0]
    assert meant(place(left="summe"), []) == []
