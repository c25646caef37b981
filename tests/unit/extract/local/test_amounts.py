"""Amounts in every notation, and numbers that are no amounts."""

from decimal import Decimal

import pytest

from functions.extract.layout import read_layout
from functions.extract.local.mentions.amounts import find_amounts
from functions.extract.local.mentions.labels import find_labels
from functions.extract.local.mentions.mention import Mention
from shared.domain.document import Box, DocumentText, Page, Source, Word
from tests.support.documents import layout_of


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("3 038,14", "3038.14"),
        ("1.234,56 €", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1’234.50", "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("€ 2.321,00", "2321.00"),
        ("RM80.91", "80.91"),
        ("Total9.00", "9.00"),
        ("$(27.00)", "-27.00"),
        ("12,50-", "-12.50"),
        ("€ -9,32", "-9.32"),
        ("-$5.00", "-5.00"),
        ("50,-", "50"),
        ("100,0000", "100.0000"),
        ("RM 9 .00", "9.00"),
        ("1,234,50", "1234.50"),
        ("0.00", "0.00"),
        ("1,15,000.00", "115000.00"),
        ("₹ 1,15,000/-", "115000"),
        ("Rs.1,200/-", "1200"),
        ("13,098=00", "13098.00"),
        ("1200:50 kr", "1200.50"),
        ("1200kr", "1200"),
        ("150.00USD", "150.00"),
        ("EUR1,234.00", "1234.00"),
        ("1 234 567,89 Kč", "1234567.89"),
        ("$ 1 234.50", "1234.50"),
        ("1\u2009234,50 €", "1234.50"),
        ("1´234.50", "1234.50"),
        ("12’500.—", "12500"),
        ("5,— €", "5"),
        ("EUR 100,--", "100"),
        ("1.234,5 €", "1234.5"),
        ("127 000 Ft", "127000"),
        ("R 1 250.00", "1250.00"),
        ("$108.43 CR", "-108.43"),
        ("$108.43 DR", "108.43"),
        ("12,50 €-", "-12.50"),
        ("($27.00)", "-27.00"),
        ("￥１３２，０００－", "132000"),
        ("合計１２０，０００円", "120000"),
        ("١٢٣٫٥٠", "123.50"),
        ("د.إ 1,200.00", "1200.00"),
        ("Total......12.50", "12.50"),
    ],
)
def test_every_notation(printed: str, value: str) -> None:
    amounts = find_amounts(layout_of(printed))

    assert [amount.value for amount in amounts] == [Decimal(value)]


@pytest.mark.parametrize(("printed", "value"), [("l2.50", "12.50"), ("9OO.OO", "900.00"), ("Water 1,0l", "1.01")])
def test_letters_in_place_of_digits_are_put_right_where_a_reader_may_have_misread(printed: str, value: str) -> None:
    read = find_amounts(layout_of(printed, source=Source.TESSERACT))
    written = find_amounts(layout_of(printed))

    assert [amount.value for amount in read] == [Decimal(value)]
    assert Decimal(value) not in [amount.value for amount in written]


def test_two_numbers_in_a_row_are_not_one() -> None:
    assert [str(amount.value) for amount in find_amounts(layout_of("5 1.50"))] == ["5", "1.50"]


def test_a_rate_is_no_money() -> None:
    rate, base = find_amounts(layout_of("Tax 15% on $ 112.90"))

    assert rate.percent
    assert not rate.money
    assert base.money
    assert base.sign == "$"


@pytest.mark.parametrize("printed", ["63.25\n17.00\nTVQ 9,975%", "63,25\n17,00\nTVQ 9.975%"])
def test_a_rate_is_less_than_a_hundred_per_cent_whatever_mark_the_document_has(printed: str) -> None:
    assert find_amounts(layout_of(printed))[-1].value == Decimal("9.975")


@pytest.mark.parametrize(
    "printed",
    [
        *("A35 B2", "INV-12", "No.122,124", "12:30", "1/2", "0001-00004567", "03-3523-8888", "76.269.769-6"),
        *("12.05.20", "10.0.0.1", "1.2.3", "1,23,45", "2026/11/02", "v2.10.3"),
    ],
)
def test_no_part_of_a_code_a_date_or_a_version_is_an_amount(printed: str) -> None:
    assert find_amounts(layout_of(printed)) == ()


def test_both_ends_of_a_range_of_money_are_amounts() -> None:
    assert [str(amount.value) for amount in find_amounts(layout_of("10.00-12.00"))] == ["10.00", "12.00"]


@pytest.mark.parametrize(
    ("printed", "sign"),
    [
        ("BALL PEN 2.50", None),
        ("1 KGS 100.00", None),
        ("2.50 KGS", None),
        ("12 PEN", None),
        ("PEN 150.00", "PEN"),
        ("150.00 PEN", "PEN"),
        ("Total RON 150.00", "RON"),
        ("AL RON", None),
        ("Table 5 RM12.50", "RM"),
        ("US$ 12.00", "US$"),
        ("KR87654321012", None),
        ("1.200,00 TL", "TL"),
    ],
)
def test_a_sign_is_one_only_in_the_place_of_a_currency(printed: str, sign: str | None) -> None:
    assert [amount.sign for amount in find_amounts(layout_of(printed))][-1:] in ([sign], [])


def money(*lines: str, country: str | None = None) -> list[str]:
    layout = layout_of("\n".join(lines))
    found = find_amounts(layout, labels=find_labels(layout), country=country)
    return [str(amount.value) for amount in found if amount.money]


def test_where_the_amounts_at_the_labels_have_no_cents_those_in_the_columns_have_none_either() -> None:
    assert money("Precio   2.000   4.950", "Neto   27.166", "Monto total   32.328") == [
        "2000",
        "4950",
        "27166",
        "32328",
    ]


def test_numbers_that_are_no_money_stay_so_where_money_has_no_cents() -> None:
    lines = ("Tel   26939000 - FAX", "RUT   76.269.769-6", "Cantidad   12", "Año 2024", "Artículo   1234567890")
    assert money(*lines, "Monto total   424.746", country="CL") == ["424746"]


def test_a_bare_number_at_the_total_is_no_money_where_others_have_cents() -> None:
    assert money("Service   1   10.00", "Tax   2.10", "Total   12") == ["10.00", "2.10"]


def test_three_decimals_are_money_in_dinars() -> None:
    lines = ("Office chairs   10   45.250   452.500", "Total KWD   464.500")
    assert money(*lines) == ["45.250", "452.500", "464.500"]
    assert money("Chairs   10   45.250", "Total   1,045.25") == ["1045.25"]


def test_digits_of_a_date_are_not_an_amount() -> None:
    layout = layout_of("12.05.20")

    assert find_amounts(layout, [Mention(segment=layout.segments[0], start=0, end=8)]) == ()


def test_a_whole_part_that_begins_with_a_zero_is_no_money_unless_all_are_filled_up() -> None:
    till = layout_of("2 x 105.00  210.00\nSubtotal  035.00\nTotal  635.00\n08.30 - 17.00", source=Source.TESSERACT)
    filled = layout_of("Ware  0012.50\nFracht  0003.00\nSumme  0015.50")

    money = [amount.value for amount in find_amounts(till) if amount.money]

    assert Decimal("635.00") in money
    assert not {Decimal("35.00"), Decimal("8.30")} & set(money)
    assert [amount.money for amount in find_amounts(filled)] == [True, True, True]


def test_thousands_with_a_blank_before_the_rate_of_the_next_column() -> None:
    places = [("202", 0.500, 0.524), ("800", 0.528, 0.552), ("27%", 0.557, 0.581)]
    words = tuple(Word(text=text, box=Box(x0, 0.5, x1, 0.512), confidence=1.0) for text, x0, x1 in places)
    page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=words)

    amount, rate = find_amounts(read_layout(DocumentText(pages=(page,))))

    assert (amount.value, rate.value, rate.percent) == (Decimal(202800), Decimal(27), True)


def test_a_rate_behind_its_sign_is_no_thousand_of_the_amount_behind_it() -> None:
    found = find_amounts(layout_of("KDV %5 435,00 TL\nToplam  9.135,00 TL"))

    assert [(amount.value, amount.percent) for amount in found][1:] == [
        (Decimal("435.00"), False),
        (Decimal("9135.00"), False),
    ]


@pytest.mark.parametrize(
    ("lines", "amounts"),
    [
        (("Fuel   11   1 765.50", "Base   13 191.43", "Total   13 191.43"), ["1765.50", "13191.43", "13191.43"]),
        (("Paper   2 150.00", "Ink   2 15.00", "Total   330.00"), ["150.00", "15.00", "330.00"]),
        (("Paper   2 650.00", "Ink   3 120.00", "Total   1,660.00"), ["650.00", "120.00", "1660.00"]),
        (("Paper   2 650.00", "Total   1300.00"), ["650.00", "1300.00"]),
    ],
    ids=["thousands", "quantities and prices", "thousands with a comma", "thousands without a mark"],
)
def test_figures_behind_a_blank_of_full_width_are_what_the_other_numbers_say(
    lines: tuple[str, ...], amounts: list[str]
) -> None:
    assert money(*lines) == amounts


@pytest.mark.parametrize(
    ("net", "total"), [("52 350,74", ["52350.74", "58633.00"]), ("52350,74", ["52350.74", "633.00"])]
)
def test_thousands_that_ocr_sets_half_a_letter_apart_are_so_where_the_document_has_others(
    net: str, total: list[str]
) -> None:
    def words(text: str, y: float, gap: float) -> list[Word]:
        x, found = 0.7, []
        for part in text.split():
            right = x + 0.007 * len(part)
            found.append(Word(text=part, box=Box(x0=x, y0=y, x1=right, y1=y + 0.018), confidence=0.99))
            x = right + gap
        return found

    page = Page(
        number=1,
        width=800,
        height=1100,
        source=Source.RAPIDOCR,
        words=(*words(net, 0.1, 0.006), *words("58 633,00", 0.2, 0.0103)),
    )

    found = find_amounts(read_layout(DocumentText(pages=(page,))))

    assert [str(amount.value) for amount in found if amount.money] == total


def test_an_amount_that_touches_the_rate_before_it_is_whole() -> None:
    found = find_amounts(layout_of("Montáž    16 hod    520,00 Kč    21%10 067,20 Kč"))

    assert [amount.value for amount in found if amount.decimals == 2] == [Decimal("520.00"), Decimal("10067.20")]


@pytest.mark.parametrize(
    ("apart", "values"), [(0.009, [207300, 55971, 263271]), (0.0045, [207, 300, 55, 971, 263, 271])]
)
def test_blanks_part_numbers_of_one_cell_where_they_are_wider_than_those_of_the_thousands(
    apart: float, values: list[int]
) -> None:
    x, words = 0.5, []
    for number in ("207 300", "55 971", "263 271"):
        for part in number.split():
            words.append(Word(text=part, box=Box(x, 0.5, x + 0.008 * len(part), 0.512), confidence=1.0))
            x += 0.008 * len(part) + 0.004
        x += apart - 0.004
    page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=tuple(words))

    assert [amount.value for amount in find_amounts(read_layout(DocumentText(pages=(page,))))] == values


def test_a_sign_of_a_rate_belongs_to_the_figures_behind_it() -> None:
    found = find_amounts(layout_of("1.250,00 %20,00   250,00", "Tax (%1)   12,50", "5 % of 40,00"))

    assert [(str(amount.value), amount.percent) for amount in found] == [
        ("1250.00", False),
        ("20.00", True),
        ("250.00", False),
        ("1", True),
        ("12.50", False),
        ("5", True),
        ("40.00", False),
    ]
