"""Documents of one kind at any size: what each step of extraction may take too long for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, islice

from shared.domain.document import Box, CodeFormat, DocumentText, EInvoiceXml, Page, PageCode, Source, Word
from tests.support.documents import printed

Make = Callable[[int], DocumentText]
"""The count of cells, rows or pages -> the document."""

WORDS = ("delta", "Omega", "kilo", "northern", "papers", "and", "Studio", "of")
MARKS = ("AB", "QX", "K", "NOR", "DE", "PC", "ZZ")
LABELS = ("Invoice no.", "Total", "Date", "Due date", "VAT", "Net amount", "Order no.", "Customer no.", "Currency")
IDENTIFIERS = (
    *("VAT No. DE136695976", "IBAN DE02120300000000202051", "BIC BYLADEM1001", "Tel. +49 30 1234567"),
    *("NIF B12345674", "info@alpha-print.example", "Tax ID 12-3456789", "Reg. No. 200301234567", "www.alpha.example"),
)
ADDRESSES = (
    "Alpha Printing GmbH",
    "Hauptstr. 12",
    "10115 Berlin",
    "Germany",
    "Beta Ltd",
    "7 High Street",
    "London W1A 1AA",
)
TABLE = (
    "Pos  Description                 Qty   Price     Amount",
    "{0}    Paper of kind {0}            2   10.00      20.00",
)
TAXES = "VAT 20 %     {0}.00     {1}.00"


def grid(
    cells: Iterable[str], count: int, *, columns: int = 12, gap: str = "     ", misread: bool = False
) -> DocumentText:
    """One page of `count` cells in rows of so many."""
    found = list(islice(cycle(cells), count))
    rows = (gap.join(found[start : start + columns]) for start in range(0, count, columns))
    return page("\n".join(rows), misread=misread)


def page(text: str, *, misread: bool = False) -> DocumentText:
    """One page, read from a picture if `misread`."""
    return printed(text, source=Source.TESSERACT if misread else Source.TEXT_LAYER, confidence=0.9 if misread else 1.0)


def lines(forms: Sequence[str], count: int, *, misread: bool = False) -> DocumentText:
    """One page of `count` rows of these forms in turn, with {0} their number."""
    rows = (form.format(number, number // 5) for number, form in zip(range(1, count + 1), cycle(forms), strict=False))
    return page("\n".join(rows), misread=misread)


def one_line(forms: Sequence[str], count: int, gap: str = " ") -> DocumentText:
    """One row of so many pieces."""
    return page(gap.join(form.format(number) for number, form in zip(range(1, count + 1), cycle(forms), strict=False)))


def boxed(words: Iterable[tuple[str, Box]]) -> DocumentText:
    """One page of words at these places."""
    found = tuple(Word(text=text, box=box, confidence=1.0) for text, box in words)
    return DocumentText(pages=(Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, words=found),))


def tall_marks(count: int) -> DocumentText:
    """Marks much taller than the small print around them, all in the upper third of a page."""
    return boxed(
        (
            MARKS[index % len(MARKS)] if index % 2 else "Alpha GmbH",
            Box(x, y, x + 0.008, y + (0.02 if index % 2 else 0.002)),
        )
        for index, (x, y) in enumerate((0.01 + place % 90 / 100, 0.02 + place // 90 / 1000) for place in range(count))
    )


def stacked(count: int) -> DocumentText:
    """All words at one place, as a file may draw them."""
    return boxed(
        (text, Box(0.4, 0.4, 0.5, 0.42)) for text in islice(cycle((*WORDS, "12.50", "Total", "2026-02-03")), count)
    )


def staircase(count: int) -> DocumentText:
    """Words that overlap the ones before by half, down across the page."""
    step = 0.9 / count
    return boxed(
        (text, Box(n * step, n * step, n * step + 0.05, n * step + 0.02))
        for n, text in enumerate(islice(cycle(WORDS), count))
    )


def tall_words(count: int) -> DocumentText:
    """Words as tall as the page side by side: all share one row."""
    return boxed(
        (text, Box(n / count, 0.01, (n + 0.5) / count, 0.99))
        for n, text in enumerate(islice(cycle((*WORDS, "1.50")), count))
    )


def long_words(count: int) -> DocumentText:
    """Words of nearly a thousand characters."""
    forms = (
        "9" * 990,
        "1," * 480,
        "a." * 480,
        "x" * 990,
        "<" * 990,
        "A1-" * 320,
        "12/" * 320,
        "é" * 990,
        "a@" * 480,
        "-" * 990,
    )
    return boxed(
        (text, Box(0.1, n / count, 0.9, (n + 0.8) / count)) for n, text in enumerate(islice(cycle(forms), count))
    )


def codes(count: int) -> DocumentText:
    """Codes of payments and of taxes, and what is no such thing, on one page."""
    girocode = "BCD\n002\n1\nSCT\n\nNorddruck GmbH\nDE02120300000000202051\nEUR{0}.00\n\n\nRE-{0}"
    forms = (
        girocode,
        "https://example.org/{0}",
        "A:501964843*B:503504564*C:PT*D:FT*E:N*F:20260131*G:FT A/{0}*H:0*I1:PT*O:{0}.00",
    )
    found = tuple(
        PageCode(format=CodeFormat.QR, text=form.format(n), box=Box(0.1, n / (count + 1), 0.2, (n + 1) / (count + 1)))
        for n, form in zip(range(count), cycle(forms), strict=False)
    )
    text = lines(("Invoice {0}", "Total {0}.00", "IBAN DE02120300000000202051"), count)
    return DocumentText(pages=(replace(text.pages[0], codes=found),))


def hidden(count: int) -> DocumentText:
    """Pages with hidden values."""
    seen, unseen = lines(("Total {0}.00 EUR",), count), lines(("Total {0}7.31 EUR",), 500)
    return DocumentText(pages=(replace(seen.pages[0], hidden=unseen.pages[0].words[:500]),))


BILL_HEAD = """
   Northern Telephone Ltd                          Invoice
   14 Harbour Road, Leeds LS1 4AP                  Invoice no.  NT-2026-004711
   VAT No. GB123456789                             Date         03.02.2026
"""


def telephone_bill(pages: int) -> DocumentText:
    """A bill of calls: a head, fifty calls a page with day, time, number, minutes and price, the sums at the end."""
    return printed(*(_page_of_calls(number, pages) for number in range(1, pages + 1)))


def _page_of_calls(number: int, pages: int) -> str:
    later = f"   Northern Telephone Ltd          Invoice no. NT-2026-004711          Page {number} of {pages}"
    calls = (
        f"   {1 + (call + number) % 28:02d}.01.2026   {call % 24:02d}:{call * 7 % 60:02d}"
        f"   +44 20 7946 0{call * 13 % 1000:03d}   {'London' if call % 2 else 'Germany mobile':14}"
        f"   {call % 9}:{call * 11 % 60:02d}   0.{call * 3 % 100:02d}   0.{call * 3 % 100:02d}"
        for call in range(50)
    )
    columns = "   Date         Time    Number             Destination      Duration   Price   Amount"
    net, tax = 24 * number, 24 * number // 5
    sums = f"   Net amount  {net}.00\n   VAT 20 %   {tax}.00\n   Total due  {net + tax}.00"
    foot = sums if number == pages else f"   Carried over    {net}.00"
    return "\n".join([BILL_HEAD if number == 1 else later, "", columns, *calls, "", foot])


def xml_lines(count: int) -> DocumentText:
    """A UBL invoice with so many lines, beside the same printed in more words, so that each is found by its parts."""
    line = (
        "<cac:InvoiceLine><cbc:ID>{0}</cbc:ID><cbc:InvoicedQuantity unitCode='C62'>2</cbc:InvoicedQuantity>"
        "<cbc:LineExtensionAmount currencyID='EUR'>20.00</cbc:LineExtensionAmount>"
        "<cac:Item><cbc:Name>Paper northern studio kind {0}</cbc:Name></cac:Item>"
        "<cac:Price><cbc:PriceAmount currencyID='EUR'>10.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>"
    )
    head = (
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'
        ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"'
        ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
        "<cbc:ID>4711</cbc:ID><cbc:IssueDate>2026-02-03</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
    )
    content = head + "".join(line.format(n) for n in range(count)) + "</Invoice>"
    text = lines(("{0}    Paper of the northern studio, kind {0}    2   10.00      20.00",), count)
    return DocumentText(pages=text.pages, einvoice=EInvoiceXml(name="ubl.xml", content=content))


KINDS: Mapping[str, tuple[Make, int]] = {
    "words": (lambda n: grid(WORDS, n), 1500),
    "words, misread": (lambda n: grid(WORDS, n, misread=True), 1500),
    "marks": (lambda n: grid(MARKS, n, columns=24), 1500),
    "marks beside names": (lambda n: grid((*MARKS, "Alpha Beta GmbH", "Quick Xylo Ltd"), n, columns=24), 1500),
    "tall marks": (tall_marks, 1500),
    "labels": (lambda n: grid(LABELS, n, columns=6), 1500),
    "labels, misread": (lambda n: grid(("lnvoice nunber", "Tota1 amoumt", "Duc datc"), n, misread=True), 1500),
    "one label": (lambda n: grid(("Total",), n), 1500),
    "labels in one line": (lambda n: one_line(LABELS, n), 1500),
    "labels in one column": (lambda n: lines(LABELS, n), 600),
    "rows with labels": (
        lambda n: lines(("Total     {0}.00", "Net amount     {0}.00", "VAT     {1}.00", "Due     {0}.50"), n),
        500,
    ),
    "rows of totals": (lambda n: lines(("Total     {0}.00",), n), 500),
    "rows of many amounts": (lambda n: lines(("Total  " + "  {0}.00" * 12,), n // 4), 500),
    "labels over amounts": (lambda n: lines(("Net amount     VAT     Total", "{0}.00     {1}.00     {0}.50"), n), 500),
    "amounts": (lambda n: grid((f"{k * 37 % 9973}.{k % 100:02d}" for k in range(5000)), n), 1500),
    "amounts in one column": (lambda n: lines(("{0}.00",), n), 1000),
    "amounts in one line": (lambda n: one_line(("{0}.00", "EUR {0}.50"), n), 1500),
    "whole amounts": (lambda n: grid(("Total", "1.234", "$ 5,000", "12 000", "77"), n), 1500),
    "one amount": (lambda n: grid(("12.50",), n), 1500),
    "dates": (lambda n: grid(("03.02.2026", "2026-02-03", "3 March 2026", "02/03/26"), n), 1000),
    "dates in cells": (lambda n: grid(("03", "02", "2026"), n), 1500),
    "rows with dates": (
        lambda n: lines(("Date     03.02.2026", "Due date     2026-03-{0}", "Delivery date   4 May 2026"), n),
        500,
    ),
    "dates in one line": (lambda n: one_line(("03.02.2026", "2026-02-03", "3 March 2026"), n), 1000),
    "numbers": (lambda n: grid((f"RE-2026-{k}" for k in range(3000)), n), 1500),
    "rows with numbers": (
        lambda n: lines(("Invoice no.     RE-{0}", "Order no.     PO-{0}/7", "Customer no.   77{0}"), n),
        500,
    ),
    "numbers in one line": (lambda n: one_line(("RE-{0}", "FT A/{0}", "No. 7{0}"), n), 1500),
    "identifiers": (lambda n: lines(IDENTIFIERS, n), 500),
    "identifiers in one line": (lambda n: one_line(IDENTIFIERS, n), 500),
    "identifiers in cells": (lambda n: grid(IDENTIFIERS, n, columns=4), 500),
    "addresses": (lambda n: lines(ADDRESSES, n), 500),
    "addresses in cells": (lambda n: grid(ADDRESSES, n, columns=7), 700),
    "addresses, misread": (lambda n: lines(ADDRESSES, n, misread=True), 500),
    "parties": (lambda n: lines(("Bill to:", "Seller:", *ADDRESSES), n), 500),
    "names": (lambda n: lines(("Alpha Beta GmbH {0}",), n), 500),
    "table": (lambda n: lines((TABLE[0], *(TABLE[1:] * n)), n), 500),
    "tables": (lambda n: lines(TABLE, n), 500),
    "headings": (lambda n: lines(TABLE[:1], n), 500),
    "headings in one line": (lambda n: one_line(("Description", "Qty", "Price", "Amount"), n, gap="    "), 1000),
    "receipt lines": (lambda n: lines(("Milk 1l            2.50", "Bread  2 x 1.50    3.00"), n), 500),
    "taxes": (lambda n: lines((TAXES,), n), 500),
    "taxes with headings": (lambda n: lines(("Rate   Base   Tax   Total", TAXES), n), 500),
    "withheld and added": (
        lambda n: lines(("Retención IRPF 15 %    {0}.00", "Perc. IIBB    {1}.50", "Total {0}.00"), n),
        500,
    ),
    "payment": (
        lambda n: lines(("Payment terms 30 days net", "Please pay by bank transfer", "2 % Skonto within 14 days"), n),
        500,
    ),
    "prose": (
        lambda n: one_line(("the goods remain ours until they are paid in full", "payable within 30 days,"), n // 4),
        1500,
    ),
    "identical lines": (lambda n: lines(("Invoice no. 4711   Date 03.02.2026   Total 12.50 EUR",), n), 500),
    "words at one place": (stacked, 800),
    "words in a staircase": (staircase, 800),
    "words as tall as the page": (tall_words, 800),
    "words of a thousand letters": (long_words, 60),
    "dividers": (lambda n: grid(("|", "12.50", "|", "Total"), n, columns=40), 1500),
    "brackets": (lambda n: one_line(("(", "%", "$", "-", ".", "#"), n), 1500),
    "codes": (codes, 200),
    "hidden values": (hidden, 500),
    "many columns": (lambda n: lines(("  ".join(f"c{k}" for k in range(n // 10)),), 20), 1500),
    "pages of a telephone bill": (telephone_bill, 10),
    "pages of one line": (
        lambda n: printed(*(f"Invoice no. RE-{k}    Total {k}.00 EUR    Date 03.02.2026" for k in range(n))),
        100,
    ),
    "XML": (xml_lines, 300),
}
"""Kind -> how it is made, and its least size."""
