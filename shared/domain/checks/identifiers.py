"""Tax numbers, IBAN and BIC by their form and check digits (python-stdnum), VAT prefixes after EN 16931 BR-CO-09."""

from collections.abc import Iterator
from typing import Any

from stdnum import bic, iban
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.util import get_cc_module

from shared.domain.checks.standard import claims_en16931
from shared.domain.codes import ACCEPTED_COUNTRIES, EU_VAT_COUNTRIES
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, Party
from shared.domain.normalising import compact
from shared.domain.tax_numbers import TAX_NUMBERS, iso_country, validator

_VAT_OUTSIDE_EU = {"GB": "gb.vat", "NO": "no.mva"}
"""Prefix of a VAT number -> its module, where the prefix is not a part of the number itself."""


_ONE_STOP_SHOP = "eu.oss"
"""The numbers of sellers that account for the VAT of all states in one of them: EU372041333 names no country."""


def check_identifiers(data: InvoiceData) -> Iterator[Finding]:
    """Every identifier whose check digits or form are wrong."""
    for owner, party in (("seller", data.seller), ("buyer", data.buyer)):
        yield from _vat(owner, party, held=claims_en16931(data))
        yield from _tax_number(owner, party)
    yield from _iban(data)
    yield from _bic(data)


def _vat(owner: str, party: Party, *, held: bool) -> Iterator[Finding]:
    """`held`: to the letter of BR-CO-09, by which any country's letters may stand before the number. On a page a number
    in the form of its country, without the letters, is what businesses print at home and is no finding."""
    if party.vat_id is None:
        return
    number = compact(party.vat_id)
    pointers = [f"/{owner}/vat_id"]
    prefix = number[:2] if number[:2].isalpha() else ""
    if prefix in EU_VAT_COUNTRIES or prefix in _VAT_OUTSIDE_EU:
        # stdnum passes over a prefix: one that is left here stands twice.
        twice = number[2:].startswith(prefix)
        problem = "form" if twice else _problem(_vat_module(prefix), number[2:])
        if problem is not None:
            yield finding(
                FindingCode.VAT_ID_INVALID, Level.ERROR, pointers, party=owner, number=party.vat_id, problem=problem
            )
        elif party.country and iso_country(prefix) != iso_country(party.country) and prefix != "XI":
            yield finding(
                FindingCode.VAT_ID_COUNTRY,
                Level.INFO,
                [*pointers, f"/{owner}/country"],
                party=owner,
                country=party.country,
                number=party.vat_id,
                number_country=iso_country(prefix),
            )
        return
    if (held and number[:2] in ACCEPTED_COUNTRIES) or _problem(validator(_ONE_STOP_SHOP), number) is None:
        return
    country = iso_country(party.country) if party.country else None
    if country is not None and (held or country in EU_VAT_COUNTRIES):
        problem = _problem(_vat_module(country), number) if country in EU_VAT_COUNTRIES else None
        if problem or held:
            yield finding(
                FindingCode.BR_CO_09,
                Level.WARNING,
                pointers,
                party=owner,
                number=party.vat_id,
                country=country,
                problem=problem,
            )
        return
    yield from _national(owner, "vat_id", party.vat_id, country)


def _tax_number(owner: str, party: Party) -> Iterator[Finding]:
    if party.tax_id is not None:
        yield from _national(owner, "tax_id", party.tax_id, iso_country(party.country) if party.country else None)


def _national(owner: str, field: str, printed: str, country: str | None) -> Iterator[Finding]:
    """A number of no certain kind (BT-30 and BT-32 share the field) is told wrong only when it has the form of a kind
    that this country uses and fails its check digits, and is no other kind."""
    number = compact(printed)
    if country and number.startswith(country) and country not in {"VE", "DO"}:
        number = number[len(country) :]
    failed = False
    for name in TAX_NUMBERS.get(country or "", ()):
        try:
            validator(name).validate(number)
        except InvalidChecksum:
            failed = True
        except ValidationError:
            continue
        else:
            return
    if failed:
        yield finding(FindingCode.TAX_ID_INVALID, Level.WARNING, [f"/{owner}/{field}"], party=owner, number=printed)


def _iban(data: InvoiceData) -> Iterator[Finding]:
    printed = data.payment.iban
    if printed is None:
        return
    number = compact(printed)
    problem = _problem(iban, number)
    if problem is not None:
        yield finding(FindingCode.IBAN_INVALID, Level.ERROR, ["/payment/iban"], iban=printed, problem=problem)
    elif data.seller.country and iso_country(data.seller.country) != number[:2]:
        yield finding(
            FindingCode.IBAN_COUNTRY,
            Level.WARNING,
            ["/payment/iban", "/seller/country"],
            country=data.seller.country,
            iban=printed,
            iban_country=number[:2],
        )


def _bic(data: InvoiceData) -> Iterator[Finding]:
    printed = data.payment.bic
    if printed is not None and _problem(bic, compact(printed)) is not None:
        yield finding(FindingCode.BIC_INVALID, Level.WARNING, ["/payment/bic"], bic=printed)


def _problem(module: Any, number: str) -> str | None:
    """What is wrong with the number, as findings name it; null when it is right."""
    try:
        module.validate(number)
    except InvalidChecksum:
        return "check_digits"
    except ValidationError:
        return "form"
    return None


def _vat_module(prefix: str) -> Any:
    if prefix in _VAT_OUTSIDE_EU:
        return validator(_VAT_OUTSIDE_EU[prefix])
    module = get_cc_module({"EL": "gr", "XI": "gb"}.get(prefix, prefix.lower()), "vat")
    if module is None:
        raise LookupError(f"no VAT number module for {prefix}")
    return module
