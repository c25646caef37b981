"""The written-out code lists against the packages that are kept up to date."""

import pytest

from shared.domain.codes import COUNTRIES, CURRENCIES, MINOR_UNITS

NOT_MONEY = {"XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"}


def test_currencies_are_those_of_iso_4217() -> None:
    iso4217 = pytest.importorskip("iso4217")
    assert {currency.code for currency in iso4217.Currency} - NOT_MONEY == CURRENCIES


def test_decimals_are_those_of_iso_4217() -> None:
    iso4217 = pytest.importorskip("iso4217")
    other = {c.code: c.exponent for c in iso4217.Currency if c.code not in NOT_MONEY and c.exponent != 2}
    assert other == MINOR_UNITS


def test_countries_are_those_of_iso_3166() -> None:
    pycountry = pytest.importorskip("pycountry")
    assert {country.alpha_2 for country in pycountry.countries} == COUNTRIES
