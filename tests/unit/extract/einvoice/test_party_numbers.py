"""Numbers of parties that UBL names by the scheme of a country."""

import pytest

from functions.extract.einvoice.parsing import parse_einvoice
from shared.domain.invoice_parties import Party


def seller(inner: str) -> Party:
    xml = (
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><AccountingSupplierParty><Party>'
        f"{inner}</Party></AccountingSupplierParty></Invoice>"
    )
    return parse_einvoice(xml).data.seller


@pytest.mark.parametrize("scheme", ["VKN", "TCKN", "DK:CVR", "DK:SE"])
def test_an_identification_of_the_party_may_be_its_tax_number(scheme: str) -> None:
    party = seller(f'<PartyIdentification><ID schemeID="{scheme}">1288331521</ID></PartyIdentification>')

    assert party.tax_id == "1288331521"
    assert [(one.id, one.scheme) for one in party.identifiers] == [("1288331521", scheme)]


def test_other_identifications_are_none() -> None:
    party = seller('<PartyIdentification><ID schemeID="MERSISNO">0123</ID></PartyIdentification>')

    assert (party.vat_id, party.tax_id) == (None, None)


def test_oioubl_writes_moms_as_63() -> None:
    party = seller(
        '<PartyTaxScheme><CompanyID schemeID="DK:SE">DK16356706</CompanyID><TaxScheme><ID>63</ID></TaxScheme>'
        '</PartyTaxScheme><PartyLegalEntity><CompanyID schemeID="DK:CVR">DK16356607</CompanyID></PartyLegalEntity>'
    )

    assert (party.vat_id, party.tax_id) == ("DK16356706", "DK16356607")
