"""Whether the document supports the values: what no word shows, and what was read with little certainty."""

import re
from collections.abc import Iterator
from decimal import Decimal

from shared.domain.document import Source
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.fields import is_concluded
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves

LOW_CONFIDENCE = 0.5
"""Below this a value is more likely wrong than right."""

_OWN_AUTHORITY = {Source.XML, Source.PERSON}
"""Sources that need no printed word: the XML is the invoice, and a person has looked."""


def check_support(data: InvoiceData, evidence: EvidenceMap) -> Iterator[Finding]:
    """One finding a header value, one a line for all of its values. Evidence of values that are gone is ignored."""
    present = set(value_pointers(data))
    unsupported: dict[str, list[str]] = {}
    uncertain: dict[str, list[str]] = {}
    for pointer, shown in evidence.items():
        if pointer not in present or shown.source in _OWN_AUTHORITY:
            continue
        if shown.page is None and not is_concluded(pointer):
            unsupported.setdefault(_group(pointer), []).append(pointer)
        elif shown.confidence < LOW_CONFIDENCE:
            uncertain.setdefault(_group(pointer), []).append(pointer)
    for pointers in unsupported.values():
        yield finding(FindingCode.NOT_IN_DOCUMENT, Level.WARNING, pointers, fields=pointers)
    for pointers in uncertain.values():
        lowest: Evidence = min((evidence[pointer] for pointer in pointers), key=lambda shown: shown.confidence)
        yield finding(
            FindingCode.LOW_CONFIDENCE,
            Level.WARNING,
            pointers,
            fields=pointers,
            reason="hard_to_read" if lowest.page is not None else "concluded",
            confidence=Decimal(f"{lowest.confidence * 100:.0f}"),
        )


def value_pointers(data: InvoiceData) -> Iterator[str]:
    """JSON pointers of every value that is given, in the order of the model."""
    return (pointer for pointer, _ in leaves(data.model_dump()))


def _group(pointer: str) -> str:
    line = re.match(r"/(lines|tax_breakdown)/\d+", pointer)
    return line.group() if line else pointer
