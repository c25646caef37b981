"""Sends mixed documents through a whole stack while it injects the faults of a schedule; reports figures."""

import contextlib
import signal
import time
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

import httpx
import redis
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from shared.adapters.tables import audit_events
from tests.chaos.assertions import Outcome, check_outcome, left_over
from tests.chaos.documents import mixed_documents
from tests.chaos.faults import Fault, FaultKind, Step, schedule
from tests.chaos.second_dispatcher import SecondDispatcher, second_dispatcher
from tests.support.model_server import KEY, MODEL, Plan, model_server
from tests.support.stack import RunningStack, eventually, running_stack

SETTINGS = {
    "LEASE_SECONDS": "5",
    "LOST_MESSAGE_SECONDS": "3",
    "SWEEP_SECONDS": "0.5",
    "RETRY_BASE_SECONDS": "0.5",
    "RETRY_MAX_SECONDS": "5",
    "STORE_TIMEOUT_SECONDS": "5",
    "MAX_ATTEMPTS": "12",
    "ORPHAN_SWEEP_SECONDS": "10",
    "ORPHAN_GRACE_SECONDS": "20",
    "OCR_LANGUAGES": "eng",
    "OCR_ENGINE": "tesseract",
    "OCR_DPI": "150",
    "AUTH": "required",
    "EXTRACTOR": "auto",
    "OPENAI_API_KEY": KEY,
    "OPENAI_MODEL": MODEL,
    "OPENAI_REQUESTS_PER_MINUTE": "6000",
    "OPENAI_TIMEOUT_SECONDS": "10",
}
MODEL_FAULTS = (
    {"fault": "rate_limit", "retry_after": 1},
    {"fault": "server_error"},
    {"fault": "cut_off"},
    {"fault": "dropped"},
    {"fault": "not_json"},
    {"fault": "wrong_shape"},
)
_HEAD = "| fault | times | recovery, median s | longest s |"
_BROKEN_ANSWERS = {429, 500, 502, 503, 504}
_UPLOADERS = ("Ana", "Ben", "Cleo")  # each has lines of their own in the queue
_RECOVERY_SECONDS = 180
_SIGNALS = {FaultKind.KILL: signal.SIGKILL, FaultKind.FREEZE: signal.SIGSTOP, FaultKind.RESTART: signal.SIGTERM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The injected faults, and the system's outcome."""

    documents: int
    steps: int
    faults: int
    model_requests: int
    recovery: Mapping[str, Sequence[float]]
    seconds: float
    settled: float
    outcome: Outcome

    def table(self) -> str:
        """The figures as Markdown."""
        rows = [
            f"| {name} | {len(found)} | {median(found):.1f} | {max(found):.1f} |"
            for name, found in sorted(self.recovery.items())
        ]
        return "\n".join([self._run(), self._promises(), "", _HEAD, "|---|---|---|---|", *rows])

    def _run(self) -> str:
        return (
            f"{self.documents} documents, {self.faults} faults at {self.steps} times, {self.model_requests} requests "
            f"to a model of which a third failed; {self.seconds:.0f} s, all done {self.settled:.0f} s after the last."
        )

    def _promises(self) -> str:
        outcome = self.outcome
        return (
            f"Invoices {outcome.invoices}, lost {len(outcome.lost)}, unfinished {len(outcome.unfinished)}, wrong "
            f"{len(outcome.wrong)}, done twice {len(outcome.done_twice)}, leases left {len(outcome.leased)}, "
            f"objects left over {len(outcome.left_over)}, objects missing {len(outcome.missing)}, "
            f"wrong figures {len(outcome.wrong_figures)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    stack: RunningStack
    second: SecondDispatcher
    engine: Engine
    keys: Sequence[str]

    def inject(self, fault: Fault) -> None:
        if fault.kind is FaultKind.FORGET:
            self._forget()
        else:
            self._signal(fault.program, _SIGNALS[fault.kind])

    def release(self, fault: Fault) -> None:
        if fault.kind is FaultKind.FREEZE:
            self._signal(fault.program, signal.SIGCONT)

    def _forget(self) -> None:
        def forgotten() -> bool:
            try:
                return bool(self.stack.redis().flushall())
            except redis.RedisError:  # unavailable, by another fault
                return False

        eventually(forgotten, seconds=60)

    def _signal(self, program: str, number: signal.Signals) -> None:
        if program == "dispatcher-2":
            self.second.signal(number)
            return
        with contextlib.suppress(ProcessLookupError):  # it ended between the lookup and this signal
            self.stack.kill(program, number)

    def worked_since(self, moment: datetime, expected: frozenset[str]) -> bool:
        """Whether events of these types happened since then."""
        try:
            with self.engine.connect() as connection:
                found = connection.scalars(
                    select(audit_events.c.type)
                    .where(audit_events.c.created_at > moment, audit_events.c.type.in_(expected))
                    .distinct()
                )
                return set(found) == expected
        except SQLAlchemyError:
            return False


def inject_faults(state_dir: Path, *, documents: int, seed: int, steps: int | None = None, say: bool = False) -> Report:
    """The report; nothing is asserted here. `steps` cuts the schedule short."""
    plan = schedule(seed, steps)
    faulty = Plan(rate=1 / 3, choices=MODEL_FAULTS, seed=seed)
    with model_server(plan=faulty) as model:
        settings = SETTINGS | {"OPENAI_BASE_URL": model.base_url}
        with running_stack(state_dir, **settings) as stack, second_dispatcher(stack, settings) as second:
            keys = [stack.new_key(name) for name in _UPLOADERS]
            stack.client.headers["Authorization"] = f"Bearer {keys[0]}"
            target = _Target(stack=stack, second=second, engine=stack.engine(), keys=keys)
            started = time.monotonic()
            accepted, recovery = _step_by_step(target, plan, mixed_documents(documents), say)
            injected = time.monotonic()
            eventually(lambda: not _processing(stack), seconds=900, pause=1)
            settled = time.monotonic() - injected
            with contextlib.suppress(AssertionError):  # the outcome reports what is unfinished
                eventually(lambda: not left_over(stack), seconds=120, pause=2)
            return Report(
                documents=documents,
                steps=len(plan),
                faults=sum(len(step) for step in plan),
                model_requests=len(model.requests),
                recovery=recovery,
                seconds=injected - started,
                settled=settled,
                outcome=check_outcome(stack, accepted),
            )


def _step_by_step(
    target: _Target, plan: Sequence[Step], documents: list[tuple[str, bytes]], say: bool
) -> tuple[dict[int, str], dict[str, list[float]]]:
    """Documents are spread over the steps: half of a share is sent while the fault lasts, half when it is over."""
    accepted: dict[int, str] = {}
    recovery: dict[str, list[float]] = defaultdict(list)
    shares = [documents[number :: len(plan)] for number in range(len(plan))]
    with ThreadPoolExecutor(4) as pool:
        for number, (step, share) in enumerate(zip(plan, shares, strict=True)):
            half = len(share) // 2
            sent = [_sent_later(pool, target, document) for document in share[:half]]
            for fault in step:
                target.inject(fault)
            for fault in sorted(step, key=lambda one: one.seconds):
                time.sleep(max(0.0, fault.seconds))
                target.release(fault)
            over, clock = datetime.now(UTC), time.monotonic()
            sent += [_sent_later(pool, target, document) for document in share[half:]]
            accepted.update(one.result() for one in sent)
            expected = _events_of([name for name, _ in share[half:]])
            eventually(partial(target.worked_since, over, expected), seconds=_RECOVERY_SECONDS, pause=0.1)
            took = time.monotonic() - clock
            name = " + ".join(str(fault) for fault in step) if len(step) == 1 else "two at a time"
            recovery[name].append(took)
            if say:
                print(f"{number + 1}/{len(plan)} {' + '.join(map(str, step))}: {took:.1f} s", flush=True)
    return accepted, recovery


def _sent_later(pool: ThreadPoolExecutor, target: _Target, document: tuple[str, bytes]) -> "Future[tuple[int, str]]":
    name, content = document
    key = target.keys[zlib.crc32(content) % len(target.keys)]
    return pool.submit(_send, target.stack, name, content, key)


def _events_of(names: Sequence[str]) -> frozenset[str]:
    """What happens to these documents at least; an XML is not read, and what cannot be read is not extracted."""
    events = {"uploaded"}
    for good in (name for name in names if name.startswith("good")):
        events |= {"extract.finished"} if good.endswith(".xml") else {"ocr.finished", "extract.finished"}
    return frozenset(events)


def _send(stack: RunningStack, name: str, content: bytes, key: str) -> tuple[int, str]:
    """Sends until it is accepted, as a client without an answer does."""
    headers = {"Authorization": f"Bearer {key}"}

    def send() -> int | None:
        try:
            answer = stack.client.post("/api/invoices/ocr", files={"file": (name, content)}, headers=headers)
        except httpx.HTTPError:
            return None
        if answer.status_code != 202:
            assert answer.status_code in _BROKEN_ANSWERS, answer.text
            return None
        invoice_id: int = answer.json()[0]["invoice_id"]
        return invoice_id

    return eventually(send, seconds=300, pause=0.3), name


def _processing(stack: RunningStack) -> bool:
    try:
        summary = stack.client.get("/api/invoices/status-summary/").json()["summary"]
    except (httpx.HTTPError, ValueError, KeyError):
        return True
    return bool(summary["processing"])
