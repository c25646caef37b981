"""What a file is, by its first bytes: never by its name or the sender's header."""

import codecs
import re

HEAD_SIZE = 64 * 1024  # an XML may begin with long comments

PDF = "application/pdf"
XML = "application/xml"

# The XML documents we read: UBL 2.1, UN/CEFACT CII (ZUGFeRD 1 called it otherwise), FatturaPA.
_INVOICE_ROOTS = {"Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument", "FatturaElettronica"}
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)[\s/>]")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}


def sniff(head: bytes) -> str | None:
    """The media type of a file that begins with these bytes (up to HEAD_SIZE), or None if it is nothing we read."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "image/tiff"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    # ISO 32000 readers accept up to 1024 bytes of anything before the header.
    if b"%PDF-" in head[:1024]:
        return PDF
    return XML if _is_invoice_xml(head) else None


def _is_invoice_xml(head: bytes) -> bool:
    text = _decoded(head)
    prolog = _PROLOG.match(text)
    root = _ROOT.match(text, prolog.end() if prolog else 0)
    return root is not None and root.group(1) in _INVOICE_ROOTS


def _decoded(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="ignore")
    if head[:4] == b"<\0?\0":
        return head.decode("utf-16-le", errors="ignore")
    return head.decode("utf-8", errors="ignore")
