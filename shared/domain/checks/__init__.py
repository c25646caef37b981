"""What an invoice says, checked: arithmetic, identifiers, terms and dates, evidence, and the seller's earlier invoices.

Pure: everything a check needs is handed in. Every finding names the figures it saw and the fields it concerns.
"""

from collections.abc import Iterator
from datetime import date

from shared.domain.checks.accounts import check_accounts
from shared.domain.checks.amounts import check_amounts
from shared.domain.checks.categories import check_categories
from shared.domain.checks.companies import check_companies
from shared.domain.checks.history import SellerHistory, check_history
from shared.domain.checks.identifiers import check_identifiers
from shared.domain.checks.lines import check_lines
from shared.domain.checks.requirements import check_requirements
from shared.domain.checks.support import check_support
from shared.domain.checks.terms import check_terms
from shared.domain.evidence import EvidenceMap
from shared.domain.findings import Finding, Level
from shared.domain.invoice import InvoiceData

__all__ = ["SellerHistory", "check_invoice"]

_ORDER = [Level.ERROR, Level.WARNING, Level.INFO]


def check_invoice(
    data: InvoiceData,
    *,
    evidence: EvidenceMap | None = None,
    history: SellerHistory | None = None,
    today: date | None = None,
) -> list[Finding]:
    """All findings, the gravest first. Without `evidence`, `history` or `today` what needs them is not checked."""
    findings = [
        *check_amounts(data),
        *check_lines(data),
        *check_categories(data),
        *check_requirements(data),
        *check_identifiers(data),
        *check_terms(data, today=today),
        *(_beside(data, history) if history is not None else ()),
        *(check_support(data, evidence) if evidence is not None else ()),
    ]
    return sorted(findings, key=lambda finding: _ORDER.index(finding.level))


def _beside(data: InvoiceData, history: SellerHistory) -> Iterator[Finding]:
    yield from check_history(data, history)
    yield from check_accounts(data, history.accounts)
    yield from check_companies(data, history.companies)
