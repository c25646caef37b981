"""The Redis lists that start the functions: a line per uploader and lane; an element is a structured CloudEvent.

Beside its lists a lane has two small keys, both rebuilt from nothing by the next message:

- a sorted set of its uploaders by the pages that each has had (start-time fair queueing). It is forgotten with the
  last message;
- a bell: a list of at most one element, pushed by every message, on which idle workers block.

A script runs alone in Redis, so that several dispatchers take turns as exactly as one.
"""

import contextlib
from collections.abc import Mapping
from datetime import datetime
from itertools import product
from typing import Any

import redis

from shared.adapters.redis_client import longest_wait, translated_faults
from shared.domain.cloud_events import InvalidEventError, parse_event, stage_event
from shared.domain.lanes import Lane, Line, Message, Popped, lane_key
from shared.domain.lifecycle import Stage
from shared.tracing import current_request_id, current_traceparent

_PAGES = """
local function pages_of(message)
  local read, pages = pcall(function() return cjson.decode(message).pages end)
  return read and tonumber(pages) or 1
end
"""

# Who was not there begins where the one stands who had the fewest pages, and has saved nothing up.
_PUSH = """
local turns, list, bell, push, uploader, message = KEYS[1], KEYS[2], KEYS[3], ARGV[1], ARGV[2], ARGV[3]
redis.call(push, list, message)
if not redis.call('ZSCORE', turns, uploader) then
  redis.call('ZADD', turns, redis.call('ZRANGE', turns, 0, 0, 'WITHSCORES')[2] or 0, uploader)
elseif push == 'LPUSH' then
  redis.call('ZINCRBY', turns, -pages_of(message), uploader)
end
if redis.call('LLEN', bell) == 0 then
  redis.call('RPUSH', bell, '')
end
"""

# An uploader whose line is empty is forgotten when it would be their turn, not before: else who sends one document
# after the other would come back as somebody new each time, before all others.
_POP = """
local turns = KEYS[1]
while true do
  local uploader = redis.call('ZRANGE', turns, 0, 0)[1]
  if not uploader then
    return nil
  end
  local message = redis.call('LPOP', turns .. ':' .. uploader)
  if message then
    redis.call('ZINCRBY', turns, pages_of(message), uploader)
    return {uploader, message}
  end
  redis.call('ZREM', turns, uploader)
end
"""

_WAITING = """
local waiting = {}
for place, turns in ipairs(KEYS) do
  waiting[place] = {}
  for _, uploader in ipairs(redis.call('ZRANGE', turns, 0, -1)) do
    table.insert(waiting[place], {uploader, redis.call('LLEN', turns .. ':' .. uploader)})
  end
end
return waiting
"""


class RedisEventQueue:
    """`shared.pipeline.ports.EventQueue` on Redis. Every method raises UnavailableError when it is unavailable."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._push_script = client.register_script(_PAGES + _PUSH)
        self._pop_script = client.register_script(_PAGES + _POP)
        self._waiting_script = client.register_script(_WAITING)

    def enqueue(self, invoice_id: int, message: Message) -> None:
        """Append the event that starts the message's stage; it carries the current request and trace ids."""
        event = stage_event(invoice_id, message, request_id=current_request_id(), traceparent=current_traceparent())
        self._push("RPUSH", message.line, event.dump().encode())

    def pop(self, stage: Stage, lane: Lane, wait_seconds: float) -> Popped | None:
        """Remove and return the next message of the lane, or None if none arrives within about this time."""
        popped = self._pop(stage, lane)
        if popped is None and wait_seconds > 0:
            with translated_faults():
                self._client.blpop([_bell(stage, lane)], timeout=longest_wait(self._client, wait_seconds))
            popped = self._pop(stage, lane)
        return popped

    def requeue(self, popped: Popped) -> None:
        """Return an undelivered message to the head of its line, and its pages to its uploader."""
        self._push("LPUSH", popped.line, popped.content)

    def waiting(self) -> Mapping[Line, int]:
        """The number of messages in each line that has any."""
        lanes = list(product(Stage, Lane))
        with translated_faults():
            found: Any = self._waiting_script(keys=[lane_key(stage, lane) for stage, lane in lanes])
        return {
            Line(stage=stage, lane=lane, uploader=uploader.decode()): length
            for (stage, lane), lines in zip(lanes, found, strict=True)
            for uploader, length in lines
            if length
        }

    def waiting_since(self, line: Line) -> datetime | None:
        """The time of the line's oldest waiting event, or None. Skips messages that are not events."""
        with translated_faults(), self._client.pipeline(transaction=False) as pipeline:
            pipeline.zscore(lane_key(line.stage, line.lane), line.uploader)
            pipeline.lrange(line.key, 0, 9)
            score, messages = pipeline.execute()
        if score is None:  # nobody would ever serve this line: its messages are as good as lost
            return None
        for message in messages:
            with contextlib.suppress(InvalidEventError):
                return parse_event(message).time
        return None

    def _push(self, command: str, line: Line, message: bytes) -> None:
        keys = [lane_key(line.stage, line.lane), line.key, _bell(line.stage, line.lane)]
        with translated_faults():
            self._push_script(keys=keys, args=[command, line.uploader, message])

    def _pop(self, stage: Stage, lane: Lane) -> Popped | None:
        with translated_faults():
            popped: Any = self._pop_script(keys=[lane_key(stage, lane)])
        if popped is None:
            return None
        uploader, content = popped
        return Popped(line=Line(stage=stage, lane=lane, uploader=bytes(uploader).decode()), content=bytes(content))


def _bell(stage: Stage, lane: Lane) -> str:
    return f"{lane_key(stage, lane)}:bell"
