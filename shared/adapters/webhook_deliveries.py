"""What is to be sent to an endpoint next, and what became of it.

An endpoint has a position in the feed of changes: all up to it was delivered, or waits in a row of its own. So rows are
written for what was tried, and an endpoint that is away for days costs none. A round is sent before its outcome is
written: who is killed in between sends it again, under the same ids.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, exists, func, or_, select, update
from sqlalchemy.dialects.mysql import insert

from shared.adapters.change_feed import FeedState, read_changes
from shared.adapters.database import database_now, in_transaction, transaction
from shared.adapters.tables import webhook_deliveries, webhooks
from shared.adapters.webhooks import Webhook, WebhookNotFoundError, one_webhook, pending
from shared.domain.public_changes import ChangeType, PublicChange
from shared.domain.webhook_retries import (
    IS_DOWN,
    DeliveryState,
    DisabledReason,
    Outcome,
    RetrySchedule,
    is_given_up,
)

WINDOW = 100
"""Changes of one round."""

MOST_PENDING = 1000
"""Messages that may wait for an endpoint; beyond, no further changes are looked at until some have arrived."""

KEPT = 1000
"""Messages that arrived, and that were given up, which are kept for the log of an endpoint."""

_of = webhook_deliveries.c
_CHANGE = tuple(_of[field.name] for field in fields(PublicChange))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What is sent to an endpoint at once. Each of `groups` are the changes of one invoice, to be sent one behind the
    other; `held` wait for an earlier one of their invoice that is not in the round, as `waiting` says. `position` and
    `replay_position` are where the endpoint is behind the round; `attempts` were made of those that were tried before.
    """

    webhook: Webhook
    now: datetime
    groups: Sequence[Sequence[PublicChange]]
    held: Sequence[PublicChange]
    position: int
    replay_position: int | None
    attempts: Mapping[int, int]
    waiting: frozenset[int]

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to do now."""
        at = (self.webhook.position, self.webhook.replay_position)
        return not self.groups and not self.held and (self.position, self.replay_position) == at


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """The messages of one database."""

    engine: Engine
    schedule: RetrySchedule

    def due(self, state: FeedState) -> list[int]:
        """The endpoints that something may be sent to now."""
        with transaction(self.engine) as connection:
            now = database_now(connection)
            waits = exists().where(_of.webhook_id == webhooks.c.id, _of.next_attempt_at <= now)
            to_do = or_(webhooks.c.position < state.last, webhooks.c.replay_position.is_not(None), waits)
            is_on = and_(webhooks.c.disabled_reason.is_(None), func.coalesce(webhooks.c.resume_at, now) <= now)
            return list(connection.scalars(select(webhooks.c.id).where(is_on, to_do)))

    def next_round(self, webhook_id: int, state: FeedState) -> Round | None:
        """What to send now; None: nothing, or the endpoint is disabled or gone. Raises UnavailableError."""
        with transaction(self.engine) as connection:
            try:
                webhook = one_webhook(connection, webhook_id)
            except WebhookNotFoundError:
                return None
            now = database_now(connection)
            if webhook.disabled_reason or (webhook.resume_at and webhook.resume_at > now):
                return None
            found = _next_round(connection, webhook, state, now)
        return None if found.changes_nothing else found

    def settle(self, made: Round, outcomes: Mapping[int, Outcome]) -> None:
        """Write what became of a round: `outcomes` by the numbers of the changes that were tried. Raises
        UnavailableError."""
        in_transaction(self.engine, lambda connection: _settle(connection, made, outcomes, self.schedule))

    def prune(self) -> None:
        """Remove what the logs do not keep. Raises UnavailableError."""
        with transaction(self.engine) as connection:
            ids = connection.scalars(select(webhooks.c.id)).all()
        for webhook_id in ids:
            for state in (DeliveryState.DELIVERED, DeliveryState.FAILED):
                in_transaction(self.engine, partial(_prune, webhook_id=webhook_id, state=state))


def _next_round(connection: Connection, webhook: Webhook, state: FeedState, now: datetime) -> Round:
    some = connection.scalars(pending(webhook.id).with_only_columns(_of.invoice_id).limit(MOST_PENDING)).all()
    waiting = frozenset(some)
    # All wait and nothing arrives: one message finds out whether the endpoint is back.
    is_down = webhook.failing_since is not None and len(waiting) >= IS_DOWN
    most = 1 if is_down else WINDOW
    new: Sequence[PublicChange] = ()
    position, replay_position = webhook.position, webhook.replay_position
    if len(some) < MOST_PENDING:
        after = max(position, state.before)
        new, position = _read(connection, webhook, after, state.last, most)
        if not new and replay_position is not None:
            until = webhook.replay_until or 0
            new, replay_position = _read(connection, webhook, replay_position, until, most)
            replay_position = None if replay_position >= until else replay_position
    held = [one for one in new if one.invoice_id in waiting]
    groups = _by_invoice([one for one in new if one.invoice_id not in waiting])
    room = most - len(groups)
    retried, attempts = _due(connection, webhook.id, now, room) if room > 0 else ([], {})
    return Round(
        webhook=webhook,
        now=now,
        groups=[*groups, *retried],
        held=held,
        position=position,
        replay_position=replay_position,
        attempts=attempts,
        waiting=waiting,
    )


def _read(
    connection: Connection, webhook: Webhook, after: int, last: int, most: int
) -> tuple[Sequence[PublicChange], int]:
    """The next changes of the endpoint's types, and the number up to which these are all."""
    found = read_changes(connection, after=after, last=last, types=webhook.types, limit=most)
    return found, found[-1].sequence if len(found) == most else max(after, last)


def _by_invoice(found: Sequence[PublicChange]) -> list[list[PublicChange]]:
    groups: dict[int, list[PublicChange]] = {}
    for one in found:
        groups.setdefault(one.invoice_id, []).append(one)
    return list(groups.values())


def _due(
    connection: Connection, webhook_id: int, now: datetime, most: int
) -> tuple[list[list[PublicChange]], dict[int, int]]:
    """The messages that are due, each with those of its invoice that wait for it; and how often each was tried."""
    due = pending(webhook_id, _of.next_attempt_at <= now).with_only_columns(_of.invoice_id)
    ids = set(connection.scalars(due.order_by(_of.next_attempt_at).limit(most)))
    if not ids:
        return [], {}
    of_them = pending(webhook_id, _of.invoice_id.in_(ids)).with_only_columns(
        *_CHANGE, _of.attempts, _of.next_attempt_at
    )
    rows = connection.execute(of_them.order_by(_of.sequence).limit(WINDOW)).all()
    # What waits for a time that has not come holds back what comes behind it.
    not_yet = {row.invoice_id for row in rows if row.next_attempt_at is not None and row.next_attempt_at > now}
    sent = [row for row in rows if row.invoice_id not in not_yet]
    found = [
        PublicChange(**{column.name: getattr(row, column.name) for column in _CHANGE} | {"type": ChangeType(row.type)})
        for row in sent
    ]
    return _by_invoice(found), {row.sequence: row.attempts for row in sent}


def _settle(connection: Connection, made: Round, outcomes: Mapping[int, Outcome], schedule: RetrySchedule) -> None:
    try:
        webhook = one_webhook(connection, made.webhook.id, lock=True)
    except WebhookNotFoundError:  # removed meanwhile
        return
    now = database_now(connection)
    state = _endpoint_after(webhook, made, outcomes, schedule, now)
    given_up = state.get("disabled_reason") is not None
    rows = [
        _row_after(webhook.id, one, made.attempts.get(one.sequence, 0), outcomes.get(one.sequence), schedule, now)
        for one in (*(one for group in made.groups for one in group), *made.held)
    ]
    if given_up:  # they wait until somebody enables the endpoint again
        again = {"state": DeliveryState.PENDING, "next_attempt_at": now}
        rows = [{**row, **again} if row["state"] == DeliveryState.FAILED else row for row in rows]
    if rows:
        new = insert(webhook_deliveries)
        tried = ("state", "attempts", "next_attempt_at", "last_attempt_at", "status_code", "fault", "milliseconds")
        connection.execute(new.on_duplicate_key_update({name: new.inserted[name] for name in tried}), rows)
    _let_next_go(connection, webhook.id, {row["invoice_id"] for row in rows}, now)
    connection.execute(update(webhooks).where(webhooks.c.id == webhook.id).values(**state))


def _row_after(
    webhook_id: int,
    one: PublicChange,
    attempts: int,
    outcome: Outcome | None,
    schedule: RetrySchedule,
    now: datetime,
) -> dict[str, Any]:
    """The row of a message; `outcome` is None if it was not tried."""
    row = {"webhook_id": webhook_id, **{column.name: getattr(one, column.name) for column in _CHANGE}}
    not_tried = {"last_attempt_at": None, "status_code": None, "fault": None, "milliseconds": None}
    if outcome is None:
        return {**row, "state": DeliveryState.PENDING, "attempts": attempts, "next_attempt_at": None, **not_tried}
    again_at = None
    if not outcome.is_delivered:
        again_at = schedule.again_at(attempts + 1, now, jitter=_jitter(), retry_after=outcome.retry_after)
    ended = DeliveryState.DELIVERED if outcome.is_delivered else DeliveryState.FAILED
    return {
        **row,
        "state": DeliveryState.PENDING if again_at else ended,
        "attempts": attempts + 1,
        "next_attempt_at": again_at,
        "last_attempt_at": now,
        "status_code": outcome.status_code,
        "fault": outcome.fault,
        "milliseconds": outcome.milliseconds,
    }


def _endpoint_after(
    webhook: Webhook, made: Round, outcomes: Mapping[int, Outcome], schedule: RetrySchedule, now: datetime
) -> dict[str, Any]:
    """What the row of the endpoint has behind the round."""
    failed = [one for one in outcomes.values() if not one.is_delivered]
    arrived = len(failed) < len(outcomes)
    state: dict[str, Any] = {}
    # Somebody may have moved it meanwhile.
    if webhook.position == made.webhook.position:
        state["position"] = made.position
    if webhook.replay_position == made.webhook.replay_position:
        state["replay_position"] = made.replay_position
    if arrived:
        state |= {"last_success_at": now, "failures": 0, "failing_since": None, "resume_at": None}
    if failed:
        last = failed[-1]
        state |= {"last_error_at": now, "last_error": last.fault, "last_status_code": last.status_code}
        failures, since = (0, None) if arrived else (webhook.failures + 1, webhook.failing_since or now)
        if not arrived:
            state |= {"failures": failures, "failing_since": since}
        asked = max((one.retry_after or 0 for one in failed if one.is_busy), default=0)
        waiting = made.waiting.union(group[0].invoice_id for group in made.groups)
        if (not arrived and len(waiting) >= IS_DOWN) or any(one.is_busy for one in failed):
            state["resume_at"] = schedule.resume_at(max(1, failures), now, jitter=_jitter(), retry_after=asked)
        if webhook.disabled_reason is None and any(one.is_gone for one in failed):
            state |= {"disabled_reason": DisabledReason.GONE, "disabled_at": now}
        elif webhook.disabled_reason is None and is_given_up(since, now, schedule):
            state |= {"disabled_reason": DisabledReason.FAILING, "disabled_at": now}
    return state or {"position": webhook.position}


def _jitter() -> float:
    return random.random()  # noqa: S311 - so that those that failed together do not come together again


def _let_next_go(connection: Connection, webhook_id: int, invoice_ids: set[int], now: datetime) -> None:
    """Make the first message that waits of each of these invoices due, if it waits for nothing else."""
    if not invoice_ids:
        return
    first = pending(webhook_id, _of.invoice_id.in_(invoice_ids)).with_only_columns(func.min(_of.sequence))
    sequences = connection.scalars(first.group_by(_of.invoice_id)).all()
    due = (_of.webhook_id == webhook_id, _of.sequence.in_(sequences), _of.next_attempt_at.is_(None))
    if sequences:
        connection.execute(update(webhook_deliveries).where(*due).values(next_attempt_at=now))


def _prune(connection: Connection, webhook_id: int, state: DeliveryState) -> None:
    of_state = (_of.webhook_id == webhook_id, _of.state == state)
    newest = select(_of.sequence).where(*of_state).order_by(_of.sequence.desc()).limit(1).offset(KEPT)
    oldest = connection.scalar(newest)
    if oldest is not None:
        connection.execute(delete(webhook_deliveries).where(*of_state, _of.sequence <= oldest))
