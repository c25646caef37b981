"""The whole core in memory: stores, queue, published changes and metrics on one manual clock."""

from dataclasses import dataclass, field
from typing import Any

from shared.adapters.memory.clock import ManualClock
from shared.adapters.memory.event_queue import MemoryChanges, MemoryEventQueue
from shared.adapters.memory.invoice_store import MemoryInvoiceStore
from shared.adapters.memory.metrics import MemoryMetrics
from shared.adapters.memory.object_store import MemoryCache, MemoryObjectStore
from shared.adapters.memory.rows import MemoryRows, Row
from shared.adapters.memory.stage_store import MemoryStageStore
from shared.domain.cloud_events import parse_event
from shared.domain.lanes import Lane, Popped
from shared.domain.lifecycle import Stage
from shared.errors import UnavailableError
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.deletion import Deletion
from shared.pipeline.registration import NewDocument
from shared.pipeline.stored_documents import StoredDocuments
from shared.pipeline.worker import Worker
from shared.settings import Settings


class AwayQueue(MemoryEventQueue):
    """A queue that can be switched off: every call then raises UnavailableError."""

    def __init__(self) -> None:
        super().__init__()
        self.is_away = False

    def enqueue(self, *given: Any, **named: Any) -> None:
        """As in memory."""
        self._ensure_there()
        super().enqueue(*given, **named)

    def pop(self, *given: Any, **named: Any) -> Popped | None:
        """As in memory."""
        self._ensure_there()
        return super().pop(*given, **named)

    def waiting_since(self, *given: Any, **named: Any) -> Any:
        """As in memory."""
        self._ensure_there()
        return super().waiting_since(*given, **named)

    def _ensure_there(self) -> None:
        if self.is_away:
            raise UnavailableError


class AwayObjectStore(MemoryObjectStore):
    """A store of documents whose `probe` can be made to raise UnavailableError."""

    def __init__(self) -> None:
        super().__init__()
        self.is_away = False

    def probe(self) -> None:
        """As of a store that works, or is away."""
        if self.is_away:
            raise UnavailableError("The file store is away.")


@dataclass(frozen=True, kw_only=True)
class MemorySystem:
    """All dependencies of the use cases."""

    settings: Settings = field(default_factory=Settings)
    clock: ManualClock = field(default_factory=ManualClock)
    queue: AwayQueue = field(default_factory=AwayQueue)
    changes: MemoryChanges = field(default_factory=MemoryChanges)
    metrics: MemoryMetrics = field(default_factory=MemoryMetrics)
    objects: AwayObjectStore = field(default_factory=AwayObjectStore)
    cache: MemoryCache = field(default_factory=MemoryCache)
    rows: MemoryRows = field(init=False)
    stages: MemoryStageStore = field(init=False)
    invoices: MemoryInvoiceStore = field(init=False)
    after_commit: AfterCommit = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", MemoryRows(self.clock))
        object.__setattr__(self, "stages", MemoryStageStore(self.rows))
        object.__setattr__(self, "invoices", MemoryInvoiceStore(self.rows))
        object.__setattr__(self, "after_commit", AfterCommit(queue=self.queue, changes=self.changes))

    def worker(self, stage: Stage) -> Worker:
        """The worker of one stage."""
        return Worker(
            stage=stage,
            stages=self.stages,
            after_commit=self.after_commit,
            metrics=self.metrics,
            settings=self.settings,
            probe_store=self.objects.probe,
        )

    def documents(self, reader: str) -> StoredDocuments:
        """The documents, as read by this function."""
        return StoredDocuments(store=self.objects, metrics=self.metrics, reader=reader)

    def deletion(self) -> Deletion:
        """`Deletion` on these stores."""
        return Deletion(
            invoices=self.invoices, store=self.objects, caches=(self.cache,), after_commit=self.after_commit
        )

    def added(
        self, sha256: str = "ab" * 32, *, actor: str = "test", content_type: str = "application/pdf", size: int = 3
    ) -> int:
        """The id of a new invoice, registered and enqueued."""
        document = NewDocument(filename="a.pdf", content_type=content_type, size=size, sha256=sha256, actor=actor)
        registered = self.invoices.register(document, lambda: None, allow_duplicates=True)
        assert registered.change is not None
        self.after_commit(registered.change)
        return registered.invoice_id

    def row(self, invoice_id: int) -> Row:
        """The columns of an invoice."""
        return self.rows.rows[invoice_id]

    def trail(self, invoice_id: int) -> list[str]:
        """The audit event types of an invoice, in order."""
        return [event.type.value for event in self.rows.trail if event.invoice_id == invoice_id]

    def waiting(self, stage: Stage) -> list[int]:
        """Pop all waiting messages, lane by lane; returns their invoices in order."""
        found = []
        for lane in Lane:
            while (popped := self.queue.pop(stage, lane, 0)) is not None:
                found.append(parse_event(popped.content).data.invoice_id)
        return found

    def queued(self, stage: Stage) -> int:
        """The number of messages that wait for a stage."""
        return sum(number for line, number in self.queue.waiting().items() if line.stage is stage)
