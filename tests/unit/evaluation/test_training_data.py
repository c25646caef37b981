"""The generator of training documents: seeded, its sums agree, and what its truth says is what is printed."""

import io
from decimal import Decimal
from random import Random

import pytest
from pypdf import PdfReader

from shared.domain.normalising import normalised_code
from tests.evaluation.training_data.countries import Country, countries, words_of
from tests.evaluation.training_data.invoice import Invoice
from tests.evaluation.training_data.notation import Notation
from tests.evaluation.training_data.printing import print_invoice
from tests.evaluation.training_data.truth import truth_of
from tests.evaluation.training_data.values import invent, numbered

EVERY_COUNTRY = [pytest.param(country, id=country.code) for country in countries()]


def made(seed: str, country: Country | None = None) -> tuple[Invoice, dict[str, object], bytes]:
    rng = Random(seed)
    invoice = invent(rng, country)
    printed = print_invoice(rng, invoice)
    return invoice, truth_of(invoice, printed.shown, printed.columns), printed.pdf


def test_a_seed_makes_the_same_document_again() -> None:
    assert made("4/17")[1:] == made("4/17")[1:]
    assert made("4/17")[1] != made("4/18")[1]


@pytest.mark.parametrize("country", EVERY_COUNTRY)
def test_the_sums_of_every_country_agree(country: Country) -> None:
    for seed in range(6):
        totals = invent(Random(f"{country.code}{seed}"), country).totals

        assert totals.net + totals.tax + totals.rounding == totals.total
        assert totals.total - totals.withheld - totals.paid + totals.previous == totals.due
        assert all(abs(tax.base * tax.rate / 100 - tax.amount) <= 1 for tax in totals.taxes)


@pytest.mark.parametrize("country", EVERY_COUNTRY)
def test_the_lines_of_every_country_add_up(country: Country) -> None:
    invoice = invent(Random(country.code), country)

    assert sum(item.amount for item in invoice.items) == invoice.totals.goods
    assert all(item.amount > 0 for item in invoice.items)


def test_what_the_truth_says_is_printed() -> None:
    for seed in range(12):
        _, truth, pdf = made(f"printed/{seed}")
        text = normalised_code("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))

        for field in ("invoice_number", "iban", "po_number"):
            if field in truth:
                assert normalised_code(str(truth[field])) in text, (seed, field)


def test_a_field_that_is_not_printed_is_not_in_the_truth() -> None:
    invoice, _, _ = made("shown")

    assert set(truth_of(invoice, {"date"}, ())) <= {"date", "currency", "document_type"}


def test_every_language_can_print_an_invoice() -> None:
    needed = (
        "title.invoice",
        "label.number",
        "label.date",
        "label.to",
        "column.description",
        "column.amount",
        "total.total",
    )
    for language in {language for country in countries() for language in country.languages}:
        assert all(words_of(language).all(key) for key in needed), language
        assert all(goods.count("|") == 3 for goods in words_of(language).all("goods")), language


@pytest.mark.parametrize(
    ("number", "value", "decimals", "printed"),
    [
        ("1,234.56", "1234567.5", 2, "1,234,567.50"),
        ("1.234,56", "1234", 0, "1.234"),
        ("12,34,567.89", "1234567.5", 2, "12,34,567.50"),
        ("1234,56", "1234.5", 2, "1234,50"),
        ("1'234.56", "999.95", 2, "999.95"),
    ],
)
def test_a_notation_groups_digits_like_its_example(number: str, value: str, decimals: int, printed: str) -> None:
    notation = Notation(number=number, sign="", place="none", minus="-1", decimals=decimals)

    assert notation.plain(Decimal(value), decimals) == printed


def test_a_number_never_begins_with_nought() -> None:
    day = invent(Random("day")).issued

    assert all(numbered(Random(seed), "####", day)[0] != "0" for seed in range(50))
