"""Shares: what one API key may have going on at once, and all keys together.

Counted in this process: two processes of the api admit twice as much. The numbers are settings; each kind keeps a
client that is slow, broken or hostile from taking what the others need.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

from functions.api.access import Caller
from shared.errors import AppError, ErrorCode
from shared.settings import Settings


class Share(StrEnum):
    """Kinds of requests that are counted apart."""

    UPLOADS = "uploads"
    DOWNLOADS = "downloads"
    EXPORTS = "exports"
    STREAMS = "streams"
    REQUESTS = "requests"


ENDPOINTS: Mapping[str, Share] = {
    "uploads.upload": Share.UPLOADS,
    "documents.download": Share.DOWNLOADS,
    "documents.page_image": Share.DOWNLOADS,
    "documents.text": Share.DOWNLOADS,
    "attachments.list_attachments": Share.DOWNLOADS,
    "attachments.download_attachment": Share.DOWNLOADS,
    "expressed.express": Share.DOWNLOADS,
    "data.export": Share.EXPORTS,
    "exports.create_export": Share.EXPORTS,
    "exports.export_file": Share.EXPORTS,
    "export_templates.save_template": Share.EXPORTS,
    "export_templates.try_template": Share.EXPORTS,
    "sellers.export_sellers": Share.EXPORTS,
    "sellers.import_file": Share.EXPORTS,
    "live.events": Share.STREAMS,
}
"""Endpoint -> its share. Every other endpoint that needs a key is one of the requests."""

_RETRY_AFTER: Mapping[Share, int] = {
    Share.UPLOADS: 2,
    Share.DOWNLOADS: 1,
    Share.EXPORTS: 5,
    Share.STREAMS: 15,  # meanwhile the client polls
    Share.REQUESTS: 1,
}
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The most of one kind at once: of one key, and of all (None: no limit)."""

    per_key: int
    overall: int | None


class TooManyAtOnceError(AppError):
    """This key, or all keys together, have as many of these going on as they may."""

    code = ErrorCode.TOO_MANY_AT_ONCE
    status = 429
    retryable = True
    message = "Too many of these calls at once. Please wait until some of them are finished."


class Shares:
    """The requests in progress, by share and key. Safe to use from many threads."""

    def __init__(self, limits: Mapping[Share, Limit]) -> None:
        self._limits = limits
        self._taken: Counter[tuple[Share, int | None]] = Counter()
        self._lock = Lock()

    def take(self, share: Share, caller: Caller) -> Callable[[], None]:
        """Takes one of the caller's share; call the result, once, to give it back. Raises TooManyAtOnceError.

        A caller without a key (AUTH=off) is everybody on this machine: only the overall limit applies.
        """
        limit, key = self._limits[share], caller.key_id
        with self._lock:
            if key is not None and self._taken[share, key] >= limit.per_key:
                raise _refusal(share, f"This API key may have {limit.per_key} {share} at once.")
            if limit.overall is not None and self.in_progress(share) >= limit.overall:
                raise _refusal(share, f"There are {limit.overall} {share} at once, the most that are allowed.")
            self._taken[share, key] += 1
        return lambda: self._give_back(share, key)

    def in_progress(self, share: Share) -> int:
        """The requests in progress of all keys."""
        return sum(count for (taken, _), count in self._taken.items() if taken is share)

    def _give_back(self, share: Share, key: int | None) -> None:
        with self._lock:
            self._taken[share, key] -= 1
            if not self._taken[share, key]:
                del self._taken[share, key]


def share_of(endpoint: str) -> Share:
    """The share that a request to this endpoint takes."""
    return ENDPOINTS.get(endpoint, Share.REQUESTS)


def limits_of(settings: Settings) -> Mapping[Share, Limit]:
    """The limits of these settings."""
    return {
        Share.UPLOADS: Limit(per_key=settings.uploads_per_key, overall=settings.uploads_at_once),
        Share.DOWNLOADS: Limit(per_key=settings.downloads_per_key, overall=settings.downloads_at_once),
        Share.EXPORTS: Limit(per_key=settings.exports_per_key, overall=settings.exports_at_once),
        Share.STREAMS: Limit(per_key=settings.streams_per_key, overall=settings.streams_at_once),
        Share.REQUESTS: Limit(per_key=settings.requests_per_key, overall=None),
    }


def _refusal(share: Share, reason: str) -> TooManyAtOnceError:
    return TooManyAtOnceError(f"{reason} Please wait until some are finished.", retry_after=_RETRY_AFTER[share])
