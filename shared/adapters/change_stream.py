"""Live updates: changes of invoices for open screens, in a short Redis stream. Only a hint; the row is the truth."""

import json
import logging
from typing import Any

import redis

from shared.adapters.redis_client import longest_wait
from shared.pipeline.updates import Change

STREAM = "invoices:changes"
KEPT = 2000  # enough to resume after a short absence; after a longer one the client reloads the list

log = logging.getLogger(__name__)


class RedisChangeStream:
    """`shared.pipeline.ports.ChangePublisher` on a Redis stream."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def publish(self, *changes: Change) -> None:
        """Notify subscribers. Never raises: if Redis is unavailable the failure is logged and screens update later."""
        try:
            with self._client.pipeline(transaction=False) as pipeline:
                for change in changes:
                    pipeline.xadd(STREAM, {"change": json.dumps(change.as_json())}, maxlen=KEPT, approximate=True)
                pipeline.execute()
        except redis.RedisError as error:
            ids = [change.invoice_id for change in changes]
            log.warning("changes not published", extra={"invoice_ids": ids, "reason": type(error).__name__})

    def bounds(self) -> tuple[str, str]:
        """The oldest and the newest id that are kept; "0-0" twice while there are none. Raises redis.RedisError."""
        oldest: Any = self._client.xrange(STREAM, count=1)
        newest: Any = self._client.xrevrange(STREAM, count=1)
        return (oldest[0][0].decode(), newest[0][0].decode()) if oldest and newest else ("0-0", "0-0")

    def since(self, after: str) -> list[tuple[str, str]]:
        """All (id, JSON) pairs after an id, without waiting. Raises redis.RedisError."""
        return _pairs(self._client.xread({STREAM: after}))

    def wait(self, after: str, seconds: float) -> list[tuple[str, str]]:
        """The next (id, JSON) pairs after an id; waits at most this long for the first. Raises redis.RedisError."""
        wait = longest_wait(self._client, seconds)
        return _pairs(self._client.xread({STREAM: after}, count=500, block=max(1, int(wait * 1000))))


def _pairs(answer: Any) -> list[tuple[str, str]]:
    return [
        (entry_id.decode(), fields[b"change"].decode()) for _, entries in answer or [] for entry_id, fields in entries
    ]
