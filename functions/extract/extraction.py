"""The result of any extractor."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from shared.domain.evidence import EvidenceMap
from shared.domain.extractors import Extractor
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The data, the evidence the extractor itself can give (grounding completes it), findings of its own
    (`not-an-invoice`, `several-invoices`, …), and, from a model, its raw answer with token usage. `unkept`: words of an
    e-invoice that no field holds, to be searched."""

    data: InvoiceData
    extractor: Extractor
    evidence: EvidenceMap = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    agent_response: dict[str, Any] | None = None
    unkept: str = ""


_codec = TypeAdapter(Extraction)


def dump_extraction(extraction: Extraction) -> bytes:
    """JSON bytes, UTF-8, for a cache."""
    return _codec.dump_json(extraction)


def load_extraction(content: bytes) -> Extraction:
    """The inverse of `dump_extraction`. Raises pydantic.ValidationError for anything else."""
    return _codec.validate_json(content)
