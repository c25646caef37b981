"""Whether the document supports the values: what no word shows, and what was read with little certainty."""

import re
from collections.abc import Iterator

from shared.domain.checks.wording import field_name
from shared.domain.document import Source
from shared.domain.evidence import Evidence, EvidenceMap, Finding, Level
from shared.domain.fields import is_concluded
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
        yield Finding(
            code="not-in-document",
            level=Level.WARNING,
            message=f"{_names(pointers)} {_is(pointers)} not found anywhere in the document.",
            pointers=pointers,
        )
    for pointers in uncertain.values():
        yield Finding(
            code="low-confidence",
            level=Level.WARNING,
            message=f"{_names(pointers)} {_is(pointers)} {_why(pointers, evidence)}.",
            pointers=pointers,
        )


def value_pointers(data: InvoiceData) -> Iterator[str]:
    """JSON pointers of every value that is given, in the order of the model."""
    return (pointer for pointer, _ in leaves(data.model_dump()))


def _group(pointer: str) -> str:
    line = re.match(r"/(lines|tax_breakdown)/\d+", pointer)
    return line.group() if line else pointer


def _names(pointers: list[str]) -> str:
    if len(pointers) == 1:
        return f"The {field_name(pointers[0])}"
    names = [field_name(pointer).split(" of ")[0] for pointer in pointers]
    return f"The {', '.join(names[:-1])} and {names[-1]} of {field_name(_group(pointers[0]))}"


def _is(pointers: list[str]) -> str:
    return "was" if len(pointers) == 1 else "were"


def _why(pointers: list[str], evidence: EvidenceMap) -> str:
    lowest: Evidence = min((evidence[pointer] for pointer in pointers), key=lambda shown: shown.confidence)
    reason = "hard to read" if lowest.page is not None else "only concluded, not printed as such"
    return f"{reason} ({lowest.confidence:.0%} sure)"
