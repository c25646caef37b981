"""The endpoints of other systems: listed, added, changed, removed, and what is to be sent again."""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, insert, select, update

from shared.adapters.change_feed import ChangeFeed, FeedState, read_changes
from shared.adapters.database import advisory_lock, database_now, transaction
from shared.adapters.tables import changes, webhook_deliveries, webhooks
from shared.domain.public_changes import ChangeType
from shared.domain.webhook_messages import sequence_of
from shared.domain.webhook_retries import DeliveryState, DisabledReason
from shared.errors import AppError, ErrorCode

MOST_WEBHOOKS = 50
MOST_COUNTED = 1000
"""Of the messages that wait for one endpoint are counted."""

_of = webhook_deliveries.c


class WebhookNotFoundError(AppError):
    """No such endpoint."""

    code = ErrorCode.WEBHOOK_NOT_FOUND
    status = 404
    message = "There is no such webhook."


class TooManyWebhooksError(AppError):
    """Each change is sent to all of them."""

    code = ErrorCode.TOO_MANY_WEBHOOKS
    status = 409
    message = f"There are {MOST_WEBHOOKS} webhooks already; no more can be kept."


class MessageNotFoundError(AppError):
    """No message of this id, or not any more."""

    code = ErrorCode.MESSAGE_NOT_FOUND
    status = 404
    message = "There is no message of this id, or its change is not kept any more."


class ReplayUnderWayError(AppError):
    """One range at a time."""

    code = ErrorCode.INVALID_STATE
    status = 400
    message = "A range is being sent again already; wait until its replay_left is 0."


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An endpoint as its row says; see `shared.adapters.tables`."""

    id: int
    url: str
    description: str
    types: Sequence[ChangeType]
    disabled_reason: DisabledReason | None
    disabled_at: datetime | None
    salt: str
    old_salt: str | None
    old_until: datetime | None
    position: int
    replay_position: int | None
    replay_until: int | None
    failures: int
    failing_since: datetime | None
    resume_at: datetime | None
    last_success_at: datetime | None
    last_error_at: datetime | None
    last_error: str | None
    last_status_code: int | None
    created_at: datetime
    updated_at: datetime

    def salts(self, now: datetime) -> list[str]:
        """The salts of the secrets that sign now, the newest first."""
        both = self.old_salt is not None and self.old_until is not None and now < self.old_until
        return [self.salt, str(self.old_salt)] if both else [self.salt]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What an endpoint has not got yet: `pending` messages wait for a retry or behind one (1,000 at most are counted),
    `behind` changes were not looked at, `replay_left` of a range are to be sent again. `next_attempt_at` is None if
    nothing waits for a time."""

    pending: int
    behind: int
    replay_left: int
    next_attempt_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRegister:
    """The endpoints of one database."""

    engine: Engine
    feed: ChangeFeed

    def all(self) -> list[tuple[Webhook, Backlog]]:
        """Every endpoint, by id."""
        state = self.feed.advance()
        with transaction(self.engine) as connection:
            return [(found, _backlog(connection, found, state)) for found in _every(connection)]

    def get(self, webhook_id: int) -> tuple[Webhook, Backlog]:
        """One endpoint. Raises WebhookNotFoundError."""
        state = self.feed.advance()
        with transaction(self.engine) as connection:
            found = one_webhook(connection, webhook_id)
            return found, _backlog(connection, found, state)

    def add(self, *, url: str, description: str, types: Sequence[ChangeType]) -> Webhook:
        """A new endpoint, which is sent what changes from now on. Raises TooManyWebhooksError."""
        state = self.feed.advance()
        with advisory_lock(self.engine, "webhooks") as connection, connection.begin():
            count = connection.execute(select(func.count()).select_from(webhooks)).scalar_one()
            if count >= MOST_WEBHOOKS:
                raise TooManyWebhooksError
            now = database_now(connection)
            row = {"url": url, "description": description, "types": list(types), "salt": new_salt()}
            new = insert(webhooks).values(**row, position=state.last, failures=0, created_at=now, updated_at=now)
            return one_webhook(connection, int(connection.execute(new).lastrowid))

    def change(self, webhook_id: int, values: Mapping[str, Any], *, enabled: bool | None, skip_missed: bool) -> None:
        """Change these columns, and whether it is sent anything. It goes on where it stopped, or with `skip_missed` at
        the present end. Raises WebhookNotFoundError."""
        state = self.feed.advance()
        with transaction(self.engine) as connection:
            found = one_webhook(connection, webhook_id, lock=True)
            now = database_now(connection)
            changed: dict[str, Any] = {**values, "updated_at": now}
            if enabled is False and found.disabled_reason is None:
                changed |= {"disabled_reason": DisabledReason.PERSON, "disabled_at": now}
            if enabled or "url" in values:
                changed |= _ANEW
                _retry_now(connection, webhook_id, now)
            if enabled:
                changed |= {"disabled_reason": None, "disabled_at": None}
            if skip_missed:
                changed |= {"position": state.last, "replay_position": None, "replay_until": None}
                pending = (_of.webhook_id == webhook_id, _of.state == DeliveryState.PENDING)
                connection.execute(delete(webhook_deliveries).where(*pending))
            connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**changed))

    def rotate(self, webhook_id: int, *, hours: float) -> Webhook:
        """Give it a new secret; the one before signs too for so long. Raises WebhookNotFoundError."""
        with transaction(self.engine) as connection:
            found = one_webhook(connection, webhook_id, lock=True)
            now = database_now(connection)
            old_until = now + timedelta(hours=hours)
            values = {"salt": new_salt(), "old_salt": found.salt, "old_until": old_until, "updated_at": now}
            connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values))
            return one_webhook(connection, webhook_id)

    def remove(self, webhook_id: int) -> None:
        """Remove it with its log. Raises WebhookNotFoundError."""
        with transaction(self.engine) as connection:
            if not connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id)).rowcount:
                raise WebhookNotFoundError

    def works(self, webhook_id: int) -> None:
        """A test message has arrived: what waits is sent at once."""
        with transaction(self.engine) as connection:
            now = database_now(connection)
            values = {**_ANEW, "last_success_at": now}
            connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values))
            _retry_now(connection, webhook_id, now)

    def replay_message(self, webhook_id: int, message_id: str) -> None:
        """Send one message again, now. Raises WebhookNotFoundError, MessageNotFoundError."""
        state = self.feed.advance()
        with transaction(self.engine) as connection:
            one_webhook(connection, webhook_id)
            sequence = sequence_of(message_id, state.name)
            if sequence is None or not _make_pending(connection, webhook_id, sequence):
                raise MessageNotFoundError

    def replay_range(self, webhook_id: int, *, since: datetime, until: datetime | None) -> int:
        """Send what changed in this time again, behind what waits. Returns how many changes, of all types, these are.
        Raises WebhookNotFoundError, ReplayUnderWayError."""
        state = self.feed.advance()
        with transaction(self.engine) as connection:
            found = one_webhook(connection, webhook_id, lock=True)
            if found.replay_position is not None:
                raise ReplayUnderWayError
            first = _first_at(connection, state, since)
            # What it was not sent yet comes by itself.
            end = min(found.position, (_first_at(connection, state, until) if until else state.last + 1) - 1)
            if first > end:
                return 0
            values = {"replay_position": first - 1, "replay_until": end}
            connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(**values))
            return end - first + 1


_ANEW: Mapping[str, Any] = {"failures": 0, "failing_since": None, "resume_at": None}
"""Columns of an endpoint that has not failed."""


def new_salt() -> str:
    """The salt of a new secret."""
    return secrets.token_hex(32)


def one_webhook(connection: Connection, webhook_id: int, *, lock: bool = False) -> Webhook:
    """One endpoint. Raises WebhookNotFoundError."""
    found = select(webhooks).where(webhooks.c.id == webhook_id)
    row = connection.execute(found.with_for_update() if lock else found).mappings().one_or_none()
    if row is None:
        raise WebhookNotFoundError
    return _webhook(row)


def _every(connection: Connection) -> list[Webhook]:
    """All of them, by id."""
    return [_webhook(row) for row in connection.execute(select(webhooks).order_by(webhooks.c.id)).mappings().all()]


def _webhook(row: Mapping[Any, Any]) -> Webhook:
    known = set(ChangeType)
    reason = row["disabled_reason"]
    # A type of a later version is left out; an endpoint of such types only is sent nothing of this one.
    types = [ChangeType(one) for one in row["types"] if one in known]
    return Webhook(**{**row, "types": types, "disabled_reason": reason and DisabledReason(reason)})


def pending(webhook_id: int, *more: ColumnElement[bool]) -> Select[Any]:
    """The messages that wait for an endpoint."""
    return select(webhook_deliveries).where(_of.webhook_id == webhook_id, _of.state == DeliveryState.PENDING, *more)


def _backlog(connection: Connection, found: Webhook, state: FeedState) -> Backlog:
    some = pending(found.id).with_only_columns(_of.sequence).limit(MOST_COUNTED).subquery()
    waiting = connection.execute(select(func.count()).select_from(some)).scalar_one()
    due = connection.scalar(
        select(func.min(_of.next_attempt_at)).where(_of.webhook_id == found.id, _of.next_attempt_at.is_not(None))
    )
    replayed = 0 if found.replay_position is None else (found.replay_until or 0) - found.replay_position
    times = [moment for moment in (due, found.resume_at) if moment is not None]
    return Backlog(
        pending=waiting,
        behind=max(0, state.last - max(found.position, state.before)),
        replay_left=max(0, replayed),
        next_attempt_at=max(times) if times and not found.disabled_reason else None,
    )


def how_webhooks_are(connection: Connection) -> tuple[Counter[DisabledReason], datetime | None]:
    """How many are disabled, by the reason; and of when the oldest change is that one of the others has not got, None
    if all have all."""
    found = _every(connection)
    enabled = [one for one in found if one.disabled_reason is None]
    moments = [moment for one in enabled for moment in _first_missed(connection, one)]
    if enabled:
        not_numbered = select(changes.c.at).where(changes.c.sequence.is_(None)).order_by(changes.c.id).limit(1)
        moments.append(connection.scalar(not_numbered))
    disabled = Counter(one.disabled_reason for one in found if one.disabled_reason is not None)
    return disabled, min((moment for moment in moments if moment is not None), default=None)


def _first_missed(connection: Connection, found: Webhook) -> Iterator[datetime | None]:
    """Of when the first message is that waits for the endpoint, and the first change that was not looked at."""
    yield connection.scalar(pending(found.id).with_only_columns(_of.at).order_by(_of.sequence).limit(1))
    behind = select(changes.c.at).where(changes.c.sequence > found.position)
    yield connection.scalar(behind.order_by(changes.c.sequence).limit(1))


def _retry_now(connection: Connection, webhook_id: int, now: datetime) -> None:
    waiting = (_of.webhook_id == webhook_id, _of.next_attempt_at.is_not(None))
    connection.execute(update(webhook_deliveries).where(*waiting).values(next_attempt_at=now, attempts=0))


def _make_pending(connection: Connection, webhook_id: int, sequence: int) -> bool:
    """Whether there is such a message, which is due then."""
    again = {"state": DeliveryState.PENDING, "attempts": 0, "next_attempt_at": database_now(connection)}
    this = (_of.webhook_id == webhook_id, _of.sequence == sequence)
    if connection.execute(update(webhook_deliveries).where(*this).values(**again)).rowcount:
        return True
    found = read_changes(connection, after=sequence - 1, last=sequence, types=(), limit=1)
    for one in found:
        row = {name: getattr(one, name) for name in ("sequence", "type", "invoice_id", "version", "actor", "at")}
        connection.execute(insert(webhook_deliveries).values(webhook_id=webhook_id, **row, **again))
    return bool(found)


def _first_at(connection: Connection, state: FeedState, moment: datetime) -> int:
    """The number of the first change at or behind this moment, by halves: numbers go with time, but for the moments
    that transactions take."""
    low, high = state.before + 1, state.last + 1
    while low < high:
        middle = (low + high) // 2
        at = connection.scalar(
            select(changes.c.at).where(changes.c.sequence >= middle).order_by(changes.c.sequence).limit(1)
        )
        if at is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return low
