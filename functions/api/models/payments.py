"""Payment files: transfers of confirmed invoices, for a bank."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from functions.api.models.base import Model, Moment, Sum
from functions.api.models.pages import CursorQuery, NextPage
from shared.domain.invoice_values import Day
from shared.domain.origins import ONE_LINE
from shared.domain.sepa import COUNTRIES, LONGEST_NAME, Obstacle, sepa_bic, sepa_iban, sepa_text

MOST_INVOICES = 500
"""Of one payment file."""


def _name(text: str) -> str:
    if not sepa_text(text, LONGEST_NAME):
        raise ValueError("must have a letter or a digit that banks take")
    return text


def _iban(text: str) -> str:
    number = sepa_iban(text)
    if number is None:
        raise ValueError("must be an IBAN with right check digits")
    if number[:2] not in COUNTRIES:
        raise ValueError("must be of an account that SEPA transfers are made from")
    return number


def _bic(text: str) -> str:
    code = sepa_bic(text)
    if code is None:
        raise ValueError("must be a BIC of 8 or 11 characters")
    return code


class Payer(Model):
    """Who pays, and from which account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE),
        AfterValidator(_name),
    ]
    """Whose account it is; written in the characters of SEPA."""
    iban: Annotated[str, Field(min_length=15, max_length=50), AfterValidator(_iban)]
    """The account's IBAN."""
    bic: Annotated[str, Field(min_length=8, max_length=20), AfterValidator(_bic)] | None = None
    """BIC of its bank, if that wants it."""


class PaymentBody(Model):
    """A payment of confirmed invoices."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    invoice_ids: Annotated[
        list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(min_length=1, max_length=MOST_INVOICES)
    ]
    """The invoices, each once."""
    debtor: Payer
    """Who pays."""
    execution_date: Day
    """The day on which the bank is to pay: today (UTC) or later, within a year."""
    grouped: bool = False
    """One transfer for all invoices of an account, instead of one for each invoice."""
    accept: Annotated[list[Obstacle], Field(max_length=len(Obstacle))] = []
    """What is known and paid over: `first-account`, `already-paid`. Nothing else can be."""


class PaymentsQuery(CursorQuery):
    """Which payment files: the newest, or those before a cursor's."""

    invoice_id: Annotated[int | None, Field(ge=1, le=2**63 - 1)] = None
    """Only those that this invoice is in."""


class PaymentPath(Model):
    """A payment file by its id."""

    payment_id: int
    """The payment's id."""


class PaymentFile(Model):
    """A payment file: what is in it. That it was made does not say that a bank has it."""

    id: int
    """The payment's id."""
    created_at: Moment
    """When it was made."""
    actor: str
    """Who made it: the name of a key."""
    execution_date: date
    """The day on which the bank is to pay."""
    debtor: dict[str, Any]
    """Who pays: `name`, `iban`, `bic`."""
    invoice_ids: list[int]
    """Its invoices."""
    transfers: int
    """How many transfers it has."""
    total: Sum
    """Their sum in euros."""
    download: str
    """Address of its file."""


class PaymentList(Model):
    """One page of payment files, newest first."""

    payments: list[PaymentFile]
    """The payments of this page."""
    next: NextPage
