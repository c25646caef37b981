"""Live updates: changes of invoices for whoever watches, in a short Redis stream. Only a hint; the row is the truth."""

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import redis

from shared.domain.lifecycle import Stage, Status

STREAM = "invoices:changes"
KEPT = 2000  # enough to resume after a short absence; whoever was away longer reads the list again

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a watcher needs to redraw one row; `status` is null once the invoice is deleted."""

    invoice_id: int
    status: Status | None
    stage: Stage | None
    progress: int
    version: int


def publish(client: redis.Redis, change: Change) -> None:
    """Tell the watchers. A Redis that is away costs them freshness, not the change: it is logged and passed over."""
    try:
        client.xadd(STREAM, {"change": json.dumps(asdict(change))}, maxlen=KEPT, approximate=True)
    except redis.RedisError as error:
        log.warning("change not announced", extra={"invoice_id": change.invoice_id, "reason": type(error).__name__})


def newest_id(client: redis.Redis) -> str:
    """The stream's last id, from which a new watcher starts."""
    newest: Any = client.xrevrange(STREAM, count=1)
    return newest[0][0].decode() if newest else "0-0"


def subscribe(client: redis.Redis, after: str, wait_seconds: float) -> Iterator[tuple[str, str]]:
    """The (id, JSON) pairs after an id, waiting for the first one at most this long."""
    answer: Any = client.xread({STREAM: after}, count=500, block=max(1, int(wait_seconds * 1000)))
    for _, entries in answer or []:
        for entry_id, fields in entries:
            yield entry_id.decode(), fields[b"change"].decode()
