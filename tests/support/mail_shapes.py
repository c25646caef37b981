"""Mails of twenty shapes, as mail programs write them, each with what is to be found in it."""

import io
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from email.message import EmailMessage, Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

PDF = b"%PDF-1.7\nthe invoice"
LOGO = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (240).to_bytes(4) + (180).to_bytes(4) + b"logo"
ICON = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (32).to_bytes(4) + (32).to_bytes(4) + b"icon"
PHOTO = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (2400).to_bytes(4) + (3200).to_bytes(4) + b"photo"
SIGNATURE = bytes.fromhex("30820b1c06092a864886f70d010702a0820b0d3082")


def mail(text: str | None = "Please find our invoice attached.", subject: str = "Invoice 7") -> EmailMessage:
    """A mail of ana@example.com without an attachment."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, "Ana Ruiz <ana@example.com>", "invoices@example.org"
    made["Message-ID"], made["Date"] = "<7@example.com>", "Mon, 02 Nov 2026 10:00:00 +0100"
    if text is not None:
        made.set_content(text)
    return made


def attach(message: EmailMessage, content: bytes, name: str, kind: str = "application/pdf") -> EmailMessage:
    """The mail with one attachment more."""
    maintype, _, subtype = kind.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files."""
    with io.BytesIO() as archive:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in files.items():
                made.writestr(name, content)
        return archive.getvalue()


def signed(content: bytes) -> bytes:
    """CMS signed data around the content, without a signature in it: DER as signing programs write it."""

    def element(tag: int, inner: bytes) -> bytes:
        size = len(inner)
        length = bytes([size]) if size < 0x80 else b"\x84" + size.to_bytes(4)
        return bytes([tag]) + length + inner

    data, of_signed = (bytes.fromhex(f"06092a864886f70d01070{n}") for n in (1, 2))
    encapsulated = element(0x30, data + element(0xA0, element(0x04, content)))
    return element(0x30, of_signed + element(0xA0, element(0x30, b"\x02\x01\x01" + element(0x31, b"") + encapsulated)))


def _related() -> EmailMessage:
    made = mail()
    made.add_alternative("<p>Hello</p><img src='cid:logo@1'>", subtype="html")
    html = made.get_payload()[1]  # type: ignore[index]
    html.add_related(LOGO, maintype="image", subtype="png", cid="<logo@1>", filename="logo.png")  # type: ignore[union-attr]
    return attach(made, PDF, "a.pdf")


def _html_only() -> EmailMessage:
    made = mail(None)
    made.set_content("<h1>Invoice 7</h1><table><tr><td>121.00</td></tr></table>", subtype="html")
    return made


def _gmail_picture() -> Message:
    """A picture of the text that says it is an attachment, as Gmail and Outlook do."""
    made = MIMEMultipart("mixed")
    made["From"], made["Subject"], made["MIME-Version"] = "ana@example.com", "Invoice 7", "1.0"
    made.attach(MIMEText("<img src='cid:ii_1'>", "html"))
    logo = MIMEApplication(LOGO, "octet-stream")
    logo["Content-ID"] = "<ii_1>"
    logo.add_header("Content-Disposition", "attachment", filename="image001.png")
    made.attach(logo)
    made.attach(MIMEApplication(PDF, "pdf", name="a.pdf"))
    return made


def _forwarded() -> EmailMessage:
    outside = mail("fyi", subject="Fwd: Invoice 7")
    outside.add_attachment(attach(mail(), PDF, "a.pdf"))
    return outside


def _smime() -> Message:
    made = MIMEMultipart("signed", protocol="application/pkcs7-signature")
    made["From"], made["Subject"] = "ana@example.com", "Invoice 7"
    made.attach(MIMEApplication(PDF, "pdf", name="a.pdf"))
    made.attach(MIMEApplication(SIGNATURE, "pkcs7-signature", name="smime.p7s"))
    return made


def _opaque() -> bytes:
    """A mail that S/MIME packed into its signature."""
    inner = MIMEMultipart("mixed")
    inner.attach(MIMEText("Hello"))
    inner.attach(MIMEApplication(PDF, "pdf", name="a.pdf"))
    head = (
        b"From: ana@example.com\r\nSubject: Invoice 7\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head + b64encode(signed(inner.as_bytes()))


def _encoded_mail() -> bytes:
    """A forwarded mail in base64, which RFC 2046 forbids and some programs send."""
    inner = b64encode(attach(mail(), PDF, "a.pdf").as_bytes())
    lines = b"\r\n".join(inner[at : at + 76] for at in range(0, len(inner), 76))
    return (
        b"From: b@example.com\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines + b"\r\n--b--\r\n"
    )


def _raw_name(name: bytes) -> bytes:
    return attach(mail(), PDF, "NAME.pdf").as_bytes().replace(b"NAME.pdf", name)


def _broken_base64() -> bytes:
    return attach(mail(), PDF, "a.pdf").as_bytes().replace(b64encode(PDF)[:8], b"!!!!\xff\xfe")


SHAPES: Mapping[str, tuple[bytes, list[tuple[str, str | None]]]] = {
    "a document": (attach(mail(), PDF, "Rechnung Nº 7.pdf").as_bytes(), [("Rechnung Nº 7.pdf", None)]),
    "two documents": (
        attach(attach(mail(), PDF, "a.pdf"), PDF + b"2", "b.pdf").as_bytes(),
        [("a.pdf", None), ("b.pdf", None)],
    ),
    "a photo": (attach(mail(), PHOTO, "IMG_1.png", "image/png").as_bytes(), [("IMG_1.png", None)]),
    "a logo in its text": (_related().as_bytes(), [("logo.png", "inline-picture"), ("a.pdf", None)]),
    "a logo that says it is attached": (
        _gmail_picture().as_bytes(),
        [("image001.png", "inline-picture"), ("a.pdf", None)],
    ),
    "an icon": (
        attach(attach(mail(), ICON, "fb.png", "image/png"), PDF, "a.pdf").as_bytes(),
        [("fb.png", "small-picture"), ("a.pdf", None)],
    ),
    "only HTML": (_html_only().as_bytes(), [("Invoice 7", "mail-text")]),
    "only text": (mail().as_bytes(), [("Invoice 7", "mail-text")]),
    "no document": (
        attach(mail(), b"BEGIN:VCARD", "me.vcf", "text/vcard").as_bytes(),
        [("me.vcf", "no-document")],
    ),
    "a forwarded mail": (_forwarded().as_bytes(), [("a.pdf", None)]),
    "a forwarded mail in base64": (_encoded_mail(), [("a.pdf", None)]),
    "signed": (_smime().as_bytes(), [("a.pdf", None), ("smime.p7s", "signature")]),
    "packed into its signature": (_opaque(), [("a.pdf", None)]),
    "encrypted": (
        attach(mail(), b"0\x82\x01\x00enveloped", "smime.p7m", "application/pkcs7-mime").as_bytes(),
        [("smime.p7m", "encrypted-document")],
    ),
    "an archive": (
        attach(mail(), zipped({"7/a.pdf": PDF, "7/": b"", "__MACOSX/._a.pdf": b"x"}), "7.zip").as_bytes(),
        [("a.pdf", None), ("_a.pdf", "system-file")],
    ),
    "a workbook": (
        attach(mail(), zipped({"[Content_Types].xml": b"<Types/>", "xl/a.xml": b"<a/>"}), "a.xlsx").as_bytes(),
        [("a.xlsx", "no-document")],
    ),
    "of Outlook": (
        attach(mail(), b"\x78\x9f\x3e\x22tnef", "winmail.dat", "application/ms-tnef").as_bytes(),
        [("winmail.dat", "winmail")],
    ),
    "a signed PDF": (attach(mail(), signed(PDF), "a.pdf.p7m").as_bytes(), [("a.pdf", None)]),
    "of a false type": (attach(mail(), PDF, "scan.bin", "text/plain").as_bytes(), [("scan.bin", None)]),
    "an empty file": (attach(mail(), b"", "a.pdf").as_bytes(), [("a.pdf", "empty")]),
    "a name that lies about its letters": (_raw_name(b"=?x-none?Q?a?="), [("=?x-none?Q?a?=", None)]),
    "broken base64": (_broken_base64(), [("a.pdf", "unreadable-document")]),
}
"""What it is -> the mail, and of each part to be found its name, and why it is no document (None: it is one)."""
