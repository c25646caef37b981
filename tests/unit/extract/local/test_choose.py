"""Of the candidates for total, net amount and tax the set is taken that agrees; what it is made of is bounded."""

import time
from decimal import Decimal

import pytest

from functions.extract.local.choose import amount_sets, choose_amounts
from functions.extract.local.context import read_context
from functions.extract.local.links.money import Money
from tests.support.documents import layout_of

HEAD = """
  HARBOUR FITTINGS LTD                         INVOICE
  Invoice number: HF-9917                      Date: 2 November 2026
"""


def money_of(*pages: str) -> Money:
    return read_context(layout_of(*pages)).money


def test_the_set_that_adds_up_wins_over_the_better_label() -> None:
    # Both are called total; only one is the net amount and the tax together.
    chosen = choose_amounts(
        money_of(
            HEAD
            + """
  Net                  500.00
  VAT 20%              100.00
  Total                600.00
  Loyalty total        950.00
"""
        )
    )

    assert chosen.total_amount is not None
    assert chosen.total_amount.value == Decimal("600.00")
    assert chosen.net_amount is not None
    assert chosen.net_amount.value == Decimal("500.00")
    assert chosen.tax_amount is not None
    assert chosen.tax_amount.value == Decimal("100.00")


def test_the_other_readings_are_alternatives_with_their_places() -> None:
    chosen = choose_amounts(
        money_of(
            HEAD
            + """
  Total                600.00
  Total                650.00
  Total                700.00
  Total                750.00
  Total                800.00
"""
        )
    )

    assert chosen.total_amount is not None
    others = chosen.total_amount.alternatives
    assert 1 <= len(others) <= 3
    assert chosen.total_amount.value not in {other.value for other in others}
    assert all(other.words and other.confidence <= chosen.total_amount.confidence for other in others)


def test_a_sum_of_taxes_is_shown_at_all_its_parts() -> None:
    chosen = choose_amounts(
        money_of(
            HEAD
            + """
  Taxable value        1,000.00
  CGST 9%                 90.00
  SGST 9%                 90.00
  Total                1,180.00
"""
        )
    )

    assert chosen.tax_amount is not None
    assert chosen.tax_amount.value == Decimal("180.00")
    assert chosen.tax_amount.text == "90.00 90.00"


def test_amounts_that_are_printed_with_a_minus_keep_it_in_every_alternative() -> None:
    chosen = choose_amounts(
        money_of(
            HEAD
            + """
  Subtotal             -500.00
  VAT 20%              -100.00
  Total                -600.00
"""
        )
    )

    assert chosen.total_amount is not None
    assert chosen.total_amount.value == Decimal("-600.00")
    assert chosen.net_amount is not None
    assert chosen.net_amount.value == Decimal("-500.00")
    assert all(other.value <= 0 for other in chosen.total_amount.alternatives)


def test_a_net_amount_is_not_made_up_where_only_the_total_is_printed() -> None:
    chosen = choose_amounts(money_of(HEAD + "\n  Total                600.00\n"))

    assert chosen.total_amount is not None
    assert chosen.total_amount.value == Decimal("600.00")
    assert chosen.net_amount is None
    assert chosen.tax_amount is None


def test_a_document_without_money_has_no_amounts() -> None:
    chosen = choose_amounts(money_of("  Dear Sir or Madam,\n  thank you for your letter.\n"))

    assert (chosen.total_amount, chosen.net_amount, chosen.tax_amount, chosen.amount_due) == (None, None, None, None)


def test_thousands_of_amounts_make_no_more_sets_and_take_no_longer() -> None:
    rows = [
        f"  Article {number:04}        2     {number}.50     {2 * number + 1}.00     VAT 20%" for number in range(70)
    ]
    page = "\n".join(rows)
    money = money_of(*[page] * 40, HEAD + "\n  Net  500.00\n  VAT 20%  100.00\n  Total  600.00\n")

    started = time.process_time()
    sets = amount_sets(money)
    elapsed = time.process_time() - started

    assert len(money.amounts) > 5000
    assert len(sets) <= 6 * 17 * 9
    assert elapsed < 5


def test_a_registration_beside_a_word_for_tax_is_no_amount() -> None:
    money = money_of("  Spoon & Sons, 12 Main St, Austin, TX 78701\n  VAT 123456789\n  Total   12.00\n")

    assert not any(money.sum(amount) for amount in money.amounts if amount.value in (78701, 123456789))


def test_the_total_of_one_tax_rate_is_not_that_of_the_document() -> None:
    # The net amount of the other rate is misread: only this one adds up.
    chosen = choose_amounts(
        money_of(
            """
  Zwischensumme         18,00
  Zahlung               18,00
  Summe     19,00%       4,90
  Summe      7,00%      13,10
  Steuer    19,00%       0,78
  Steuer     7,00%       0,86
  Netto     19,00%       4,72
  Netto      7,00%      12,24
"""
        )
    )

    assert chosen.total_amount is not None
    assert chosen.total_amount.value == Decimal("18.00")


def test_a_total_before_a_printed_rounding_offers_the_rounded_one_first() -> None:
    chosen = choose_amounts(
        money_of(
            HEAD
            + """
  Net                   45.43
  GST                    2.73
  Total                 48.16
  Total                 48.16
  Total                 48.16
  Rounding              -0.01
  Amount due            48.15
"""
        )
    )

    assert chosen.total_amount is not None
    assert (chosen.total_amount.value, chosen.total_amount.ambiguous) == (Decimal("48.16"), True)
    assert chosen.total_amount.alternatives[0].value == Decimal("48.15")


@pytest.mark.parametrize(
    ("total", "overpaid", "due"),
    [
        ("Számla összesen", "Túlfizetés", "Fizetendő összeg"),
        ("Rechnungsbetrag", "Überzahlung", "Zahlbetrag"),
        ("Total TTC", "Trop perçu", "Net à payer"),
        ("Razem brutto", "Nadpłata", "Do zapłaty"),
    ],
)
def test_what_was_paid_too_much_before_is_taken_off_what_is_due(total: str, overpaid: str, due: str) -> None:
    chosen = choose_amounts(
        money_of(
            f"""
  {total:30}     12 700,00
  {overpaid:30}     -4 200,00
  {due:30}      8 500,00
"""
        )
    )

    assert chosen.total_amount is not None
    assert chosen.amount_due is not None
    assert (chosen.total_amount.value, chosen.amount_due.value) == (Decimal(12700), Decimal(8500))
    assert chosen.previous_balance is not None
    assert chosen.previous_balance.value == Decimal(-4200)


PART_OF_A_RECEIPT = """CORNER HARDWARE
118 Main St, Dayton, OH 45402
11/05/2026  14:22   Receipt 55120
HAMMER 16OZ            $18.99
NAILS 2IN BOX           $6.49
WOOD GLUE               $7.25
"""


@pytest.mark.parametrize(("rest", "guessed"), [("", True), ("TOTAL   $32.73\n", False), ("CASH   $32.73\n", False)])
def test_the_largest_of_several_amounts_is_no_sure_total_where_none_is_called_so(rest: str, guessed: bool) -> None:
    total = choose_amounts(money_of(PART_OF_A_RECEIPT + rest)).total_amount

    assert total is not None
    assert total.ambiguous is guessed


def test_the_totals_of_the_lines_are_not_that_of_the_document() -> None:
    chosen = choose_amounts(
        money_of(
            """
  KASSA BELEG
  Zeitung
     1 x         2,40 EUR
  MwSt. 10%:     0,22 EUR
  Gesamt:        2,40 EUR
  Feuerzeug
     2 x         1,80 EUR
  MwSt. 20%:     0,60 EUR
  Gesamt:        3,60 EUR
  20% MwSt. Basis:     3,00 EUR
  20% MwSt. Betrag:    0,60 EUR
  10% MwSt. Basis:     2,18 EUR
  10% MwSt. Betrag:    0,22 EUR
  Gesamtbetrag:        6,00 EUR
  MwSt. Gesamt:        0,82 EUR
"""
        )
    )

    assert chosen.total_amount is not None
    assert chosen.net_amount is not None
    assert chosen.tax_amount is not None
    amounts = (chosen.net_amount.value, chosen.tax_amount.value, chosen.total_amount.value)
    assert amounts == (Decimal("5.18"), Decimal("0.82"), Decimal("6.00"))


def test_what_is_sold_at_a_rate_is_no_tax_and_no_net_amount() -> None:
    chosen = choose_amounts(
        money_of(
            """
  PARAGON FISKALNY
  SERNIK 0,480 kg * 48,00           23,04 B
  CHLEB 1 szt * 12,80               12,80 C
  Sprzed. opod. PTU B               23,04
  Kwota B 08,00%                     1,71
  Sprzed. opod. PTU C               12,80
  Kwota C 05,00%                     0,61
  Podatek PTU                        2,32
  SUMA PLN                          35,84
"""
        )
    )

    assert chosen.tax_amount is not None
    assert chosen.tax_amount.value == Decimal("2.32")


def test_a_sum_before_a_discount_is_no_sure_net_amount_without_a_tax() -> None:
    chosen = choose_amounts(
        money_of(
            HEAD
            + """
  Subtotal              280.50
  Discount               10.50
  Total                 270.00
"""
        )
    )

    assert chosen.net_amount is not None
    assert (chosen.net_amount.value, chosen.net_amount.ambiguous) == (Decimal("280.50"), True)
    assert chosen.net_amount.alternatives[0].value == Decimal("270.00")


@pytest.mark.parametrize(
    ("name", "tax", "total", "doubtful"),
    [
        ("Taxes", "12.14", "348.78", True),
        ("Taxes", "67.33", "403.97", False),
        ("Sales tax", "12.14", "348.78", False),
    ],
    ids=["of any kind", "at a rate in force", "by name"],
)
def test_what_is_only_called_taxes_is_not_surely_the_tax_unless_it_is_at_a_rate(
    name: str, tax: str, total: str, doubtful: bool
) -> None:
    chosen = choose_amounts(
        money_of(
            HEAD
            + f"""
  Item                 Amount
  Account              309.56
  Equipment             27.08
  {name}               {tax}
  Total due           {total}
"""
        )
    )

    assert chosen.tax_amount is not None
    assert chosen.tax_amount.value == Decimal(tax)
    assert chosen.tax_amount.ambiguous is doubtful
