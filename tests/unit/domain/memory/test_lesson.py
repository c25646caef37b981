"""A lesson holds what a confirmed invoice teaches: places, constants and notations, of values that are printed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from shared.domain.document import Box, Source
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.invoice import InvoiceData, Line, Party, Payment
from shared.domain.memory.lesson import LARGEST_LESSON, Lesson, lesson_of
from shared.domain.memory.notation import DayOrder, date_shape, day_order, loose_shape, series_shape
from shared.domain.memory.seller_memory import MOST_LESSONS, SellerMemory, Votes
from shared.domain.memory.sketch import LARGEST_SKETCH, MOST_CELLS, Cell, Sketch, sketch_of

SKETCH = Sketch(
    pages=1,
    cells=(
        Cell(text="invoiceno", page=1, box=Box(0.60, 0.100, 0.70, 0.112)),
        Cell(text="total", page=1, box=Box(0.60, 0.800, 0.65, 0.812)),
    ),
    accounts=("DE02100100109307118603",),
)

DATA = InvoiceData(
    invoice_number="RE-2026/0451",
    issue_date=date(2026, 3, 4),
    total_amount=Decimal("119.00"),
    seller=Party(name="Müller & Söhne", vat_id="DE123456788"),
    payment=Payment(iban="DE02100100109307118603"),
)


def printed(y: float, text: str | None = None, x: float = 0.75, **more: Any) -> Evidence:
    box = Box(x, y, x + 0.1, y + 0.012)
    return Evidence(page=1, box=box, text=text, confidence=0.9, source=Source.PERSON, **more)


EVIDENCE: EvidenceMap = {
    "/invoice_number": printed(0.1),
    "/issue_date": printed(0.12, "04/03/2026"),
    "/total_amount": printed(0.8),
    "/seller/name": printed(0.05, x=0.1),
    "/seller/vat_id": Evidence(confidence=1.0, source=Source.PERSON),  # typed, printed nowhere
    "/payment/iban": printed(0.9),
}


def test_a_value_is_found_again_by_what_stands_beside_it() -> None:
    lesson = lesson_of(DATA, EVIDENCE, SKETCH)
    number, total = lesson.of("/invoice_number"), lesson.of("/total_amount")
    assert number is not None
    assert number.anchor is not None
    assert number.anchor.left == "invoiceno"
    assert total is not None
    assert total.anchor is not None
    assert total.anchor.left == "total"


def test_only_constants_are_kept_as_they_are() -> None:
    kept = {one.pointer: one.value for one in lesson_of(DATA, EVIDENCE, SKETCH).learned if one.value is not None}
    assert kept == {"/seller/name": "Müller & Söhne", "/payment/iban": "DE02100100109307118603"}
    assert "0451" not in lesson_of(DATA, EVIDENCE, SKETCH).model_dump_json()


def test_a_value_that_is_printed_nowhere_teaches_nothing_not_even_that_it_is_missing() -> None:
    lesson = lesson_of(DATA, EVIDENCE, SKETCH)
    assert lesson.of("/seller/vat_id") is None
    assert "/seller/vat_id" not in lesson.missing
    assert "/seller/tax_id" in lesson.missing


def test_the_series_and_the_order_of_day_and_month_are_learned() -> None:
    lesson = lesson_of(DATA, EVIDENCE, SKETCH)
    number, issued = lesson.of("/invoice_number"), lesson.of("/issue_date")
    assert number is not None
    assert number.shape == "RE-9999/9999"
    assert issued is not None
    assert issued.order is DayOrder.DAY_FIRST
    assert issued.shape == date_shape(EVIDENCE["/issue_date"].text or "")


def test_without_a_sketch_only_constants_and_notations_are_learned() -> None:
    assert all(one.anchor is None for one in lesson_of(DATA, EVIDENCE, None).learned)


def test_columns_are_learned_by_the_first_line() -> None:
    data = DATA.model_copy(update={"lines": [Line(description="Paper", net_amount=Decimal(5))] * 3})
    evidence = {**EVIDENCE, "/lines/0/net_amount": printed(0.4), "/lines/1/net_amount": printed(0.42)}
    lesson = lesson_of(data, evidence, SKETCH)
    assert [one.pointer for one in lesson.learned if one.pointer.startswith("/lines")] == ["/lines/0/net_amount"]


def test_invoices_of_one_template_share_a_layout_and_others_do_not() -> None:
    first = lesson_of(DATA, EVIDENCE, SKETCH)
    next_one = lesson_of(DATA.model_copy(update={"invoice_number": "RE-2026/0452"}), EVIDENCE, SKETCH)
    other = SKETCH.model_copy(update={"cells": (Cell(text="facturan", page=1, box=Box(0.6, 0.1, 0.7, 0.112)),)})
    assert first.layout == next_one.layout != lesson_of(DATA, EVIDENCE, other).layout


def test_a_lesson_survives_being_stored() -> None:
    lesson = lesson_of(DATA, EVIDENCE, SKETCH)
    assert Lesson.model_validate_json(lesson.model_dump_json()) == lesson


def test_the_longest_values_of_any_alphabet_fit_in_what_may_be_stored() -> None:
    letters = "𝔐" * 200
    party = Party(name=letters, vat_id=letters, tax_id=letters, address=letters, email=letters, website=letters)
    data = DATA.model_copy(update={"seller": party, "lines": [Line(description=letters, unit=letters)]})
    cells = tuple(Cell(text="ж" * 40, page=1, box=Box(0.1, y / 200, 0.2, y / 200 + 0.01)) for y in range(150))
    pointers = ("name", "vat_id", "tax_id", "address", "email", "website")
    evidence = {**EVIDENCE, **{f"/seller/{name}": printed(0.5) for name in pointers}}
    evidence |= {f"/lines/0/{name}": printed(0.6) for name in ("description", "unit")}
    lesson = lesson_of(data, evidence, Sketch(pages=1, cells=cells))
    assert len(lesson.model_dump_json().encode()) <= LARGEST_LESSON
    assert lesson.of("/seller/name") is not None


@pytest.mark.parametrize(
    "broken",
    ["", "[]", "{}", '{"layout": "x"}', '{"layout": "0123456789abcdef", "learned": [{"pointer": "name"}]}'],
)
def test_a_row_that_is_no_lesson_is_refused(broken: str) -> None:
    with pytest.raises(ValidationError):
        Lesson.model_validate_json(broken)


def test_a_lesson_of_a_later_version_is_read_without_what_it_adds() -> None:
    assert Lesson.model_validate_json('{"layout": "0123456789abcdef", "more": 1}').learned == ()


def test_a_sketch_is_bounded_and_keeps_the_first_cells_in_the_order_of_the_page() -> None:
    cells = [Cell(text="щ" * 100, page=1, box=Box(0.1, 1 - n / 1000, 0.2, 1.0)) for n in range(1000)]
    sketch = sketch_of(1, cells, [f"DE{n}" for n in range(100)])
    assert len(sketch.model_dump_json().encode()) <= LARGEST_SKETCH
    assert 0 < len(sketch.cells) <= MOST_CELLS
    assert list(sketch.cells) == sorted(sketch.cells, key=lambda cell: cell.box.y0)
    assert Sketch.model_validate_json(sketch.model_dump_json()) == sketch


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("04/03/2026", DayOrder.DAY_FIRST),
        ("03/04/26", DayOrder.MONTH_FIRST),
        ("2026-03-04", None),
        ("4 March 2026", None),
        ("", None),
        ("99/99/9999", None),
    ],
)
def test_the_order_of_a_printed_date(text: str, order: DayOrder | None) -> None:
    assert day_order(text, date(2026, 3, 4)) is order


def test_shapes_of_dates_begin_and_end_with_a_figure() -> None:
    assert date_shape("Date: 04/03/2026") == "99/99/9999"
    assert date_shape("none") == ""


def test_shapes_of_a_series() -> None:
    assert series_shape("RE-2026/0451") == "RE-9999/9999"
    assert loose_shape("AA-9999/9999") == "A-9/9"


def test_of_many_lessons_the_newest_count() -> None:
    lesson = lesson_of(DATA, EVIDENCE, SKETCH)
    assert len(SellerMemory(lessons=(lesson,) * 10_000).lessons) == MOST_LESSONS


def test_one_wrong_loses_against_three_right_and_is_healed_by_two() -> None:
    assert Votes(agree=1, contradict=3).weight < 0 < Votes(agree=3, contradict=1).weight
    assert Votes(agree=1, contradict=2).weight < 0 < Votes(agree=2, contradict=1).weight
    assert Votes().weight == 0
    assert Votes(agree=1).weight < Votes(agree=2).weight < Votes(agree=7).weight < 1
