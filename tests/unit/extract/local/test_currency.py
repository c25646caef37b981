"""The currency from signs, codes, names and the country; and what is no currency."""

from datetime import date

import pytest

from functions.extract.local import extract_locally
from functions.extract.local.context import read_context
from functions.extract.local.fields.currency import find_currency
from functions.extract.local.lexicon.money import CURRENCY_CODES, CURRENCY_SIGNS, currency_of
from functions.extract.local.mentions.country import find_country
from tests.support.documents import layout_of, printed


def currency(*lines: str) -> str | None:
    found = find_currency(read_context(layout_of("\n".join(lines))))
    return None if found is None else found.value


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("Total   € 12,00",), "EUR"),
        (("Total   12.00 USD",), "USD"),
        (("Eesti   KMKR EE100207415", "Kokku   40,00 $"), "USD"),
        (("USt-IdNr. DE811569869", "12345 Berlin", "Summe   40,00 $", "Gesamt   47,60 $"), "USD"),
        (("USt-IdNr. DE811569869", "12345 Berlin", "Summe   40,00 $", "Gesamt   35,20 €"), "EUR"),
        (("Ödenecek Tutar   1.200,00 TL",), "TRY"),
        (("Total KWD   464.500",), "KWD"),
        (("Invoice No : # KD 20417", "Bangalore, Karnataka, India - 560067", "Grand Total   319.00"), "INR"),
        (("S/N   Service   Amount ₦", "1   Cleaning   850,000.00"), "NGN"),
        (("Total   1 190,000 DT",), "TND"),
        (("Total   BD 45.250",), "BHD"),
        (("Currency: NZD", "Total   $12.00"), "NZD"),
        (("Amount (CAD)", "Total   12.00"), "CAD"),
        (("R.U.T.: 76.269.769-6", "TOTAL   $32.328"), "CLP"),
        (("Main Street 1, Austin, TX 78701", "Total   $12.00"), "USD"),
        (("Total   $880.00", "(OCHOCIENTOS OCHENTA PESOS 00/100 M.N.)"), "MXN"),
        (("Balata delantera   450.00 M.N.", "Total   $450.00"), "MXN"),
        (("220 Colonial Avenue, Norfolk, Virginia 23507", "Total   $360.00"), "USD"),
        (("14 Queen Street, Auckland, New Zealand", "Total   $12.00"), "NZD"),
        (("CVR 12345678", "København", "I alt   1.200,00 kr"), "DKK"),
        (("CVR 12345678", "25 % moms   240,00", "I alt inkl. moms   1.200,00 kr"), "DKK"),
        (("Org.nr 912 345 678 MVA", "Totalt   1 200,00 kr"), "NOK"),
        (("Org.nr 912 345 678 MVA", "Oslo, Norge", "Totalt   1 200,00 kr"), "NOK"),
        (("Grand Total   115000.00", "Indian Rupees One Lakh Fifteen Thousand Only"), "INR"),
        (("合計   132,000円",), "JPY"),
        (("PEN   150.00", "SUNAT   Perú"), "PEN"),
        (("PINTURA INT 1L (21,00)   7.780,00", "C.U.I.T.: 30-70992213-5", "TOTAL   7.780,00"), "ARS"),
        (("ATATÜRK CAD.   NO:118", "ÜSKÜDAR / İSTANBUL", "TOPKDV   *32,63", "TOPLAM   *288,90"), "TRY"),
        (("TOTAL   USS 121,00", "C.U.I.T.: 30-70992213-5"), "USD"),
        (("Receipt #: 004471", "TOTAL:   GHC 270.00"), "GHS"),
        (("Cod Fiscal C.I.F.: R014837428", "38,42 L x 7,35", "TOTAL   282,39"), "RON"),
        (("Mail: info@highlandsteel.co.ke", "Total Due:   15,100.00"), "KES"),
        (("Total GBP   £1,200.00", "Total EUR (rate 1.1732)   €1,407.84", "VAT   £200.00"), "GBP"),
    ],
)
def test_what_is_printed_names_the_currency(lines: tuple[str, ...], code: str) -> None:
    assert currency(*lines) == code


@pytest.mark.parametrize(
    "lines",
    [
        ("Total   $12.00",),
        ("Pay AL RON SMITH", "BALL PEN   2.50"),
        ("TOP   ALL   TRY AGAIN   2.50",),
        ("38.42 L x 7.35   282.39", "TOTAL   282.39"),
        ("Sold by: a@shop.de", "Paid by: b@mail.fr", "Total   12.00"),
        ("Currency: XBT", "14 High Street, London, United Kingdom", "Total   12.00"),
        ("Total   12.00",),
    ],
)
def test_what_names_none_gives_none(lines: tuple[str, ...]) -> None:
    assert currency(*lines) is None


def test_a_sign_of_several_currencies_is_that_of_the_sellers_country() -> None:
    text = """
  Nimbus Web Services, Inc.
  410 Terry Ave N, Seattle, WA 98109
  Invoice Number: 42183017
  Bill to: Mivelabs Limited, Hong Kong
  Storage Service                           $3.11
  {total}                                   $3.11
"""

    assert currency(*text.splitlines()) is None
    assert extract_locally(printed(text.format(total="Total"))).data.currency == "USD"
    assert extract_locally(printed(text.format(total="Currency: XBT   Total"))).data.currency is None


def test_a_country_paid_with_another_currency_before() -> None:
    assert currency_of("HR", date(2021, 9, 6)) == "HRK"
    assert currency_of("HR", date(2023, 1, 1)) == "EUR"
    assert currency_of("HR", None) == "EUR"
    assert currency_of(None, None) is None


def test_every_sign_means_codes_of_the_standard() -> None:
    assert {code for codes in CURRENCY_SIGNS.values() for code in codes} <= CURRENCY_CODES


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Dlouhá 4, 110 00 Praha\nDIČ CZ12345679", "CZ"),
        ("Shuwaikh, KUWAIT CITY", "KW"),
        ("Adószám: 12345676-2-41\n1051 Budapest", "HU"),
        ("消費税 株式会社", "JP"),
        ("MF 1234567/A/M/000\nTotal TTC 11,350\ndont TVA 7% 0,743", "TN"),
        ("CNPI 88.441.122/0001-57", "BR"),
        ("Document PIN: P051774310T", "KE"),
        ("TIN: 412-118-220\nPTU No.: FP082024-057", "PH"),
        ("Houston, Tx 77061", "US"),
        ("Houston Tx 77061", None),
        ("www.example.co.uk", "GB"),
        ("www.example.co", None),
        ("kuwaiti dates", None),
        ("Invoice 17", None),
    ],
)
def test_words_speak_for_a_country(text: str, country: str | None) -> None:
    assert find_country(layout_of(text)) == country
