"""Protocols of the stores that the use cases need. Each has a real adapter and one in memory
(`shared.adapters.memory`); the same tests check both (`tests/contract`).

Every method raises UnavailableError when its store is unavailable, unless stated otherwise.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.domain.invoice import InvoiceData
from shared.domain.lanes import Lane, Line, Message, Popped
from shared.domain.lifecycle import RetryPolicy, Stage
from shared.domain.memory.seller_memory import SellerMarks, SellerMemory
from shared.domain.metrics import Counter, Histogram
from shared.domain.pages_read import PagesRead
from shared.errors import AppError, ErrorCode
from shared.pipeline.registration import NewDocument, Registered
from shared.pipeline.reviews import Result, Rule
from shared.pipeline.stages import Claim, ExhaustedStage, StageResult
from shared.pipeline.updates import Change


class StageStore(Protocol):
    """The work list. Each change is conditional and uses the store's clock: messages may arrive twice or late, but no
    work is done twice."""

    def claim(
        self, invoice_id: int, stage: Stage, *, lease_seconds: float, max_attempts: int, lane: Lane | None = None
    ) -> Claim | None:
        """Claim the stage; None when it is done, claimed, not yet due, out of attempts, or has moved on from the `lane`
        (None: any). Keeps the row's version."""
        ...

    def renew(self, claim: Claim, *, lease_seconds: float, progress: int, pages: PagesRead | None = None) -> None:
        """Renew the lease and store the progress (per cent of the whole way, and in pages). Raises LeaseLostError."""
        ...

    def finish(self, claim: Claim, result: StageResult) -> Change:
        """Write the result and make the next stage due, exactly once. Raises LeaseLostError."""
        ...

    def end_attempt(self, claim: Claim, error: AppError, *, policy: RetryPolicy, jitter: float) -> Change:
        """Release the claim after an error; `jitter` in 0..1 spreads the next attempt. Raises LeaseLostError."""
        ...

    def move_on(self, claim: Claim, *, pages: int) -> Change:
        """Give the claim back, unused, for a turn of so many slow pages. Raises LeaseLostError."""
        ...

    def give_back(self, claim: Claim, error: AppError) -> Change:
        """Release the claim, unused, while a store that the work needs is away; keeps its message's time. Raises
        LeaseLostError."""
        ...

    def fail_exhausted(self, *, max_attempts: int, limit: int = 100) -> list[ExhaustedStage]:
        """Set `failed` on rows whose last attempt ended with an expired lease. Returns them."""
        ...

    def lines(self) -> list[Line]:
        """The lines of all rows that are being processed."""
        ...

    def requeue_lost(
        self, line: Line, *, waiting_since: datetime | None, grace_seconds: float, limit: int = 100
    ) -> list[tuple[int, Message]]:
        """The (id, new message) of this line's due, unleased rows without a message, for the caller to enqueue.

        A row enqueued before the line's oldest waiting message (`waiting_since`, None when none waits) has lost its
        own, since a line is FIFO; the grace period covers a message between the line and a claim.
        """
        ...


class Recall(Protocol):
    """What is known of the seller of a document."""

    def __call__(self, marks: SellerMarks, data: InvoiceData) -> SellerMemory | None:
        """The newest lessons of the seller that these marks name, or else the seller of the first reading; None where
        nobody is known, or several may be meant. Lessons that cannot be read are left out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedInvoice:
    """An invoice whose row is or will be removed, and the hash of its bytes."""

    invoice_id: int
    sha256: str


class InvoiceStore(Protocol):
    """The invoice rows: created, decided on, removed."""

    def register(self, document: NewDocument, place: Callable[[], None], *, allow_duplicates: bool) -> Registered:
        """Find or create the invoice of these bytes; `allow_duplicates` always creates. Of several the earliest is
        found, the whole file before parts of it, and one that is in use before a rejected one.

        `place` stores the object before the row is written, so no row lacks its object. A concurrent removal of the
        same bytes waits.
        """
        ...

    def decide(self, invoice_id: int, *, actor: str, rule: Rule, beside: int | None = None) -> Result:
        """Apply the rule to the locked row and write what it returns, in one transaction.

        With `beside` another invoice is locked too, in the order of their ids, and is the row's `other`. Raises
        InvoiceNotFoundError and the rule's errors; nothing is written then.
        """
        ...

    def remove(
        self,
        invoice_ids: Collection[int],
        *,
        actor: str,
        untouched_since: datetime | None,
        erase: Callable[[Sequence[RemovedInvoice]], None],
        release: Callable[[Sequence[str]], None],
    ) -> Sequence[RemovedInvoice]:
        """Remove the rows and their audit trails in one transaction, and record one event without content for each.
        Returns those that were removed, by id.

        `erase` runs before the rows are deleted: an error of it leaves them. `release` runs after commit, under the
        locks of the hashes that it is given: of bytes that no other invoice has. With `untouched_since`, rows that were
        changed since, are being processed or are locked by somebody are left, and bytes in use by somebody at this
        moment are not released: nobody is waited for. Calls nothing when no row is removed.
        """
        ...

    def untouched_for(self, *, days: int, limit: int = 100) -> tuple[datetime, list[int]]:
        """The time `days` ago, and the ids of invoices unchanged since, oldest first; never one that is being
        processed."""
        ...


class EventQueue(Protocol):
    """The queues that start the functions: lanes of lines (`shared.domain.lanes`).

    A line is FIFO. The next message of a lane is that of the uploader who had the fewest pages so far; who was away is
    counted like the one who had the fewest, so that nobody saves up turns or loses them.
    """

    def enqueue(self, invoice_id: int, message: Message) -> None:
        """Append the event that starts the message's stage; it carries the current request and trace ids."""
        ...

    def pop(self, stage: Stage, lane: Lane, wait_seconds: float) -> Popped | None:
        """Remove and return the next message of the lane, or None if none arrives within about this time."""
        ...

    def requeue(self, popped: Popped) -> None:
        """Return an undelivered message to the head of its line, and its pages to its uploader."""
        ...

    def waiting(self) -> Mapping[Line, int]:
        """The number of messages in each line that has any."""
        ...

    def waiting_since(self, line: Line) -> datetime | None:
        """The time of the line's oldest waiting event, or None. Skips messages that are not events."""
        ...


class ChangePublisher(Protocol):
    """Publishes changes to subscribers."""

    def publish(self, *changes: Change) -> None:
        """Notify subscribers. Never raises: the changes are already committed."""
        ...


class ObjectMissingError(AppError):
    """The row exists, but its object does not."""

    code = ErrorCode.FILE_NOT_FOUND
    status = 404
    message = "The file of this invoice is missing from the store."


class Readable(Protocol):
    """A readable stream: `read(n)` returns at most n bytes, b"" at the end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedObject:
    """An object or a part of it, in chunks; `close` it in any case.

    `size` is that of the whole object in bytes; `version` differs whenever other bytes were written. A part that begins
    behind the object's end is empty; neither is known then.
    """

    size: int
    version: str
    chunks: Iterator[bytes]
    close: Callable[[], None]


class ObjectStore(Protocol):
    """Objects under keys (`shared.domain.object_keys`). A missing key raises ObjectMissingError.

    Documents are read through `shared.pipeline.stored_documents` alone, which compares them with their hash."""

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
        """Whether the key exists."""
        ...

    def get(self, key: str) -> bytes:
        """The whole object, for small ones."""
        ...

    def open(self, key: str, *, offset: int = 0, length: int = 0) -> OpenedObject:
        """The object's bytes from `offset`, `length` of them (0: to the end). A missing key raises here, not at the
        first chunk."""
        ...

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key with this prefix."""
        ...

    def delete(self, *keys: str) -> None:
        """Remove objects; missing ones are ignored."""
        ...


class Cache(Protocol):
    """Results keyed by the document's hash and the settings they depend on. An unavailable cache is a miss."""

    def get(self, sha256: str, fingerprint: str) -> bytes | None:
        """The cached result, or None. Never raises."""
        ...

    def put(self, sha256: str, fingerprint: str, answer: bytes) -> None:
        """Cache a result. Never raises."""
        ...

    def forget(self, *sha256: str) -> None:
        """Remove every result of these documents. Raises UnavailableError: a deletion must not fail silently."""
        ...

    def documents(self) -> Iterator[str]:
        """The hash of every document with a cached result."""
        ...


class Metrics(Protocol):
    """Counters of all processes. Never raises: counts are lost while the store is unavailable."""

    def count(self, counter: Counter, *labels: str, amount: int = 1) -> None:
        """Increase a counter; one value per label."""
        ...

    def observe(self, histogram: Histogram, seconds: float, *labels: str) -> None:
        """Add one duration to a histogram."""
        ...


class GuessCounter(Protocol):
    """Counts wrong API keys per address. Never raises: while it is unavailable, keys are still checked, but guessing is
    not slowed down."""

    def failures(self, address: str) -> int:
        """Wrong keys from this address in the last minute; 0 while the counter is unavailable."""
        ...

    def note_failure(self, address: str) -> None:
        """Count a wrong key."""
        ...
