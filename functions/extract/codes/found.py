"""What the codes of a document say together, each fact with the code that says it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from functions.extract.codes.payloads import Payload, read_payload
from shared.domain.companies import OwnCompanies, OwnCompany
from shared.domain.comparison_keys import account_key, number_key, tax_key
from shared.domain.document import DocumentText, PageCode
from shared.domain.normalising import fold


@dataclass(frozen=True, kw_only=True)
class FoundCode:
    """A code that was understood, and where it is."""

    page: int
    code: PageCode
    payload: Payload


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact and the first code that states it; `hint`: it fills a gap and proves nothing against the print."""

    name: str
    value: str | date | Decimal
    found: FoundCode
    hint: bool


@dataclass(frozen=True, kw_only=True)
class DocumentCodes:
    """The codes of a document that were understood, in reading order."""

    codes: Sequence[FoundCode]

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Name -> the fact, where all codes that state it agree. A hint counts where no code states it firmly."""
        firm = self._by_name(hint=False)
        agreed = {name: facts[0] for name, facts in {**self._by_name(hint=True), **firm}.items() if _agree(facts)}
        return dict(sorted(agreed.items()))

    @cached_property
    def invoice_numbers(self) -> Sequence[Fact]:
        """The different invoice numbers that codes state firmly: several if the file holds several invoices."""
        different: dict[str | None, Fact] = {}
        for fact in self._by_name(hint=False).get("invoice_number", ()):
            different.setdefault(_key(fact), fact)
        return tuple(different.values())

    @cached_property
    def amounts(self) -> Mapping[Literal["total", "payable", "tax", "net"], Decimal]:
        """The amounts that the printed ones are chosen by, the surest first; hints too, which only choose."""
        names: Mapping[Literal["total", "payable", "tax", "net"], str] = {
            "total": "total_amount",
            "payable": "amount_due",
            "tax": "tax_amount",
            "net": "net_amount",
        }
        found = {key: self.facts[name].value for key, name in names.items() if name in self.facts}
        return {key: value for key, value in found.items() if isinstance(value, Decimal)}

    def buyers(self, own: OwnCompanies) -> OwnCompanies:
        """The own companies, and beside them whom a code states as the buyer by its tax number: no seller either."""
        stated = [self.facts.get(name) for name in ("buyer_vat_id", "buyer_tax_id")]
        sellers = {
            tax_key(str(self.facts[name].value)) for name in ("seller_vat_id", "seller_tax_id") if name in self.facts
        }
        numbers = tuple(str(fact.value) for fact in stated if fact is not None and _key(fact) not in sellers)
        return OwnCompanies((*own, OwnCompany(name="", tax_numbers=numbers))) if numbers else own

    def _by_name(self, *, hint: bool) -> dict[str, list[Fact]]:
        named: dict[str, list[Fact]] = {}
        for fact in self._all():
            if fact.hint is hint:
                named.setdefault(fact.name, []).append(fact)
        return named

    def _all(self) -> Iterator[Fact]:
        for found in self.codes:
            facts = found.payload.facts
            for name, value in facts.given():
                yield Fact(name=name, value=value, found=found, hint=name in facts.hints)


NO_CODES = DocumentCodes(codes=())


def codes_of(document: DocumentText) -> DocumentCodes:
    """The codes of all pages that are of a known kind and whole."""
    return DocumentCodes(
        codes=tuple(
            FoundCode(page=page.number, code=code, payload=payload)
            for page in document.pages
            for code in page.codes
            if (payload := read_payload(code.text)) is not None
        )
    )


def _agree(facts: Sequence[Fact]) -> bool:
    return len({_key(fact) for fact in facts}) == 1


def _key(fact: Fact) -> str | None:
    if not isinstance(fact.value, str):
        return str(fact.value)
    match fact.name:
        case "invoice_number":
            return number_key(fact.value)
        case "iban" | "account" | "bic":
            return account_key(fact.value)
        case "seller_vat_id" | "seller_tax_id" | "buyer_vat_id" | "buyer_tax_id":
            return tax_key(fact.value)
        case _:
            return fold(fact.value)
