"""Files are told by their first bytes."""

import pytest

from functions.upload.content_type import sniff

UBL = '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\n\njunk before the header %PDF-1.4", "application/pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"MM\x00*\x00\x00", "image/tiff"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00", "image/heic"),
        (UBL.encode(), "application/xml"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<rsm:CrossIndustryInvoice xmlns:rsm="x">', "application/xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><p:FatturaElettronica>", "application/xml"),
        (b"\xff\xfe" + f'<?xml version="1.0" encoding="UTF-16"?>{UBL}'.encode("utf-16-le"), "application/xml"),
        (b'<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice>', "application/xml"),  # hostile perhaps: the reader decides
        (b"<html><body>%</body>", None),
        (b"<?xml version='1.0'?><svg>", None),
        (b"just text named .pdf", None),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", None),
        (b"PK\x03\x04", None),
        (b"", None),
        (b"<", None),
    ],
)
def test_a_file_is_what_its_content_says(head: bytes, expected: str | None) -> None:
    assert sniff(head) == expected
