"""One labelled document through the product's own code: read, then extracted from its XML or locally, then compared."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from functions.extract.codes import settled
from functions.extract.einvoice.parsing import parse_einvoice
from functions.extract.extraction import Extraction
from functions.extract.local import extract_locally
from functions.ocr.options import ReadingOptions
from functions.ocr.page_codes import with_codes
from shared.domain.document import DocumentText, dump_document_text, load_document_text
from shared.domain.invoice import Line
from shared.errors import AppError
from tests.evaluation.matching import CREDIT_NOTE_CODES, bare, match, right_lines
from tests.evaluation.truth import FIELDS, ITEMS, LabelledDocument, ValueKind
from tests.support.read_cached import DEFAULT_FOLDER, OPTIONS, codes_cached, content_type, read_file


@dataclass(frozen=True, kw_only=True)
class Way:
    """How documents are run. `cache` keeps readings (OCR is slow); null reads each document anew. `codes`: with the
    codes on the pages."""

    engine: str = "auto"
    codes: bool = True
    ignore_xml: bool = False
    cache: Path | None = DEFAULT_FOLDER


@dataclass(kw_only=True)
class FieldResult:
    """One field of one document."""

    wanted: Any
    answer: Any
    given: bool
    exact: bool
    right: bool
    like: bool
    confidence: float | None = None


@dataclass(kw_only=True)
class DocumentResult:
    """One document: `seconds` to read (as measured when it was really read) and to extract, readers of its pages."""

    name: str
    set_name: str
    pages: int = 0
    readers: list[str] = field(default_factory=list)
    read_seconds: float | None = None
    extract_seconds: float = 0.0
    extractor: str = ""
    findings: list[str] = field(default_factory=list)
    fields: dict[str, FieldResult] = field(default_factory=dict)
    items_wanted: int = 0
    items_given: int = 0
    items_right: int = 0
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def run(labelled: LabelledDocument, way: Way) -> DocumentResult:
    """The document's result; an error of the product is a result too."""
    result = DocumentResult(name=labelled.name, set_name=labelled.set_name)
    try:
        document, result.read_seconds = read(labelled.path, way)
        result.pages = len(document.pages)
        result.readers = sorted({page.source.value for page in document.pages})
        started = time.perf_counter()
        extraction = _extract(document, way)
        result.extract_seconds = time.perf_counter() - started
    except AppError as error:
        result.error = f"{error.code}: {error}"
        extraction, document = None, None
    _compare(labelled, way, result, extraction, document)
    return result


def compared(labelled: LabelledDocument, way: Way, extraction: Extraction, document: DocumentText) -> DocumentResult:
    """The result of an extraction made elsewhere."""
    result = DocumentResult(name=labelled.name, set_name=labelled.set_name, pages=len(document.pages))
    _compare(labelled, way, result, extraction, document)
    return result


def read(path: Path, way: Way) -> tuple[DocumentText, float | None]:
    """The reading and the seconds it took, from the cache if it is there. Raises AppError."""
    options: ReadingOptions = replace(OPTIONS, engine=way.engine, read_codes=False, workers=1)  # type: ignore[arg-type]
    document, seconds = _words(path, way, options)
    if way.codes:
        started = time.perf_counter()
        document = with_codes(document, codes_cached(path, document, replace(options, read_codes=True), way.cache))
        # From the cache it takes no time worth counting.
        seconds = None if seconds is None else seconds + time.perf_counter() - started
    return document, seconds


def _words(path: Path, way: Way, options: ReadingOptions) -> tuple[DocumentText, float | None]:
    kept = None
    if way.cache is not None:
        key = hashlib.sha256(path.read_bytes() + options.words_fingerprint(content_type(path)).encode()).hexdigest()
        kept = way.cache / f"{key}.json"
        if kept.is_file():
            clock = kept.with_suffix(".seconds")
            seconds = float(clock.read_text()) if clock.is_file() else None
            return load_document_text(kept.read_bytes()), seconds
    started = time.perf_counter()
    document = read_file(path, options)
    seconds = time.perf_counter() - started
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.with_suffix(".seconds").write_text(f"{seconds:.3f}")
        kept.write_bytes(dump_document_text(document))
    return document, seconds


def _extract(document: DocumentText, way: Way) -> Extraction:
    if document.einvoice is not None and not way.ignore_xml:
        return parse_einvoice(document.einvoice.content)
    return settled(extract_locally(document), document)


def _compare(
    labelled: LabelledDocument,
    way: Way,
    result: DocumentResult,
    extraction: Extraction | None,
    document: DocumentText | None,
) -> None:
    if extraction is not None:
        result.extractor = extraction.extractor
        result.findings = [finding.code for finding in extraction.findings]
    # The XML of a credit note has positive amounts where the page may print a minus.
    credit = str(labelled.fields.get("document_type")) in CREDIT_NOTE_CODES
    also = [labelled.meta["supplier_alias"]] if labelled.meta.get("supplier_alias") else []
    for name, wanted in labelled.fields.items():
        known = FIELDS.get(name)
        if known is None or (way.ignore_xml and labelled.printed is not None and name not in labelled.printed):
            continue
        answer = known.answer(extraction.data) if extraction is not None else None
        if known.kind is ValueKind.AMOUNT and credit and answer is not None:
            wanted, answer = abs(wanted), abs(answer)
        matched = match(known.kind, wanted, answer, also if name == "supplier_name" else ())
        confidence = None
        if extraction is not None and known.pointer in extraction.evidence:
            confidence = extraction.evidence[known.pointer].confidence
        result.fields[name] = FieldResult(
            wanted=wanted,
            answer=answer if isinstance(answer, list) or answer is None else str(answer),
            confidence=confidence,
            **asdict(matched),
        )
    items = labelled.fields.get(ITEMS)
    if items:
        if way.ignore_xml and document is not None:
            items = printed_items(items, document)
        result.items_wanted = len(items)
        if extraction is not None and items:
            lines = [_unsigned(line) for line in extraction.data.lines] if credit else extraction.data.lines
            items = [{name: _positive(value) for name, value in item.items()} for item in items] if credit else items
            result.items_given = len(lines)
            result.items_right = right_lines(items, lines)


def _unsigned(line: Line) -> Line:
    amounts = {name: _positive(getattr(line, name)) for name in ("quantity", "unit_price", "net_amount")}
    return line.model_copy(update=amounts)


def _positive(value: Any) -> Any:
    return abs(value) if isinstance(value, int | float | Decimal) else value


def printed_items(items: list[dict[str, Any]], document: DocumentText) -> list[dict[str, Any]]:
    """The items of an e-invoice whose description the pages show too, with the amounts that they show."""
    text = bare("".join(word.text for page in document.pages for word in page.words))
    printed = []
    for item in items:
        # A description may be wrapped in its column, with words of other columns between its own.
        if all(word in text for word in map(bare, (item.get("description") or "").split())):
            amounts = ("quantity", "unit_price", "amount")
            shown = {name: item[name] for name in amounts if item.get(name) is not None and _shows(text, item[name])}
            printed.append({"description": item.get("description"), **shown})
    return printed


def _shows(text: str, amount: float) -> bool:
    """Whether the digits of an amount stand there, with two decimals or without."""
    return bare(f"{amount:.2f}") in text or (amount == int(amount) and str(int(amount)) in text)


def load_results(path: Path) -> list[dict[str, Any]]:
    """The documents of a report that was written before."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    documents: list[dict[str, Any]] = content["documents"]
    return documents
