"""What the use cases need of the outside, as protocols. Beside each real adapter stands one in memory
(`shared.adapters.memory`), and one set of tests holds both (`tests/contract`).

Every method raises UnavailableError when its store is away, unless it says otherwise.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from shared.domain.lifecycle import RetryPolicy, Stage
from shared.domain.metrics import Counter, Histogram
from shared.errors import AppError, ErrorCode
from shared.pipeline.registration import NewDocument, Registered
from shared.pipeline.reviews import Result, Rule
from shared.pipeline.stages import Claim, ExhaustedStage, StageResult
from shared.pipeline.updates import Change


class StageStore(Protocol):
    """The rows as a work list. Each change is conditional, by the store's own clock: a message may come twice or late,
    and nothing is done twice."""

    def claim(self, invoice_id: int, stage: Stage, *, lease_seconds: float, max_attempts: int) -> Claim | None:
        """The claim, or None when the stage is done, taken, not yet due, or out of attempts. The version stays."""
        ...

    def renew(self, claim: Claim, *, lease_seconds: float, progress: int) -> None:
        """Keep the claim and show the progress (per cent of the whole way). Raises LeaseLostError."""
        ...

    def finish(self, claim: Claim, result: StageResult) -> Change:
        """Write the result and move the invoice on, once. Raises LeaseLostError."""
        ...

    def end_attempt(self, claim: Claim, error: AppError, *, policy: RetryPolicy, jitter: float) -> Change:
        """Give the claim back after a fault; `jitter` in 0..1 spreads the next attempt. Raises LeaseLostError."""
        ...

    def fail_exhausted(self, *, max_attempts: int, limit: int = 100) -> list[ExhaustedStage]:
        """Set `failed` on rows whose every attempt ended with a lease running out."""
        ...

    def requeue_lost(
        self, stage: Stage, *, waiting_since: datetime | None, grace_seconds: float, limit: int = 100
    ) -> list[tuple[int, datetime]]:
        """The (id, new message time) of rows that are due, not leased, and have no message: these want a new one.

        A row that was enqueued before the oldest waiting message (`waiting_since`, None when the list is empty) has
        lost its own, since lists are FIFO; the grace covers a message on its way from the list to a claim.
        """
        ...


class InvoiceStore(Protocol):
    """The rows as invoices: made, decided on, removed."""

    def register(self, document: NewDocument, place: Callable[[], None], *, allow_duplicates: bool) -> Registered:
        """The document's invoice: one for the same bytes, unless a second is asked for.

        For a new one `place` stores the object first, then the row is made: no row lacks its object. A removal of the
        same bytes waits meanwhile.
        """
        ...

    def decide(self, invoice_id: int, *, actor: str, rule: Rule) -> Result:
        """Apply the rule to the locked row and write what it returns, in one transaction.

        Raises InvoiceNotFoundError, and whatever the rule raises: then nothing is written.
        """
        ...

    def remove(
        self,
        invoice_id: int,
        *,
        actor: str,
        untouched_since: datetime | None,
        erase: Callable[[str], None],
        release: Callable[[str], None],
    ) -> str | None:
        """Remove the row and its trail, but for one event without content. Returns the sha256 of its bytes.

        Under the lock of those bytes: `erase(sha256)` runs before the row goes, `release(sha256)` once the removal is
        committed, and only if no other invoice has the same bytes. None, and nothing is called: there is no such row,
        or (with `untouched_since`) it changed since, or is being processed.
        """
        ...

    def untouched_for(self, *, days: int, limit: int = 100) -> tuple[datetime, list[int]]:
        """The moment `days` ago, and the ids of invoices that nobody has touched since, oldest first; never one that is
        still being processed."""
        ...


class EventQueue(Protocol):
    """The lists that start the functions, one a stage: first in, first out; an element is a structured CloudEvent."""

    def enqueue(self, stage: Stage, invoice_id: int, enqueued_at: datetime) -> None:
        """Append the event that starts `stage` for this invoice, as part of the current request."""
        ...

    def pop(self, stage: Stage, wait_seconds: float) -> bytes | None:
        """The oldest element, waiting for one at most this long."""
        ...

    def requeue(self, stage: Stage, message: bytes) -> None:
        """Return an undelivered element to the head of its list."""
        ...

    def length(self, stage: Stage) -> int:
        """How many elements wait."""
        ...

    def waiting_since(self, stage: Stage) -> datetime | None:
        """The time of the oldest waiting event; None when none waits. Elements that are no events are skipped."""
        ...


class ChangePublisher(Protocol):
    """Where watchers hear of changes."""

    def publish(self, change: Change) -> None:
        """Inform the watchers. Never raises: a store that is away costs them freshness, not the change."""
        ...


class ObjectMissingError(AppError):
    """The row is there, its object is not."""

    code = ErrorCode.FILE_NOT_FOUND
    status = 404
    message = "The file of this invoice is missing from the store."


class Readable(Protocol):
    """What can be uploaded: `read(n)` gives at most n bytes, b"" at the end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        ...


class ObjectStore(Protocol):
    """Objects under keys (`shared.domain.object_keys`). A key that is not there is ObjectMissingError."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store bytes."""
        ...

    def put_stream(self, key: str, stream: Readable, content_type: str) -> None:
        """Store a stream of unknown length, part by part."""
        ...

    def copy(self, source: str, target: str) -> None:
        """Copy within the store."""
        ...

    def exists(self, key: str) -> bool:
        """Whether the key is there."""
        ...

    def get(self, key: str) -> bytes:
        """The whole object, for small ones."""
        ...

    def download(self, key: str, path: Path) -> None:
        """Write the object to a file, chunk by chunk."""
        ...

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key that begins so."""
        ...

    def delete(self, *keys: str) -> None:
        """Remove objects; one that is not there is fine."""
        ...


class Cache(Protocol):
    """Where answers are kept, by the document's hash and what else they were made from. One that is away misses."""

    def get(self, sha256: str, fingerprint: str) -> bytes | None:
        """The kept answer, or None. Never raises."""
        ...

    def put(self, sha256: str, fingerprint: str, answer: bytes) -> None:
        """Keep an answer. Never raises."""
        ...

    def forget(self, sha256: str) -> None:
        """Remove every answer about this document. Raises UnavailableError: a deletion must not fail in silence."""
        ...

    def documents(self) -> Iterator[str]:
        """The hash of every document that something is kept about."""
        ...


class Metrics(Protocol):
    """Counters of all processes. Never raise: what is away costs counts, not work."""

    def count(self, counter: Counter, *labels: str, amount: int = 1) -> None:
        """Add to a counter, with a value for each of its labels."""
        ...

    def observe(self, histogram: Histogram, seconds: float, *labels: str) -> None:
        """Add one duration to a histogram."""
        ...


class GuessCounter(Protocol):
    """Who tries wrong API keys. Never raises: while it is away, keys are checked all the same, only guessing is not
    slowed down."""

    def failures(self, address: str) -> int:
        """Wrong keys of this address in the last minute; 0 while the counter is away."""
        ...

    def note_failure(self, address: str) -> None:
        """Count a wrong key."""
        ...

    def is_known(self, key: str) -> bool:
        """Whether this key was right before; True while the counter is away."""
        ...

    def note_known(self, key: str) -> None:
        """Remember a key that was right."""
        ...
