"""What an extractor gives back, whichever it was."""

from dataclasses import dataclass, field
from typing import Any

from shared.domain.evidence import EvidenceMap, Finding
from shared.domain.invoice import InvoiceData


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The data, the evidence the extractor itself can give (grounding completes it), findings of its own
    (`not-an-invoice`, `several-invoices`, …), and, from a model, its raw answer with token usage."""

    data: InvoiceData
    extractor: str  # "einvoice", "local", "openai", "openai+local"
    evidence: EvidenceMap = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    agent_response: dict[str, Any] | None = None
