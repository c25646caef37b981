"""The meaning of EN 16931's code lists, and the functions that all its syntaxes share."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from functions.extract.einvoice.elements import Node, tidy
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Level, finding
from shared.domain.invoice_amounts import BankAccount, CashDiscount, Payment
from shared.domain.invoice_parties import Party, PostalAddress
from shared.domain.invoice_values import MOST_ROWS
from shared.errors import DocumentError

# UNTDID 1001: the codes that EN 16931 allows for a credit note (BT-3); all its others are invoices.
_CREDIT_NOTE_CODES = {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}

# BT-39 and BT-54 are part of the postal address in countries that address by state; elsewhere the postcode suffices.
_ADDRESSED_BY_STATE = {"AR", "AU", "BR", "CA", "CN", "IN", "JP", "MX", "MY", "US", "VE"}

# XRechnung's own notation inside BT-20: "#SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=357.93#".
_SKONTO = re.compile(
    r"#SKONTO#TAGE=(?P<days>\d{1,3})#PROZENT=(?P<percent>\d{1,2}(?:\.\d{1,4})?)"
    r"(?:#BASISBETRAG=(?P<base>-?\d{1,12}(?:\.\d{1,2})?))?#"
)
# BT-21 as UBL writes it before the note: "#AAI#text".
_NOTE_SUBJECT = re.compile(r"#([A-Z]{3})#\s*")

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def document_type(code: str | None) -> Literal["invoice", "credit_note"] | None:
    """BT-3 as an invoice or a credit note."""
    if code is None:
        return None
    return "credit_note" if code in _CREDIT_NOTE_CODES else "invoice"


def postal_address(
    *, lines: Iterable[str | None], postcode: str | None, city: str | None, state: str | None, country: str | None
) -> str | None:
    """BG-5, BG-8: the parts that are given, joined by ", "; null when there is no more than a country."""
    region = state if (country or "").upper() in _ADDRESSED_BY_STATE else None
    parts = [part for part in [*lines, postcode, city, region] if part]
    return ", ".join([*parts, *([country] if country else [])]) if parts else None


def iban_or_account(identifier: str | None) -> tuple[str | None, str | None]:
    """BT-84 as (IBAN, other account number): what has the form of an IBAN is one (check digits come later)."""
    if identifier is None:
        return None, None
    compact = re.sub(r"[\s.-]", "", identifier).upper().removeprefix("IBAN")
    return (compact, None) if _IBAN.fullmatch(compact) else (None, identifier)


def email_only(address: str | None) -> str | None:
    """The address if it is an e-mail address: electronic addresses (BT-34, BT-49) are of many kinds."""
    return address if address and _EMAIL.fullmatch(address) else None


def price_per_unit(price: Decimal | None, base_quantity: Decimal | None) -> Decimal | None:
    """BT-146 for one unit: the net price is for BT-149 units, one if it is not given."""
    if price is None or not base_quantity or base_quantity == 1:
        return price
    return tidy(price / base_quantity)


def one_address(address: PostalAddress | None, *, country: str | None) -> str | None:
    """The text of an address in its parts. `country` as it is written, though it may be no code."""
    if address is None:
        return None
    return postal_address(
        lines=[address.street, address.street2, address.line3],
        postcode=address.postcode,
        city=address.city,
        state=address.subdivision,
        country=country,
    )


def own_address(address: PostalAddress | None) -> str | None:
    """`one_address`, ending with the address's own country code."""
    return one_address(address, country=address.country if address else None)


def bank_account(identifier: str | None, *, name: str | None, bic: str | None) -> BankAccount | None:
    """BG-17; null without a number."""
    iban, account = iban_or_account(identifier)
    return BankAccount(iban=iban, account=account, name=name, bic=bic) if identifier else None


def with_accounts(payment: Payment, accounts: Iterable[BankAccount | None]) -> Payment:
    """The payment with its accounts, each once; the first also fills the payment's own account fields."""
    given = list(dict.fromkeys(account for account in accounts if account is not None))[:MOST_ROWS]
    if not given:
        return payment
    first = given[0]
    return payment.model_copy(
        update={"iban": first.iban, "account": first.account, "bic": first.bic, "accounts": given}
    )


def cash_discounts(payment_terms: str | None) -> list[CashDiscount]:
    """The discounts in the terms of payment (BT-20), in XRechnung's own notation."""
    return [
        CashDiscount(
            days=int(found["days"]),
            percent=Decimal(found["percent"]),
            base=Decimal(found["base"]) if found["base"] else None,
        )
        for found in list(_SKONTO.finditer(payment_terms or ""))[:MOST_ROWS]
    ]


def note_subject(note: str) -> tuple[str | None, str]:
    """BT-21 and BT-22 of a note that begins with its subject: "#AAI#text" -> ("AAI", "text")."""
    found = _NOTE_SUBJECT.match(note)
    return (found.group(1), note[found.end() :]) if found else (None, note)


def notes_of(root: Node, notes: Iterable[tuple[str | None, str]]) -> dict[str, object]:
    """BT-21 and BT-22 of all notes, each text and each subject once."""
    given = list(notes)
    texts = list(dict.fromkeys(text for _, text in given if text))
    subjects = list(dict.fromkeys(subject for subject, _ in given if subject))
    return {"notes": root.cut("\n".join(texts), element="Note") or None, "note_subjects": subjects[:MOST_ROWS]}


def total_of(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of those given, null when none is."""
    given = [one for one in amounts if one is not None]
    return sum(given, Decimal(0)) if given else None


def only_invoice(root: Node, invoices: list[Node], *, format_name: str) -> Node:
    """The first invoice of a file that may hold several; more are a finding. Raises DocumentError without
    one."""
    if not invoices:
        raise DocumentError(f"This {format_name} file has no invoice in it.")
    if len(invoices) > 1:
        several = FindingCode.SEVERAL_INVOICES
        root.problems.append(finding(several, Level.ERROR, reason="xml", count=len(invoices), numbers=[], parts=None))
        root.read.update(other.element for other in invoices[1:])  # named by that finding, not element by element
    return invoices[0]


def credit_note_if(*, corrects: bool, total: Decimal | None) -> Literal["invoice", "credit_note"]:
    """A correction is a credit note unless it raises the amount payable."""
    return "credit_note" if corrects and (total is None or total <= 0) else "invoice"


def completed_party(party: Party) -> Party:
    """The party with the numbers and addresses derived from its groups."""
    contact, address = party.contact, party.electronic_address
    return party.model_copy(
        update={
            "trading_name": None if party.name in (None, party.trading_name) else party.trading_name,
            "name": party.name or party.trading_name,
            "tax_id": party.tax_id or (party.legal_id.id if party.legal_id else None),
            "email": party.email or (contact and contact.email) or email_only(address.id if address else None),
            "phone": party.phone or (contact.phone if contact else None),
        }
    )
