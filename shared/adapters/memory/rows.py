"""The invoices' tables and the audit trail in memory, under the names of the columns in `shared.adapters.tables`."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.adapters.invoice_rows import DOCUMENT_COLUMNS
from shared.adapters.memory.clock import Clock
from shared.adapters.memory.sellers import MemorySellers
from shared.adapters.tables import invoices
from shared.domain.accounts import ConfirmedAccount
from shared.domain.audit import AuditEventType, ensure_declared
from shared.domain.automation import AutomationPolicy
from shared.domain.booking_history import BookedRow
from shared.domain.duplicates import Pair, pair_of
from shared.domain.figures import Figures, change_of_figures, counted_values, difference, figures_of_event, summed
from shared.pipeline.updates import InvoiceUpdate

Row = dict[str, Any]

_EMPTY: Row = {
    column.name: column.default.arg if column.default is not None else None
    for column in (*invoices.columns, *DOCUMENT_COLUMNS)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEvent:
    """One event of the audit trail."""

    invoice_id: int
    type: AuditEventType
    actor: str
    created_at: datetime
    data: Mapping[str, Any] | None


class MemoryRows:
    """The tables, shared by the stores built on them. One transaction at a time."""

    _TABLES = (
        "rows",
        "trail",
        "operation_codes",
        "versions",
        "accounts",
        "bookings",
        "tags",
        "told_apart",
        "sellers",
        "figures",
    )

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.rows: dict[int, Row] = {}
        self.trail: list[TrailEvent] = []
        self.operation_codes: dict[int, frozenset[str]] = {}
        self.versions: dict[int, list[Row]] = {}
        self.accounts: dict[int, frozenset[ConfirmedAccount]] = {}
        self.sellers = MemorySellers()
        self.bookings: dict[int, tuple[BookedRow, ...]] = {}
        self.tags: dict[int, tuple[str, ...]] = {}
        self.automation = AutomationPolicy()
        self.told_apart: set[Pair] = set()
        self.figures: Figures = {}
        self._last_id = 0
        self._lock = threading.RLock()
        self._documents: dict[str, threading.Lock] = {}

    @contextmanager
    def transaction(self) -> Iterator[datetime]:
        """Yields the current time; exclusive until the block ends. An exception rolls the block back."""
        with self._lock:
            before = deepcopy({name: getattr(self, name) for name in self._TABLES})
            try:
                yield self.clock()
            except BaseException:
                for name, table in before.items():
                    setattr(self, name, table)
                raise

    @contextmanager
    def document_lock(self, sha256: str, *, wait: bool = True) -> Iterator[bool]:
        """The lock for storing or removing the object of these bytes. Yields whether it is held: without `wait` only if
        it is free at once."""
        with self._lock:
            lock = self._documents.setdefault(sha256, threading.Lock())
        held = lock.acquire(blocking=wait)
        try:
            yield held
        finally:
            if held:
                lock.release()

    def insert(self, columns: Mapping[str, Any]) -> int:
        """The id of a new row; ids are never reused."""
        self._last_id += 1
        row = {**_EMPTY, **columns, "id": self._last_id}
        self.rows[self._last_id] = row
        self._count(change_of_figures(None, counted_values(row)))
        return self._last_id

    def remove(self, invoice_id: int) -> None:
        """Remove the row and what belongs to it, its events too."""
        row = self.rows.pop(invoice_id)
        self.sellers.take_back(invoice_id)
        for part in self.rows.values():
            if part["parent_id"] == invoice_id:
                part["parent_id"] = None
        for table in (self.operation_codes, self.versions, self.accounts, self.bookings, self.tags):
            table.pop(invoice_id, None)
        self.told_apart = {pair for pair in self.told_apart if invoice_id not in pair}
        gone = [event for event in self.trail if event.invoice_id == invoice_id]
        self.trail = [event for event in self.trail if event.invoice_id != invoice_id]
        of_events = (figures_of_event(one.type, one.data, actor=one.actor, at=one.created_at) for one in gone)
        self._count(summed((change_of_figures(counted_values(row), None), difference(summed(of_events), {}))))

    def write(self, invoice_id: int, update: InvoiceUpdate, *, actor: str, now: datetime) -> None:
        """Apply an update, and say whose invoice it is."""
        update = self.sellers.with_seller(update, usual=self.rows[invoice_id]["seller_id"])
        self.rows[invoice_id].update(deepcopy(dict(update.columns)))
        if update.operation_codes is not None:
            self.operation_codes[invoice_id] = update.operation_codes
        if update.accounts is not None:
            self.accounts[invoice_id] = update.accounts
        if update.bookings is not None:
            self.bookings[invoice_id] = update.bookings
        if update.tags is not None:
            self.tags[invoice_id] = update.tags
        if update.told_apart is not None:
            pair = pair_of(invoice_id, update.told_apart.other_id)
            (self.told_apart.add if update.told_apart.apart else self.told_apart.discard)(pair)
        if update.event is not None:
            self.record(invoice_id, update.event, now, actor=actor, data=update.event_data)
        self._count(update.figures)
        self._count(update.figures_of_event(actor=actor, at=now))

    def record(
        self,
        invoice_id: int,
        type_: AuditEventType,
        now: datetime,
        *,
        actor: str,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Add one event to the trail. Raises TypeError for data that its type does not declare."""
        ensure_declared(type_, data)
        self.trail.append(TrailEvent(invoice_id=invoice_id, type=type_, actor=actor, created_at=now, data=data))

    def where(self, condition: Callable[[Row], bool], *, order: str, limit: int) -> list[Row]:
        """The first rows that satisfy the condition, ordered by a column."""
        return sorted(filter(condition, self.rows.values()), key=lambda row: row[order])[:limit]

    def _count(self, change: Figures) -> None:
        self.figures = summed((self.figures, change))
