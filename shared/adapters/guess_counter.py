"""Counts wrong API keys per address and remembers valid keys, in Redis."""

import hmac
from hashlib import sha256

import redis

_WINDOW_SECONDS = 60
_REMEMBERED_SECONDS = 24 * 3600  # a key that was valid within a day is not a guess


class RedisGuessCounter:
    """`secret` is SECRET_KEY: keys are stored as keyed digests, different from those in the database."""

    def __init__(self, client: redis.Redis, secret: str) -> None:
        self._client = client
        self._secret = secret.encode()

    def failures(self, address: str) -> int:
        """Wrong keys from this address in the last minute; 0 while Redis is unavailable."""
        try:
            found = self._client.get(_counter(address))
        except redis.RedisError:
            return 0
        return int(found) if found else 0

    def note_failure(self, address: str) -> None:
        """Count a wrong key."""
        try:
            with self._client.pipeline(transaction=True) as pipeline:
                pipeline.incr(_counter(address))
                pipeline.expire(_counter(address), _WINDOW_SECONDS)
                pipeline.execute()
        except redis.RedisError:
            return

    def is_known(self, key: str) -> bool:
        """Whether this key was valid within the last day; True while Redis is unavailable."""
        try:
            return bool(self._client.exists(self._mark(key)))
        except redis.RedisError:
            return True

    def note_known(self, key: str) -> None:
        """Remember a valid key."""
        try:
            self._client.set(self._mark(key), b"", ex=_REMEMBERED_SECONDS)
        except redis.RedisError:
            return

    def _mark(self, key: str) -> str:
        return f"known-key:{hmac.digest(self._secret, b'known-key:' + key.encode(), sha256).hex()}"


def _counter(address: str) -> str:
    return f"wrong-keys:{address}"
