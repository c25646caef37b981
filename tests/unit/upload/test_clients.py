"""Uploads byte for byte as HTTP clients send them: each file is taken, under the name that its sender gave."""

import base64
import contextlib
import io
import quopri

import httpx
import pytest

from functions.upload.multipart import iter_files
from functions.upload.transfer_encodings import TransferEncodingError
from shared.errors import BadRequestError
from shared.http.upload_bodies import NoFileError

PDF = b"%PDF-1.7\r\n\r\n--\r\n\x00\xff=3D\r\n%%EOF"
BOUNDARY = b"xYzZY"
TYPE = "multipart/form-data; boundary=xYzZY"


def _body(*parts: tuple[bytes, bytes], boundary: bytes = BOUNDARY) -> bytes:
    """Each part as its header lines, without the last line end, and its content."""
    return b"".join(b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary, *part) for part in parts) + b"--%s--\r\n" % boundary


def _files(content_type: str | None, body: bytes, chunk: int = 64 * 1024) -> list[tuple[str | None, bytes]]:
    stream = io.BytesIO(body)
    return [
        (part.filename, b"".join(part.chunks))
        for part in iter_files(content_type, lambda size: stream.read(min(chunk, size)))
    ]


CLIENTS = {
    "curl -F": (
        "multipart/form-data; boundary=------------------------d74496d66958873e",
        b"------------------------d74496d66958873e",
        b'Content-Disposition: form-data; name="file"; filename="march invoice.pdf"\r\nContent-Type: application/pdf',
        "march invoice.pdf",
    ),
    "curl, a quote in the name": (
        TYPE,
        BOUNDARY,
        b'Content-Disposition: form-data; name="file"; filename="a \\"b\\".pdf"\r\nContent-Type: application/pdf',
        'a "b".pdf',
    ),
    "Chrome and Node's fetch": (
        "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
        b"----WebKitFormBoundary7MA4YWxkTrZu0gW",
        'Content-Disposition: form-data; name="file"; filename="Rechnung %22März%22;%0A1.pdf"\r\n'
        "Content-Type: application/pdf".encode(),
        'Rechnung "März";\n1.pdf',
    ),
    "requests with urllib3 1": (
        TYPE,
        BOUNDARY,
        b"Content-Disposition: form-data; name=\"file\"; filename*=utf-8''Rechnung%20M%C3%A4rz.pdf",
        "Rechnung März.pdf",
    ),
    "HttpClient of .NET": (
        'multipart/form-data; boundary="6f3db2a8-1bb4-4cd3-a4a5-8d3a4b2f2a7e"',
        b"6f3db2a8-1bb4-4cd3-a4a5-8d3a4b2f2a7e",
        (
            b"Content-Type: application/pdf\r\nContent-Disposition: form-data; name=file; filename=invoice.pdf;"
            b" filename*=utf-8''invoice.pdf"
        ),
        "invoice.pdf",
    ),
    "HttpClient of .NET, not ASCII": (
        'multipart/form-data; boundary="6f3db2a8-1bb4-4cd3-a4a5-8d3a4b2f2a7e"',
        b"6f3db2a8-1bb4-4cd3-a4a5-8d3a4b2f2a7e",
        (
            b'Content-Disposition: form-data; name=file; filename="=?utf-8?B?TcOkcnoucGRm?=";'
            b" filename*=utf-8''M%C3%A4rz.pdf"
        ),
        "März.pdf",
    ),
    "Invoke-RestMethod -Form of PowerShell": (
        'multipart/form-data; boundary="0f1c8a5e-7f1d-4f0c-9a75-0a4f2c6d8a11"',
        b"0f1c8a5e-7f1d-4f0c-9a75-0a4f2c6d8a11",
        (
            b'Content-Type: application/octet-stream\r\nContent-Disposition: form-data; name="file";'
            b' filename="=?utf-8?B?TcOkcnoucGRm?="'
        ),
        "März.pdf",
    ),
    "a quoted encoded word": (
        TYPE,
        BOUNDARY,
        b'Content-Disposition: form-data; name="file"; filename="=?iso-8859-1?Q?M=E4rz=5F1.pdf?="',
        "März_1.pdf",
    ),
    "an encoded word of an unknown charset": (
        TYPE,
        BOUNDARY,
        b'Content-Disposition: form-data; name="file"; filename="=?x-none?B?TcOkcnoucGRm?="',
        "=?x-none?B?TcOkcnoucGRm?=",
    ),
    "okhttp": (
        "multipart/form-data; boundary=3aa0ee1c-9b16-4f3f-8c4a-1e3f3b5f0a4d",
        b"3aa0ee1c-9b16-4f3f-8c4a-1e3f3b5f0a4d",
        'Content-Disposition: form-data; name="file"; filename="März.pdf"\r\nContent-Type: application/pdf\r\n'
        "Content-Length: {length}".encode(),
        "März.pdf",
    ),
    "HttpClient of Apache": (
        "multipart/form-data; boundary=b8TyGtRhm3pYPDJHjRw-0P7GbcMUUlU; charset=ISO-8859-1",
        b"b8TyGtRhm3pYPDJHjRw-0P7GbcMUUlU",
        (
            b'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n'
            b"Content-Transfer-Encoding: binary"
        ),
        "a.pdf",
    ),
    "a boundary of JavaMail without quotes": (
        "multipart/form-data; boundary=----=_Part_4_1803538.1700000000000",
        b"----=_Part_4_1803538.1700000000000",
        b'Content-Disposition: form-data; name="file"; filename="a.pdf"',
        "a.pdf",
    ),
    "PHP's curl": (
        "multipart/form-data; boundary=------------------------4ebf00fbcf09",
        b"------------------------4ebf00fbcf09",
        b'Content-Disposition: form-data; name="file"; filename="/tmp/upload/a.pdf"\r\nContent-Type: application/pdf',
        "/tmp/upload/a.pdf",
    ),
    "mime/multipart of Go": (
        "multipart/form-data; boundary=0e9c8d7f6a5b4c3d2e1f00112233445566778899aabbccddeeff",
        b"0e9c8d7f6a5b4c3d2e1f00112233445566778899aabbccddeeff",
        b'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/octet-stream',
        "a.pdf",
    ),
    "Latin-1": (
        TYPE,
        BOUNDARY,
        'Content-Disposition: form-data; name="file"; filename="Löschung.pdf"'.encode("latin-1"),
        "Löschung.pdf",
    ),
    "Windows-1252": (
        TYPE,
        BOUNDARY,
        'Content-Disposition: form-data; name="file"; filename="100 €.pdf"'.encode("cp1252"),
        "100 €.pdf",
    ),
    "filename* in Latin-1, in quotes": (
        TYPE,
        BOUNDARY,
        b'Content-Disposition: form-data; name="file"; filename*="iso-8859-1\'de\'L%F6schung.pdf"',
        "Löschung.pdf",
    ),
    "filename* that cannot be decoded": (
        TYPE,
        BOUNDARY,
        b"Content-Disposition: form-data; name=\"file\"; filename=a.pdf; filename*=utf-8''%FF.pdf",
        "a.pdf",
    ),
    "a path of Windows": (
        TYPE,
        BOUNDARY,
        b'Content-Disposition: form-data; name="file"; filename="C:\\scans\\new\\a.pdf"',
        "C:\\scans\\new\\a.pdf",
    ),
    "header names in other cases, a folded line, tabs": (
        "Multipart/Form-Data;BOUNDARY=xYzZY",
        BOUNDARY,
        b'content-type: application/pdf\r\nCONTENT-DISPOSITION: form-data;\r\n\tname="file";\tfilename="a.pdf"',
        "a.pdf",
    ),
    "a boundary of every character that RFC 2046 allows": (
        'multipart/form-data; boundary="a\'()+_,-./:=? b"',
        b"a'()+_,-./:=? b",
        b'Content-Disposition: form-data; name="file"; filename="a.pdf"',
        "a.pdf",
    ),
    "no name": (TYPE, BOUNDARY, b'Content-Disposition: form-data; name="file"\r\nContent-Type: application/pdf', None),
    "an empty name": (TYPE, BOUNDARY, b'Content-Disposition: form-data; name="file"; filename=""', None),
}


@pytest.mark.parametrize(("content_type", "boundary", "headers", "name"), CLIENTS.values(), ids=CLIENTS)
@pytest.mark.parametrize("chunk", [1, 7, 64 * 1024])
def test_a_file_of_each_client_is_taken_under_its_name(
    content_type: str, boundary: bytes, headers: bytes, name: str | None, chunk: int
) -> None:
    part = (headers.replace(b"{length}", str(len(PDF)).encode()), PDF)
    assert _files(content_type, _body(part, part, boundary=boundary), chunk) == [(name, PDF), (name, PDF)]


@pytest.mark.parametrize("name", ["Rechnung März.pdf", 'a "b".pdf', "a;b=c.pdf", "日本.pdf"])
def test_a_file_of_httpx_is_taken_under_its_name(name: str) -> None:
    sent = httpx.Request("POST", "http://localhost/", files=[("note", (None, "x")), ("file", (name, PDF))])
    assert _files(sent.headers["Content-Type"], sent.read()) == [(name, PDF)]


# Content-Transfer-Encoding


@pytest.mark.parametrize("chunk", [1, 7, 64 * 1024])
@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("base64", base64.b64encode(PDF)),
        ("BASE64", base64.encodebytes(PDF * 10).replace(b"\n", b"\r\n")),
        ("quoted-printable", quopri.encodestring(PDF)),
        ("binary", PDF),
        ("8bit", PDF),
    ],
)
def test_an_encoded_part_is_decoded(encoding: str, content: bytes, chunk: int) -> None:
    headers = b'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Transfer-Encoding: '
    ((_, taken),) = _files(TYPE, _body((headers + encoding.encode(), content)), chunk)
    assert taken == (PDF * 10 if encoding == "BASE64" else PDF)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [("base64", b"%PDF-1.7"), ("base64", b"JVBERi0xLjc"), ("base64", b"JVA=ERi0"), ("x-uuencode", b"begin")],
    ids=["not base64", "cut off", "padding within", "unknown"],
)
def test_a_part_that_cannot_be_decoded_is_refused_alone(encoding: str, content: bytes) -> None:
    headers = b'Content-Disposition: form-data; name="file"; filename="a.pdf"'
    body = _body((headers + b"\r\nContent-Transfer-Encoding: " + encoding.encode(), content), (headers, PDF))
    parts = iter_files(TYPE, io.BytesIO(body).read)
    with pytest.raises(TransferEncodingError, match="Send it as it is"):
        list(next(parts).chunks)
    assert [b"".join(part.chunks) for part in parts] == [PDF]


# No file


NAMED = b'Content-Disposition: form-data; name="%s"; filename="a.pdf"'


@pytest.mark.parametrize(
    ("content_type", "body", "sentence"),
    [
        (None, b"", "as multipart/form-data, in the field 'file'"),
        ("application/json", b'{"file": "JVBERi0="}', "as multipart/form-data, in the field 'file'"),
        ("application/pdf", PDF, "as multipart/form-data, in the field 'file'"),
        ("application/x-www-form-urlencoded", b"file=a.pdf", "as multipart/form-data, in the field 'file'"),
        ("multipart/form-data", _body((NAMED % b"file", PDF)), "has no boundary. Let your HTTP client set"),
        (TYPE, _body(), "in the field 'file'"),
        (TYPE, _body((NAMED % b"files[]", PDF)), "The fields sent: 'files[]'."),
        (TYPE, _body((NAMED % b"File", PDF), (NAMED % "Datei ä".encode(), PDF)), "The fields sent: 'File', 'Datei ä'."),
        (TYPE, _body(*[(NAMED % b"%d" % n, PDF) for n in range(9)]), "The fields sent: '0', '1', '2', '3', '4'."),
        (TYPE, _body((NAMED.replace(b"a.pdf", b"") % b"file", b"")), "in the field 'file'"),
    ],
)
def test_a_body_without_a_file_says_what_to_send(content_type: str | None, body: bytes, sentence: str) -> None:
    with pytest.raises(NoFileError) as caught:
        _files(content_type, body)
    assert sentence in str(caught.value)
    assert (caught.value.status, caught.value.code) == (400, "no-file")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (_body((NAMED % b"file", PDF)).replace(b"\r\n", b"\n"), "line break"),
        (_body((NAMED % b"file", PDF))[:-4], "end of multipart stream"),
        (_body((b"Content-Type: application/pdf", PDF)), "Content-Disposition"),
        (_body((b"no header", PDF)), "header"),
    ],
    ids=["LF", "cut off", "no disposition", "no header"],
)
def test_a_malformed_body_says_what_is_wrong(body: bytes, reason: str) -> None:
    with pytest.raises(BadRequestError, match=reason):
        _files(TYPE, body)


@pytest.mark.parametrize(
    "disposition",
    [
        b";" * 4000,
        b"form-data; " * 300,
        b'form-data; name="file"; filename="' + b"\\" * 3000,
        b'form-data; name="file"; filename="' + b"=?utf-8?B?" * 300 + b'"',
        b"form-data; name=\"file\"; filename*='''''" + b"%" * 2000,
        b'form-data; name="file"; filename="=?utf-8?B?A?="',
        b'form-data; name="file"; filename="=?idna?Q?=FF?="',
        b'form-data; name="file"; filename="=?\xc3\xa4?Q?=FF?="',
    ],
)
def test_a_hostile_disposition_is_read_or_refused(disposition: bytes) -> None:
    with contextlib.suppress(BadRequestError, NoFileError):
        _files(TYPE, _body((b"Content-Disposition: " + disposition, PDF)))
