"""Dates in every order and language."""

import pytest

from functions.extract.local.context import read_context
from functions.extract.local.fields.issue_date import find_issue_date
from functions.extract.local.mentions.dates import find_dates
from tests.support.documents import layout_of

FRENCH = """Atelier Dupont
92400 Courbevoie, France
Numéro de facture : F-17
Date de facturation : 01/02/2021
Désignation    Quantité    Prix unitaire
Montant TTC    10,00"""

SPANISH = """Taller Dupont
Número de factura: F-17
Fecha de factura: 01/02/2021
Descripción    Cantidad    Precio unitario
Importe total    10,00"""

ENGLISH = """Dupont Workshop Ltd
London, United Kingdom
Invoice number: F-17
Invoice date: 01/02/2021
Description    Quantity    Unit price
Total amount    10.00"""


def dates(*lines: str, country: str | None = None) -> list[str]:
    return [printed.value.isoformat() for printed in find_dates(layout_of("\n".join(lines)), country=country)]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("25/12/2018 12:31", "2018-12-25"),
        ("Monday 6th of 0ctober 2025 02:56:25 PM", "2025-10-06"),
        ("25/12/201812:31:00", "2018-12-25"),
        ("02.03.2015:59", "2020-03-02"),
        ("2018-03-25", "2018-03-25"),
        ("2017-02-12144838GST", "2017-02-12"),
        ("August 3 , 2014", "2014-08-03"),
        ("7. Mai 2014", "2014-05-07"),
        ("01 10 2025", "2025-10-01"),
        ("Date: 01 10 2025", "2025-10-01"),
        ("2025 10 01", "2025-10-01"),
        ("Date: 2025 10 01", "2025-10-01"),
        ("ngày 01 tháng 10 năm 2025", "2025-10-01"),
        ("Ngày (Date) 18 tháng (month) 07 năm (year) 2025", "2025-07-18"),
        ("02 Juillet 2015", "2015-07-02"),
        ("19 april 2014", "2014-04-19"),
        ("15 de enero de 2020", "2020-01-15"),
        ("1º de março de 2021", "2021-03-01"),
        ("25-Dec-18", "2018-12-25"),
        ("DEC 25'18", "2018-12-25"),
        ("20180325", "2018-03-25"),
        ("20180428/191204", "2018-04-28"),
        ("l5/12/2018", "2018-12-15"),
        ("27:03/2018", "2018-03-27"),
        ("4/16/2017", "2017-04-16"),
        ("2015年3月4日", "2015-03-04"),
        ("1st of March 2020", "2020-03-01"),
        ("July 14th, 2026", "2026-07-14"),
        ("Montag, den 2. November 2026", "2026-11-02"),
        ("1er octobre 2025", "2025-10-01"),
        ("2 d’octubre de 2026", "2026-10-02"),
        ("28 / décembre / 2025", "2025-12-28"),
        ("2. listopadu 2026", "2026-11-02"),
        ("1 października 2025 r.", "2025-10-01"),
        ("2. marraskuuta 2026", "2026-11-02"),
        ("2 Νοεμβρίου 2026", "2026-11-02"),
        ("2 ноября 2026 г.", "2026-11-02"),
        ("2026. november 2.", "2026-11-02"),
        ("2026 m. lapkričio 2 d.", "2026-11-02"),
        ("2026. gada 2. novembris", "2026-11-02"),
        ("2026-Nov-02", "2026-11-02"),
        ("02NOV26", "2026-11-02"),
        ("12.XI.2025", "2025-11-12"),
        ("3/XI/25", "2025-11-03"),
        ("01/10/2568", "2025-10-01"),
        ("1 ตุลาคม 2568", "2025-10-01"),
        ("3 ม.ค. 2569", "2026-01-03"),
        ("3 มี.ค. 2569", "2026-03-03"),
        ("令和７年１１月２日", "2025-11-02"),
        ("令和元年5月1日", "2019-05-01"),
        ("民國114年11月2日", "2025-11-02"),
        ("2025년 11월 2일", "2025-11-02"),
        ("2026-W45-1", "2026-11-02"),
        ("21.04.1978", "1978-04-21"),
    ],
)
def test_every_form(printed: str, day: str) -> None:
    assert dates(printed) == [day]


@pytest.mark.parametrize(
    "printed",
    [
        *("Tel 03-3523-8888", "31.02.2018", "1.234.567", "NO.122,124", "12:30", "1/2", "11/2026", "v1.2.2026.3"),
        *("192.168.10.20", "11/05/1447", "R7.11.2", "10 LED 20", "2026-W60-1", "Page 1 of 12"),
        "名古屋市中区栄3-15-27",
    ],
)
def test_no_dates(printed: str) -> None:
    assert dates(printed) == []


@pytest.mark.parametrize("lines", [("28 /", "décembre", "/ 2025"), ("28 décembre", "2025"), ("December 28,", "2025")])
def test_a_date_that_a_narrow_column_wraps_is_one(lines: tuple[str, ...]) -> None:
    assert dates(*lines) == ["2025-12-28"]


def test_an_era_is_written_with_a_letter_in_japan_only() -> None:
    assert dates("R7.11.2", country="JP") == ["2025-11-02"]
    assert dates("R8.6.30", country="JP") == ["2026-06-30"]


def test_a_name_of_two_months_is_that_of_the_country_else_unproved() -> None:
    assert dates("2 listopada 2026", country="PL") == ["2026-11-02"]
    assert dates("2 listopada 2026", country="HR") == ["2026-10-02"]
    (printed,) = find_dates(layout_of("2 listopada 2026"))
    assert not printed.proved
    assert {printed.value.month, *(other.month for other in printed.alternatives)} == {10, 11}


def test_both_ends_of_a_period_are_found() -> None:
    assert dates("01.05.14-31.05.14") == ["2014-05-01", "2014-05-31"]


def test_the_day_before_a_year_in_full_is_no_year() -> None:
    assert dates("Billing period: May 01 - May 31, 2025") == ["2025-05-31"]
    assert dates("Feb 1 - Feb 29 2024") == ["2024-02-29"]
    assert dates("Billed 01 May 31") == ["2031-05-01"]


def test_another_date_of_the_document_settles_the_order() -> None:
    assert dates("03/02/20", "03/28/20") == ["2020-03-02", "2020-03-28"]


def test_the_country_settles_the_order_when_no_date_does() -> None:
    assert dates("03/02/20", country="US") == ["2020-03-02"]


def test_figures_joined_by_dots_begin_with_the_day_wherever_nothing_proves_another_order() -> None:
    assert dates("08.05.2026", country="US") == ["2026-05-08"]
    assert dates("08.25.2026   08.05.2026", country="US") == ["2026-08-25", "2026-08-05"]
    assert dates("03/02/20", country="MY") == ["2020-02-03"]


@pytest.mark.parametrize(
    ("country", "value"), [("SE", "2025-01-26"), ("KR", "2025-01-26"), ("DE", "2026-01-25"), (None, "2026-01-25")]
)
def test_a_year_of_two_figures_comes_first_where_the_country_writes_it_so(country: str | None, value: str) -> None:
    assert dates("25-01-26", country=country) == [value]
    assert dates("31-12-98", country=country) == ["1998-12-31"]


def test_a_mark_that_the_country_does_not_write_puts_the_day_first() -> None:
    assert dates("06/04/17", country="SE") == ["2017-04-06"]


def test_day_before_month_without_evidence() -> None:
    assert dates("03/02/20") == ["2020-02-03"]


def test_the_other_readings_are_kept() -> None:
    (printed,) = find_dates(layout_of("03/02/20"))

    assert "2020-03-02" in {other.isoformat() for other in printed.alternatives}


@pytest.mark.parametrize(
    ("rows", "is_sure"),
    [
        pytest.param(FRENCH, True, id="French, in France"),
        pytest.param(SPANISH, False, id="Spanish, of no known country"),
        pytest.param(ENGLISH, False, id="English, which is written everywhere"),
        pytest.param(FRENCH.replace("92400 Courbevoie, France", "Montréal, Québec H2X 1Y4"), False, id="in Canada"),
    ],
)
def test_language_and_country_settle_the_order_where_nobody_writes_the_other(rows: str, is_sure: bool) -> None:
    value = find_issue_date(read_context(layout_of(rows)))

    assert value is not None
    assert value.value.isoformat() == "2021-02-01"
    assert value.ambiguous is not is_sure


@pytest.mark.parametrize("label", ["Order date", "Fällig am", "Valid until", "Inspection"])
def test_the_only_date_of_a_page_is_not_sure_where_it_is_called_another(label: str) -> None:
    value = find_issue_date(read_context(layout_of(f"Invoice 2026-17     {label}: 25.03.2026\nTotal EUR 100.00")))

    assert value is not None
    assert value.ambiguous


@pytest.mark.parametrize("label", ["Invoice date:", "Date:", "Berlin,", ""])
def test_a_date_without_another_name_is_the_documents(label: str) -> None:
    value = find_issue_date(read_context(layout_of(f"Invoice 2026-17     {label} 25.03.2026\nTotal EUR 100.00")))

    assert value is not None
    assert not value.ambiguous
