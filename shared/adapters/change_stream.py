"""Live updates: changes of invoices for open screens, in a short Redis stream. Only a hint; the row is the truth."""

import json
import logging
from collections.abc import Iterator
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

    def publish(self, change: Change) -> None:
        """Notify subscribers. Never raises: if Redis is unavailable the failure is logged and screens update later."""
        try:
            self._client.xadd(STREAM, {"change": json.dumps(change.as_json())}, maxlen=KEPT, approximate=True)
        except redis.RedisError as error:
            log.warning("change not published", extra={"invoice_id": change.invoice_id, "reason": type(error).__name__})

    def newest_id(self) -> str:
        """The stream's last id, from which a new subscriber starts. Raises redis.RedisError."""
        newest: Any = self._client.xrevrange(STREAM, count=1)
        return newest[0][0].decode() if newest else "0-0"

    def subscribe(self, after: str, wait_seconds: float) -> Iterator[tuple[str, str]]:
        """The (id, JSON) pairs after an id; waits at most this long for the first. Raises redis.RedisError."""
        wait = longest_wait(self._client, wait_seconds)
        answer: Any = self._client.xread({STREAM: after}, count=500, block=max(1, int(wait * 1000)))
        for _, entries in answer or []:
            for entry_id, fields in entries:
                yield entry_id.decode(), fields[b"change"].decode()
