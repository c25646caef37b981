"""A sandboxed child that takes the documents out of an e-mail: `python -m functions.upload.mail_process FOLDER`.

It reads the mail from stdin, writes each document to FOLDER under its index, and answers the list of their names as
JSON. Mails attached to it (forwarded ones) are searched too. Only `mail` calls it.
"""

import email
import json
import sys
from collections.abc import Iterator
from email.message import Message
from itertools import islice
from pathlib import Path

from functions.upload.content_type import HEAD_SIZE, sniff
from shared.domain.document_types import DocumentType
from shared.domain.encoded_words import decoded_words
from shared.errors import DocumentError

MOST_PARTS = 500
"""Parts of a mail that are looked at; nested deeper than Python's stack, a mail is refused as a whole."""

MOST_DOCUMENTS = 50

SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
"""Of the mail itself, by S/MIME: no signed invoice."""


def documents(mail: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, content) of each attached document, at most MOST_DOCUMENTS.

    A picture that the text of the mail shows (it has a Content-ID) is a logo or a signature and no document."""
    found = 0
    for part in islice(email.message_from_bytes(mail).walk(), MOST_PARTS):
        if part.is_multipart() or part.get_content_type() in SIGNATURES or found == MOST_DOCUMENTS:
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content:
            continue
        kind = _kind(content)
        shown = part["Content-ID"] is not None and part.get_content_disposition() != "attachment"
        if kind is None or kind is DocumentType.MAIL or (kind.is_picture and shown):
            continue
        found += 1
        yield _name(part), content


def _kind(content: bytes) -> DocumentType | None:
    try:
        return sniff(content[:HEAD_SIZE])
    except DocumentError:  # an e-invoice of a syntax that is not read: its own upload says which
        return DocumentType.XML


def _name(part: Message) -> str:
    """The name that the sender gave, empty if there is none or it cannot be read."""
    try:
        return decoded_words(part.get_filename() or "")
    except (ValueError, LookupError, TypeError):  # parameters that are numbered or encoded falsely
        return ""


def main(arguments: list[str]) -> None:
    """Writes the documents and prints their names."""
    folder = Path(arguments[0])
    names = []
    for number, (name, content) in enumerate(documents(sys.stdin.buffer.read())):
        (folder / str(number)).write_bytes(content)
        names.append(name)
    sys.stdout.write(json.dumps(names))


if __name__ == "__main__":
    main(sys.argv[1:])
