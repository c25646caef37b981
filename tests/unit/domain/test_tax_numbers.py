"""The one table of tax numbers, and the labels that announce them."""

import pytest
from stdnum.exceptions import ValidationError

from functions.extract.local.mentions.identifiers import TAX_LABELS
from shared.domain.codes import COUNTRIES
from shared.domain.tax_numbers import TAX_NUMBERS, country_of, iso_country, validator


@pytest.mark.parametrize("country", TAX_NUMBERS)
def test_every_number_can_be_validated_and_is_of_its_country(country: str) -> None:
    assert country in COUNTRIES
    for name in TAX_NUMBERS[country]:
        assert country_of(name) == country
        with pytest.raises(ValidationError):
            validator(name).validate("no number")


@pytest.mark.parametrize("label", [label for label in TAX_LABELS if label[3]], ids=lambda label: label[0][:20])
def test_a_label_announces_numbers_of_the_table(label: tuple[str, object, str | None, tuple[str, ...]]) -> None:
    _, _, country, names = label
    for name in names:
        assert name in TAX_NUMBERS[country_of(name)]
        assert country in (None, country_of(name))


def test_greece_and_the_united_kingdom_have_prefixes_of_their_own() -> None:
    assert [iso_country(prefix) for prefix in ("EL", "UK", "DE")] == ["GR", "GB", "DE"]
