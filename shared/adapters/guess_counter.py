"""Counts wrong API keys per address, in Redis."""

import redis

_WINDOW_SECONDS = 60


class RedisGuessCounter:
    """`shared.pipeline.ports.GuessCounter`; each wrong key restarts the minute."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

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


def _counter(address: str) -> str:
    return f"wrong-keys:{address}"
