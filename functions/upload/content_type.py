"""Detects a file's type from its first bytes, never from its name or the sender's header."""

from shared.domain.document_types import DocumentType
from shared.domain.einvoice_syntax import syntax_of_head
from shared.domain.signed_data import is_signed_data
from shared.domain.xml_text import xml_text

HEAD_SIZE = 64 * 1024  # an XML may begin with long comments

# Containers that may have a PDF uncompressed near their start: ZIP, RAR, 7z, gzip, old Office files, tar.
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}


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
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return DocumentType.HEIC
    if head.startswith(_ARCHIVES) or head.startswith(_TAR_MARK, _TAR_MARK_AT):
        return None
    # ISO 32000 readers accept up to 1024 bytes of anything before the header.
    if b"%PDF-" in head[:1024]:
        return DocumentType.PDF
    if is_signed_data(head):
        return DocumentType.SIGNED_XML
    return DocumentType.XML if syntax_of_head(xml_text(head)) is not None else None
