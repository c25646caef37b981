"""Evidence for every value of an extraction.

Which values are supported, and with what confidence:

- A value that its extractor gave with its place keeps that evidence: it knows which words it read.
- Any other value is searched in the words. Found: the extractor's own confidence × the reader's confidence of those
  words × the quality of the match. Not found: no page, no box, and a confidence of `UNSUPPORTED` at most.
- Values out of an e-invoice's XML are certain whether printed or not; the page only gives them a box.
- Concluded values (type of document, countries, tax category, means of payment) need not be printed: they keep the
  extractor's confidence. The summary is generated and gets no evidence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from functions.extract.extraction import Extraction
from functions.extract.grounding.finders import (
    find_amount,
    find_date,
    find_identifier,
    find_parts,
    find_similar,
    find_text,
    first_and_last,
)
from functions.extract.grounding.index import Occurrence, WordIndex
from functions.extract.grounding.labels import best_labelled, nearest
from functions.extract.grounding.rows import ByRow, place_rows
from functions.extract.layout import Layout, read_layout
from shared.domain.document import DocumentText, Source
from shared.domain.evidence import Evidence, EvidenceMap
from shared.domain.fields import MONEY, TABLES, is_concluded
from shared.domain.invoice import InvoiceData
from shared.domain.json_pointers import leaves

UNGRADED = 0.95
"""Confidence of an extractor that gives none for a value: a model's answer before it is found in the document."""

UNSUPPORTED = 0.25
"""At most this for a value that no word shows."""

CONCLUDED = 0.85
"""At most this for a value concluded from the document that is not printed as such."""

GUESSED = 0.5
"""At most this for a currency whose code or sign is not printed: other hints are shared by several countries."""

LONGEST_PRINT = 500
"""Characters of printed text kept as evidence; a note can be pages long."""

MOST_SIMILAR_LINES = 200
"""At most this many descriptions of a long table are searched by similarity."""

FEW_PAGES = 6
"""Texts of a line are searched on every page of a document no longer than this, else near the line's amounts."""

OFF_ROW = 0.9
"""Factor for a value of a line that is printed, but not near the rest of its line."""

_IDENTIFIERS = re.compile(r"/(invoice_number|purchase_order|product_code|vat_id|tax_id|iban|bic|account|phone|\d+)$")
_COUNTRY = re.compile(r"/(seller|buyer)/country")
_ROW = re.compile(rf"/({'|'.join(TABLES)})/(\d+)/(.+)")

_SYMBOLS = {
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "BRL": "R$", "PLN": "zł", "CZK": "Kč",
    "CHF": "Fr", "SEK": "kr", "NOK": "kr", "DKK": "kr", "MYR": "RM", "ARS": "$", "MXN": "$", "CLP": "$", "COP": "$",
    "UYU": "$U", "CAD": "$", "AUD": "$", "NZD": "$", "SGD": "$", "HKD": "$", "PEN": "S/", "TRY": "₺", "UAH": "₴",
    "ILS": "₪", "KRW": "₩", "VND": "₫", "THB": "฿", "PHP": "₱", "NGN": "₦", "HUF": "Ft", "RON": "lei", "ZAR": "R",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    pointer: str
    value: str | Decimal | date


def ground(extraction: Extraction, document: DocumentText, *, layout: Layout | None = None) -> Extraction:
    """The same extraction with evidence for every value it gives. `layout` is `read_layout(document)` if at hand."""
    index = WordIndex(document, layout or read_layout(document))
    values = list(_values(extraction.data))
    wanted = [value for value in values if _is_wanted(extraction.evidence.get(value.pointer))]
    places = {**_header_places(index, wanted), **_row_places(index, wanted)}
    evidence: EvidenceMap = {}
    for value in values:
        given = extraction.evidence.get(value.pointer)
        if not _is_wanted(given):
            assert given is not None  # noqa: S101  not wanted means that it was given with its place
            evidence[value.pointer] = given
        else:
            evidence[value.pointer] = _evidence(index, value.pointer, places.get(value.pointer), given)
    return replace(extraction, evidence=evidence)


def _is_wanted(given: Evidence | None) -> bool:
    return given is None or given.page is None


def _values(data: InvoiceData) -> Iterator[_Value]:
    for pointer, value in leaves(data.model_dump(exclude={"summary"})):
        yield _Value(pointer=pointer, value=Decimal(value) if isinstance(value, int) else value)


def _evidence(index: WordIndex, pointer: str, found: Occurrence | None, given: Evidence | None) -> Evidence:
    confidence = given.confidence if given is not None else UNGRADED
    certain = given is not None and given.source is Source.XML
    if found is None:
        concluded = is_concluded(pointer)
        if given is not None and (certain or concluded or given.confidence <= UNSUPPORTED):
            return given
        ceiling = UNSUPPORTED if not concluded else GUESSED if pointer == "/currency" else CONCLUDED
        source = given.source if given is not None else Source.OPENAI
        alternatives = given.alternatives if given is not None else ()
        return Evidence(confidence=min(confidence, ceiling), source=source, alternatives=alternatives)
    page = index.pages[index.page_of[found.words[0]]]
    return Evidence(
        page=page.number,
        box=index.box(found),
        text=index.text(found)[:LONGEST_PRINT],
        confidence=confidence if certain else round(confidence * index.reading(found) * found.quality, 4),
        source=Source.XML if certain else page.source,
        alternatives=given.alternatives if given is not None else (),
    )


def _header_places(index: WordIndex, values: Iterable[_Value]) -> dict[str, Occurrence]:
    chosen: dict[str, Occurrence] = {}
    for value in values:
        if _ROW.fullmatch(value.pointer):
            continue
        places = _find(index, value, similar=True)
        owner = _COUNTRY.fullmatch(value.pointer)
        party = owner and (chosen.get(f"/{owner[1]}/address") or chosen.get(f"/{owner[1]}/name"))
        best = nearest(index, places, party) if party else best_labelled(index, value.pointer, places)
        if best is not None:
            chosen[value.pointer] = best
    return chosen


def _row_places(index: WordIndex, values: Iterable[_Value]) -> dict[str, Occurrence]:
    tables: dict[str, dict[int, list[tuple[str, _Value]]]] = {name: {} for name in TABLES}
    for value in values:
        match = _ROW.fullmatch(value.pointer)
        if match is not None:
            tables[match[1]].setdefault(int(match[2]), []).append((match[3], value))
    return {
        pointer: found
        for table, rows in tables.items()
        for pointer, found in _table_places(index, table, dict(sorted(rows.items()))).items()
    }


def _table_places(
    index: WordIndex, table: str, rows: Mapping[int, Sequence[tuple[str, _Value]]]
) -> dict[str, Occurrence]:
    remembered: dict[tuple[object, ...], ByRow] = {}  # lines often repeat the same price and rate
    lines: list[dict[str, ByRow]] = []
    for number, fields in rows.items():
        places: dict[str, ByRow] = {}
        pages: tuple[int, ...] | None = None
        # Amounts are found in one step each; the texts are then searched on their pages only.
        for field, value in sorted(fields, key=lambda pair: isinstance(pair[1].value, str)):
            if isinstance(value.value, str) and pages is None:
                pages = _pages_of(index, places.values())
            key = (field, value.value, pages)
            if key not in remembered:
                similar = number < MOST_SIMILAR_LINES
                remembered[key] = ByRow(index, _find(index, value, similar=similar, pages=pages))
            places[field] = remembered[key]
        lines.append(places)
    chosen: dict[str, Occurrence] = {}
    for number, everywhere, near in zip(rows, lines, place_rows(index, lines), strict=True):
        for field, found in everywhere.items():
            if field in near:
                chosen[f"/{table}/{number}/{field}"] = near[field]
            elif found.best is not None:
                # Off its row (a code in a heading, a rate printed once for the table) it supports the value less.
                chosen[f"/{table}/{number}/{field}"] = replace(found.best, quality=found.best.quality * OFF_ROW)
    return chosen


def _pages_of(index: WordIndex, found: Iterable[ByRow]) -> tuple[int, ...]:
    """The pages that print the rarest of these values, and the pages next to them; of short documents all."""
    everywhere = range(len(index.pages))
    rarest = min((one.rows for one in found if one.rows), key=len, default=None)
    if len(everywhere) <= FEW_PAGES or rarest is None or len(rarest) > FEW_PAGES:
        return tuple(everywhere)
    pages = {index.page_of[index.rows[row][0]] for row in rarest}
    return tuple(sorted({near for page in pages for near in (page - 1, page, page + 1)} & set(everywhere)))


def _find(index: WordIndex, value: _Value, *, similar: bool, pages: Sequence[int] | None = None) -> list[Occurrence]:
    if isinstance(value.value, Decimal):
        return find_amount(index, value.value, money=value.pointer.rsplit("/", 1)[-1] in MONEY)
    if isinstance(value.value, date):
        return find_date(index, value.value)
    if value.pointer == "/currency":
        return _find_currency(index, value.value)
    if is_concluded(value.pointer) and len(value.value) <= 3:
        return _find_code(index, value.value) if value.pointer.endswith("/country") else []
    if _IDENTIFIERS.search(value.pointer):
        return find_identifier(index, value.value)
    found = find_text(index, value.value, pages=pages)
    if found or is_concluded(value.pointer):
        return found
    found = find_parts(index, value.value, pages=pages)
    if not found and similar:
        found = find_similar(index, value.value, pages=first_and_last(pages or range(len(index.pages))))
    return found


def _find_code(index: WordIndex, code: str) -> list[Occurrence]:
    """A country by its code in capitals: in small letters it is a word of some language. Other codes (a tax category
    of one letter, a means of payment of two digits) would be found in anything."""
    pattern = re.compile(rf"(?<!\w){re.escape(code)}(?!\w)")
    return [Occurrence((number,), 1.0) for number, word in enumerate(index.words) if pattern.search(word.text)][:50]


def _find_currency(index: WordIndex, code: str) -> list[Occurrence]:
    """The code, else its symbol. A symbol that several currencies share supports each of them, but less."""
    found = find_text(index, code)
    symbol = _SYMBOLS.get(code)
    if found or symbol is None:
        return found
    shared = sum(other == symbol for other in _SYMBOLS.values()) > 1
    pattern = re.compile(rf"(?<![A-Za-z]){re.escape(symbol)}(?![A-Za-z])")
    return [
        Occurrence((number,), 0.85 if shared else 1.0)
        for number, word in enumerate(index.words)
        if symbol in word.text and pattern.search(word.text)
    ][:50]
