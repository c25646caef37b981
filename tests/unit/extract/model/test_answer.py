"""What a model may answer, and what becomes of it."""

import json
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.extract.model.answer import UnusableAnswerError, read_answer, read_what_is_valid
from shared.domain.invoice import InvoiceData


def answer(**fields: Any) -> str:
    return json.dumps({"invoice_number": "A-1", **fields})


def test_a_whole_answer() -> None:
    data = InvoiceData.model_validate({"invoice_number": "A-1", "total_amount": "12.50", "lines": [{"quantity": "2"}]})
    read = read_answer(json.dumps({"is_invoice": True, "invoice_count": 2, **data.as_json()}))
    assert read.data == data
    assert (read.is_invoice, read.invoice_count) == (True, 2)


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("1234.56", "1234.56"),
        ("-5", "-5"),
        ("+5", "5"),
        ("1.234,56 €", "1234.56"),
        ("1,234.56", "1234.56"),
        ("(12.50)", "-12.50"),
        ("12,50-", "-12.50"),
        ("21 %", "21"),
        ("1.234", "1.234"),  # the point is the decimal point: so it was asked for
        ("", None),
    ],
)
def test_unambiguous_amounts_are_accepted(printed: str, amount: str | None) -> None:
    assert read_answer(answer(net_amount=printed)).data.net_amount == (Decimal(amount) if amount else None)


@pytest.mark.parametrize("written", ["2026-10-14", " 2026-10-14 ", "2026-10-14T00:00:00"])
def test_a_date_is_accepted_with_blanks_or_midnight(written: str) -> None:
    assert read_answer(answer(issue_date=written)).data.issue_date == date(2026, 10, 14)


@pytest.mark.parametrize("written", ["14.10.2026", "2026-10-14T08:30:00", 1700000000])
def test_what_is_no_day_of_iso_8601_is_a_problem_for_the_model(written: object) -> None:
    with pytest.raises(UnusableAnswerError, match="issue_date: Write the date as year-month-day"):
        read_answer(answer(issue_date=written))


def test_a_count_beyond_reason_is_no_count() -> None:
    assert read_answer(answer(invoice_count=10**4000)).invoice_count == 1
    assert read_answer('{"invoice_number": "1", "invoice_count": %s}' % ("9" * 5000)).invoice_count == 1


def test_numbers_keep_their_digits() -> None:
    read = read_answer('{"net_amount": 0.1, "total_amount": 100000000000.01, "invoice_number": 4711}')
    assert read.data.net_amount == Decimal("0.1")
    assert read.data.total_amount == Decimal("100000000000.01")
    assert read.data.invoice_number == "4711"


@pytest.mark.parametrize("wrapped", ["```json\n{}\n```", "Here it is: {} Enjoy!", "  {}  "])
def test_words_around_the_json_do_no_harm(wrapped: str) -> None:
    assert read_answer(wrapped.replace("{}", answer())).data.invoice_number == "A-1"


@pytest.mark.parametrize("field", ["lines", "tax_breakdown", "operation_codes", "seller", "buyer", "payment"])
def test_null_is_empty(field: str) -> None:
    assert read_answer(answer(**{field: None})).data == InvoiceData(invoice_number="A-1")


def test_a_summary_of_a_model_is_ignored() -> None:
    assert read_answer(answer(summary="Pay at once")).data.summary is None


def test_a_model_books_nothing() -> None:
    booking = {"account": "6280"}
    read = read_answer(answer(booking=booking, lines=[{"description": "Paper", "booking": booking}]))
    assert (read.data.booking, read.data.lines[0].booking) == (None, None)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no JSON",
        "[1]",
        '{"invoice_number": ',
        '{"invoice_number": }',
        '{"vendor": "X"}',
        "{}",
        '{"a": ' * 5000 + "1" + "}" * 5000,
    ],
)
def test_what_is_no_answer(content: str) -> None:
    with pytest.raises(UnusableAnswerError):
        read_answer(content)
    with pytest.raises(UnusableAnswerError):
        read_what_is_valid(content)


BROKEN = answer(
    issue_date="soon",
    net_amount="about 100",
    total_amount="121.00",
    currency="€",
    seller={"name": "x" * 300, "vat_id": "ESA58818501", "iban": "?"},
    lines=[{"quantity": "two", "net_amount": "60"}, "a line", {"net_amount": "40"}],
    operation_codes=["443485", 17, None],
    extra=1,
)


def test_problems_are_named_by_their_place() -> None:
    with pytest.raises(UnusableAnswerError) as raised:
        read_answer(BROKEN)
    named = {problem.split(":")[0] for problem in raised.value.problems}
    assert {"/issue_date", "/net_amount", "/seller/name", "/lines/0/quantity", "/lines/1", "/extra"} <= named


def test_what_is_valid_is_kept_and_the_rest_named() -> None:
    read = read_what_is_valid(BROKEN)
    assert read.data == InvoiceData.model_validate(
        {
            "invoice_number": "A-1",
            "total_amount": "121.00",
            "seller": {"vat_id": "ESA58818501"},
            "lines": [{"net_amount": "60"}, {"net_amount": "40"}],
            "operation_codes": ["443485", "17"],
        }
    )
    assert {"/issue_date", "/seller/name", "/lines/1", "/extra"} <= set(read.dropped)


def test_the_number_of_reported_problems_is_limited() -> None:
    lines = [{"quantity": "many"}] * 500
    with pytest.raises(UnusableAnswerError) as raised:
        read_answer(answer(lines=lines))
    assert raised.value.problems[-1] == "and 480 more like these"
    assert len(read_what_is_valid(answer(lines=lines)).data.lines) == 500


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*InvoiceData.model_fields, "name", "x", "quantity"]), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from([*InvoiceData.model_fields, "is_invoice"]), json_values, min_size=1))
def test_any_json_is_read_or_refused(fields: dict[str, Any]) -> None:
    content = json.dumps(fields)
    for read in (read_answer, read_what_is_valid):
        with suppress(UnusableAnswerError):
            assert isinstance(read(content).data, InvoiceData)
