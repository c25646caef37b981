"""Why a part of an e-mail or an archive becomes no invoice, though nothing is wrong with it."""

from collections.abc import Mapping
from enum import StrEnum


class SkipReason(StrEnum):
    """What a part is that was left out."""

    INLINE_PICTURE = "inline-picture"
    SMALL_PICTURE = "small-picture"
    SIGNATURE = "signature"
    MAIL_TEXT = "mail-text"
    WINMAIL = "winmail"
    NO_DOCUMENT = "no-document"
    SYSTEM_FILE = "system-file"
    EMPTY = "empty"


SKIPPED: Mapping[SkipReason, str] = {
    SkipReason.INLINE_PICTURE: "A picture that the text of the e-mail shows, such as a logo or a signature.",
    SkipReason.SMALL_PICTURE: "A picture too small to be a page.",
    SkipReason.SIGNATURE: "The signature of the e-mail, or a key.",
    SkipReason.MAIL_TEXT: "The e-mail has only text: nothing is attached to it.",
    SkipReason.WINMAIL: "Outlook packed the attachments into winmail.dat, which is not read. Ask for them as they are.",
    SkipReason.NO_DOCUMENT: "No document of a type that can be read.",
    SkipReason.SYSTEM_FILE: "A file that a computer keeps for itself.",
    SkipReason.EMPTY: "There is nothing in it.",
}
"""Each reason as a sentence."""
