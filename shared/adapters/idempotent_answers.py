"""The answers of calls with an idempotency key, kept so that a repeated call gets the first one's.

In MariaDB, beside the invoices that they name: neither outlives the other by a lost cache. While a call is worked on,
the database holds a lock of its key for its connection, and lets it go with the connection: a process that was killed
leaves nothing behind that a repetition would have to wait for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.dialects.mysql import insert

from shared.adapters.database import database_now, free_locks, transaction
from shared.adapters.tables import idempotent_answers as table
from shared.errors import AppError, ErrorCode

_MOST_SWEPT = 100
"""Expired answers that go with each new one: more go than come."""


_SWEEP = text("DELETE FROM idempotent_answers WHERE expires_at < :now ORDER BY expires_at LIMIT :most")


class IdempotencyKeyReusedError(AppError):
    """The key was used for another upload."""

    code = ErrorCode.IDEMPOTENCY_KEY_REUSED
    status = 422
    message = "This Idempotency-Key was used for another upload. Give each upload a key of its own."


class IdempotencyKeyInUseError(AppError):
    """The first call with this key is still being worked on."""

    code = ErrorCode.IDEMPOTENCY_KEY_IN_USE
    status = 409
    message = "The first upload with this Idempotency-Key is still being taken. Send it again in a moment."


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """One call with a key: `name` stands for scope and key, `earlier` is the answer of the first one."""

    name: str
    fingerprint: str
    earlier: Any | None
    engine: Engine
    hours: int

    def keep(self, answer: Any) -> None:
        """The answer of every later call with this key. Raises UnavailableError."""
        with transaction(self.engine) as connection:
            now = database_now(connection)
            row = {
                "name": self.name,
                "fingerprint": self.fingerprint,
                "answer": answer,
                "expires_at": now + timedelta(hours=self.hours),
            }
            new = insert(table).values(row)
            connection.execute(new.on_duplicate_key_update({name: new.inserted[name] for name in row}))
            connection.execute(_SWEEP, {"now": now.replace(tzinfo=None), "most": _MOST_SWEPT})


@contextmanager
def once(engine: Engine, *, scope: str, key: str, fingerprint: str, hours: int) -> Iterator[Once]:
    """One call with this key, of those of one scope; no other one is worked on until the block ends. Raises
    IdempotencyKeyInUseError, IdempotencyKeyReusedError, UnavailableError."""
    name = sha256(f"{scope}:{key}".encode()).hexdigest()
    lock = f"once-{name}"[:64]
    with free_locks(engine, [lock], wait=False) as (connection, held):
        if not held:
            raise IdempotencyKeyInUseError(retry_after=2)
        earlier = _earlier(connection, name)
        connection.rollback()
        if earlier is not None and earlier.fingerprint != fingerprint:
            raise IdempotencyKeyReusedError
        answer = None if earlier is None else earlier.answer
        yield Once(name=name, fingerprint=fingerprint, earlier=answer, engine=engine, hours=hours)


def _earlier(connection: Connection, name: str) -> Any | None:
    kept = select(table.c.fingerprint, table.c.answer).where(
        table.c.name == name, table.c.expires_at > database_now(connection)
    )
    return connection.execute(kept).one_or_none()
