"""Amounts and dates in every notation, printed and read back; any other text gives a valid value or none."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from functions.extract.local.lexicon.files import generated_months
from functions.extract.local.mentions.amounts import find_amounts
from functions.extract.local.mentions.dates import find_dates
from shared.domain.invoice import InvoiceData
from tests.support.documents import layout_of
from tests.unit.extract.test_printed_numbers import MARKS, amounts, written

days = st.dates(date(2000, 1, 1), date(2039, 12, 31))


@given(amounts, st.sampled_from(MARKS))
def test_a_printed_amount_is_found_with_its_words(amount: Decimal, marks: tuple[str, str]) -> None:
    text = written(amount, *marks)
    found = find_amounts(layout_of(f"Total due   EUR {text}"))
    assert [one.value for one in found] == [amount]
    assert text.replace("\u202f", " ").split() <= [word.text for word in found[0].words] or text in " ".join(
        word.text for word in found[0].words
    )


@given(days, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y年%m月%d日"]))
def test_a_date_that_can_be_read_in_one_way_is_read_so(day: date, form: str) -> None:
    assert [printed.value for printed in find_dates(layout_of(day.strftime(form)))] == [day]


MONTH_NAMES = [
    (language, number, name)
    for language, names_of_year in generated_months().items()
    for number, names in enumerate(names_of_year, start=1)
    for name in names
]


@given(
    days, st.sampled_from(MONTH_NAMES), st.sampled_from(["{d} {m} {y}", "{d}. {m} {y}", "{d}-{m}-{y}", "{y}. {m} {d}."])
)
def test_a_month_of_any_language_is_read(day: date, month: tuple[str, int, str], form: str) -> None:
    _, number, name = month
    (printed,) = find_dates(layout_of(form.format(d=min(day.day, 28), m=name, y=day.year)))
    assert (printed.value.day, printed.value.year) == (min(day.day, 28), day.year)
    assert number in {printed.value.month, *(other.month for other in printed.alternatives)}


ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
NOTATIONS: list[Callable[[date], str]] = [
    lambda day: f"{day.day}.{ROMAN_MONTHS[day.month - 1]}.{day.year}",
    lambda day: f"{day.day}/{ROMAN_MONTHS[day.month - 1]}/{day.year % 100:02}",
    lambda day: "{}-W{:02}-{}".format(*day.isocalendar()),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}년 {day.month}월 {day.day}일",
    lambda day: f"民國{day.year - 1911}年{day.month}月{day.day}日",
    lambda day: f"{day.day} ตุลาคม {day.year + 543}" if day.month == 10 else f"{day:%Y%m%d}",
    lambda day: f"{day.day:02}{day:%b}{day.year % 100:02}".upper(),
]


@given(days, st.sampled_from(NOTATIONS))
def test_a_date_in_a_notation_of_its_own_is_read(day: date, notation: Callable[[date], str]) -> None:
    assert [printed.value for printed in find_dates(layout_of(notation(day)))] == [day]


def _indian(amount: Decimal) -> str:
    whole, _, cents = f"{amount:.2f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*groups, tail]) + "." + cents


WRITTEN: list[Callable[[Decimal], str]] = [
    _indian,
    lambda amount: f"Rs.{_indian(amount)}",
    lambda amount: f"{amount:,.2f}USD",
    lambda amount: f"€{amount:,.2f}".translate(str.maketrans(",.", ".,")),
    lambda amount: f"{amount:.2f}".replace(".", ":") + " kr",
    lambda amount: f"{amount:,.2f}".replace(".", "="),
    lambda amount: f"{amount:,.2f}".translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
    lambda amount: f"{amount:,.2f}".translate({ord(str(n)): chr(0x660 + n) for n in range(10)}),
    lambda amount: f"{amount:,.2f} DR",
]
TURNED: list[Callable[[Decimal], str]] = [
    lambda amount: f"-{amount:,.2f}",
    lambda amount: f"{amount:,.2f}-",
    lambda amount: f"({amount:,.2f})",
    lambda amount: f"$({amount:,.2f})",
    lambda amount: f"(USD {amount:,.2f})",
    lambda amount: f"{amount:,.2f} CR",
    lambda amount: f"− {amount:,.2f}",
]


@given(amounts, st.sampled_from(WRITTEN))
def test_an_amount_in_a_notation_of_few_countries_is_read(amount: Decimal, notation: Callable[[Decimal], str]) -> None:
    assert [one.value for one in find_amounts(layout_of(notation(amount)))] == [amount]


@given(amounts, st.sampled_from(TURNED))
def test_a_minus_is_read_wherever_it_stands(amount: Decimal, notation: Callable[[Decimal], str]) -> None:
    assert [one.value for one in find_amounts(layout_of(notation(amount)))] == [-amount]


@given(st.text("0123456789.,'’ /-:=%$€()CRxO", max_size=60))
def test_any_figures_are_amounts_that_are_printed_or_none(text: str) -> None:
    for amount in find_amounts(layout_of(text)):
        assert amount.text in amount.segment.text
        assert amount.words
        assert InvoiceData(total_amount=amount.value).total_amount == amount.value


@given(days, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d.%m.%y"]))
def test_a_date_in_figures_is_among_the_readings(day: date, form: str) -> None:
    (printed,) = find_dates(layout_of(day.strftime(form)))
    assert day in {printed.value, *printed.alternatives}


@given(st.text(max_size=40) | st.text("0123456789./-: ", max_size=40))
def test_any_text_has_sound_dates_or_none(text: str) -> None:
    for printed in find_dates(layout_of(text)):
        assert printed.text in printed.segment.text
        assert InvoiceData(issue_date=printed.value).issue_date == printed.value
        assert printed.words
