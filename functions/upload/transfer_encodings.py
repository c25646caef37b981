"""Content-Transfer-Encoding of a part: deprecated by RFC 7578, still sent by libraries made for mail."""

import binascii
from collections.abc import Callable, Iterator, Mapping

from shared.errors import AppError, ErrorCode

_Decoder = Callable[[Iterator[bytes]], Iterator[bytes]]
_BLANKS = b" \t\r\n"


class TransferEncodingError(AppError):
    """A part that is not encoded as it says, or in a way that nobody uses."""

    code = ErrorCode.BAD_REQUEST
    status = 400


def decoded(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes of a part. Raises TransferEncodingError, when read, if they cannot be decoded."""
    decode = _DECODERS.get(encoding.strip().lower())
    if decode is None:
        raise TransferEncodingError(
            "This file has an unknown Content-Transfer-Encoding. Send it as it is, without such a header."
        )
    yield from decode(chunks)


def _base64(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        letters = rest + chunk.translate(None, _BLANKS)
        whole = len(letters) // 4 * 4
        rest = letters[whole:]
        yield _strict_base64(letters[:whole])
    if rest:
        yield _strict_base64(rest)


def _strict_base64(letters: bytes) -> bytes:
    try:
        return binascii.a2b_base64(letters, strict_mode=True)
    except binascii.Error as error:
        raise TransferEncodingError(
            "This file is not in base64, as its Content-Transfer-Encoding says. Send it as it is, without that header."
        ) from error


def _quoted_printable(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        # An escape is "=" and two characters: one cut in two waits for the next chunk.
        begun = text.rfind(b"=", max(0, len(text) - 2))
        rest = text[begun:] if begun >= 0 else b""
        yield binascii.a2b_qp(text[:begun] if begun >= 0 else text)
    yield binascii.a2b_qp(rest)


def _as_they_are(chunks: Iterator[bytes]) -> Iterator[bytes]:
    return chunks


_DECODERS: Mapping[str, _Decoder] = {
    "": _as_they_are,
    "7bit": _as_they_are,
    "8bit": _as_they_are,
    "binary": _as_they_are,
    "base64": _base64,
    "quoted-printable": _quoted_printable,
}
