"""Our own companies: whom invoices are rightly addressed to, and who never sells to us."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from shared.domain.comparison_keys import name_key, tax_key
from shared.domain.invoice import Party

_ALIKE = 0.9
"""Two names whose letters are alike to this degree are one name, misread or written differently."""

_LONG_ENOUGH = 5
"""A shorter name stands inside too many others."""


@dataclass(frozen=True)
class OwnCompany:
    """One of our companies."""

    name: str
    tax_numbers: tuple[str, ...] = ()  # VAT and tax numbers, as they are written
    id: int | None = None  # of its record, if it has one

    @cached_property
    def name_key(self) -> str:
        """The name as it is compared."""
        return name_key(self.name) or ""

    @cached_property
    def tax_keys(self) -> frozenset[str]:
        """The numbers as they are compared."""
        return frozenset(key for number in self.tax_numbers if (key := tax_key(number)))


@dataclass(frozen=True)
class OwnCompanies:
    """All of them; none: nothing is known, and nothing is checked."""

    companies: tuple[OwnCompany, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.companies)

    def __iter__(self) -> Iterator[OwnCompany]:
        return iter(self.companies)

    @cached_property
    def _tax_keys(self) -> frozenset[str]:
        return frozenset(key for company in self.companies for key in company.tax_keys)

    def owns_number(self, *numbers: str | None) -> bool:
        """Whether one of these VAT or tax numbers is ours."""
        return any(key in self._tax_keys for number in numbers if (key := tax_key(number)))

    def is_named(self, name: str | None) -> bool:
        """Whether this is the name of one of them, whatever its legal form; a letter in ten may be misread."""
        key = name_key(name)
        return key is not None and any(_alike(key, company.name_key) for company in self.companies)

    def is_named_in(self, text: str | None) -> bool:
        """Whether the text is or holds the name of one of them ("Agencia Faro S.A., accounts payable")."""
        key = name_key(text)
        if key is None:
            return False
        return any(
            _alike(key, own) or (len(own) >= _LONG_ENOUGH and own in key)
            for own in (company.name_key for company in self.companies)
        )

    def which(self, party: Party) -> OwnCompany | None:
        """The one of them that the party is for sure: by a number or, where it has none, by exactly this name. None:
        none of them, or several alike."""
        numbers = {key for number in (party.vat_id, party.tax_id) if (key := tax_key(number))}
        named = name_key(party.name)
        alike = [
            one for one in self.companies if (numbers & one.tax_keys if numbers else named and named == one.name_key)
        ]
        return alike[0] if len(alike) == 1 else None

    def is_ours(self, party: Party) -> bool:
        """Whether the party is one of them by number or, where it has no number, by name."""
        numbers = (party.vat_id, party.tax_id)
        return self.owns_number(*numbers) or (not any(map(tax_key, numbers)) and self.is_named(party.name))


NO_COMPANIES = OwnCompanies()


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _LONG_ENOUGH:
        return False
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    # The cheap bounds first: there may be a thousand names to compare with.
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
