"""The multipart reader, fed in chunks of every size."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.upload.multipart import iter_files
from shared.errors import BadRequestError

TYPE = "multipart/form-data; boundary=xYzZY"


def _body(*parts: tuple[str, str | None, bytes]) -> bytes:
    body = b""
    for name, filename, content in parts:
        disposition = f'form-data; name="{name}"' + ("" if filename is None else f'; filename="{filename}"')
        body += b"--xYzZY\r\nContent-Disposition: " + disposition.encode() + b"\r\n\r\n" + content + b"\r\n"
    return body + b"--xYzZY--\r\n"


def _files(body: bytes, chunk: int = 64 * 1024) -> list[tuple[str | None, bytes]]:
    stream = io.BytesIO(body)
    return [
        (part.filename, b"".join(part.chunks)) for part in iter_files(TYPE, lambda size: stream.read(min(chunk, size)))
    ]


@given(st.binary(max_size=300_000).filter(lambda content: b"--xYzZY" not in content), st.integers(1, 5000))
def test_content_comes_out_as_it_went_in_whatever_the_chunks(content: bytes, chunk: int) -> None:
    body = _body(("file", "a.pdf", content), ("file", "b.pdf", b"second"))
    if len(body) // chunk > 2000:
        chunk = 4096
    assert _files(body, chunk) == [("a.pdf", content), ("b.pdf", b"second")]


def test_files_of_the_field_count_named_or_not_but_no_input_left_empty() -> None:
    body = _body(("other", "x.pdf", b"1"), ("file", "", b""), ("file", None, b"text"), ("file", "y.pdf", b""))
    assert _files(body) == [(None, b"text"), ("y.pdf", b"")]


def test_a_file_left_unread_is_skipped() -> None:
    stream = io.BytesIO(_body(("file", "a.pdf", b"a" * 200_000), ("file", "b.pdf", b"b")))
    assert [part.filename for part in iter_files(TYPE, stream.read)] == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("cut", [10, 60, 100_000])
def test_a_body_that_is_cut_off_is_an_error(cut: int) -> None:
    with pytest.raises(BadRequestError):
        _files(_body(("file", "a.pdf", b"a" * 200_000))[:cut])
