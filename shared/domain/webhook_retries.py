"""When a message is sent again, and when an endpoint is given up. Pure.

The delays and what the status codes mean are those of Standard Webhooks 1.0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_MINUTE, _HOUR = 60.0, 3600.0

RETRY_SECONDS: tuple[float, ...] = (
    *(5, 5 * _MINUTE, 30 * _MINUTE),
    *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24)),
)
"""The delay before each retry: three days in all."""

LONGEST_PAUSE = 30 * _MINUTE
"""Seconds between two tries of an endpoint that takes nothing, so that it is soon noticed that it is back."""

LONGEST_ASKED = _HOUR
"""Seconds that a Retry-After is obeyed for."""

IS_DOWN = 3
"""Of so many invoices messages must wait, and none have arrived since, before an endpoint as a whole is spared: fewer
may be messages that the receiver cannot take."""

_JITTER = 0.2
_BUSY = {429, 502, 503, 504}
_GONE = 410


class DeliveryFault(StrEnum):
    """Why a message did not arrive. The values are stored, and public."""

    ADDRESS_NOT_ALLOWED = "address-not-allowed"
    SCHEME_NOT_ALLOWED = "scheme-not-allowed"
    NAME_NOT_FOUND = "name-not-found"
    NOT_CONNECTED = "not-connected"
    TLS_FAILED = "tls-failed"
    TIMED_OUT = "timed-out"
    BROKEN_ANSWER = "broken-answer"
    REDIRECTED = "redirected"
    REFUSED = "refused"
    OTHER = "other"  # a stored one that this version does not know


class DeliveryState(StrEnum):
    """What became of a message at an endpoint. The values are stored, and public."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class DisabledReason(StrEnum):
    """Why an endpoint is sent nothing. The values are stored, and public."""

    PERSON = "person"
    GONE = "gone"
    FAILING = "failing"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one try: `fault` is None if the message arrived. `retry_after` in seconds, if the receiver named
    it."""

    fault: DeliveryFault | None
    status_code: int | None = None
    milliseconds: int = 0
    retry_after: float | None = None

    @property
    def is_delivered(self) -> bool:
        """Whether the receiver has taken it."""
        return self.fault is None

    @property
    def is_gone(self) -> bool:
        """Whether the receiver wants no more messages, ever."""
        return self.status_code == _GONE

    @property
    def is_busy(self) -> bool:
        """Whether the receiver, and not the message, is the reason."""
        return self.status_code in _BUSY


def answered(status_code: int, *, milliseconds: int, retry_after: float | None) -> Outcome:
    """What an answer means: only 2xx is success, and nobody is followed anywhere."""
    fault = None
    if not 200 <= status_code < 300:
        fault = DeliveryFault.REDIRECTED if 300 <= status_code < 400 else DeliveryFault.REFUSED
    return Outcome(fault=fault, status_code=status_code, milliseconds=milliseconds, retry_after=retry_after)


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """The delays before each retry, in seconds."""

    delays: Sequence[float] = RETRY_SECONDS

    @property
    def total(self) -> timedelta:
        """How long a message is tried."""
        return timedelta(seconds=sum(self.delays))

    def again_at(self, attempts: int, now: datetime, *, jitter: float, retry_after: float | None) -> datetime | None:
        """When to try again after so many failed attempts; None when that was the last. `jitter` in 0..1 makes the
        delay up to a fifth longer, so that what failed together does not come together again."""
        if attempts > len(self.delays):
            return None
        return now + self._delay(attempts, jitter, retry_after, most=max(self.delays))

    def resume_at(self, failures: int, now: datetime, *, jitter: float, retry_after: float | None) -> datetime:
        """When to try an endpoint again that has taken nothing in so many rounds."""
        return now + self._delay(min(failures, len(self.delays)), jitter, retry_after, most=LONGEST_PAUSE)

    def _delay(self, attempts: int, jitter: float, retry_after: float | None, *, most: float) -> timedelta:
        own = min(most, self.delays[attempts - 1]) * (1 + _JITTER * jitter)
        return timedelta(seconds=max(own, min(retry_after or 0, LONGEST_ASKED)))


def is_given_up(failing_since: datetime | None, now: datetime, schedule: RetrySchedule) -> bool:
    """Whether an endpoint that has taken nothing since then is disabled."""
    return failing_since is not None and now - failing_since >= schedule.total
