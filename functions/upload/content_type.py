"""Detects a file's type from its first bytes, never from its name or the sender's header."""

import re

from shared.domain.document_types import DocumentType
from shared.domain.einvoice_syntax import syntax_of_head
from shared.domain.signed_data import is_signed_data
from shared.domain.xml_text import xml_text

HEAD_SIZE = 64 * 1024  # an XML may begin with long comments

# Containers that may have a PDF uncompressed near their start: split ZIP, RAR, 7z, gzip, old Office files, tar.
_ARCHIVES = (b"PK00PK", b"PK\x07\x08", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")  # the second begins an empty one
# Files of one program, which are archives: Office Open XML, OpenDocument, EPUB, Java. By the name of their first entry.
_PACKAGES = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype", b"META-INF/")
_FIRST_NAME_AT = 30
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_DIB_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)  # lengths of the header behind the 14 bytes of a BMP

# A header field of RFC 5322 with its folded lines, and the two of MIME without which nothing is attached.
_MAIL_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*")
_MIME_FIELD = re.compile(rb"^(?:MIME-Version|Content-Type):", re.IGNORECASE | re.MULTILINE)
_SENDERS_FIELD = re.compile(rb"^(?:From|Received|Return-Path|Delivered-To|Date|Subject):", re.IGNORECASE | re.MULTILINE)


def sniff(head: bytes) -> DocumentType | None:
    """The type of a file that begins with these bytes (up to HEAD_SIZE), or None if it is not accepted.

    Raises EInvoiceNotReadError for an XML invoice of a syntax that cannot be read."""
    if head.startswith(b"\xff\xd8\xff"):
        return DocumentType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return DocumentType.PNG
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return DocumentType.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return DocumentType.WEBP
    if head[4:8] == b"ftyp" and (kind := _iso_media(head)) is not None:
        return kind
    if head.startswith((b"GIF87a", b"GIF89a")):
        return DocumentType.GIF
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _DIB_HEADERS and not any(head[6:10]):
        return DocumentType.BMP
    if head.startswith(_ZIPS):
        return None if head.startswith(_PACKAGES, _FIRST_NAME_AT) else DocumentType.ZIP
    if head.startswith(_ARCHIVES) or head.startswith(_TAR_MARK, _TAR_MARK_AT):
        return None
    if _is_mail(head):
        return DocumentType.MAIL
    if is_signed_data(head):  # before what it may have signed
        return DocumentType.SIGNED_XML
    # ISO 32000 readers accept up to 1024 bytes of anything before the header.
    if b"%PDF-" in head[:1024]:
        return DocumentType.PDF
    return DocumentType.XML if syntax_of_head(xml_text(head)) is not None else None


def _iso_media(head: bytes) -> DocumentType | None:
    """HEIC or AVIF by the brands of the file type box (ISO 14496-12), the major one or any of the compatible ones."""
    brands = {head[at : at + 4] for at in (8, *range(16, min(int.from_bytes(head[:4], "big"), 256), 4))}
    if brands & _AVIF_BRANDS:
        return DocumentType.AVIF
    return DocumentType.HEIC if head[8:12] in _HEIF_BRANDS else None


def _is_mail(head: bytes) -> bool:
    """Whether the file begins with the header of an e-mail in MIME; a mailbox's "From " line may stand before it."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if text.startswith(b"From "):
        text = text.partition(b"\n")[2]
    fields, end = [], 0
    while (field := _MAIL_FIELD.match(text, end)) is not None:
        fields.append(field.group())
        end = field.end()
    header = b"".join(fields)
    return len(fields) >= 2 and bool(_MIME_FIELD.search(header)) and bool(_SENDERS_FIELD.search(header))
