"""What the intake takes from: a mailbox, a folder or a bucket, each behind the same few methods."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from shared.adapters.intake_store import Arrival, IntakeStore
from shared.domain.intake import IntakeOutcome, IntakeReason, IntakeResult, SourceTrouble
from shared.domain.origins import SourceKind


class SourceError(Exception):
    """Nothing comes from the source at the moment; the sentence is for the log."""

    def __init__(self, trouble: SourceTrouble, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble


class ContentError(Exception):
    """The content of this mail or file cannot be had: it is not there any more, or not as it was found, or is not
    readable."""

    def __init__(self, reason: IntakeReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Item(Protocol):
    """A mail or file that lies in a source."""

    @property
    def arrival(self) -> Arrival:
        """What is known of it."""

    @property
    def filename(self) -> str:
        """Its name for the upload."""

    @property
    def refusal(self) -> IntakeReason | None:
        """Why it is not uploaded, as far as that is known without its content."""

    def content(self) -> bytes:
        """All of it. Raises ContentError, SourceError."""

    def content_key(self, content: bytes) -> str | None:
        """Equal for the same mail in another place; None: what is equal is told by the upload alone."""

    def put_away(self, outcome: IntakeOutcome, told: str) -> None:
        """Move or mark it where it lies; it is left alone if it is not there, or not as it was. `told` says what became
        of it. Raises SourceError."""


class Session(Protocol):
    """An opened source."""

    def look(self, store: IntakeStore) -> Iterator[Item]:
        """What is there and not done, the oldest first. Each is done before the next is asked for. Raises
        SourceError."""

    def wait(self, seconds: float, stopping: threading.Event) -> None:
        """Return when something may have come, when so many seconds have passed, or when stopping. Raises
        SourceError."""


class Source(Protocol):
    """Where mails or files come from. `name` tells people which one, and holds no secret."""

    @property
    def kind(self) -> SourceKind:
        """Its kind."""

    @property
    def name(self) -> str:
        """Its name."""

    def opened(self) -> AbstractContextManager[Session]:
        """The source, connected for the block. Raises SourceError."""


def told(result: IntakeResult) -> str:
    """What became of it, in lines for people."""
    lines = [str(result.reason or result.outcome)]
    for part in result.parts:
        invoice = f"invoice {part.invoice_id}" if part.invoice_id else None
        lines.append(" ".join(filter(None, (part.filename, part.status, part.code, invoice))))
    return "\n".join(lines)
