"""Extracted data as columns: the API's JSON, and copies of values for lists, figures and checks."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from shared.domain.comparison_keys import name_key, number_key, tax_key
from shared.domain.evidence import EvidenceMap
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData

_LARGEST = Decimal(10) ** 12


def answer_columns(data: InvoiceData, evidence: EvidenceMap, findings: Sequence[Finding]) -> dict[str, Any]:
    """Column values for `preview_data`, `evidence`, `checks` and the columns copied from them."""
    errors = sum(finding.level is Level.ERROR for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    return {
        "preview_data": data.as_json(),
        "evidence": {pointer: one.model_dump(mode="json") for pointer, one in evidence.items()},
        "checks": [finding.model_dump(mode="json") for finding in findings],
        "error_count": errors,
        "warning_count": warnings,
        "findings": worst_level(errors, warnings),
        "invoice_number": data.invoice_number,
        "seller_name": data.seller.name,
        "seller_vat_id": data.seller.vat_id or data.seller.tax_id,
        "issue_date": data.issue_date,
        "issue_month": month_number(data.issue_date) if data.issue_date else None,
        "due_date": data.due_date,
        "document_type": data.document_type,
        "net_amount": storable(data.net_amount),
        "tax_amount": storable(data.tax_amount),
        "total_amount": storable(data.total_amount),
        "currency": data.currency,
        "number_key": number_key(data.invoice_number),
        "seller_tax_key": tax_key(data.seller.vat_id, data.seller.tax_id),
        "seller_name_key": name_key(data.seller.name),
    }


def month_number(day: date) -> int:
    """The month of a day, counted from the year 0."""
    return day.year * 12 + day.month


def worst_level(errors: int, warnings: int) -> str:
    """The worst level of so many findings."""
    return Level.ERROR if errors else Level.WARNING if warnings else "none"


def storable(amount: Decimal | None) -> Decimal | None:
    """The amount; None if a column has no room for it, or it is no number."""
    return amount if amount is not None and amount.is_finite() and abs(amount) < _LARGEST else None
