"""Files are told by their first bytes."""

import pytest

from functions.upload.content_type import sniff
from shared.domain.einvoice_syntax import EInvoiceNotReadError

MAIL = b"Subject: Invoice\nFrom: a@example.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=x\n\n--x"
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
        (b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00avifmif1", "image/avif"),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif", "image/avif"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp41", None),
        (b"GIF89a\x10\x00", "image/gif"),
        (b"BM\x36\x34\x21\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "image/bmp"),
        (b"BMW of Springfield, invoice 7", None),
        (MAIL, "message/rfc822"),
        (b"From a@example.com Mon Nov  2 10:00:00 2026\n" + MAIL, "message/rfc822"),
        (MAIL.replace(b"\n", b"\r\n") + b"\r\n%PDF-1.7", "message/rfc822"),
        (b"Subject: an invoice\nFrom: a@example.com\n\nno MIME, so nothing is attached", None),
        (b"Invoice: 7\nDate: 2026-11-02\nTotal: 5\n", None),
        (UBL.encode(), "application/xml"),
        (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<rsm:CrossIndustryInvoice xmlns:rsm="x">', "application/xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><p:FatturaElettronica xmlns:p='urn:p'>", "application/xml"),
        (b"\xff\xfe" + f'<?xml version="1.0" encoding="UTF-16"?>{UBL}'.encode("utf-16-le"), "application/xml"),
        (b'<!DOCTYPE Invoice [<!ENTITY a "b">]><FatturaElettronica>', "application/xml"),  # the reader refuses it
        (
            f"<s:StandardBusinessDocument xmlns:s='urn:s'><s:Header><s:Type/></s:Header>{UBL}".encode(),
            "application/xml",
        ),
        (b"<FatturaElettronicaSemplificata versione='FSM10'>", "application/xml"),
        (f'\r\n\n<?xml version="1.0" encoding="UTF-8"?>{UBL}'.encode(), "application/xml"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{UBL}'.encode(), "application/xml"),
        (f'<?xml version="1.0" encoding="UTF-8"?>{UBL}'.encode("utf-16-be"), "application/xml"),
        (f"<!-- Müller -->{UBL}".encode("latin-1"), "application/xml"),
        (b"<StandardBusinessDocument><Header/><Order/>", None),
        (b"<Invoice><ID>1</ID></Invoice>", None),  # of no namespace: nobody knows what its elements mean
        (b"<html><body>%</body>", None),
        (b"<?xml version='1.0'?><svg>", None),
        (b"just text named .pdf", None),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", None),
        (b"PK\x03\x04", "application/zip"),
        (b"PK\x05\x06" + bytes(18), "application/zip"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", None),  # Office
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis", None),
        (b"PK\x03\x04\x14\x00\x00\x00\x00\x00" + bytes(16) + b"\x05\x00\x00\x00a.pdf%PDF-1.3", "application/zip"),
        (b"a.pdf".ljust(257, b"\0") + b"ustar\x0000".ljust(255, b"\0") + b"%PDF-1.4", None),  # stored in a tar
        (bytes.fromhex("30820b1c06092a864886f70d010702a0820b0d3082"), "application/pkcs7-mime"),
        (b"MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEFADCABgkqhkiG\r\n", "application/pkcs7-mime"),
        (bytes.fromhex("30820b1c06092a864886f70d010701a0820b0d3082"), None),
        (b"", None),
        (b"<", None),
    ],
)
def test_a_files_type_is_that_of_its_content(head: bytes, expected: str | None) -> None:
    assert sniff(head) == expected


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'<Invoice xmlns="urn:sfti:documents:BasicInvoice:1:0">', "a Svefaktura"),
        (b'<Invoice xmlns="http://www.eslog.si/x/eslog">', "an e-SLOG invoice"),
        (b'<InvoiceData xmlns="http://schemas.nav.gov.hu/OSA/3.0/data">', "an invoice of the Hungarian NAV"),
        (b'<StandardBusinessDocument><g:invoiceMessage xmlns:g="urn:gs1:ecom:invoice:xsd:3">', "a GS1 XML invoice"),
    ],
)
def test_an_invoice_of_a_syntax_that_is_not_read_is_refused_by_its_name(head: bytes, name: str) -> None:
    with pytest.raises(EInvoiceNotReadError, match=rf"This is {name}, which is not read yet\."):
        sniff(head)
