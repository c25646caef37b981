"""What came in by itself, by mail, into a folder or into a bucket: the closed sets, and what follows from an upload's
answer. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from shared.domain.origins import SourceKind
from shared.errors import ErrorCode

ACTOR = "intake"
"""The name in the audit trail of what the intake uploads."""

IntakeKind = Literal[SourceKind.MAIL, SourceKind.FOLDER, SourceKind.BUCKET]
"""How something comes in by itself."""

PROCESSING = "processing"
DUPLICATED = "duplicated"
"""What the upload function says of a document that is a new invoice, and of one that was one before."""

_ERROR = "error"

MOST_ATTEMPTS = 5
"""Times that a mail or file is begun: one that ends the program, or breaks the upload, must not hold up the others."""


class IntakeOutcome(StrEnum):
    """What became of a mail or file."""

    PENDING = "pending"  # begun, or waiting for its next attempt
    TAKEN = "taken"  # at least one new invoice
    DUPLICATE = "duplicate"  # no new one, since its documents were there before
    REFUSED = "refused"  # nothing of it could be taken: `reason`, and the code of each part
    SKIPPED = "skipped"  # not uploaded: `reason`
    OTHER = "other"  # a stored one that this version does not know


FAILED = frozenset({IntakeOutcome.REFUSED, IntakeOutcome.SKIPPED})
"""What a person should look at: it is moved to another place than what was taken, or marked."""


class IntakeReason(StrEnum):
    """Why nothing was taken of a mail or file."""

    NO_DOCUMENT = "no-document"
    NO_USABLE_DOCUMENT = "no-usable-document"
    UPLOAD_FAILED = "upload-failed"
    SENDER_NOT_ALLOWED = "sender-not-allowed"
    TOO_LARGE = "too-large"
    SAME_MAIL = "same-mail"
    VANISHED = "vanished"
    NOT_READABLE = "not-readable"
    OTHER = "other"  # a stored one that this version does not know


class SourceTrouble(StrEnum):
    """Why nothing comes from a source at the moment."""

    NOT_REACHABLE = "not-reachable"
    CERTIFICATE_REFUSED = "certificate-refused"
    LOGIN_REFUSED = "login-refused"
    SECRET_NOT_READABLE = "secret-not-readable"  # noqa: S105 - a name, no secret
    NOT_FOUND = "not-found"  # the mail folder, the folder or the bucket
    NOT_ALLOWED = "not-allowed"  # to read there, or to move what was taken
    NOT_UNDERSTOOD = "not-understood"  # the server answered what it should not
    IN_USE = "in-use"  # another program takes from it
    SYSTEM_UNAVAILABLE = "system-unavailable"  # the upload function, or a store
    BROKEN = "broken"  # on our side: the log says what
    OTHER = "other"  # a stored one that this version does not know


_FIRST_PAUSE: Mapping[SourceTrouble, float] = {SourceTrouble.LOGIN_REFUSED: 60.0}
_USUAL_FIRST_PAUSE = 2.0
_LONGEST_PAUSE: Mapping[SourceTrouble, float] = {SourceTrouble.SYSTEM_UNAVAILABLE: 60.0, SourceTrouble.IN_USE: 30.0}
_USUAL_LONGEST_PAUSE = 900.0


def pause_after(trouble: SourceTrouble, failures: int) -> float:
    """Seconds until the next attempt after so many failures in a row, doubling. A refused login starts at a minute:
    servers lock accounts of which somebody seems to guess the password."""
    first = _FIRST_PAUSE.get(trouble, _USUAL_FIRST_PAUSE)
    return min(first * 2.0 ** min(failures - 1, 20), _LONGEST_PAUSE.get(trouble, _USUAL_LONGEST_PAUSE))


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePart:
    """What became of one document of a mail or file, as the upload function said. `parent` is the mail or archive that
    it was in."""

    filename: str | None
    status: str
    invoice_id: int | None
    code: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeResult:
    """What became of a mail or file, and of each document in it."""

    outcome: IntakeOutcome
    reason: IntakeReason | None = None
    parts: tuple[IntakePart, ...] = ()


def result_of(parts: Sequence[IntakePart]) -> IntakeResult:
    """What became of a mail or file whose documents were answered with these."""
    said = {part.status for part in parts}
    if PROCESSING in said:
        return IntakeResult(outcome=IntakeOutcome.TAKEN, parts=tuple(parts))
    if DUPLICATED in said:
        return IntakeResult(outcome=IntakeOutcome.DUPLICATE, parts=tuple(parts))
    refused = {part.code for part in parts if part.status == _ERROR}
    reason = IntakeReason.NO_DOCUMENT if refused <= {ErrorCode.NO_DOCUMENT_INSIDE} else IntakeReason.NO_USABLE_DOCUMENT
    return IntakeResult(outcome=IntakeOutcome.REFUSED, reason=reason, parts=tuple(parts))


def skipped(reason: IntakeReason) -> IntakeResult:
    """Nothing was uploaded."""
    return IntakeResult(outcome=IntakeOutcome.SKIPPED, reason=reason)


def is_allowed(sender: str | None, allowed: Collection[str]) -> bool:
    """Whether mails of this address are taken: any if nothing is allowed in particular; else an address
    (`a@example.com`) or a whole domain (`example.com`, without those below it)."""
    if not allowed:
        return True
    address = (sender or "").casefold()
    names = {one.casefold().removeprefix("@") for one in allowed}
    return "@" in address and (address in names or address.rpartition("@")[2] in names)
