"""The XML of an e-invoice as an Extraction: which syntax it is, and who reads it."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from functions.extract.einvoice.cii import read_cii
from functions.extract.einvoice.elements import Node, parse_xml
from functions.extract.einvoice.fatturapa import read_fatturapa
from functions.extract.einvoice.ubl import read_ubl
from functions.extract.extraction import Extraction
from shared.domain.document import Source
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.invoice import InvoiceData
from shared.errors import DocumentError

_READERS: dict[str, Callable[[Node], InvoiceData]] = {
    "Invoice": read_ubl,
    "CreditNote": read_ubl,
    "CrossIndustryInvoice": read_cii,
    "CrossIndustryDocument": read_cii,
    "FatturaElettronica": read_fatturapa,
}
_ENVELOPE = "StandardBusinessDocument"  # what Peppol sends around its invoices


def parse_einvoice(xml: str | bytes) -> Extraction:
    """Every field and line that the XML gives, each with confidence 1 and no place on a page (grounding finds it).

    Findings say what could not be read. Raises DocumentError for damaged or hostile XML, or XML of another kind."""
    root = _invoice_element(parse_xml(xml))
    try:
        data = _READERS[root.name](root)
    except ValidationError as error:  # sums beyond any invoice, text that is no text
        raise DocumentError("The XML of this e-invoice holds values that no invoice can have.") from error
    return Extraction(data=data, extractor="einvoice", evidence=_evidence(data), findings=tuple(root.problems))


def _invoice_element(root: Node) -> Node:
    if root.name == _ENVELOPE:
        inside = (Node(element=child, problems=root.problems) for child in root.element)
        root = next((node for node in inside if node.name in _READERS), root)
    if root.name not in _READERS:
        raise DocumentError(f"This XML is no e-invoice of a known kind: its root is “{root.name[:60]}”.")
    return root


def _evidence(data: InvoiceData) -> EvidenceMap:
    return {
        pointer: Evidence(text=text, confidence=1.0, source=Source.XML)
        for pointer, text in _leaves(data.as_json(), pointer="")
    }


def _leaves(value: Any, *, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, pointer=f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _leaves(child, pointer=f"{pointer}/{index}")
    elif value is not None:
        yield pointer, str(value)
