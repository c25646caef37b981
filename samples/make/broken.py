"""Bad files: each must be rejected or fail with a clear message, without harm."""

import io
import struct
import zlib

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def empty() -> bytes:
    """An empty file."""
    return b""


def cut_off(pdf: bytes) -> bytes:
    """A truncated PDF."""
    return pdf[: len(pdf) // 2]


def text() -> bytes:
    """A text file with a PDF's extension."""
    return b"Please find the invoice in tomorrow's mail.\n"


def encrypted() -> bytes:
    """A PDF that opens only with a password."""
    target = io.BytesIO()
    lock = StandardEncryption("a password nobody gave", ownerPassword="owner", strength=128)
    canvas = Canvas(target, pagesize=A4, invariant=1, encrypt=lock)
    canvas.drawString(72, 760, "Invoice 1")
    canvas.save()
    return target.getvalue()


def picture_bomb(side: int = 40_000) -> bytes:
    """A valid PNG of `side` x `side` white pixels of one bit: 200 kB that decompress to 200 MB and more."""
    row = b"\0" + b"\xff" * (side // 8)  # filter "none", then the pixels
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def many_pages(pages: int = 600) -> bytes:
    """A PDF of this many pages, which share one content stream with a line of text."""
    content = b"BT /F1 12 Tf 72 760 Td (A page of a very long annex.) Tj ET"
    first = 5  # the number of the first page object
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842]"
        b" /Resources << /Font << /F1 3 0 R >> >> >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *([b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"] * pages),
    ]
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + (
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    )
    return bytes(body)
