"""Small files that are much work: a page full of words, a bill of many pages, an XML that unpacks to a thousandfold."""

import random
import zlib
from collections.abc import Iterable

from shared.domain.document import Box, DocumentText, Page, Source, Word

WIDTH, HEIGHT = 595, 842


def grid_pdf(words: int = 6000, *, seed: int = 0, columns: int = 40) -> bytes:
    """One page with so many words in a grid, each a label, an amount, a date or a mark: about 20 kB for 6000."""
    choice = random.Random(seed)
    kinds = ("Total", "VAT", "IBAN", "12.50", "1,299.00", "02/01/2026", "Ltd", "No.", "GB", "®", "20%", "Invoice")
    rows = -(-words // columns)
    across, down = (WIDTH - 20) / columns, (HEIGHT - 20) / rows
    lines = (
        f"1 0 0 1 {10 + number % columns * across:.1f} {HEIGHT - 14 - number // columns * down:.1f} Tm "
        f"({choice.choice(kinds)}) Tj"
        for number in range(words)
    )
    return _pdf(["BT /F1 2.5 Tf " + "\n".join(lines) + " ET"])


def invoice_pdf(number: str) -> bytes:
    """An ordinary invoice of one page."""
    return _pdf([_content_of(number)])


def pdf_with_xml(number: str, xml: bytes, name: str = "factur-x.xml") -> bytes:
    """`invoice_pdf` with an attached XML."""
    return _pdf([_content_of(number)], attached=(name, xml))


def wide_xml(elements: int) -> bytes:
    """An XML with the root of an invoice and so many elements below it, four bytes each."""
    head = b'<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">'
    return head + b"<a/>" * elements + b"</rsm:CrossIndustryInvoice>"


def long_xml(megabytes: int) -> bytes:
    """An XML with the root of an invoice and a text of so many megabytes."""
    head = b'<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"><a>'
    return head + b"0" * (megabytes * 1_000_000) + b"</a></rsm:CrossIndustryInvoice>"


def telephone_bill(pages: int, *, rows: int = 60) -> DocumentText:
    """The text of a bill that lists calls: six words a row."""
    choice = random.Random(pages)

    def row(number: int) -> Iterable[str]:
        seconds = choice.randrange(3600)
        yield f"{number % 28 + 1:02}/01/2026"
        yield f"{number % 24:02}:{number % 60:02}"
        yield f"+44{choice.randrange(10**9, 10**10)}"
        yield choice.choice(("National", "Mobile", "International"))
        yield f"{seconds // 60}:{seconds % 60:02}"
        yield f"{seconds * 0.0012:.2f}"

    def words(page: int) -> Iterable[Word]:
        top = ("Example Telecom Ltd", f"Invoice 2026-{pages:05}", "Invoice date 02/02/2026", f"Page {page} of {pages}")
        for line, text in enumerate(top):
            for column, part in enumerate(text.split()):
                yield _word(part, 0.08 + column * 0.09, 0.03 + line * 0.015)
        for line in range(rows):
            for column, text in enumerate(row(page * rows + line)):
                yield _word(text, 0.08 + column * 0.14, 0.12 + line * 0.0135)
        if page == pages:
            for line, text in enumerate(("Subtotal 1000.00", "VAT 20% 200.00", "Total GBP 1200.00")):
                for column, part in enumerate(text.split()):
                    yield _word(part, 0.5 + column * 0.14, 0.94 + line * 0.015)

    return DocumentText(
        pages=tuple(
            Page(number=page, width=WIDTH, height=HEIGHT, source=Source.TEXT_LAYER, words=tuple(words(page)))
            for page in range(1, pages + 1)
        )
    )


def _word(text: str, left: float, top: float) -> Word:
    return Word(text=text, box=Box(left, top, min(1.0, left + 0.009 * len(text)), top + 0.011), confidence=1)


def _content_of(number: str) -> str:
    lines = (
        "Example Supplies Ltd, 1 High Street, London SW1A 1AA",
        f"Invoice number: {number}",
        "Invoice date: 02/01/2026",
        "Bill to: Sample Trading Ltd, 2 Low Street, Leeds LS1 1AA",
        "Description     Quantity    Unit price    Amount",
        "Paper, white        2         10.00        20.00",
        "Subtotal                                   20.00",
        "VAT 20%                                     4.00",
        "Total GBP                                  24.00",
        "Payment within 30 days",
    )
    shown = "\n".join(f"1 0 0 1 60 {780 - 20 * row} Tm ({line}) Tj" for row, line in enumerate(lines))
    return f"BT /F1 11 Tf {shown} ET"


def _pdf(contents: list[str], attached: tuple[str, bytes] | None = None) -> bytes:
    """A PDF of these content streams, one a page, all streams deflated."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(contents)))
    objects = [b"", f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode()]
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    for number, content in enumerate(contents):
        page = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {5 + 2 * number} 0 R>>"
        )
        objects += [page.encode(), _stream(content.encode("cp1252"))]
    names = b""
    if attached is not None:
        name, content_bytes = attached
        file = len(objects) + 1
        objects += [
            _stream(content_bytes, b"/Type/EmbeddedFile/Subtype/text#2Fxml"),
            f"<</Type/Filespec/F({name})/UF({name})/EF<</F {file} 0 R>>/AFRelationship/Alternative>>".encode(),
        ]
        names = f"/Names<</EmbeddedFiles<</Names[({name}) {file + 1} 0 R]>>>>/AF[{file + 1} 0 R]".encode()
    objects[0] = b"<</Type/Catalog/Pages 2 0 R" + names + b">>"
    return _file(objects)


def _stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<" + more + f"/Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return bytes(out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode())
