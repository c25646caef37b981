"""A limit of requests per minute over all processes, in Redis.

Each key gets a turn: the time of its request. No sixty seconds hold more turns than the limit, because a turn is at
least sixty seconds after the turn `limit` places before it. A key keeps its turn when it asks again, so that a thousand
waiting invoices retry once each.
"""

from typing import Any

import redis

from shared.adapters.redis_client import translated_faults

WINDOW_MS = 60_000

KEPT_MS = 300_000
"""An unused turn expires after this."""

_ACQUIRE = """
local turns, count = KEYS[1], KEYS[2]
local key, limit, window, kept = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', turns, '-inf', now - kept)
redis.call('PEXPIRE', turns, kept + window)
local mine = redis.call('ZSCORE', turns, key)
if mine and tonumber(mine) > now then
  return tonumber(mine) - now
end
if mine then
  redis.call('ZREM', turns, key)
end
if not mine then
  local before = redis.call('ZREVRANGE', turns, limit - 1, limit - 1, 'WITHSCORES')
  if before[2] and tonumber(before[2]) + window > now then
    local turn = tonumber(before[2]) + window
    redis.call('ZADD', turns, turn, key)
    return turn - now
  end
end
redis.call('PEXPIRE', count, kept + window)
redis.call('ZADD', turns, now, 'used:' .. redis.call('INCR', count))
return 0
"""

_SPEND = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, 'used:' .. redis.call('INCR', KEYS[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return 0
"""


class RedisRequestBudget:
    """At most `per_minute` (from 1) requests in any minute, for all users of the same name."""

    def __init__(self, client: redis.Redis, name: str, *, per_minute: int) -> None:
        if per_minute < 1:
            raise ValueError("a budget allows at least one request a minute")
        # One hash tag: a cluster keeps both keys on one node.
        self._keys = [f"budget:{{{name}}}:turns", f"budget:{{{name}}}:count"]
        self._limit = per_minute
        self._acquire = client.register_script(_ACQUIRE)
        self._spend = client.register_script(_SPEND)

    def acquire(self, key: str) -> float:
        """Seconds until this key's turn; 0: go ahead, the request is counted. Raises UnavailableError."""
        with translated_faults():
            milliseconds: Any = self._acquire(keys=self._keys, args=[key, self._limit, WINDOW_MS, KEPT_MS])
        return float(milliseconds) / 1000

    def spend(self) -> None:
        """Count a request that is made regardless of the limit; later ones wait for it. Raises UnavailableError."""
        with translated_faults():
            self._spend(keys=self._keys, args=[KEPT_MS + WINDOW_MS])
