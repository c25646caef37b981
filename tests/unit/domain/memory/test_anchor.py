"""A value's anchor says what is printed beside it, alike on the original and on its scan."""

from shared.domain.document import Box
from shared.domain.memory.anchor import Neighbours
from shared.domain.memory.sketch import Cell

HEIGHT = 0.012

LABELS = [
    Cell(text="invoiceno", page=1, box=Box(0.60, 0.100, 0.70, 0.112)),
    Cell(text="date", page=1, box=Box(0.60, 0.120, 0.64, 0.132)),
    Cell(text="description", page=1, box=Box(0.10, 0.300, 0.22, 0.312)),
    Cell(text="amount", page=1, box=Box(0.80, 0.300, 0.88, 0.312)),
    Cell(text="total", page=1, box=Box(0.60, 0.800, 0.65, 0.812)),
]


def box(x: float, y: float, width: float = 0.1) -> Box:
    return Box(x, y, x + width, y + HEIGHT)


def test_the_words_to_the_left_and_above_are_the_nearest_ones() -> None:
    anchor = Neighbours(LABELS, pages=1).anchor(1, box(0.75, 0.120))
    assert (anchor.left, anchor.above) == ("date", "")


def test_a_heading_is_found_over_its_column() -> None:
    anchor = Neighbours(LABELS, pages=1).anchor(1, box(0.82, 0.330, 0.06))
    assert (anchor.left, anchor.above) == ("", "amount")


def test_a_heading_too_far_away_is_none() -> None:
    assert Neighbours(LABELS, pages=1).anchor(1, box(0.82, 0.450, 0.06)).above == ""


def test_of_a_cell_that_reaches_into_the_value_the_part_before_it_counts() -> None:
    cells = [Cell(text="invoicenumberabc", page=1, box=Box(0.1, 0.1, 0.42, 0.112))]
    assert Neighbours(cells, pages=1).anchor(1, box(0.36, 0.1)).left == "invoicenumber"


def test_a_page_shifted_and_scaled_as_a_scan_gives_the_same_words() -> None:
    def scanned(one: Box) -> Box:
        x0, y0, x1, y1 = (0.98 * side + 0.012 for side in one)
        return Box(x0, y0 + 0.004 * x0, x1, y1 + 0.004 * x0)  # and skewed a little

    scan = [Cell(text=cell.text, page=cell.page, box=scanned(cell.box)) for cell in LABELS]
    for place in (box(0.75, 0.1), box(0.75, 0.12), box(0.82, 0.33, 0.06), box(0.85, 0.8)):
        original = Neighbours(LABELS, pages=1).anchor(1, place)
        again = Neighbours(scan, pages=1).anchor(1, scanned(place))
        assert (again.left, again.above) == (original.left, original.above)
        assert abs(again.x - original.x) < 0.03
        assert abs(again.y - original.y) < 0.03


def test_pages_are_counted_from_both_ends() -> None:
    anchor = Neighbours([], pages=4).anchor(3, box(0.1, 0.1))
    assert (anchor.page, anchor.pages_behind) == (3, 1)


def test_a_box_beyond_the_page_is_cut_to_it() -> None:
    anchor = Neighbours(LABELS, pages=1).anchor(1, Box(-0.5, -1.0, 4.0, 3.0))
    assert (anchor.x, anchor.right) == (0.0, 1.0)


def test_a_value_of_several_lines_stands_where_its_first_line_does() -> None:
    first = Neighbours(LABELS, pages=1).anchor(1, box(0.75, 0.1))
    whole = Neighbours(LABELS, pages=1).anchor(1, Box(0.75, 0.1, 0.85, 0.16))
    assert whole.left == first.left
