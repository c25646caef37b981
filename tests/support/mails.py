"""Mails of many shapes, as servers and people really make them, and the documents that each should become."""

from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from hashlib import sha256

from tests.support.mail_shapes import zipped

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000154a24f5d"
    "0000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A mail and the bytes of each document in it, each once."""

    name: str
    mail: bytes
    documents: tuple[bytes, ...] = ()

    @property
    def hashes(self) -> set[str]:
        """SHA-256 of its documents."""
        return {sha256(document).hexdigest() for document in self.documents}


def pdf(name: str) -> bytes:
    """Bytes that are taken for a PDF, of their own for each name."""
    return f"%PDF-1.4\n% {name}\n%%EOF\n".encode()


def mail_with(
    *documents: tuple[str, bytes],
    sender: str = "Harbour & Finch <billing@supplier.example>",
    subject: str = "Invoice",
    message_id: str | None = "<1@supplier.example>",
    text: str = "Please find attached.",
) -> bytes:
    """An ordinary mail with these files attached."""
    return _bytes(_message(*documents, sender=sender, subject=subject, message_id=message_id, text=text))


def shapes(tag: str) -> list[Shape]:
    """Twenty mails and more; `tag` makes their documents and Message-IDs this call's own."""

    def one(name: str) -> bytes:
        return pdf(f"{tag} {name}")

    def ident(name: str) -> str:
        return f"<{tag}.{name}@supplier.example>"

    first = one("first")
    return [
        Shape(name="a PDF", mail=mail_with(("a.pdf", first), message_id=ident("1")), documents=(first,)),
        Shape(
            name="two PDFs",
            mail=mail_with(("a.pdf", one("2a")), ("b.pdf", one("2b")), message_id=ident("2")),
            documents=(one("2a"), one("2b")),
        ),
        Shape(
            name="the same document from another sender",
            mail=mail_with(("c.pdf", first), message_id=ident("3")),
            documents=(first,),
        ),
        Shape(name="text alone", mail=mail_with(message_id=ident("4"))),
        Shape(name="HTML alone", mail=_html_alone(ident("5"))),
        Shape(name="a logo in the text", mail=_with_logo(ident("6"), one("6")), documents=(one("6"),)),
        Shape(name="forwarded as a mail", mail=_forwarded(ident("7"), one("7"), times=1), documents=(one("7"),)),
        Shape(name="forwarded three times", mail=_forwarded(ident("8"), one("8"), times=3), documents=(one("8"),)),
        Shape(name="signed by S/MIME", mail=_signed(ident("9"), one("9")), documents=(one("9"),)),
        Shape(name="without Message-ID", mail=mail_with(("a.pdf", one("10")), message_id=None), documents=(one("10"),)),
        Shape(
            name="a Message-ID that was there",
            mail=mail_with(("a.pdf", one("11")), message_id=ident("1")),
            documents=(one("11"),),
        ),
        Shape(name="letters of eight bits", mail=_eight_bits(ident("12"), one("12")), documents=(one("12"),)),
        Shape(
            name="a subject in encoded words",
            mail=mail_with(("a.pdf", one("13")), message_id=ident("13"), subject="Factura nº 7 – año 2026"),
            documents=(one("13"),),
        ),
        Shape(
            name="two hundred servers",
            mail=b"Received: by relay\r\n" * 200 + _plain(ident("14"), one("14")),
            documents=(one("14"),),
        ),
        Shape(name="any type, a name in pieces", mail=_name_in_pieces(ident("15"), one("15")), documents=(one("15"),)),
        Shape(name="broken off", mail=_plain(ident("16"), one("16")) + b"--no such boundary", documents=(one("16"),)),
        Shape(
            name="no body",
            mail=f"From: a@b.example\r\nDate: today\r\nMIME-Version: 1.0\r\nMessage-ID: {ident('17')}\r\n\r\n".encode(),
        ),
        Shape(name="several senders", mail=_several_senders(ident("18"), one("18")), documents=(one("18"),)),
        Shape(name="the whole mail is a PDF", mail=_is_pdf(ident("19"), one("19")), documents=(one("19"),)),
        Shape(
            name="the same document twice",
            mail=mail_with(("a.pdf", one("20")), ("copy.pdf", one("20")), message_id=ident("20")),
            documents=(one("20"),),
        ),
        Shape(
            name="an archive",
            mail=mail_with(
                ("b.zip", zipped({"a.pdf": one("zip a"), "b/c.pdf": one("zip c"), "read me.txt": b"Hello"})),
                message_id=ident("23"),
            ),
            documents=(one("zip a"), one("zip c")),
        ),
        Shape(name="nothing but a calendar entry", mail=_calendar(ident("21"))),
        Shape(
            name="line ends of Unix",
            mail=_plain(ident("22"), one("22")).replace(b"\r\n", b"\n"),
            documents=(one("22"),),
        ),
    ]


def _message(
    *documents: tuple[str, bytes], sender: str, subject: str, message_id: str | None, text: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = "invoices@example.com"
    message["Subject"] = subject
    message["Date"] = "Thu, 26 Nov 2026 10:00:00 +0100"
    if message_id:
        message["Message-ID"] = message_id
    message.set_content(text)
    for name, content in documents:
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message


def _plain(message_id: str, document: bytes) -> bytes:
    return mail_with(("a.pdf", document), message_id=message_id)


def _bytes(message: Message) -> bytes:
    return message.as_bytes(policy=SMTP)


def _headed(message: Message, message_id: str, sender: str = "billing@supplier.example") -> bytes:
    message["From"], message["To"] = sender, "invoices@example.com"
    message["Subject"], message["Message-ID"] = "Invoice", message_id
    message["Date"] = "Thu, 26 Nov 2026 10:00:00 +0100"
    return _bytes(message)


def _html_alone(message_id: str) -> bytes:
    return _headed(MIMEText("<h1>Invoice 7</h1><p>121.00 EUR</p>", "html"), message_id)


def _with_logo(message_id: str, document: bytes) -> bytes:
    related = MIMEMultipart("related")
    related.attach(MIMEText('<img src="cid:logo"><p>Attached.</p>', "html"))
    logo = MIMEImage(PNG)
    logo["Content-ID"], logo["Content-Disposition"] = "<logo>", 'inline; filename="logo.png"'
    related.attach(logo)
    mixed = MIMEMultipart("mixed")
    mixed.attach(related)
    mixed.attach(MIMEApplication(document, "pdf", name="a.pdf"))
    return _headed(mixed, message_id)


def _forwarded(message_id: str, document: bytes, *, times: int) -> bytes:
    inner: Message = _message(
        ("a.pdf", document), sender="a@b.example", subject="Invoice", message_id=f"{message_id[:-1]}.inner>", text="See"
    )
    for number in range(times):
        outer = MIMEMultipart("mixed")
        outer.attach(MIMEText("FYI"))
        outer.attach(MIMEMessage(inner))
        outer["From"], outer["Subject"] = "colleague@example.com", "Fwd: Invoice"
        outer["Message-ID"] = message_id if number == times - 1 else f"{message_id[:-1]}.{number}>"
        inner = outer
    return _bytes(inner)


def _signed(message_id: str, document: bytes) -> bytes:
    signed = MIMEMultipart("signed", protocol="application/pkcs7-signature", micalg="sha-256")
    mixed = MIMEMultipart("mixed")
    mixed.attach(MIMEText("Signed."))
    mixed.attach(MIMEApplication(document, "pdf", name="a.pdf"))
    signed.attach(mixed)
    signed.attach(MIMEApplication(b"\x30\x82\x01\x00 signature", "pkcs7-signature", name="smime.p7s"))
    return _headed(signed, message_id)


def _eight_bits(message_id: str, document: bytes) -> bytes:
    return _plain(message_id, document).replace(b"Subject: Invoice", "Subject: Factura año".encode("latin-1"))


def _name_in_pieces(message_id: str, document: bytes) -> bytes:
    part = MIMEApplication(document, "octet-stream")
    part["Content-Disposition"] = "attachment; filename*0*=UTF-8''Re%C3%A7; filename*1=hnung.pdf"
    mixed = MIMEMultipart("mixed")
    mixed.attach(part)
    return _headed(mixed, message_id)


def _several_senders(message_id: str, document: bytes) -> bytes:
    return b"From: Other <other@evil.example>\r\n" + _plain(message_id, document)


def _is_pdf(message_id: str, document: bytes) -> bytes:
    return _headed(MIMEApplication(document, "pdf", name="a.pdf"), message_id)


def _calendar(message_id: str) -> bytes:
    mixed = MIMEMultipart("mixed")
    mixed.attach(MIMEText("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "calendar"))
    return _headed(mixed, message_id)
