"""The XML of an e-invoice as an Extraction: recognises the syntax and calls its parser."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pydantic import ValidationError

from functions.extract.einvoice import (
    cfdi,
    cii,
    dte_chile,
    ebinterface,
    facturae,
    fatturapa,
    finvoice,
    isdoc,
    ksef,
    nfe,
    ubl,
)
from functions.extract.einvoice.cfdi import read_cfdi
from functions.extract.einvoice.cii import read_cii
from functions.extract.einvoice.dte_chile import read_dte_chile
from functions.extract.einvoice.ebinterface import read_ebinterface
from functions.extract.einvoice.elements import LONG, Node
from functions.extract.einvoice.facturae import read_facturae
from functions.extract.einvoice.fatturapa import read_fatturapa
from functions.extract.einvoice.fatturapa_simplified import read_simplified_fatturapa
from functions.extract.einvoice.finvoice import read_finvoice
from functions.extract.einvoice.isdoc import read_isdoc
from functions.extract.einvoice.ksef import read_ksef
from functions.extract.einvoice.nfe import read_nfe
from functions.extract.einvoice.ubl import read_ubl
from functions.extract.extraction import Extraction
from shared.adapters.einvoice_tree import parse_einvoice_tree
from shared.domain.document import Source
from shared.domain.einvoice_syntax import EInvoiceSyntax
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves
from shared.domain.search_values import MOST_TEXT
from shared.errors import DocumentError

READERS: Mapping[EInvoiceSyntax, Callable[[Node], InvoiceData]] = {
    EInvoiceSyntax.UBL: read_ubl,
    EInvoiceSyntax.CII: read_cii,
    EInvoiceSyntax.ZUGFERD_1: read_cii,
    EInvoiceSyntax.FATTURAPA: read_fatturapa,
    EInvoiceSyntax.FATTURAPA_SIMPLIFIED: read_simplified_fatturapa,
    EInvoiceSyntax.FACTURAE: read_facturae,
    EInvoiceSyntax.CFDI: read_cfdi,
    EInvoiceSyntax.NFE: read_nfe,
    EInvoiceSyntax.KSEF: read_ksef,
    EInvoiceSyntax.EBINTERFACE: read_ebinterface,
    EInvoiceSyntax.FINVOICE: read_finvoice,
    EInvoiceSyntax.ISDOC: read_isdoc,
    EInvoiceSyntax.DTE_CHILE: read_dte_chile,
}
"""One for each syntax that is read."""

_KNOWN_WITHOUT_VALUE = tuple(
    f"/{path}"
    for syntax in (cfdi, cii, dte_chile, ebinterface, facturae, fatturapa, finvoice, isdoc, ksef, nfe, ubl)
    for path in syntax.KNOWN_WITHOUT_VALUE
)
_MOST_NAMED = 10
"""Elements that the finding `not-kept` names; the others are counted."""


def parse_einvoice(xml: str | bytes) -> Extraction:
    """Every field and line that the XML gives, each with confidence 1 and no place on a page (grounding finds it).

    Unreadable values are findings. Raises DocumentError for damaged or hostile XML, or XML of another kind."""
    tree = parse_einvoice_tree(xml)
    root = Node(element=tree.root)
    try:
        data = READERS[tree.syntax](root)
    except ValidationError as error:  # sums beyond any invoice, text that is no text
        raise DocumentError("The XML of this e-invoice holds values that no invoice can have.") from error
    unkept = [(path, text) for path, text in root.unread() if not f"/{path}".endswith(_KNOWN_WITHOUT_VALUE)]
    return Extraction(
        data=data,
        extractor=Extractor.EINVOICE,
        evidence=_evidence(data),
        findings=(*root.problems, *_not_kept([path for path, _ in unkept])),
        unkept=_texts_to_find([text for _, text in unkept]),
    )


def _not_kept(paths: Sequence[str]) -> list[Finding]:
    """The elements of the XML that no field holds."""
    if not paths:
        return []
    names = list(dict.fromkeys(paths))[:_MOST_NAMED]
    return [finding(FindingCode.NOT_KEPT, Level.INFO, elements=names, count=len(paths))]


def _texts_to_find(texts: Iterable[str]) -> str:
    """Texts that no field holds, each once, white space collapsed; what is longer than any value is a file."""
    short = dict.fromkeys(" ".join(text.split()) for text in texts if len(text) <= LONG)
    return " ".join(short)[:MOST_TEXT]


def _evidence(data: InvoiceData) -> EvidenceMap:
    return {
        pointer: Evidence(text=str(value), confidence=1.0, source=Source.XML)
        for pointer, value in leaves(data.as_json())
    }
