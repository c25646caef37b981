"""Runs the finders in order and puts their values together as an extraction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from functions.extract.codes.found import NO_CODES, DocumentCodes, codes_of
from functions.extract.extraction import Extraction
from functions.extract.layout import Layout, read_layout
from functions.extract.local.choose import choose_amounts
from functions.extract.local.confidence import Signals, calibrated, signals_of
from functions.extract.local.constants import Constants, of_this_seller
from functions.extract.local.context import Context, read_context
from functions.extract.local.evidence_builder import (
    ACCOUNT_FIELDS,
    ALLOWANCE_FIELDS,
    HEADER_FIELDS,
    PARTY_FIELDS,
    PAYMENT_FIELDS,
    SURCHARGE_FIELDS,
    TAX_FIELDS,
    TOTAL_FIELDS,
    WITHHOLDING_FIELDS,
    EvidenceBuilder,
)
from functions.extract.local.fields.allowances import find_allowances
from functions.extract.local.fields.beside_totals import beside_totals
from functions.extract.local.fields.currency import currency_of_seller, find_currency
from functions.extract.local.fields.document_kind import document_type, not_an_invoice, rank_kinds
from functions.extract.local.fields.due_date import find_due_date
from functions.extract.local.fields.invoice_number import announced_numbers, find_invoice_number
from functions.extract.local.fields.issue_date import find_issue_date
from functions.extract.local.fields.operation_codes import find_operation_codes
from functions.extract.local.fields.own_currency import own_money
from functions.extract.local.fields.parties.parties import find_parties
from functions.extract.local.fields.payable import ChosenTotals
from functions.extract.local.fields.payment import find_payment, find_payment_terms
from functions.extract.local.fields.purchase_order import find_purchase_order
from functions.extract.local.fields.several_invoices import (
    on_one_page,
    pages_with_total,
    several_invoices,
    titled_pages,
)
from functions.extract.local.marks import marks_of
from functions.extract.local.sketching import sketch_document
from functions.extract.local.tables.extent import table_rows
from functions.extract.local.value import Value
from shared.domain.companies import NO_COMPANIES, OwnCompanies
from shared.domain.document import DocumentText
from shared.domain.evidence import Evidence
from shared.domain.extractors import Extractor
from shared.domain.findings import Finding
from shared.domain.invoice import InvoiceData
from shared.domain.invoice_values import MOST_ROWS
from shared.domain.memory.seller_memory import SellerMarks, SellerMemory
from shared.domain.memory.sketch import Sketch


@dataclass(frozen=True, kw_only=True)
class HeaderValues:
    """Everything above and below the lines of an invoice, each null if it was not found. `mixed`: a page holds several
    invoices."""

    document_type: Value[str]
    invoice_number: Value[str] | None
    issue_date: Value[date] | None
    due_date: Value[date] | None
    currency: Value[str] | None
    purchase_order: Value[str] | None
    payment_terms: Value[str] | None
    totals: ChosenTotals
    mixed: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class LocalReading:
    """The data of a document, by which marks its seller may be recognised, and what is kept of it for the day when a
    person confirms it. `signals` calibrate the confidence, by JSON pointer."""

    extraction: Extraction
    signals: Mapping[str, Signals]
    marks: SellerMarks
    sketch: Sketch


def extract_locally(
    document: DocumentText, *, layout: Layout | None = None, own: OwnCompanies = NO_COMPANIES
) -> Extraction:
    """The whole document, offline, with calibrated confidence. A document without words gives empty data and the
    finding `not-an-invoice`. `own` helps to distinguish buyer and seller."""
    return read_locally(document, layout=layout, own=own).extraction


def read_locally(
    document: DocumentText,
    *,
    layout: Layout | None = None,
    own: OwnCompanies = NO_COMPANIES,
    memory: SellerMemory | None = None,
) -> LocalReading:
    """The same with all that is found beside the data. `memory` is that of the document's seller, if it is known."""
    layout = layout or read_layout(document)
    reading = read_raw(layout, own, codes_of(document), of_this_seller(layout, memory))
    evidence = {
        pointer: _calibrated(item, calibrated(pointer, reading.signals[pointer]))
        for pointer, item in reading.extraction.evidence.items()
    }
    return replace(reading, extraction=replace(reading.extraction, evidence=evidence))


def _calibrated(item: Evidence, confidence: float) -> Evidence:
    """With this confidence. What n earlier invoices say too is wrong so much more seldom as an event that came n times
    is to stay away the next time (Laplace's rule of succession)."""
    if item.origin is not None:
        confidence = 1 - (1 - confidence) / (item.origin.invoices + 2)
    return item.model_copy(update={"confidence": round(confidence, 4)})


def read_raw(
    layout: Layout,
    own: OwnCompanies = NO_COMPANIES,
    codes: DocumentCodes = NO_CODES,
    memory: SellerMemory | None = None,
) -> LocalReading:
    """The same with the confidence that each finder gave."""
    printed = read_context(layout, memory)
    currency = find_currency(printed)
    with_total = pages_with_total(printed)
    printed = replace(printed, money=own_money(printed, currency.value if currency else None))
    constants = Constants(recollection=printed.recollection)
    header = read_header(layout, printed, currency, with_total, codes)
    taken = table_rows(layout, printed.headers, printed.lines)
    parties = find_parties(layout, printed.identifiers, codes.buyers(own), taken, constants)
    if currency is None and parties.seller.country is not None:
        header = replace(header, currency=currency_of_seller(printed, parties.seller.country.value))
    payment = find_payment(layout, printed.identifiers, constants)
    line_codes = [code for line in printed.lines for code in line.operation_codes]
    beside = beside_totals(printed.money, header.totals)
    allowances = find_allowances(printed.money, beside, printed.lines)
    sources = {page.number: page.source for page in layout.pages}
    builder = EvidenceBuilder(sources=sources)
    data = InvoiceData.model_validate(
        {
            **builder.fields("", header, HEADER_FIELDS),
            **builder.fields("", beside.totals, TOTAL_FIELDS),
            **builder.fields("", beside, ("rounding_amount", "tip")),
            **{
                name: [
                    builder.fields(f"/{name}/{index}", row, of_row) for index, row in enumerate(getattr(beside, name))
                ]
                for name, of_row in (("withholdings", WITHHOLDING_FIELDS), ("surcharges", SURCHARGE_FIELDS))
            },
            **{
                name: [
                    builder.fields(f"/{name}/{index}", row, ALLOWANCE_FIELDS)
                    for index, row in enumerate(getattr(allowances, name))
                ]
                for name in ("allowances", "charges")
            },
            "seller": builder.fields("/seller", parties.seller, PARTY_FIELDS),
            "buyer": builder.fields("/buyer", parties.buyer, PARTY_FIELDS),
            "payment": {
                **builder.fields("/payment", payment, PAYMENT_FIELDS),
                "accounts": [
                    builder.fields(f"/payment/accounts/{index}", one, ACCOUNT_FIELDS)
                    for index, one in enumerate(payment.each[:MOST_ROWS])
                ],
            },
            "tax_breakdown": [
                builder.fields(f"/tax_breakdown/{index}", row, TAX_FIELDS)
                for index, row in enumerate(printed.taxes[:MOST_ROWS])
            ],
            "lines": builder.lines(printed.lines),
            "operation_codes": builder.each("/operation_codes", find_operation_codes(layout, line_codes)),
        }
    )
    labels = len({found.label for found in printed.places.labels})
    extraction = Extraction(data=data, extractor=Extractor.LOCAL, evidence=builder.evidence, findings=header.findings)
    return LocalReading(
        extraction=extraction,
        signals=signals_of(builder.values, data, layout, labels, mixed=header.mixed),
        marks=marks_of(printed.identifiers, payment.accounts, parties.names, own),
        sketch=sketch_document(layout, taken, payment.accounts),
    )


def read_header(
    layout: Layout,
    printed: Context,
    currency: Value[str] | None,
    with_total: Collection[int],
    codes: DocumentCodes = NO_CODES,
) -> HeaderValues:
    """The header fields of a document; the money of `printed` is that in the document's `currency`, a total in any is
    on the pages `with_total`."""
    totals = choose_amounts(printed.money, codes.amounts, printed.recollection)
    number = find_invoice_number(printed)
    issued = find_issue_date(printed)
    due = find_due_date(printed, issued)
    on_credit = due is not None and (issued is None or due.value > issued.value)
    kinds = rank_kinds(printed)
    numbers = announced_numbers(printed)
    mixed = on_one_page(numbers, printed)
    findings = (
        not_an_invoice(kinds, has_total=totals.total_amount is not None, has_number=number is not None),
        mixed
        or several_invoices(
            numbers,
            titled=titled_pages(printed),
            with_total=with_total,
            page_count=len(layout.pages),
        ),
    )
    return HeaderValues(
        document_type=document_type(printed, kinds),
        invoice_number=number,
        issue_date=issued,
        due_date=due,
        currency=currency,
        purchase_order=find_purchase_order(printed, on_credit=on_credit),
        payment_terms=find_payment_terms(layout),
        totals=totals,
        mixed=mixed is not None,
        findings=tuple(finding for finding in findings if finding is not None),
    )
