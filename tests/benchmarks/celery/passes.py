"""One pass: invoices sent to one side, and what the audit trail, the database's clock and the kernel say of it."""

import json
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import psutil
from sqlalchemy import func, select

from shared.adapters.database import shared_engine, transaction
from shared.adapters.tables import audit_events, invoices
from shared.domain.audit import AuditEventType
from shared.domain.lifecycle import Status

_LONGEST_SECONDS = 1200.0
_POLL_SECONDS = 0.2
_HOPS = (
    (AuditEventType.UPLOADED, AuditEventType.OCR_STARTED),
    (AuditEventType.OCR_FINISHED, AuditEventType.EXTRACT_STARTED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A running side: what its sender is told, the Python that runs it, and the processes that do its work."""

    through: str
    python: Path
    pids: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How invoices are sent: at once, every so many seconds, or each when the one before is done."""

    count: int
    every: float = 0.0
    await_each: bool = False
    folder: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Milliseconds of a hop, from the commit that makes a stage due to its claim, over both hops of all invoices;
    invoices a second from the first one's row to the end of the last; CPU milliseconds an invoice, of the side's
    processes."""

    hop_median: float
    hop_p95: float
    rate: float
    cpu: float


def measured(side: Side, sending: Sending, mark: str) -> Pass:
    """Sends, and waits until all are done. Raises RuntimeError if one ends otherwise than waiting for a person."""
    before = _cpu_seconds(side.pids)
    ids = _sent(side, sending, mark)
    _wait(ids)
    cpu = _cpu_seconds(side.pids) - before
    moments = _moments(ids)
    hops = sorted(1000 * (row[after] - row[due]) for row in moments.values() for due, after in _HOPS)
    whole = max(row[AuditEventType.EXTRACT_FINISHED] for row in moments.values()) - min(
        row[AuditEventType.UPLOADED] for row in moments.values()
    )
    return Pass(
        hop_median=median(hops), hop_p95=quantiles(hops, n=20)[-1], rate=len(ids) / whole, cpu=1000 * cpu / len(ids)
    )


def _sent(side: Side, sending: Sending, mark: str) -> list[int]:
    command = [
        *(str(side.python), "-m", "tests.benchmarks.celery.sender"),
        *("--through", side.through, "--mark", mark, "--count", str(sending.count), "--every", str(sending.every)),
        *(("--await",) if sending.await_each else ()),
        *(("--folder", str(sending.folder)) if sending.folder else ()),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    ids: list[int] = json.loads(done.stdout.splitlines()[-1])
    return ids


def _wait(ids: Sequence[int]) -> None:
    deadline = time.monotonic() + _LONGEST_SECONDS
    query = select(invoices.c.status, func.count()).where(invoices.c.id.in_(ids)).group_by(invoices.c.status)
    while True:
        with transaction(shared_engine()) as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        if found.keys() - {Status.PROCESSING, Status.WAITING_VALIDATION}:
            raise RuntimeError(f"invoices ended otherwise: {found}")
        if found == {Status.WAITING_VALIDATION: len(ids)}:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"invoices are not done: {found}")
        time.sleep(_POLL_SECONDS)


def _moments(ids: Sequence[int]) -> dict[int, dict[str, float]]:
    """When each event happened, by invoice and type, as Unix time of the database's clock."""
    events = audit_events.c
    query = select(events.invoice_id, events.type, events.created_at).where(events.invoice_id.in_(ids))
    moments: dict[int, dict[str, float]] = {}
    with transaction(shared_engine()) as connection:
        for row in connection.execute(query):
            moments.setdefault(row.invoice_id, {})[row.type] = row.created_at.timestamp()
    return moments


def _cpu_seconds(pids: Iterable[int]) -> float:
    """CPU time of these processes, of their descendants, and of all that ended among them."""
    families = [[psutil.Process(pid), *psutil.Process(pid).children(recursive=True)] for pid in pids]
    return sum(sum(process.cpu_times()[:4]) for family in families for process in family)
