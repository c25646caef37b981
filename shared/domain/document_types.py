"""The accepted file types: media types, the extensions that file dialogs offer, and their names in sentences.

Imports only the standard library: the sandboxed picture decoder loads this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DocumentType(StrEnum):
    """The media type of a document, by its content. An e-mail or an archive is accepted for the documents in it, which
    are stored in its place."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    WEBP = "image/webp"
    HEIC = "image/heic"
    AVIF = "image/avif"
    GIF = "image/gif"
    BMP = "image/bmp"
    XML = "application/xml"
    SIGNED_XML = "application/pkcs7-mime"
    MAIL = "message/rfc822"
    ZIP = "application/zip"

    @property
    def is_picture(self) -> bool:
        """A picture of pages, as opposed to a PDF or an XML."""
        return self.startswith("image/")


CONTAINER_TYPES = frozenset({DocumentType.MAIL, DocumentType.ZIP})
"""Types of which only what is in them is stored."""

XML_TYPES = frozenset({DocumentType.XML, DocumentType.SIGNED_XML})


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFormat:
    """The names of a file type: extensions with their dot, and the word for a sentence."""

    extensions: tuple[str, ...]
    label: str


DOCUMENT_FORMATS: Mapping[DocumentType, DocumentFormat] = {
    DocumentType.PDF: DocumentFormat(extensions=(".pdf",), label="PDF"),
    DocumentType.JPEG: DocumentFormat(extensions=(".jpg", ".jpeg"), label="JPEG"),
    DocumentType.PNG: DocumentFormat(extensions=(".png",), label="PNG"),
    DocumentType.TIFF: DocumentFormat(extensions=(".tif", ".tiff"), label="TIFF"),
    DocumentType.WEBP: DocumentFormat(extensions=(".webp",), label="WebP"),
    DocumentType.HEIC: DocumentFormat(extensions=(".heic", ".heif"), label="HEIC"),
    DocumentType.AVIF: DocumentFormat(extensions=(".avif",), label="AVIF"),
    DocumentType.GIF: DocumentFormat(extensions=(".gif",), label="GIF"),
    DocumentType.BMP: DocumentFormat(extensions=(".bmp", ".dib"), label="BMP"),
    DocumentType.XML: DocumentFormat(extensions=(".xml", ".isdoc"), label="XML e-invoice"),
    DocumentType.SIGNED_XML: DocumentFormat(extensions=(".p7m",), label="signed XML e-invoice (.p7m)"),
    DocumentType.MAIL: DocumentFormat(extensions=(".eml",), label="e-mail with one attached (.eml)"),
    DocumentType.ZIP: DocumentFormat(extensions=(".zip", ".isdocx"), label="archive of them (.zip)"),
}


def type_of_extension(extension: str) -> DocumentType | None:
    """The type of this file extension (with its dot, in any case); None for other extensions."""
    wanted = extension.lower()
    return next((kind for kind, one in DOCUMENT_FORMATS.items() if wanted in one.extensions), None)


def accepted_in_words() -> str:
    """`a PDF, a JPEG, … or BMP picture, an XML e-invoice, a signed …, or an archive …`, for a sentence."""
    pictures = [one.label for kind, one in DOCUMENT_FORMATS.items() if kind.is_picture]
    listed = f"{', '.join(pictures[:-1])} or {pictures[-1]}"
    others = (DocumentType.PDF, DocumentType.XML, DocumentType.SIGNED_XML, DocumentType.MAIL, DocumentType.ZIP)
    pdf, xml, signed, mail, archive = (DOCUMENT_FORMATS[kind].label for kind in others)
    return f"a {pdf}, a {listed} picture, an {xml}, a {signed}, an {mail}, or an {archive}"
