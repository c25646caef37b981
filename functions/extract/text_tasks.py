"""What is asked about the text of a document, and the answer; both travel as JSON between processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from functions.extract.extraction import Extraction
from functions.extract.printed_pages import PrintedPage
from shared.domain.companies import NO_COMPANIES, OwnCompanies
from shared.domain.languages import Language
from shared.domain.memory.seller_memory import SellerMarks, SellerMemory
from shared.domain.memory.sketch import Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlFile:
    """The type of a bare XML file, and how many pages it is printed on at most."""

    content_type: str
    max_pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTask:
    """What is asked about a text, which is a stored document text or the bytes of an `xml` file. `wants_pages`: the
    pages are needed to ask a model. `answer` is what it said, to be grounded and compared with `local`: that of the
    first answer about this text, found anew if it is null. `memory` is that of its seller, once it is recognised."""

    own: OwnCompanies = NO_COMPANIES
    answer: Extraction | None = None
    local: Extraction | None = None
    wants_pages: bool = False
    xml: XmlFile | None = None
    memory: SellerMemory | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """`extraction` is grounded, and agrees with the codes on the pages. `pages` and `local`, what was found on them
    before their codes were looked at, are null unless pages are wanted and a model could help: what an XML says needs
    none. `text` is the document text of an XML file, as it is stored, `printed` the same in other languages;
    `searched` what any document is found by. `marks` of its seller are null unless its data was taken from its pages;
    `sketch` is null for a bare XML file."""

    extraction: Extraction
    pages: tuple[PrintedPage, ...] | None = None
    local: Extraction | None = None
    text: str | None = None
    printed: Mapping[Language, str] = field(default_factory=dict)
    searched: str | None = None
    page_count: int | None = None
    marks: SellerMarks | None = None
    sketch: Sketch | None = None


task_codec = TypeAdapter(TextTask)
extracted_codec = TypeAdapter(Extracted)
