"""The parts of an e-mail, and what it says of itself (RFC 5322, RFC 2045 to 2049)."""

import binascii
import email
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime

from shared.domain.encoded_words import decoded_words
from shared.domain.signed_data import is_signed_data, signed_content
from shared.domain.skip_reasons import SkipReason
from shared.domain.visible_text import visible_line
from shared.errors import DocumentError, ErrorCode

_MOST_LOOKED_AT = 2_000
_MOST_READ = 32 * 1024
"""Characters of a header or a name that are decoded, which takes time by their square: more than any encoding needs for
what is kept of them."""

_DEEPEST = 50  # levels of multipart within each other

# Of the mail itself, by S/MIME (RFC 8551) and OpenPGP (RFC 3156): no signed invoice.
_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)
_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TEXTS = frozenset({"text/plain", "text/html", "text/enriched", "text/rtf"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SHOWN = re.compile(rb"cid:([^\"'\s>)]{1,500})", re.IGNORECASE)
_LONGEST: Mapping[str, int] = {"sender": 320, "subject": 1000, "message_id": 1000}
_FIELDS: Mapping[str, str] = {"sender": "From", "subject": "Subject", "message_id": "Message-ID"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPart:
    """A part that may be a document; with `code` it is none. `is_shown`: the text of the mail shows it, as it does its
    logos. `is_damaged`: its encoding is broken."""

    name: str
    content: bytes = b""
    code: str | None = None
    is_shown: bool = False
    is_damaged: bool = False


def parts_of_mail(content: bytes) -> tuple[Mapping[str, str], Iterator[MailPart]]:
    """What the mail says of itself (`sender`, `subject`, `message_id`, `received_at`, each if it is there), and its
    parts without its own text. Raises DocumentError for a mail whose structure cannot be followed."""
    try:
        message = email.message_from_bytes(content)
        leaves = list(_leaves(message, _DEEPEST))
    except RecursionError as error:
        raise DocumentError("This e-mail is damaged: its parts cannot be read.") from error
    return _about(message), _parts(leaves)


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """The parts that hold content, in order; a mail within the mail is one of them."""
    if depth == 0:
        raise DocumentError("This e-mail is damaged: its parts are nested too deeply.")
    if part.get_content_type() == "message/rfc822" or not part.is_multipart():
        yield part
        return
    for inner in part.get_payload():
        if isinstance(inner, Message):
            yield from _leaves(inner, depth - 1)


def _parts(leaves: list[Message]) -> Iterator[MailPart]:
    shown = {cid for leaf in leaves if leaf.get_content_type() == "text/html" for cid in _shown_in(_content(leaf))}
    for number, leaf in enumerate(leaves):
        if number == _MOST_LOOKED_AT:
            yield MailPart(name=f"{len(leaves) - number} more", code=ErrorCode.TOO_MANY_FILES)
            return
        yield from _part(leaf, shown)


def _part(leaf: Message, shown: set[bytes]) -> Iterator[MailPart]:
    kind, name = leaf.get_content_type(), _name(leaf)
    is_attached = leaf.get_content_disposition() == "attachment" or bool(name)
    if kind in _SIGNATURES:
        yield MailPart(name=name, code=SkipReason.SIGNATURE)
    elif kind in _TNEF or name.lower() == "winmail.dat":
        yield MailPart(name=name or "winmail.dat", code=SkipReason.WINMAIL)
    elif kind in _TEXTS and not is_attached:
        return
    elif kind == "message/rfc822":
        yield MailPart(name=name or "e-mail.eml", content=_mail_within(leaf))
    else:
        content = _content(leaf)
        if kind in _SMIME and not is_signed_data(content):
            yield MailPart(name=name, code=ErrorCode.ENCRYPTED_DOCUMENT)
        elif kind in _SMIME and (signed := _signed_mail(content)) is not None:
            yield from _parts(list(_leaves(signed, _DEEPEST)))
        else:
            cid = str(leaf.get("Content-ID", "")).strip(" <>\r\n\t").encode(errors="replace")
            yield MailPart(
                name=name,
                content=content,
                is_shown=bool(cid) and (cid in shown or leaf.get_content_disposition() != "attachment"),
                is_damaged=bool(leaf.defects),
            )


def _signed_mail(content: bytes) -> Message | None:
    """The part of a mail that S/MIME packed into its signature; None if something else was signed."""
    try:
        inner = signed_content(content)
    except DocumentError:
        return None
    return email.message_from_bytes(inner) if inner[:13].lower() == b"content-type:" else None


def _mail_within(leaf: Message) -> bytes:
    """The bytes of an attached mail. Some programs encode it, which RFC 2046 forbids: then the parser has taken the
    letters for a mail."""
    payload = leaf.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else payload
    content = inner.as_bytes() if isinstance(inner, Message) else str(inner or "").encode(errors="replace")
    if str(leaf.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        try:
            return binascii.a2b_base64(content)
        except binascii.Error:
            return content
    return content


def _content(leaf: Message) -> bytes:
    content = leaf.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _shown_in(html: bytes) -> set[bytes]:
    return {found.group(1) for found in _SHOWN.finditer(html)}


def _name(leaf: Message) -> str:
    """The name that the sender gave, empty if there is none or it cannot be read."""
    try:
        return decoded_words((leaf.get_filename() or "")[:_MOST_READ])
    except (ValueError, LookupError, TypeError):  # parameters that are numbered or encoded falsely
        return ""


def _about(message: Message) -> dict[str, str]:
    about = {name: _line(message, header)[: _LONGEST[name]].strip() for name, header in _FIELDS.items()}
    about["received_at"] = _moment(message)
    return {name: value for name, value in about.items() if value}


def _line(message: Message, header: str) -> str:
    """A header as one line of printable characters."""
    try:
        return visible_line(decoded_words(str(message.get(header, ""))[:_MOST_READ]))
    except (ValueError, LookupError, TypeError):
        return ""


def _moment(message: Message) -> str:
    """When it was sent; a time without a zone is taken as UTC."""
    try:
        moment = parsedate_to_datetime(str(message.get("Date", "")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
