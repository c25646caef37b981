"""Documents: their text, their pages as pictures, and the files inside them."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from functions.api.models.base import Model, Query
from functions.api.models.invoices import InvoicePath
from shared.domain.document import Page
from shared.domain.languages import DEFAULT_LANGUAGE, Language
from shared.domain.page_range import PageRange


class PagePath(InvoicePath):
    """A page of an invoice's document, from 1."""

    number: int
    """The page, from 1."""


class AttachmentPath(InvoicePath):
    """A file inside an invoice's document, from 1."""

    number: int
    """The file inside the document, from 1."""


class Form(StrEnum):
    """What an invoice can be written as."""

    UBL = "ubl"
    CII = "cii"
    FACTURX = "facturx"
    EPC_QR = "epc-qr"


class FormPath(InvoicePath):
    """An invoice in one of the forms of other systems."""

    form: Form
    """`ubl`, `cii` and `facturx` are e-invoices, `epc-qr` is a code to pay with."""


class PagesOf(StrEnum):
    """What the pages of a Factur-X PDF are."""

    ORIGINAL = "original"
    PICTURES = "pictures"


class FormQuery(Query):
    """How the invoice is written."""

    pages: PagesOf = PagesOf.ORIGINAL
    """Of `facturx`: the pages of the PDF as it was uploaded, or pictures of them, which make a PDF/A-3 of any
    document. What was no PDF always has pictures."""


class LanguageQuery(Query):
    """The language in which a bare e-invoice is printed; values, and all other documents, are the same in each."""

    language: Language = DEFAULT_LANGUAGE
    """Language of the words beside the values of an e-invoice that is printed."""


class ImageQuery(LanguageQuery):
    """How a page's picture is to be."""

    width: int = Field(default=1000, ge=16, le=3000)
    """Width of the picture in pixels."""


def _range_of(pages: str) -> PageRange:
    """The pages that `7` or `1-20` names."""
    first, _, last = pages.partition("-")
    return PageRange(int(first), int(last or first))


def _in_order(pages: str) -> str:
    asked = _range_of(pages)
    if not 1 <= asked.first <= asked.last:
        raise ValueError("the first page must be 1 or more, and none may come behind the last")
    return pages


class TextQuery(LanguageQuery):
    """Which pages are asked for; a document may have hundreds."""

    pages: Annotated[str, Field(pattern=r"^\d{1,4}(-\d{1,4})?$"), AfterValidator(_in_order)] | None = None
    """Only this page, `7`, or these, `1-20`; the document may have fewer. Without it, all."""

    @property
    def asked(self) -> PageRange | None:
        """The pages that are asked for; None: all."""
        return None if self.pages is None else _range_of(self.pages)


class ReadText(Model):
    """The document text: pages of words; boxes in 0..1 of the upright page, `width` and `height` in points."""

    page_count: int
    """How many pages were read, those that were not asked for among them."""
    pages: list[Page]
    """The pages, from 1."""


class Attachment(Model):
    """A file inside an e-invoice (BG-24); `n` names it in the download's address. The size is in bytes."""

    n: int
    """Its number, from 1, in the address of the download."""
    filename: str
    """Its name."""
    media_type: str
    """Its media type (BT-125)."""
    size: int
    """Its size in bytes."""
    description: str | None
    """What it is (BT-123)."""


class Attachments(Model):
    """The files inside an e-invoice, in their order."""

    attachments: list[Attachment]
    """The files."""
