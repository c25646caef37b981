"""The XML of an e-invoice as a tree: checked for safety, parsed, and unwrapped from its envelope."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from shared.domain.einvoice_syntax import (
    ENVELOPE_DEPTH,
    ENVELOPES,
    EInvoiceSyntax,
    XmlIsNoInvoiceError,
    syntax_of,
)
from shared.domain.xml_text import refuse_large_xml, refuse_wide_xml, without_attached_files, xml_text
from shared.errors import DocumentError

_ATTACHED_INVOICE = "{*}Attachment/{*}ExternalReference/{*}Description"
_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class EInvoiceTree:
    """The invoice's own element and its syntax, never that of an envelope, without comments, processing instructions,
    XML signatures and the content of attached files."""

    root: etree._Element
    syntax: EInvoiceSyntax


def parse_einvoice_tree(content: bytes | str, *, with_files: bool = False) -> EInvoiceTree:
    """Parse the invoice in an XML file of any encoding, or in text. Expands no entities and fetches nothing.

    Raises DocumentError: not XML, a document type declaration, too deep; XmlTooLargeError; EInvoiceNotReadError;
    XmlIsNoInvoiceError.
    """
    tree = _parsed(content, with_files=with_files)
    if tree.syntax is EInvoiceSyntax.ATTACHED_DOCUMENT:
        tree = _parsed(tree.root.findtext(_ATTACHED_INVOICE) or "", with_files=with_files)
        if tree.syntax is EInvoiceSyntax.ATTACHED_DOCUMENT:
            raise XmlIsNoInvoiceError
    return tree


def _parsed(content: bytes | str, *, with_files: bool) -> EInvoiceTree:
    refuse_large_xml(len(content))
    refuse_wide_xml(content)
    text = xml_text(content)
    characters = (text if with_files else without_attached_files(text)).encode("utf-8", "replace")
    _refuse_document_type(characters)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=with_files,  # a file of more than 10 MB; what entities could do is refused above
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(characters, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError("This XML file is damaged and cannot be read.") from error
    _remove_signatures(root)
    for element in _candidates(root):
        name = etree.QName(element)
        if (syntax := syntax_of(name.localname, name.namespace or "")) is not None:
            return EInvoiceTree(root=element, syntax=syntax)
    raise XmlIsNoInvoiceError


def as_text(root: etree._Element) -> str:
    """The invoice's element as XML text without declaration."""
    text = etree.tostring(root, encoding="unicode", with_tail=False)
    return str(text)


def _remove_signatures(root: etree._Element) -> None:
    """An enveloped signature says nothing about the invoice, in many more words. It is not verified."""
    for signature in list(root.iter(_SIGNATURE)):
        parent = signature.getparent()
        if parent is not None:
            parent.remove(signature)


def _candidates(root: etree._Element) -> Iterator[etree._Element]:
    """The root element, then the contents of its envelope."""
    yield root
    if etree.QName(root).localname in ENVELOPES:
        yield from _below(root, ENVELOPE_DEPTH)


def _below(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    for child in element if depth else ():
        yield child
        yield from _below(child, depth - 1)


def _refuse_document_type(characters: bytes) -> None:
    """Raises DocumentError for a DOCTYPE: no invoice format has one, and entity attacks need one."""

    def refuse(*_: object) -> None:
        raise DocumentError("This XML file declares a document type; that is not allowed in an invoice.")

    class PrologEndedError(Exception):
        pass

    def stop(*_: object) -> None:
        raise PrologEndedError

    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(characters, True)
    except PrologEndedError:
        return
    except (expat.ExpatError, ValueError) as error:
        raise DocumentError("This XML file is damaged and cannot be read.") from error
