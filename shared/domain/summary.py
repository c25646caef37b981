"""One or two sentences that describe the document to a person, from its data and findings alone."""

from collections.abc import Sequence

from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData, all_operation_codes
from shared.domain.wording import money

_KINDS = {"invoice": "Invoice", "credit_note": "Credit note", None: "Document"}

NAMED_CODES = 3
"""Operation codes listed in full; further ones are counted."""


def summarise(data: InvoiceData, findings: Sequence[Finding] = ()) -> str:
    """Kind, parties, amount and due date; then the findings to look at, most severe first."""
    opening = [_KINDS[data.document_type]]
    if data.invoice_number:
        opening.append(data.invoice_number)
    if data.seller.name:
        opening.append(f"from {data.seller.name}")
    if data.buyer.name:
        opening.append(f"to {data.buyer.name}")
    if data.issue_date:
        opening.append(f"dated {data.issue_date}")
    if data.total_amount is not None:
        opening.append(f"for {money(data.total_amount, data.currency)}")
    parts = [" ".join(opening), *_details(data)]
    return f"{', '.join(parts)}. {_verdict(findings)}"


def _details(data: InvoiceData) -> list[str]:
    details = []
    owed = data.amount_due is not None and data.amount_due != data.total_amount
    if owed and data.amount_due is not None:
        details.append(f"{money(data.amount_due, data.currency)} still to pay")
    if data.due_date:
        details.append(f"due {data.due_date}")
    if data.lines:
        details.append("1 line" if len(data.lines) == 1 else f"{len(data.lines)} lines")
    codes = all_operation_codes(data)
    if codes:
        more = f" and {len(codes) - NAMED_CODES} more" if len(codes) > NAMED_CODES else ""
        details.append(f"order {', '.join(codes[:NAMED_CODES])}{more}")
    return details


def _verdict(findings: Sequence[Finding]) -> str:
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    warnings = [finding for finding in findings if finding.level is Level.WARNING]
    serious = errors or warnings
    if not serious:
        not_compared = [one.message for one in findings if one.code is FindingCode.TOTAL_NOT_COMPARED]
        return not_compared[0] if not_compared else "The checks found nothing wrong."
    others = len(errors) + len(warnings) - 1
    return serious[0].message if not others else f"{serious[0].message} {_count(others)}"


def _count(others: int) -> str:
    return "One more thing to look at." if others == 1 else f"{others} more things to look at."
