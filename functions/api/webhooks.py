"""Webhooks: endpoints of other systems that are sent the changes; for admins."""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import flask
from sqlalchemy import select

from functions.api.blueprints import Resource
from functions.api.cursors import listing, with_link
from functions.api.models.base import Error
from functions.api.models.webhooks import (
    DeliveryQuery,
    NewWebhook,
    Replay,
    ReplayBody,
    RotateBody,
    TestResult,
    Webhook,
    WebhookBody,
    WebhookChange,
    WebhookDeliveryList,
    WebhookList,
    WebhookPath,
    literal_address,
)
from functions.api.orders import Order
from functions.api.pages import read_page
from functions.api.responses import json_response
from functions.api.services import services
from shared.adapters import webhooks
from shared.adapters.database import transaction
from shared.adapters.outbound import OutboundClient, outbound_policy
from shared.adapters.tables import webhook_deliveries
from shared.domain.webhook_messages import (
    WebhookMessage,
    message_id,
    message_of_test,
    secret_text,
    signed_headers,
)
from shared.domain.webhook_retries import DeliveryFault, Outcome
from shared.http.problems import not_valid

blueprint = Resource("webhooks", __name__, tag="webhooks")

_of = webhook_deliveries.c
_SHOWN = (
    *(_of.sequence, _of.type, _of.invoice_id, _of.version, _of.at, _of.state, _of.attempts, _of.next_attempt_at),
    *(_of.last_attempt_at, _of.status_code, _of.fault, _of.milliseconds),
)


@blueprint.get("/api/webhooks", responses={200: WebhookList})
def list_webhooks() -> flask.Response:
    """All webhooks, and how each is."""
    return json_response(WebhookList, {"webhooks": [_shown(*one) for one in services().webhooks.all()]})


@blueprint.post("/api/webhooks", responses={201: NewWebhook, 409: Error})
def add_webhook(body: WebhookBody) -> flask.Response:
    """Add a webhook. It is sent what changes from now on. Its secret is shown in this answer only."""
    _ensure_callable(body.url)
    made = services().webhooks.add(url=body.url, description=body.description, types=body.types)
    return json_response(NewWebhook, _with_secret(made.id), 201)


@blueprint.get("/api/webhooks/<int:webhook_id>", responses={200: Webhook})
def get_webhook(path: WebhookPath) -> flask.Response:
    """One webhook, and how it is."""
    return json_response(Webhook, _shown(*services().webhooks.get(path.webhook_id)))


@blueprint.patch("/api/webhooks/<int:webhook_id>", responses={200: Webhook})
def change_webhook(path: WebhookPath, body: WebhookChange) -> flask.Response:
    """Change the given fields, or switch it off and on again. Nothing is lost while it is off."""
    if body.url is not None:
        _ensure_callable(body.url)
    given = body.model_dump(include={"url", "description", "types"}, exclude_none=True)
    services().webhooks.change(path.webhook_id, given, enabled=body.enabled, skip_missed=body.skip_missed)
    return json_response(Webhook, _shown(*services().webhooks.get(path.webhook_id)))


@blueprint.delete("/api/webhooks/<int:webhook_id>", responses={204: None})
def remove_webhook(path: WebhookPath) -> flask.Response:
    """Delete a webhook and its log."""
    services().webhooks.remove(path.webhook_id)
    return flask.Response(status=204)


@blueprint.post("/api/webhooks/<int:webhook_id>/rotate", responses={200: NewWebhook})
def rotate_secret(path: WebhookPath, body: RotateBody) -> flask.Response:
    """Give it a new secret, which is shown in this answer only. The earlier one signs every message too for a day, or
    as long as is asked for: receivers can change to the new one at any time meanwhile."""
    services().webhooks.rotate(path.webhook_id, hours=body.hours)
    return json_response(NewWebhook, _with_secret(path.webhook_id))


@blueprint.post("/api/webhooks/<int:webhook_id>/test", responses={200: TestResult})
def send_test(path: WebhookPath) -> flask.Response:
    """Send a message of the type `webhook.test` now, and say whether it arrived. If it does, what waits is sent too."""
    found, _ = services().webhooks.get(path.webhook_id)
    now = datetime.now(UTC)
    message = message_of_test(secrets.token_hex(16), found.id, now)
    outcome = asyncio.run(_post(found, message, now))
    if outcome.is_delivered:
        services().webhooks.works(found.id)
    result = {
        "delivered": outcome.is_delivered,
        "status_code": outcome.status_code,
        "fault": outcome.fault,
        "milliseconds": outcome.milliseconds,
    }
    return json_response(TestResult, result)


@blueprint.get("/api/webhooks/<int:webhook_id>/deliveries", responses={200: WebhookDeliveryList})
def list_deliveries(path: WebhookPath, query: DeliveryQuery) -> flask.Response:
    """Messages to a webhook, the newest change first: all that wait, and the newest thousand of those that arrived and
    of those that were given up."""
    feed = services().feed.advance().name
    order = Order((_of.sequence,), descending=True)
    rows = select(*_SHOWN).where(_of.webhook_id == path.webhook_id)
    if query.state is not None:
        rows = rows.where(_of.state == query.state)
    with transaction(services().engine) as connection:
        webhooks.one_webhook(connection, path.webhook_id)
        page = read_page(connection, listing(f"deliveries {path.webhook_id}", query), order, rows)
    shown = [{**row, "id": message_id(feed, row["sequence"]), "fault": _known(row["fault"])} for row in page.rows]
    return with_link(json_response(WebhookDeliveryList, {"deliveries": shown, "next": page.next}), page.next)


@blueprint.post("/api/webhooks/<int:webhook_id>/replay", responses={202: Replay})
def replay(path: WebhookPath, body: ReplayBody) -> flask.Response:
    """Send one message again, by its id, or all that changed in a time. Messages keep their ids, so that a receiver
    that has one knows it."""
    if body.id is not None:
        services().webhooks.replay_message(path.webhook_id, body.id)
        return json_response(Replay, {"webhook_id": path.webhook_id, "changes": 1}, 202)
    assert body.since is not None  # noqa: S101 - one of both is given
    count = services().webhooks.replay_range(path.webhook_id, since=body.since, until=body.until)
    return json_response(Replay, {"webhook_id": path.webhook_id, "changes": count}, 202)


async def _post(found: webhooks.Webhook, message: WebhookMessage, now: datetime) -> Outcome:
    keys = [services().webhook_secrets.of(salt) for salt in found.salts(now)]
    async with OutboundClient(outbound_policy(services().settings)) as client:
        return await client.post(found.url, signed_headers(message, keys, now), message.body)


def _ensure_callable(url: str) -> None:
    """Raises BadRequestError for what could never be sent. A host's addresses are looked up when it is called."""
    policy = outbound_policy(services().settings)
    if not policy.allows_scheme(url.partition(":")[0].lower()):
        raise not_valid([{"parameter": "url", "message": "must begin with https:// (WEBHOOK_HTTP allows http)"}])
    address = literal_address(url)
    if address is not None and not policy.allows(address):
        message = f"{address} is no public address; WEBHOOK_NETWORKS names others that may be called"
        raise not_valid([{"parameter": "url", "message": message}])


def _with_secret(webhook_id: int) -> dict[str, Any]:
    found, backlog = services().webhooks.get(webhook_id)
    return {**_shown(found, backlog), "secret": secret_text(services().webhook_secrets.of(found.salt))}


def _shown(found: webhooks.Webhook, backlog: webhooks.Backlog) -> Mapping[str, Any]:
    both = len(found.salts(datetime.now(UTC))) > 1
    return {
        "id": found.id,
        "url": found.url,
        "description": found.description,
        "types": found.types,
        "enabled": found.disabled_reason is None,
        "disabled_reason": found.disabled_reason,
        "disabled_at": found.disabled_at,
        "pending": backlog.pending,
        "behind": backlog.behind,
        "replay_left": backlog.replay_left,
        "next_attempt_at": backlog.next_attempt_at,
        "failing_since": found.failing_since,
        "last_success_at": found.last_success_at,
        "last_error_at": found.last_error_at,
        "last_error": _known(found.last_error),
        "last_status_code": found.last_status_code,
        "old_secret_until": found.old_until if both else None,
        "created_at": found.created_at,
        "updated_at": found.updated_at,
    }


def _known(fault: str | None) -> DeliveryFault | None:
    if fault is None:
        return None
    return DeliveryFault(fault) if fault in {*DeliveryFault} else DeliveryFault.OTHER
