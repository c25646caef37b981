"""A folder that files are dropped into. Which of them are whole, and where they go afterwards, is told by the module
with which the command line watches folders (`invoices watch`): there is one rule of it.
"""

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from watchfiles import watch

from infra.intake.sources import ContentError, Session, SourceError
from invoices_client.cli.folder import DropFolder, FolderInUseError, locked
from shared.adapters.intake_store import Arrival, IntakeStore
from shared.domain.intake import FAILED, IntakeOutcome, IntakeReason, SourceTrouble
from shared.domain.origins import SourceKind

SETTLE_SECONDS = 2.0
"""A file is whole when it has not changed for so long."""

_TICK_MS = 500
"""A look at the folder even if no change was told: file systems of a network tell none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource:
    """The folder at this path. Files of more than `most_bytes` are not uploaded."""

    path: Path
    most_bytes: int
    settle: float = SETTLE_SECONDS

    kind = SourceKind.FOLDER

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self.path)

    @contextlib.contextmanager
    def opened(self) -> Iterator[Session]:
        """The folder, for this program alone. Raises SourceError."""
        with _told(), contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locked(self.path))
            except FolderInUseError as error:
                raise SourceError(SourceTrouble.IN_USE, str(error)) from error
            yield _FolderSession(self, DropFolder(path=self.path, settle=self.settle))


@dataclass(frozen=True, slots=True)
class _FileItem:
    folder: DropFolder
    path: Path
    found: os.stat_result
    most_bytes: int

    @property
    def arrival(self) -> Arrival:
        found = self.found
        return Arrival(
            # A file that is dropped again, whatever its name, has another time of its last change.
            key=f"{self.path.name} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}",
            size=found.st_size,
            received_at=_moment(found.st_mtime),
            name=_printable(self.path.name),
        )

    @property
    def filename(self) -> str:
        return _printable(self.path.name)

    @property
    def refusal(self) -> IntakeReason | None:
        return IntakeReason.TOO_LARGE if self.found.st_size > self.most_bytes else None

    def content(self) -> bytes:
        try:
            # Not a link that has taken the file's place since: it would upload what lies elsewhere.
            with os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                content = file.read(self.most_bytes + 1)
        except FileNotFoundError as error:
            raise ContentError(IntakeReason.VANISHED) from error
        except OSError as error:
            raise ContentError(IntakeReason.NOT_READABLE) from error
        if len(content) != self.found.st_size:
            raise ContentError(IntakeReason.VANISHED)
        return content

    def content_key(self, content: bytes) -> str | None:
        return None

    def put_away(self, outcome: IntakeOutcome, told: str) -> None:
        with _told():
            if outcome in FAILED:
                self.folder.failed(self.path, told)
            else:
                self.folder.done(self.path)


@dataclass(frozen=True, slots=True)
class _FolderSession:
    """`found` are whole files that no look has given yet."""

    source: FolderSource
    folder: DropFolder
    found: list[Path] = field(default_factory=list)

    def look(self, store: IntakeStore) -> Iterator[_FileItem]:
        with _told():
            self.found.extend(self.folder.whole_files(time.monotonic()))
        while self.found:
            path = self.found.pop(0)
            try:
                found = path.lstat()
            except FileNotFoundError:
                self.folder.give_back(path)
                continue
            yield _FileItem(self.folder, path, found, self.source.most_bytes)

    def wait(self, seconds: float, stopping: threading.Event) -> None:
        end = time.monotonic() + seconds
        ticks = watch(
            self.source.path,
            recursive=False,
            stop_event=stopping,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        with _told():
            for _ in ticks:
                self.found.extend(self.folder.whole_files(time.monotonic()))
                if self.found or time.monotonic() > end:
                    return


def _moment(seconds: float) -> datetime | None:
    """The moment, if there is such a year: a file may bear any time."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _printable(name: str) -> str:
    """The name as a text, whatever its bytes are."""
    return os.fsencode(name).decode("utf-8", "replace")


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Raises SourceError for what the file system refuses."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SourceError(SourceTrouble.NOT_FOUND, f"there is no such folder: {error}") from error
    except OSError as error:
        raise SourceError(SourceTrouble.NOT_ALLOWED, f"the folder cannot be used: {error}") from error
