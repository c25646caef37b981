"""The text read from a document: pages of words, each with its box, confidence and source."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass


class Source(StrEnum):
    """The source of words or values: the reader of a page, or the giver of a value."""

    XML = "xml"
    TEXT_LAYER = "text_layer"
    TESSERACT = "tesseract"
    RAPIDOCR = "rapidocr"
    CODE = "code"
    OPENAI = "openai"
    PERSON = "person"


class Box(NamedTuple):
    """A rectangle in 0..1 of the upright page: x to the right, y down."""

    x0: float
    y0: float
    x1: float
    y1: float


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them. Raises ValueError for none."""
    first, *others = boxes
    if not others:
        return first
    x0, y0, x1, y1 = zip(first, *others, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


Fraction = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", hide_input_in_errors=True))
class Word:
    """One printed word; box in 0..1 of the page, confidence of the reader 0..1."""

    text: str
    """The word as printed."""
    box: Box
    """Where it stands, in 0..1 of the upright page."""
    confidence: Fraction
    """The reader's confidence, 0..1."""


class Renderer(StrEnum):
    """The programs that draw pages of PDFs. They may draw one page differently."""

    PDFIUM = "pdfium"
    POPPLER = "poppler"


MOST_HIDDEN = 500
"""Hidden words kept of a page: enough to tell what they are."""


class CodeFormat(StrEnum):
    """The kinds of bar codes and matrix codes that carry data about an invoice."""

    QR = "qr"
    MICRO_QR = "micro_qr"
    AZTEC = "aztec"
    DATA_MATRIX = "data_matrix"
    PDF417 = "pdf417"
    CODE128 = "code128"
    ITF = "itf"


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", hide_input_in_errors=True))
class PageCode:
    """One code printed on a page, decoded but not interpreted; `text` is what its maker wrote, box in 0..1 of the
    upright page."""

    format: CodeFormat
    """The kind of code."""
    text: str
    """What it holds, as its maker wrote it."""
    box: Box
    """Where it stands, in 0..1 of the upright page."""


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", hide_input_in_errors=True))
class Page:
    """One page in reading order. `width` and `height` are points (1/72 inch) of the upright page;
    `rotation` is how far (0, 90, 180, 270 degrees clockwise) the original had to be turned to be upright.
    `codes` is empty too where the text was stored before codes were read. `hidden` are words of the file's text that
    cannot be seen on the page, at most `MOST_HIDDEN`, in the file's order; they are not among `words`. `unjudged`: the
    words are those of the file's text, but pdfium's drawing did not tell whether they can be seen."""

    number: int
    """The page's number, from 1."""
    width: float
    """Width of the upright page in points (1/72 inch)."""
    height: float
    """Height of the upright page in points (1/72 inch)."""
    source: Source
    """Who read the page."""
    rotation: int = 0
    """How far the original was turned to be upright, in degrees clockwise: 0, 90, 180 or 270."""
    words: tuple[Word, ...] = ()
    """The words in reading order."""
    codes: tuple[PageCode, ...] = ()
    """The bar codes and matrix codes on the page."""
    hidden: tuple[Word, ...] = ()
    """Words of the file's text that cannot be seen on the page, at most 500; they are not among `words`."""
    unjudged: bool = False
    """Whether it is unknown if the words can be seen."""

    @property
    def renderer(self) -> Renderer:
        """Who draws the page of a PDF for people: the program whose drawing was compared with its words, or read."""
        is_judged = self.source is Source.TEXT_LAYER and not self.unjudged
        return Renderer.PDFIUM if is_judged else Renderer.POPPLER


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", hide_input_in_errors=True))
class EInvoiceXml:
    """The XML of an e-invoice as found: `name` is the attachment's name, null for a bare XML file."""

    name: str | None
    content: str


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid", hide_input_in_errors=True))
class DocumentText:
    """The text of a document: pages from 1, in order; the e-invoice XML if the document is or contains one. `damaged`:
    the file has broken parts, whose contents may be missing here. `xfa_form`: the document is a form described in XML
    (XFA), which only some programs show; its pages hold a substitute. `einvoice_unread`: a sentence that says why an
    attachment that has the name of an XML was not read."""

    pages: tuple[Page, ...]
    einvoice: EInvoiceXml | None = None
    einvoice_unread: str | None = None
    damaged: bool = False
    xfa_form: bool = False


_codec = TypeAdapter(DocumentText)


def dump_document_text(document: DocumentText) -> bytes:
    """JSON bytes, UTF-8, without what every reader takes for granted: it may be of the version before."""
    return _codec.dump_json(document, exclude_defaults=True)


def load_document_text(content: bytes) -> DocumentText:
    """The inverse of `dump_document_text`. Raises pydantic.ValidationError for anything else."""
    return _codec.validate_json(content)
