"""Tax numbers, IBAN and BIC by their form and check digits (python-stdnum), VAT prefixes after EN 16931 BR-CO-09."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from stdnum import bic, iban
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.util import get_cc_module

from shared.domain.codes import EU_VAT_COUNTRIES
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData, Party
from shared.domain.normalising import compact

# Left out: numbers of persons (DE, NL) that look like the register and tax-office numbers sellers print there.
_TAX_NUMBERS: dict[str, tuple[str, ...]] = {
    "AR": ("ar.cuit",),
    "AT": ("at.tin", "at.uid"),
    "AU": ("au.abn", "au.acn", "au.tfn"),
    "BE": ("be.vat",),
    "BR": ("br.cnpj", "br.cpf"),
    "CA": ("ca.bn",),
    "CH": ("ch.uid", "ch.vat"),
    "CL": ("cl.rut",),
    "CO": ("co.nit",),
    "DE": ("de.vat",),
    "DO": ("do.rnc",),
    "EC": ("ec.ruc",),
    "ES": ("es.nif",),
    "FR": ("fr.siret", "fr.siren", "fr.tva"),
    "GB": ("gb.vat", "gb.utr"),
    "IN": ("in_.gstin", "in_.pan"),
    "IT": ("it.iva", "it.codicefiscale"),
    "MX": ("mx.rfc",),
    "NL": ("nl.btw",),
    "NO": ("no.orgnr", "no.mva"),
    "NZ": ("nz.ird",),
    "PE": ("pe.ruc",),
    "PL": ("pl.nip", "pl.regon"),
    "PT": ("pt.nif",),
    "PY": ("py.ruc",),
    "SG": ("sg.uen",),
    "US": ("us.ein",),
    "UY": ("uy.rut",),
    "VE": ("ve.rif",),
}
"""Country -> the numbers a business there may print, as modules of python-stdnum."""

_VAT_OUTSIDE_EU = {"GB": "gb.vat", "NO": "no.mva"}
"""Prefix of a VAT number -> its module, where the prefix is not a part of the number itself."""


def check_identifiers(data: InvoiceData) -> Iterator[Finding]:
    """Every identifier whose check digits or form are wrong."""
    for owner, party in (("seller", data.seller), ("buyer", data.buyer)):
        yield from _vat(owner, party)
        yield from _tax_number(owner, party)
    yield from _iban(data)
    yield from _bic(data)


def _vat(owner: str, party: Party) -> Iterator[Finding]:
    if party.vat_id is None:
        return
    number = compact(party.vat_id)
    pointers = [f"/{owner}/vat_id"]
    prefix = number[:2] if number[:2].isalpha() else ""
    if prefix in EU_VAT_COUNTRIES or prefix in _VAT_OUTSIDE_EU:
        problem = _problem(_vat_module(prefix), number[2:])
        if problem is not None:
            yield finding(
                FindingCode.VAT_ID_INVALID, Level.ERROR, pointers, party=owner, number=party.vat_id, problem=problem
            )
        elif party.country and _iso(prefix) != _iso(party.country) and prefix != "XI":
            yield finding(
                FindingCode.VAT_ID_COUNTRY,
                Level.INFO,
                [*pointers, f"/{owner}/country"],
                party=owner,
                country=party.country,
                number=party.vat_id,
                number_country=_iso(prefix),
            )
        return
    country = _iso(party.country) if party.country else None
    if country is not None and country in EU_VAT_COUNTRIES:
        problem = _problem(_vat_module(country), number)
        yield finding(
            FindingCode.BR_CO_09,
            Level.WARNING if problem else Level.INFO,
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
        yield from _national(owner, "tax_id", party.tax_id, _iso(party.country) if party.country else None)


def _national(owner: str, field: str, printed: str, country: str | None) -> Iterator[Finding]:
    """A number of no certain kind (BT-30 and BT-32 share the field) is told wrong only when it has the form of a kind
    that this country uses and fails its check digits, and is no other kind."""
    number = compact(printed)
    if country and number.startswith(country) and country not in {"VE", "DO"}:
        number = number[len(country) :]
    failed = False
    for name in _TAX_NUMBERS.get(country or "", ()):
        try:
            import_module(f"stdnum.{name}").validate(number)
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
    elif data.seller.country and _iso(data.seller.country) != number[:2]:
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
        return import_module(f"stdnum.{_VAT_OUTSIDE_EU[prefix]}")
    module = get_cc_module({"EL": "gr", "XI": "gb"}.get(prefix, prefix.lower()), "vat")
    if module is None:
        raise LookupError(f"no VAT number module for {prefix}")
    return module


def _iso(country: str) -> str:
    return {"EL": "GR", "UK": "GB"}.get(country, country)
