"""One lane's worker pool: pops its events in turn and delivers each to its function, with limited concurrency."""

import logging
import threading
import time
from dataclasses import dataclass

import httpx

from shared.domain.cloud_events import InvalidEventError, InvoiceEvent, parse_event
from shared.domain.lanes import Lane, Popped, lane_key
from shared.domain.lifecycle import Stage
from shared.errors import AppError, OperatorErrorCode
from shared.http.signing import HEADER, sign
from shared.pipeline.ports import EventQueue
from shared.tracing import SpanKind, current_traceparent, request_context, set_attributes

log = logging.getLogger(__name__)

_WAIT_SECONDS = 2  # one blocking pop; bounds the time until an idle worker stops
_TRY_AGAIN = {429, 502, 503, 504}  # the function is busy or unavailable, whatever the event
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0  # seconds between tries while Redis or the function is unavailable


class NotDeliveredError(AppError):
    """The function did not accept the event: it is unavailable, busy or broken. The event is not lost."""

    code = OperatorErrorCode.NOT_DELIVERED
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPool:
    """A lane of a stage, and the stage's function. `concurrency` threads each pop, post, and wait for the response: an
    event leaves the queue only when a worker is free to deliver it."""

    stage: Stage
    lane: Lane
    url: str
    concurrency: int
    queue: EventQueue
    client: httpx.Client
    secret: str
    stopping: threading.Event

    @property
    def _named(self) -> dict[str, str]:
        return {"stage": self.stage, "lane": self.lane}

    def start(self) -> list[threading.Thread]:
        """Start the pool's threads; each ends after its current call once `stopping` is set."""
        threads = [
            threading.Thread(target=self._run, name=f"{self.stage}-{self.lane}-{number}")
            for number in range(self.concurrency)
        ]
        for thread in threads:
            thread.start()
        return threads

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        while not self.stopping.is_set():
            try:
                popped = self.queue.pop(self.stage, self.lane, _WAIT_SECONDS)
                if popped is not None:
                    self._deliver(popped)
                pause = _FIRST_PAUSE
            except AppError as error:
                log.warning("worker pool pauses", extra={**self._named, "code": error.code, "seconds": pause})
                self.stopping.wait(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
            except Exception:
                # No message may end a worker; the sweeper requeues the row when it is due.
                log.exception("message broke", extra=self._named)
                self.stopping.wait(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)

    def _deliver(self, popped: Popped) -> None:
        try:
            event = parse_event(popped.content)
        except InvalidEventError:
            log.error("message is not an event; dropped", extra={"stage": self.stage, "bytes": len(popped.content)})
            return
        with request_context(event.requestid, event.traceparent, name=f"deliver {self.stage}", kind=SpanKind.CONSUMER):
            set_attributes(
                {
                    "messaging.destination.name": lane_key(self.stage, self.lane),
                    "invoice.id": str(event.data.invoice_id),
                }
            )
            try:
                self._post(event)
            except NotDeliveredError:
                self.queue.requeue(popped)
                raise

    def _post(self, event: InvoiceEvent) -> None:
        body = event.dump().encode()
        headers = {
            "Content-Type": "application/cloudevents+json",
            HEADER: sign(self.secret, self.stage, body=body),
            "traceparent": current_traceparent() or "",
        }
        started = time.monotonic()
        try:
            response = self.client.post(self.url, content=body, headers=headers)
        except httpx.ReadTimeout:
            # The function is still working on the event; its lease limits it, not this call's time-out.
            log.warning("function still at work", extra={"stage": self.stage, "invoice_id": event.data.invoice_id})
            return
        except httpx.HTTPError as error:
            raise NotDeliveredError(f"{self.stage}: {type(error).__name__}") from error
        attributes = {
            **self._named,
            "invoice_id": event.data.invoice_id,
            "status": response.status_code,
            "seconds": round(time.monotonic() - started, 3),
        }
        set_attributes({"http.response.status_code": response.status_code})
        if response.status_code in _TRY_AGAIN:
            raise NotDeliveredError(f"{self.stage}: HTTP {response.status_code}")
        if response.is_success:
            log.info("event delivered", extra=attributes)
        else:
            # Not requeued, which would block the queue: if the row is still due, the sweeper requeues it.
            log.error("event refused; dropped", extra=attributes)
