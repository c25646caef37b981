"""The dependencies of the endpoints, created once per app."""

from dataclasses import dataclass

import flask
import httpx
import redis
from sqlalchemy import Engine

from functions.api.access import Caller
from functions.api.broadcast import Broadcaster
from functions.api.joint_answers import JointAnswers
from functions.api.turns import Turns
from functions.api.waiting import Waiting
from functions.api.word_shares import WordShares
from shared.adapters.api_keys import KeyStore
from shared.adapters.caches import caches_of
from shared.adapters.change_feed import ChangeFeed
from shared.adapters.change_stream import RedisChangeStream
from shared.adapters.event_queue import RedisEventQueue
from shared.adapters.guess_counter import RedisGuessCounter
from shared.adapters.invoice_store import SqlInvoiceStore
from shared.adapters.metrics import RedisMetrics
from shared.adapters.object_store import S3ObjectStore
from shared.adapters.sealing import Seal
from shared.adapters.webhooks import WebhookRegister
from shared.adapters.wiring import make_documents
from shared.domain.webhook_messages import WebhookSecrets
from shared.pipeline.after_commit import AfterCommit
from shared.pipeline.ports import Cache, EventQueue, GuessCounter, InvoiceStore
from shared.pipeline.stored_documents import StoredDocuments
from shared.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The stores, the upload function's client, and the settings. Queries use the engine."""

    settings: Settings
    engine: Engine
    invoices: InvoiceStore
    redis: redis.Redis
    queue: EventQueue
    changes: RedisChangeStream
    broadcaster: Broadcaster
    metrics: RedisMetrics
    store: S3ObjectStore
    documents: StoredDocuments
    image_seal: Seal
    cursor_seal: Seal
    feed: ChangeFeed
    webhooks: WebhookRegister
    webhook_secrets: WebhookSecrets
    caches: tuple[Cache, ...]
    keys: KeyStore
    guesses: GuessCounter
    upload_client: httpx.Client
    turns: Turns
    joint_answers: JointAnswers
    waiting: Waiting
    word_shares: WordShares

    @property
    def after_commit(self) -> AfterCommit:
        """Runs after a committed decision or deletion."""
        return AfterCommit(queue=self.queue, changes=self.changes)


def make_services(
    settings: Settings, *, engine: Engine, client: redis.Redis, store: S3ObjectStore, upload_client: httpx.Client
) -> Services:
    """The services for these settings and clients; clients connect on first use."""
    changes = RedisChangeStream(client)
    return Services(
        settings=settings,
        engine=engine,
        invoices=SqlInvoiceStore(engine),
        redis=client,
        queue=RedisEventQueue(client),
        changes=changes,
        broadcaster=Broadcaster(changes),
        metrics=RedisMetrics(client),
        store=store,
        documents=make_documents("api", client, store),
        image_seal=Seal(settings.secret_key.get_secret_value(), "page-images"),
        cursor_seal=Seal(settings.secret_key.get_secret_value(), "cursors"),
        feed=ChangeFeed(engine=engine),
        webhooks=WebhookRegister(engine=engine, feed=ChangeFeed(engine=engine)),
        webhook_secrets=WebhookSecrets(key=settings.secret_key.get_secret_value()),
        caches=caches_of(settings, client),
        keys=KeyStore(engine, settings.secret_key.get_secret_value()),
        guesses=RedisGuessCounter(client),
        upload_client=upload_client,
        joint_answers=JointAnswers(seconds=settings.waits.turn),
        turns=Turns(settings.pictures_at_once, seconds=settings.waits.turn),
        waiting=Waiting(engine, settings.waits_at_once),
        word_shares=WordShares(engine),
    )


_KEY = "invoices.services"


def attach(app: flask.Flask, services: Services) -> None:
    """Attach the services to the app."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the current app."""
    found: Services = flask.current_app.extensions[_KEY]
    return found


def caller() -> Caller:
    """The caller of the current request; the guard sets it for endpoints that are not public."""
    known: Caller = flask.g.caller
    return known
