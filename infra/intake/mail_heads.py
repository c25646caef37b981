"""The header fields of a mail that the intake keeps: who sent it, what about. Pure; the text is any sender's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from hashlib import sha256

from infra.intake.authentication import authentication_results
from shared.domain.encoded_words import decoded_words
from shared.domain.origins import LONGEST_SENDER, LONGEST_TEXT
from shared.domain.visible_text import visible_line

FIELDS = ("From", "Subject", "Message-ID", "Authentication-Results")
"""The fields that a server is asked for."""

_LONGEST_FIELD = 2000  # characters that are decoded
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailHead:
    """What a mail's header says; None: it does not say it, or not in a readable way. `sender` is one address: a mail
    with several, or with several From fields, has none."""

    sender: str | None
    subject: str | None
    message_id: str | None
    authentication: Mapping[str, str] | None


def read_head(header: bytes, server: str) -> MailHead:
    """Reads header fields; the results of SPF, DKIM and DMARC are those of this server (`authentication_results`)."""
    message = BytesHeaderParser(policy=compat32).parsebytes(header)
    fields: dict[str, list[str]] = {name.lower(): [] for name in FIELDS}
    for name, value in message.raw_items():
        if name.lower() in fields:
            text = str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace")
            fields[name.lower()].append(text[:_LONGEST_FIELD])
    return MailHead(
        sender=_sender(fields["from"]),
        subject=_line(fields["subject"]),
        message_id=_line(fields["message-id"]),
        authentication=authentication_results(fields["authentication-results"], server),
    )


def content_key(mail: bytes) -> str:
    """Equal for the same mail wherever it lies: of its Message-ID and all behind its header, to which every server on
    the way adds; of a mail without Message-ID, of every byte. Other contents differ whatever the Message-ID is."""
    end = _END_OF_HEADER.search(mail)
    header, body = (mail[: end.start()], mail[end.end() :]) if end else (mail, b"")
    message_id = _MESSAGE_ID.search(header)
    if message_id is None or not message_id[1].strip():
        return sha256(b"whole\0" + mail).hexdigest()
    return sha256(b"body\0" + message_id[1].strip() + b"\0" + body).hexdigest()


def _sender(fields: list[str]) -> str | None:
    if len(fields) != 1:
        return None
    try:
        addresses = [address for _, address in getaddresses([fields[0]])]
    except (MessageError, ValueError, IndexError, RecursionError):
        return None
    if len(addresses) != 1 or "@" not in addresses[0] or len(addresses[0]) > LONGEST_SENDER:
        return None
    return visible_line(addresses[0])


def _line(fields: list[str]) -> str | None:
    """The first of the fields, decoded, in one line."""
    return visible_line(decoded_words(fields[0]))[:LONGEST_TEXT].strip() or None if fields else None
