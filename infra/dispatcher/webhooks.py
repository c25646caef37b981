"""Sends the public changes to the endpoints of other systems.

One dispatcher at a time sends: who holds the lock, which the database lets go as soon as its connection ends. Calls are
coroutines of one event loop in a thread of its own, so an endpoint that is slow costs a socket, and delays neither
another endpoint nor the documents.
"""

import asyncio
import logging
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import httpx
from sqlalchemy import Connection, Engine, text

from shared.adapters.change_feed import ChangeFeed, FeedState
from shared.adapters.database import advisory_lock, make_engine, still_holds, translated_faults
from shared.adapters.metrics import RedisMetrics
from shared.adapters.outbound import OutboundClient, OutboundPolicy, outbound_policy
from shared.adapters.redis_client import make_redis
from shared.adapters.webhook_deliveries import Deliveries, Round
from shared.adapters.webhooks import Webhook
from shared.domain.metrics import WEBHOOK_MESSAGES
from shared.domain.public_changes import PublicChange
from shared.domain.webhook_messages import WebhookSecrets, message_of, signed_headers
from shared.domain.webhook_retries import RETRY_SECONDS, Outcome, RetrySchedule
from shared.errors import AppError, UnavailableError
from shared.pipeline.ports import Metrics
from shared.settings import Settings

log = logging.getLogger(__name__)

LOCK = "webhook-sender"

_TICK_SECONDS = 0.5
_PRUNE_SECONDS = 60.0
_ANOTHER_SENDS_SECONDS = 2.0
_AT_ONCE = 8
"""Calls to one endpoint."""

_STATEMENTS_AT_ONCE = 4
_LOOKUPS_AT_ONCE = 32
_SILENT_SECONDS = 30
"""The database ends the connection that holds the lock, and so the lock, when nothing was heard of it for so long: the
machine of the dispatcher is gone."""

T = TypeVar("T")


class LockLostError(Exception):
    """The connection that held the lock has ended: another dispatcher may be sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSender:
    """Several may run; one of them sends."""

    engine: Engine
    feed: ChangeFeed
    deliveries: Deliveries
    secrets: WebhookSecrets
    policy: OutboundPolicy
    metrics: Metrics

    def run(self, stopping: threading.Event) -> None:
        """Send until stopped; waits while another dispatcher does, or the database is unavailable."""
        while not stopping.is_set():
            try:
                with advisory_lock(self.engine, LOCK, wait=False) as connection:
                    asyncio.run(self._send(connection, stopping))
            except UnavailableError:
                log.debug("webhooks are sent by another dispatcher, or the database is unavailable")
            except LockLostError:
                log.warning("webhooks are left to another dispatcher")
            except Exception:
                log.exception("sending of webhooks broke")
            stopping.wait(_ANOTHER_SENDS_SECONDS)

    async def _send(self, lock: Connection, stopping: threading.Event) -> None:
        with (
            ThreadPoolExecutor(_STATEMENTS_AT_ONCE, "webhook-rows") as rows,
            ThreadPoolExecutor(_LOOKUPS_AT_ONCE, "webhook-names") as names,
        ):
            sending = _Sending(sender=self, rows=rows, names=names, tls=httpx.create_ssl_context())
            await sending.ask(partial(_set_silence, lock))
            try:
                while not stopping.is_set():
                    await sending.ask(partial(_ensure_held, lock))
                    await sending.tick()
                    await asyncio.sleep(_TICK_SECONDS)
            finally:
                await sending.stop()


@dataclass(slots=True, kw_only=True)
class _Sending:
    """One stay as the sender: a task for each endpoint that has something to be sent."""

    sender: WebhookSender
    rows: Executor
    names: Executor
    tls: ssl.SSLContext
    tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    prune_at: float = field(default_factory=time.monotonic)

    async def ask(self, statement: Callable[[], T]) -> T:
        """What the statement returns, run in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self.rows, statement)

    async def tick(self) -> None:
        """Number what was committed, so that readers find little left to number, and begin sending to each endpoint
        that has something to be sent and is not at it."""
        self.tasks = {key: task for key, task in self.tasks.items() if not task.done()}
        try:
            state = await self.ask(self.sender.feed.advance)
            for webhook_id in await self.ask(partial(self.sender.deliveries.due, state)):
                if webhook_id not in self.tasks:
                    self.tasks[webhook_id] = asyncio.create_task(self._serve(webhook_id, state))
            if time.monotonic() >= self.prune_at:
                self.prune_at = time.monotonic() + _PRUNE_SECONDS
                await self.ask(self.sender.deliveries.prune)
        except AppError as error:
            log.warning("webhooks wait", extra={"code": error.code})

    async def stop(self) -> None:
        """End the calls; what they were about is sent again."""
        for task in self.tasks.values():
            task.cancel()
        await asyncio.gather(*self.tasks.values(), return_exceptions=True)

    async def _serve(self, webhook_id: int, state: FeedState) -> None:
        """Send round after round, until nothing is due at this endpoint."""
        deliveries = self.sender.deliveries
        try:
            async with OutboundClient(self.sender.policy, lookups=self.names, tls=self.tls) as client:
                while made := await self.ask(partial(deliveries.next_round, webhook_id, state)):
                    outcomes = await self._deliver(client, made, state.name)
                    await self.ask(partial(deliveries.settle, made, outcomes))
                    self._note(made.webhook, outcomes)
        except AppError as error:
            log.warning("webhook waits", extra={"webhook_id": webhook_id, "code": error.code})
        except Exception:
            log.exception("webhook broke", extra={"webhook_id": webhook_id})

    async def _deliver(self, client: OutboundClient, made: Round, feed: str) -> dict[int, Outcome]:
        """The outcome of each message that was tried, by the number of its change."""
        outcomes: dict[int, Outcome] = {}
        at_once = asyncio.Semaphore(_AT_ONCE)

        async def send_in_order(group: Sequence[PublicChange]) -> None:
            async with at_once:
                for change in group:
                    if any(one.is_gone for one in outcomes.values()):
                        return
                    outcome = await self._post(client, made.webhook, change, feed)
                    outcomes[change.sequence] = outcome
                    if not outcome.is_delivered:
                        return  # what follows of this invoice waits

        async with asyncio.TaskGroup() as tasks:
            for group in made.groups:
                tasks.create_task(send_in_order(group))
        return outcomes

    async def _post(self, client: OutboundClient, webhook: Webhook, change: PublicChange, feed: str) -> Outcome:
        message, now = message_of(change, feed), datetime.now(UTC)
        secrets = [self.sender.secrets.of(salt) for salt in webhook.salts(now)]
        return await client.post(webhook.url, signed_headers(message, secrets, now), message.body)

    def _note(self, webhook: Webhook, outcomes: dict[int, Outcome]) -> None:
        delivered = sum(one.is_delivered for one in outcomes.values())
        failed = len(outcomes) - delivered
        for outcome, number in (("delivered", delivered), ("failed", failed)):
            if number:
                self.sender.metrics.count(WEBHOOK_MESSAGES, outcome, amount=number)
        if outcomes:
            log.info("webhook called", extra={"webhook_id": webhook.id, "delivered": delivered, "failed": failed})


def _set_silence(connection: Connection) -> None:
    with translated_faults():
        connection.execute(text(f"SET SESSION wait_timeout = {_SILENT_SECONDS}"))
        connection.commit()


def _ensure_held(connection: Connection) -> None:
    """Raises LockLostError."""
    if not still_holds(connection, LOCK):
        raise LockLostError


def make_webhook_sender(settings: Settings) -> WebhookSender:
    """The sender, with connections of its own: its statements wait for nobody else's."""
    engine = make_engine(settings.model_copy(update={"database_pool_size": _STATEMENTS_AT_ONCE + 1}))
    return WebhookSender(
        engine=engine,
        feed=ChangeFeed(engine=engine),
        deliveries=Deliveries(engine=engine, schedule=RetrySchedule(settings.webhook_retry_seconds or RETRY_SECONDS)),
        secrets=WebhookSecrets(key=settings.secret_key.get_secret_value()),
        policy=outbound_policy(settings),
        metrics=RedisMetrics(make_redis(settings)),
    )
