"""Recognises e-invoices: the syntaxes, how each is recognised, whether it can be read, and the envelopes around them.

One recogniser for upload (which sees the head of a file), ocr and extract. Pure: no XML library but the standard one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from xml.parsers import expat

from shared.errors import DocumentError, ErrorCode

EMBEDDED_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml")
"""Names that the standards give the e-invoice inside a PDF, in lower case."""


class EInvoiceSyntax(StrEnum):
    """The XML invoice syntaxes that are recognised."""

    UBL = "ubl"
    CII = "cii"
    ZUGFERD_1 = "zugferd-1"
    FATTURAPA = "fatturapa"
    FATTURAPA_SIMPLIFIED = "fatturapa-simplified"
    FACTURAE = "facturae"
    CFDI = "cfdi"
    NFE = "nfe"
    KSEF = "ksef"
    EBINTERFACE = "ebinterface"
    FINVOICE = "finvoice"
    ISDOC = "isdoc"
    DTE_CHILE = "dte-chile"
    ATTACHED_DOCUMENT = "attached-document"
    SVEFAKTURA = "svefaktura"
    OIOXML = "oioxml"
    UBL_1 = "ubl-1"
    E_SLOG = "e-slog"
    TEAPPSXML = "teappsxml"
    NAV = "nav-online-invoice"
    MYDATA = "mydata"
    FACTURA_ECUADOR = "factura-ecuador"
    FACTURA_COSTA_RICA = "factura-costa-rica"
    OPENTRANS = "opentrans"
    CXML = "cxml"
    XCBL = "xcbl"
    GS1 = "gs1"
    IDOC = "idoc"
    TEIF = "teif"
    TICKET_BAI = "ticketbai"
    VERIFACTU = "verifactu"
    SDI_MESSAGE = "sdi-message"
    NFSE = "nfse"
    CTE = "cte"
    SIFEN = "sifen"
    CFE_URUGUAY = "cfe-uruguay"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntaxRule:
    """How a syntax is recognised. `roots`: local name of the invoice's element -> part of its namespace in lower case,
    "" for a name that is unique in any namespace. `name` follows "This is "."""

    name: str
    roots: Mapping[str, str]
    is_read: bool = False


def _is_read(name: str, **roots: str) -> SyntaxRule:
    return SyntaxRule(name=name, roots=MappingProxyType(roots), is_read=True)


def _is_known(name: str, **roots: str) -> SyntaxRule:
    return SyntaxRule(name=name, roots=MappingProxyType(roots))


SYNTAXES: Mapping[EInvoiceSyntax, SyntaxRule] = MappingProxyType(
    {
        EInvoiceSyntax.UBL: _is_read(
            "a UBL 2 invoice", Invoice="ubl:schema:xsd:invoice-2", CreditNote="ubl:schema:xsd:creditnote-2"
        ),
        EInvoiceSyntax.CII: _is_read("a Cross Industry Invoice", CrossIndustryInvoice=""),
        EInvoiceSyntax.ZUGFERD_1: _is_read("a ZUGFeRD 1 invoice", CrossIndustryDocument=""),
        # Its namespace changed with every version.
        EInvoiceSyntax.FATTURAPA: _is_read("a FatturaPA", FatturaElettronica=""),
        EInvoiceSyntax.FATTURAPA_SIMPLIFIED: _is_read("a simplified FatturaPA", FatturaElettronicaSemplificata=""),
        EInvoiceSyntax.FACTURAE: _is_read("a Facturae", Facturae=""),
        EInvoiceSyntax.CFDI: _is_read("a CFDI", Comprobante="sat.gob.mx/cfd"),
        EInvoiceSyntax.NFE: _is_read(
            "an NF-e", nfeProc="portalfiscal.inf.br", NFe="portalfiscal.inf.br", enviNFe="portalfiscal.inf.br"
        ),
        EInvoiceSyntax.KSEF: _is_read("a KSeF invoice", Faktura="crd.gov.pl"),
        EInvoiceSyntax.EBINTERFACE: _is_read("an ebInterface invoice", Invoice="ebinterface"),
        EInvoiceSyntax.FINVOICE: _is_read("a Finvoice", Finvoice=""),
        EInvoiceSyntax.ISDOC: _is_read("an ISDOC invoice", Invoice="isdoc.cz"),
        EInvoiceSyntax.DTE_CHILE: _is_read("a Chilean DTE", DTE="sii.cl", EnvioDTE="sii.cl", EnvioBOLETA="sii.cl"),
        # The invoice is a text in it; so the Colombian DIAN has invoices sent.
        EInvoiceSyntax.ATTACHED_DOCUMENT: _is_read(
            "a UBL AttachedDocument", AttachedDocument="ubl:schema:xsd:attacheddocument-2"
        ),
        EInvoiceSyntax.SVEFAKTURA: _is_known("a Svefaktura", Invoice="sfti:documents:basicinvoice"),
        EInvoiceSyntax.OIOXML: _is_known(
            "an OIOXML invoice", Invoice="rep.oio.dk/ubl/xml/schemas/0p71", CreditNote="rep.oio.dk/ubl/xml/schemas/0p71"
        ),
        EInvoiceSyntax.UBL_1: _is_known("a UBL 1 invoice", Invoice="ubl:schema:xsd:invoice-1"),
        EInvoiceSyntax.E_SLOG: _is_known("an e-SLOG invoice", Invoice="eslog", IzdaniRacunEnostavni=""),
        EInvoiceSyntax.TEAPPSXML: _is_known("a TEAPPSXML invoice", INVOICE_CENTER=""),
        EInvoiceSyntax.NAV: _is_known("an invoice of the Hungarian NAV", InvoiceData="nav.gov.hu"),
        EInvoiceSyntax.MYDATA: _is_known("a myDATA invoice", InvoicesDoc="aade.gr"),
        EInvoiceSyntax.FACTURA_ECUADOR: _is_known("an Ecuadorian factura", factura="", autorizacion=""),
        EInvoiceSyntax.FACTURA_COSTA_RICA: _is_known("a Costa Rican factura electrónica", FacturaElectronica=""),
        EInvoiceSyntax.OPENTRANS: _is_known("an openTRANS invoice", INVOICE="opentrans"),
        EInvoiceSyntax.CXML: _is_known("a cXML message", cXML=""),
        EInvoiceSyntax.XCBL: _is_known("an xCBL invoice", Invoice="xcbl"),
        EInvoiceSyntax.GS1: _is_known("a GS1 XML invoice", invoiceMessage="gs1:ecom"),
        EInvoiceSyntax.IDOC: _is_known("an SAP IDoc", INVOIC01="", INVOIC02=""),
        EInvoiceSyntax.TEIF: _is_known("a Tunisian TEIF invoice", TEIF=""),
        EInvoiceSyntax.TICKET_BAI: _is_known("a TicketBAI record", TicketBai=""),
        EInvoiceSyntax.VERIFACTU: _is_known("a VERI*FACTU record", RegFactuSistemaFacturacion=""),
        EInvoiceSyntax.SDI_MESSAGE: _is_known(
            "a message of the Italian exchange system about an invoice",
            **dict.fromkeys(("FileMetadati", "MetadatiInvioFile", "RicevutaConsegna", "RicevutaScarto"), ""),
            **dict.fromkeys(("NotificaScarto", "NotificaEsito", "NotificaMancataConsegna"), ""),
            **dict.fromkeys(("NotificaDecorrenzaTermini", "AttestazioneTrasmissioneFattura"), ""),
        ),
        EInvoiceSyntax.NFSE: _is_known("a Brazilian NFS-e", NFSe="nfse", CompNfse="", ConsultarNfseResposta=""),
        EInvoiceSyntax.CTE: _is_known("a Brazilian CT-e", cteProc="portalfiscal.inf.br", CTe="portalfiscal.inf.br"),
        EInvoiceSyntax.SIFEN: _is_known("a Paraguayan documento electrónico", rDE="ekuatia"),
        EInvoiceSyntax.CFE_URUGUAY: _is_known(
            "a Uruguayan CFE", CFE="dgi.gub.uy", CFE_Adenda="dgi.gub.uy", EnvioCFE="dgi.gub.uy"
        ),
    }
)

# Envelopes of invoices: the header document of Peppol (and GS1), SOAP with its body.
ENVELOPES = frozenset({"StandardBusinessDocument", "Envelope"})
ENVELOPE_DEPTH = 3  # the most elements above an invoice: Envelope, Body and a wrapper

# Elements that hold a whole file as base64: UBL, CII, FatturaPA, Facturae.
ATTACHED_FILE_ELEMENTS = frozenset(
    {"EmbeddedDocumentBinaryObject", "AttachmentBinaryObject", "Attachment", "AttachmentData"}
)


class XmlIsNoInvoiceError(DocumentError):
    """Well-formed XML that is not an invoice."""

    code = ErrorCode.XML_IS_NO_INVOICE
    message = (
        "This XML file is not an invoice in a format that is known here (UBL, CII, Factur-X/ZUGFeRD, FatturaPA, "
        "Facturae, CFDI, NF-e, KSeF, ebInterface, Finvoice, ISDOC, DTE)."
    )


class EInvoiceNotReadError(DocumentError):
    """An e-invoice of a syntax that is recognised but cannot be read."""

    code = ErrorCode.EINVOICE_NOT_READ

    def __init__(self, syntax: EInvoiceSyntax) -> None:
        super().__init__(f"This is {SYNTAXES[syntax].name}, which is not read yet.")
        self.syntax = syntax


def syntax_of(name: str, namespace: str) -> EInvoiceSyntax | None:
    """The syntax of the invoice whose element has this local name and namespace; None for any other element.

    Raises EInvoiceNotReadError for a syntax that cannot be read."""
    lower = namespace.lower()
    for syntax, rule in SYNTAXES.items():
        part = rule.roots.get(name)
        if part is not None and part in lower:
            if not rule.is_read:
                raise EInvoiceNotReadError(syntax)
            return syntax
    return None


def syntax_of_head(text: str) -> EInvoiceSyntax | None:
    """The syntax of an XML by its first characters, bare or in an envelope; None for anything else.

    Raises EInvoiceNotReadError. Skips a document type declaration: the parser of the whole file rejects it."""
    search = _Search()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler = search.start
    parser.EndElementHandler = search.end
    try:
        parser.Parse(text.encode("utf-8", "replace"), False)
    except _SearchEndedError:
        return search.found
    except expat.ExpatError:
        return None
    return None


class _SearchEndedError(Exception):
    """What follows does not matter."""


class _Search:
    """Walks the elements until one is an invoice, or the root is neither that nor an envelope."""

    def __init__(self) -> None:
        self.found: EInvoiceSyntax | None = None
        self._depth = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if self._depth <= ENVELOPE_DEPTH:
            self.found = syntax_of(name, namespace)
        if self.found is not None or (self._depth == 0 and name not in ENVELOPES):
            raise _SearchEndedError
        self._depth += 1

    def end(self, _tag: str) -> None:
        self._depth -= 1
