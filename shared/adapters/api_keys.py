"""API keys: random, shown once, stored as a digest keyed from SECRET_KEY, with a role, an expiry and a last use."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Engine, insert, or_, select, update

from shared.adapters.database import database_now, transaction
from shared.adapters.tables import api_keys
from shared.errors import AppError, ErrorCode

PREFIX = "inv_"
_USE_NOTED_EVERY = timedelta(minutes=1)  # one write per call would make every read a write


class KeyNotFoundError(AppError):
    """No such key."""

    code = ErrorCode.KEY_NOT_FOUND
    status = 404
    message = "There is no such API key."


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """The public part of a key."""

    id: int
    name: str
    role: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


_SHOWN = (
    api_keys.c.id,
    api_keys.c.name,
    api_keys.c.role,
    api_keys.c.created_at,
    api_keys.c.last_used_at,
    api_keys.c.expires_at,
    api_keys.c.revoked_at,
)


class KeyStore:
    """The keys of the database. `secret` is SECRET_KEY: with another one, no stored key is valid any more."""

    def __init__(self, engine: Engine, secret: str) -> None:
        self._engine = engine
        self._pepper = hmac.digest(secret.encode(), b"api-keys", sha256)

    def create(self, name: str, role: str, *, days: int | None = None) -> tuple[str, ApiKey]:
        """A new key in clear text (never shown again) and its record. `days` until it expires; None: never."""
        key = PREFIX + secrets.token_urlsafe(32)
        with transaction(self._engine) as connection:
            now = database_now(connection)
            expires_at = now + timedelta(days=days) if days else None
            inserted = connection.execute(
                insert(api_keys).values(
                    name=name, role=role, key_hash=self._hash(key), created_at=now, expires_at=expires_at
                )
            )
        record = ApiKey(
            id=int(inserted.lastrowid),
            name=name,
            role=role,
            created_at=now,
            last_used_at=None,
            expires_at=expires_at,
            revoked_at=None,
        )
        return key, record

    def find(self, key: str) -> ApiKey | None:
        """The valid key of this clear text; records its use. Looks up the digest, so no comparison leaks time."""
        with transaction(self._engine) as connection:
            now = database_now(connection)
            row = connection.execute(
                select(*_SHOWN).where(
                    api_keys.c.key_hash == self._hash(key),
                    api_keys.c.revoked_at.is_(None),
                    or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now),
                )
            ).one_or_none()
            if row is None:
                return None
            if row.last_used_at is None or row.last_used_at < now - _USE_NOTED_EVERY:
                connection.execute(update(api_keys).where(api_keys.c.id == row.id).values(last_used_at=now))
        return ApiKey(**row._mapping)

    def all(self) -> list[ApiKey]:
        """Every key, newest first."""
        with transaction(self._engine) as connection:
            rows = connection.execute(select(*_SHOWN).order_by(api_keys.c.id.desc())).all()
        return [ApiKey(**row._mapping) for row in rows]

    def revoke(self, key_id: int) -> None:
        """Revoke a key; idempotent. Raises KeyNotFoundError."""
        with transaction(self._engine) as connection:
            now = database_now(connection)
            if connection.execute(select(api_keys.c.id).where(api_keys.c.id == key_id)).scalar() is None:
                raise KeyNotFoundError
            connection.execute(
                update(api_keys).where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None)).values(revoked_at=now)
            )

    def _hash(self, key: str) -> str:
        return hmac.digest(self._pepper, key.encode(), sha256).hex()
