"""Completes a short XML from the page: the profiles MINIMUM and BASIC WL of Factur-X have no lines."""

from dataclasses import replace
from typing import Any

from functions.extract.extraction import Extraction
from shared.domain.evidence import EvidenceMap
from shared.domain.invoice import InvoiceData
from shared.domain.normalising import normalised_code

_PARTIES = ("seller", "buyer")
_ACCOUNT = ("iban", "bic", "account", "accounts")
_OURS = frozenset({"summary"})


def needs_the_page(data: InvoiceData) -> bool:
    """Whether the XML is of a profile that holds only part of the invoice: every other profile has lines."""
    return not data.lines


def completed_from_page(xml: Extraction, page: Extraction) -> Extraction:
    """The XML's data, and the page's (with its evidence) where the XML gives none. Both are grounded.

    A party is completed only by the page's party of the same name, an account never by parts of another one."""
    given, printed = xml.data.as_json(), page.data.as_json()
    for role in _PARTIES:
        if not _same_name(given[role]["name"], printed[role]["name"]):
            printed[role] = {}
    if any(given["payment"][name] for name in _ACCOUNT):
        printed["payment"] = {name: value for name, value in printed["payment"].items() if name not in _ACCOUNT}
    evidence: EvidenceMap = dict(xml.evidence)
    data = InvoiceData.model_validate(_filled(given, printed, "", page.evidence, evidence))
    return replace(xml, data=data, evidence=evidence)


def _same_name(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return True
    first, second = normalised_code(one), normalised_code(other)
    return first in second or second in first


def _filled(given: Any, printed: Any, pointer: str, source: EvidenceMap, evidence: EvidenceMap) -> Any:
    """`given` with what only `printed` has; the evidence of that is copied."""
    if isinstance(given, dict) and isinstance(printed, dict):
        return {
            name: value if name in _OURS else _filled(value, printed.get(name), f"{pointer}/{name}", source, evidence)
            for name, value in given.items()
        }
    if given not in (None, []) or printed in (None, []):
        return given
    for place, one in source.items():
        if place == pointer or place.startswith(f"{pointer}/"):
            evidence[place] = one
    return printed
