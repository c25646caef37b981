"""What an invoice must say (EN 16931: BR-02 to BR-07, BR-14, BR-CO-25), its dates in order, its codes known."""

from collections.abc import Iterator
from datetime import date, timedelta

from shared.domain.codes import ACCEPTED_COUNTRIES, CURRENCIES, WITHDRAWN_CURRENCIES
from shared.domain.evidence import Finding, Level
from shared.domain.invoice import InvoiceData

OLD = timedelta(days=3653)
"""Ten years: longer than invoices are kept almost anywhere, so an older date is more likely misread."""

LONG_TERM = timedelta(days=366)
"""No ordinary payment term is longer than a year."""


def check_terms(data: InvoiceData, *, today: date | None) -> Iterator[Finding]:
    """Missing terms, dates and codes. `today` null: dates are only compared with each other."""
    yield from _missing(data)
    yield from _dates(data, today)
    yield from _codes(data)


def _missing(data: InvoiceData) -> Iterator[Finding]:
    payable = data.amount_due is not None or data.due_date or data.payment_terms or data.payment.iban
    required = [
        ("BR-02", "/invoice_number", data.invoice_number, "an invoice number", Level.WARNING),
        ("BR-03", "/issue_date", data.issue_date, "a date", Level.WARNING),
        ("BR-05", "/currency", data.currency, "a currency", Level.WARNING),
        ("BR-06", "/seller/name", data.seller.name, "the seller's name", Level.WARNING),
        ("BR-14", "/total_amount", data.total_amount, "a total", Level.WARNING),
    ]
    if payable:  # a receipt names no buyer
        required.append(("BR-07", "/buyer/name", data.buyer.name, "the buyer's name", Level.INFO))
    for code, pointer, value, name, level in required:
        if value is None:
            yield Finding(code=code, level=level, message=f"No sign of {name} was found.", pointers=[pointer])
    if data.amount_due is not None and data.amount_due > 0 and not (data.due_date or data.payment_terms):
        yield Finding(
            code="BR-CO-25",
            level=Level.INFO,
            message="An amount is to be paid, but neither a due date nor payment terms were found.",
            pointers=["/due_date", "/payment_terms"],
        )


def _dates(data: InvoiceData, today: date | None) -> Iterator[Finding]:
    issued, due = data.issue_date, data.due_date
    if issued and due and due < issued:
        yield Finding(
            code="due-before-issue",
            level=Level.WARNING,
            message=f"The due date {due} lies before the invoice date {issued}.",
            pointers=["/issue_date", "/due_date"],
        )
    if issued and due and due - issued > LONG_TERM:
        yield Finding(
            code="due-date-far",
            level=Level.WARNING,
            message=f"The due date {due} is {(due - issued).days} days after the invoice date {issued}.",
            pointers=["/issue_date", "/due_date"],
        )
    if today is None or issued is None:
        return
    # One day of grace: it is already tomorrow east of here.
    if issued > today + timedelta(days=1):
        yield Finding(
            code="issue-date-future",
            level=Level.WARNING,
            message=f"The invoice date {issued} lies {(issued - today).days} days in the future.",
            pointers=["/issue_date"],
        )
    elif today - issued > OLD:
        yield Finding(
            code="issue-date-old",
            level=Level.WARNING,
            message=f"The invoice date {issued} is more than {(today - issued).days // 365} years ago.",
            pointers=["/issue_date"],
        )


def _codes(data: InvoiceData) -> Iterator[Finding]:
    if data.currency and data.currency not in CURRENCIES | WITHDRAWN_CURRENCIES:
        yield Finding(
            code="currency-unknown",
            level=Level.ERROR,
            message=f"{data.currency} is not a currency of ISO 4217.",
            pointers=["/currency"],
        )
    for owner, country in (("seller", data.seller.country), ("buyer", data.buyer.country)):
        if country and country not in ACCEPTED_COUNTRIES:
            yield Finding(
                code="country-unknown",
                level=Level.WARNING,
                message=f"The {owner}'s country {country} is not a country of ISO 3166-1.",
                pointers=[f"/{owner}/country"],
            )
