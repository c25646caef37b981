"""What an invoice asks to be paid, in the words of SEPA, and why one is not paid by a file."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.invoice import InvoiceData, Party, Payment
from shared.domain.invoice_amounts import BankAccount
from shared.domain.sepa import (
    LONGEST_REMITTANCE,
    Obstacle,
    Transfer,
    grouped,
    sepa_text,
    transfer_of,
)

IBAN = "DE02 1203 0000 0000 2020 51"


def invoice(**changes: Any) -> InvoiceData:
    values = {
        "document_type": "invoice",
        "invoice_number": "A-17",
        "currency": "EUR",
        "total_amount": Decimal("238.00"),
        "seller": Party(name="Bäckerei Größe & Söhne"),
        "payment": Payment(iban=IBAN, bic="bylade m1 001"),
    }
    return InvoiceData.model_validate({**values, **changes})


def transfer(number: int = 1, **changes: Any) -> Transfer:
    values: dict[str, Any] = {
        "name": "Alpha",
        "iban": "DE02120300000000202051",
        "bic": None,
        "amount": Decimal(10),
        "remittance": f"A-{number}",
        "invoices": (number,),
    }
    return Transfer(**{**values, **changes})


def test_an_invoice_asks_for_what_is_due_in_the_characters_that_every_bank_takes() -> None:
    made, obstacles = transfer_of(7, invoice(amount_due=Decimal("138.5")), [])
    assert obstacles == ()
    assert made == Transfer(
        name="Baeckerei Groesse + Soehne",
        iban="DE02120300000000202051",
        bic="BYLADEM1001",
        amount=Decimal("138.50"),
        remittance="A-17",
        invoices=(7,),
    )


@pytest.mark.parametrize(
    ("changes", "findings", "obstacle"),
    [
        ({"document_type": "credit_note"}, [], Obstacle.CREDIT_NOTE),
        ({"currency": "CHF"}, [], Obstacle.NOT_IN_EUROS),
        ({"amount_due": Decimal(0)}, [], Obstacle.NOTHING_DUE),
        ({"amount_due": Decimal("0.004")}, [], Obstacle.NOTHING_DUE),
        ({"total_amount": Decimal("1000000000")}, [], Obstacle.TOO_MUCH),
        ({"payment": Payment()}, [], Obstacle.NO_IBAN),
        ({"payment": Payment(iban="DE03120300000000202051")}, [], Obstacle.WRONG_IBAN),
        ({"payment": Payment(iban="TR330006100519786457841326")}, [], Obstacle.OUTSIDE_SEPA),
        ({"seller": Party(name="株式会社")}, [], Obstacle.NO_NAME),
        ({}, ["account-changed"], Obstacle.ACCOUNT_CHANGED),
    ],
)
def test_what_cannot_be_paid_is_not_and_says_why(changes: Any, findings: list[str], obstacle: Obstacle) -> None:
    assert transfer_of(7, invoice(**changes), findings) == (None, (obstacle,))


def test_the_first_account_of_a_seller_is_an_obstacle_that_can_be_accepted() -> None:
    made, obstacles = transfer_of(7, invoice(), ["account-first-time"])
    assert made is not None
    assert obstacles == (Obstacle.FIRST_ACCOUNT,)


def test_the_account_may_stand_in_the_list_of_accounts() -> None:
    account = BankAccount(iban=IBAN, name="Factoring Nord")
    made, _ = transfer_of(7, invoice(payment=Payment(accounts=[account])), [])
    assert made is not None
    assert (made.iban, made.name) == ("DE02120300000000202051", "Factoring Nord")


def test_name_and_bank_of_another_account_are_not_those_of_the_iban_that_is_paid() -> None:
    other = BankAccount(iban="ES91 2100 0418 4502 0005 1332", name="Factoring Sur", bic="CAIXESBBXXX")
    ours = BankAccount(iban="DE02120300000000202051", name="Factoring Nord", bic="BYLADEM1001")
    made, _ = transfer_of(7, invoice(payment=Payment(iban=IBAN, accounts=[other])), [])
    assert made is not None
    assert (made.name, made.bic) == ("Baeckerei Groesse + Soehne", None)
    made, _ = transfer_of(7, invoice(payment=Payment(iban=IBAN, accounts=[other, ours])), [])
    assert made is not None
    assert (made.name, made.bic) == ("Factoring Nord", "BYLADEM1001")


@given(st.text(max_size=300))
def test_a_text_has_only_characters_of_sepa(text: str) -> None:
    made = sepa_text(text, 70)
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
    assert set(made) <= allowed
    assert len(made) <= 70
    assert not made.startswith("/")
    assert not made.endswith("/")
    assert "//" not in made


def test_transfers_to_one_account_become_one() -> None:
    other = transfer(3, iban="ES9121000418450200051332")
    made = list(grouped([transfer(1), other, transfer(2)]))
    assert made == [transfer(1, amount=Decimal(20), remittance="A-1, A-2", invoices=(1, 2)), other]


def test_what_does_not_fit_into_one_transfer_becomes_several() -> None:
    many = [transfer(number, remittance=f"{number:020}") for number in range(1, 14)]
    made = list(grouped(many))
    assert [len(one.invoices) for one in made] == [6, 6, 1]
    assert max(len(one.remittance) for one in made) <= LONGEST_REMITTANCE
    assert sum(one.amount for one in made) == 130
