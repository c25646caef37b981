"""Seals what this system keeps for itself where others may be able to write: only the holders of SECRET_KEY can make a
seal, so that nobody else decides what is found there."""

import hmac
import json
from hashlib import sha256

_VERSION = 1  # of what is sealed, and how
_SIZE = sha256().digest_size


class Seal:
    """HMAC-SHA-256 before the content, over the content and the place for which it is meant: content that was moved is
    as wrong as content that was changed."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), f"seal:{purpose}".encode(), sha256)

    def sealed(self, content: bytes, *place: str) -> bytes:
        """The content with its seal."""
        return self._mac(content, place) + content

    def opened(self, stored: bytes, *place: str) -> bytes | None:
        """The content; None if its seal is not right."""
        seal, content = stored[:_SIZE], stored[_SIZE:]
        return content if hmac.compare_digest(seal, self._mac(content, place)) else None

    def name_of(self, text: str) -> str:
        """A name (32 hexadecimal digits) of this text under this key: another key finds nothing of this one's."""
        return self._mac(b"", ("name", text)).hex()[:32]

    def _mac(self, content: bytes, place: tuple[str, ...]) -> bytes:
        # JSON has no zero byte: where the place ends is certain.
        written = json.dumps([_VERSION, *place]).encode()
        return hmac.digest(self._key, written + b"\0" + content, sha256)
