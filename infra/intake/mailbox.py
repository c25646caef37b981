"""A folder of an IMAP mailbox (RFC 9051 and RFC 3501).

Mails are found by their UID, which counts up: what is up to the kept position is done. Nothing is ever deleted but by a
move, and no flag of anybody else's is touched.
"""

import contextlib
import imaplib
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls
from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError
from imap_tools.utils import encode_folder

from infra.intake.mail_heads import FIELDS, MailHead, content_key, read_head
from infra.intake.sources import ContentError, Session, SourceError
from shared.adapters.intake_store import Arrival, IntakeStore, Position
from shared.addresses import MailAddress
from shared.domain.intake import FAILED, IntakeOutcome, IntakeReason, SourceTrouble, is_allowed
from shared.domain.origins import SourceKind

_SECONDS = 60.0
"""The longest silence of the server within a call."""

_HEADS_AT_ONCE = 50
_MOST_HEADER = 16 * 1024  # bytes of the fields of one mail
_TICK = 1.0
_LONGEST_IDLE = 10 * 60.0
"""Seconds after which IDLE is begun anew: gateways forget connections on which nothing moves, and the RFC allows 29
minutes."""

_FIELDS = f"BODY.PEEK[HEADER.FIELDS ({' '.join(field.upper() for field in FIELDS)})]<0.{_MOST_HEADER}>"
_BEGIN = re.compile(rb"\d+ \(")
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")
_DATE = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
_LATER = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]", re.IGNORECASE)
"""Response codes of a login that is refused for another reason than the password (RFC 5530)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSource:
    """A mailbox and how it is taken from. `secret` is asked at each login. Mails of other senders than `senders`, if
    there are any, and mails of more than `most_bytes` are not uploaded. `authserv_id` names the server whose
    Authentication-Results are believed. Afterwards mails are moved to `done` and `failed`, or flagged where these are
    empty. Mails that came before `since` are left alone."""

    address: MailAddress
    auth: Literal["password", "xoauth2"]
    secret: Callable[[], str]
    ca_file: Path | None
    most_bytes: int
    senders: tuple[str, ...] = ()
    authserv_id: str = ""
    done: str = ""
    failed: str = ""
    since: Callable[[], date | None] = lambda: None

    kind = SourceKind.MAIL

    @property
    def name(self) -> str:
        """The mailbox's address, without a password."""
        return self.address.name

    @contextlib.contextmanager
    def opened(self) -> Iterator[Session]:
        """The folder, selected. Raises SourceError."""
        with _told("connect"):
            box = self._connected()
        try:
            with _told("log in"):
                self._log_in(box)
            with _told("open the folder"):
                folders = _Folders(box)
                epoch = folders.select(self.address.folder)
            yield _MailSession(self, box, folders, epoch)
        finally:
            with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
                box.logout()

    def _connected(self) -> BaseMailBox:
        context = ssl.create_default_context(cafile=str(self.ca_file) if self.ca_file else None)
        made = MailBox if self.address.secure else MailBoxStartTls
        return made(self.address.host, self.address.port, timeout=_SECONDS, ssl_context=context)

    def _log_in(self, box: BaseMailBox) -> None:
        try:
            secret = self.secret()
        except OSError as error:
            raise SourceError(SourceTrouble.SECRET_NOT_READABLE, f"its password cannot be read: {error}") from error
        try:
            if self.auth == "xoauth2":
                box.xoauth2(self.address.user, secret, None)
            elif secret.isascii() and self.address.user.isascii():
                box.login(self.address.user, secret, None)
            else:
                box.login_utf8(self.address.user, secret, None)
        except (MailboxLoginError, imaplib.IMAP4.error) as error:
            if isinstance(error, imaplib.IMAP4.abort) or _LATER.search(str(error)):
                raise SourceError(SourceTrouble.NOT_REACHABLE, f"no login at the moment: {error}") from error
            what = "token" if self.auth == "xoauth2" else "password"
            raise SourceError(
                SourceTrouble.LOGIN_REFUSED, f"the server refuses the {what} of {self.address.user}: {error}"
            ) from error


class _Folders:
    """The folders of a mailbox that is logged in, and what its server can do. Names are written with slashes, whatever
    the server separates them by."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box
        # What it can do after the login: many servers say less before.
        said = box.client.capability()[1]
        words = said[-1] if said and isinstance(said[-1], bytes) else b""
        self.capabilities = frozenset(words.decode("ascii", "replace").upper().split())
        listed = box.client.list('""', '""')[1]
        found = re.search(rb'\) "\\?(.)" ', listed[0]) if listed and isinstance(listed[0], bytes) else None
        self._separator = found[1].decode("ascii", "replace") if found else "/"

    def select(self, name: str) -> int:
        """Open the folder. Returns its UIDVALIDITY."""
        self._box.folder.set(name.replace("/", self._separator))
        given = self._box.client.untagged_responses.get("UIDVALIDITY") or [b"0"]
        return int(given[-1]) if isinstance(given[-1], bytes) else 0

    def move(self, uid: int, name: str) -> None:
        """Move a mail of the open folder; the other one is made if there is none."""
        client, target = self._box.client, encode_folder(name.replace("/", self._separator)).decode("ascii")
        command = "MOVE" if "MOVE" in self.capabilities else "COPY"
        status, said = client.uid(command, str(uid), target)
        if status != "OK" and b"TRYCREATE" in b" ".join(part for part in said if isinstance(part, bytes)).upper():
            client.create(target)
            status, said = client.uid(command, str(uid), target)
        if status != "OK":
            raise SourceError(SourceTrouble.NOT_ALLOWED, f"mails cannot be moved to {name}: {said!r:.200}")
        if command == "COPY":
            self.flag(uid, r"\Deleted")
            if "UIDPLUS" in self.capabilities:  # EXPUNGE would remove what others have marked as deleted, too
                client.uid("EXPUNGE", str(uid))

    def flag(self, uid: int, *flags: str) -> None:
        """Add flags to a mail of the open folder."""
        status, said = self._box.client.uid("STORE", str(uid), "+FLAGS.SILENT", f"({' '.join(flags)})")
        if status != "OK":
            raise SourceError(SourceTrouble.NOT_ALLOWED, f"mails cannot be flagged: {said!r:.200}")


@dataclass(frozen=True, slots=True)
class _MailItem:
    session: "_MailSession"
    uid: int
    arrival: Arrival
    refusal: IntakeReason | None

    filename = "mail.eml"

    def content(self) -> bytes:
        return self.session.content(self.uid)

    def content_key(self, content: bytes) -> str:
        return content_key(content)

    def put_away(self, outcome: IntakeOutcome, told: str) -> None:
        self.session.put_away(self.uid, outcome)


@dataclass(frozen=True, slots=True)
class _MailSession:
    source: MailSource
    box: BaseMailBox
    folders: _Folders
    epoch: int

    def look(self, store: IntakeStore) -> Iterator[_MailItem]:
        position = store.position(self.epoch)
        with _told("list the mails"):
            uids = self._uids_after(position)
        for start in range(0, len(uids), _HEADS_AT_ONCE):
            some = uids[start : start + _HEADS_AT_ONCE]
            with _told("read the headers"):
                items = list(self._items(some))
            unknown = store.unknown([item.arrival.key for item in items])
            for item in items:
                if item.arrival.key in unknown:
                    yield item
            store.move_on(Position(epoch=self.epoch, uid=some[-1]))

    def wait(self, seconds: float, stopping: threading.Event) -> None:
        if "IDLE" not in self.folders.capabilities:
            stopping.wait(seconds)
            with _told("wait"):
                self.box.client.noop()
            return
        with _told("wait"):
            self._idle(min(_LONGEST_IDLE, max(seconds, _TICK)), stopping)

    def content(self, uid: int) -> bytes:
        with _told("fetch a mail"):
            status, parts = self.box.client.uid("FETCH", str(uid), "(UID BODY.PEEK[])")
            if status != "OK":
                raise SourceError(SourceTrouble.NOT_UNDERSTOOD, f"a mail cannot be fetched: {parts!r:.200}")
            for part in parts:
                if isinstance(part, tuple):
                    return bytes(part[1])
        raise ContentError(IntakeReason.VANISHED)

    def put_away(self, uid: int, outcome: IntakeOutcome) -> None:
        is_failed = outcome in FAILED
        folder = self.source.failed if is_failed else self.source.done
        with _told("put a mail away"):
            if folder:
                self.folders.move(uid, folder)
            else:
                self.folders.flag(uid, r"\Seen", *([r"\Flagged"] if is_failed else []))

    def _uids_after(self, position: int) -> list[int]:
        criteria = f"UID {position + 1}:* UNDELETED"
        if since := self.source.since():
            criteria += f" SINCE {_imap_date(since)}"
        found = map(int, self.box.uids(criteria, charset=None))
        return sorted(uid for uid in found if uid > position)  # n:* has the last one even if it is before n

    def _items(self, uids: Sequence[int]) -> Iterator[_MailItem]:
        """Those of the mails that are still there, in order."""
        listed = ",".join(map(str, uids))
        status, parts = self.box.client.uid("FETCH", listed, f"(UID RFC822.SIZE INTERNALDATE {_FIELDS})")
        if status != "OK":
            raise SourceError(SourceTrouble.NOT_UNDERSTOOD, f"headers cannot be fetched: {parts!r:.200}")
        found = {}
        for words, header in _fetched(parts):
            uid = _UID.search(words)
            if uid is not None and int(uid[1]) in uids:
                found[int(uid[1])] = self._item(int(uid[1]), words, header)
        return iter([found[uid] for uid in uids if uid in found])

    def _item(self, uid: int, words: bytes, header: bytes) -> _MailItem:
        head = read_head(header, self.source.authserv_id)
        size, received = _SIZE.search(words), _DATE.search(words)
        arrival = Arrival(
            key=f"{self.epoch} {uid}",
            size=int(size[1]) if size else None,
            received_at=_moment(received[1].decode("ascii", "replace")) if received else None,
            sender=head.sender,
            subject=head.subject,
            message_id=head.message_id,
            authentication=head.authentication,
        )
        return _MailItem(self, uid, arrival, self._refusal(head, arrival.size))

    def _refusal(self, head: MailHead, size: int | None) -> IntakeReason | None:
        if not is_allowed(head.sender, self.source.senders):
            return IntakeReason.SENDER_NOT_ALLOWED
        return IntakeReason.TOO_LARGE if size is None or size > self.source.most_bytes else None

    def _idle(self, seconds: float, stopping: threading.Event) -> None:
        """Until the server says something, so many seconds have passed, or stopping."""
        end = time.monotonic() + seconds
        self.box.idle.start()  # type: ignore[no-untyped-call]
        is_silent = True
        while is_silent and not stopping.is_set() and time.monotonic() < end:
            began = time.monotonic()
            # At the end of the connection a poll returns at once, with nothing: `stop` finds out.
            is_silent = not self.box.idle.poll(timeout=_TICK) and time.monotonic() - began > _TICK / 2
        self.box.idle.stop()  # type: ignore[no-untyped-call]


def _fetched(parts: Sequence[object]) -> Iterator[tuple[bytes, bytes]]:
    """Each message of a FETCH response: what stands outside of its literal, and the literal. A part of imaplib's list
    is a pair before a literal, else bytes; a message begins with its number."""
    words, literal = b"", b""
    for part in parts:
        outside, inside = part if isinstance(part, tuple) else (part, b"")
        if not isinstance(outside, bytes):
            continue
        if _BEGIN.match(outside):
            if words:
                yield words, literal
            words, literal = b"", b""
        words += b" " + outside
        literal += inside
    if words:
        yield words, literal


def _moment(written: str) -> datetime | None:
    """Of INTERNALDATE, such as `17-Jul-1996 02:44:25 -0700`."""
    try:
        return datetime.strptime(written.strip(), "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return None


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _imap_date(day: date) -> str:
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    """Raises SourceError for what goes wrong while the server is talked to."""
    try:
        yield
    except SourceError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise SourceError(
            SourceTrouble.CERTIFICATE_REFUSED, f"the server's certificate is refused: {error.verify_message}"
        ) from error
    except MailboxFolderSelectError as error:
        raise SourceError(SourceTrouble.NOT_FOUND, f"the folder cannot be opened: {error}") from error
    except (imaplib.IMAP4.abort, OSError) as error:
        raise SourceError(SourceTrouble.NOT_REACHABLE, f"could not {what}: {error}") from error
    except (ImapToolsError, imaplib.IMAP4.error, ValueError, IndexError) as error:
        raise SourceError(SourceTrouble.NOT_UNDERSTOOD, f"could not {what}: {error}") from error
