from functions.extract.layout import read_layout
from functions.extract.local.fields.payment import find_payment, find_payment_terms
from tests.support.documents import printed


def test_account_bank_reference_and_means() -> None:
    text = """
Zahlungsart: SEPA Überweisung
IBAN DE91 1000 0000 0123 4567 89
BIC MARKDEF1100
Verwendungszweck: Rechnung 4711
"""
    payment = find_payment(read_layout(printed(text)))

    assert payment.iban is not None
    assert payment.iban.value == "DE91100000000123456789"
    assert payment.bic is not None
    assert payment.bic.value == "MARKDEF1100"
    assert payment.reference is not None
    assert payment.reference.value == "Rechnung 4711"
    assert payment.means is not None
    assert payment.means.value == "SEPA Überweisung"
    assert payment.account is None


def test_what_a_payment_must_name_is_its_communication() -> None:
    reference = find_payment(read_layout(printed("Communication de paiement : FAC/2026/00042"))).reference

    assert reference is not None
    assert reference.value == "FAC/2026/00042"


def test_the_payers_own_account_is_not_the_payees() -> None:
    assert find_payment(read_layout(printed("Käufer-IBAN : DE21860000000086001055"))).iban is None


def test_of_several_accounts_all_are_given_the_chosen_one_first() -> None:
    text = """
IBAN DE91 1000 0000 0123 4567 89   BIC MARKDEF1100
Neue Bankverbindung: DE02 1203 0000 0000 2020 51
IBAN DE91100000000123456789
Käufer-IBAN : DE21860000000086001055
IBAN DE02 1203 0000 0000 2020 52
"""
    payment = find_payment(read_layout(printed(text)))

    assert [(one.iban and one.iban.value, one.bic and one.bic.value) for one in payment.each] == [
        ("DE91100000000123456789", "MARKDEF1100"),
        ("DE02120300000000202051", None),
    ]
    assert find_payment(read_layout(printed("IBAN DE91100000000123456789"))).each == ()


def test_an_account_that_is_no_iban() -> None:
    payment = find_payment(read_layout(printed("Bank Account: US1234567890")))

    assert payment.iban is None
    assert payment.account is not None
    assert payment.account.value == "US1234567890"


def test_words_about_money_alone_are_no_means_of_payment() -> None:
    assert find_payment(read_layout(printed("We accept cash and credit card."))).means is None


def test_terms_behind_beside_and_under_their_label_or_as_a_sentence() -> None:
    def terms(text: str) -> str | None:
        found = find_payment_terms(read_layout(printed(text)))
        return found.value if found else None

    assert terms("Payment terms: 15 Days") == "15 Days"
    assert terms("Zahlungsbedingungen                    14 Tage netto") == "14 Tage netto"
    assert terms("Zahlungsbedingungen:\nBeschreibung            Fälligkeit\nZahlbar innerhalb 30 Tagen") == (
        "Zahlbar innerhalb 30 Tagen"
    )
    assert terms("Terms               Delivery no\n30 days             DN44182") == "30 days"
    assert terms("Please note: net 30 days") == "net 30 days"
    assert terms("Thank you for your order") is None
