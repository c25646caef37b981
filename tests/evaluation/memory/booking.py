"""Suggestions of accounts on labelled documents: what is suggested first, against what the truth says."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from shared.domain.booking import Booking
from shared.domain.booking_history import BookedBefore, booked_rows, suggestions
from shared.domain.invoice import InvoiceData
from tests.evaluation.truth import ITEMS, LabelledDocument


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """Accounts of an invoice and its lines: of those that the truth knows those suggested, and those of them right."""

    asked: int = 0
    given: int = 0
    right: int = 0

    def __add__(self, other: "Suggested") -> "Suggested":
        return Suggested(asked=self.asked + other.asked, given=self.given + other.given, right=self.right + other.right)


@dataclass(kw_only=True)
class Books:
    """How the invoices of each seller were booked so far, newest first."""

    _rows: dict[int, list[BookedBefore]] = field(default_factory=lambda: defaultdict(list))

    def suggested(self, labelled: LabelledDocument, data: InvoiceData, seller: int | None) -> Suggested:
        """The accounts suggested for an extraction. Lines are compared if all of them were found."""
        of_seller = self._rows[seller] if seller is not None else []
        found = suggestions(data, of_seller, ())
        return sum(
            (
                _compared(account, found.get(f"{pointer}/booking/account"))
                for pointer, account in _accounts(labelled, data)
            ),
            Suggested(),
        )

    def book(self, labelled: LabelledDocument, data: InvoiceData, seller: int | None, number: int) -> None:
        """A person books the confirmed invoice as the truth says."""
        if seller is None:
            return
        booked = data.model_copy(
            update={
                "booking": _booking(labelled.meta["booking"]),
                "lines": [
                    line.model_copy(update={"booking": _booking(booking)})
                    for line, booking in zip(data.lines, _of_lines(labelled, data), strict=True)
                ],
            }
        )
        rows = [BookedBefore(invoice_id=number, row=row) for row in booked_rows(booked)]
        self._rows[seller] = [*reversed(rows), *self._rows[seller]]


def _accounts(labelled: LabelledDocument, data: InvoiceData) -> list[tuple[str, str]]:
    """(pointer, account) of the invoice and of its lines."""
    lines = _of_lines(labelled, data)
    return [
        ("", labelled.meta["booking"]["account"]),
        *((f"/lines/{index}", booking["account"]) for index, booking in enumerate(lines) if booking),
    ]


def _of_lines(labelled: LabelledDocument, data: InvoiceData) -> list[dict[str, Any]]:
    """The truth's booking of each line, empty where lines are missing or too many."""
    items = labelled.fields.get(ITEMS, [])
    return [item["booking"] for item in items] if len(items) == len(data.lines) else [{} for _ in data.lines]


def _booking(values: dict[str, Any]) -> Booking | None:
    return Booking.model_validate(values) if values else None


def _compared(account: str, found: Any) -> Suggested:
    return Suggested(asked=1, given=int(bool(found)), right=int(bool(found) and found[0].value == account))
