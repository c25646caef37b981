"""Each check finds what is wrong, says it with the figures, and leaves alone what is right."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.accounts import AccountHistory
from shared.domain.checks import SellerHistory, check_invoice
from shared.domain.companies import OwnCompanies, OwnCompany
from shared.domain.document import Box, Source
from shared.domain.duplicates import InvoiceFacts, facts_of
from shared.domain.evidence import Evidence
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_amounts import DocumentAllowanceCharge
from shared.domain.wording import field_name, money

TODAY = date(2026, 11, 22)


def invoice(**fields: Any) -> InvoiceData:
    """A small invoice without any fault, with these fields changed."""
    right: dict[str, Any] = {
        "document_type": "invoice",
        "invoice_number": "A-17",
        "issue_date": "2026-11-02",
        "due_date": "2026-12-02",
        "currency": "EUR",
        "seller": {"name": "Imprenta Norte S.L.", "vat_id": "ESA58818501", "country": "ES"},
        "buyer": {"name": "Agencia Faro S.A."},
        "payment": {"iban": "ES91 2100 0418 4502 0005 1332", "bic": "CAIXESBB"},
        "net_amount": "100.00",
        "tax_amount": "21.00",
        "total_amount": "121.00",
        "amount_due": "121.00",
        "tax_breakdown": [{"category": "S", "rate": "21", "taxable_amount": "100.00", "tax_amount": "21.00"}],
        "lines": [
            {"description": "Carteles", "quantity": "3", "unit_price": "20.00", "net_amount": "60.00"},
            {"description": "Folletos", "quantity": "1000", "unit_price": "0.04", "net_amount": "40.00"},
        ],
    }
    return InvoiceData.model_validate(right | fields)


def codes(data: InvoiceData, **others: Any) -> list[str]:
    return [finding.code for finding in check_invoice(data, today=TODAY, **others)]


def the(code: str, data: InvoiceData, **others: Any) -> Finding:
    found = [finding for finding in check_invoice(data, today=TODAY, **others) if finding.code == code]
    assert len(found) == 1, f"{code}: {found}"
    return found[0]


def test_a_right_invoice_has_no_findings() -> None:
    assert codes(invoice()) == []


def test_nothing_read_names_what_is_missing() -> None:
    assert codes(InvoiceData()) == ["BR-02", "BR-03", "BR-05", "BR-06", "BR-14"]


def test_findings_come_gravest_first() -> None:
    levels = [f.level for f in check_invoice(invoice(total_amount="200.00", amount_due=None, buyer={}), today=TODAY)]
    assert levels == [Level.ERROR, Level.INFO]


class TestTotals:
    def test_total_that_is_not_net_plus_tax(self) -> None:
        finding = the("BR-CO-15", invoice(total_amount="211.00", amount_due=None))
        assert finding.level is Level.ERROR
        assert finding.message == (
            "Net 100.00 EUR plus tax 21.00 EUR makes 121.00 EUR, but the total is 211.00 EUR: 90.00 EUR too much."
        )
        assert finding.pointers == ["/net_amount", "/tax_amount", "/total_amount"]

    @pytest.mark.parametrize(
        ("total", "currency", "expected"),
        [
            ("121.01", "EUR", []),  # each of three printed figures is up to half a cent away
            ("121.02", "EUR", ["BR-CO-15"]),
            ("121.03", "EUR", ["BR-CO-15"]),
            ("122", "JPY", []),
        ],
    )
    def test_rounding_passes_and_no_more(self, total: str, currency: str, expected: list[str]) -> None:
        amounts = {"net_amount": "100.40", "tax_amount": "20.60"} if currency == "EUR" else {}
        data = invoice(
            total_amount=total, amount_due=None, currency=currency, lines=[], tax_breakdown=[], payment={}, **amounts
        )
        data = data.model_copy(update={"tax_amount": Decimal(21)}) if currency == "JPY" else data
        assert codes(data) == expected

    def test_cash_rounding_is_named_as_such(self) -> None:
        data = invoice(net_amount="100.38", tax_amount="21.00", total_amount="121.40", amount_due=None, lines=[])
        data = data.model_copy(update={"tax_breakdown": []})
        assert codes(data) == ["total-rounded"]

    def test_a_withholding_as_a_row_of_its_own_is_no_fault(self) -> None:
        rows = [
            {"rate": "21", "taxable_amount": "100.00", "tax_amount": "21.00"},
            {"rate": "-15", "taxable_amount": "100.00", "tax_amount": "-15.00"},
        ]
        for tax in ("21.00", "6.00"):
            right = invoice(tax_amount=tax, tax_breakdown=rows, total_amount="106.00", amount_due="106.00")
            assert codes(right) == []

    @pytest.mark.parametrize(
        ("total", "asked"),
        [
            ("106.00", True),
            ("105.37", False),
            ("100.00", False),  # the 21 % missing are the tax itself
            ("61.00", False),  # 60 %: nobody withholds that
            ("136.00", False),
        ],
    )
    def test_a_withholding_without_a_row_is_asked_about(self, total: str, asked: bool) -> None:
        finding = the("BR-CO-15", invoice(total_amount=total, amount_due=None))
        assert ("15 % of the net: a withholding?" in finding.message) == asked
        assert finding.level is Level.ERROR, "a misread digit of a round sum can look like one"

    def test_credit_note_with_the_sign_as_printed(self) -> None:
        minus = {"net_amount": "-100", "tax_amount": "-21", "total_amount": "-121", "amount_due": "-121"}
        row = {"rate": "21", "taxable_amount": "-100", "tax_amount": "-21"}
        line = {"quantity": "-2", "unit_price": "50", "net_amount": "-100"}
        data = invoice(document_type="credit_note", tax_breakdown=[row], lines=[line], **minus)
        assert codes(data) == []
        assert "negative-total" in codes(data.model_copy(update={"document_type": "invoice"}))

    def test_total_below_net_without_a_tax_amount(self) -> None:
        assert "total-below-net" in codes(invoice(tax_amount=None, tax_breakdown=[], total_amount="90"))

    @pytest.mark.parametrize(
        ("missing", "sentence"),
        [
            (["net_amount"], "Not checked: no net amount, so net + tax = total was not compared."),
            (["tax_amount"], "Not checked: no tax amount, so net + tax = total was not compared."),
            (
                ["net_amount", "tax_amount"],
                "Not checked: no net amount and no tax amount, so net + tax = total was not compared.",
            ),
        ],
    )
    def test_a_total_that_could_not_be_compared_says_so_in_one_note(self, missing: list[str], sentence: str) -> None:
        data = invoice(**dict.fromkeys(missing), lines=[], tax_breakdown=[])
        assert codes(data) == ["total-not-compared"]
        note = the("total-not-compared", data)
        assert (note.level, note.message) == (Level.INFO, sentence)
        assert note.pointers == [f"/{name}" for name in missing]

    def test_total_of_zero_is_mentioned(self) -> None:
        assert the("zero-total", InvoiceData(total_amount=Decimal(0))).level is Level.INFO

    def test_amount_due_after_a_payment(self) -> None:
        assert codes(invoice(paid_amount="50.00", amount_due="71.00")) == []
        finding = the("BR-CO-16", invoice(paid_amount="50.00", amount_due="81.00"))
        assert finding.level is Level.ERROR
        assert "71.00 EUR, but the amount due is 81.00 EUR" in finding.message

    def test_amount_due_that_differs_without_a_payment_is_only_a_warning(self) -> None:
        assert the("BR-CO-16", invoice(amount_due="171.00")).level is Level.WARNING


class TestBesideTheStandard:
    """Withholdings, surcharges, tips and roundings of a page: no sum of them is called wrong, and no other passes."""

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            # Spanish IRPF, the total printed after it, before it, and not fitting it
            ({"withholdings": [{"amount": "15.00"}], "total_amount": "106.00", "amount_due": "106.00"}, []),
            ({"withholdings": [{"amount": "15.00"}], "total_amount": "121.00", "amount_due": "106.00"}, []),
            ({"withholdings": [{"amount": "15.00"}], "total_amount": "111.00", "amount_due": None}, ["BR-CO-15"]),
            ({"withholdings": [{"amount": "15.00"}], "total_amount": "121.00", "amount_due": "90.00"}, ["BR-CO-16"]),
            # Argentine perceptions, beside the tax and counted in it
            ({"surcharges": [{"amount": "3.00"}], "total_amount": "124.00", "amount_due": "124.00"}, []),
            (
                {
                    "surcharges": [{"amount": "3.00"}],
                    "tax_amount": "24.00",
                    "total_amount": "124.00",
                    "amount_due": "124.00",
                },
                [],
            ),
            ({"surcharges": [{"amount": "3.00"}], "total_amount": "128.00", "amount_due": None}, ["BR-CO-15"]),
            # Italian fund (taxed), stamp and withholding together
            (
                {
                    "surcharges": [{"amount": "4.00", "tax_rate": "21"}, {"amount": "2.00"}],
                    "withholdings": [{"amount": "20.00"}],
                    "total_amount": "127.00",
                    "amount_due": "107.00",
                },
                [],
            ),
            ({"tip": "9.00", "total_amount": "130.00", "amount_due": None}, []),
            ({"previous_balance": "50.00", "amount_due": "171.00"}, []),
            ({"paid_amount": "21.00", "previous_balance": "50.00", "amount_due": "150.00"}, []),
            ({"paid_amount": "21.00", "previous_balance": "50.00", "amount_due": "160.00"}, ["BR-CO-16"]),
            ({"rounding_amount": "-0.40", "amount_due": "120.60"}, []),
            ({"rounding_amount": "-0.40", "total_amount": "120.60", "amount_due": "120.60"}, []),
        ],
    )
    def test_sums(self, fields: dict[str, Any], expected: list[str]) -> None:
        assert [code for code in codes(invoice(**fields)) if code.startswith("BR-CO-1")] == expected

    @pytest.mark.parametrize(
        ("currency", "net", "tax", "total", "expected"),
        [
            ("SEK", "1999.60", "499.90", "2500.00", ["total-rounded"]),
            ("SEK", "1999.60", "499.90", "2500.50", ["BR-CO-15"]),
            ("SEK", "1999.60", "499.90", "2501.00", ["BR-CO-15"]),
            ("DKK", "1000.20", "250.05", "1250.50", ["total-rounded"]),
            ("CHF", "100.00", "8.13", "108.15", ["total-rounded"]),
            ("HUF", "1001", "270", "1270", ["total-rounded"]),
            ("EUR", "1999.60", "499.90", "2500.00", ["BR-CO-15"]),
        ],
    )
    def test_rounding_to_the_smallest_coin_of_the_currency(
        self, currency: str, net: str, tax: str, total: str, expected: list[str]
    ) -> None:
        data = invoice(
            currency=currency, net_amount=net, tax_amount=tax, total_amount=total, amount_due=total,
            lines=[], tax_breakdown=[], payment={},
        )  # fmt: skip
        assert codes(data) == expected

    def test_what_reduces_the_amount_due_is_named_in_the_sentence(self) -> None:
        fields = {"withholdings": [{"amount": "15.00"}], "paid_amount": "6.00", "amount_due": "90.00"}
        assert the("BR-CO-16", invoice(**fields)).message == (
            "Total 121.00 EUR less 6.00 EUR already paid, less 15.00 EUR withheld leaves 100.00 EUR, "
            "but the amount due is 90.00 EUR: 10.00 EUR less."
        )

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"allowances_total": "10.00", "lines_net": "110.00"}, []),
            ({"allowances": [{"amount": "10.00"}], "lines_net": "110.00"}, []),
            ({"charges": [{"amount": "5.00"}], "lines_net": "95.00"}, []),
            ({"surcharges": [{"amount": "4.00", "tax_rate": "21"}], "lines_net": "96.00"}, []),
            ({"gross_before_commission": "117.65", "commission": "17.65", "lines_net": "117.65"}, []),
            ({"charges": [{"amount": "5.00"}], "lines_net": "90.00"}, ["BR-CO-10"]),
        ],
    )
    def test_lines_and_what_stands_between_them_and_the_net_amount(
        self, fields: dict[str, Any], expected: list[str]
    ) -> None:
        line = {"net_amount": fields.pop("lines_net")}
        assert [code for code in codes(invoice(lines=[line], **fields)) if code.startswith("BR-CO-1")] == expected

    @pytest.mark.parametrize(
        ("price", "expected"), [pytest.param(None, [], id="without a price"), pytest.param("4.24", ["BR-CO-10"])]
    )
    def test_a_row_without_a_price_may_repeat_what_another_line_holds(
        self, price: str | None, expected: list[str]
    ) -> None:
        lines = [{"quantity": "1", "unit_price": "100.00", "net_amount": "100.00"}]
        held = {"description": "of which levy", "quantity": "1", "unit_price": price, "net_amount": "4.24"}
        assert [code for code in codes(invoice(lines=[*lines, held])) if code == "BR-CO-10"] == expected

    def test_a_total_below_the_net_amount_is_one_less_the_allowances(self) -> None:
        data = invoice(net_amount="100.00", tax_amount=None, total_amount="90.00", tax_breakdown=[])
        assert "total-below-net" in codes(data)
        allowed = data.model_copy(update={"allowances": [DocumentAllowanceCharge(amount=Decimal(10))]})
        assert "total-below-net" not in codes(allowed)

    def test_a_line_counts_its_allowances_and_charges(self) -> None:
        line = {"quantity": "10", "unit_price": "12.00", "net_amount": "100.00", "allowances": [{"amount": "20.00"}]}
        assert codes(invoice(lines=[line])) == []
        wrong = the("line-amount", invoice(lines=[line | {"net_amount": "90.00"}], net_amount=None))
        assert wrong.message == (
            "Line 1: 10 × 12.00 EUR less 20.00 EUR of allowances makes 100.00 EUR, but its amount is 90.00 EUR."
        )

    def test_a_corrected_invoice_may_be_negative(self) -> None:
        data = invoice(total_amount="-121.00", net_amount="-100.00", tax_amount="-21.00", amount_due=None)
        assert "negative-total" in codes(data)
        assert "negative-total" not in codes(data.model_copy(update={"type_code": "384"}))


CLAIMED = {"process_control": {"customization": "urn:cen.eu:en16931:2017#compliant#urn:a:profile"}}


class TestToTheLetter:
    """What claims EN 16931 is held to its equalities; the official Schematron judges the rest in its own test."""

    @pytest.mark.parametrize(
        ("fields", "code", "level"),
        [
            ({"total_amount": "121.01", "amount_due": "121.01"}, "BR-CO-15", Level.ERROR),
            ({"amount_due": "121.01"}, "BR-CO-16", Level.ERROR),
            ({"lines_total": "100.01"}, "BR-CO-10", Level.ERROR),
            ({"lines_total": "100.00", "allowances_total": "0.01"}, "BR-CO-13", Level.ERROR),
            ({"allowances": [{"amount": "5.00", "tax_category": "S", "tax_rate": "21"}]}, "BR-CO-11", Level.ERROR),
            ({"charges_total": "5.00"}, "BR-CO-12", Level.ERROR),
            ({"tax_breakdown": []}, "BR-CO-18", Level.WARNING),
            ({"buyer": {}}, "BR-07", Level.WARNING),
            ({"buyer": {"name": "B", "postal_address": {"city": "Kiel"}}}, "BR-11", Level.WARNING),
        ],
    )
    def test_rules(self, fields: dict[str, Any], code: str, level: Level) -> None:
        assert the(code, invoice(**fields, **CLAIMED)).level is level

    @pytest.mark.parametrize(
        ("row", "code"),
        [
            ({"category": "S", "rate": "21", "exemption_reason": "Why"}, "BR-S-10"),
            ({"category": "AE", "rate": "0", "tax_amount": "0.00"}, "BR-AE-10"),
            ({"category": "K", "rate": "0", "tax_amount": "0.00"}, "BR-IC-08"),
            ({"category": "E", "rate": "0", "exemption_code": "VATEX-EU-132"}, "BR-E-09"),
        ],
    )
    def test_categories(self, row: dict[str, Any], code: str) -> None:
        rows = [{"taxable_amount": "100.00", "tax_amount": "21.00"} | row]
        assert code in codes(invoice(tax_breakdown=rows, **CLAIMED))
        assert code not in codes(invoice(tax_breakdown=rows)), "nothing is known of a category on a page"

    @pytest.mark.parametrize(
        ("category", "rate", "code"),
        [("S", None, "BR-S-05"), ("S", "0", "BR-S-05"), ("G", "19", "BR-G-05"), ("O", "0", "BR-O-05")],
    )
    def test_the_rate_of_a_category_is_questioned_once(self, category: str, rate: str | None, code: str) -> None:
        line = {"net_amount": "50.00", "tax_category": category, "tax_rate": rate}
        assert codes(invoice(lines=[line, line], **CLAIMED)).count(code) == 1

    def test_a_line_that_does_not_multiply_out_is_a_note(self) -> None:
        line = {"quantity": "3", "unit_price": "33.00", "net_amount": "100.00"}
        assert the("line-amount", invoice(lines=[line], **CLAIMED)).level is Level.INFO


class TestTax:
    def test_tax_rows_that_do_not_add_up(self) -> None:
        rows = [
            {"rate": "21", "taxable_amount": "50.00", "tax_amount": "10.50"},
            {"rate": "10", "taxable_amount": "50.00", "tax_amount": "5.00"},
        ]
        finding = the("BR-CO-14", invoice(tax_breakdown=rows))
        assert finding.message == "The tax rows add up to 15.50 EUR, but the tax amount is 21.00 EUR."
        assert finding.pointers == ["/tax_amount", "/tax_breakdown/0/tax_amount", "/tax_breakdown/1/tax_amount"]

    def test_a_row_without_its_tax_is_no_sum(self) -> None:
        assert "BR-CO-14" not in codes(invoice(tax_breakdown=[{"rate": "21"}, {"tax_amount": "1.00"}]))

    def test_tax_out_of_a_price_that_includes_it_is_rounded_twice(self) -> None:
        row = {"rate": "6", "taxable_amount": "49.80", "tax_amount": "3.00"}
        assert "BR-CO-17" not in codes(invoice(tax_breakdown=[row], lines=[]))
        assert "BR-CO-17" in codes(invoice(tax_breakdown=[row | {"tax_amount": "3.03"}], lines=[]))

    def test_tax_that_is_not_the_rate_of_its_base(self) -> None:
        row = {"rate": "21.00", "taxable_amount": "100.00", "tax_amount": "12.00"}
        finding = the("BR-CO-17", invoice(tax_breakdown=[row]))
        assert finding.message == "21 % of 100.00 EUR is 21.00 EUR, but this tax row says 12.00 EUR."

    def test_two_taxes_on_one_base_and_bases_with_their_tax_are_no_fault(self) -> None:
        two = [{"taxable_amount": "100.00", "tax_amount": "5.00"}, {"taxable_amount": "100.00", "tax_amount": "16.00"}]
        assert codes(invoice(tax_breakdown=two)) == []
        assert codes(invoice(tax_breakdown=[{"taxable_amount": "121.00", "tax_amount": "21.00"}])) == []

    def test_taxable_amounts_that_do_not_make_the_net(self) -> None:
        row = {"rate": "21", "taxable_amount": "90.00", "tax_amount": "18.90"}
        assert the("taxable-sum", invoice(tax_breakdown=[row])).level is Level.WARNING


class TestLines:
    def test_lines_that_make_less_than_the_net(self) -> None:
        finding = the("BR-CO-10", invoice(lines=[{"net_amount": "60.00"}]))
        assert finding.level is Level.WARNING
        assert "60.00 EUR, but the net amount is 100.00 EUR: 40.00 EUR are missing" in finding.message

    def test_lines_that_make_more_than_the_net(self) -> None:
        finding = the("BR-CO-10", invoice(lines=[{"net_amount": "60.00"}, {"net_amount": "50.00"}]))
        assert "110.00 EUR, but the net amount is 100.00 EUR: 10.00 EUR too much" in finding.message

    def test_lines_printed_with_tax_add_up_to_the_total(self) -> None:
        assert codes(invoice(lines=[{"net_amount": "60.50"}, {"net_amount": "60.50"}])) == []

    def test_quantity_times_price(self) -> None:
        line = {"quantity": "3", "unit_price": "33.00", "net_amount": "100.00"}
        finding = the("line-amount", invoice(lines=[line]))
        assert finding.message == "Line 1: 3 × 33.00 EUR makes 99.00 EUR, but its amount is 100.00 EUR."

    @pytest.mark.parametrize(
        ("quantity", "price", "rate"),
        [
            ("3", "33.33", None),  # 99.99: the price is rounded
            ("4000", "0.025", None),
            ("1", "82.64", "21"),  # the amount includes the tax
            ("-2", "50", None),
        ],
    )
    def test_lines_that_are_right(self, quantity: str, price: str, rate: str | None) -> None:
        line = {"quantity": quantity, "unit_price": price, "tax_rate": rate, "net_amount": "100.00"}
        assert "line-amount" not in codes(invoice(lines=[line]))

    def test_hundreds_of_wrong_lines_are_one_trouble(self) -> None:
        line = {"quantity": "1", "unit_price": "5.00", "net_amount": "1.00"}
        data = invoice(lines=[line] * 100)
        assert codes(data).count("line-amount") == 20
        assert the("more-line-amounts", data).message == "Quantity × price differs from the amount on 80 more lines."


class TestIdentifiers:
    @pytest.mark.parametrize(
        ("party", "expected"),
        [
            ({"vat_id": "DE136695976"}, []),
            ({"vat_id": "DE 136.695.977"}, ["vat-id-invalid"]),
            ({"vat_id": "ESA58818502"}, ["vat-id-invalid"]),
            ({"vat_id": "BE0308357159"}, []),
            ({"vat_id": "BE BE 0308.357.159"}, ["vat-id-invalid"]),
            ({"vat_id": "EL094259216", "country": "GR"}, []),
            ({"vat_id": "A58818501", "country": "ES"}, []),  # as businesses print it at home
            ({"vat_id": "A58818502", "country": "ES"}, ["BR-CO-09"]),
            ({"vat_id": "DE136695976", "country": "FR"}, ["vat-id-country"]),
            ({"vat_id": "EU372041333", "country": "IE"}, []),  # the One Stop Shop
            ({"vat_id": "GB980780684"}, []),
            ({"vat_id": "GB802311781"}, ["vat-id-invalid"]),
            ({"tax_id": "20-05536168-2", "country": "AR"}, []),
            ({"tax_id": "20-05536168-3", "country": "AR"}, ["tax-id-invalid"]),
            ({"tax_id": "A58818502", "country": "ES"}, ["tax-id-invalid"]),
            ({"tax_id": "73282932000074", "country": "FR"}, []),  # SIRET
            ({"tax_id": "732829320", "country": "FR"}, []),  # SIREN
            ({"tax_id": "HRB 4711", "country": "DE"}, []),  # a register number is no tax number
            ({"tax_id": "143/218/40917", "country": "DE"}, []),  # as long as a person's number, which has check digits
            ({"tax_id": "58213947", "country": "NL"}, []),  # chamber of commerce
            ({"tax_id": "12345678", "country": None}, []),
            ({"tax_id": "33.XX", "country": "AR"}, []),
        ],
    )
    def test_tax_numbers(self, party: dict[str, Any], expected: list[str]) -> None:
        assert codes(invoice(seller={"name": "S"} | party, payment={})) == expected

    def test_a_number_without_prefix_is_a_warning_when_its_check_digits_are_wrong(self) -> None:
        wrong = the("BR-CO-09", invoice(buyer={"name": "B", "vat_id": "A58818502", "country": "ES"}))
        assert wrong.level is Level.WARNING

    def test_iban_with_a_wrong_digit_is_an_error(self) -> None:
        finding = the("iban-invalid", invoice(payment={"iban": "ES91 2100 0418 4502 0005 1333"}))
        assert finding.level is Level.ERROR
        assert finding.pointers == ["/payment/iban"]

    def test_iban_of_another_country_than_the_seller(self) -> None:
        assert codes(invoice(payment={"iban": "DE89370400440532013000"})) == ["iban-country"]

    def test_bic_of_a_wrong_form(self) -> None:
        assert codes(invoice(payment={"bic": "CAIXES"})) == ["bic-invalid"]


class TestTerms:
    @pytest.mark.parametrize(
        ("issued", "due", "expected"),
        [
            ("2026-11-22", "2026-11-22", []),
            ("2026-11-23", "2026-12-22", []),  # it may be tomorrow already where it was issued
            ("2026-11-24", "2026-12-22", ["issue-date-future"]),
            ("2026-11-02", "2026-10-02", ["due-before-issue"]),
            ("2026-11-02", "2028-01-02", ["due-date-far"]),
            ("2015-01-02", "2015-02-02", ["issue-date-old"]),
        ],
    )
    def test_dates(self, issued: str, due: str, expected: list[str]) -> None:
        assert codes(invoice(issue_date=issued, due_date=due)) == expected

    def test_without_today_only_the_order_of_dates_counts(self) -> None:
        assert check_invoice(invoice(issue_date="1999-01-01", due_date="1999-02-01")) == []

    def test_codes_that_do_not_exist(self) -> None:
        data = invoice(currency="EUX", buyer={"name": "B", "country": "QQ"})
        assert codes(data) == ["currency-unknown", "country-unknown"]

    def test_a_withdrawn_currency_is_known(self) -> None:
        assert codes(invoice(currency="DEM")) == []

    def test_money_to_pay_without_a_term(self) -> None:
        assert codes(invoice(due_date=None)) == ["BR-CO-25"]
        assert codes(invoice(due_date=None, payment_terms="30 días")) == []
        assert codes(invoice(due_date=None, amount_due="0", paid_amount="121")) == []
        assert codes(invoice(due_date=None, document_type="credit_note")) == []

    def test_a_receipt_needs_no_buyer_and_no_term(self) -> None:
        assert codes(invoice(buyer={}, due_date=None, amount_due=None, payment={})) == []
        assert codes(invoice(buyer={})) == ["BR-07"]


def shown(confidence: float, *, page: int | None = 1, source: Source = Source.TESSERACT) -> Evidence:
    box = Box(0, 0, 1, 1) if page else None
    return Evidence(page=page, box=box, text="x", confidence=confidence, source=source)


class TestSupport:
    def test_value_that_no_word_shows(self) -> None:
        finding = the("not-in-document", invoice(), evidence={"/invoice_number": shown(0.2, page=None)})
        assert finding.message == "The invoice number was not found anywhere in the document."

    def test_values_of_one_line_are_one_finding(self) -> None:
        evidence = {f"/lines/1/{name}": shown(0.1, page=None) for name in ("quantity", "net_amount")}
        finding = the("not-in-document", invoice(), evidence=evidence)
        assert finding.message == "The quantity and net amount of line 2 were not found anywhere in the document."
        assert finding.pointers == ["/lines/1/quantity", "/lines/1/net_amount"]

    def test_value_read_with_little_certainty(self) -> None:
        finding = the("low-confidence", invoice(), evidence={"/total_amount": shown(0.41)})
        assert finding.message == "The total was hard to read (41% sure)."

    def test_value_concluded_with_little_certainty(self) -> None:
        finding = the("low-confidence", invoice(), evidence={"/currency": shown(0.3, page=None)})
        assert finding.message == "The currency was inferred, not printed as such (30% sure)."

    @pytest.mark.parametrize("source", [Source.XML, Source.PERSON])
    def test_the_xml_and_a_person_need_no_printed_word(self, source: Source) -> None:
        assert codes(invoice(), evidence={"/invoice_number": shown(1, page=None, source=source)}) == []

    @pytest.mark.parametrize("pointer", ["/document_type", "/seller/country", "/tax_breakdown/0/category"])
    def test_concluded_values_are_not_looked_for(self, pointer: str) -> None:
        assert codes(invoice(), evidence={pointer: shown(0.8, page=None)}) == []

    def test_evidence_of_a_value_that_was_cleared_is_ignored(self) -> None:
        assert codes(invoice(purchase_order=None), evidence={"/purchase_order": shown(0.1, page=None)}) == []


def earlier(invoice_id: int = 7, **fields: Any) -> InvoiceFacts:
    """The right invoice again, as an earlier row."""
    return facts_of(invoice_id, "november.pdf", invoice(**fields))


class TestHistory:
    def test_same_number_is_an_error(self) -> None:
        finding = the("duplicate-number", invoice(), history=SellerHistory(others=(earlier(),)))
        assert finding.level is Level.ERROR
        assert finding.message == ("Invoice number A-17 of Imprenta Norte S.L. already exists: no. 7 (november.pdf).")

    def test_same_number_of_another_year_is_a_warning(self) -> None:
        history = SellerHistory(others=(earlier(issue_date="2025-11-02"),))
        assert the("duplicate-number", invoice(), history=history).level is Level.WARNING

    def test_same_total_within_days_is_a_warning_once(self) -> None:
        history = SellerHistory(others=(earlier(), earlier(9, invoice_number=None, issue_date="2026-11-06")))
        finding = the("duplicate-amount-and-date", invoice(), history=history)
        assert finding.level is Level.WARNING
        assert finding.message == (
            "Imprenta Norte S.L. has another invoice for 121.00 EUR, of 2026-11-02 or within a week of it: "
            "no. 9 (november.pdf)."
        )

    def test_same_day_and_total_under_another_number_is_good_to_know(self) -> None:
        history = SellerHistory(others=(earlier(9, invoice_number="A-18"),))
        assert the("duplicate-amount-and-date", invoice(), history=history).level is Level.INFO

    @pytest.mark.parametrize(
        ("totals", "expected"),
        [
            ("10 11 12 13 14", ["unusual-total"]),
            ("10 11 12 13", []),  # too few to know
            ("100 110 120 130 500", []),
            ("10 40 90 200 400", []),  # this seller's invoices vary
            ("900 950 1000 1050 1100", ["unusual-total"]),
        ],
    )
    def test_total_unlike_the_usual(self, totals: str, expected: list[str]) -> None:
        history = SellerHistory(totals=tuple(Decimal(total) for total in totals.split()))
        found = [code for code in codes(invoice(), history=history) if code != "account-first-time"]
        assert found == expected


IBAN = "ES9121000418450200051332"
OTHER_IBAN = "ES7921000813610123456789"


class TestAccounts:
    def test_the_first_account_of_a_seller_is_good_to_know(self) -> None:
        finding = the("account-first-time", invoice(), history=SellerHistory())
        assert finding.level is Level.INFO
        assert finding.message == (
            "No confirmed invoice of Imprenta Norte S.L. has named the account ES91 2100 0418 4502 0005 1332 before."
        )

    def test_another_account_than_before_is_an_error(self) -> None:
        history = SellerHistory(accounts=AccountHistory(of_seller=(OTHER_IBAN,)))
        finding = the("account-changed", invoice(), history=history)
        assert finding.level is Level.ERROR
        assert finding.message == (
            "The account ES91 2100 0418 4502 0005 1332 is not one that confirmed invoices of Imprenta Norte S.L. named "
            "(ES7921000813610123456789). Before paying, ask the seller through a contact that you already know."
        )
        assert finding.pointers == ["/payment/iban", "/seller/name"]

    @pytest.mark.parametrize(
        "payment",
        [
            {"iban": "ES91 2100 0418 4502 0005 1332"},
            {"iban": "es91-2100-0418-4502-0005-1332"},
            {"iban": "ES91 2IOO 0418 4502 0005 1332"},  # misread: its check digits have a finding of their own
            {"account": "2100 0418 4502 0005 1332"},
            {"iban": None, "account": None},
        ],
    )
    def test_an_account_known_before_is_right_however_it_is_printed(self, payment: dict[str, Any]) -> None:
        history = SellerHistory(accounts=AccountHistory(of_seller=(OTHER_IBAN, IBAN)))
        found = codes(invoice(payment=payment), history=history)
        assert not {"account-changed", "account-first-time"} & set(found)

    def test_a_second_account_beside_a_known_one_is_a_change(self) -> None:
        history = SellerHistory(accounts=AccountHistory(of_seller=(IBAN,)))
        both = invoice(payment={"iban": IBAN, "account": "1465 0100 9412 3456 7890"})
        assert the("account-changed", both, history=history).pointers == ["/payment/account", "/seller/name"]

    def test_the_account_of_a_payee_known_from_other_sellers_is_no_change(self) -> None:
        accounts = AccountHistory(of_seller=(OTHER_IBAN,), of_payee=(IBAN,))
        assert codes(invoice(), history=SellerHistory(accounts=accounts)) == []

    def test_many_known_accounts_are_counted(self) -> None:
        history = SellerHistory(accounts=AccountHistory(of_seller=("ONE1", "TWO2", "THREE3", "FOUR4", "FIVE5")))
        assert "(ONE1, TWO2, THREE3 and 2 more)" in the("account-changed", invoice(), history=history).message


FARO = OwnCompanies((OwnCompany("Agencia Faro S.A.", ("ESB12345674",)), OwnCompany("Faro Digital SL")))


def own_findings(data: InvoiceData, own: OwnCompanies = FARO) -> list[tuple[str, Level]]:
    history = SellerHistory(companies=own)
    findings = check_invoice(data, history=history, today=TODAY)
    return [
        (finding.code, finding.level)
        for finding in findings
        if finding.code in ("not-our-invoice", "own-company-sells")
    ]


class TestOwnCompanies:
    @pytest.mark.parametrize(
        "buyer",
        [
            {"name": "Agencia Faro S.A.", "vat_id": "ES B-12345674"},
            {"name": "AGENCIA FARO", "tax_id": "B12345674"},
            {"name": "Agencia Far0, S.A. - Contabilidad"},
            {"name": "Agcncia Faro"},  # one letter misread
            {"name": "Faro Digital"},
            {"name": "Somebody Else", "vat_id": "ESB12345674"},  # the number says who it is
            {},
        ],
    )
    def test_a_buyer_that_is_ours_or_not_known(self, buyer: dict[str, Any]) -> None:
        assert own_findings(invoice(buyer=buyer)) == []

    @pytest.mark.parametrize(
        ("buyer", "level"),
        [
            ({"name": "Hotel Sol S.A.", "vat_id": "ESA58818501"}, Level.ERROR),
            ({"name": "Hotel Sol S.A."}, Level.WARNING),
            ({"vat_id": "ESA58818501"}, Level.WARNING),
            ({"name": "Agencia Faro S.A.", "vat_id": "ESA58818501"}, Level.WARNING),
        ],
    )
    def test_a_buyer_that_is_not_ours(self, buyer: dict[str, Any], level: Level) -> None:
        assert own_findings(invoice(buyer=buyer)) == [("not-our-invoice", level)]

    @pytest.mark.parametrize(
        ("seller", "level"),
        [
            ({"name": "Agencia Faro S.A."}, Level.ERROR),
            ({"name": "Imprenta Norte", "tax_id": "B-12345674"}, Level.ERROR),
            ({"name": "Agencia Faro", "vat_id": "ESA58818501"}, Level.WARNING),  # perhaps a namesake
        ],
    )
    def test_a_seller_that_is_ours(self, seller: dict[str, Any], level: Level) -> None:
        assert own_findings(invoice(seller=seller)) == [("own-company-sells", level)]

    def test_the_sentences_name_who_it_is(self) -> None:
        history = SellerHistory(companies=FARO)
        data = invoice(buyer={"name": "Hotel Sol", "vat_id": "ESA58818501"}, seller={"vat_id": "ESB12345674"})
        assert the("not-our-invoice", data, history=history).message == (
            "This invoice is for Hotel Sol (ESA58818501), which is not one of your own companies."
        )
        assert the("own-company-sells", data, history=history).message == (
            "The seller is the holder of ESB12345674, one of your own companies: seller and buyer may be mixed up."
        )

    def test_without_own_companies_nothing_is_checked(self) -> None:
        assert own_findings(invoice(buyer={"name": "Hotel Sol", "vat_id": "ESA58818501"}), OwnCompanies()) == []


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("/total_amount", "total"),
        ("/seller/vat_id", "seller's VAT number"),
        ("/payment/iban", "IBAN"),
        ("/lines/2/net_amount", "net amount of line 3"),
        ("/lines/0/operation_codes/1", "operation code 2 of line 1"),
        ("/operation_codes/0", "operation code 1"),
        ("/tax_breakdown", "tax rows"),
        ("/lines/2/standard_id/scheme", "scheme of standard id of line 3"),
        ("/lines/0/allowances/1/amount", "amount of allowance 2 of line 1"),
        ("/seller/electronic_address/scheme", "scheme of seller's electronic address"),
    ],
)
def test_fields_have_everyday_names(pointer: str, name: str) -> None:
    assert field_name(pointer) == name


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "EUR", "1,234.50 EUR"),
        ("1E+3", None, "1,000.00"),
        ("0.0425", "EUR", "0.0425 EUR"),
        ("5", "JPY", "5 JPY"),
    ],
)
def test_money_has_the_decimals_of_its_currency(amount: str, currency: str | None, text: str) -> None:
    assert money(Decimal(amount), currency) == text


@given(
    st.builds(
        InvoiceData.model_validate,
        st.fixed_dictionaries(
            {},
            optional={
                name: st.decimals(-(10**9), 10**9, places=2)
                for name in ("net_amount", "tax_amount", "total_amount", "paid_amount", "amount_due")
            },
        ),
    )
)
def test_any_amounts_can_be_checked(data: InvoiceData) -> None:
    for finding in check_invoice(data, today=TODAY):
        assert finding.message.endswith(".")


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=1, max_size=30), st.decimals(0, 30, places=1))
def test_figures_rounded_line_by_line_are_never_called_wrong(amounts: list[Decimal], rate: Decimal) -> None:
    cent = Decimal("0.01")
    net = sum(amounts, Decimal(0))
    tax = sum(((amount * rate / 100).quantize(cent) for amount in amounts), Decimal(0))
    data = invoice(
        net_amount=net, tax_amount=tax, total_amount=net + tax, amount_due=None, document_type="credit_note",
        lines=[{"net_amount": amount} for amount in amounts],
        tax_breakdown=[{"rate": rate, "taxable_amount": net, "tax_amount": tax}],
    )  # fmt: skip
    assert not {"BR-CO-10", "BR-CO-13", "BR-CO-14", "BR-CO-15", "BR-CO-17"} & set(codes(data))
