"""Documents are taken out of real mails by the sandboxed child."""

from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart

import pytest

from functions.upload.mail import attached_documents
from functions.upload.mail_process import MOST_DOCUMENTS
from shared.errors import DocumentError

PDF = b"%PDF-1.7\nthe invoice"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def mail(text: str = "Please find our invoice attached.") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "Invoice", "a@example.com", "b@example.com"
    made.set_content(text)
    return made


def found(message: EmailMessage | MIMEMultipart | bytes) -> list[tuple[str | None, bytes]]:
    content = message if isinstance(message, bytes) else message.as_bytes()
    return [(part.filename, b"".join(part.chunks)) for part in attached_documents(content)]


def test_an_attached_document_is_found_with_its_name() -> None:
    message = mail()
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="Rechnung Nº 7.pdf")

    assert found(message) == [("Rechnung Nº 7.pdf", PDF)]


@pytest.mark.parametrize("name", ["=?utf-8?B?A?=", "=?x-none?Q?a?=", "=?ä?Q?a?="])
def test_a_name_that_cannot_be_decoded_loses_no_document(name: str) -> None:
    message = mail()
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="NAME.pdf")
    ((_, content),) = found(message.as_bytes().replace(b"NAME.pdf", name.encode()))
    assert content == PDF


def test_documents_are_known_by_their_content_and_other_attachments_left_out() -> None:
    message = mail()
    message.add_attachment(PDF, maintype="application", subtype="octet-stream", filename="scan.bin")
    message.add_attachment(b"BEGIN:VCARD", maintype="text", subtype="vcard", filename="me.pdf")
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="all.zip")

    assert found(message) == [("scan.bin", PDF)]


def test_a_picture_of_the_mails_text_is_no_document_but_an_attached_one_is() -> None:
    message = mail()
    message.add_alternative("<img src='cid:logo'>", subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(PNG, maintype="image", subtype="png", cid="<logo>")  # type: ignore[union-attr]
    message.add_attachment(PNG + b"photo", maintype="image", subtype="png", filename="photo.png")

    assert found(message) == [("photo.png", PNG + b"photo")]


def test_documents_of_a_forwarded_mail_are_found() -> None:
    inside, outside = mail(), mail("fyi")
    inside.add_attachment(PDF, maintype="application", subtype="pdf", filename="a.pdf")
    outside.add_attachment(inside)

    assert found(outside) == [("a.pdf", PDF)]


def test_the_signature_of_a_signed_mail_is_no_signed_invoice() -> None:
    signed = MIMEMultipart("signed")
    signed.attach(MIMEApplication(PDF, "pdf"))
    signed.attach(MIMEApplication(bytes.fromhex("30820b1c06092a864886f70d010702a0820b0d3082"), "pkcs7-signature"))

    assert found(signed) == [("", PDF)]


def test_a_mail_of_many_documents_gives_a_bounded_number() -> None:
    message = mail()
    for number in range(MOST_DOCUMENTS + 10):
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename=f"{number}.pdf")

    assert len(found(message)) == MOST_DOCUMENTS


def test_a_mail_nested_without_end_is_refused_or_empty() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))

    with pytest.raises(DocumentError, match="damaged"):
        found(b"MIME-Version: 1.0\n" + deep)


def test_a_cut_mail_gives_what_is_whole_of_it() -> None:
    message = mail()
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(PDF * 100, maintype="application", subtype="pdf", filename="b.pdf")
    content = message.as_bytes()

    assert found(content[: len(content) // 2])[0] == ("a.pdf", PDF)
