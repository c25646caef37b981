"""Documents are taken out of real mails and archives by the sandboxed child."""

import io
import struct
from base64 import b64encode
from email.message import EmailMessage

import pytest

from functions.upload.containers.found import MOST_NESTED, MOST_PARTS, Bounds
from functions.upload.containers.sandboxed import ContainerError, Part, parts_inside
from functions.upload.containers.zips import MOST_ENTRIES
from tests.support.mail_shapes import PDF, PHOTO, SHAPES, attach, mail, signed, zipped

MEGABYTE = 1024**2
BOUNDS = Bounds(file_bytes=25 * MEGABYTE, documents=50, total_bytes=200 * MEGABYTE)


def inside(content: bytes | EmailMessage, bounds: Bounds = BOUNDS, name: str = "given") -> list[tuple[Part, bytes]]:
    content = content if isinstance(content, bytes) else content.as_bytes()
    return [(part, b"".join(part.chunks)) for part in parts_inside(io.BytesIO(content), name, bounds)]


def told(content: bytes | EmailMessage, bounds: Bounds = BOUNDS) -> list[tuple[str, str | None]]:
    return [(part.found.name, part.found.code) for part, _ in inside(content, bounds)]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_mail_has_these_parts(shape: str) -> None:
    content, expected = SHAPES[shape]
    found = inside(content)
    assert [(part.found.name, part.found.code) for part, _ in found] == expected
    assert all(document.startswith((PDF, PHOTO)) for part, document in found if part.found.code is None)


def test_what_the_outermost_mail_says_of_itself_goes_with_each_document() -> None:
    outside = mail("fyi", subject="Fwd: Invoice")
    del outside["From"]
    outside["From"] = "=?utf-8?q?Bel=C3=A9n?= <b@example.com>"
    outside.add_attachment(attach(mail(), zipped({"a.pdf": PDF}), "a.zip"))
    ((part, _),) = inside(outside.as_bytes().replace(b"Fwd: Invoice", b"Fwd:\n Invoice"))
    assert part.found.mail == {
        "sender": "Belén <b@example.com>",
        "subject": "Fwd: Invoice",
        "message_id": "<7@example.com>",
        "received_at": "2026-11-02T10:00:00+01:00",
    }
    assert part.found.parent == "given/e-mail.eml/a.zip"


def test_a_mail_whose_header_and_names_are_endless_is_read() -> None:
    endless = b"=?utf-8?q?=C3=B1?= " * 400_000
    made = attach(mail(), PDF, "NAME")
    del made["Subject"]
    made["Subject"] = "SUBJECT"  # behind the fields that a mail is known by
    content = made.as_bytes()
    ((part, document),) = inside(content.replace(b"SUBJECT", endless).replace(b"NAME", endless))
    assert (part.found.mail or {})["subject"] == "ñ" * 1000
    assert (part.found.name[:9], document) == ("ñ" * 9, PDF)


def test_a_signed_invoice_stays_as_it_is_with_its_signature() -> None:
    content = signed(b"<?xml version='1.0'?><Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>")
    ((part, document),) = inside(content, name="a.xml.p7m")
    assert (part.found.name, part.found.parent, document) == ("a.xml.p7m", "a.xml.p7m", content)


def test_a_file_of_any_name_in_an_archive_has_its_last_part() -> None:
    archive = zipped({"../../etc/passwd.pdf": PDF, "C:\\temp\\b.pdf": PDF + b"b", "á.pdf": PDF + b"c"})
    assert told(archive) == [("passwd.pdf", None), ("b.pdf", None), ("á.pdf", None)]


def test_the_invoice_and_the_print_out_of_an_isdocx_are_two_documents() -> None:
    manifest = b'<manifest xmlns="http://isdoc.cz/namespace/2013/manifest"/>'
    invoice = b'<Invoice xmlns="http://isdoc.cz/namespace/2013"><ID>1</ID></Invoice>'
    archive = zipped({"manifest.xml": manifest, "a.isdoc": invoice, "a.pdf": PDF})
    assert told(archive) == [("manifest.xml", "no-document"), ("a.isdoc", None), ("a.pdf", None)]


def test_two_files_of_one_name_in_an_archive_are_two() -> None:
    archive = zipped({"a.pdf": PDF, "b.pdf": PDF + b"2"}).replace(b"b.pdf", b"a.pdf")
    assert [document for _, document in inside(archive)] == [PDF, PDF + b"2"]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped({"zeros.pdf": PDF + bytes(60 * MEGABYTE), "a.pdf": PDF})
    assert len(bomb) < MEGABYTE
    assert told(bomb) == [("zeros.pdf", "compressed-too-much"), ("a.pdf", None)]


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    bomb = zipped({"zeros.pdf": PDF + bytes(40 * MEGABYTE)})
    size = struct.pack("<L", len(PDF) + 40 * MEGABYTE)
    assert bomb.count(size) == 2
    assert told(bomb.replace(size, struct.pack("<L", 1000))) == [("zeros.pdf", "unreadable-document")]


def test_a_bomb_of_many_small_bombs_ends() -> None:
    one = zipped({f"{n}.bin": bytes(MEGABYTE) for n in range(20)})
    few = Bounds(file_bytes=MEGABYTE, documents=50, total_bytes=10 * MEGABYTE)
    codes = [code for _, code in told(zipped({f"{n}.zip": one for n in range(10)}), few)]
    assert codes.count("no-document") <= 40
    assert codes.count("compressed-too-much") >= 9


def test_archives_within_archives_end() -> None:
    content = zipped({"a.pdf": PDF})
    for _ in range(MOST_NESTED - 1):
        content = zipped({"inner.zip": content})
    assert told(content) == [("a.pdf", None)]
    assert told(zipped({"inner.zip": content})) == [("inner.zip", "nested-too-deeply")]


def test_an_archive_of_very_many_entries_is_refused() -> None:
    with pytest.raises(ContainerError) as caught:
        told(zipped({f"{n}.pdf": b"%PDF-" for n in range(MOST_ENTRIES + 1)}))
    assert caught.value.code == "too-many-files"


def test_parts_that_are_too_many_are_told_as_one() -> None:
    found = told(zipped({f"{n}.txt": b"text" for n in range(MOST_PARTS + 7)}))
    assert len(found) == MOST_PARTS + 1
    assert found[-1] == ("7 more", "too-many-files")


def test_documents_beyond_the_limits_are_named() -> None:
    archive = zipped({f"{n}.pdf": PDF + b"%d" % n for n in range(3)} | {"large.pdf": PDF + bytes(range(256)) * 10})
    few = Bounds(file_bytes=1000, documents=2, total_bytes=1000)
    assert told(archive, few) == [
        ("0.pdf", None),
        ("1.pdf", None),
        ("2.pdf", "too-many-files"),
        ("large.pdf", "file-too-large"),
    ]


def test_an_encrypted_archive_is_told() -> None:
    archive = bytearray(zipped({"a.pdf": PDF}))
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert told(bytes(archive)) == [("a.pdf", "encrypted-document")]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + b"x" * 1000,
        b"MIME-Version: 1.0\nSubject: x\n"
        + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
    ],
    ids=["no archive", "nested without end"],
)
def test_a_damaged_container_is_refused(content: bytes) -> None:
    with pytest.raises(ContainerError, match="damaged"):
        told(content)


def test_a_mail_of_fifty_megabytes_is_taken_apart() -> None:
    half = b64encode(PDF + bytes(18 * MEGABYTE))
    lines = b"\r\n".join(half[at : at + 7600] for at in range(0, len(half), 7600))
    part = b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines
    head = b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    found = inside(head + (part + b"\r\n") * 2 + b"--b--\r\n")
    assert [len(document) > 18 * MEGABYTE for _, document in found] == [True, True]


def test_a_cut_mail_gives_what_is_whole_of_it() -> None:
    content = attach(attach(mail(), PDF, "a.pdf"), PDF * 100, "b.pdf").as_bytes()
    assert told(content[: len(content) // 2])[0] == ("a.pdf", None)
