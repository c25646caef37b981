"""The archive for DATEV: a Buchungsstapel for each fiscal year, `document.xml`, the documents, and what was left out.

`document.xml` names each document and its GUID, as "XML-Schnittstelle online" has it (namespace
http://xml.datev.de/bedi/tps/document/v06.0); `Beleglink` of a booking is that GUID. Its schema is not published freely,
so it is not held to it here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5
from xml.etree import ElementTree

from functions.api.datev import extf
from functions.api.datev.postings import Ledger, Posting, fiscal_year, postings_of
from functions.api.export_columns import ExportedInvoice
from functions.api.left_out import FILENAME, LeftOut, LeftOutError, expressed, left_out_csv
from functions.api.zip_stream import Member, zipped
from shared.domain.document_types import DOCUMENT_FORMATS, DocumentType
from shared.domain.invoice import InvoiceData
from shared.domain.left_out_reasons import LeftOutCode

MOST_INVOICES = 1000
"""Of one archive: their documents are in it."""

_NAMESPACE = "http://xml.datev.de/bedi/tps/document/v06.0"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_INCOMING, _KEEP = "1", "1"
"""Type and process of a document: an incoming invoice, archived."""
_OURS = UUID("6f0d3bd1-52f8-4f0f-9a43-0f6d2f9f3f7e")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Booked:
    invoice_id: int
    year: date
    day: date
    data: InvoiceData
    postings: Sequence[Posting]


Files = Callable[[Sequence[int]], Mapping[int, Mapping[str, Any]]]
"""The stored files of these invoices: `sha256`, `size`, `content_type`."""


def datev_archive(
    invoices: Iterable[ExportedInvoice],
    ledger: Ledger,
    *,
    files_of: Files,
    chunks_of: Callable[[Mapping[str, Any]], Iterable[bytes]],
    now: datetime,
) -> Iterator[bytes]:
    """The archive. All bookings are worked out before its first byte. Raises BadRequestError for too many invoices."""
    booked, missing = expressed(invoices, lambda invoice: _booked(invoice, ledger), most=MOST_INVOICES, by="days")
    files = files_of([one.invoice_id for one in booked])
    booked = [one for one in booked if one.invoice_id in files]  # the others were deleted meanwhile
    return zipped(_members(booked, missing, ledger, files, chunks_of, now))


def _booked(invoice: ExportedInvoice, ledger: Ledger) -> _Booked:
    postings = postings_of(invoice.data, ledger)
    day = invoice.data.issue_date
    if day is None:
        raise LeftOutError(LeftOutCode.VALUE_MISSING, field="/issue_date")
    year = fiscal_year(day, ledger)
    return _Booked(invoice_id=invoice.invoice_id, year=year, day=day, data=invoice.data, postings=postings)


def _members(
    booked: Sequence[_Booked],
    missing: Sequence[LeftOut],
    ledger: Ledger,
    files: Mapping[int, Mapping[str, Any]],
    chunks_of: Callable[[Mapping[str, Any]], Iterable[bytes]],
    now: datetime,
) -> Iterator[Member]:
    years: dict[date, list[_Booked]] = defaultdict(list)
    for one in booked:
        years[one.year].append(one)
    for year, of_year in sorted(years.items()):
        first, last = min(one.day for one in of_year), max(one.day for one in of_year)
        lines = [
            line for one in of_year for line in extf.rows(one.data, one.postings, ledger, _guid(files[one.invoice_id]))
        ]
        head = (extf.header(ledger, year, first, last, now), extf.headings())
        for start in range(0, len(lines), extf.MOST_ROWS):
            part = f"_{start // extf.MOST_ROWS + 1}" if start else ""
            yield f"EXTF_Buchungsstapel_{year:%Y}{part}.csv", (*head, *lines[start : start + extf.MOST_ROWS])
    names = {one.invoice_id: _name(one.invoice_id, files[one.invoice_id]) for one in booked}
    yield "document.xml", [_index({names[number]: _guid(file) for number, file in files.items()}, now)]
    for number, file in files.items():
        yield names[number], chunks_of(file)
    if missing:
        yield FILENAME, [left_out_csv(missing)]


def _guid(file: Mapping[str, Any]) -> str:
    """The same for a document whenever it is exported: DATEV has it once."""
    return str(uuid5(_OURS, f"{file['id']}:{file['sha256']}")).upper()


def _name(invoice_id: int, file: Mapping[str, Any]) -> str:
    return f"{invoice_id}{DOCUMENT_FORMATS[DocumentType(file['content_type'])].extensions[0]}"


def _index(guids: Mapping[str, str], now: datetime) -> bytes:
    ElementTree.register_namespace("xsi", _XSI)
    root = ElementTree.Element(
        "archive",
        {
            "xmlns": _NAMESPACE,
            f"{{{_XSI}}}schemaLocation": f"{_NAMESPACE} Document_v060.xsd",
            "version": "6.0",
            "generatingSystem": "invoices",
        },
    )
    header = ElementTree.SubElement(root, "header")
    ElementTree.SubElement(header, "date").text = f"{now:%Y-%m-%dT%H:%M:%S}"
    content = ElementTree.SubElement(root, "content")
    for name, guid in guids.items():
        attributes = {"guid": guid, "type": _INCOMING, "processID": _KEEP}
        document = ElementTree.SubElement(content, "document", attributes)
        ElementTree.SubElement(document, "extension", {f"{{{_XSI}}}type": "File", "name": name})
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
