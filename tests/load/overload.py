"""Uploads arrive several times faster than they can be read: how fast they are taken, and what becomes of them."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from shared.adapters.event_queue import RedisEventQueue
from tests.chaos.assertions import Outcome, check_outcome
from tests.chaos.documents import GOOD, distinct
from tests.load.memory import Memory, memory_watched
from tests.support.stack import RunningStack, eventually, running_stack

CLIENTS = 12
_CHEAP = tuple(path for path in GOOD if path.suffix in {".pdf", ".xml"} and "scan" not in path.name)
_SETTINGS = {"OCR_LANGUAGES": "eng", "OCR_ENGINE": "tesseract", "OCR_DPI": "150", "EXTRACTOR": "local"}


@dataclass(slots=True)
class Tally:
    """What the clients met; filled by many threads (appending is atomic)."""

    accepted: dict[int, str] = field(default_factory=dict)
    taken_seconds: list[float] = field(default_factory=list)
    refused_seconds: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    without_retry_after: int = 0
    ready: Counter[int] = field(default_factory=Counter)
    longest_queue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFigures:
    """One run."""

    seconds: float
    read_per_second: float
    offered_per_second: float
    max_queued: int
    tally: Tally
    memory: Memory
    drained_seconds: float
    outcome: Outcome

    def table(self) -> str:
        """The figures as Markdown."""
        return "\n".join(
            [
                self._run(),
                "",
                "| upload | number | p50 ms | p99 ms | longest ms |",
                "|---|---|---|---|---|",
                _latencies("taken (202)", self.tally.taken_seconds),
                _latencies("refused (429)", self.tally.refused_seconds),
                "",
                "| program | MB, second quarter | MB, last quarter | MB, most |",
                "|---|---|---|---|",
                *self.memory.rows(),
            ]
        )

    def _run(self) -> str:
        tally = self.tally
        return (
            f"{self.seconds:.0f} s; read {self.read_per_second:.2f}/s, offered {self.offered_per_second:.2f}/s; "
            f"answers {dict(tally.answers)}; MAX_QUEUED {self.max_queued}, longest queue {tally.longest_queue}; "
            f"readyz {dict(tally.ready)}; drained in {self.drained_seconds:.0f} s; {self.outcome.invoices} invoices, "
            f"clean: {self.outcome.is_clean}."
        )


def _latencies(name: str, seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return f"| {name} | {len(seconds)} | | | |"
    p99 = quantiles(seconds, n=100)[98]
    return f"| {name} | {len(seconds)} | {median(seconds) * 1e3:.0f} | {p99 * 1e3:.0f} | {max(seconds) * 1e3:.0f} |"


def run_overload(state_dir: Path, *, seconds: float, factor: float, max_queued: int, first: int = 12) -> LoadFigures:
    """The figures; `first` documents are read alone to learn how fast reading is here."""
    with running_stack(state_dir, MAX_QUEUED=str(max_queued), **_SETTINGS) as stack:
        numbers, tally = count(), Tally()
        read_rate = _reading_rate(stack, numbers, tally, first)
        offered = factor * read_rate
        with memory_watched(stack) as memory:
            stopping = threading.Event()
            watcher = threading.Thread(target=_watch, args=(stack, tally, stopping))
            watcher.start()
            started = time.monotonic()
            sent = _offer(stack, numbers, tally, rate=offered, seconds=seconds)
            lasted = time.monotonic() - started
            eventually(lambda: _processing(stack) == 0, seconds=1800, pause=0.5)
            drained = time.monotonic() - started - lasted
            stopping.set()
            watcher.join()
        return LoadFigures(
            seconds=lasted,
            read_per_second=read_rate,
            offered_per_second=sent / lasted,
            max_queued=max_queued,
            tally=tally,
            memory=memory,
            drained_seconds=drained,
            outcome=check_outcome(stack, tally.accepted),
        )


def _reading_rate(stack: RunningStack, numbers: Any, tally: Tally, documents: int) -> float:
    warm_up = Tally()
    for _ in range(2):
        _upload(stack, next(numbers), warm_up)
    eventually(lambda: _processing(stack) == 0, seconds=300)
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: _upload(stack, number, warm_up), [next(numbers) for _ in range(documents)]))
    eventually(lambda: _processing(stack) == 0, seconds=600)
    tally.accepted.update(warm_up.accepted)
    return documents / (time.monotonic() - started)


def _offer(stack: RunningStack, numbers: Any, tally: Tally, *, rate: float, seconds: float) -> int:
    """Clients that do not wait for each other: an upload begins when its time has come."""
    started, sent = time.monotonic(), 0
    with ThreadPoolExecutor(CLIENTS) as pool:
        while (now := time.monotonic() - started) < seconds:
            if sent <= now * rate:
                pool.submit(_upload, stack, next(numbers), tally)
                sent += 1
            else:
                time.sleep(min(0.05, sent / rate - now))
    return sent


def _upload(stack: RunningStack, number: int, tally: Tally) -> None:
    path = _CHEAP[number % len(_CHEAP)]
    name, content = f"good-{number}{path.suffix}", distinct(path, number)
    started = time.monotonic()
    answer = stack.client.post("/api/invoices/ocr", files={"file": (name, content)})
    took = time.monotonic() - started
    tally.answers[answer.status_code] += 1
    if answer.status_code == 202:
        tally.taken_seconds.append(took)
        tally.accepted[answer.json()[0]["invoice_id"]] = name
    elif answer.status_code == 429:
        tally.refused_seconds.append(took)
        tally.without_retry_after += "Retry-After" not in answer.headers


def _watch(stack: RunningStack, tally: Tally, stopping: threading.Event) -> None:
    queue = RedisEventQueue(stack.redis())
    while not stopping.wait(0.5):
        tally.longest_queue = max(tally.longest_queue, sum(queue.waiting().values()))
        tally.ready[_ready(stack)] += 1


def _ready(stack: RunningStack) -> int:
    try:
        return stack.client.get("/readyz").status_code
    except httpx.HTTPError:
        return 0


def _processing(stack: RunningStack) -> int:
    number: int = stack.client.get("/api/invoices/status-summary/").json()["summary"]["processing"]
    return number
