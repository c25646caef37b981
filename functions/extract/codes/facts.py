"""The statements of one code about its invoice."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFacts:
    """Each fact is null where the code does not state it. Amounts have the sign of the code. `hints` names the facts
    that fill a gap and prove nothing against the print: a receipt number of a cash register, the name of the holder of
    an account."""

    document_type: Literal["invoice", "credit_note"] | None = None
    invoice_number: str | None = None
    issue_date: date | None = None
    due_date: date | None = None
    currency: str | None = None
    net_amount: Decimal | None = None
    tax_amount: Decimal | None = None
    total_amount: Decimal | None = None
    amount_due: Decimal | None = None
    seller_name: str | None = None
    seller_vat_id: str | None = None
    seller_tax_id: str | None = None
    buyer_name: str | None = None
    buyer_vat_id: str | None = None
    buyer_tax_id: str | None = None
    iban: str | None = None
    bic: str | None = None
    account: str | None = None
    reference: str | None = None
    hints: frozenset[str] = frozenset()

    def given(self) -> Iterator[tuple[str, Any]]:
        """(name, value) of every fact that is stated."""
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "hints" and value is not None:
                yield field.name, value


class MalformedCodeError(ValueError):
    """A payload of a known kind that is cut, altered or contradicts its own check digits."""
