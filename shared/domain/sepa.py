"""Transfers in euros: what a confirmed invoice asks to be paid, and why one cannot be paid by a file.

Sources: EPC132-08, "SEPA Credit Transfer Scheme Customer-to-PSP Implementation Guidelines"; EPC217-08, "SEPA
Requirements for an Extended Character Set"; EPC409-09, "EPC List of SEPA Scheme Countries"
(all: europeanpaymentscouncil.eu).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from stdnum import iban as iban_numbers

from shared.domain.comparison_keys import account_key
from shared.domain.finding_codes import FindingCode
from shared.domain.invoice import InvoiceData

LONGEST_NAME = 70
LONGEST_REMITTANCE = 140
LARGEST = Decimal("999999999.99")
"""Euros of one transfer."""
_CENT = Decimal("0.01")

COUNTRIES = frozenset(
    {
        *("AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR"),
        *("HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO"),
        *("RS", "SE", "SI", "SK", "SM", "VA"),
    }
)
"""Countries of whose accounts SEPA transfers are made, by the first letters of the IBAN (EPC409-09)."""

_ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_WRITTEN_AS = str.maketrans(
    {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Æ": "AE", "æ": "ae", "Ø": "O"}
    | {"ø": "o", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l", "&": "+", "_": "-", "–": "-", "—": "-", "’": "'"}
)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")


class Obstacle(StrEnum):
    """Why an invoice is not paid by a file."""

    UNKNOWN = "unknown"
    NOT_CONFIRMED = "not-confirmed"
    CREDIT_NOTE = "credit-note"
    NOT_IN_EUROS = "not-in-euros"
    NOTHING_DUE = "nothing-due"
    TOO_MUCH = "too-much"
    NO_IBAN = "no-iban"
    WRONG_IBAN = "wrong-iban"
    OUTSIDE_SEPA = "outside-sepa"
    NO_NAME = "no-name"
    ACCOUNT_CHANGED = "account-changed"
    FIRST_ACCOUNT = "first-account"
    ALREADY_PAID = "already-paid"


SENTENCES: Mapping[Obstacle, str] = {
    Obstacle.UNKNOWN: "There is no such invoice.",
    Obstacle.NOT_CONFIRMED: "The invoice is not confirmed.",
    Obstacle.CREDIT_NOTE: "A credit note is not paid.",
    Obstacle.NOT_IN_EUROS: "SEPA transfers are in euros, and this invoice is not.",
    Obstacle.NOTHING_DUE: "Nothing is left to pay.",
    Obstacle.TOO_MUCH: "The amount is larger than a SEPA transfer can be.",
    Obstacle.NO_IBAN: "The invoice names no IBAN.",
    Obstacle.WRONG_IBAN: "The IBAN is not one: its check digits or its length are wrong.",
    Obstacle.OUTSIDE_SEPA: "The account is in a country that SEPA transfers do not reach.",
    Obstacle.NO_NAME: "The invoice does not say whom to pay.",
    Obstacle.ACCOUNT_CHANGED: (
        "Earlier invoices of this seller named another account. Ask the seller, and pay it at your bank."
    ),
    Obstacle.FIRST_ACCOUNT: "No earlier invoice of this seller named an account: somebody must have checked it.",
    Obstacle.ALREADY_PAID: "An earlier payment file has this invoice.",
}

MAY_BE_ACCEPTED = frozenset({Obstacle.FIRST_ACCOUNT, Obstacle.ALREADY_PAID})
"""What a person who knows better can pay over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One transfer, in the characters of SEPA; `invoices` are those that it pays."""

    name: str
    iban: str
    bic: str | None
    amount: Decimal
    remittance: str
    invoices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an invoice asks to be paid, as it prints it: to whom, to which IBAN at which bank, and how much is due."""

    payee: str | None
    iban: str | None
    bic: str | None
    due: Decimal | None


def asked_by(data: InvoiceData) -> Asked:
    """What the invoice asks to be paid. The IBAN is that of the payment, else the first of its accounts; an account's
    name and BIC count for its own IBAN alone."""
    payment = data.payment
    iban = payment.iban or next((one.iban for one in payment.accounts if one.iban), None)
    key = account_key(iban)
    account = next((one for one in payment.accounts if key and account_key(one.iban) == key), None)
    return Asked(
        payee=(data.payee.name if data.payee else None) or (account.name if account else None) or data.seller.name,
        iban=iban,
        bic=payment.bic or (account.bic if account else None),
        due=data.amount_due if data.amount_due is not None else data.total_amount,
    )


def sepa_text(text: str, longest: int) -> str:
    """The text in the Latin characters that every bank takes (EPC217-08): letters without accents, and a blank for what
    has no such form. It neither begins nor ends with a slash, nor has two in a row (EPC132-08, 1.4)."""
    plain = unicodedata.normalize("NFKD", text.translate(_WRITTEN_AS))
    allowed = _ALLOWED.sub(" ", "".join(one for one in plain if not unicodedata.combining(one)))
    return re.sub(r"/{2,}", "/", " ".join(allowed.split()))[:longest].strip(" /")


def sepa_iban(text: str | None) -> str | None:
    """The IBAN without blanks; None if its length or check digits are wrong (ISO 13616)."""
    compact = account_key(text)
    return compact if compact and iban_numbers.is_valid(compact) else None


def sepa_bic(text: str | None) -> str | None:
    """The BIC (ISO 9362) without blanks; None if it is none, which no transfer in SEPA needs."""
    compact = "".join((text or "").split()).upper()
    return compact if _BIC.fullmatch(compact) else None


def transfer_of(
    invoice_id: int, data: InvoiceData, findings: Iterable[str]
) -> tuple[Transfer | None, tuple[Obstacle, ...]]:
    """What a confirmed invoice asks to be paid, and every obstacle; no transfer where one of them cannot be accepted.
    `findings` are the codes that its check found."""
    asked = asked_by(data)
    iban, due = sepa_iban(asked.iban), asked.due
    name = sepa_text(asked.payee or "", LONGEST_NAME)
    found = set(findings)
    obstacles = tuple(
        obstacle
        for obstacle, stands in (
            (Obstacle.CREDIT_NOTE, data.document_type == "credit_note"),
            (Obstacle.NOT_IN_EUROS, data.currency != "EUR"),
            (Obstacle.NOTHING_DUE, due is None or due.quantize(_CENT) <= 0),
            (Obstacle.TOO_MUCH, due is not None and due > LARGEST),
            (Obstacle.NO_IBAN, asked.iban is None),
            (Obstacle.WRONG_IBAN, asked.iban is not None and iban is None),
            (Obstacle.OUTSIDE_SEPA, iban is not None and iban[:2] not in COUNTRIES),
            (Obstacle.NO_NAME, not name),
            (Obstacle.ACCOUNT_CHANGED, FindingCode.ACCOUNT_CHANGED in found),
            (Obstacle.FIRST_ACCOUNT, FindingCode.ACCOUNT_FIRST_TIME in found),
        )
        if stands
    )
    if iban is None or due is None or not MAY_BE_ACCEPTED.issuperset(obstacles):
        return None, obstacles
    transfer = Transfer(
        name=name,
        iban=iban,
        bic=sepa_bic(asked.bic),
        amount=due.quantize(_CENT),
        remittance=sepa_text(
            data.payment.reference or data.invoice_number or f"Invoice {invoice_id}", LONGEST_REMITTANCE
        ),
        invoices=(invoice_id,),
    )
    return transfer, obstacles


def grouped(transfers: Iterable[Transfer]) -> Iterator[Transfer]:
    """One transfer for each account and name, as long as what they are for fits into it and into the largest amount."""
    open_ones: dict[tuple[str, str], Transfer] = {}
    for one in transfers:
        key = (one.iban, one.name)
        before = open_ones.get(key)
        if before is not None:
            joined = f"{before.remittance}, {one.remittance}"
            if len(joined) <= LONGEST_REMITTANCE and before.amount + one.amount <= LARGEST:
                open_ones[key] = Transfer(
                    name=one.name,
                    iban=one.iban,
                    bic=before.bic or one.bic,
                    amount=before.amount + one.amount,
                    remittance=joined,
                    invoices=(*before.invoices, *one.invoices),
                )
                continue
            yield before
        open_ones[key] = one
    yield from open_ones.values()
