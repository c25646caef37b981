"""What a confirmed invoice teaches of booking, and what is suggested for the next."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.domain.booking import Booking
from shared.domain.booking_history import (
    MOST_BOOKED_ROWS,
    MOST_LINES,
    BookedBefore,
    booked_rows,
    code_of,
    item_of,
    suggestions,
)
from shared.domain.invoice import InvoiceData, Line


def _line(description: str | None, account: str | None = None, *, code: str | None = None) -> Line:
    return Line(description=description, product_code=code, booking=Booking(account=account) if account else None)


def _invoice(account: str | None = None, *lines: Line) -> InvoiceData:
    return InvoiceData(booking=Booking(account=account) if account else None, lines=list(lines))


def _before(*newest_first: InvoiceData) -> list[BookedBefore]:
    numbered = zip(range(len(newest_first), 0, -1), newest_first, strict=True)
    return [BookedBefore(invoice_id=number, row=row) for number, data in numbered for row in booked_rows(data)]


def _suggested(data: InvoiceData, seller: list[BookedBefore], others: list[BookedBefore] | None = None) -> Any:
    found = suggestions(data, seller, others or [])
    return {pointer: [(one.value, one.invoices, one.of) for one in values] for pointer, values in found.items()}


class TestWhatAnInvoiceTeaches:
    def test_nothing_if_nobody_booked_it(self) -> None:
        assert booked_rows(_invoice(None, _line("Paper"))) == ()
        assert booked_rows(InvoiceData(booking=Booking())) == ()

    def test_the_invoice_has_the_number_0_and_what_lines_sell_the_numbers_from_1(self) -> None:
        rows = booked_rows(_invoice("6000", _line("Paper", "6280"), _line("Ink", "6281"), _line("Paper", "6280")))
        assert [(row.number, row.item, row.booking.account) for row in rows] == [
            (0, None, "6000"),
            (1, "paper", "6280"),
            (2, "ink", "6281"),
        ]
        assert [row.number for row in booked_rows(_invoice(None, _line("Paper", "6280")))] == [1]

    def test_thousands_of_lines_teach_a_bounded_number_of_rows(self) -> None:
        lines = (
            _line(f"{letter}{other}{third}", "1") for letter in "abcdefghi" for other in "abcdefghi" for third in "xyz"
        )
        assert len(booked_rows(_invoice("2", *lines))) == MOST_BOOKED_ROWS

    @pytest.mark.parametrize(
        ("description", "item"),
        [
            ("Hosting 2026-03, 12 GB", "hosting gb"),
            ("Alojamiento WEB (marzo)", "alojamiento web marzo"),
            ("Électricité", "electricite"),
            ("4711 / 08", None),
            (None, None),
            ("広告掲載", "広告掲載"),
        ],
    )
    def test_an_item_is_the_words_without_figures(self, description: str | None, item: str | None) -> None:
        assert item_of(Line(description=description)) == item

    def test_an_item_and_a_code_are_short_enough_to_be_keys(self) -> None:
        line = Line(description="Wort " * 900, product_code="x" * 200)
        assert len(item_of(line) or "") <= 100
        assert len(code_of(line) or "") == 100


class TestWhatIsSuggested:
    def test_how_often_it_was_so(self) -> None:
        before = _before(_invoice("6280"), _invoice("6000"), _invoice("6280"), _invoice(None), _invoice("6280"))
        assert _suggested(_invoice(), before) == {"/booking/account": [("6280", 3, 4), ("6000", 1, 4)]}

    def test_nothing_where_nothing_is_known_or_a_value_is_given(self) -> None:
        assert _suggested(_invoice(), []) == {}
        assert _suggested(_invoice("1"), _before(_invoice("6280"))) == {}

    def test_one_wrong_booking_does_not_win_over_three_right_ones_and_two_right_ones_heal_it(self) -> None:
        wrong, right = _invoice("9"), _invoice("6280")
        for before in ([wrong, right, right, right], [right, right, wrong]):
            assert _suggested(_invoice(), _before(*before))["/booking/account"][0][0] == "6280"

    def test_what_the_newest_three_agree_on_comes_first(self) -> None:
        before = _before(*[_invoice("new")] * 3, *[_invoice("old")] * 9)
        assert _suggested(_invoice(), before)["/booking/account"] == [("new", 3, 12), ("old", 9, 12)]

    @pytest.mark.parametrize(
        ("line", "account"),
        [
            (_line("Hosting", code="H-1"), "hosting"),  # the same article
            (_line("Hosting"), "hosting"),  # the same words
            (_line("Something else", code="H-1"), "hosting"),  # the same number of the article
            (_line("Hosting May 2026"), "hosting"),  # most of the words
            (_line("Domain May 2026"), "domain"),
            (_line("Advertising"), "of-others"),  # what another seller sells
            (_line("Consulting"), "hosting"),  # whatever this seller sells
        ],
    )
    def test_a_line_is_booked_as_what_is_most_like_it(self, line: Line, account: str) -> None:
        before = _before(
            _invoice(None, _line("Hosting", "hosting", code="H-1"), _line("Domain", "domain")),
            _invoice(None, _line("Hosting April 2026", "hosting"), _line("Domain April 2026", "domain")),
            _invoice(None, _line("Hosting March 2026", "hosting")),
        )
        others = _before(_invoice(None, _line("Advertising", "of-others")))
        assert _suggested(_invoice(None, line), before, others)["/lines/0/booking/account"][0][0] == account

    def test_the_month_that_two_lines_share_makes_them_not_alike(self) -> None:
        months = ("January", "February", "March", "April", "May", "June")
        before = _before(
            *(_invoice(None, _line(f"Hosting {m}", "hosting"), _line(f"Domain {m}", "domain")) for m in months)
        )
        found = _suggested(_invoice(None, _line("Domain March renewal"), _line("Hosting July")), before)
        assert found["/lines/0/booking/account"][0] == ("domain", 6, 6)
        assert found["/lines/1/booking/account"][0] == ("hosting", 6, 6)

    def test_another_kind_of_the_same_thing_is_not_outvoted_by_the_usual_kind(self) -> None:
        white, recycled = _line("White paper", "white"), _line("Recycled paper", "recycled")
        before = _before(*[_invoice(None, white)] * 8, *[_invoice(None, white, recycled)] * 2)
        found = _suggested(_invoice(None, _line("Recycled paper, special offer")), before)
        assert found["/lines/0/booking/account"] == [("recycled", 2, 2)]

    def test_an_invoice_of_many_lines_counts_once(self) -> None:
        before = _before(
            _invoice(None, _line("Paper", "1"), _line("Paper", "1", code="x")), _invoice(None, _line("Paper", "1"))
        )
        assert _suggested(_invoice(None, _line("Paper")), before)["/lines/0/booking/account"] == [("1", 2, 2)]

    def test_each_field_is_suggested_by_what_knows_it(self) -> None:
        def booked(**fields: str) -> InvoiceData:
            return InvoiceData(booking=Booking.model_validate(fields))

        before = _before(booked(account="6280"), booked(tax_code="V7"))
        assert _suggested(_invoice(), before) == {
            "/booking/account": [("6280", 1, 1)],
            "/booking/tax_code": [("V7", 1, 1)],
        }

    def test_the_work_is_bounded_whatever_the_invoice_and_the_seller(self) -> None:
        def words(number: int) -> str:
            return " ".join(f"{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + n)}" for n in range(20))

        rows = _before(*(_invoice(None, *(_line(words(n * 40 + m), "1") for m in range(40))) for n in range(50)))
        asked = InvoiceData(lines=[_line(f"new {words(number)}") for number in range(5000)])
        found = suggestions(asked, rows, [])
        assert {int(pointer.split("/")[2]) for pointer in found} == set(range(MOST_LINES))


def test_every_order_of_the_same_history_counts_the_same() -> None:
    one, other = _invoice("1", _line("Paper", "2")), _invoice("3", _line("Ink", "4"))

    def counts(before: list[BookedBefore]) -> Mapping[str, Any]:
        found = _suggested(_invoice(None, _line("Paper")), before)
        return {pointer: sorted(values) for pointer, values in found.items()}

    assert counts(_before(one, other)) == counts(_before(other, one))
