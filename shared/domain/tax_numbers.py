"""The tax and register numbers of each country and their validators (python-stdnum)."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

# Omitted: personal numbers (DE, NL) that look like the register and tax-office numbers sellers print there.
TAX_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "AR": ("ar.cuit",),
    "AT": ("at.tin", "at.uid"),
    "AU": ("au.abn", "au.acn", "au.tfn"),
    "BE": ("be.vat",),
    "BR": ("br.cnpj", "br.cpf"),
    "CA": ("ca.bn",),
    "CH": ("ch.uid", "ch.vat"),
    "CL": ("cl.rut",),
    "CO": ("co.nit",),
    "CZ": ("cz.dic",),
    "DE": ("de.vat",),
    "DO": ("do.rnc",),
    "EC": ("ec.ruc",),
    "ES": ("es.nif",),
    "FR": ("fr.siret", "fr.siren", "fr.tva"),
    "GB": ("gb.vat", "gb.utr"),
    "GR": ("gr.vat",),
    "HR": ("hr.oib",),
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
    "SE": ("se.orgnr",),
    "SG": ("sg.uen",),
    "SK": ("sk.dph",),
    "US": ("us.ein",),
    "UY": ("uy.rut",),
    "VE": ("ve.rif",),
}
"""Country -> the numbers that a business there may print, as modules of python-stdnum."""


def country_of(name: str) -> str:
    """The country whose number a module is: "in_.gstin" -> "IN"."""
    return name[:2].upper()


def iso_country(prefix: str) -> str:
    """The ISO 3166-1 code behind the prefix of a VAT number: EL is Greece, UK the United Kingdom."""
    return {"EL": "GR", "UK": "GB"}.get(prefix, prefix)


@cache
def validator(name: str) -> Any:
    """The module of python-stdnum: `validate(number)` raises stdnum's ValidationError, InvalidChecksum among them."""
    return import_module(f"stdnum.{name}")
