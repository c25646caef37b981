"""The samples are what they claim: right check digits, right sums, XML that a validator accepts, and small."""

import json
from decimal import Decimal
from pathlib import Path

import facturx  # type: ignore[import-untyped]
import pytest
import stdnum
from schwifty import IBAN
from stdnum.ar import cuit

from functions.api.einvoices import cii
from samples.make import broken
from samples.make.content import Sample, all_samples
from samples.make.in_parts import in_french_parts
from samples.make.truth import truth

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
BY_NAME = {sample.name: sample for sample in all_samples()}


@pytest.fixture(params=BY_NAME)
def sample(request: pytest.FixtureRequest) -> Sample:
    return BY_NAME[request.param]


def test_tax_numbers_and_accounts_have_right_check_digits(sample: Sample) -> None:
    for party in (sample.data.seller, sample.data.buyer):
        if party.vat_id and party.country:
            rule = stdnum.get_cc_module(party.country, "vat")
            assert rule is not None
            assert rule.is_valid(party.vat_id)
        if party.country == "AR":
            assert cuit.is_valid(party.tax_id or "")
    if sample.data.payment.iban:
        assert IBAN(sample.data.payment.iban).is_valid


def test_sums_agree(sample: Sample) -> None:
    data = sample.data
    assert sum((line.net_amount or Decimal(0) for line in data.lines), Decimal(0)) == data.net_amount
    assert (data.net_amount or 0) + (data.tax_amount or 0) == data.total_amount
    assert (data.total_amount or 0) - (data.paid_amount or 0) == data.amount_due


def test_committed_truth_is_that_of_the_content(sample: Sample) -> None:
    committed = json.loads((SAMPLES / f"{sample.name}.truth.json").read_text())
    assert committed == truth(sample, committed["file"], committed["meta"]["pages"])
    assert (SAMPLES / committed["file"]).is_file()


def test_factur_x_fits_its_schema() -> None:
    facturx.xml_check_xsd(
        cii(in_french_parts(BY_NAME["imprimerie-facturx-fr"].data)), flavor="factur-x", level="en16931"
    )


def test_everything_committed_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 3_000_000


def test_the_committed_bomb_has_the_size_of_its_name() -> None:
    assert (SAMPLES / "bad" / "huge-40000x40000.png").read_bytes() == broken.picture_bomb()
