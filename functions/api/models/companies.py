"""Own companies."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from functions.api.models.base import Model, Moment
from shared.domain.comparison_keys import name_key, tax_key
from shared.domain.normalising import compact
from shared.domain.origins import ONE_LINE


class CompanyPath(Model):
    """An own company by its id."""

    company_id: int
    """The company's id."""


def _name(text: str) -> str:
    if name_key(text) is None:
        raise ValueError("must contain a letter or a digit")
    return text


def _number(text: str) -> str:
    number = compact(text)
    if tax_key(number) is None:
        raise ValueError("must be a VAT or tax number with at least four digits")
    return number


def _each_once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


CompanyName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE),
    AfterValidator(_name),
]

CompanyNumbers = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=50), AfterValidator(_number)]],
    Field(max_length=20),
    AfterValidator(_each_once),
]

CompanyAddresses = Annotated[
    list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]],
    Field(max_length=20),
    AfterValidator(_each_once),
]


class CompanyBody(Model):
    """A new own company. Numbers are stored without blanks and hyphens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CompanyName
    """Legal name."""
    vat_ids: CompanyNumbers = []
    """VAT numbers."""
    tax_ids: CompanyNumbers = []
    """Other tax numbers."""
    addresses: CompanyAddresses = []
    """Addresses, one a text."""


class CompanyChange(Model):
    """Changes to an own company; a list replaces the earlier one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: CompanyName | None = None
    """The new legal name."""
    vat_ids: CompanyNumbers | None = None
    """The new VAT numbers, all of them."""
    tax_ids: CompanyNumbers | None = None
    """The new other tax numbers, all of them."""
    addresses: CompanyAddresses | None = None
    """The new addresses, all of them."""


class Company(Model):
    """One of our own companies."""

    id: int
    """The company's id."""
    name: str
    """Legal name."""
    vat_ids: list[str]
    """VAT numbers, without blanks and hyphens."""
    tax_ids: list[str]
    """Other tax numbers, without blanks and hyphens."""
    addresses: list[str]
    """Addresses, one a text."""
    created_at: Moment
    """When it was added."""
    updated_at: Moment
    """When it last changed."""


class CompanyList(Model):
    """All own companies, by name."""

    companies: list[Company]
    """The companies."""
