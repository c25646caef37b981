"""What an invoice must say (EN 16931: BR-02 to BR-07, BR-09, BR-11, BR-14, BR-CO-25), dates in order, known codes."""

from collections.abc import Iterator
from datetime import date, timedelta

from shared.domain.checks.standard import claims_en16931
from shared.domain.codes import ACCEPTED_COUNTRIES, CURRENCIES, WITHDRAWN_CURRENCIES
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
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
        (FindingCode.BR_02, "/invoice_number", data.invoice_number),
        (FindingCode.BR_03, "/issue_date", data.issue_date),
        (FindingCode.BR_05, "/currency", data.currency),
        (FindingCode.BR_06, "/seller/name", data.seller.name),
        (FindingCode.BR_14, "/total_amount", data.total_amount),
    ]
    for code, pointer, value in required:
        if value is None:
            yield finding(code, Level.WARNING, [pointer])
    held = claims_en16931(data)
    if (payable or held) and data.buyer.name is None:  # a receipt names no buyer
        yield finding(FindingCode.BR_07, Level.WARNING if held else Level.INFO, ["/buyer/name"])
    for code, owner, party in ((FindingCode.BR_09, "seller", data.seller), (FindingCode.BR_11, "buyer", data.buyer)):
        if held and party.postal_address is not None and party.country is None:
            yield finding(code, Level.WARNING, [f"/{owner}/country"])
    owed = data.amount_due is not None and data.amount_due > 0 and data.document_type != "credit_note"
    if owed and not (data.due_date or data.payment_terms):
        yield finding(FindingCode.BR_CO_25, Level.INFO, ["/due_date", "/payment_terms"])


def _dates(data: InvoiceData, today: date | None) -> Iterator[Finding]:
    issued, due = data.issue_date, data.due_date
    both = ["/issue_date", "/due_date"]
    if issued and due and due < issued:
        yield finding(FindingCode.DUE_BEFORE_ISSUE, Level.WARNING, both, due=due, issued=issued)
    if issued and due and due - issued > LONG_TERM:
        days = (due - issued).days
        yield finding(FindingCode.DUE_DATE_FAR, Level.WARNING, both, due=due, issued=issued, days=days)
    if today is None or issued is None:
        return
    # One day of grace: it is already tomorrow east of here.
    if issued > today + timedelta(days=1):
        days = (issued - today).days
        yield finding(FindingCode.ISSUE_DATE_FUTURE, Level.WARNING, ["/issue_date"], issued=issued, days=days)
    elif today - issued > OLD:
        years = (today - issued).days // 365
        yield finding(FindingCode.ISSUE_DATE_OLD, Level.WARNING, ["/issue_date"], issued=issued, years=years)


def _codes(data: InvoiceData) -> Iterator[Finding]:
    if data.currency and data.currency not in CURRENCIES | WITHDRAWN_CURRENCIES:
        yield finding(FindingCode.CURRENCY_UNKNOWN, Level.ERROR, ["/currency"], currency=data.currency)
    for owner, country in (("seller", data.seller.country), ("buyer", data.buyer.country)):
        if country and country not in ACCEPTED_COUNTRIES:
            yield finding(
                FindingCode.COUNTRY_UNKNOWN, Level.WARNING, [f"/{owner}/country"], party=owner, country=country
            )
