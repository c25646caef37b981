"""When a call is sent again, and how long to wait before: decided here, obeyed by the clients."""

from dataclasses import dataclass

from invoices_client.errors import ApiError, ConnectionLostError, InvoicesError, NotReachableError
from invoices_client.models import ErrorCode

_NOTHING_DONE = frozenset({408, 429})
"""Answers to calls of which nothing was carried out."""

_TEMPORARY = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often and how long. Seconds; `attempts` counts the first one.

    A call of which nothing was carried out (no connection, 408, 429) is sent again whatever it does; after a lost
    connection or a 502, 503 or 504 only one that may be repeated. Retry-After is obeyed, unless it asks for more than
    `longest_wait`: then the error comes at once.
    """

    attempts: int = 6
    first_wait: float = 0.5
    longest_wait: float = 60.0

    def wait(self, error: InvoicesError, *, attempt: int, is_repeatable: bool, chance: float) -> float | None:
        """Seconds to wait after the failure of this attempt (from 1), None to give up. `chance` is 0..1: it spreads
        clients that were refused together."""
        if attempt >= self.attempts or not _may_help(error, is_repeatable=is_repeatable):
            return None
        asked = error.retry_after if isinstance(error, ApiError) else None
        if asked is None:
            return min(self.first_wait * 2.0 ** (attempt - 1), self.longest_wait) * (0.5 + chance / 2)
        return asked + chance * self.first_wait if asked <= self.longest_wait else None


NO_RETRIES = Retries(attempts=1)


def _may_help(error: InvoicesError, *, is_repeatable: bool) -> bool:
    if isinstance(error, NotReachableError):
        return True
    if isinstance(error, ApiError):
        # The first attempt of an upload goes on, though its connection was lost.
        if error.code == ErrorCode.IDEMPOTENCY_KEY_IN_USE:
            return True
        return error.status in _NOTHING_DONE or (is_repeatable and error.status in _TEMPORARY)
    return is_repeatable and isinstance(error, ConnectionLostError)
